//! Syncs a CSV file of people into the contacts of an account, found by their e-mail address.
//!
//! `PEOPLE_TOKEN=… cargo run -p people-http --example sync_csv people.csv`
use std::{collections::HashMap, env, error::Error, fs::File, io::Read, time::Duration};

use people_http::{Client, ListConnections, RetryPolicy};
use people_model::{ContactId, EmailAddress, FieldMask, Name, Person, PhoneNumber};
use people_rules::{Edit, Resolution};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let file = env::args().nth(1).ok_or("which CSV file?")?;
    let retry = RetryPolicy::default().longest_wait(Duration::from_secs(60));
    let client = Client::builder()
        .token(env::var("PEOPLE_TOKEN")?)
        .retry(retry)
        .build()?;
    sync(&client, &mut Known::default(), File::open(file)?).await
}

/// A line of the file.
#[derive(serde::Deserialize)]
struct Row {
    email: String,
    given_name: String,
    family_name: String,
    phone: String,
}

/// What an earlier sync knows of the account's contacts.
#[derive(Default)]
pub(crate) struct Known {
    contacts: HashMap<String, ContactId>,
    sync_token: String,
}

/// Edits the contacts that there are, and creates the others.
pub(crate) async fn sync(client: &Client, known: &mut Known, csv: impl Read) -> Outcome<()> {
    refresh(client, known).await?;
    for row in csv::Reader::from_reader(csv).into_deserialize() {
        let row: Row = row?;
        if let Some(&contact) = known.contacts.get(&row.email.to_lowercase()) {
            let edit = client.edit(contact, |contact| write(&row, contact));
            edit.on_conflict(|_| Resolution::Ours).await?; // the file decides
            continue;
        }
        let mut new = Edit::default();
        new.add(EmailAddress::new().value(&row.email));
        write(&row, &mut new)?;
        known.learn(&client.create(new.into_person()).await?)?;
    }
    Ok(())
}

fn write(row: &Row, contact: &mut Edit) -> Result<(), String> {
    if row.family_name.is_empty() {
        return Err(format!("{} has no family name", row.email));
    }
    *contact.only() = Name::new()
        .given_name(&row.given_name)
        .family_name(&row.family_name);
    if !row.phone.is_empty() {
        contact.complete(PhoneNumber::new().value(&row.phone));
    }
    Ok(())
}

/// Reads the contacts, or after the first time what changed since.
async fn refresh(client: &Client, known: &mut Known) -> Outcome<()> {
    let list = ListConnections::new(FieldMask::EMAIL_ADDRESSES).request_sync_token(true);
    let mut pages = client.list(list.clone().sync_token(&known.sync_token));
    loop {
        match pages.next().await {
            Ok(Some(person)) => known.learn(&person)?,
            Ok(None) => break,
            Err(error) if error.is_sync_expired() => {
                known.contacts.clear();
                pages = client.list(list.clone());
            }
            Err(error) => return Err(error.into()),
        }
    }
    known.sync_token = pages.sync_token().unwrap_or_default().to_owned();
    Ok(())
}

impl Known {
    /// A contact that was deleted is listed without addresses.
    fn learn(&mut self, person: &Person) -> Outcome<()> {
        let id = ContactId::try_from(person)?;
        self.contacts.retain(|_, known| *known != id);
        let emails = person.email_addresses.iter();
        self.contacts
            .extend(emails.map(|email| (email.value.to_lowercase(), id)));
        Ok(())
    }
}
