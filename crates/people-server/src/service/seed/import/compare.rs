//! An import, last: the store is compared with the seed.
use people_store::{Record, RowKind, Store, StoreError};

use crate::service::{
    etags::PROFILE_ROW,
    rows::has,
    seed::{
        Differing, SeedError,
        groups::GroupIds,
        naming::Naming,
        others::parts,
        part::{Part, Rows, planned},
    },
};

impl<S: Store> Part<'_, S> {
    /// Reads the existing entries, and reports those that differ from what was written.
    pub(super) async fn compare(
        &self,
        differing: &mut Vec<Differing>,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), SeedError> {
        let (account, store) = (&self.account, &self.service.store);
        let mut differs = |what: String,
                           found: Option<&people_store::Row>,
                           wanted: &Record,
                           is_named: Option<String>| {
            if found.is_none_or(|row| !has(&row.record, wanted)) || is_named.is_some() {
                differing.push(Differing {
                    account: self.name.to_owned(),
                    what,
                    is_there: found.is_some(),
                    is_named,
                });
            }
        };
        if self.content.has_profile() {
            let found = store.get(account, RowKind::Profile, PROFILE_ROW).await;
            let found = found.map_err(|source| self.failed("its profile", source))?;
            let (profile, _) = self.profile()?;
            differs("its profile".to_owned(), found.as_ref(), &profile, None);
            progress(1);
        }
        let mut ids = GroupIds::default();
        for (index, entry) in self.content.groups.iter().enumerate() {
            progress(1);
            let (what, group) = (self.content.group_name(index), self.group(index, entry)?);
            let failed = |source| self.failed(&what, source);
            let Some((stored, given)) = self.own_group(index, &group)? else {
                continue;
            };
            let id = self.service.seed_group_of(account, &stored, given).await;
            let id = id.map_err(failed)?;
            let found = match id {
                Some(id) => store
                    .get(account, RowKind::Group, id)
                    .await
                    .map_err(failed)?,
                None => None,
            };
            let wanted = stored.record();
            let wanted = wanted.map_err(|error| failed(StoreError::engine(error)))?;
            let id = id.unwrap_or_else(|| planned(&stored, given));
            let is_named = given
                .is_some_and(|given| given.get() != id)
                .then(|| format!("contactGroups/{id:x}"));
            ids.insert(&group, id);
            differs(what, found.as_ref(), &wanted, is_named);
        }
        let mut rows = Rows::new(self, ids);
        while let Some((some, count)) = rows.next_some()? {
            let Some(first) = some.first() else {
                progress(count);
                continue;
            };
            let wanted: Vec<u64> = some.iter().map(|row| row.id).collect();
            let found = store.get_many(account, RowKind::Contact, &wanted).await;
            let found = found
                .map_err(|source| self.failed(&self.content.contact_name(first.index), source))?;
            for (row, found) in some.iter().zip(&found) {
                let what = self.content.contact_name(row.index);
                let what = format!("{what} (people/c{})", row.id);
                differs(what, found.as_ref(), &row.record, None);
            }
            progress(count);
        }
        let mut naming = Naming::default();
        for some in parts(&self.content.other_contacts) {
            progress(some.len() as u64);
            let what = self.content.other_name(some.start);
            let rows = self.others(some, &mut naming)?;
            let found = self.service.compare_rows(account, rows, differing).await;
            found.map_err(|source| self.failed(&what, source))?;
        }
        let domain = self.domain()?;
        progress(domain.len() as u64);
        let found = self.service.compare_rows(account, domain, differing).await;
        found.map_err(|source| self.failed("its domain", source))
    }
}
