//! Batches of deletes.
use std::pin::Pin;

use people_model::{ContactId, FieldMask, Method, ParseNameError};
use people_rules::Violation;

use super::{Batch, Came, Contacts};
use crate::{
    client::{Client, calls::contact_id, error::Error, queue::Turn},
    methods::BatchDeleteContacts,
};

pub(super) struct Deletes {
    contacts: Contacts<ContactId>,
    names: Vec<String>,
}

impl Deletes {
    pub(super) fn new<C>(contacts: impl IntoIterator<Item = C>) -> Self
    where
        C: TryInto<ContactId>,
        ParseNameError: From<C::Error>,
    {
        let contacts = contacts.into_iter();
        let contacts: Vec<_> = contacts
            .map(|contact| contact_id(METHOD, contact))
            .collect();
        let name = |contact: &Result<ContactId, Error>| match contact {
            Ok(id) => id.resource_name().to_string(),
            Err(error) => match error.violations() {
                [Violation::NotAContact { resource_name }] => resource_name.clone(),
                _ => String::new(),
            },
        };
        Self {
            names: contacts.iter().map(name).collect(),
            contacts: Contacts(contacts),
        }
    }

    async fn delete(
        &self,
        client: &Client,
        contacts: &[usize],
        turn: &mut Option<Turn>,
    ) -> Came<()> {
        let names: Vec<&str> = contacts.iter().map(|&contact| self.name(contact)).collect();
        let names = || names.iter().copied();
        let ids = contacts
            .iter()
            .filter_map(|&contact| self.contacts.get(contact));
        let error = match client
            .perform(&BatchDeleteContacts::new(ids.copied()), turn)
            .await
        {
            Ok(_) => return Came::whole(contacts.iter().map(|_| Ok(()))),
            Err(error) => error,
        };
        if !error.is_not_found() && !error.is_ambiguous() {
            return Came::failed(&error, names());
        }
        let gone = gone(client, names().collect()).await;
        let are_gone = gone.iter().filter(|&&gone| gone == Some(true)).count();
        if !error.is_not_found() || are_gone == 0 || are_gone == gone.len() && error.is_ambiguous()
        {
            let gone = gone
                .into_iter()
                .map(|gone| gone.filter(|gone| *gone).map(drop));
            return Came::read_back(gone, &error, names());
        }
        // Some are there, so nothing was deleted: those that are not there were not there before.
        let missing = error.settled();
        let known = gone
            .into_iter()
            .zip(names())
            .map(|(gone, name)| (gone == Some(true)).then(|| Err(missing.clone().about(name))));
        Came {
            known: known.collect(),
            end: None,
        }
    }
}

impl Batch<()> for Deletes {
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
        self.contacts
            .cut(from, BatchDeleteContacts::MAX, |id| Some(*id), |_| 0)
    }

    fn call<'a>(
        &'a mut self,
        client: &'a Client,
        contacts: &'a [usize],
        _: FieldMask,
        turn: &'a mut Option<Turn>,
    ) -> Pin<Box<dyn Future<Output = Came<()>> + Send + 'a>> {
        Box::pin(self.delete(client, contacts, turn))
    }
}

const METHOD: Method = Method::BatchDeleteContacts;

/// Whether each contact is gone; `None` where that cannot be read.
async fn gone(client: &Client, names: Vec<&str>) -> Vec<Option<bool>> {
    let Ok(found) = client.get_many(&names, FieldMask::METADATA).await else {
        return names.iter().map(|_| None).collect();
    };
    let gone = found.into_iter().map(|found| match found {
        Ok(_) => Some(false),
        Err(error) => error.is_not_found().then_some(true),
    });
    gone.collect()
}
