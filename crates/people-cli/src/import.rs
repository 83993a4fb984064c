//! `people import`: what a seed has, into a store that is not being served.
use std::path::PathBuf;

use clap::Args as ClapArgs;
use people_rules::Contract;
use people_server::{Imported, People, Region, Seed, SeedError, Settings};
use people_store::{Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store};

use crate::{
    Outcome,
    file::{MANY, text},
    limits, output,
    place::{Engine, Place},
    progress,
};

/// Add accounts, domains, groups and contacts from files to a store, and compare the two. Existing
/// entries stay; differences are reported. Run it again to resume.
///
/// A file is a seed, as `people serve --seed` reads it, or with --account the replies of contactGroups.list,
/// people.connections.list and otherContacts.list, all pages of them.
#[derive(ClapArgs)]
#[command(
    after_long_help = "Example:\n\n    people import groups.json page1.json page2.json --account ada"
)]
pub(crate) struct Args {
    /// A seed; or with --account replies of contactGroups.list, people.connections.list and otherContacts.list.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account that gets what the replies list.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
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

pub(crate) async fn run(args: Args) -> Outcome {
    let engine = args.data.engine()?;
    // Before a store is made for it.
    let (files, seed) = read(&args.files, args.account.as_deref())?;
    let mut settings = Settings::default();
    settings.contract = args.contract;
    settings.region = args.region;
    settings.sizes = args.contact.sizes();
    match engine {
        Engine::Folder(folder) => {
            let store = Embedded::open(folder, EmbeddedOptions::default())?;
            let imported = import(&files, &seed, store.clone(), settings).await;
            store.close().await?;
            imported
        }
        Engine::Postgres(url) => {
            let store = Postgres::open(&url, PostgresOptions::default()).await?;
            let imported = import(&files, &seed, store.clone(), settings).await;
            store.close();
            imported
        }
    }
}

const ANONYMOUS: &str = "lists of an account do not name it: say whose they are by --account NAME";

/// What the files hold, and what errors call them.
fn read(
    files: &[PathBuf],
    account: Option<&str>,
) -> Result<(String, Seed), Box<dyn std::error::Error>> {
    let shown = |file: &PathBuf| file.display().to_string();
    let texts = files.iter().map(|file| text(file, MANY));
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    let names: Vec<String> = files.iter().map(shown).collect();
    let files = names.join(", ");
    let read = match (account, &*texts) {
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

async fn import<S: Store>(files: &str, seed: &Seed, store: S, settings: Settings) -> Outcome {
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
    #[error("{files}, of which a part is in the store, and the same command adds the rest")]
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
