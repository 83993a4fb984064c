//! `people store`: what an operator does with a store besides serving it.
use std::{
    cell::Cell,
    fmt::Display,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use indicatif::ProgressBar;
use people_server::Audit;
use people_store::{
    CopyTarget, Embedded, EmbeddedOptions, Postgres, PostgresOptions, Store, StoreError,
};
use tokio::task::spawn_blocking;

use crate::{
    Outcome,
    file::in_file,
    output,
    place::{Engine, Place},
    progress::{bar, show},
};

#[derive(Subcommand)]
pub(crate) enum StoreCommand {
    /// Check every row of a store and print the faults. Servers may be running.
    Check {
        /// The store: a folder, or the address of a PostgreSQL database.
        #[arg(
            env = "PEOPLE_DATA",
            hide_env_values = true, // an address may have a password
            value_name = "DIR|postgres://…"
        )]
        store: Place,
    },
    /// Back up the store to one file. The server may be running.
    Backup {
        /// The folder of the store.
        dir: PathBuf,
        /// The file to create.
        file: PathBuf,
    },
    /// Create a store from a backup.
    Restore {
        /// The file of the backup.
        file: PathBuf,
        /// The folder to create the store in.
        dir: PathBuf,
    },
    /// Copy all accounts to a new store, and compare the two.
    ///
    /// No server may use either store at the same time. If the command is interrupted, run it again: it resumes.
    Copy {
        /// The store to copy: a folder, or the address of a PostgreSQL database.
        #[arg(
            env = "PEOPLE_COPY_FROM",
            hide_env_values = true, // an address may have a password
            value_name = "DIR|postgres://…"
        )]
        from: Place,
        /// The store to create: a folder, or the address of an empty database.
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
        StoreCommand::Check { store } => match store.engine()? {
            Engine::Folder(dir) => Box::new(move || check_folder(&dir)),
            Engine::Postgres(address) => return check_database(&address).await,
        },
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

fn check_folder(dir: &Path) -> Done {
    let inspection = Embedded::inspect(dir).map_err(|error| in_store(dir, &error))?;
    let report = Report::new(inspection.rows()?);
    let mut audit = report.audit(inspection.rules());
    if !inspection.has_checksums() {
        report.note("the rows have no checksums yet: the next start of a server adds them");
    }
    inspection.run(
        |account, kind, row| {
            report.bar.inc(1);
            audit.row(account, kind, row)
        },
        |fault| report.add(&fault),
    )?;
    audit.end().iter().for_each(|fault| report.add(fault));
    Ok(report.end(inspection.rows()?)?)
}

/// The error with the folder, where nothing else names it.
fn in_store(dir: &Path, error: &StoreError) -> String {
    in_file(dir, error).to_string()
}

async fn check_database(address: &str) -> Outcome {
    let mut inspection = Postgres::inspect(address).await?;
    let report = Report::new(inspection.estimated_rows().await?);
    let mut audit = report.audit(inspection.rules());
    if !inspection.has_page_checksums() {
        report.note(
            "PostgreSQL does not checksum its pages (data_checksums is off): this check finds damage \
             only where it makes a row invalid",
        );
    }
    let rows = inspection.run(
        |account, kind, row| {
            report.bar.inc(1);
            audit.row(account, kind, row)
        },
        |fault| report.add(&fault),
    );
    let rows = rows.await?;
    audit.end().iter().for_each(|fault| report.add(fault));
    Ok(report.end(rows)?)
}

/// What a check prints: faults as they are found, and notes and progress on standard error.
struct Report {
    bar: ProgressBar,
    faults: Cell<u64>,
}

impl Report {
    fn new(rows: u64) -> Self {
        Self {
            bar: bar("rows", rows),
            faults: Cell::new(0),
        }
    }

    /// What rows mean, in a store that was brought up to these rules.
    fn audit(&self, rules: Option<u32>) -> Audit {
        if rules == Some(Audit::RULES) {
            return Audit::default();
        }
        self.note(
            "sort keys and terms are from another version and were not checked: the next start of a \
             server updates them",
        );
        Audit::of_store_behind()
    }

    fn note(&self, note: &str) {
        self.bar.suspend(|| output::note(note));
    }

    fn add(&self, fault: &impl Display) {
        self.faults.update(|faults| faults + 1);
        self.bar.suspend(|| output::line(fault).ok());
    }

    fn end(self, rows: u64) -> Result<(), String> {
        self.bar.finish_and_clear();
        match self.faults.get() {
            0 => {
                let whole = format!("{rows} rows, no faults");
                output::line(whole).map_err(|error| error.to_string())
            }
            1 => Err("1 fault was found".to_owned()),
            faults => Err(format!("{faults} faults were found")),
        }
    }
}

fn backup(dir: &Path, file: &Path) -> Done {
    let bar = bar("pages", 0);
    let backed_up = Embedded::back_up(dir, file, |done, all| show(&bar, done, all));
    backed_up.map_err(|error| in_store(dir, &error))?;
    bar.finish_and_clear();
    output::line(format_args!(
        "{} is complete and on the disk",
        file.display()
    ))?;
    Ok(())
}

fn restore(file: &Path, dir: &Path) -> Done {
    let bar = bar("pages", 0);
    let restored = Embedded::restore(file, dir, |done, all| show(&bar, done, all));
    restored.map_err(|error| match error {
        StoreError::Missing { .. } => format!("{}: the file does not exist", file.display()),
        error => in_store(dir, &error),
    })?;
    bar.finish_and_clear();
    output::line(format_args!(
        "{} has the contents of the backup",
        dir.display()
    ))?;
    Ok(())
}

/// Opens the store to copy from, with any engine.
async fn copy_place(from: Place, to: Place) -> Outcome {
    let to = to.engine()?;
    match from.engine()? {
        Engine::Folder(from) => {
            // Opening would make a store where there is none.
            drop(Embedded::inspect(&from).map_err(|error| in_store(&from, &error))?);
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

/// Opens the store to copy to.
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
    output::line(format_args!(
        "{} accounts with {} rows are the same in both stores",
        copied.accounts, copied.rows
    ))?;
    Ok(())
}
