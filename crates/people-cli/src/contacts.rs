//! `people create`, `people list` and `people delete`: the contacts of an account.
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use people_http::{CreateContact, ListConnections};
use people_model::{ContactId, FieldMask, Person, SortOrder};
use people_rules::{Edit, Sources};

use crate::{
    Outcome,
    edit::Change,
    format::Format,
    name, person, progress,
    remote::{self, Target, explained},
    tally::{Tally, Verb},
};

/// Create a contact.
///
/// --set and --add give its fields; `people edit --help` explains them.
#[derive(Args)]
#[command(
    after_long_help = "Example:\n\n    people create --set names.givenName=Ada --add emailAddresses=ada@example.com,type=home"
)]
pub(crate) struct CreateArgs {
    #[command(flatten)]
    change: Change,
    /// A person in JSON to begin with: a file, or `-` for standard input.
    #[arg(long, value_name = "FILE")]
    person: Option<PathBuf>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn create(args: CreateArgs) -> Outcome {
    let begin = match &args.person {
        Some(path) => remote::person(path)?,
        None => Person::new(),
    };
    let client = args.target.client()?;
    let mut new = Edit::new(begin);
    args.change.steps(&client).await?.apply(&mut new)?;
    let new = new.into_person();
    if new == Person::new() {
        return Err(
            "the contact would be empty: set a field by --set names.givenName=Ada, \
                    --add emailAddresses=ada@example.com or --person FILE"
                .into(),
        );
    }
    let create = CreateContact::new(new).returning(FieldMask::ALL, Sources::DEFAULT);
    let created = client.send(create).await.map_err(explained)?;
    person::print(&created, args.format)
}

/// List the contacts.
#[derive(Args)]
pub(crate) struct ListArgs {
    /// The order of the list.
    #[arg(long, value_enum, default_value_t)]
    order: Order,
    /// The fields that --json prints, such as `names,emailAddresses`. Default: all.
    #[arg(long, value_name = "MASK", requires = "json")]
    fields: Option<FieldMask>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Order {
    /// By first name.
    #[default]
    FirstName,
    /// By last name.
    LastName,
    /// By last change, the oldest first.
    Oldest,
    /// By last change, the latest first.
    Latest,
}

impl Order {
    fn sort_order(self) -> SortOrder {
        match self {
            Self::FirstName => SortOrder::FirstNameAscending,
            Self::LastName => SortOrder::LastNameAscending,
            Self::Oldest => SortOrder::LastModifiedAscending,
            Self::Latest => SortOrder::LastModifiedDescending,
        }
    }
}

pub(crate) async fn list(args: ListArgs) -> Outcome {
    let fields = args.fields.unwrap_or(person::fields(args.format));
    let list = ListConnections::new(fields).page_size(1000);
    let list = list.sort_order(args.order.sort_order());
    let mut pages = args.target.client()?.list(list);
    if !args.format.json {
        let people = progress::reading("contacts", &mut pages).await;
        return person::list(&people.map_err(explained)?, "contacts", args.format);
    }
    // Page by page: a program that reads the lines need not wait for the last.
    while let Some(page) = pages.next_page().await.map_err(explained)? {
        person::list(&page, "contacts", args.format)?;
    }
    Ok(())
}

/// Delete contacts.
#[derive(Args)]
pub(crate) struct DeleteArgs {
    /// The contacts: `people/c…`. To delete many, see `people batch delete`.
    #[arg(required = true, value_name = "NAME", value_parser = name::contact)]
    names: Vec<ContactId>,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    target: Target,
}

pub(crate) async fn delete(args: DeleteArgs) -> Outcome {
    let client = args.target.client()?;
    let outcomes = match &*args.names {
        // A batch costs ten times as much of a quota.
        [name] => vec![client.delete(*name).await],
        names => client.delete_contacts(names.iter().copied()).all().await,
    };
    let mut tally = Tally::new(Verb::Deleted, args.format);
    for (name, outcome) in args.names.iter().zip(&outcomes) {
        tally.note(name.as_str(), outcome.as_ref().map(|()| None));
    }
    tally.finish()
}
