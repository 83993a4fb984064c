//! How replies show contacts.
use people_model::{ContactId, FieldMask, Fields, FieldsRef, PersonField};
use people_rules::{
    ContactKind, ContactSource, Extent, Index, Sources, View, project_deleted, project_into,
};
use people_store::{Account, Micros, Row, Store, StoreError, Version};

use super::{
    Service,
    clock::rfc3339,
    facts::Facts,
    photos::PhotoMark,
    profiles::Profile,
    rows::{Stored, corrupt, row_kind},
};

/// How a reply shows contacts.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) facts: &'a Facts,
    pub(super) account: &'a Account,
    pub(super) read: FieldMask,
    pub(super) sources: Sources,
    pub(super) extent: Extent,
}

impl Shown<'_> {
    /// Appends the contact of a row, joined with the profile that it is linked to.
    ///
    /// The row stays as it is, and may be shared: what the reply shows is copied once, and nothing else is.
    pub(super) fn push_row(
        &self,
        kind: ContactKind,
        row: &Row,
        out: &mut String,
    ) -> Result<(), StoreError> {
        let contact = Seen::of_row(kind, row)?;
        let terms = &row.record.terms;
        let linking = Index::LINKING.iter();
        let linking = linking.flat_map(|start| terms.beginning_with(start));
        let linked = self.facts.profiles.linked(linking);
        self.push(&contact, linked.as_deref(), out);
        Ok(())
    }

    /// Appends a contact that was just written. The profile that it is linked to is known.
    pub(super) fn push_stored(&self, stored: &Stored, linked: Option<&Profile>, out: &mut String) {
        self.push(&Seen::of_stored(stored), linked, out);
    }

    /// The contact in a separate text.
    pub(super) fn stored(&self, stored: &Stored, linked: Option<&Profile>) -> String {
        let mut person = String::new();
        self.push_stored(stored, linked, &mut person);
        person
    }

    /// Appends a contact that is gone, for a list of changes.
    pub(super) fn push_deleted(
        &self,
        kind: ContactKind,
        row: &Row,
        out: &mut String,
    ) -> Result<(), StoreError> {
        let (facts, account) = (self.facts, self.account);
        let id = ContactId::new(row.id).ok_or_else(|| corrupt(row.id))?;
        let fingerprint = facts.mint.row(account, row_kind(kind), row.id, row.version);
        let photo_url = facts.photo_url(account, id, None);
        let (read, sources) = (self.read, self.sources);
        let person = project_deleted(kind, id, fingerprint, read, sources, &photo_url);
        out.push_str(&person);
        Ok(())
    }

    fn push(&self, contact: &Seen<'_>, linked: Option<&Profile>, out: &mut String) {
        let (facts, account, id) = (self.facts, self.account, contact.id);
        let (kind, version) = (contact.kind, contact.version);
        let (fingerprint, own) = facts.fingerprints_at(account, kind, id, version, linked);
        let other_name;
        let resource_name = match kind {
            ContactKind::Own => id.as_str(),
            ContactKind::Other => {
                other_name = id.other_contact_name();
                &other_name
            }
        };
        // They are left empty where the read shows neither the time nor the address.
        let (mut update_time, mut photo_url) = (String::new(), String::new());
        if self.read.contains(PersonField::Metadata) {
            update_time = rfc3339(contact.update_time);
        }
        if self.read.contains(PersonField::Photos) {
            photo_url = facts.photo_url(account, id, contact.photo);
        }
        let view = View {
            resource_name,
            fingerprint,
            contact: Some(ContactSource {
                id,
                kind,
                fields: contact.fields.borrowed(),
                fingerprint: own,
                update_time: &update_time,
                photo_url: &photo_url,
                photo_is_default: contact.photo.is_none(),
            }),
            profile: linked.map(Profile::source),
        };
        project_into(&view, self.read, self.sources, self.extent, out);
    }
}

impl<S: Store> Service<S> {
    /// How a reply to a call of the account shows contacts: whole.
    pub(super) fn shown<'a>(
        &'a self,
        account: &'a Account,
        read: FieldMask,
        sources: Sources,
    ) -> Shown<'a> {
        Shown {
            facts: &self.facts,
            account,
            read,
            sources,
            extent: Extent::Whole,
        }
    }
}

/// A contact as a reply shows it. It borrows what somebody else holds.
struct Seen<'c> {
    kind: ContactKind,
    id: ContactId,
    fields: Data<'c>,
    /// The digest of its photo.
    photo: Option<&'c str>,
    version: Version,
    update_time: Micros,
}

enum Data<'c> {
    Borrowed(FieldsRef<'c>),
    /// Of a row whose table does not fit its body.
    Scanned(Fields),
}

impl Data<'_> {
    fn borrowed(&self) -> FieldsRef<'_> {
        match self {
            Self::Borrowed(fields) => *fields,
            Self::Scanned(fields) => fields.borrowed(),
        }
    }
}

impl<'c> Seen<'c> {
    fn of_row(kind: ContactKind, row: &'c Row) -> Result<Self, StoreError> {
        let record = &row.record;
        let fields = match FieldsRef::from_parts(&record.body, &record.layout) {
            Some(fields) => Data::Borrowed(fields),
            None => Data::Scanned(Fields::from_json(&record.body).map_err(|_| corrupt(row.id))?),
        };
        Ok(Self {
            kind,
            id: ContactId::new(row.id).ok_or_else(|| corrupt(row.id))?,
            fields,
            photo: PhotoMark::digest_of(&record.terms),
            version: row.version,
            update_time: row.update_time,
        })
    }

    fn of_stored(stored: &'c Stored) -> Self {
        Self {
            kind: stored.kind,
            id: stored.id,
            fields: Data::Borrowed(stored.contact.fields.borrowed()),
            photo: stored.photo.as_ref().map(PhotoMark::digest),
            version: stored.version,
            update_time: stored.update_time,
        }
    }
}
