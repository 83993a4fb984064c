//! `people import`: what files have, into a store that is not being served.
mod cards;
mod files;
mod target;

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use people_cards::Cards;
use people_rules::Contract;
use people_server::{Imported, People, Region, Seed, SeedError, Settings};
use people_store::{Account, Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store};

use self::{
    files::{File, Manner},
    target::InStore,
};
use crate::{
    Outcome,
    file::{self, MANY},
    limits, output,
    place::{Engine, Place},
    progress,
};

/// Add accounts, domains, groups and contacts from files to a store. Run it again to resume.
///
/// With --account, vCards become contacts of the account. If a card was imported before, the command changes in its
/// contact only what has changed in the card since then; changes that were made in the account stay. Lines that have
/// no place in a contact are stored beside it. The command fails if it refused an entry or left a conflict.
///
/// Other files are seeds, as `people serve --seed` reads them, or with --account the replies of
/// contactGroups.list, people.connections.list and otherContacts.list, all pages of them. From these files, the
/// command adds missing entries, does not change existing ones, and reports differences.
#[derive(ClapArgs)]
#[command(
    after_long_help = "Examples:\n\n    people import contacts.vcf --account ada --dry-run\n    \
        people import groups.json page1.json page2.json --account ada"
)]
pub(crate) struct Args {
    /// Seeds; with --account, vCards or replies of contactGroups.list, people.connections.list and
    /// otherContacts.list.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account to import the files into.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Shows what would happen to each contact, and writes nothing. For vCards.
    #[arg(long)]
    dry_run: bool,
    /// Which side wins if the file and the account have both changed a value since the last import. For vCards.
    #[arg(long, value_enum, default_value_t)]
    on_conflict: OnConflict,
    /// The store: a folder, or the address of a PostgreSQL database. It is created if it does not exist.
    #[arg(
        long,
        env = "PEOPLE_DATA",
        hide_env_values = true, // an address may have a password
        value_name = "DIR|postgres://…",
        default_value = "people-data"
    )]
    data: Place,
    /// The behaviour where Google's page and Google's servers disagree: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    /// The region of national phone numbers, such as NL, for accounts without a region.
    #[arg(long, env = "PEOPLE_REGION")]
    region: Option<Region>,
    #[command(flatten)]
    contact: limits::ContactArgs,
}

/// Which side wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Neither: the account stays as it is, and the next import reports the conflict again.
    #[default]
    Leave,
    /// The file.
    File,
    /// The account.
    Account,
}

/// What the files are.
enum Content {
    Seed(String, Seed),
    Cards(Account, Vec<File>, Manner),
}

pub(crate) async fn run(args: Args) -> Outcome {
    let engine = args.data.clone().engine()?;
    // Before a store is made for it.
    let content = read(&args)?;
    let mut settings = Settings::default();
    settings.contract = args.contract;
    settings.region = args.region;
    settings.sizes = args.contact.sizes();
    match engine {
        Engine::Folder(folder) => {
            let store = Embedded::open(folder, EmbeddedOptions::default())?;
            let imported = import(&content, store.clone(), settings).await;
            store.close().await?;
            imported
        }
        Engine::Postgres(url) => {
            let store = Postgres::open(&url, PostgresOptions::default()).await?;
            let imported = import(&content, store.clone(), settings).await;
            store.close();
            imported
        }
    }
}

const ANONYMOUS: &str = "lists of an account do not name it: say whose they are by --account NAME";

const CARDS_ALONE: &str = "files of vCards and other files are imported one after the other";
const FOR_CARDS: &str = "--dry-run and --on-conflict are for files of vCards";
const WHOSE: &str = "vCards do not name their account: say whose they are by --account NAME";

/// What the files hold, by their content.
fn read(args: &Args) -> Result<Content, Box<dyn std::error::Error>> {
    let files = args.files.iter().map(|path| file::read(path, MANY));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let of_cards = files.iter().filter(|bytes| Cards::are_in(bytes)).count();
    if of_cards == 0 {
        if args.dry_run || args.on_conflict != OnConflict::default() {
            return Err(FOR_CARDS.into());
        }
        let texts = args.files.iter().zip(files).map(|(path, bytes)| {
            String::from_utf8(bytes).map_err(|error| file::in_file(path, &error))
        });
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        let (files, seed) = seed(&args.files, &texts, args.account.as_deref())?;
        return Ok(Content::Seed(files, seed));
    }
    if of_cards < files.len() {
        return Err(CARDS_ALONE.into());
    }
    let account = Account::new(args.account.as_deref().ok_or(WHOSE)?)?;
    let files = args.files.iter().zip(files);
    let files = files.map(|(path, bytes)| File::new(path, bytes)).collect();
    let manner = Manner {
        dry_run: args.dry_run,
        on_conflict: args.on_conflict,
    };
    Ok(Content::Cards(account, files, manner))
}

/// The seed that files are, and what errors call them.
fn seed(
    files: &[PathBuf],
    texts: &[String],
    account: Option<&str>,
) -> Result<(String, Seed), Box<dyn std::error::Error>> {
    let shown = |file: &PathBuf| file.display().to_string();
    let names: Vec<String> = files.iter().map(shown).collect();
    let files = names.join(", ");
    let read = match (account, texts) {
        (Some(account), texts) => {
            let mut named = names.iter().zip(texts);
            if let Some((name, _)) = named.find(|(_, text)| Seed::is_seed(text)) {
                return Err(format!("{name} names its accounts itself, without --account").into());
            }
            // With one file its name is said already.
            let labels = names.iter().map(|name| match texts.len() {
                1 => "",
                _ => name.as_str(),
            });
            Seed::from_replies(account, labels.zip(texts.iter().map(String::as_str)))
        }
        (None, [text]) if Seed::is_reply(text) => return Err(ANONYMOUS.into()),
        (None, [text]) => Seed::from_json(text),
        (None, _) => return Err(ANONYMOUS.into()),
    };
    let seed = read.map_err(|source| Error::of(&files, source))?;
    Ok((files, seed))
}

async fn import<S: Store>(content: &Content, store: S, settings: Settings) -> Outcome {
    match content {
        Content::Seed(files, seed) => import_seed(files, seed, store, settings).await,
        Content::Cards(account, files, manner) => {
            let target = InStore::open(store, settings, account, manner.options());
            files::import(files, &mut target.await?, manner).await
        }
    }
}

async fn import_seed<S: Store>(files: &str, seed: &Seed, store: S, settings: Settings) -> Outcome {
    let people = People::open(store, settings).await?;
    let bar = progress::bar("entries, each checked, kept and compared", 0);
    let imported = people.import(seed, |done, all| progress::show(&bar, done, all));
    let imported = imported.await.map_err(|source| Error::of(files, source))?;
    bar.finish_and_clear();
    let Imported {
        added,
        entries,
        differing,
        ..
    } = imported;
    output::line(format_args!("added {added}"))?;
    for differing in &differing {
        output::line(differing)?;
    }
    match differing.len() {
        0 => output::line(format_args!(
            "all {entries} entries of the file are in the store"
        ))?,
        differing => {
            return Err(format!(
                "{files}: {differing} of {entries} entries are not in the store as the file has them"
            )
            .into());
        }
    }
    Ok(())
}

/// Why a file was not imported, and what that leaves behind.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{files}, of which nothing was written")]
    File { files: String, source: SeedError },
    #[error("{files}, of which a part is in the store: run the command again to add the rest")]
    Store { files: String, source: SeedError },
}

impl Error {
    fn of(files: &str, source: SeedError) -> Self {
        let files = files.to_owned();
        match source {
            SeedError::Store { .. } => Self::Store { files, source },
            source => Self::File { files, source },
        }
    }
}
