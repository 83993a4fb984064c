//! New contacts, in batches. Each has a mark until it is known which contact it has become.
use std::collections::BTreeSet;

use people_http::Error;
use people_model::{ClientData, ContactId, FieldMask, Person, UpdateMask};
use people_server::{ImportedEntry, PlannedPhoto};
use ring::rand::{SecureRandom, SystemRandom};

use super::{
    Done, Fate, OverApi, PHOTO_CHANGES, READ, Run, Task,
    account::{KEY, marks},
    fate, unknown, written,
};
use crate::import::state::{Sent, now};

impl OverApi {
    pub(super) async fn create(
        &mut self,
        tasks: Vec<Task>,
        run: &mut Run,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Done {
        if tasks.is_empty() {
            return Ok(());
        }
        let mut left = self.send_new(tasks, run, done).await?;
        // The account has no room for all of them: as many as it has room for are created.
        while !left.is_empty() {
            let first = left.remove(0);
            if let Some(full) = self.send_new(vec![first], run, done).await?.pop() {
                for task in std::iter::once(full).chain(std::mem::take(&mut left)) {
                    run.end(task.index, ImportedEntry::refused(FULL), done);
                }
            }
        }
        Ok(())
    }

    /// Creates contacts, and returns those for which the account has no room.
    async fn send_new(
        &mut self,
        tasks: Vec<Task>,
        run: &mut Run,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Done<Vec<Task>> {
        let time = now();
        let marked = tasks.into_iter().map(|task| Ok((mark()?, task)));
        let marked: Vec<(String, Task)> = marked.collect::<Done<_>>()?;
        let sent = marked.iter().map(|(mark, task)| Sent {
            mark: mark.clone(),
            sources: task.planned.sources_without_photo.clone(),
            time,
        });
        // First, so that they are looked for if this run does not come to the next line.
        self.state.sending(sent.collect())?;
        let sent = marked.iter().map(|(mark, task)| (mark.clone(), task.index));
        self.sent.extend(sent);
        let people = marked.iter().map(|(mark, task)| {
            let mut person = task.planned.person.clone();
            let mark = ClientData::new().key(KEY).value(mark.as_str());
            person.client_data.push(mark);
            person
        });
        let creates = self.client.create_contacts(people.collect::<Vec<_>>());
        let outcomes = creates.returning(READ).all().await;

        let (mut made, mut not_made) = (Vec::new(), BTreeSet::new());
        let (mut created, mut full, mut end) = (Vec::new(), Vec::new(), None);
        for ((mark, task), outcome) in marked.into_iter().zip(outcomes) {
            let error = match outcome {
                Ok(person) => {
                    made.push((mark, person.resource_name.clone()));
                    created.push((task, person));
                    continue;
                }
                Err(error) => error,
            };
            if error.is_ambiguous() {
                // The next round looks for it.
                run.again(task.index, unknown(&error));
                continue;
            }
            not_made.insert(mark);
            if is_full(&error) {
                full.push(task);
                continue;
            }
            match fate(error) {
                Fate::Again(why) => run.again(task.index, why),
                Fate::Refused(why) => run.end(task.index, ImportedEntry::refused(why), done),
                Fate::End(error) => end = end.or(Some(error)),
            }
        }
        self.state.made(made)?;
        self.state.not_made(not_made)?;
        let kept = created.iter().map(|(task, person)| {
            let sources = task.planned.sources_without_photo.clone();
            (person.resource_name.clone(), written(sources, None, person))
        });
        self.state.keep(kept.collect::<Vec<_>>())?;
        let people: Vec<Person> = created.iter().map(|(_, person)| person.clone()).collect();
        self.sweep(&people).await?;
        for (mut task, person) in created {
            task.planned.imported.contact = ContactId::parse(&person.resource_name);
            run.added.insert(task.index);
            if task.planned.photo == Some(PlannedPhoto::Set) {
                let name = &person.resource_name;
                if !self.write_photo(name, None, &mut task).await? {
                    // It may have it: the next round looks.
                    run.again(task.index, PHOTO_CHANGES);
                    continue;
                }
            }
            run.end(task.index, task.planned.imported, done);
        }
        match end {
            Some(error) => Err(error),
            None => Ok(full),
        }
    }

    /// Takes the marks off contacts of which it is known now what they have become: those that were created just now, or all.
    pub(super) async fn sweep(&mut self, created: &[Person]) -> Done {
        if self.options.dry_run {
            return Ok(());
        }
        let mut people = created.to_vec();
        if people.is_empty() {
            let names = self.state.unswept().map(|(_, name)| name.to_owned());
            let names: BTreeSet<String> = names.collect();
            let names: Vec<String> = names.into_iter().collect();
            let mut gone = BTreeSet::new();
            for (name, read) in self.own(names).await? {
                match read {
                    Some(person) => people.push(person),
                    None => drop(gone.insert(name)),
                }
            }
            let gone = self
                .state
                .unswept()
                .filter(|(_, name)| gone.contains(*name));
            let gone = gone.map(|(mark, _)| mark.to_owned()).collect();
            self.state.unmarked(gone)?;
        }
        let mut bare = BTreeSet::new();
        let mut marked = Vec::new();
        for mut person in people {
            let own: BTreeSet<String> = marks(&person).map(str::to_owned).collect();
            let own: BTreeSet<String> = own
                .into_iter()
                .filter(|mark| self.state.is_unswept(mark))
                .collect();
            if own.is_empty() {
                let name = &person.resource_name;
                let of = self.state.unswept().filter(|(_, of)| of == name);
                bare.extend(of.map(|(mark, _)| mark.to_owned()));
                continue;
            }
            person
                .client_data
                .retain(|data| data.key != KEY || !own.contains(&data.value));
            marked.push((own, person));
        }
        let people = marked.iter().map(|(_, person)| person.clone());
        let mask = UpdateMask::CLIENT_DATA;
        let updates = self
            .client
            .update_contacts(people.collect::<Vec<_>>(), mask);
        let outcomes = updates.returning(FieldMask::METADATA).all().await;
        for ((own, _), outcome) in marked.into_iter().zip(outcomes) {
            match outcome.map_err(fate) {
                Ok(_) => bare.extend(own),
                // Somebody else has changed it: the end of the import comes here again.
                Err(Fate::Again(_) | Fate::Refused(_)) => {}
                Err(Fate::End(error)) => return Err(error),
            }
        }
        self.state.unmarked(bare)
    }
}

const FULL: &str = "the account has no room for more contacts (MY_CONTACTS_OVERFLOW_COUNT)";

/// Whether the account has no room for a contact (rule `N1`).
fn is_full(error: &Error) -> bool {
    let status = error.status();
    status.is_some_and(|status| status.message.contains("MY_CONTACTS_OVERFLOW_COUNT"))
}

/// A text that no other contact has.
fn mark() -> Done<String> {
    let mut bytes = [0; 16];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| "the system's random number generator failed")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
