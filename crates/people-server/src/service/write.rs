//! The one loop that methods change contacts and groups by. It reads the rows that the changes need, plans the changes,
//! commits all of them together, and starts again if another writer was faster.
use std::collections::HashSet;

use people_model::{Code, ContactId, GroupResourceName};
use people_store::{Account, Batch, CommitError, Micros, Row, RowKind, Store, StoreError, Write};

pub(super) use super::needed::{Needs, Rows};
use super::{Service, facts::Facts, moment::Moment, observer::Watched, rows::AT_ONCE};
use crate::api::Failure;

/// How often changes are planned again because another writer was faster.
///
/// Of the 12 calls of an account that run at the same time, one wins each race. After 16 races, one in four calls that
/// all write one contact would still have lost every race. After 256 races, it is less than one in a billion.
const RACES: usize = 256;

/// A change of an account's rows. A change says which rows it needs, and plans what to write from them. The loop does
/// the rest.
pub(super) trait Change: Send {
    /// What is known of the change once it is planned, for the reply.
    type Outcome: Send;

    /// The rows that it is planned on.
    fn needs(&self) -> Needs;

    /// The room that it takes if it adds a row.
    fn room(&self, _: &Facts) -> Option<Room> {
        None
    }

    /// Refuses what is refused before there is room for it.
    fn admit(&self, _: &Rows) -> Result<(), Failure> {
        Ok(())
    }

    /// What it writes, from the rows as they are now. It does no IO and reads no clock. After a lost race it is asked
    /// again, with the rows as they are then.
    ///
    /// No two changes of one commit may write the same row.
    fn plan(&mut self, rows: &mut Rows, desk: &Desk<'_>) -> Result<Plan<Self::Outcome>, Failure>;
}

/// One more row of a kind, of which an account has a maximum number.
pub(super) struct Room {
    pub(super) kind: RowKind,
    pub(super) limit: u64,
}

impl Room {
    /// For one more contact.
    pub(super) fn for_contact(facts: &Facts) -> Self {
        Self {
            kind: RowKind::Contact,
            limit: facts.settings.sizes.contacts,
        }
    }
}

/// What a plan goes by, beside the rows.
pub(super) struct Desk<'d> {
    pub(super) facts: &'d Facts,
    pub(super) account: &'d Account,
    /// An id for the contact that the change adds, most likely not in use; none where it adds none.
    pub(super) fresh: Option<ContactId>,
}

/// What a change writes.
pub(super) struct Plan<T> {
    pub(super) writes: Vec<Write>,
    pub(super) outcome: T,
}

/// Why nothing was written.
pub(super) enum Unwritten {
    /// These changes cannot be made: each by its place, the first first.
    Refused(Vec<(usize, Failure)>),
    /// The store failed, or there is no room.
    Failed(Failure),
}

impl Unwritten {
    /// The answer where one failure answers for all.
    pub(super) fn first(self) -> Failure {
        match self {
            Self::Refused(refused) => match refused.into_iter().next() {
                Some((_, failure)) => failure,
                None => aborted(),
            },
            Self::Failed(failure) => failure,
        }
    }
}

impl From<Failure> for Unwritten {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<StoreError> for Unwritten {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl<S: Store> Service<S> {
    /// Makes one change.
    pub(super) async fn write<C: Change>(
        &self,
        account: &Account,
        change: C,
    ) -> Result<(C::Outcome, Moment), Failure> {
        let written = self.write_all(account, &mut [change]).await;
        let (outcomes, moment) = written.map_err(Unwritten::first)?;
        let outcome = outcomes.into_iter().next().ok_or_else(aborted)?;
        Ok((outcome, moment))
    }

    /// Makes all changes in one commit, or none.
    ///
    /// # Errors
    ///
    /// The changes that cannot be made, all of them.
    pub(super) async fn write_all<C: Change>(
        &self,
        account: &Account,
        changes: &mut [C],
    ) -> Result<(Vec<C::Outcome>, Moment), Unwritten> {
        // Free for others when this is over, which is after the commit.
        let mut room = None;
        for _ in 0..RACES {
            let needs = changes.iter().map(Change::needs).reduce(|mut all, more| {
                all.extend(more);
                all
            });
            let mut rows = self.rows_of(account, needs.unwrap_or_default()).await?;
            let latest = rows.latest();
            let admitted: Vec<_> = changes.iter().map(|it| it.admit(&rows).err()).collect();
            // One that is refused refuses all: then the others are planned only for what is wrong with them.
            if room.is_none() && admitted.iter().all(Option::is_none) {
                room = self.room_for(account, changes).await?;
            }

            // The plans take the rows.
            let before = self.facts.settings.observer.is_some().then(|| rows.clone());
            let mut writes = Vec::with_capacity(changes.len());
            let outcomes = each(changes, admitted, |change| {
                let room = change.room(&self.facts);
                let room = room.filter(|room| room.kind == RowKind::Contact);
                let desk = Desk {
                    facts: &self.facts,
                    account,
                    fresh: room.and_then(|_| self.fresh_id(account)),
                };
                let plan = change.plan(&mut rows, &desk)?;
                writes.extend(plan.writes);
                Ok(plan.outcome)
            })?;
            once(&mut writes);
            if writes.is_empty() {
                return Ok((outcomes, Moment::default()));
            }
            let watched = Watched::of(&self.facts, account, before.as_ref(), &writes);
            if let Some(moment) = self.commit_after(account, writes, latest).await? {
                if let Some(watched) = watched {
                    watched.committed(&self.facts, account, moment);
                }
                return Ok((outcomes, moment));
            }
        }
        Err(aborted().into())
    }

    /// Reads the rows that changes need.
    pub(super) async fn rows_of(
        &self,
        account: &Account,
        needs: Needs,
    ) -> Result<Rows, StoreError> {
        // At once: sources are read with the contacts that they belong to.
        let (contacts, sources) = tokio::try_join!(
            self.live(account, RowKind::Contact, needs.contacts),
            self.live(account, RowKind::Source, needs.sources)
        )?;
        let mut rows = Rows {
            contacts,
            others: self
                .live(account, RowKind::OtherContact, needs.others)
                .await?,
            groups: self.live(account, RowKind::Group, needs.groups).await?,
            sources,
            terms: Vec::new(),
        };
        for (kind, term) in needs.terms {
            let found = self.store.find(account, kind, &term, 0, 1).await?;
            let first = found.first();
            rows.terms.extend(first.map(|id| (kind, term, *id)));
        }
        Ok(rows)
    }

    /// The live rows of these ids, each once.
    async fn live(
        &self,
        account: &Account,
        kind: RowKind,
        mut ids: Vec<u64>,
    ) -> Result<Vec<Row>, StoreError> {
        if let [id] = *ids {
            let row = self.store.get(account, kind, id).await?;
            return Ok(row.into_iter().collect());
        }
        ids.sort_unstable();
        ids.dedup();
        let mut rows = Vec::with_capacity(ids.len());
        for part in ids.chunks(AT_ONCE) {
            let found = self.store.get_many(account, kind, part).await?;
            rows.extend(found.into_iter().flatten());
        }
        Ok(rows)
    }

    /// An id for a new contact. One that no contact can have counts as one that is taken.
    fn fresh_id(&self, account: &Account) -> Option<ContactId> {
        (0..RACES).find_map(|_| ContactId::new(self.facts.settings.ids.next(account)))
    }

    /// Room for all rows that the changes add.
    async fn room_for<'r, C: Change>(
        &'r self,
        account: &'r Account,
        changes: &[C],
    ) -> Result<Option<super::rooms::Room<'r>>, Failure> {
        let mut rooms = changes.iter().filter_map(|change| change.room(&self.facts));
        let Some(Room { kind, limit }) = rooms.next() else {
            return Ok(None);
        };
        let wanted = 1 + rooms.count() as u64;
        let rooms = match kind {
            RowKind::Contact => &self.rooms,
            RowKind::Group => &self.group_rooms,
            RowKind::Profile
            | RowKind::Photo
            | RowKind::ProfilePhoto
            | RowKind::OtherContact
            | RowKind::DirectoryPerson
            | RowKind::Domain
            | RowKind::Source
            | RowKind::Undo => return Ok(None),
        };
        let room = rooms.reserve(&self.store, account, wanted, limit);
        Ok(Some(room.await?))
    }

    /// Commits writes; none where a row is not as a condition says.
    pub(super) async fn commit(
        &self,
        account: &Account,
        writes: Vec<Write>,
    ) -> Result<Option<Moment>, StoreError> {
        self.commit_after(account, writes, Micros::MIN).await
    }

    /// The same for rows of which none was changed after `latest`: the time of a row never goes back, even if
    /// the clock does (rule `E6`).
    async fn commit_after(
        &self,
        account: &Account,
        writes: Vec<Write>,
        latest: Micros,
    ) -> Result<Option<Moment>, StoreError> {
        let time = self.facts.settings.clock.stamp(account).max(latest);
        match self.store.commit(account, Batch { writes, time }).await {
            Ok(committed) => Ok(Some(Moment {
                version: committed.version,
                time,
            })),
            Err(CommitError::Conflict { .. }) => Ok(None),
            Err(CommitError::Store(error)) => Err(error),
            Err(error) => Err(StoreError::engine(error)),
        }
    }
}

/// That the groups that a contact is put in are still there when it is (rule `U15`).
pub(super) fn still_there(groups: &[GroupResourceName]) -> impl Iterator<Item = Write> {
    groups_stay(groups.iter().filter_map(|group| group.user_id()))
}

/// The same of the groups with these ids.
pub(super) fn groups_stay(ids: impl IntoIterator<Item = u64>) -> impl Iterator<Item = Write> {
    ids.into_iter().map(|id| Write::RequireLive {
        kind: RowKind::Group,
        id,
    })
}

/// Several changes of one commit may require the same row, which is asked for once.
fn once(writes: &mut Vec<Write>) {
    let mut required = HashSet::new();
    writes.retain(|write| match *write {
        Write::RequireLive { kind, id } => required.insert((kind, id)),
        Write::Put { .. } | Write::Delete { .. } | Write::RequireFree { .. } => true,
    });
}

/// Plans every change that was admitted; where some were not or cannot be, says which and why.
fn each<C, T>(
    changes: &mut [C],
    admitted: Vec<Option<Failure>>,
    mut plan: impl FnMut(&mut C) -> Result<T, Failure>,
) -> Result<Vec<T>, Unwritten> {
    let mut done = Vec::with_capacity(changes.len());
    let mut refused = Vec::new();
    for (index, (change, failure)) in changes.iter_mut().zip(admitted).enumerate() {
        match failure.map_or_else(|| plan(change), Err) {
            Ok(value) => done.push(value),
            Err(failure) => refused.push((index, failure)),
        }
    }
    match refused.is_empty() {
        true => Ok(done),
        false => Err(Unwritten::Refused(refused)),
    }
}

/// A write that lost too many races in a row.
pub(super) fn aborted() -> Failure {
    Failure::new(Code::Aborted, "The operation was aborted.")
}

#[cfg(test)]
mod tests;
