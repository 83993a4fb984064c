//! Changes of contacts, in batches, each with the etag of the contact as it was read.
use std::collections::BTreeMap;

use people_model::{ContactId, Person, UpdateMask};
use people_rules::{Resolution, merge_with};
use people_server::ImportedEntry;

use super::{
    Done, Fate, GONE, OverApi, PHOTO_CHANGES, READ, Run, Task, account, account::Account, fate,
    written,
};

impl OverApi {
    pub(super) async fn update(
        &mut self,
        account: &Account,
        tasks: Vec<Task>,
        run: &mut Run,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Done {
        // One call has one mask.
        let mut by_mask: BTreeMap<String, Vec<(Task, Person, UpdateMask)>> = BTreeMap::new();
        let mut photos = Vec::new();
        for task in tasks {
            let Some((id, now)) = task
                .planned
                .imported
                .contact
                .and_then(|id| Some((id, account.contact(id)?)))
            else {
                run.again(task.index, GONE);
                continue;
            };
            match replayed(&task, id, now)? {
                Some((person, mask)) => {
                    let same = by_mask.entry(mask.to_string()).or_default();
                    same.push((task, person, mask));
                }
                None => photos.push(task),
            }
        }
        for (_, updates) in by_mask {
            let Some(&(.., mask)) = updates.first() else {
                continue;
            };
            let people = updates.iter().map(|(_, person, _)| person.clone());
            let call = self
                .client
                .update_contacts(people.collect::<Vec<_>>(), mask);
            let outcomes = call.returning(READ).all().await;
            let (mut kept, mut end) = (Vec::new(), None);
            for ((task, ..), outcome) in updates.into_iter().zip(outcomes) {
                let error = match outcome {
                    Ok(person) => {
                        let name = person.resource_name.clone();
                        let before = self.state.contact(&name);
                        let photo = before.and_then(|kept| kept.photo.clone());
                        let sources = task.planned.sources_without_photo.clone();
                        kept.push((name, written(sources, photo, &person)));
                        photos.push(task);
                        continue;
                    }
                    Err(error) => error,
                };
                // A contact that is gone is new in the next round.
                if error.is_not_found() {
                    run.again(task.index, GONE);
                    continue;
                }
                match fate(error) {
                    Fate::Again(why) => run.again(task.index, why),
                    Fate::Refused(why) => run.end(task.index, ImportedEntry::refused(why), done),
                    Fate::End(error) => end = end.or(Some(error)),
                }
            }
            self.state.keep(kept)?;
            if let Some(error) = end {
                return Err(error);
            }
        }
        for mut task in photos {
            let name = task.planned.imported.contact.map(ContactId::resource_name);
            let name = name.unwrap_or_default();
            if task.planned.photo.is_some() {
                let now = task
                    .planned
                    .imported
                    .contact
                    .and_then(|id| account.contact(id));
                let shown = now.and_then(account::photo).unwrap_or_default();
                if !self.write_photo(&name, Some(shown), &mut task).await? {
                    run.again(task.index, PHOTO_CHANGES);
                    continue;
                }
            } else if self
                .state
                .contact(&name)
                .is_none_or(|kept| kept.sources != task.planned.sources)
            {
                let before = self.state.contact(&name).cloned().unwrap_or_default();
                let sources = task.planned.sources.clone();
                self.state
                    .keep([(name, crate::import::state::Kept { sources, ..before })])?;
            }
            run.end(task.index, task.planned.imported, done);
        }
        Ok(())
    }
}

/// What is planned, made on the contact as the server shows it: with members that this program does not know.
fn replayed(task: &Task, id: ContactId, now: &Person) -> Done<Option<(Person, UpdateMask)>> {
    let Some(before) = &task.planned.before else {
        return Ok(None);
    };
    let merge = merge_with(before, &task.planned.person, now, |_| Resolution::Ours);
    let update = merge.into_update(id)?;
    Ok(update.map(|update| (update.person, update.mask)))
}
