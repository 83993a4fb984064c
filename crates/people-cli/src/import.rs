//! `people import`: what a seed has, into a store that is not being served.
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args as ClapArgs;
use people_rules::Contract;
use people_server::{Imported, People, Region, Seed, SeedError, Settings};
use people_store::{Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store};

use crate::{
    Outcome, limits,
    place::{Engine, Place},
    progress,
};

/// Add accounts, profiles, groups and contacts from a file to a store, and compare the two. What is
/// there stays as it is, and is told where it differs. An import that was broken off is gone on with
/// by the same command.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// The file: JSON, as `people serve --seed` reads it.
    file: PathBuf,
    /// The store: a folder, or the address of a PostgreSQL database. It is made where there is none.
    #[arg(
        long,
        env = "PEOPLE_DATA",
        hide_env_values = true, // an address may have a password
        value_name = "DIR|postgres://…",
        default_value = "people-data"
    )]
    data: Place,
    /// What decides where Google's page and Google's servers disagree: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    /// The region of national phone numbers, such as NL, for accounts that have none of their own.
    #[arg(long, env = "PEOPLE_REGION")]
    region: Option<Region>,
    #[command(flatten)]
    contact: limits::ContactArgs,
}

pub(crate) async fn run(args: Args) -> Outcome {
    let engine = args.data.engine()?;
    // Before a store is made for it.
    let seed = read(&args.file)?;
    let mut settings = Settings::default();
    settings.contract = args.contract;
    settings.region = args.region;
    settings.sizes = args.contact.sizes();
    match engine {
        Engine::Folder(folder) => {
            let store = Embedded::open(folder, EmbeddedOptions::default())?;
            let imported = import(&args.file, &seed, store.clone(), settings).await;
            store.close().await?;
            imported
        }
        Engine::Postgres(url) => {
            let store = Postgres::open(&url, PostgresOptions::default()).await?;
            let imported = import(&args.file, &seed, store.clone(), settings).await;
            store.close();
            imported
        }
    }
}

fn read(file: &Path) -> Result<Seed, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(file);
    let text = text.map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(Seed::from_json(&text).map_err(|source| Error::of(file, source))?)
}

async fn import<S: Store>(file: &Path, seed: &Seed, store: S, settings: Settings) -> Outcome {
    let people = People::open(store, settings).await?;
    let bar = progress::bar("entries, each checked, kept and compared", 0);
    let imported = people.import(seed, |done, all| progress::show(&bar, done, all));
    let imported = imported.await.map_err(|source| Error::of(file, source))?;
    bar.finish_and_clear();
    let Imported {
        added,
        entries,
        differing,
        ..
    } = imported;
    writeln!(io::stdout(), "added {added}")?;
    for differing in &differing {
        writeln!(io::stdout(), "{differing}")?;
    }
    match differing.len() {
        0 => writeln!(
            io::stdout(),
            "all {entries} entries of the file are in the store"
        )?,
        differing => {
            return Err(format!(
                "{}: {differing} of {entries} entries are not in the store as the file has them",
                file.display()
            )
            .into());
        }
    }
    Ok(())
}

/// Why a file was not imported, and what that leaves behind.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{}, of which nothing was written", file.display())]
    File { file: PathBuf, source: SeedError },
    #[error("{}, of which a part is in the store, and the same command adds the rest", file.display())]
    Store { file: PathBuf, source: SeedError },
}

impl Error {
    fn of(file: &Path, source: SeedError) -> Self {
        let file = file.to_owned();
        match source {
            SeedError::Store { .. } => Self::Store { file, source },
            source => Self::File { file, source },
        }
    }
}
