//! The one binary: a server, and calls to any server of the API.
mod auth;
mod config;
mod demo;
mod edit;
mod file;
mod import;
mod jwt;
mod limits;
mod merge;
mod place;
mod progress;
mod remote;
mod report;
mod serve;
mod store;
mod tls;
mod token;
mod traces;
mod trust;
mod watch;
mod welcome;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

/// Contacts that are updated without losing anyone's edit.
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
    /// Make, list and revoke the tokens of `serve --auth tokens=FILE`.
    #[command(subcommand)]
    Token(token::Command),
    /// Print a person.
    Get(remote::GetArgs),
    /// Update a contact: replace the fields of a mask with those of a file.
    Update(remote::UpdateArgs),
    /// Edit a contact by entry and member, and merge with what others did to it meanwhile.
    Edit(edit::EditArgs),
    Merge(merge::MergeArgs),
    Import(import::Args),
    /// Look after the store of a server.
    #[command(subcommand)]
    Store(store::StoreCommand),
    /// Show a contact's life against a throw-away server: create, update, and what is refused.
    Demo,
}

fn main() -> ExitCode {
    let cli = match cli() {
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
        match cli.command {
            Command::Serve(args) => serve::run(*args).await,
            Command::Token(command) => token::run(command),
            Command::Get(args) => remote::get(args).await,
            Command::Update(args) => remote::update(args).await,
            Command::Edit(args) => edit::edit(args).await,
            Command::Merge(args) => merge::merge(&args),
            Command::Import(args) => import::run(args).await,
            Command::Store(command) => store::run(command).await,
            Command::Demo => demo::run().await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has read enough.
        Err(error) if is_broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => fail(error.as_ref()),
    }
}

/// The command line; it ends the process where that is wrong.
fn cli() -> Result<Cli, Box<dyn std::error::Error>> {
    let mut command = Cli::command();
    if let Some(file) = config::named(command.clone()) {
        command = config::apply(command, &file)?;
    }
    Ok(Cli::from_arg_matches(&command.get_matches())?)
}

/// What a command ends with: any error, since all that is left to do is to report it.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn is_broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let error = error.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprint!("people: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprint!(": {error}");
        cause = error.source();
    }
    eprintln!();
    ExitCode::FAILURE
}
