//! An import, second: what is not there is added.
use std::iter;

use people_store::{Batch, CommitError, Condition, RowKind, Store, StoreError, Unavailable, Write};

use crate::service::seed::{
    SeedError, SeedReport,
    groups::GroupIds,
    naming::Naming,
    others::parts,
    part::{Part, Row, Rows},
    reason::reason,
};

/// How often contacts are looked up again if another program has written them in between.
const RACES: usize = 16;

impl<S: Store> Part<'_, S> {
    pub(super) async fn add(
        &self,
        added: &mut SeedReport,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), SeedError> {
        if self.content.has_profile() {
            let profile = self.profile()?;
            let new = self.service.add_profile(&self.account, profile).await;
            let new = new.map_err(|source| self.failed("its profile", source))?;
            added.profiles += usize::from(new);
            progress(1);
        }
        let mut ids = GroupIds::default();
        for (index, entry) in self.content.groups.iter().enumerate() {
            progress(1);
            let group = self.group(index, entry)?;
            let Some((stored, id)) = self.own_group(index, &group)? else {
                continue;
            };
            let kept = self.service.seed_group(&self.account, &stored, id);
            let (id, new) = kept.await.map_err(|failure| {
                // It was checked, so that this is the store's doing.
                let source = StoreError::engine(std::io::Error::other(reason(failure)));
                self.failed(&self.content.group_name(index), source)
            })?;
            ids.insert(&group, id);
            added.groups += usize::from(new);
        }
        let mut rows = Rows::new(self, ids);
        while let Some((some, count)) = rows.next_some()? {
            let Some(first) = some.first() else {
                progress(count);
                continue;
            };
            let what = self.content.contact_name(first.index);
            let new = self.add_contacts(some).await;
            added.contacts += new.map_err(|source| self.failed(&what, source))?;
            progress(count);
        }
        let mut naming = Naming::default();
        for some in parts(&self.content.other_contacts) {
            progress(some.len() as u64);
            let what = self.content.other_name(some.start);
            let rows = self.others(some, &mut naming)?;
            let new = self.service.add_rows(&self.account, rows).await;
            added.other_contacts += new.map_err(|source| self.failed(&what, source))?;
        }
        let domain = self.domain()?;
        progress(domain.len() as u64);
        let new = self.service.add_rows(&self.account, domain).await;
        new.map_err(|source| self.failed("its domain", source))?;
        Ok(())
    }

    /// Commits those contacts that are not there, all together; returns how many there were.
    async fn add_contacts(&self, mut rows: Vec<Row>) -> Result<usize, StoreError> {
        for _ in 0..RACES {
            let ids: Vec<u64> = rows.iter().map(|row| row.id).collect();
            let store = &self.service.store;
            let there = store
                .get_many(&self.account, RowKind::Contact, &ids)
                .await?;
            let mut there = there.iter();
            rows.retain(|_| there.next().is_none_or(Option::is_none));
            if rows.is_empty() {
                return Ok(0);
            }
            let writes = rows.iter().flat_map(|row| {
                let contact = Write::Put {
                    kind: RowKind::Contact,
                    id: row.id,
                    record: row.record.clone(),
                    condition: Condition::Absent,
                };
                let photo = row.photo.as_ref().map(|photo| photo.put(row.id, None));
                iter::once(contact).chain(photo)
            });
            let batch = Batch {
                writes: writes.collect(),
                time: self.service.facts.settings.clock.stamp(&self.account),
            };
            match store.commit(&self.account, batch).await {
                Ok(_) => return Ok(rows.len()),
                Err(CommitError::Conflict { .. }) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(error) => return Err(StoreError::engine(error)),
            }
        }
        Err(StoreError::unavailable(Unavailable::Busy))
    }
}
