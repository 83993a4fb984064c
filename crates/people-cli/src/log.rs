//! What is logged, where and how.
use std::{
    env, io, panic,
    str::FromStr,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use serde_json::json;

use tracing_subscriber::{
    EnvFilter, Layer,
    filter::LevelFilter,
    fmt::{
        self,
        format::Writer,
        time::{FormatTime, SystemTime},
    },
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

use crate::{output, style, traces::Traces};

/// The value of `--log`: what is logged of which part of the program.
#[derive(Clone, Debug)]
pub(crate) struct Filter(String);

impl FromStr for Filter {
    type Err = String;

    /// A word that is not a level would mean a part of the program whose every line is logged. That is usually a typo,
    /// so a part needs a level.
    fn from_str(text: &str) -> Result<Self, String> {
        const FORM: &str = "expected `off`, `error`, `warn`, `info`, `debug` or `trace`, or a part of the \
                            program with one of them, such as `people_server=debug`";

        let mut depth = 0_usize;
        let directives = text.split(|c| {
            match c {
                '[' | '{' => depth += 1,
                ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            c == ',' && depth == 0
        });
        for directive in directives {
            let after_span = directive
                .rsplit_once(']')
                .map_or(directive, |(_, rest)| rest);
            let is_level = |word: &str| !word.is_empty() && word.parse::<LevelFilter>().is_ok();
            if !after_span.contains('=') && !is_level(directive.trim()) {
                return Err(FORM.to_owned());
            }
        }
        EnvFilter::try_new(text).map_err(|_| FORM.to_owned())?;
        Ok(Self(text.to_owned()))
    }
}

/// Logs to standard error from now on.
pub(crate) fn start(
    filter: &Filter,
    format: &str,
    traces: Option<&Traces>,
) -> Result<(), Box<dyn std::error::Error>> {
    let log = fmt::layer().with_writer(io::stderr);
    let log = match format {
        "json" => {
            IS_JSON.store(true, Relaxed);
            // What a panic says has several lines.
            panic::set_hook(Box::new(|panicked| complain("", &panicked.to_string())));
            log.json().boxed()
        }
        _ => log.with_ansi(style::is_on_stderr()).boxed(),
    };
    tracing_subscriber::registry()
        .with(log.with_filter(EnvFilter::try_new(&filter.0)?))
        .with(traces.map(Traces::layer))
        .init();
    Ok(())
}

/// Writes to standard error why a store fails, for a command that opens one itself: the error of a call does not say
/// it.
pub(crate) fn start_for_store() {
    let log = fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_target(false)
        .without_time();
    let log = log.with_filter(EnvFilter::new("off,people_server=warn"));
    // A command may open more than one store.
    if tracing_subscriber::registry().with(log).try_init().is_err() {
        tracing::trace!("there is a log already");
    }
}

static IS_JSON: AtomicBool = AtomicBool::new(false);
/// The file of `--config` asks for JSON, unless something that counts over it does not.
static FILE_ASKS_FOR_JSON: AtomicBool = AtomicBool::new(false);

/// Takes down the format of the log that the file of `--config` asks for.
pub(crate) fn file_asks_for(format: &str) {
    FILE_ASKS_FOR_JSON.store(format == "json", Relaxed);
}

/// Writes to standard error the error that ends the program, or a part of it. The filter does not
/// apply; if the log is JSON, the error is an object.
///
/// `prefix` names the program, for text output. The object of a JSON line does not have it.
pub(crate) fn complain(prefix: &str, text: &str) {
    let text = text.trim_end();
    match IS_JSON.load(Relaxed) || asks_for_json() {
        true => output::note(object(text)),
        false => output::coloured_note(format_args!("{prefix}{text}")),
    }
}

/// Whether the log would be one of objects if the command line were right.
fn asks_for_json() -> bool {
    let arguments: Vec<_> = env::args_os().collect();
    let flag = arguments.iter().enumerate().find_map(|(at, argument)| {
        let argument = argument.to_str()?.strip_prefix("--log-format")?;
        match argument.strip_prefix('=') {
            Some(value) => Some(value.to_owned()),
            None if argument.is_empty() => Some(arguments.get(at + 1)?.to_str()?.to_owned()),
            None => None,
        }
    });
    let is_serve = arguments.iter().any(|argument| argument == "serve");
    let format = flag.or_else(|| env::var("PEOPLE_LOG_FORMAT").ok());
    let from_file = FILE_ASKS_FOR_JSON.load(Relaxed);
    is_serve && format.map_or(from_file, |format| format == "json")
}

/// A line as the log has them.
fn object(text: &str) -> String {
    let mut timestamp = String::new();
    // A text takes everything.
    SystemTime
        .format_time(&mut Writer::new(&mut timestamp))
        .unwrap_or_default();
    let message = anstream::adapter::strip_str(text).to_string();
    json!({
        "timestamp": timestamp,
        "level": "ERROR",
        "fields": {"message": message},
        "target": "people",
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_levels_of_all_and_of_parts() {
        for text in [
            "off",
            "info",
            "warn,people_server=debug",
            "people_server[call]=debug,info",
        ] {
            assert!(text.parse::<Filter>().is_ok(), "{text}");
        }
        for text in [
            "",
            "verbose",
            "people_server",
            "info,verbose",
            "people_server=loud",
            "people_server[call]",
        ] {
            let refused = text.parse::<Filter>().expect_err(text);
            assert!(
                refused.contains("`people_server=debug`"),
                "{text}: {refused}"
            );
        }
    }
}
