//! Batches of updates.
use std::pin::Pin;

use people_model::{ContactId, FieldMask, Method, Person, UpdateMask};
use people_rules::{Sources, Update};

use super::{Batch, Came, Contacts, json_bytes, limited, refused};
use crate::{
    client::{
        Client,
        calls::{contact_id, one_of_many},
        error::Error,
        landed::holds,
        queue::Turn,
    },
    methods::BatchUpdateContacts,
};

pub(super) struct Updates {
    contacts: Contacts<(ContactId, Person)>,
    names: Vec<String>,
    mask: UpdateMask,
}

impl Updates {
    pub(super) fn new(
        client: &Client,
        people: impl IntoIterator<Item = Person>,
        mask: UpdateMask,
    ) -> Self {
        let mut names = Vec::new();
        let contacts = people.into_iter().map(|person| {
            names.push(person.resource_name.clone());
            let id = contact_id(METHOD, &person)?;
            let update = Update { id, person, mask };
            client.check(METHOD, &update)?;
            Ok((id, update.person))
        });
        Self {
            contacts: Contacts(contacts.collect()),
            names,
            mask,
        }
    }

    async fn update(
        &self,
        client: &Client,
        contacts: &[usize],
        read: FieldMask,
        turn: &mut Option<Turn>,
    ) -> Came<Person> {
        let names = || contacts.iter().map(|&contact| self.name(contact));
        let updates = contacts
            .iter()
            .filter_map(|&contact| self.contacts.get(contact));
        let update = BatchUpdateContacts::new(updates.cloned(), self.mask);
        let update = update.returning(read | FieldMask::METADATA, Sources::DEFAULT);
        let error = match client.perform(&update, turn).await {
            Ok(reply) => {
                let result = reply.update_result;
                let outcome = |name| one_of_many(METHOD, name, result.get(name));
                return Came::whole(names().map(outcome));
            }
            Err(error) => error,
        };
        let refused = refused(&error, names().map(|name| (name, name)));
        match refused {
            // A contact that is not refused has the etag that was sent, so no earlier attempt was made.
            Some(refused) if !error.is_ambiguous() || refused.iter().any(Option::is_none) => {
                let known = refused.into_iter().map(|error| error.map(Err)).collect();
                Came { known, end: None }
            }
            Some(refused) => {
                let found = self.find(client, contacts, read).await;
                let refused = refused.into_iter().flatten();
                let known = found
                    .into_iter()
                    .zip(refused)
                    .map(|(found, error)| Some(found.ok_or_else(|| error.unsettled(true))));
                Came {
                    known: known.collect(),
                    end: None,
                }
            }
            None if error.is_ambiguous() => {
                let found = self.find(client, contacts, read).await;
                Came::read_back(found, &error, names())
            }
            None => Came::failed(&error, names()),
        }
    }

    /// The contacts that hold what was sent.
    async fn find(
        &self,
        client: &Client,
        contacts: &[usize],
        read: FieldMask,
    ) -> Vec<Option<Person>> {
        let names: Vec<&str> = contacts.iter().map(|&contact| self.name(contact)).collect();
        let fields = read | self.mask.fields() | FieldMask::METADATA;
        let found = client.get_many(&names, fields).await;
        let mut found = found.into_iter().flatten();
        let held = contacts.iter().map(|&contact| {
            let found = found.next()?.ok()?;
            let (_, sent) = self.contacts.get(contact)?;
            holds(&found, sent, self.mask).then(|| limited(found, read))
        });
        held.collect()
    }
}

impl Batch<Person> for Updates {
    fn method(&self) -> Method {
        METHOD
    }

    fn len(&self) -> usize {
        self.contacts.0.len()
    }

    fn name(&self, contact: usize) -> &str {
        self.names.get(contact).map_or("", String::as_str)
    }

    fn unsendable(&self, contact: usize) -> Option<Error> {
        self.contacts.unsendable(contact)
    }

    fn cut(&self, from: usize) -> usize {
        let id = |(id, _): &(ContactId, Person)| Some(*id);
        let bytes = |(_, person): &(ContactId, Person)| json_bytes(person);
        self.contacts.cut(from, BatchUpdateContacts::MAX, id, bytes)
    }

    fn call<'a>(
        &'a mut self,
        client: &'a Client,
        contacts: &'a [usize],
        read: FieldMask,
        turn: &'a mut Option<Turn>,
    ) -> Pin<Box<dyn Future<Output = Came<Person>> + Send + 'a>> {
        Box::pin(self.update(client, contacts, read, turn))
    }
}

const METHOD: Method = Method::BatchUpdateContacts;
