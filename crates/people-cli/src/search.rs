//! `people search`: finds contacts.
use clap::Args;

use crate::{
    Outcome,
    format::Format,
    output, person,
    remote::{Target, explained},
};

/// Find contacts by the beginnings of words.
///
/// The words can be in names, nicknames, e-mail addresses, phone numbers and organizations. Case and accents do not
/// matter. The command prints at most 30 contacts.
#[derive(Args)]
#[command(after_long_help = "Example:\n\n    people search \"ada l\"")]
pub(crate) struct SearchArgs {
    /// What to look for.
    query: String,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn search(args: SearchArgs) -> Outcome {
    let fields = person::fields(args.format);
    let found = args.target.client()?.search(&args.query, fields).await;
    let found = found.map_err(explained)?;
    person::list(&found, "contacts", args.format)?;
    note_most(found.len());
    Ok(())
}

/// Notes that there may be more, if the number of results is the most that the API returns.
pub(crate) fn note_most(found: usize) {
    if found >= MOST {
        output::note(format_args!(
            "these are the first {MOST}; there may be more: search for more letters"
        ));
    }
}

/// The most results that the API answers.
const MOST: usize = 30;
