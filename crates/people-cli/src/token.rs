//! The file of tokens that `people serve --auth tokens=FILE` believes.
use std::{
    error::Error,
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use people_server::{SystemClock, TokenFile};

use crate::{
    Outcome,
    file::{hand_over, in_file},
    output,
};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Create a token and print it. Save the output: the file holds only a hash of the token.
    Create(CreateArgs),
    /// List the tokens: id, account, scopes, time of creation, note.
    List(FileArg),
    /// Revoke a token. A running server refuses it within a second or two.
    Revoke(RevokeArgs),
}

#[derive(Args)]
pub(crate) struct FileArg {
    /// The file of tokens.
    #[arg(
        long,
        env = "PEOPLE_TOKENS",
        value_name = "FILE",
        default_value = "people-tokens.json"
    )]
    file: PathBuf,
}

#[derive(Args)]
pub(crate) struct CreateArgs {
    /// The account that the token is for.
    account: String,
    /// A scope of the token, such as `contacts.readonly`. Repeat the flag for more scopes.
    #[arg(long = "scope", value_name = "SCOPE", default_values = ["contacts"])]
    scopes: Vec<String>,
    /// A note about the token, which `people token list` shows.
    #[arg(long, default_value = "")]
    note: String,
    #[command(flatten)]
    file: FileArg,
}

#[derive(Args)]
pub(crate) struct RevokeArgs {
    /// The token's id, as `create` and `list` print it.
    id: String,
    #[command(flatten)]
    file: FileArg,
}

pub(crate) fn run(command: Command) -> Outcome {
    match command {
        Command::Create(args) => create(args),
        Command::List(args) => list(&args),
        Command::Revoke(args) => revoke(&args),
    }
}

fn create(args: CreateArgs) -> Outcome {
    let scopes: Vec<&str> = args.scopes.iter().map(String::as_str).collect();
    let now = SystemClock.time();
    let path = &args.file.file;
    let (token, id) = change(path, Missing::IsEmpty, |file| {
        let token = file.add(&args.account, &scopes, &args.note, now)?;
        let id = file.entries().last().map(people_server::TokenEntry::id);
        Ok((token, id.unwrap_or_default()))
    })?;
    output::note(format_args!(
        "token {id}, for `{}`, is in {}",
        args.account,
        path.display()
    ));
    let shown = output::secret(token.as_str());
    if let Err(error) = shown {
        change(path, Missing::IsAnError, |file| Ok(file.revoke(&id)))?;
        return Err(
            format!("token {id} is revoked, because it could not be printed: {error}").into(),
        );
    }
    Ok(())
}

fn list(args: &FileArg) -> Outcome {
    for entry in read(&args.file)?.entries() {
        output::line(format_args!(
            "{}\t{}\t{}\t{}\t{}",
            entry.id(),
            entry.account,
            entry.scopes.join(","),
            entry.created,
            entry.note
        ))?;
    }
    Ok(())
}

fn revoke(args: &RevokeArgs) -> Outcome {
    let entry = change(&args.file.file, Missing::IsAnError, |file| {
        file.revoke(&args.id)
            .ok_or_else(|| format!("there is no token {}", args.id).into())
    })?;
    output::note(format_args!(
        "token {}, for `{}`, is revoked",
        args.id, entry.account
    ));
    Ok(())
}

/// Reads a file of tokens; the error says which.
pub(crate) fn read(path: &Path) -> Result<TokenFile, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| in_file(path, &error))?;
    TokenFile::from_json(&text).map_err(|error| in_file(path, &error))
}

#[derive(Clone, Copy)]
enum Missing {
    IsEmpty,
    IsAnError,
}

/// Replaces the file atomically with the result of `change`: a server reads either the old or the
/// new one. If two changes run at the same time, one is refused.
fn change<T>(
    path: &Path,
    missing: Missing,
    change: impl FnOnce(&mut TokenFile) -> Result<T, Box<dyn Error>>,
) -> Result<T, Box<dyn Error>> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let new = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let handle = options.open(&new).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!(
            "{} exists: another command is changing the tokens. If none is running, it was interrupted: \
             delete this file",
            new.display()
        )
        .into(),
        _ => in_file(&new, &error),
    })?;
    let changed = (|| {
        let mut file = match missing {
            Missing::IsEmpty if !path.exists() => TokenFile::default(),
            _ => read(path)?,
        };
        let done = change(&mut file)?;
        write(handle, &file, path).map_err(|error| in_file(&new, &error))?;
        fs::rename(&new, path).map_err(|error| in_file(path, &error))?;
        Ok(done)
    })();
    if changed.is_err() {
        fs::remove_file(&new).ok();
    }
    changed
}

/// Writes the file that replaces the one at `path`, for the same owner: a server that cannot read it
/// would keep the old tokens.
fn write(mut handle: File, file: &TokenFile, path: &Path) -> io::Result<()> {
    hand_over(&handle, path)?;
    handle.write_all(file.to_json().as_bytes())?;
    handle.sync_all()
}
