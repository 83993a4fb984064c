//! `people others`: the people whom an account knows but has not saved as contacts.
use clap::{Args, Subcommand};
use people_http::ListOtherContacts;
use people_model::FieldMask;
use people_rules::OTHER_CONTACT_FIELDS;

use crate::{
    Outcome,
    format::Format,
    name, person, progress,
    remote::{Target, explained},
    search::note_most,
    tally::{Tally, Verb},
};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the other contacts.
    List(ListArgs),
    /// Find other contacts by the beginnings of words.
    ///
    /// The words can be in names, e-mail addresses and phone numbers. The command prints at most 30 other contacts.
    Search(SearchArgs),
    /// Copy other contacts to the contacts.
    ///
    /// The other contacts stay. If you copy one twice, there are two contacts.
    Copy(CopyArgs),
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct SearchArgs {
    /// What to look for.
    query: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

#[derive(Args)]
pub(crate) struct CopyArgs {
    /// The other contacts: `otherContacts/c…`.
    #[arg(required = true, value_name = "NAME", value_parser = name::other_contact)]
    names: Vec<String>,
    /// The fields to copy.
    #[arg(
        long,
        value_name = "MASK",
        default_value = "names,emailAddresses,phoneNumbers"
    )]
    fields: FieldMask,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::List(args) => list(args).await,
        Command::Search(args) => search(args).await,
        Command::Copy(args) => copy(args).await,
    }
}

async fn list(args: ListArgs) -> Outcome {
    let list = ListOtherContacts::new(FIELDS).page_size(1000);
    let mut pages = args.target.client()?.list(list);
    let others = progress::reading("other contacts", &mut pages).await;
    person::list(&others.map_err(explained)?, "other contacts", args.format)
}

async fn search(args: SearchArgs) -> Outcome {
    let client = args.target.client()?;
    let found = client.search_other_contacts(&args.query, FIELDS).await;
    let found = found.map_err(explained)?;
    person::list(&found, "other contacts", args.format)?;
    note_most(found.len());
    Ok(())
}

async fn copy(args: CopyArgs) -> Outcome {
    let client = args.target.client()?;
    let mut tally = Tally::new(Verb::Copied, args.format);
    for name in &args.names {
        if tally.is_unwritten() {
            tally.interrupted(name);
            continue;
        }
        let copied = client.copy_other_contact(name, args.fields).await;
        tally.note(name, copied.as_ref().map(Some));
        if copied.is_err_and(|error| error.is_unavailable()) {
            break;
        }
    }
    tally.finish()
}

/// What other contacts have.
const FIELDS: FieldMask = OTHER_CONTACT_FIELDS.union(FieldMask::METADATA);
