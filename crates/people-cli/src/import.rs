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

/// Import contacts from files into a store or a server. Run it again to resume.
///
/// With --account, vCards, jCards and tables (CSV) become contacts of that account. If a card or a row was imported
/// before, the command only makes the changes that the file has had since then. Changes that were made in the account
/// stay. Lines and cells that have no place in a contact are stored beside it. The command fails if it refuses an entry
/// or leaves a conflict.
///
/// The command recognizes a file by its content, and the tables of Google, Outlook and Thunderbird by their columns.
/// For any other table, --map says what its columns are.
///
/// With --url, the files become contacts of an account on a server: the account that the token belongs to. The file of
/// --state keeps what the files said. Give the same file for the next import. If an import is interrupted, run it
/// again: it creates no contact twice.
///
/// Other files are seeds, as `people serve --seed` reads them: accounts, domains, groups and contacts. With --account,
/// they can be all pages of the replies of contactGroups.list, people.connections.list and otherContacts.list. The
/// command adds their missing entries, does not change existing ones, and reports differences.
#[derive(ClapArgs)]
#[command(
    after_long_help = "Examples:\n\n    people import contacts.vcf --account ada --dry-run\n    \
        people import members.csv --account ada --map columns.txt\n    \
        people import members.csv --account ada --map 'Mail = emailAddresses work'\n    \
        people import groups.json page1.json page2.json --account ada\n    \
        people import contacts.vcf --url https://people.googleapis.com --state contacts.state"
)]
pub(crate) struct Args {
    /// The files: seeds. With --account: vCards, jCards, tables, or replies of contactGroups.list,
    /// people.connections.list and otherContacts.list.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The account of the store to import the files into.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// What a column of a table is: a field and a member, as in `Mail = emailAddresses.value work`; a field or a member
    /// alone where that is clear; `groups`; or `key`, an identifier that the table has for each contact. Repeat the
    /// flag for more columns. An argument without `=` is a file of such lines.
    #[arg(long, value_name = "COLUMN=FIELD|FILE")]
    map: Vec<String>,
    /// A name for the file. Give the same name when you import a later version of the file from another path. Default:
    /// the path. For vCards, jCards and tables.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Show what would happen to each contact, and write nothing. For vCards, jCards and tables.
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
    /// Which behaviour to have where Google's documentation and Google's servers differ: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    /// The region of phone numbers without a country code, such as NL, for accounts without a region.
    #[arg(long, env = "PEOPLE_REGION")]
    region: Option<Region>,
    #[command(flatten)]
    contact: limits::ContactArgs,
    /// Fetch the photos of which a file has only an address. Only public addresses of the internet are fetched. For
    /// vCards, jCards and tables.
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

const ANONYMOUS: &str = "the replies do not name their account: give it by --account NAME";

const ALONE: &str = "vCards, jCards and tables cannot be imported together with other files: run the \
                     command once for each kind";
const FOR_CONTACTS: &str = "--dry-run, --on-conflict, --map, --source and --fetch-photos are only for \
                            vCards, jCards and tables";
const WHOSE: &str = "vCards, jCards and tables do not name an account: give it by --account NAME";
const ONE_SOURCE: &str = "--source is the name of one file: import the files one at a time";
const FOR_A_STORE: &str =
    "--url takes only vCards, jCards and tables: import seeds and replies into a store";

const EMPTY: &str = "it is empty";
const NOTHING_KNOWN: &str = "it has no vCard, no jCard, no table, and no JSON of a seed or a reply";

const UTF16: &str = "the text is not UTF-8: it is UTF-16, in which only vCards, jCards and tables are read. Convert a \
                     seed or a reply to UTF-8";

/// Whether it is text in UTF-16, as its byte order mark tells.
fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

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
                let why = match bytes.trim_ascii() {
                    [] => EMPTY,
                    bytes if is_utf16(bytes) => UTF16,
                    _ => NOTHING_KNOWN,
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
                return Err(format!(
                    "{name} is a seed, which names its accounts: leave out --account"
                )
                .into());
            }
            // With one file, the error already has its name.
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
                "{files}: {differing} of {entries} entries differ between the file and the store"
            )
            .into());
        }
    }
    Ok(())
}

/// Why a file was not imported, and what that leaves behind.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{files}: nothing was written")]
    File { files: String, source: SeedError },
    #[error("{files}: a part was written; run the command again to add the rest")]
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
