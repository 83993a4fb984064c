//! The command line, the environment and the file of `--config` together, and which of them is wrong.
use std::{env, error::Error as StdError, ffi::OsString, process};

use clap::{
    Arg, Command, CommandFactory, FromArgMatches,
    builder::StyledStr,
    error::{ContextKind, ContextValue, Error},
};

use crate::{config::File, log, password};

/// Reads the command line; ends the process where that is wrong, and where it asks for help.
///
/// # Errors
///
/// When a file that it names is wrong, and when a variable is empty.
pub(crate) fn read<C: CommandFactory + FromArgMatches>() -> Result<C, Box<dyn StdError>> {
    let mut command = C::command();
    let file = match crate::config::named(&command) {
        Some(path) => Some(File::read(&path)?),
        None => None,
    };
    if let Some(file) = &file {
        if let Some(format) = file.text("log-format") {
            log::file_asks_for(format);
        }
        command = file.apply(command)?;
    }
    // An argument that is not built cannot say what it is called.
    command.build();
    let arguments: Vec<OsString> = env::args_os().collect();
    let matches = command.clone().try_get_matches_from(&arguments);
    let read = matches.and_then(|matches| C::from_arg_matches(&matches));
    if let Err(asked) = &read
        && !asked.use_stderr()
    {
        asked.exit();
    }
    let line = Line {
        command: chosen(&command, &arguments),
        arguments,
        file,
    };
    line.empty_variable()?;
    match read {
        Ok(read) => Ok(read),
        Err(wrong) => exit(line.with_origin(wrong)),
    }
}

/// The command that the arguments choose, as far as they can be understood.
fn chosen(command: &Command, arguments: &[OsString]) -> Command {
    let reader = command.clone().ignore_errors(true);
    let matches = reader.try_get_matches_from(arguments).ok();
    let mut matches = matches.as_ref();
    let mut chosen = command;
    while let Some((name, below)) = matches.and_then(|matches| matches.subcommand()) {
        let Some(subcommand) = chosen.find_subcommand(name) else {
            break;
        };
        (chosen, matches) = (subcommand, Some(below));
    }
    chosen.clone()
}

/// The settings, from flags, variables and the file.
struct Line {
    command: Command,
    arguments: Vec<OsString>,
    file: Option<File>,
}

impl Line {
    /// An empty variable is a mistake: without this check, the next error would be about a folder without
    /// a name.
    fn empty_variable(&self) -> Result<(), String> {
        let empty = self.command.get_arguments().find_map(|argument| {
            let variable = argument.get_env()?;
            let is_empty = env::var_os(variable)?.is_empty();
            (is_empty && !self.has_flag(argument)).then_some((argument, variable))
        });
        let Some((argument, variable)) = empty else {
            return Ok(());
        };
        Err(format!(
            "the variable {} is empty: set it to the value of `{argument}`, or unset it",
            variable.display(),
        ))
    }

    /// The error, with the place of the value that it is about.
    fn with_origin(&self, mut error: Error) -> Error {
        if error.get(ContextKind::Usage).is_none() {
            let usage = self.command.clone().render_usage();
            error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
        }
        let Some(ContextValue::String(about)) = error.get(ContextKind::InvalidArg) else {
            return error;
        };
        let mut arguments = self.command.get_arguments();
        let argument = arguments.find(|argument| argument.to_string() == *about);
        if let Some(origin) = argument.and_then(|argument| self.origin(argument)) {
            let tip = ContextValue::StyledStrs(vec![StyledStr::from(origin)]);
            error.insert(ContextKind::Suggested, tip);
        }
        error
    }

    fn origin(&self, argument: &Arg) -> Option<String> {
        if self.has_flag(argument) {
            return None;
        }
        let variable = argument
            .get_env()
            .filter(|name| env::var_os(name).is_some());
        if let Some(variable) = variable {
            return Some(format!(
                "this value is from the variable {}",
                variable.display()
            ));
        }
        let place = self.file.as_ref()?.place(argument.get_long()?)?;
        Some(format!("this value is from {place}"))
    }

    fn has_flag(&self, argument: &Arg) -> bool {
        let Some(name) = argument.get_long() else {
            // Without a name it is not seen which of the arguments it is: perhaps one of them.
            return true;
        };
        let flag = format!("--{name}");
        let is_it = |given: &OsString| {
            let rest = given.to_str().and_then(|given| given.strip_prefix(&flag));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        self.arguments.iter().any(is_it)
    }
}

/// What was typed may hold the address of a database, and the error quotes it.
fn exit(error: Error) -> ! {
    let text = error.render().ansi().to_string();
    log::complain("", &password::hidden(&text));
    process::exit(error.exit_code())
}
