//! `people import`: what files have, into a store that is not being served, or into the account of a server.
mod api;
mod columns;
mod files;
mod over_api;
mod photos;
mod said;
pub(crate) mod state;
mod target;

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
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
    limits, log, output,
    place::{Engine, Place},
    progress,
};

/// Add accounts, domains, groups and contacts from files to a store. Run it again to resume.
///
/// With --account, vCards, jCards and tables (CSV) become contacts of the account. If a card or a row was imported
/// before, the command changes in its contact only what has changed in the file since then; changes that were made in
/// the account stay. Lines and cells that have no place in a contact are stored beside it. The command fails if it
/// refused an entry or left a conflict.
///
/// It recognizes a file by its content. It knows the tables of Google, Outlook and Thunderbird by their columns; for
/// any other table, --map says what the columns are.
///
/// With --url, the files become contacts of the account whose token calls the server. What the files said is kept in
/// the file of --state: give the same file at the next import. An import that was cut off creates nothing twice.
///
/// Other files are seeds, as `people serve --seed` reads them, or with --account the replies of
/// contactGroups.list, people.connections.list and otherContacts.list, all pages of them. From these files, the
/// command adds missing entries, does not change existing ones, and reports differences.
#[derive(ClapArgs)]
#[command(
    after_long_help = "Examples:\n\n    people import contacts.vcf --account ada --dry-run\n    \
        people import members.csv --account ada --map 'Surname = familyName' --map 'Mail = emailAddresses work'\n    \
        people import groups.json page1.json page2.json --account ada\n    \
        people import contacts.vcf --url https://people.googleapis.com --state contacts.state"
)]
pub(crate) struct Args {
    /// Seeds; with --account, vCards, jCards, tables, or replies of contactGroups.list, people.connections.list and
    /// otherContacts.list.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account to import the files into.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// What a column of a table is: a field and a member, as in `Mail = emailAddresses.value work`; a field or a
    /// member alone where that is clear; `groups`; or `key`, a number that the table has for each contact. An
    /// argument without `=` is a file of such lines.
    #[arg(long, value_name = "COLUMN=FIELD|FILE")]
    map: Vec<String>,
    /// By what the file is known the next time, so that a later version of it may have another path. Default: its
    /// path. For vCards, jCards and tables.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Shows what would happen to each contact, and writes nothing. For vCards, jCards and tables.
    #[arg(long)]
    dry_run: bool,
    /// Which side wins if the file and the account have both changed a value since the last import. For
    /// vCards, jCards and tables.
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
    /// Fetches photos that a file names by an address, from public addresses of the internet alone. For vCards, jCards
    /// and tables.
    #[arg(long)]
    fetch_photos: bool,
    #[command(flatten)]
    server: over_api::Server,
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
    Contacts(Option<Account>, Vec<File>, Manner),
}

pub(crate) async fn run(args: Args) -> Outcome {
    // Before a store is made for it.
    let content = read(&args)?;
    let mut settings = Settings::default();
    settings.contract = args.contract;
    settings.region = args.region;
    settings.sizes = args.contact.sizes();
    if let Some(base) = args.server.url()? {
        let Content::Contacts(_, files, manner) = content else {
            return Err(FOR_A_STORE.into());
        };
        let options = manner.options();
        let mut server = args.server.open(base, options, settings).await?;
        return files::import(&files, &mut server, &manner).await;
    }
    log::start_for_store();
    match args.data.clone().engine()? {
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

const ALONE: &str = "files of contacts and other files are imported one after the other";
const FOR_CONTACTS: &str = "--dry-run, --on-conflict, --map, --source and --fetch-photos are for files of contacts: vCards, jCards and tables";
const WHOSE: &str =
    "a file of contacts does not name its account: say whose they are by --account NAME";
const ONE_SOURCE: &str = "--source is the name of one file: import the files one after the other";
const FOR_A_STORE: &str =
    "seeds and replies are imported into a store: a server takes files of contacts alone";

const EMPTY: &str = "it is empty";
const NOTHING_KNOWN: &str = "it has no vCard, no jCard, no table, and no JSON of a seed or a reply";

/// Whether it may be a seed or a reply.
fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.trim_ascii_start().first();
    first.is_some_and(|first| b"{[".contains(first))
}

/// What the files hold, by their content.
fn read(args: &Args) -> Result<Content, Box<dyn std::error::Error>> {
    let map = said::map(&args.map)?;
    let (mut contacts, mut others) = (Vec::new(), Vec::new());
    for path in &args.files {
        let bytes = file::read(path, MANY)?;
        let said = said::contacts(bytes, map.as_ref());
        match said.map_err(|error| file::in_file(path, &*error))? {
            Ok(said) => contacts.push(File::new(path, args.source.as_deref(), said)),
            Err(bytes) if is_json(&bytes) => others.push((path.clone(), bytes)),
            Err(bytes) => {
                let why = match bytes.trim_ascii().is_empty() {
                    true => EMPTY,
                    false => NOTHING_KNOWN,
                };
                return Err(format!("{}: {why}", path.display()).into());
            }
        }
    }
    if contacts.is_empty() {
        let is_default = args.map.is_empty() && args.source.is_none();
        let is_default = is_default && !args.dry_run && !args.fetch_photos;
        if !is_default || args.on_conflict != OnConflict::default() {
            return Err(FOR_CONTACTS.into());
        }
        let texts = others.into_iter().map(|(path, bytes)| {
            String::from_utf8(bytes).map_err(|error| file::in_file(&path, &error))
        });
        let texts = texts.collect::<Result<Vec<_>, _>>()?;
        let (files, seed) = seed(&args.files, &texts, args.account.as_deref())?;
        return Ok(Content::Seed(files, seed));
    }
    if !others.is_empty() {
        return Err(ALONE.into());
    }
    if args.source.is_some() && contacts.len() > 1 {
        return Err(ONE_SOURCE.into());
    }
    let account = match args.server.url()? {
        Some(_) => None,
        None => Some(Account::new(args.account.as_deref().ok_or(WHOSE)?)?),
    };
    let manner = Manner {
        dry_run: args.dry_run,
        on_conflict: args.on_conflict,
        fetch_photos: args.fetch_photos,
    };
    Ok(Content::Contacts(account, contacts, manner))
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
        Content::Contacts(account, files, manner) => {
            let account = account.as_ref().ok_or(WHOSE)?;
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
