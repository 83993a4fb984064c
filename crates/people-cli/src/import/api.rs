//! An account of a server, as the place that files are imported into: over the API (rules `I11` and `I12`).
//!
//! A round reads the account, plans the entries on it, and writes what is planned. Entries whose contacts another
//! program has changed in between are left for the next round. So are entries that may have been written.
mod account;
mod create;
mod photo;
mod update;

use std::{
    collections::{BTreeSet, HashMap},
    error::Error,
    time::Duration,
};

use people_http::Client;
use people_model::{ContactId, FieldMask, Person};
use people_server::{
    Effect, FoundEntries, ImportOptions, ImportedEntry, PlannedEntry, Settings, SourceEntry,
    SourceFile, SourceGroup, SourceRecord,
};
use tokio::time::sleep;

use self::account::Account;
use super::{
    state::{Kept, KeptPhoto, State, now},
    target::Target,
};
use crate::duplicates::merges::Merged;

/// An account of a server.
pub(super) struct OverApi {
    client: Client,
    state: State,
    /// The contacts that `people duplicates` has merged into others, and what they are now.
    merged: Merged,
    options: ImportOptions,
    settings: Settings,
    /// How long a read may show the state before a write.
    lag: Duration,
    /// The entries of the contacts that this run has sent, by their marks.
    sent: HashMap<String, usize>,
}

impl OverApi {
    pub(super) fn new(
        client: Client,
        state: State,
        merged: Merged,
        options: ImportOptions,
        settings: Settings,
        lag: Duration,
    ) -> Self {
        Self {
            client,
            state,
            merged,
            options,
            settings,
            lag,
            sent: HashMap::new(),
        }
    }
}

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// How often to try entries again if another program has changed their contacts in between.
const ROUNDS: u32 = 12;

/// How many entries are planned at once, and how many bytes of photos and of stored lines they may have.
const ENTRIES: usize = 200;
const BYTES: usize = 32 << 20;

/// Why an entry is tried again.
const CHANGED: &str = "another program keeps changing its contact";
const GONE: &str = "the server returns its contact, but does not find it when it is written";
const PHOTO_CHANGES: &str = "the photo of its contact changes between reads";

impl Target for OverApi {
    fn photo(&self) -> usize {
        self.settings.sizes.photo
    }

    async fn groups(&mut self, names: Vec<String>) -> Done<Vec<SourceGroup>> {
        self.find_groups(names).await
    }

    async fn import<E>(
        &mut self,
        file: &str,
        entries: &[E],
        read: impl Fn(&E) -> SourceEntry,
        mut done: impl FnMut(usize, ImportedEntry),
    ) -> Done<SourceFile> {
        let mut run = Run::of(entries.len());
        self.sent.clear();
        let mut missing = None;
        for round in 0..ROUNDS {
            sleep(Duration::from_millis(100) * (2_u32.pow(round) - 1).min(20)).await;
            let mut account = self.read(&mut run).await?;
            let found = account.mirror.find(file, entries, &read).await;
            let found = found.map_err(failed)?;
            missing.get_or_insert_with(|| found.missing().collect());
            self.round(&mut account, &found, entries, &read, &mut run, &mut done)
                .await?;
            if run.left.is_empty() {
                break;
            }
        }
        for index in std::mem::take(&mut run.left) {
            let why = run.why.remove(&index);
            let why = why.unwrap_or_else(|| CHANGED.to_owned());
            let why = format!("given up after {ROUNDS} attempts: {why}");
            done(index, ImportedEntry::refused(why));
        }
        self.sweep(&[]).await?;
        let mut file = SourceFile::default();
        file.missing = missing.unwrap_or_default();
        Ok(file)
    }
}

/// What is known of the entries of a file while it is imported.
struct Run {
    /// The entries without a result yet.
    left: BTreeSet<usize>,
    /// Why the last round left them.
    why: HashMap<usize, String>,
    /// The entries whose contacts this run has created, as it found out later.
    added: BTreeSet<usize>,
}

impl Run {
    fn of(entries: usize) -> Self {
        Self {
            left: (0..entries).collect(),
            why: HashMap::new(),
            added: BTreeSet::new(),
        }
    }

    /// Leaves an entry for the next round.
    fn again(&mut self, index: usize, why: impl Into<String>) {
        self.why.insert(index, why.into());
    }

    /// Reports the result of an entry.
    fn end(
        &mut self,
        index: usize,
        mut imported: ImportedEntry,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) {
        if !self.left.remove(&index) {
            return;
        }
        if self.added.contains(&index) && !matches!(imported.effect, Effect::Refused { .. }) {
            imported.effect = Effect::Added;
        }
        done(index, imported);
    }
}

/// An entry that is planned.
struct Task {
    index: usize,
    planned: PlannedEntry,
    photo: Option<Vec<u8>>,
}

impl OverApi {
    async fn round<E>(
        &mut self,
        account: &mut Account,
        found: &FoundEntries,
        entries: &[E],
        read: &impl Fn(&E) -> SourceEntry,
        run: &mut Run,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Done {
        // Two entries may be of one contact, if it was two: the second is planned when the first is written.
        let mut contacts = BTreeSet::new();
        let (mut tasks, mut bytes) = (Vec::new(), 0);
        for index in run.left.clone() {
            let contact = found.contact(index);
            if contact.is_some_and(|id| !contacts.insert(id.get())) {
                continue;
            }
            let entry = read(&entries[index]);
            let beside = entry.rest.as_ref().map_or(0, Vec::len);
            let Some(task) = self.plan(account, found, index, entry).await? else {
                run.again(index, GONE);
                continue;
            };
            bytes += beside + task.photo.as_ref().map_or(0, Vec::len);
            tasks.push(task);
            if tasks.len() == ENTRIES || bytes >= BYTES {
                self.write(account, std::mem::take(&mut tasks), run, done)
                    .await?;
                bytes = 0;
            }
        }
        self.write(account, tasks, run, done).await
    }

    /// Plans an entry. If the plan depends on a photo that was not read yet, the photo is read first.
    async fn plan(
        &self,
        account: &mut Account,
        found: &FoundEntries,
        index: usize,
        entry: SourceEntry,
    ) -> Done<Option<Task>> {
        let options = self.options;
        let photo = entry.photo.clone();
        let plan = account.mirror.plan(found, index, entry.clone(), options);
        let mut planned = plan.await.map_err(failed)?;
        if let Some(id) = found.contact(index)
            && planned.imported.photo_conflict
            && account.has_unknown_photo(id)
        {
            if !self.look_at_photo(account, id).await? {
                return Ok(None);
            }
            let plan = account.mirror.plan(found, index, entry, options);
            planned = plan.await.map_err(failed)?;
        }
        Ok(Some(Task {
            index,
            planned,
            photo,
        }))
    }

    async fn write(
        &mut self,
        account: &mut Account,
        tasks: Vec<Task>,
        run: &mut Run,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Done {
        let (mut creates, mut updates, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let mut unchanged = Vec::new();
        for task in tasks {
            if task.planned.is_refused() || self.options.dry_run {
                run.end(task.index, task.planned.imported, done);
                continue;
            }
            match task.planned.imported.effect {
                Effect::Added => creates.push(task),
                Effect::Updated { .. } => updates.push(task),
                _ => {
                    let name = task.planned.imported.contact.map(ContactId::resource_name);
                    let name = name.unwrap_or_default();
                    let before = self.state.contact(&name).cloned().unwrap_or_default();
                    if before.sources != task.planned.sources {
                        let sources = task.planned.sources.clone();
                        kept.push((name, Kept { sources, ..before }));
                    }
                    unchanged.push(task);
                }
            }
        }
        self.state.keep(kept)?;
        for task in unchanged {
            run.end(task.index, task.planned.imported, done);
        }
        self.create(creates, run, done).await?;
        self.update(account, updates, run, done).await
    }
}

/// What an error of the API means for an entry.
enum Fate {
    /// It is planned again in the next round, because of this.
    Again(String),
    /// It cannot be stored.
    Refused(String),
    /// The import cannot go on.
    End(Box<dyn Error>),
}

fn fate(error: people_http::Error) -> Fate {
    if error.is_ambiguous() {
        return Fate::Again(unknown(&error));
    }
    if error.is_stale() || error.is_conflict() {
        return Fate::Again(CHANGED.to_owned());
    }
    let refuses = !(error.is_unauthenticated()
        || error.is_forbidden()
        || error.is_quota()
        || error.is_unavailable()
        || error.is_not_tried());
    match error.status() {
        Some(status) if refuses => Fate::Refused(status.message.clone()),
        // The client has refused it by a rule of the API.
        None if refuses && !error.violations().is_empty() => Fate::Refused(error.to_string()),
        _ => Fate::End(crate::remote::explained(error)),
    }
}

/// The message for an entry whose write was interrupted each time.
fn unknown(error: &people_http::Error) -> String {
    format!("cannot find out whether it was written: {error}")
}

fn failed(failure: people_server::Failure) -> Box<dyn Error> {
    failure.status().message.clone().into()
}

/// The fields that are read.
const READ: FieldMask = FieldMask::UPDATABLE
    .union(FieldMask::METADATA)
    .union(FieldMask::PHOTOS);

/// What to store of a contact that was just written.
fn written(sources: SourceRecord, photo: Option<KeptPhoto>, person: &Person) -> Kept {
    Kept {
        sources,
        photo,
        update_time: account::update_time(person),
        written: now(),
    }
}
