//! `people export`: the contacts of an account, in a format that other programs read.
mod book;
mod formats;
mod names;
mod out;
mod tally;

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use people_cards::Flavour;
use people_model::{FieldMask, Person};

use self::{
    book::{Book, Entry},
    formats::Writer,
    out::{Out, Taken},
    tally::Tally,
};
use crate::{
    Outcome, access::Access, interrupt, output, place::Place, progress, remote::explained,
};

/// Write the contacts of an account in a format that other programs read.
///
/// With --account, the command reads a store that no server is using. It also writes the lines of imported vCards that
/// have no place in a contact. With --url, it calls a server.
///
/// If the format cannot hold all of a contact, the command writes what it can. It prints to standard error what it left
/// out, and fails at the end.
#[derive(ClapArgs)]
#[command(
    after_long_help = "Examples:\n\n    people export --account ada --format vcard4 --out contacts.vcf\n    \
        people export --account ada --format google-csv > contacts.csv\n    \
        people export --url https://people.googleapis.com --format vcard3 --out contacts/"
)]
pub(crate) struct Args {
    /// The account of a store that no server is using.
    #[arg(long, value_name = "NAME", required_unless_present = "url")]
    account: Option<String>,
    /// With --account: the store: a folder, or the address of a PostgreSQL database.
    #[arg(
        long,
        env = "PEOPLE_DATA",
        hide_env_values = true, // an address may have a password
        value_name = "DIR|postgres://…",
        default_value = "people-data"
    )]
    data: Place,
    /// The format to write.
    #[arg(long, value_enum)]
    format: Format,
    /// For vcard4, vcard3 and jcard: the program that new cards are for: rfc, apple, google, android, outlook,
    /// nextcloud or thunderbird.
    #[arg(long, value_name = "PROGRAM", default_value_t)]
    flavour: Flavour,
    /// The file to write. If it is an empty folder, or a name that ends with a slash, the command writes one file per
    /// contact into that folder. Default: standard output.
    #[arg(long, value_name = "FILE|DIR/")]
    out: Option<PathBuf>,
    /// Leave out the photos.
    #[arg(long)]
    no_photos: bool,
    /// With --url: the file of `people import --state`. With it, the command also writes the lines of imported files
    /// that have no place in a contact.
    #[arg(long, value_name = "FILE", conflicts_with = "account")]
    state: Option<PathBuf>,
    #[command(flatten)]
    access: Access,
}

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// vCard 4.0.
    Vcard4,
    /// vCard 3.0.
    Vcard3,
    /// Google's table of contacts.
    GoogleCsv,
    /// Outlook's table of contacts, in English.
    OutlookCsv,
    /// vCards as JSON: an array of jCards.
    Jcard,
    /// Replies of contactGroups.list and people.connections.list in one object, with photos in base64.
    Json,
}

pub(crate) async fn run(args: Args) -> Outcome {
    let path = args.out.as_deref();
    // Only where something would be left: a signal also ends a process that waits for a reader of its output.
    let asked = match out::is_made_first(path) {
        true => Some(interrupt::asked_to_end()?),
        false => None,
    };
    let mut out = Out::open(path, args.format)?;
    let tally = tokio::select! {
        tally = read(&args, &mut out) => tally?,
        Some(status) = async { Some(asked?.await) } => {
            // Its files go with it.
            drop(out);
            std::process::exit(status);
        }
    };
    let Some(tally) = tally else {
        return Ok(());
    };
    match out.finish()? {
        Taken::Yes => tally.end(),
        Taken::No => Ok(()),
    }
}

/// Opens the address book, writes it, and closes it. There is no tally if the reader of the output has closed it.
async fn read(args: &Args, out: &mut Out) -> Result<Option<Tally>, Box<dyn std::error::Error>> {
    let mut book = Book::open(args).await?;
    let exported = export(args, &mut book, out).await;
    let closed = book.close().await;
    let tally = exported?;
    closed?;
    Ok(tally)
}

/// Writes all contacts; none if the reader of the output has closed it.
async fn export(
    args: &Args,
    book: &mut Book,
    out: &mut Out,
) -> Result<Option<Tally>, Box<dyn std::error::Error>> {
    let groups = book.groups().await?;
    let mut writer = Writer::new(args.format, args.flavour, groups);
    if let Some(fields) = writer.counted() {
        // Before the first row, it must be known how many columns the rows need.
        let mut pages = book.pages(fields);
        let bar = progress::bar("contacts, counted for the columns", book.contacts());
        while let Some(page) = pages.next_page().await.map_err(explained)? {
            let read = page.len() as u64;
            for (person, kept) in book.kept(page).await? {
                writer.count(&person, &kept);
            }
            bar.inc(read);
        }
        bar.finish_and_clear();
    }
    let mut tally = Tally::default();
    let bar = progress::bar("contacts, read and written", book.contacts());
    let mut pages = book.pages(FieldMask::ALL);
    if out.all(writer.begin().as_bytes())? == Taken::No {
        return Ok(None);
    }
    while let Some(page) = pages.next_page().await.map_err(explained)? {
        let page = book.unseen(page);
        let read = page.len() as u64;
        for (person, kept) in book.kept(page).await? {
            // A table has no place for it.
            let (photo, lost) = match args.no_photos || args.format.is_table() {
                true => (None, None),
                false => book.photo(&person).await?,
            };
            let mut entry = Entry::new(person, &kept, photo, writer.groups());
            if args.no_photos {
                entry.leave_photos();
            }
            let written = match out.is_folder() {
                true => writer.alone(&entry),
                false => writer.record(&entry),
            };
            let name = || names::of(&entry.person, args.format);
            if out.one(name, &written.bytes)? == Taken::No {
                return Ok(None);
            }
            bar.suspend(|| tally.add(&entry.person, written.left_out, lost));
        }
        bar.inc(read);
    }
    bar.finish_and_clear();
    if out.all(writer.end().as_bytes())? == Taken::No {
        return Ok(None);
    }
    match book.changed(pages.sync_token()).await {
        Ok(None) => {}
        Ok(Some(changed)) => output::note(changed),
        // All contacts are read.
        Err(error) => {
            let unknown = "cannot find out whether the account was changed during the export";
            output::note(output::plain(&format!("{unknown}: {error}")));
        }
    }
    Ok(Some(tally))
}

/// Whether the contact itself has a photo, as it was listed.
fn has_photo(person: &Person) -> bool {
    let mut photos = person.photos.iter();
    photos.any(|photo| !photo.default && !photo.url.is_empty())
}
