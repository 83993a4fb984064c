//! `people directory`: the people of the caller's domain.
use clap::{Args, Subcommand, ValueEnum};
use people_http::{ListDirectoryPeople, Paged, Pages, SearchDirectoryPeople};
use people_model::Person;
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
    /// Find people of the directory by the beginnings of words.
    Search(SearchArgs),
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

#[derive(Args)]
pub(crate) struct SearchArgs {
    /// What to look for.
    query: String,
    #[command(flatten)]
    list: ListArgs,
}

/// Which part of the directory.
#[derive(Args, Clone, Copy)]
struct Part {
    /// List only the domain's own people, or only the contacts that it shares. Default: both.
    #[arg(long, value_enum, value_name = "SOURCE")]
    only: Option<Source>,
    /// Add what your own contacts have about the same person.
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
        Command::Search(args) => search(args).await,
    }
}

async fn list(args: ListArgs) -> Outcome {
    let list = ListDirectoryPeople::new(person::fields(args.format), args.part.sources());
    let pages = args.target.client()?.list(list.page_size(1000));
    print(pages, args.format).await
}

async fn search(args: SearchArgs) -> Outcome {
    let SearchArgs { query, list } = args;
    let fields = person::fields(list.format);
    let search = SearchDirectoryPeople::new(query, fields, list.part.sources());
    let pages = list.target.client()?.list(search.page_size(500));
    print(pages, list.format).await
}

async fn print<R: Paged<Item = Person>>(mut pages: Pages<R>, format: Format) -> Outcome {
    let people = progress::reading("people", &mut pages).await;
    person::list(&people.map_err(explained)?, "people", format)
}
