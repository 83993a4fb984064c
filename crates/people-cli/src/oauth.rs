//! The files that programs log in with: `people oauth init` writes them, and an emulator knows what they name.
use std::{
    error::Error,
    fs::{self, DirBuilder},
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use people_emulator::{Clients, OAuthFiles};
use people_server::PublicUrl;

use crate::{
    Outcome,
    file::{in_file, private, text},
    output,
};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write two files that programs log in with: one for an installed app, one for a service account.
    ///
    /// The files are client_secret.json and service_account.json. They have the format of Google's files, with the
    /// addresses of the server at --url. Start that server with `people serve --oauth DIR`.
    Init(InitArgs),
}

#[derive(Args)]
pub(crate) struct InitArgs {
    /// The folder to write the files to. It is created if it does not exist.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The address at which programs reach the server.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8710")]
    url: PublicUrl,
}

pub(crate) fn run(command: Command) -> Outcome {
    match command {
        Command::Init(args) => init(&args),
    }
}

fn init(args: &InitArgs) -> Outcome {
    let (client, service_account) = (args.out.join(CLIENT), args.out.join(SERVICE_ACCOUNT));
    // Before a key is made, which takes a moment.
    for file in [&client, &service_account] {
        if file.exists() {
            let error = format!(
                "{}: the file exists already: delete it, or name another folder by --out",
                file.display()
            );
            return Err(error.into());
        }
    }
    let files = OAuthFiles::generate(&args.url)?;
    write(&args.out, &files)?;
    output::note(format_args!(
        "{} and {} are for the server at {}: start it with `people serve --oauth {}`",
        client.display(),
        service_account.display(),
        args.url,
        args.out.display()
    ));
    Ok(())
}

/// The name of the client's file in its folder.
pub(crate) const CLIENT: &str = "client_secret.json";
/// That of the service account.
pub(crate) const SERVICE_ACCOUNT: &str = "service_account.json";

/// Writes both files, which only their owner reads, or none.
pub(crate) fn write(folder: &Path, files: &OAuthFiles) -> Outcome {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| in_file(folder, &error))?;
    let (client, service_account) = (folder.join(CLIENT), folder.join(SERVICE_ACCOUNT));
    write_new(&client, &files.client).map_err(|error| in_file(&client, &error))?;
    write_new(&service_account, &files.service_account).map_err(|error| {
        fs::remove_file(&client).ok();
        in_file(&service_account, &error)
    })
}

/// Writes a file that was not there, or none.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = private().write(true).create_new(true).open(path)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all());
    written.inspect_err(|_| {
        // This call made it. What is left of it would be in the way of the next.
        fs::remove_file(path).ok();
    })
}

/// Bytes of a file of a client at most.
const LARGEST: u64 = 64 << 10;

/// The clients of all files in a folder whose names end with `.json`.
///
/// # Errors
///
/// When a file is not a client file, and when there is no file.
pub(crate) fn read(folder: &Path) -> Result<Clients, Box<dyn Error>> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| in_file(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    let mut clients = Clients::default();
    for file in &files {
        let added = clients.add(&text(file, LARGEST)?);
        added.map_err(|error| in_file(file, &error))?;
    }
    match clients.is_empty() {
        true => Err(format!(
            "{}: the folder has no client file; `people oauth init --out` writes it",
            folder.display()
        )
        .into()),
        false => Ok(clients),
    }
}
