//! A file that says what flags say: `people serve --config FILE`.
//!
//! A flag counts over the environment, and that over the file.
use std::{error::Error, fs, path::Path};

use clap::{ArgAction, ArgMatches, Command};
use toml::{Table, Value};

use crate::token::in_file;

/// The file that the command line or the environment names, as far as they can be understood.
pub(crate) fn named(command: Command) -> Option<std::path::PathBuf> {
    let matches = command.ignore_errors(true).try_get_matches().ok()?;
    let (_, matches): (_, &ArgMatches) = matches.subcommand()?;
    matches.try_get_one("config").ok()?.cloned()
}

/// The command with what the file says for defaults: for `serve`, which is what has a file.
///
/// # Errors
///
/// When the file cannot be read, and when it names what is no flag.
pub(crate) fn apply(command: Command, file: &Path) -> Result<Command, Box<dyn Error>> {
    let read = fs::read_to_string(file).map_err(|error| in_file(file, &error))?;
    let table: Table = read.parse().map_err(|error: toml::de::Error| {
        in_file(file, &error).to_string().trim_end().to_owned()
    })?;
    let mut serve = command
        .find_subcommand("serve")
        .ok_or("there is no `serve`")?
        .clone();
    for (name, value) in table {
        let known = serve.get_arguments().find(|argument| {
            argument.get_long() == Some(&name) && !matches!(argument.get_id().as_str(), "config")
        });
        let id = known.map(|argument| argument.get_id().clone());
        let id = id.ok_or_else(|| format!("{}: `{name}` is no flag of serve", file.display()))?;
        let is_list = known.is_some_and(|flag| matches!(flag.get_action(), ArgAction::Append));
        let values: Option<Vec<String>> = match value {
            Value::Array(values) if is_list => values.into_iter().map(text).collect(),
            value => text(value).map(|text| vec![text]),
        };
        let values =
            values.ok_or_else(|| format!("{}: `{name}` is no text or number", file.display()))?;
        serve = serve.mut_arg(id, |argument| argument.default_values(values));
    }
    Ok(command.mut_subcommand("serve", |_| serve))
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Float(_) | Value::Datetime(_) | Value::Array(_) | Value::Table(_) => None,
    }
}
