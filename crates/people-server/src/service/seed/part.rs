//! What a seed has of one account, as the rows that a store holds.
use std::ops::Range;

use people_model::{ContactGroup, GroupId};
use people_store::{Account, Record, Store, StoreError};

use super::{
    Entry, SeedAccount, SeedError,
    add::named,
    groups::{GroupIds, SeedGroup},
    naming::Naming,
    others::SeedRow,
    people::SeedPerson,
    refused,
};
use crate::service::{Region, Service, Sizes, groups::StoredGroup, photos::NewPhoto};

/// How many contacts, and how many bytes of them, share a commit.
const CONTACTS: usize = 500;
const BYTES: usize = 4 << 20;

/// What a seed has of one account.
pub(super) struct Part<'s, S> {
    pub(super) service: &'s Service<S>,
    pub(super) name: &'s str,
    pub(super) account: Account,
    pub(super) content: &'s SeedAccount,
}

/// A contact as it will be stored.
pub(super) struct Row {
    pub(super) index: usize,
    pub(super) id: u64,
    pub(super) record: Record,
    pub(super) photo: Option<NewPhoto>,
}

impl<'s, S: Store> Part<'s, S> {
    pub(super) fn new(
        service: &'s Service<S>,
        name: &'s str,
        content: &'s SeedAccount,
    ) -> Result<Self, SeedError> {
        let account = Account::new(name);
        Ok(Self {
            service,
            name,
            account: account.map_err(|error| refused(name, "its name", error.to_string()))?,
            content,
        })
    }

    pub(super) fn entries(&self) -> u64 {
        let profile = u64::from(self.content.has_profile());
        let domain = u64::from(!self.content.domain.is_empty());
        let content = self.content;
        let lists = content.groups.len() + content.contacts.len() + content.other_contacts.len();
        profile + domain + lists as u64
    }

    /// The row of its domain, if it has one.
    pub(super) fn domain(&self) -> Result<Vec<SeedRow>, SeedError> {
        Ok(self.content.domain_row(self.name)?.into_iter().collect())
    }

    pub(super) fn others(
        &self,
        some: Range<usize>,
        naming: &mut Naming,
    ) -> Result<Vec<SeedRow>, SeedError> {
        let named = (self.name, &self.account);
        self.service.other_rows(named, self.content, some, naming)
    }

    pub(super) fn profile(&self) -> Result<(Record, Option<NewPhoto>), SeedError> {
        let record = self.service.profile_record(&self.account, self.content);
        record.map_err(|why| refused(self.name, "its profile", why))
    }

    pub(super) fn group(&self, index: usize, entry: &Entry) -> Result<ContactGroup, SeedError> {
        let group = entry.decode(self.sizes());
        group.map_err(|why| refused(self.name, &self.content.group_name(index), why))
    }

    /// A group as it is stored, with the id of its resource name; none where every account has it.
    pub(super) fn own_group(
        &self,
        index: usize,
        group: &ContactGroup,
    ) -> Result<Option<(StoredGroup, Option<GroupId>)>, SeedError> {
        match SeedGroup::read(group) {
            Ok(SeedGroup::System) => Ok(None),
            Ok(SeedGroup::Own { stored, id }) => Ok(Some((stored, id))),
            Err(why) => Err(refused(self.name, &self.content.group_name(index), why)),
        }
    }

    pub(super) fn person(&self, index: usize, entry: &Entry) -> Result<SeedPerson, SeedError> {
        let person = self.service.seed_person(entry);
        person.map_err(|why| refused(self.name, &self.content.contact_name(index), why))
    }

    /// None if an earlier contact has the same resource name and is equal: pages of a list can overlap if the list
    /// changed while it was read.
    pub(super) fn row(
        &self,
        index: usize,
        person: SeedPerson,
        groups: &GroupIds,
        naming: &mut Naming,
    ) -> Result<Option<Row>, SeedError> {
        let region = self.region();
        let record = |person, id| self.service.contact_record(person, id, groups, region);
        let row = || {
            let named = named(&person.person)?;
            let text = serde_json::to_string(&person.person);
            let text = text.map_err(|error| error.to_string())?;
            let photo = person.photo.clone();
            let mint = &self.service.facts.mint;
            let (id, first) = naming.id(named, index, || (mint, &self.account, text));
            let record = match first {
                None => record(person, id)?,
                Some(first) => {
                    let known = self.service.seed_person(&self.content.contacts[first])?;
                    return match record(known, id)? == record(person, id)? {
                        true => Ok(None),
                        false => Err(self.content.named_twice(first)),
                    };
                }
            };
            let id = id.get();
            Ok(Some(Row {
                index,
                id,
                record,
                photo,
            }))
        };
        row().map_err(|why| refused(self.name, &self.content.contact_name(index), why))
    }

    pub(super) fn sizes(&self) -> &Sizes {
        &self.service.facts.settings.sizes
    }

    pub(super) fn region(&self) -> Option<Region> {
        self.service.region(&self.account, &self.content.region)
    }

    pub(super) fn failed(&self, what: &str, source: StoreError) -> SeedError {
        SeedError::Store {
            account: self.name.to_owned(),
            what: what.to_owned(),
            source,
        }
    }
}

/// The contacts of an account, in portions.
pub(super) struct Rows<'p, 's, S> {
    part: &'p Part<'s, S>,
    groups: GroupIds,
    naming: Naming,
    next: usize,
}

impl<'p, 's, S: Store> Rows<'p, 's, S> {
    pub(super) fn new(part: &'p Part<'s, S>, groups: GroupIds) -> Self {
        Self {
            part,
            groups,
            naming: Naming::default(),
            next: 0,
        }
    }

    /// The entries of one commit, and from how many contacts they come; none at the end.
    pub(super) fn next_some(&mut self) -> Result<Option<(Vec<Row>, u64)>, SeedError> {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        let begin = self.next;
        while rows.len() < CONTACTS && bytes < BYTES {
            let Some(entry) = self.part.content.contacts.get(self.next) else {
                break;
            };
            let person = self.part.person(self.next, entry)?;
            let row = self
                .part
                .row(self.next, person, &self.groups, &mut self.naming)?;
            if let Some(row) = row {
                bytes += row.record.body.len();
                bytes += row.photo.as_ref().map_or(0, NewPhoto::bytes);
                rows.push(row);
            }
            self.next += 1;
        }
        let count = self.next - begin;
        Ok((count > 0).then_some((rows, count as u64)))
    }
}

/// The id that a group gets that is not there.
pub(super) fn planned(stored: &StoredGroup, id: Option<GroupId>) -> u64 {
    id.map_or_else(|| stored.first_id(), GroupId::get)
}
