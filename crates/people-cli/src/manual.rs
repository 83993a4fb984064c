//! What a package of the binary has beside it: completions for shells, and manual pages.
use std::{fs, path::PathBuf};

use clap::{Args as ClapArgs, Command};
use clap_complete::Shell;

use crate::{Outcome, file::in_file, output};

#[derive(ClapArgs)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

#[derive(ClapArgs)]
pub(crate) struct ManArgs {
    /// The folder to write the pages to, such as `/usr/local/share/man/man1`. It is created if it does not exist.
    dir: PathBuf,
}

pub(crate) fn completions(mut command: Command, args: &CompletionsArgs) -> Outcome {
    // Not to standard output at once: a reader that has read enough would be a panic.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "people", &mut script);
    output::bytes(&script)?;
    Ok(())
}

pub(crate) fn pages(command: Command, args: &ManArgs) -> Outcome {
    let dir = &args.dir;
    fs::create_dir_all(dir).map_err(|error| in_file(dir, &error))?;
    clap_mangen::generate_to(command, dir).map_err(|error| in_file(dir, &error))?;
    Ok(())
}
