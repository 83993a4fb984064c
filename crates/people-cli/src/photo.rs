//! `people photo`: the photos of contacts.
use std::{
    io::{self, IsTerminal},
    path::PathBuf,
};

use clap::{Args, Subcommand};
use people_model::ContactId;
use people_server::Sizes;

use crate::{
    Outcome,
    file::{in_file, read},
    format::Format,
    name, output,
    remote::{Target, explained},
    report,
};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Set the photo of a contact, and print its address.
    Set(SetArgs),
    /// Write the photo of a contact to a file.
    Get(GetArgs),
    /// Delete the photo of a contact.
    Delete(DeleteArgs),
}

#[derive(Args)]
pub(crate) struct SetArgs {
    /// The contact: `people/c…`.
    #[arg(value_parser = name::contact)]
    name: ContactId,
    /// The photo: a file of JPEG or PNG, or `-` for standard input.
    file: PathBuf,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct GetArgs {
    /// The contact: `people/c…`.
    #[arg(value_parser = name::contact)]
    name: ContactId,
    /// The file to write, or `-` for standard output.
    #[arg(default_value = "-")]
    file: PathBuf,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct DeleteArgs {
    /// The contact: `people/c…`.
    #[arg(value_parser = name::contact)]
    name: ContactId,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Set(args) => set(args).await,
        Command::Get(args) => get(args).await,
        Command::Delete(args) => delete(args).await,
    }
}

async fn set(args: SetArgs) -> Outcome {
    let photo = read(&args.file, Sizes::default().photo as u64)?;
    let client = args.target.client()?;
    let person = client.set_photo(args.name, photo).await;
    let person = person.map_err(explained)?;
    if args.format.json {
        return report::print(&person);
    }
    let own = person.photos.iter().find(|photo| !photo.default);
    Ok(output::line(own.map_or("", |photo| &photo.url))?)
}

async fn get(args: GetArgs) -> Outcome {
    let is_stdout = args.file.as_os_str() == "-";
    if is_stdout && io::stdout().is_terminal() {
        return Err("a photo cannot be printed to a terminal: name a file".into());
    }
    let photo = args.target.client()?.photo(args.name).await;
    let photo = photo.map_err(explained)?;
    let photo = photo.ok_or_else(|| format!("{} has no photo", args.name))?;
    match is_stdout {
        true => output::bytes(&photo)?,
        false => {
            let written = std::fs::write(&args.file, &photo);
            written.map_err(|error| in_file(&args.file, &error))?;
        }
    }
    Ok(())
}

async fn delete(args: DeleteArgs) -> Outcome {
    let deleted = args.target.client()?.delete_photo(args.name).await;
    deleted.map_err(explained)?;
    output::note(format_args!("{} has no photo any more", args.name));
    Ok(())
}
