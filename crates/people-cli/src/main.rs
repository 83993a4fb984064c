//! The one binary: a server, and calls to any server of the API.
// `println!` and `eprintln!` panic when the output is closed: use `output`.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod access;
mod address;
mod auth;
mod base;
mod batch;
mod config;
mod contacts;
mod curl;
mod demo;
mod directory;
mod duplicates;
mod edit;
mod emulator;
mod exec;
mod export;
mod figures;
mod file;
mod format;
mod front;
mod group;
mod health;
mod import;
mod interrupt;
mod jwt;
mod limits;
mod line;
mod log;
mod manual;
mod merge;
mod name;
mod oauth;
mod others;
mod output;
mod password;
mod person;
mod photo;
mod place;
mod progress;
mod ready;
mod remote;
mod report;
mod search;
mod serve;
mod store;
mod stored;
mod style;
mod table;
mod tally;
mod tls;
mod token;
mod traces;
mod trust;
mod undo;
mod verify;
mod watch;
mod welcome;

use std::{process::ExitCode, time::Duration};

use clap::{CommandFactory, Parser, Subcommand};
use mimalloc::MiMalloc;
use tokio::runtime::Runtime;

/// A server of the People API, and a client of it for the shell.
#[derive(Parser)]
#[command(name = "people", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API from an embedded store.
    Serve(Box<serve::Args>),
    /// Check the configuration that `serve` would use, and start nothing.
    ///
    /// The command reads the flags, the file of `--config`, and the files of tokens, keys, certificates and seeds. It
    /// does not listen, opens no store and fetches nothing. It checks a seed as if the store were empty.
    CheckConfig(Box<serve::Args>),
    Exec(exec::Args),
    /// Check whether a server can answer calls: the exit status is 0 if it can.
    Health(health::Args),
    /// Write the files that programs log in with, for `serve --oauth DIR`.
    #[command(subcommand)]
    Oauth(oauth::Command),
    /// Create, list and revoke the tokens of `serve --auth tokens=FILE`.
    #[command(subcommand)]
    Token(token::Command),
    List(contacts::ListArgs),
    Search(search::SearchArgs),
    /// Print a person.
    Get(remote::GetArgs),
    Create(contacts::CreateArgs),
    /// Replace fields of a contact with those of a file.
    Update(remote::UpdateArgs),

    Edit(edit::EditArgs),
    Delete(contacts::DeleteArgs),
    /// Create, update or delete the contacts of a file.
    #[command(subcommand)]
    Batch(batch::Command),
    /// List and change contact groups and their members.
    ///
    /// You can give a group by its resource name, its id or its name: contactGroups/1f, 1f, "Book club", starred.
    #[command(subcommand)]
    Group(group::Command),
    /// Set, read and delete the photos of contacts.
    #[command(subcommand)]
    Photo(photo::Command),
    /// List and search other contacts, and copy them to the contacts.
    ///
    /// An other contact is a person whom the account knows but has not saved as a contact.
    #[command(subcommand)]
    Others(others::Command),
    /// List and search the people of your domain.
    #[command(subcommand)]
    Directory(directory::Command),
    Duplicates(duplicates::DuplicatesArgs),
    Undo(undo::UndoArgs),
    Merge(merge::MergeArgs),
    Import(import::Args),
    Export(export::Args),
    Verify(verify::Args),
    /// Check, back up, restore or copy the store of a server.
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// Create, update and merge a contact on a temporary server, and print each call.
    Demo(demo::Args),
    /// Print the completion script for a shell.
    Completions(manual::CompletionsArgs),
    /// Write the manual pages.
    Man(manual::ManArgs),
}

/// A server allocates many small pieces of memory on one thread and frees them on another. This allocator is quicker at
/// that than those of the C libraries.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// How long a process waits at its end for work that it has begun.
const LAST_WORK: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let cli: Cli = match line::read() {
        Ok(cli) => cli,
        Err(error) => return fail(error.as_ref()),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let done = runtime.block_on(async {
        let done = match cli.command {
            Command::Exec(args) => return exec::run(args).await,
            Command::Health(args) => health::run(args).await,
            Command::Serve(args) => serve::run(*args).await,
            Command::CheckConfig(args) => serve::check(&args).await,
            Command::Oauth(command) => oauth::run(command),
            Command::Token(command) => token::run(command),
            Command::Get(args) => remote::get(args).await,
            Command::Update(args) => remote::update(args).await,
            Command::Edit(args) => edit::edit(args).await,
            Command::Create(args) => contacts::create(args).await,
            Command::List(args) => contacts::list(args).await,
            Command::Delete(args) => contacts::delete(args).await,
            Command::Batch(command) => batch::run(command).await,
            Command::Group(command) => group::run(command).await,
            Command::Others(command) => others::run(command).await,
            Command::Search(args) => search::search(args).await,
            Command::Photo(command) => photo::run(command).await,
            Command::Directory(command) => directory::run(command).await,
            Command::Duplicates(args) => duplicates::run(args).await,
            Command::Undo(args) => undo::run(args).await,
            Command::Merge(args) => merge::merge(&args),
            Command::Import(args) => import::run(args).await,
            Command::Export(args) => export::run(args).await,
            Command::Verify(args) => verify::run(args).await,
            Command::Store(command) => store::run(command).await,
            Command::Demo(args) => demo::run(args).await,
            Command::Completions(args) => manual::completions(Cli::command(), &args),
            Command::Man(args) => manual::pages(Cli::command(), &args),
        };
        done.map(|()| ExitCode::SUCCESS)
    });
    end(runtime, LAST_WORK);
    match done {
        Ok(code) => code,
        Err(error) => fail(error.as_ref()),
    }
}

/// Ends what still runs. A runtime that is dropped waits without limit for work that cannot be stopped, such as an
/// import of the console. Commits are whole, so nothing is lost: importing the file again resumes.
fn end(runtime: Runtime, wait: Duration) {
    runtime.shutdown_timeout(wait);
}

/// What a command ends with: any error, since all that is left to do is to report it.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Says what went wrong, and why. An error may quote the address of a database.
fn fail(error: &dyn std::error::Error) -> ExitCode {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    log::complain("people: ", &output::lines(&password::hidden(&text)));
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two groups of one name, for example, are found only as a command is read.
    #[test]
    fn the_commands_fit_together() {
        Cli::command().debug_assert();
    }

    /// Work that never ends does not keep the process.
    #[test]
    fn a_process_ends_before_its_work() {
        let runtime = Runtime::new().expect("a runtime");
        let (keeps_open, never) = std::sync::mpsc::channel::<()>();
        runtime.spawn_blocking(move || never.recv());
        end(runtime, Duration::from_millis(1));
        drop(keeps_open);
    }
}
