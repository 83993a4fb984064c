//! Between the rules' contact and the store's row.
use std::{iter, sync::Arc};

use people_model::{ContactId, Fields};
use people_rules::{Contact, ContactKind, Index};
use people_store::{Micros, Record, Row, RowKind, StoreError, Terms, Version, Write};

use super::{moment::Moment, needed::Rows, photos::PhotoMark, sizes::Sizes, sources};
use crate::api::Failure;

/// How many rows are read at once.
pub(super) const AT_ONCE: usize = 100;

/// A contact with the version and time of its last change.
pub(super) struct Stored {
    pub(super) kind: ContactKind,
    pub(super) id: ContactId,
    pub(super) contact: Contact,
    pub(super) photo: Option<PhotoMark>,
    pub(super) version: Version,
    pub(super) update_time: Micros,
}

impl Stored {
    /// A contact that was just written, for the reply: without its terms and sort keys.
    pub(super) fn written(
        id: ContactId,
        fields: Fields,
        photo: Option<PhotoMark>,
        moment: Moment,
    ) -> Self {
        Self {
            kind: ContactKind::Own,
            id,
            contact: Contact {
                fields,
                index: Index::default(),
            },
            photo,
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
        let corrupt = || corrupt(row.id);
        let id = ContactId::new(row.id).ok_or_else(corrupt)?;
        let mut record = Arc::unwrap_or_clone(row.record);
        let photo = PhotoMark::take(&mut record.terms, row.version);
        let fields = Fields::from_parts(record.body, &record.layout).map_err(|_| corrupt())?;
        Ok(Self {
            kind,
            id,
            contact: Contact {
                fields,
                index: Index {
                    terms: record.terms.iter().collect(),
                    sort_keys: record.sort_keys,
                },
            },
            photo,
            version: row.version,
            update_time: row.update_time,
        })
    }
}

/// A row of a contact that holds none.
pub(super) fn corrupt(id: u64) -> StoreError {
    StoreError::corrupt(format!("contact {id:x}: the body is not a contact"))
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
pub(super) fn record(
    contact: Contact,
    photo: Option<&PhotoMark>,
    sizes: &Sizes,
) -> Result<(Record, Fields), Failure> {
    sizes.check(&contact)?;
    let Contact { fields, index } = contact;
    Ok((row_of(&fields, index, photo), fields))
}

/// What a store keeps of a contact, of any size, with the mark of its photo.
pub(super) fn as_stored(contact: Contact, photo: Option<&PhotoMark>) -> Record {
    row_of(&contact.fields, contact.index, photo)
}

fn row_of(fields: &Fields, index: Index, photo: Option<&PhotoMark>) -> Record {
    let Index { terms, sort_keys } = index;
    let mut terms: Terms = terms.iter().collect();
    if let Some(photo) = photo {
        terms.insert(&photo.term());
    }
    Record {
        body: fields.as_json().to_owned(),
        layout: fields.layout(),
        sort_keys,
        terms,
    }
    .indexable()
}

/// Deletes a contact, and with it its photo and what its sources said (rule `I1`). `rows` are those that
/// [`Needs::to_delete`](super::write::Needs::to_delete) asks for.
pub(super) fn deletes(row: &Row, rows: &Rows) -> Vec<Write> {
    let contact = Write::Delete {
        kind: RowKind::Contact,
        id: row.id,
        version: row.version,
    };
    let photo = PhotoMark::of(&row.record.terms, row.version);
    let photo = photo.and_then(|photo| photo.delete(row.id));
    let source = sources::delete(row.id, rows.source(row.id));
    iter::once(contact).chain(photo).chain([source]).collect()
}

/// Whether a row has what is `wanted`, with the photo if one is wanted. Else a photo that it got since makes
/// no difference.
pub(super) fn has(found: &Record, wanted: &Record) -> bool {
    let parts = |record: &Record| {
        let mut record = record.clone();
        let photo = PhotoMark::take(&mut record.terms, Version::ZERO);
        (record, photo.map(|photo| photo.digest().to_owned()))
    };
    let ((found, has), (wanted, wants)) = (parts(found), parts(wanted));
    found == wanted && (wants.is_none() || wants == has)
}
