//! `people search`: finds contacts.
use clap::Args;

use crate::{
    Outcome,
    format::Format,
    person,
    remote::{Target, explained},
};

/// Find contacts by the beginnings of words: of names, nicknames, e-mail addresses, phone numbers and
/// organizations. Case and accents do not matter. At most 30 are found.
///
///     people search "ada l"
#[derive(Args)]
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
    person::list(&found.map_err(explained)?, "contacts", args.format)
}
