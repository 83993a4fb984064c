//! What an editor is about: a contact, or one that it creates.
use people_http::CreateContact;
use people_model::{ContactId, FieldMask, Message, Person};
use people_rules::{Sources, merge};
use people_store::Account;
use serde_json::{Value, json};

use super::{Whose, contact, edit};
use crate::{answer::Refused, calls, console::Shared, creations, person, visit::Visit};

/// What an editor is about.
pub(crate) struct Subject {
    /// None before it is created.
    pub(crate) id: Option<ContactId>,
    /// The contact as it was read.
    pub(crate) base: Person,
    /// For a new contact: the text that identifies its form.
    pub(crate) once: String,
    /// Where the forms of the editor are sent.
    pub(crate) path: String,
    /// Where one gets without a change.
    pub(crate) back: String,
    pub(crate) title: String,
}

/// What the address says instead of the id of a contact.
pub(crate) const NEW: &str = "new";

/// Fields that the form of a new contact begins with.
const FIRST: [&str; 4] = ["names", "emailAddresses", "phoneNumbers", "organizations"];

impl Subject {
    /// Reads the contact, or begins a new one.
    pub(crate) async fn begin(
        shared: &Shared,
        account: &Account,
        id: &str,
    ) -> Result<Self, Refused> {
        if id == NEW {
            return Ok(Self::new(account, creations::once()?));
        }
        let id = contact::contact_id(id)?;
        Ok(Self::of(
            account,
            id,
            calls::own(shared, account, id).await?,
        ))
    }

    /// What a form of the editor is about.
    pub(crate) fn sent(visit: &Visit, account: &Account, id: &str) -> Result<Self, Refused> {
        if id == NEW {
            let once = creations::sent_once(visit)?;
            return Ok(Self::new(account, once.to_owned()));
        }
        let base = edit::state(visit.form.text("base"))?;
        Ok(Self::of(account, contact::contact_id(id)?, base))
    }

    fn new(account: &Account, once: String) -> Self {
        let back = Whose::new(account.as_str()).path;
        Self {
            id: None,
            base: Person::default(),
            once,
            path: format!("{back}/contacts/{NEW}"),
            back,
            title: String::new(),
        }
    }

    fn of(account: &Account, id: ContactId, base: Person) -> Self {
        let path = contact::path(account, id);
        Self {
            id: Some(id),
            title: person::title(&person::json_of(&base)),
            base,
            once: String::new(),
            back: path.clone(),
            path,
        }
    }

    pub(crate) fn is_new(&self) -> bool {
        self.id.is_none()
    }

    /// What the form holds at first. A new contact joins `group`.
    pub(crate) fn first(&self, group: Option<&str>) -> Value {
        if !self.is_new() {
            return person::json_of(&self.base);
        }
        let group = group.unwrap_or("contactGroups/myContacts");
        let mut person = json!({
            "memberships": [{"contactGroupMembership": {"contactGroupResourceName": group}}]
        });
        for field in FIRST {
            person[field] = json!([{}]);
        }
        person
    }

    pub(crate) fn base_json(&self) -> String {
        self.base.to_json()
    }

    /// The request that makes `ours` of the contact, and its mask; none if nothing differs.
    pub(crate) fn request(&self, ours: &Person) -> Result<Option<(String, String)>, Refused> {
        let Some(id) = self.id else {
            let nothing = *ours == Person::default();
            let text = || edit::request_text(&create(ours));
            return Ok((!nothing).then(|| (text(), String::new())));
        };
        let merged = merge(&self.base, ours, &self.base).into_update(id);
        let merged = merged.map_err(|conflicts| Refused::invalid(format!("{conflicts}.")))?;
        Ok(merged.map(|update| {
            let mask = update.mask.to_string();
            (edit::request_text(&edit::of_update(update)), mask)
        }))
    }
}

/// The request that creates a contact.
pub(crate) fn create(ours: &Person) -> CreateContact {
    CreateContact::new(ours.clone()).returning(FieldMask::METADATA, Sources::CONTACT)
}
