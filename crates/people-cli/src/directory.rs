//! `people directory`: the people of the caller's domain.
use clap::{Args, Subcommand, ValueEnum};
use people_http::ListDirectoryPeople;
use people_rules::DirectorySources;

use crate::{
    Outcome,
    format::Format,
    person, progress,
    remote::{Target, explained},
};

#[derive(Subcommand)]
pub(crate) enum Command {
    /// List the people of the directory.
    List(ListArgs),
}

#[derive(Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    part: Part,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

/// Which part of the directory.
#[derive(Args, Clone, Copy)]
struct Part {
    /// Only the domain's own people, or only the contacts that it shares. Default: both.
    #[arg(long, value_enum, value_name = "SOURCE")]
    only: Option<Source>,
    /// Merges in what you have saved about the same person.
    #[arg(long)]
    merge_contacts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Source {
    /// The domain's own people.
    Profiles,
    /// The contacts that the domain shares.
    Contacts,
}

impl Part {
    fn sources(self) -> DirectorySources {
        DirectorySources {
            profiles: self.only != Some(Source::Contacts),
            contacts: self.only != Some(Source::Profiles),
            merge_contacts: self.merge_contacts,
        }
    }
}

pub(crate) async fn run(command: Command) -> Outcome {
    match command {
        Command::List(args) => list(args).await,
    }
}

async fn list(args: ListArgs) -> Outcome {
    let fields = person::fields(args.format);
    let list = ListDirectoryPeople::new(fields, args.part.sources()).page_size(1000);
    let mut pages = args.target.client()?.list(list);
    let people = progress::reading("people", &mut pages).await;
    person::list(&people.map_err(explained)?, "people", args.format)
}
