use people_http::ListDirectoryPeople;
use people_model::{FieldMask, ListDirectoryPeopleResponse, Message};
use people_rules::{ContactSource, DirectorySources, DirectoryView, Extent, project_directory};
use people_store::{Account, Order, Row, RowKind, Store, StoreError};

use super::{
    Service,
    clock::rfc3339,
    directory::StoredPerson,
    lists::Listing,
    photos::{self, PhotoMark},
    rows::AT_ONCE,
};
use crate::api::{Failure, Reply};

impl<S: Store> Service<S> {
    /// `people.listDirectoryPeople`: rules `W1` to `W4`.
    pub(super) async fn list_directory_people(
        &self,
        account: &Account,
        call: ListDirectoryPeople,
    ) -> Result<Reply, Failure> {
        let domain = self.directory_of(account).await?;
        let (read, sources) = (call.read, call.sources);
        let listing = Listing {
            of: &domain,
            kind: RowKind::DirectoryPerson,
            order: Order::FirstName,
            what: synced(&domain, &call),
            how: "",
            page_size: match sources.merge_contacts {
                // Each person is looked for among the contacts.
                true => call.page_size.min(AT_ONCE as i32),
                false => call.page_size,
            },
            page_token: &call.page_token,
            request_sync_token: call.request_sync_token,
            sync_token: &call.sync_token,
        };
        let mut reading = self.begin(account, &listing).await?;
        let mut people = Vec::new();
        while !reading.is_over() {
            for row in self.next_rows(&mut reading, AT_ONCE).await? {
                // The row of one that is gone does not tell who it was: the caller reads all of them again.
                if row.deleted {
                    return Err(Failure::expired_sync_token().by_rule("W4"));
                }
                people.extend(self.directory_person(account, &row, read, sources).await?);
            }
        }
        let mut members = Vec::new();
        if !people.is_empty() {
            members.push(format!("\"people\":[{}]", people.join(",")));
        }
        members.extend(self.end(account, reading).await?.tokens);
        let body = format!("{{{}}}", members.join(","));
        Ok(Reply::new(body, ListDirectoryPeopleResponse::DESCRIPTOR))
    }

    /// A person of a directory as the caller sees it; none where it is of a source that was not asked for.
    pub(super) async fn directory_person(
        &self,
        account: &Account,
        row: &Row,
        read: FieldMask,
        sources: DirectorySources,
    ) -> Result<Option<String>, Failure> {
        let (person, source, mut fields) = StoredPerson::read(row)?;
        if !sources.contains(source) {
            return Ok(None);
        }
        let merged = match sources.merge_contacts {
            true => self.contact_like(account, row).await?,
            false => None,
        };
        let facts = &self.facts;
        if let Some(photo) = &person.photo {
            let domain = Account::of_domain(&photo.domain).map_err(StoreError::engine)?;
            let url = facts.own_photo_url(&domain, row.id, &photo.digest);
            let shown = photos::field(url, source.as_str().into(), &person.id);
            fields = fields.replace(FieldMask::PHOTOS, &shown);
        }
        let parts = merged.as_ref().map(|stored| {
            let (_, fingerprint) = facts.fingerprints(account, stored, None);
            let (time, photo) = (
                rfc3339(stored.update_time),
                facts.photo_url(
                    account,
                    stored.id,
                    stored.photo.as_ref().map(PhotoMark::digest),
                ),
            );
            (stored, fingerprint, time, photo)
        });
        let contact = parts
            .as_ref()
            .map(|(stored, fingerprint, time, photo)| ContactSource {
                id: stored.id,
                kind: stored.kind,
                fields: stored.contact.fields.borrowed(),
                fingerprint: *fingerprint,
                update_time: time,
                photo_url: photo,
                photo_is_default: stored.photo.is_none(),
            });
        let view = DirectoryView {
            id: &person.id,
            source,
            fields: &fields,
            contact,
        };
        Ok(Some(project_directory(&view, read, sources, Extent::Whole)))
    }
}

/// What must be the same on every sync of a domain's people.
pub(super) fn synced(domain: &Account, call: &ListDirectoryPeople) -> String {
    let (read, sources) = (call.read, call.sources);
    format!("directory\u{1f}{domain}\u{1f}{read}\u{1f}{sources:?}")
}
