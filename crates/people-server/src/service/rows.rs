//! Between the rules' contact and the store's row.
use people_model::{Code, ContactId, Fields, Fingerprint};
use people_rules::{Contact, ContactSource, Extent, Index, ProfileSource, Sources, View, project};
use people_store::{
    Account, Batch, CommitError, Kind, Micros, Record, Row, Store, StoreError, Version, Write,
};

use super::{Inner, clock::rfc3339, profiles::Profile, sizes::Sizes};
use crate::api::Failure;

/// A contact with the version and time of its last change.
pub(super) struct Stored {
    pub(super) id: ContactId,
    pub(super) contact: Contact,
    pub(super) version: Version,
    pub(super) update_time: Micros,
}

impl Stored {
    pub(super) fn from_row(row: &Row) -> Result<Self, StoreError> {
        let record = &row.record;
        let corrupt =
            || StoreError::corrupt(format!("contact {:x}: the body is not a contact's", row.id));
        Ok(Self {
            id: ContactId::new(row.id).ok_or_else(corrupt)?,
            contact: Contact {
                fields: Fields::from_parts(record.body.clone(), &record.layout)
                    .map_err(|_| corrupt())?,
                index: Index {
                    terms: record.terms.clone(),
                    sort_keys: record.sort_keys.clone(),
                },
            },
            version: row.version,
            update_time: row.update_time,
        })
    }
}

/// The row of a contact.
///
/// # Errors
///
/// When the contact is too large to be stored (rules `N2`, `N3`): every contact that is stored
/// comes through here.
pub(super) fn record(contact: &Contact, sizes: &Sizes) -> Result<Record, Failure> {
    sizes.check(contact)?;
    Ok(as_stored(contact))
}

/// What a store keeps of a contact, whatever its size.
pub(super) fn as_stored(contact: &Contact) -> Record {
    Record {
        body: contact.fields.as_json().to_owned(),
        layout: contact.fields.layout(),
        sort_keys: contact.index.sort_keys.clone(),
        terms: contact.index.terms.clone(),
    }
    .indexable()
}

/// A write that lost too many races in a row.
pub(super) fn aborted() -> Failure {
    Failure::new(Code::Aborted, "The operation was aborted.")
}

impl<S: Store> Inner<S> {
    /// Reads a contact; none when the account has no such contact.
    pub(super) async fn read(
        &self,
        account: &Account,
        id: ContactId,
    ) -> Result<Option<Stored>, Failure> {
        let row = self.store.get(account, Kind::Contact, id.get()).await?;
        Ok(row.as_ref().map(Stored::from_row).transpose()?)
    }

    /// The fingerprints of the person and of its contact source.
    pub(super) fn fingerprints(
        &self,
        account: &Account,
        stored: &Stored,
        linked: Option<&Profile>,
    ) -> (Fingerprint, Fingerprint) {
        let contact = self
            .mint
            .row(account, Kind::Contact, stored.id.get(), stored.version);
        match linked {
            Some(profile) => (
                self.mint.joined(contact, self.profile_fingerprint(profile)),
                contact,
            ),
            None => (contact, contact),
        }
    }

    fn profile_fingerprint(&self, profile: &Profile) -> Fingerprint {
        self.mint.row(
            &profile.account,
            Kind::Profile,
            super::profiles::PROFILE_ROW,
            profile.version,
        )
    }

    /// The contact as the API shows it, joined with the profile it is linked to.
    pub(super) fn show(
        &self,
        account: &Account,
        stored: &Stored,
        read: people_model::FieldMask,
        sources: Sources,
        extent: Extent,
    ) -> String {
        let linked = self.directory.linked(&stored.contact.index.terms);
        let (fingerprint, own) = self.fingerprints(account, stored, linked.as_deref());
        let update_time = rfc3339(stored.update_time);
        let photo_url = self.photo_url(stored.id);
        let view = View {
            resource_name: &stored.id.resource_name(),
            fingerprint,
            contact: Some(ContactSource {
                id: stored.id,
                fields: &stored.contact.fields,
                fingerprint: own,
                update_time: &update_time,
                photo_url: &photo_url,
            }),
            profile: linked.as_deref().map(|profile| self.source(profile)),
        };
        project(&view, read, sources, extent)
    }

    /// A profile by itself, as `people/me` shows it.
    pub(super) fn show_profile(
        &self,
        profile: &Profile,
        read: people_model::FieldMask,
        sources: Sources,
    ) -> String {
        let source = self.source(profile);
        let view = View {
            resource_name: &profile.id.resource_name(),
            fingerprint: self.mint.joined(source.fingerprint, source.fingerprint),
            contact: None,
            profile: Some(source),
        };
        project(&view, read, sources, Extent::Whole)
    }

    fn source<'p>(&self, profile: &'p Profile) -> ProfileSource<'p> {
        ProfileSource {
            id: &profile.id,
            fields: &profile.fields,
            fingerprint: self.profile_fingerprint(profile),
            update_time: &profile.update_time,
            user_types: &profile.user_types,
        }
    }

    /// Where the default photo of a contact is (rule `D8`).
    pub(super) fn photo_url(&self, id: ContactId) -> String {
        format!(
            "{}/photos/{}=s100",
            self.settings.public_url,
            id.source_id()
        )
    }

    /// Commits one write; nothing where its row is not as its condition says.
    pub(super) async fn commit(
        &self,
        account: &Account,
        write: Write,
    ) -> Result<Option<(Version, Micros)>, StoreError> {
        let time = self.settings.clock.now();
        let writes = vec![write];
        match self.store.commit(account, Batch { writes, time }).await {
            Ok(committed) => Ok(Some((committed.version, time))),
            Err(CommitError::Conflict { .. }) => Ok(None),
            Err(CommitError::Store(error)) => Err(error),
            Err(error) => Err(StoreError::engine(error)),
        }
    }
}
