//! Batches of new contacts.
use std::pin::Pin;

use people_model::{FieldMask, Method, Person, SortOrder, SourceType, UpdateMask};
use tokio::time::sleep;

use super::{Batch, Came, Contacts, json_bytes, limited, refused};
use crate::{
    client::{
        Client,
        calls::one_of_many,
        error::{Error, ErrorKind},
        landed::holds,
        queue::Turn,
    },
    methods::{BatchCreateContacts, ListConnections},
};

pub(super) struct Creates {
    people: Contacts<Person>,
    /// When a contact of the account was last changed before the batch was sent.
    last_change: Option<Instant>,
}

impl Creates {
    pub(super) fn new(people: Vec<Result<Person, Error>>) -> Self {
        Self {
            people: Contacts(people),
            last_change: None,
        }
    }

    async fn create(
        &mut self,
        client: &Client,
        contacts: &[usize],
        read: FieldMask,
        turn: &mut Option<Turn>,
    ) -> Came<Person> {
        let names = || contacts.iter().map(|_| "");
        let before = match &self.last_change {
            Some(before) => before.clone(),
            None => match last_change(client).await {
                Ok(before) => self.last_change.insert(before).clone(),
                Err(error) => {
                    let untried = Error::new(Some(METHOD), ErrorKind::NotTried);
                    let untried = untried.because(error.clone());
                    return Came {
                        known: names().map(|_| Some(Err(untried.clone()))).collect(),
                        end: Some(error),
                    };
                }
            },
        };
        let people = contacts
            .iter()
            .filter_map(|&contact| self.people.get(contact));
        let people: Vec<&Person> = people.collect();
        let create = BatchCreateContacts::new(people.iter().copied().cloned());
        let create = create.returning(read | FieldMask::METADATA, people_rules::Sources::DEFAULT);
        let error = match client.perform(&create, turn).await {
            Ok(reply) => {
                let created = reply.created_people;
                let outcomes =
                    (0..people.len()).map(|place| one_of_many(METHOD, "", created.get(place)));
                let outcomes: Vec<_> = outcomes.collect();
                let changes = outcomes.iter().flatten().map(Instant::of);
                self.last_change = changes.chain([before]).max();
                return Came::whole(outcomes);
            }
            Err(error) => error,
        };
        let keys = (0..people.len()).map(|place| (place.to_string(), ""));
        if let Some(refused) = refused(&error, keys) {
            let known = refused.into_iter().map(|error| error.map(Err)).collect();
            return Came { known, end: None };
        }
        if !error.is_ambiguous() {
            return Came::failed(&error, names());
        }
        let found = find(client, &people, &before, read).await;
        Came::read_back(found, &error, names())
    }
}

impl Batch<Person> for Creates {
    fn method(&self) -> Method {
        METHOD
    }

    fn len(&self) -> usize {
        self.people.0.len()
    }

    fn name(&self, _: usize) -> &str {
        ""
    }

    fn unsendable(&self, contact: usize) -> Option<Error> {
        self.people.unsendable(contact)
    }

    fn cut(&self, from: usize) -> usize {
        self.people
            .cut(from, BatchCreateContacts::MAX, |_| None, json_bytes)
    }

    fn call<'a>(
        &'a mut self,
        client: &'a Client,
        contacts: &'a [usize],
        read: FieldMask,
        turn: &'a mut Option<Turn>,
    ) -> Pin<Box<dyn Future<Output = Came<Person>> + Send + 'a>> {
        Box::pin(self.create(client, contacts, read, turn))
    }
}

const METHOD: Method = Method::BatchCreateContacts;

/// When the account's contacts were last changed: after that, only what is sent now is new.
async fn last_change(client: &Client) -> Result<Instant, Error> {
    let latest = latest(FieldMask::METADATA).page_size(1);
    let page = client.perform(&latest, &mut None).await?;
    let latest = page.connections.iter().map(Instant::of).max();
    Ok(latest.unwrap_or_default())
}

/// The contacts that have the values that were sent, among those that changed since then. A batch is created as a
/// whole, but another program may have changed a part of it since then. It looks more than once, since the call may
/// still be under way.
async fn find(
    client: &Client,
    sent: &[&Person],
    since: &Instant,
    read: FieldMask,
) -> Vec<Option<Person>> {
    let policy = &client.shared.retry;
    let mut looks = 0;
    loop {
        let found = look(client, sent, since, read).await.unwrap_or_default();
        looks += 1;
        if found.iter().flatten().count() == sent.len() || looks >= policy.attempts {
            let nothing = std::iter::repeat_with(|| None);
            return found.into_iter().chain(nothing).take(sent.len()).collect();
        }
        sleep(policy.wait(looks, None)).await;
    }
}

async fn look(
    client: &Client,
    sent: &[&Person],
    since: &Instant,
    read: FieldMask,
) -> Result<Vec<Option<Person>>, Error> {
    let mut found: Vec<Option<Person>> = sent.iter().map(|_| None).collect();
    let fields = read | FieldMask::UPDATABLE | FieldMask::METADATA;
    let mut pages = client.list(latest(fields).page_size(200));
    while let Some(page) = pages.next_page().await? {
        for person in page {
            if Instant::of(&person) <= *since {
                return Ok(found);
            }
            let is_it = |place: &usize| found[*place].is_none() && is_of(&person, sent[*place]);
            if let Some(place) = (0..sent.len()).find(is_it) {
                found[place] = Some(limited(person, read));
            }
        }
    }
    Ok(found)
}

fn latest(read: FieldMask) -> ListConnections {
    ListConnections::new(read).sort_order(SortOrder::LastModifiedDescending)
}

/// Whether a contact was made of what was sent. One that was sent without a group is in a group by now.
fn is_of(found: &Person, sent: &Person) -> bool {
    let mut fields = FieldMask::UPDATABLE;
    if sent.memberships.is_empty() {
        fields -= FieldMask::MEMBERSHIPS;
    }
    UpdateMask::try_from(fields).is_ok_and(|mask| holds(found, sent, mask))
}

/// The time of a contact's last change, as the service says it. Two compare as the times do,
/// with any number of digits.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Instant {
    seconds: String,
    fraction: String,
}

impl Instant {
    fn of(person: &Person) -> Self {
        let metadata = person.metadata.as_ref();
        let sources = metadata.map_or(&[][..], |metadata| &metadata.sources);
        let contact = sources.iter().find(|it| it.r#type == SourceType::Contact);
        let text = contact.map_or("", |source| &source.update_time);
        let text = text.trim_end_matches('Z');
        let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
        Self {
            seconds: seconds.to_owned(),
            fraction: fraction.trim_end_matches('0').to_owned(),
        }
    }
}
