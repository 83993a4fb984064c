//! The contact groups of a seed, and which of the store they are.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use people_model::{ContactGroup, GroupId, GroupResourceName, GroupType, Person, SystemGroup};
use people_rules::{Index, Violation, added_groups};
use people_store::{Account, Condition, RowKind, Store, StoreError, Write};

use super::reason::reason;
use crate::{
    api::Failure,
    service::{
        Service,
        groups::StoredGroup,
        write::{Needs, aborted},
    },
};

/// A group of a seed.
pub(super) enum SeedGroup {
    /// A system group: every account has it, and nothing is stored.
    System,
    /// One of the user's own.
    Own {
        stored: StoredGroup,
        /// The id of its resource name.
        id: Option<GroupId>,
    },
}

impl SeedGroup {
    pub(super) fn read(group: &ContactGroup) -> Result<Self, String> {
        let metadata = group.metadata.as_ref();
        if metadata.is_some_and(|metadata| metadata.deleted) {
            return Err(DELETED.to_owned());
        }
        let name = match group.resource_name.as_str() {
            "" if group.group_type == GroupType::SystemContactGroup => {
                format!("contactGroups/{}", group.name)
            }
            name => name.to_owned(),
        };
        let id = match &*name {
            "" => None,
            name => match GroupResourceName::parse(name) {
                Some(GroupResourceName::System(_)) => return Ok(Self::System),
                Some(GroupResourceName::User(id)) => Some(id),
                None => return Err(format!("`{name}` is not the name of a contact group")),
            },
        };
        let stored = StoredGroup::of(group);
        stored.check().map_err(reason)?;
        Ok(Self::Own { stored, id })
    }
}

/// An entry of a list of changes.
pub(super) const DELETED: &str =
    "it is deleted: the list was read by a sync token. Give a list that was read without one";

/// The ids of the groups of a seed in the store, by what memberships may call them.
#[derive(Default)]
pub(super) struct GroupIds {
    by_id: HashMap<String, String>,
    by_name: HashMap<String, String>,
    ids: BTreeSet<String>,
}

impl GroupIds {
    /// Records the id in the store of a group of the seed.
    pub(super) fn insert(&mut self, group: &ContactGroup, id: u64) {
        let id = format!("{id:x}");
        if let Some(given) = group.resource_name.strip_prefix("contactGroups/") {
            self.by_id.insert(given.to_owned(), id.clone());
        }
        self.by_name.insert(group.name.clone(), id.clone());
        self.ids.insert(id);
    }

    /// Puts the ids of the store where memberships have those of the seed, or names. A resource name
    /// beats the name of another group.
    pub(super) fn name(&self, person: &mut Person) {
        for membership in &mut person.memberships {
            let Some(group) = &mut membership.contact_group_membership else {
                continue;
            };
            let name = &mut group.contact_group_resource_name;
            let Some(given) = name.strip_prefix("contactGroups/") else {
                continue;
            };
            let id = self.by_id.get(given).or_else(|| {
                // Every account has those.
                let system = SystemGroup::ALL.iter().any(|system| system.id() == given);
                self.by_name.get(given).filter(|_| !system)
            });
            if let Some(id) = id {
                *name = format!("contactGroups/{id}");
            }
        }
    }

    fn has(&self, group: &GroupResourceName) -> bool {
        self.ids.contains(group.id())
    }
}

/// Finds where a seed has a group twice.
#[derive(Default)]
pub(super) struct Once {
    by_id: HashMap<GroupId, (usize, String)>,
    by_term: BTreeMap<String, (usize, String, Option<GroupId>)>,
}

impl Once {
    /// Pages of a list may overlap, so an entry may come again if it is equal. Otherwise it is reported, with the index
    /// of the first and what the two share.
    pub(super) fn check(
        &mut self,
        index: usize,
        stored: &StoredGroup,
        id: Option<GroupId>,
    ) -> Result<(), (usize, &'static str)> {
        let body = stored
            .record()
            .map(|record| record.body)
            .unwrap_or_default();
        if let Some(id) = id {
            let (first, known) = self
                .by_id
                .entry(id)
                .or_insert_with(|| (index, body.clone()));
            if *known != body {
                return Err((*first, "has its resource name, with other values"));
            }
        }
        let term = self.by_term.entry(stored.term());
        let (first, known, its) = term.or_insert_with(|| (index, body.clone(), id));
        match *known == body && *its == id {
            true => Ok(()),
            false => Err((*first, "has its name")),
        }
    }
}

impl<S: Store> Service<S> {
    /// The id of a group of a seed that is in the store: by its resource name, or else by its name.
    pub(super) async fn seed_group_of(
        &self,
        account: &Account,
        stored: &StoredGroup,
        id: Option<GroupId>,
    ) -> Result<Option<u64>, StoreError> {
        if let Some(id) = id {
            let row = self.store.get(account, RowKind::Group, id.get()).await?;
            if row.is_some() {
                return Ok(Some(id.get()));
            }
        }
        self.group_of(account, stored).await
    }

    /// The group's id, and whether it was not there yet.
    pub(super) async fn seed_group(
        &self,
        account: &Account,
        stored: &StoredGroup,
        id: Option<GroupId>,
    ) -> Result<(u64, bool), Failure> {
        if let Some(id) = self.seed_group_of(account, stored, id).await? {
            return Ok((id, false));
        }
        let added = match id {
            None => {
                let added = self.add_group(account, stored.clone(), u64::MAX).await;
                added.map(|(id, _)| id)
            }
            Some(id) => self.put_group(account, stored, id.get()).await,
        };
        match added {
            Ok(id) => Ok((id, true)),
            // Another server, started with the same seed, was faster.
            Err(failure) => match self.seed_group_of(account, stored, id).await? {
                Some(id) => Ok((id, false)),
                None => Err(failure),
            },
        }
    }

    /// Stores a group under an id that nothing has.
    async fn put_group(
        &self,
        account: &Account,
        stored: &StoredGroup,
        id: u64,
    ) -> Result<u64, Failure> {
        let record = stored.record();
        let record = record.map_err(|error| Failure::internal("encode a group", &error))?;
        let write = Write::Put {
            kind: RowKind::Group,
            id,
            record,
            condition: Condition::Absent,
        };
        match self.commit(account, vec![write, stored.unshared()]).await? {
            Some(_) => Ok(id),
            None => Err(aborted()),
        }
    }

    /// Every group of a contact is in the seed or in the store (rules `U15`, `U16`).
    pub(super) async fn check_groups(
        &self,
        account: &Account,
        person: &Person,
        of_seed: &GroupIds,
    ) -> Result<(), String> {
        let missing = |name: &str| format!("it is in {name}, a group that does not exist");
        let mut wanted = Vec::new();
        for membership in &person.memberships {
            let named = membership.contact_group_membership.as_ref();
            let named = named.map_or("", |group| &*group.contact_group_resource_name);
            let mut member = Person::default();
            member.memberships.push(membership.clone());
            of_seed.name(&mut member);
            let groups = match added_groups(&Index::default(), &member) {
                Err(Violation::NotFound) => return Err(missing(named)),
                groups => groups.map_err(|violation| violation.to_string())?,
            };
            let others = groups.into_iter().filter(|group| !of_seed.has(group));
            wanted.extend(others.map(|group| (named, group)));
        }
        let ids = wanted.iter().filter_map(|(_, group)| group.user_id());
        let needs = Needs {
            groups: ids.collect(),
            ..Needs::default()
        };
        let rows = self.rows_of(account, needs).await;
        let rows = rows.map_err(|error| reason(error.into()))?;
        let absent = wanted
            .iter()
            .find(|(_, group)| rows.require(&[*group]).is_err());
        absent.map_or(Ok(()), |(named, _)| Err(missing(named)))
    }
}
