//! `people store`: what an operator does with a store besides serving it.
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Subcommand;
use people_server::Audit;
use people_store::{CopyTarget, Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store};
use tokio::task::spawn_blocking;

use crate::{
    Outcome,
    place::{Engine, Place},
    progress::{bar, show},
};

#[derive(Subcommand)]
pub(crate) enum StoreCommand {
    /// Look at every row and print what is wrong. The server may be running.
    Check {
        /// The folder of the store.
        dir: PathBuf,
    },
    /// Copy the store into one file, as of one moment. The server may be running.
    Backup {
        /// The folder of the store.
        dir: PathBuf,
        /// The file to make.
        file: PathBuf,
    },
    /// Make a store from a backup.
    Restore {
        /// The file of the backup.
        file: PathBuf,
        /// The folder to make the store in.
        dir: PathBuf,
    },
    /// Copy all accounts to a new store, and compare the two. A copy that was broken off is gone on
    /// with by the same command. Neither may be served meanwhile.
    Copy {
        /// The store to copy: a folder, or the address of a PostgreSQL database.
        #[arg(
            env = "PEOPLE_COPY_FROM",
            hide_env_values = true, // an address may have a password
            value_name = "DIR|postgres://…"
        )]
        from: Place,
        /// The store to make: a folder, or the address of an empty database.
        #[arg(
            env = "PEOPLE_COPY_TO",
            hide_env_values = true,
            value_name = "DIR|postgres://…"
        )]
        to: Place,
    },
}

pub(crate) async fn run(command: StoreCommand) -> Outcome {
    let work: Box<dyn FnOnce() -> Done + Send> = match command {
        StoreCommand::Check { dir } => Box::new(move || check(&dir)),
        StoreCommand::Backup { dir, file } => Box::new(move || backup(&dir, &file)),
        StoreCommand::Restore { file, dir } => Box::new(move || restore(&file, &dir)),
        StoreCommand::Copy { from, to } => return copy_place(from, to).await,
    };
    // It waits for the disk.
    let done = spawn_blocking(work);
    done.await?
        .map_err(|error| -> Box<dyn std::error::Error> { error })
}

type Done = Result<(), Box<dyn std::error::Error + Send + Sync>>;

fn check(dir: &Path) -> Done {
    let inspection = Embedded::inspect(dir)?;
    let rows = inspection.rows()?;
    let bar = bar("rows", rows);
    let mut audit = match inspection.rules() {
        Some(Audit::RULES) => Audit::default(),
        _ => {
            let note = "sort keys and terms are not those of this version and were not looked at: \
                        the next start brings them up to date";
            bar.suspend(|| eprintln!("{note}"));
            Audit::of_store_behind()
        }
    };
    if !inspection.has_checksums() {
        let note = "rows have no checksums yet: the next start gives them theirs";
        bar.suspend(|| eprintln!("{note}"));
    }
    let mut faults = 0_u64;
    inspection.run(
        |account, kind, row| {
            bar.inc(1);
            audit.row(account, kind, row)
        },
        |fault| {
            faults += 1;
            bar.suspend(|| writeln!(io::stdout(), "{fault}").ok());
        },
    )?;
    bar.finish_and_clear();
    match faults {
        0 => writeln!(io::stdout(), "{rows} rows and nothing wrong with them")?,
        1 => return Err("1 fault was found".into()),
        _ => return Err(format!("{faults} faults were found").into()),
    }
    Ok(())
}

fn backup(dir: &Path, file: &Path) -> Done {
    let bar = bar("pages", 0);
    Embedded::back_up(dir, file, |done, all| show(&bar, done, all))?;
    bar.finish_and_clear();
    writeln!(io::stdout(), "{} is whole and on the disk", file.display())?;
    Ok(())
}

fn restore(file: &Path, dir: &Path) -> Done {
    let bar = bar("pages", 0);
    Embedded::restore(file, dir, |done, all| show(&bar, done, all))?;
    bar.finish_and_clear();
    writeln!(
        io::stdout(),
        "{} holds what the backup holds",
        dir.display()
    )?;
    Ok(())
}

/// Opens the store that is copied, whatever engine it is of.
async fn copy_place(from: Place, to: Place) -> Outcome {
    let to = to.engine()?;
    match from.engine()? {
        Engine::Folder(from) => {
            // Opening would make a store where there is none.
            drop(Embedded::inspect(&from)?);
            let from = Embedded::open(from, EmbeddedOptions::default())?;
            let copied = copy_to(&from, to).await;
            from.close().await?;
            copied
        }
        Engine::Postgres(from) => {
            let options = PostgresOptions {
                create: false,
                ..PostgresOptions::default()
            };
            let from = Postgres::open(&from, options).await?;
            let copied = copy_to(&from, to).await;
            from.close();
            copied
        }
    }
}

/// Opens the store that takes it over.
async fn copy_to<F: Store>(from: &F, to: Engine) -> Outcome {
    match to {
        Engine::Folder(to) => {
            let to = Embedded::open_for_copy(to, EmbeddedOptions::default())?;
            let copied = copy(from, &to).await;
            to.close().await?;
            copied
        }
        Engine::Postgres(to) => {
            let to = Postgres::open_for_copy(&to, PostgresOptions::default()).await?;
            let copied = copy(from, &to).await;
            to.close();
            copied
        }
    }
}

async fn copy<F: Store, T: CopyTarget>(from: &F, to: &T) -> Outcome {
    let bar = bar("changes, each copied and compared", 0);
    let copied = people_store::copy(from, to, |done, all| show(&bar, done, all)).await?;
    bar.finish_and_clear();
    writeln!(
        io::stdout(),
        "{} accounts with {} rows are the same in both",
        copied.accounts,
        copied.rows
    )?;
    Ok(())
}
