//! Imports what a file says into an account: the first time as new contacts, later as the edits of the file since the
//! last import (rules `I6` to `I9`).
use std::collections::HashSet;

use people_model::ContactId;
use people_rules::Resolution;
use people_store::{Account, RowKind, Store};

use super::{
    entry::{Effect, ImportedEntry, SourceEntry},
    find::{Finder, Target},
    take::{Prepared, Take},
};
use crate::{
    api::Failure,
    service::{
        People, Service,
        write::{Change, Desk, Unwritten},
    },
};

/// How many contacts, and how many bytes of them, share a commit.
const CONTACTS: usize = 200;
const BYTES: usize = 4 << 20;

/// How often a commit is tried again because another import has added contacts of it.
const RACES: usize = 16;

/// How an import goes about it.
///
/// ```
/// use people_server::{ImportOptions, SourceConflicts};
///
/// let mut options = ImportOptions::default();
/// options.dry_run = true;
/// assert_eq!(options.conflicts, SourceConflicts::Leave);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportOptions {
    /// Writes nothing.
    pub dry_run: bool,
    /// What to do if the file and the account have changed a member to different values.
    pub conflicts: SourceConflicts,
}

/// Which side wins where the file and the account have changed the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceConflicts {
    /// None: the account stays as it is, and the next import has the same conflict.
    #[default]
    Leave,
    /// The file.
    File,
    /// The account. The next import has no conflict, unless the file changes again.
    Account,
}

impl ImportOptions {
    /// The options for an entry, which may say itself which side wins.
    pub(super) fn of(self, entry: &SourceEntry) -> Self {
        Self {
            conflicts: entry.conflicts.unwrap_or(self.conflicts),
            ..self
        }
    }
}

impl SourceConflicts {
    pub(super) fn resolution(self) -> Resolution {
        match self {
            Self::File => Resolution::Ours,
            Self::Leave | Self::Account => Resolution::Theirs,
        }
    }
}

/// What became of a file as a whole.
///
/// ```
/// use people_server::SourceFile;
///
/// /// What an import says of entries that the file has no longer.
/// fn missing(file: &SourceFile) -> String {
///     format!("{} contacts are in the file no longer, and stay", file.missing.len())
/// }
///
/// assert_eq!(missing(&SourceFile::default()), "0 contacts are in the file no longer, and stay");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceFile {
    /// Contacts of which an earlier file of this name had an entry, and this one has none. They stay.
    pub missing: Vec<ContactId>,
}

impl<S: Store> People<S> {
    /// Imports what a file says of contacts into an account.
    ///
    /// An entry is that of the contact which a file calls by the same key. Without a key, it is that of the
    /// contact of which an earlier file of this name said the same, or of the one that has the same name or
    /// address, if it is the only one on both sides. Else it is that of a contact with equal content, and else it
    /// is new. A contact that was imported before gets what has changed in the file since, by a three-way merge;
    /// what has changed here stays. So the same file twice changes nothing. The first entry of another file with the
    /// same key only adds to the contact.
    ///
    /// `read` makes an entry of what the caller has of it, and is called twice for each. `done` is called for each
    /// entry, after its changes are stored. Contacts are written so many in one commit; call it again to resume an
    /// import that was interrupted.
    ///
    /// ```
    /// use people_model::{Name, Person};
    /// use people_server::{Effect, ImportOptions, People, Settings, SourceEntry};
    /// use people_store::{Account, Memory};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let people = People::open(Memory::new(), Settings::default()).await?;
    /// let ada = Account::new("ada")?;
    /// let card = |name| SourceEntry::new(Person::new().names([Name::new().given_name(name)])).key("1");
    /// let mut effects = Vec::new();
    /// for file in [card("Charles"), card("Charles"), card("Karl")] {
    ///     let options = ImportOptions::default();
    ///     let done = |_, entry: people_server::ImportedEntry| effects.push(entry.effect);
    ///     people.import_file(&ada, "a.vcf", &[file], SourceEntry::clone, options, done).await.unwrap();
    /// }
    /// assert!(matches!(effects[..], [Effect::Added, Effect::Unchanged, Effect::Updated { .. }]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the store fails; what came before is stored. An entry that cannot be stored is not an error.
    pub async fn import_file<E>(
        &self,
        account: &Account,
        file: &str,
        entries: &[E],
        read: impl Fn(&E) -> SourceEntry,
        options: ImportOptions,
        mut done: impl FnMut(usize, ImportedEntry),
    ) -> Result<SourceFile, Failure> {
        let service = &self.inner;
        let mut finder = Finder::new(service, account, file);
        for entry in entries {
            finder.add(&read(entry)).await?;
        }
        let found = finder.finish().await?;
        let (mut takes, mut bytes, mut contacts) = (Vec::new(), 0, HashSet::new());
        let mut unwritten = 0;
        for (index, (entry, target)) in entries.iter().zip(&found.targets).enumerate() {
            let target = match target {
                Target::Refused(reason) => {
                    done(index, ImportedEntry::refused(reason.as_str()));
                    continue;
                }
                Target::New
                | Target::Source { .. }
                | Target::Named { .. }
                | Target::Alike { .. } => target.clone(),
            };
            // Two entries may be of one contact, if it was two: a commit writes it once.
            let contact = target.contact();
            if contact.is_some_and(|id| !contacts.insert(id.get())) {
                let told = &mut done;
                service
                    .take(account, &mut takes, options, &mut unwritten, told)
                    .await?;
                (contacts, bytes) = (contact.map(ContactId::get).into_iter().collect(), 0);
            }
            let entry = read(entry);
            let own = options.of(&entry);
            let prepared = Prepared::of(entry, &service.facts.settings.sizes);
            bytes += prepared.bytes();
            takes.push((index, Take::new(file, prepared, target, own)));
            if takes.len() == CONTACTS || bytes >= BYTES {
                service
                    .take(account, &mut takes, options, &mut unwritten, &mut done)
                    .await?;
                bytes = 0;
                contacts.clear();
            }
        }
        service
            .take(account, &mut takes, options, &mut unwritten, &mut done)
            .await?;
        let missing = found.missing.into_iter().filter_map(ContactId::new);
        Ok(SourceFile {
            missing: missing.collect(),
        })
    }
}

impl<S: Store> Service<S> {
    /// Writes some entries in one commit. A dry run counts in `unwritten` the contacts that it would have added.
    async fn take(
        &self,
        account: &Account,
        takes: &mut Vec<(usize, Take<'_>)>,
        options: ImportOptions,
        unwritten: &mut u64,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Result<(), Failure> {
        let (indexes, mut changes): (Vec<usize>, Vec<Take<'_>>) = takes.drain(..).unzip();
        if options.dry_run {
            let stored = self.store.count(account, RowKind::Contact).await?;
            for (index, change) in indexes.into_iter().zip(&mut changes) {
                let standing = stored + *unwritten;
                let planned = self.plan_only(account, change, standing).await?;
                *unwritten += u64::from(planned.effect == Effect::Added);
                done(index, planned);
            }
            return Ok(());
        }
        match self.take_all(account, &mut changes).await {
            Ok(outcomes) => {
                for (index, outcome) in indexes.into_iter().zip(outcomes) {
                    done(index, outcome);
                }
                return Ok(());
            }
            Err(unwritten) if is_full(&unwritten) && changes.len() > 1 => {}
            Err(unwritten) => return self.none_of(unwritten, indexes, done),
        }
        // The account has no room for all of them: as many as it has room for are stored.
        for (index, change) in indexes.into_iter().zip(changes) {
            match self.take_all(account, &mut [change]).await {
                Ok(outcomes) => outcomes.into_iter().for_each(|it| done(index, it)),
                Err(unwritten) => self.none_of(unwritten, vec![index], done)?,
            }
        }
        Ok(())
    }

    /// The same, again where another import was faster to add a contact.
    async fn take_all(
        &self,
        account: &Account,
        changes: &mut [Take<'_>],
    ) -> Result<Vec<ImportedEntry>, Unwritten> {
        for _ in 1..RACES {
            match self.write_all(account, changes).await {
                Err(Unwritten::Refused(_)) => {}
                Err(unwritten) => return Err(unwritten),
                Ok((outcomes, _)) => return Ok(outcomes),
            }
        }
        let (outcomes, _) = self.write_all(account, changes).await?;
        Ok(outcomes)
    }

    /// Entries that were not written because the account is full are refused.
    fn none_of(
        &self,
        unwritten: Unwritten,
        indexes: Vec<usize>,
        done: &mut impl FnMut(usize, ImportedEntry),
    ) -> Result<(), Failure> {
        if !is_full(&unwritten) {
            return Err(unwritten.first());
        }
        let reason = unwritten.first().into_status().message;
        for index in indexes {
            done(index, ImportedEntry::refused(reason.as_str()));
        }
        Ok(())
    }

    /// What an import would do with an entry if the account then had this many contacts.
    async fn plan_only(
        &self,
        account: &Account,
        change: &mut Take<'_>,
        standing: u64,
    ) -> Result<ImportedEntry, Failure> {
        // As in a write, before it is looked at otherwise.
        let room = change.room(&self.facts);
        let room = room.map(|room| self.rooms.allow(standing + 1, room.limit));
        if let Err(full) = room.transpose() {
            return Ok(ImportedEntry::refused(full.into_status().message));
        }
        let desk = Desk {
            facts: &self.facts,
            account,
            fresh: ContactId::new(1),
        };
        let mut rows = self.rows_of(account, change.needs()).await?;
        let planned = match change.plan(&mut rows, &desk) {
            Ok(planned) => planned,
            // Another import was faster.
            Err(_) => {
                let mut rows = self.rows_of(account, change.needs()).await?;
                change.plan(&mut rows, &desk)?
            }
        };
        let mut planned = planned.outcome;
        if planned.effect == Effect::Added {
            planned.contact = None;
        }
        Ok(planned)
    }
}

fn is_full(unwritten: &Unwritten) -> bool {
    match unwritten {
        Unwritten::Failed(failure) => failure.rule() == Some("N1"),
        Unwritten::Refused(_) => false,
    }
}
