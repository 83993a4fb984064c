//! Contacts that forms create: each form creates one, even if it is sent twice (rule `W47`).
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use people_http::{Call, CreateContact};
use people_model::{ContactId, Message};
use people_store::Account;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::{answer::Refused, backend::Backend};

/// What forms have created.
#[derive(Debug, Default)]
pub(crate) struct Creations(Mutex<VecDeque<(Key, Arc<Created>)>>);

type Key = [u8; 32];

type Created = OnceCell<ContactId>;

/// Forms that are remembered. A form that is sent twice is sent twice soon.
const MOST: usize = 1_000;

impl Creations {
    /// Creates a contact, unless a form with the same content and the same text `once` has created it: then it is
    /// that contact. It goes on if the browser goes away.
    ///
    /// # Errors
    ///
    /// What the API says. The next try may succeed.
    pub(crate) async fn create(
        &self,
        backend: &Arc<dyn Backend>,
        account: &Account,
        once: &str,
        create: CreateContact,
    ) -> Result<ContactId, Refused> {
        let created = self.of(key(account, once, &create));
        let (backend, account) = (Arc::clone(backend), account.clone());
        let creating = tokio::spawn(async move {
            let create = async || -> Result<ContactId, Refused> {
                let call = Call::CreateContact(Box::new(create));
                let reply = backend.call(&account, call).await?;
                let reply: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
                let id = reply["resourceName"].as_str().and_then(ContactId::parse);
                id.ok_or_else(|| Refused::broken("The answer of the API names no contact."))
            };
            created.get_or_try_init(create).await.copied()
        });
        let broken = |error| Refused::broken(format!("The contact was not created: {error}."));
        creating.await.map_err(broken)?
    }

    fn of(&self, key: Key) -> Arc<Created> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, created)) = all.iter().find(|(own, _)| *own == key) {
            return Arc::clone(created);
        }
        if all.len() == MOST {
            all.pop_front();
        }
        let created = Arc::new(Created::new());
        all.push_back((key, Arc::clone(&created)));
        created
    }
}

/// The names of accounts have no control characters, so that no two forms have the same text.
fn key(account: &Account, once: &str, create: &CreateContact) -> Key {
    let of = format!("{account}\u{1f}{once}\u{1f}{}", create.person.to_json());
    Sha256::digest(of).into()
}
