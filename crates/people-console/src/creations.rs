//! Contacts that forms create: each form creates one, even if it is sent twice (rule `W47`).
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use people_http::{Call, CopyOtherContactToMyContactsGroup, CreateContact};
use people_model::{ContactId, Message};
use people_store::Account;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use crate::{answer::Refused, backend::Backend, console, visit::Visit};

/// What forms have created.
#[derive(Debug, Default)]
pub(crate) struct Creations(Mutex<VecDeque<(Key, Arc<Created>)>>);

type Key = [u8; 32];

type Created = OnceCell<ContactId>;

/// What a form creates.
pub(crate) enum Creation {
    Contact(Box<CreateContact>),
    Copy(CopyOtherContactToMyContactsGroup),
}

/// Characters of a text that identifies a form.
const LONGEST_ONCE: usize = 64;

/// A random text that identifies a form.
///
/// # Errors
///
/// When the system gives no random bytes.
pub(crate) fn once() -> Result<String, Refused> {
    console::secret().map_err(|error| Refused::broken(format!("{error}.")))
}

/// That text of a form that was sent.
///
/// # Errors
///
/// When the form has none.
pub(crate) fn sent_once(visit: &Visit) -> Result<&str, Refused> {
    let once = visit.form.text("once");
    match once.len() <= LONGEST_ONCE && !once.is_empty() {
        true => Ok(once),
        false => Err(Refused::invalid("The form does not say which one it is.")),
    }
}

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
        create: Creation,
    ) -> Result<ContactId, Refused> {
        let created = self.of(key(account, once, &create));
        let (backend, account) = (Arc::clone(backend), account.clone());
        let creating = tokio::spawn(async move {
            let create = async || -> Result<ContactId, Refused> {
                let reply = backend.call(&account, create.into_call()).await?;
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

impl Creation {
    fn into_call(self) -> Call {
        match self {
            Self::Contact(create) => Call::CreateContact(create),
            Self::Copy(copy) => Call::CopyOtherContactToMyContactsGroup(Box::new(copy)),
        }
    }

    /// The content of the new contact. No person has the text of a copy.
    fn content(&self) -> String {
        match self {
            Self::Contact(create) => create.person.to_json(),
            Self::Copy(copy) => format!("\u{1f}{}", copy.resource_name),
        }
    }
}

/// The names of accounts have no control characters, so that no two forms have the same text.
fn key(account: &Account, once: &str, create: &Creation) -> Key {
    let of = format!("{account}\u{1f}{once}\u{1f}{}", create.content());
    Sha256::digest(of).into()
}
