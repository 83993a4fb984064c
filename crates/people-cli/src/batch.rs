//! `people batch`: writes the contacts of a file in batches.
mod file;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use people_http::Batches;
use people_model::{FieldMask, Person, UpdateMask};
use people_rules::{Contract, update_mask};

use self::file::{Item, names, people};
use crate::{
    Outcome,
    file::in_file,
    format::Format,
    interrupt::Interrupt,
    progress,
    remote::Target,
    tally::{Tally, Verb},
};

#[derive(Subcommand)]
pub(crate) enum Command {
    Create(CreateArgs),
    Update(UpdateArgs),
    Delete(DeleteArgs),
}

#[derive(Args)]
struct Common {
    /// Write to this file, in the form of FILE, the contacts that failed or were not tried. Correct it, and run the
    /// command with it. The file does not get a contact whose reply was lost.
    #[arg(long, value_name = "LEFT")]
    left: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

/// Create the contacts of a file, and print the result for each.
///
/// FILE holds persons in JSON: an array, one person per line as `people list --json` prints them, or the reply of
/// people.connections.list. The command sends 200 at a time. If the server refuses some of them, the command sends the
/// others again. It fails unless all are created.
#[derive(Args)]
pub(crate) struct CreateArgs {
    /// The persons, or `-` for standard input.
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// Update the contacts of a file, and print the result for each.
///
/// FILE holds persons in JSON as for `people batch create`, each with the resource name and the etag that it had when
/// it was read. The command replaces each field of the mask, and clears those that the person does not have.
#[derive(Args)]
#[command(
    after_long_help = "Example:\n\n    people list --json --fields names,metadata > all.json\n    people batch update all.json --mask names"
)]
pub(crate) struct UpdateArgs {
    /// The persons, or `-` for standard input.
    file: PathBuf,
    /// The fields to replace, such as `names,birthdays`.
    #[arg(long, value_parser = update_mask)]
    mask: UpdateMask,
    /// The contract to check the updates by: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    #[command(flatten)]
    common: Common,
}

/// Delete the contacts that a file names, and print the result for each.
///
/// FILE holds one resource name per line, or persons in JSON as for `people batch create`.
#[derive(Args)]
pub(crate) struct DeleteArgs {
    /// The file of names, or `-` for standard input.
    file: PathBuf,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::Create(args) => create(args).await,
        Command::Update(args) => update(args).await,
        Command::Delete(args) => delete(args).await,
    }
}

async fn create(args: CreateArgs) -> Outcome {
    let items = people(&args.file, |_| String::new())?;
    let new = items.iter().map(|item| item.value.clone());
    let batches = args.common.target.client()?.create_contacts(new);
    let batches = batches.returning(FieldMask::NAMES);
    send(batches, &items, Verb::Created, written, &args.common).await
}

async fn update(args: UpdateArgs) -> Outcome {
    let items = people(&args.file, |person| person.resource_name.clone())?;
    let client = args.common.target.client_for(args.contract)?;
    let updates = items.iter().map(|item| item.value.clone());
    let batches = client.update_contacts(updates, args.mask);
    let batches = batches.returning(FieldMask::NAMES);
    send(batches, &items, Verb::Updated, written, &args.common).await
}

async fn delete(args: DeleteArgs) -> Outcome {
    let items = names(&args.file)?;
    let names = items.iter().map(|item| item.name.as_str());
    let batches = args.common.target.client()?.delete_contacts(names);
    send(batches, &items, Verb::Deleted, gone, &args.common).await
}

fn written(person: &Person) -> Option<&Person> {
    Some(person)
}

fn gone((): &()) -> Option<&Person> {
    None
}

/// Sends all batches, and prints the result for each contact as soon as it is known. After Ctrl-C it begins no other
/// batch.
async fn send<I, T: Send>(
    mut batches: Batches<T>,
    items: &[Item<I>],
    verb: Verb,
    shown: fn(&T) -> Option<&Person>,
    common: &Common,
) -> Outcome {
    let left = common.left.as_deref();
    left.map(writable).transpose()?;
    let mut tally = Tally::new(verb, common.format);
    let bar = progress::bar("contacts", batches.len() as u64);
    let (mut rest, mut sent) = (String::new(), items.iter());
    let interrupt = Interrupt::watch();
    // Work of which the output can show nothing is not begun.
    while !interrupt.is_pressed()
        && !tally.is_unwritten()
        && let Some(outcomes) = batches.next_batch().await
    {
        let outcomes = outcomes.iter().zip(sent.by_ref());
        bar.suspend(|| {
            for (outcome, item) in outcomes {
                tally.note(&item.name, outcome.as_ref().map(shown));
                if outcome.as_ref().is_err_and(|error| !error.is_ambiguous()) {
                    rest.push_str(&item.line);
                    rest.push('\n');
                }
            }
        });
        bar.set_position((items.len() - sent.len()) as u64);
    }
    bar.finish_and_clear();
    for item in sent {
        tally.interrupted(&item.name);
        rest.push_str(&item.line);
        rest.push('\n');
    }
    // Both are said, since what is left is in no file if the first fails.
    let kept = left.map(|path| std::fs::write(path, rest).map_err(|error| in_file(path, &error)));
    match (kept.transpose(), tally.finish()) {
        (Ok(_), finished) => finished,
        (Err(unkept), Ok(())) => Err(unkept),
        (Err(unkept), Err(error)) => Err(format!("{error}; {unkept}").into()),
    }
}

/// Finds out whether a file can be written, before anything is sent. It does not change the file.
fn writable(path: &Path) -> Outcome {
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path);
    file.map(drop).map_err(|error| in_file(path, &error))
}
