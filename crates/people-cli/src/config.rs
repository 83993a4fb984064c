//! A file that says what flags say: `people serve --config FILE`.
//!
//! A flag takes precedence over the environment, and the environment over the file.
use std::{
    collections::BTreeMap,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use clap::{ArgAction, ArgMatches, Command};
use toml::{
    Table, Value,
    de::{DeTable, Error as TomlError},
};

use crate::file::in_file;

/// The commands that have a file.
const COMMANDS: [&str; 2] = ["serve", "check-config"];

/// The file that the command line or the environment names, as far as they can be understood.
pub(crate) fn named(command: &Command) -> Option<PathBuf> {
    let command = command.clone().ignore_errors(true);
    let matches = command.try_get_matches().ok()?;
    let (_, matches): (_, &ArgMatches) = matches.subcommand()?;
    matches.try_get_one("config").ok()?.cloned()
}

/// What a file says, and in which lines.
pub(crate) struct File {
    path: PathBuf,
    values: Table,
    lines: BTreeMap<String, usize>,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read, and when it is not TOML.
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(path).map_err(|error| in_file(path, &error))?;
        let wrong = |error: TomlError| in_file(path, &error).to_string().trim_end().to_owned();
        let values = text.parse().map_err(wrong)?;
        let table = DeTable::parse(&text).map_err(wrong)?;
        let lines = table.get_ref().iter().map(|(name, _)| {
            let before = text.get(..name.span().start).unwrap_or_default();
            (name.get_ref().to_string(), before.matches('\n').count() + 1)
        });
        Ok(Self {
            path: path.to_owned(),
            lines: lines.collect(),
            values,
        })
    }

    /// The command with the values of the file as defaults.
    ///
    /// # Errors
    ///
    /// When the file has a name that is not a flag.
    pub(crate) fn apply(&self, mut command: Command) -> Result<Command, Box<dyn Error>> {
        for name in COMMANDS {
            let subcommand = command.find_subcommand(name).cloned();
            let subcommand = self.defaults(subcommand.ok_or("a command is missing")?)?;
            command = command.mut_subcommand(name, |_| subcommand);
        }
        Ok(command)
    }

    fn defaults(&self, mut command: Command) -> Result<Command, String> {
        for (name, value) in &self.values {
            let wrong = |what: &str| {
                let place = self.place(name).unwrap_or_default();
                format!("{place}: `{name}` is {what}")
            };
            let known = command.get_arguments().find(|argument| {
                argument.get_long() == Some(name) && argument.get_id() != "config"
            });
            let known = known.ok_or_else(|| wrong("not a flag of `people serve`"))?;
            let (id, is_list) = (
                known.get_id().clone(),
                matches!(known.get_action(), ArgAction::Append),
            );
            let texts: Option<Vec<String>> = match value {
                Value::Array(values) if is_list => values.iter().map(text).collect(),
                value => text(value).map(|text| vec![text]),
            };
            let texts = texts.ok_or_else(|| wrong("neither a text, a number nor a boolean"))?;
            command = command.mut_arg(id, |argument| argument.default_values(texts));
        }
        Ok(command)
    }

    /// The value of `name` in the file, if it is text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// Where the file has `name`, such as `people.toml:3`, if it has it.
    pub(crate) fn place(&self, name: &str) -> Option<String> {
        let line = self.lines.get(name)?;
        Some(format!("{}:{line}", self.path.display()))
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Float(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => None,
    }
}
