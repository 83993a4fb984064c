//! How `people serve` reports to a program that it listens.
use std::{
    error::Error,
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process,
};

use clap::{Args as ClapArgs, ValueEnum};
use serde_json::{Value, json};

use crate::{file::in_file, output};

#[derive(ClapArgs)]
#[group(skip)]
pub(crate) struct Args {
    /// What to print on standard output when the server listens: `text`, or `json` for one object with `url`, `port`
    /// and `pid`.
    #[arg(long, env = "PEOPLE_READY", value_enum, default_value_t)]
    ready: Form,
    /// Write that object to this file when the server listens. No reader sees a part of the file.
    #[arg(long, env = "PEOPLE_READY_FILE", value_name = "FILE")]
    ready_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    #[default]
    Text,
    Json,
}

impl Args {
    /// Says that the server listens. `banner` is for people.
    ///
    /// # Errors
    ///
    /// When the file cannot be written. Serving does not depend on somebody reading standard output.
    pub(crate) fn say(
        &self,
        url: &str,
        address: SocketAddr,
        banner: impl std::fmt::Display,
    ) -> Result<(), Box<dyn Error>> {
        let ready = json!({"url": url, "port": address.port(), "pid": process::id()});
        if let Some(file) = &self.ready_file {
            write(file, &ready).map_err(|error| in_file(file, &error))?;
        }
        match self.ready {
            Form::Text => output::coloured(banner).ok(),
            Form::Json => output::line(ready).ok(),
        };
        Ok(())
    }
}

fn write(file: &Path, ready: &Value) -> std::io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    writeln!(new, "{ready}")?;
    new.persist(file)?;
    Ok(())
}
