//! Between the rules' contact and the store's row.
use std::sync::Arc;

use people_model::{ContactId, Fields};
use people_rules::{Contact, ContactKind, Index};
use people_store::{Account, Derivation, Micros, Record, Row, RowKind, Store, StoreError, Version};

use super::{Service, directory, groups, phones, profiles, sizes::Sizes, write::Moment};
use crate::api::Failure;

/// A contact with the version and time of its last change.
pub(super) struct Stored {
    pub(super) kind: ContactKind,
    pub(super) id: ContactId,
    pub(super) contact: Contact,
    pub(super) version: Version,
    pub(super) update_time: Micros,
}

impl Stored {
    /// A contact that was just written, for the reply: without what it is found by.
    pub(super) fn written(id: ContactId, fields: Fields, moment: Moment) -> Self {
        Self {
            kind: ContactKind::Own,
            id,
            contact: Contact {
                fields,
                index: Index::default(),
            },
            version: moment.version,
            update_time: moment.time,
        }
    }

    /// Takes ownership of a row; copies only what is shared.
    pub(super) fn from_row(row: Row) -> Result<Self, StoreError> {
        Self::of_kind(ContactKind::Own, row)
    }

    /// The same of a row of other contacts, if the kind says so.
    pub(super) fn of_kind(kind: ContactKind, row: Row) -> Result<Self, StoreError> {
        let corrupt =
            || StoreError::corrupt(format!("contact {:x}: the body is not a contact's", row.id));
        let id = ContactId::new(row.id).ok_or_else(corrupt)?;
        let record = Arc::unwrap_or_clone(row.record);
        let fields = Fields::from_parts(record.body, &record.layout).map_err(|_| corrupt())?;
        Ok(Self {
            kind,
            id,
            contact: Contact {
                fields,
                index: Index {
                    terms: record.terms,
                    sort_keys: record.sort_keys,
                },
            },
            version: row.version,
            update_time: row.update_time,
        })
    }
}

/// The rows of contacts of a kind.
pub(super) const fn row_kind(kind: ContactKind) -> RowKind {
    match kind {
        ContactKind::Own => RowKind::Contact,
        ContactKind::Other => RowKind::OtherContact,
    }
}

/// The row of a contact, and its fields for the reply.
///
/// # Errors
///
/// When the contact is too large to be stored (rules `N2`, `N3`): every contact that is stored
/// comes through here.
pub(super) fn record(contact: Contact, sizes: &Sizes) -> Result<(Record, Fields), Failure> {
    sizes.check(&contact)?;
    let Contact { fields, index } = contact;
    let record = Record {
        body: fields.as_json().to_owned(),
        layout: fields.layout(),
        sort_keys: index.sort_keys,
        terms: index.terms,
    };
    Ok((record.indexable(), fields))
}

/// What a store keeps of a contact, of any size.
pub(super) fn as_stored(contact: &Contact) -> Record {
    Record {
        body: contact.fields.as_json().to_owned(),
        layout: contact.fields.layout(),
        sort_keys: contact.index.sort_keys.clone(),
        terms: contact.index.terms.clone(),
    }
    .indexable()
}

/// How the sort keys, terms and layouts of all rows are made.
///
/// The number is that of the rules of a contact's index. Where a group's or a profile's record is made
/// otherwise from one day to the next, it is raised as well.
pub(super) const DERIVATION: Derivation = Derivation {
    rules: Index::RULES,
    of: |_, kind, row| match kind {
        RowKind::Contact | RowKind::OtherContact => {
            let fields = Fields::from_json(&row.record.body).ok()?;
            let index = Index::of(&fields.to_person(), &phones::dialled_forms);
            Some(as_stored(&Contact { fields, index }))
        }
        RowKind::Group => groups::rederived(row),
        RowKind::Profile => profiles::rederived(row),
        RowKind::DirectoryPerson => directory::rederived(row),
        // They are found by their ids alone.
        RowKind::Photo | RowKind::ProfilePhoto | RowKind::Domain => None,
    },
};

impl<S: Store> Service<S> {
    /// Reads a contact; none when the account has no such contact.
    pub(super) async fn read(
        &self,
        account: &Account,
        id: ContactId,
    ) -> Result<Option<Stored>, Failure> {
        let row = self.store.get(account, RowKind::Contact, id.get()).await?;
        Ok(row.map(Stored::from_row).transpose()?)
    }
}
