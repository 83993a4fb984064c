//! An import, first: all of it is checked.
use people_store::Store;

use crate::service::seed::{
    SeedError,
    groups::{GroupIds, Once},
    naming::Naming,
    others::parts,
    part::{Part, planned},
    refused,
};

impl<S: Store> Part<'_, S> {
    /// Makes every row, and writes none. Returns how many entries are system groups.
    pub(super) async fn check(&self, progress: &mut impl FnMut(u64)) -> Result<u64, SeedError> {
        let mut system_groups = 0;
        if self.content.has_profile() {
            self.profile()?;
            progress(1);
        }
        let (mut ids, mut once) = (GroupIds::default(), Once::default());
        for (index, entry) in self.content.groups.iter().enumerate() {
            progress(1);
            let group = self.group(index, entry)?;
            let Some((stored, id)) = self.own_group(index, &group)? else {
                system_groups += 1;
                continue;
            };
            let what = self.content.group_name(index);
            once.check(index, &stored, id).map_err(|(first, shares)| {
                let first = self.content.group_name(first);
                refused(self.name, &what, format!("{first} {shares}"))
            })?;
            let there = self.service.seed_group_of(&self.account, &stored, id);
            let there = there.await.map_err(|source| self.failed(&what, source))?;
            ids.insert(&group, there.unwrap_or_else(|| planned(&stored, id)));
        }
        let mut naming = Naming::default();
        for (index, entry) in self.content.contacts.iter().enumerate() {
            let person = self.person(index, entry)?;
            let in_groups = self
                .service
                .check_groups(&self.account, &person.person, &ids);
            let in_groups = in_groups.await;
            in_groups.map_err(|why| refused(self.name, &self.content.contact_name(index), why))?;
            self.row(index, person, &ids, &mut naming)?;
            progress(1);
        }
        let mut of_others = Naming::default();
        for some in parts(&self.content.other_contacts) {
            progress(some.len() as u64);
            for row in self.others(some, &mut of_others)? {
                if naming.has(row.id) {
                    let why = format!("people/c{} has its number", row.id);
                    return Err(refused(self.name, &row.what, why));
                }
            }
        }
        progress(self.domain()?.len() as u64);
        Ok(system_groups)
    }
}
