//! The groups that a file names.
use std::collections::{HashMap, HashSet};

use people_model::{ContactGroup, GroupId, GroupResourceName, SystemGroup};
use people_store::{Account, Order, RowKind, Store, StoreError};

use super::{
    super::{People, Service, groups::StoredGroup, portions::List, rows::AT_ONCE},
    StoredSources,
};

/// A group that a file names, and which group of the account it is.
///
/// ```
/// use people_server::{People, Settings, SourceGroup};
/// use people_store::{Account, Memory};
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let people = People::open(Memory::new(), Settings::default()).await?;
/// let groups = people.source_groups(&Account::new("ada")?, ["Engine", "Starred"], false).await?;
/// let starred: &SourceGroup = &groups[1];
/// assert_eq!(starred.group.as_deref(), Ok("contactGroups/starred"));
/// assert!(groups[0].is_new);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceGroup {
    /// The name in the file.
    pub name: String,
    /// The resource name of the group, or why there can be no such group.
    pub group: Result<String, String>,
    /// Whether the group was not there yet.
    pub is_new: bool,
}

impl SourceGroup {
    /// The group that a name means, or why there can be no such group.
    pub fn new(name: impl Into<String>, group: Result<String, String>) -> Self {
        Self {
            name: name.into(),
            group,
            is_new: false,
        }
    }

    /// The system group of this name, which every account has; none if it is not the name of a system group.
    ///
    /// ```
    /// use people_server::SourceGroup;
    ///
    /// let starred = SourceGroup::system("Starred").unwrap();
    /// assert_eq!(starred.group.as_deref(), Ok("contactGroups/starred"));
    /// assert_eq!(SourceGroup::system("Engine"), None);
    /// ```
    #[must_use]
    pub fn system(name: &str) -> Option<Self> {
        let group = GroupResourceName::from(system_group(name)?).to_string();
        Some(Self::new(name, Ok(group)))
    }
}

impl<S: Store> People<S> {
    /// The groups of the account that have these names, in any case. Those that are not there are made, unless
    /// it is a dry run. A name of a system group is that group.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn source_groups(
        &self,
        account: &Account,
        names: impl IntoIterator<Item = impl Into<String>>,
        dry_run: bool,
    ) -> Result<Vec<SourceGroup>, StoreError> {
        let (mut groups, mut names_before) = (Vec::new(), Before::default());
        for name in names {
            let group = self
                .inner
                .source_group(account, name.into(), dry_run, &mut names_before);
            groups.push(group.await?);
        }
        Ok(groups)
    }
}

/// What is known from the names before.
#[derive(Default)]
struct Before {
    /// The resource names of all groups that sources name, once they were looked for.
    said: Option<HashSet<String>>,
    /// The resource names of the groups that a dry run would have added, by what finds them.
    unwritten: HashMap<String, String>,
}

impl<S: Store> Service<S> {
    async fn source_group(
        &self,
        account: &Account,
        name: String,
        dry_run: bool,
        before: &mut Before,
    ) -> Result<SourceGroup, StoreError> {
        let found = |name, group, is_new| SourceGroup {
            name,
            group,
            is_new,
        };
        if let Some(system) = SourceGroup::system(&name) {
            return Ok(system);
        }
        let stored = StoredGroup::of(&ContactGroup::new().name(name.as_str()));
        let id = |id| GroupId::new(id).map(resource_name).unwrap_or_default();
        if let Some(there) = self.group_of(account, &stored).await? {
            return Ok(found(name, Ok(id(there)), false));
        }
        // One that was made by this name and that a file has named since has another name now, or was deleted. It is
        // still what the file means.
        let said = match &mut before.said {
            Some(said) => said,
            none => none.insert(self.said_groups(account).await?),
        };
        if let Some(group) = stored.ids().map(id).find(|group| said.contains(group)) {
            return Ok(found(name, Ok(group), false));
        }
        let reason = |failure: crate::api::Failure| failure.into_status().message;
        let limit = self.facts.settings.sizes.groups;
        if dry_run {
            let unwritten = &mut before.unwritten;
            if let Some(there) = unwritten.get(&stored.term()) {
                return Ok(found(name, Ok(there.clone()), false));
            }
            let kept = self.store.count(account, RowKind::Group).await?;
            let standing = kept + unwritten.len() as u64;
            let checked = stored.check();
            let checked = checked.and_then(|()| self.group_rooms.allow(standing + 1, limit));
            let added = checked.map(|()| id(stored.first_id()));
            if let Ok(group) = &added {
                unwritten.insert(stored.term(), group.clone());
            }
            let is_new = added.is_ok();
            return Ok(found(name, added.map_err(reason), is_new));
        }
        match self.add_group(account, stored.clone(), limit).await {
            Ok((added, _)) => Ok(found(name, Ok(id(added)), true)),
            // Another process may have been faster.
            Err(failure) => match self.group_of(account, &stored).await? {
                Some(there) => Ok(found(name, Ok(id(there)), false)),
                None => Ok(found(name, Err(reason(failure)), false)),
            },
        }
    }
}

impl<S: Store> Service<S> {
    /// The resource names of the groups that sources name.
    async fn said_groups(&self, account: &Account) -> Result<HashSet<String>, StoreError> {
        let (mut groups, mut after) = (HashSet::new(), None);
        loop {
            let (kind, list) = (RowKind::Source, List::All(Order::VersionAscending));
            let page = self.rows(account, kind, list, after, AT_ONCE).await?;
            let sources = page.rows.iter().filter_map(StoredSources::of_row);
            for source in sources.flat_map(|it| it.sources) {
                for name in names_in(source.said.get()) {
                    if !groups.contains(name) {
                        groups.insert(name.to_owned());
                    }
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(groups);
            }
        }
    }
}

/// The texts of a person that are resource names of groups.
fn names_in(said: &str) -> impl Iterator<Item = &str> {
    let names = said.match_indices("\"contactGroups/");
    // A quote inside of a text has a backslash before it.
    names.filter_map(|(at, _)| said[at + 1..].split('"').next())
}

fn resource_name(id: GroupId) -> String {
    GroupResourceName::from(id).to_string()
}

/// The group that every account has by this name.
fn system_group(name: &str) -> Option<SystemGroup> {
    let folded = name.trim().to_lowercase();
    let mut systems = SystemGroup::ALL.iter().copied();
    systems.find(|system| {
        let names = [system.id(), system.formatted_name()];
        names.iter().any(|name| name.to_lowercase() == folded)
    })
}
