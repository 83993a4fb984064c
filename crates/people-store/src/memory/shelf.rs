use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound::{Excluded, Included, Unbounded},
    sync::Arc,
};

use crate::{
    Account, Batch, CommitError, Cursor, Derivation, Hit, Order, Record, Row, RowKind, Standing,
    StoreError, Terms, Version, Write,
    page::{Position, foreign_cursor},
    replacement::{Changes, There},
};

/// All that one account keeps.
#[derive(Default)]
pub(super) struct Shelf {
    version: Version,
    replaced: Version,
    collections: [Collection; RowKind::ALL.len()],
}

#[derive(Default)]
struct Collection {
    /// Live ones and tombstones.
    rows: BTreeMap<u64, Row>,
    /// The same rows in the order of their last change.
    by_version: BTreeSet<(Version, u64)>,
    /// Live rows by each of the sort keys.
    by_name: [BTreeSet<(String, u64)>; 2],
    /// Live rows by each of their terms.
    by_term: BTreeSet<Hit>,
    live: u64,
}

impl Shelf {
    pub(super) fn version(&self) -> Version {
        self.version
    }

    pub(super) fn standing(&self) -> Standing {
        Standing {
            version: self.version,
            replaced: self.replaced,
            live: RowKind::ALL.map(|kind| self.count(kind)),
        }
    }

    pub(super) fn get(&self, kind: RowKind, id: u64) -> Option<Row> {
        self.collection(kind).live(id).cloned()
    }

    pub(super) fn count(&self, kind: RowKind) -> u64 {
        self.collection(kind).live
    }

    pub(super) fn find(&self, kind: RowKind, term: &str, after: u64, limit: usize) -> Vec<u64> {
        let hits = self.collection(kind).with_term(term, after);
        hits.take(limit).collect()
    }

    pub(super) fn find_prefix(
        &self,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> Vec<Hit> {
        let from = match after {
            Some(hit) => Excluded(hit.clone()),
            None => Included(hit(prefix, 0)),
        };
        let hits = self.collection(kind).by_term.range((from, Unbounded));
        Hit::of_prefix(prefix, hits.take(limit).cloned())
    }

    pub(super) fn count_term(&self, kind: RowKind, term: &str) -> u64 {
        self.collection(kind).with_term(term, 0).count() as u64
    }

    pub(super) fn page(
        &self,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let collection = self.collection(kind);
        let after = after.map(Cursor::position);
        Ok(match (order, after) {
            (Order::Id, None) => collection.take(collection.rows.keys().copied(), limit),
            (Order::Id, Some(&Position::Id(id))) => {
                let ids = collection.rows.range((Excluded(id), Unbounded));
                collection.take(ids.map(|(&id, _)| id), limit)
            }
            (Order::VersionAscending, None) => {
                collection.take(collection.by_version.iter().map(id), limit)
            }
            (Order::VersionAscending, Some(&Position::Version(version, last))) => {
                let keys = collection
                    .by_version
                    .range((Excluded((version, last)), Unbounded));
                collection.take(keys.map(id), limit)
            }
            (Order::VersionDescending, None) => {
                collection.take(collection.by_version.iter().rev().map(id), limit)
            }
            (Order::VersionDescending, Some(&Position::Version(version, last))) => {
                let keys = collection.by_version.range(..(version, last));
                collection.take(keys.rev().map(id), limit)
            }
            (Order::FirstName, None) => {
                collection.take(collection.by_name[0].iter().map(id), limit)
            }
            (Order::LastName, None) => collection.take(collection.by_name[1].iter().map(id), limit),
            (Order::FirstName, Some(Position::FirstName(key, last))) => {
                let keys = collection.by_name[0].range((Excluded((key.clone(), *last)), Unbounded));
                collection.take(keys.map(id), limit)
            }
            (Order::LastName, Some(Position::LastName(key, last))) => {
                let keys = collection.by_name[1].range((Excluded((key.clone(), *last)), Unbounded));
                collection.take(keys.map(id), limit)
            }
            _ => return Err(foreign_cursor()),
        })
    }

    pub(super) fn changes(
        &self,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let last = match cursor.map(Cursor::position) {
            None => (after, u64::MAX),
            Some(&Position::Version(version, id)) => (version, id),
            Some(_) => return Err(foreign_cursor()),
        };
        let collection = self.collection(kind);
        let keys = collection
            .by_version
            .range((Excluded(last), Unbounded))
            .take(limit);
        Ok(keys
            .filter_map(|(_, id)| collection.rows.get(id).cloned())
            .collect())
    }

    pub(super) fn count_changes(&self, kind: RowKind, after: Version) -> u64 {
        let last = (Excluded((after, u64::MAX)), Unbounded);
        self.collection(kind).by_version.range(last).count() as u64
    }

    /// Whether all conditions of the batch hold.
    pub(super) fn check(&self, batch: &Batch) -> Result<(), CommitError> {
        for (index, write) in batch.writes.iter().enumerate() {
            let current = match write {
                Write::Put { kind, id, .. }
                | Write::Delete { kind, id, .. }
                | Write::RequireLive { kind, id } => self.collection(*kind).live(*id),
                Write::RequireFree { kind, term } => self.collection(*kind).holder(term),
            };
            let current = current.map(|row| row.version);
            if !write.allows(current) {
                return Err(CommitError::Conflict { index, current });
            }
        }
        Ok(())
    }

    /// Carries out a batch whose conditions hold.
    pub(super) fn apply(&mut self, batch: Batch) -> Version {
        let version = Version(self.version.0 + 1);
        for write in batch.writes {
            let (kind, id, deleted, record) = match write {
                Write::Put {
                    kind, id, record, ..
                } => (kind, id, false, record),
                Write::Delete { kind, id, .. } => (kind, id, true, Record::default()),
                Write::RequireLive { .. } | Write::RequireFree { .. } => continue,
            };
            let record = Arc::new(record);
            let row = Row {
                id,
                version,
                update_time: batch.time,
                deleted,
                record,
            };
            self.collections[kind.index()].replace(row);
        }
        self.version = version;
        version
    }

    /// Replaces everything, tombstones included, by these rows, as of this version.
    pub(super) fn put_in_place(&mut self, rows: Vec<(RowKind, Row)>, version: Version) {
        let there = RowKind::ALL.into_iter().flat_map(|kind| {
            let rows = self.collection(kind).rows.values();
            rows.map(move |row| {
                let (version, deleted) = (row.version, row.deleted);
                ((kind, row.id), There { version, deleted })
            })
        });
        let Changes { removed, put, .. } = Changes::between(there.collect(), rows);
        for (kind, id) in removed {
            self.collections[kind.index()].remove(id);
        }
        for (kind, row) in put {
            self.collections[kind.index()].replace(row);
        }
        (self.version, self.replaced) = (version, version);
    }

    /// Brings what follows from bodies up to date; returns how many live rows there are.
    pub(super) fn derive(&mut self, account: &Account, derivation: Derivation) -> u64 {
        for kind in RowKind::ALL {
            let collection = &mut self.collections[kind.index()];
            let rows = collection.rows.values();
            let changed: Vec<Row> = rows
                .filter_map(|row| derivation.change(account, kind, row))
                .collect();
            for row in changed {
                collection.replace(row);
            }
        }
        self.collections.iter().map(|it| it.live).sum()
    }

    fn collection(&self, kind: RowKind) -> &Collection {
        &self.collections[kind.index()]
    }
}

impl Collection {
    fn live(&self, id: u64) -> Option<&Row> {
        self.rows.get(&id).filter(|row| !row.deleted)
    }

    /// The first live row that has the term.
    fn holder(&self, term: &str) -> Option<&Row> {
        let id = self.with_term(term, 0).next()?;
        self.live(id)
    }

    /// The rows with this term, by id after one.
    fn with_term(&self, term: &str, after: u64) -> impl Iterator<Item = u64> {
        let hits = self.by_term.range((Excluded(hit(term, after)), Unbounded));
        hits.take_while(move |hit| hit.term == term)
            .map(|hit| hit.id)
    }

    fn take(&self, ids: impl Iterator<Item = u64>, limit: usize) -> Vec<Row> {
        ids.filter_map(|id| self.live(id))
            .take(limit)
            .cloned()
            .collect()
    }

    fn replace(&mut self, row: Row) {
        let id = row.id;
        let before = self.rows.get(&id).cloned();
        if let Some(before) = &before {
            self.by_version.remove(&(before.version, id));
        }
        self.by_version.insert((row.version, id));

        let old = before
            .as_ref()
            .filter(|row| !row.deleted)
            .map(|row| &*row.record);
        let new = (!row.deleted).then_some(&*row.record);
        self.live = self.live + u64::from(new.is_some()) - u64::from(old.is_some());
        for (index, by_name) in self.by_name.iter_mut().enumerate() {
            let [old, new] = [old, new].map(|record| record.map(|it| &it.sort_keys[index]));
            if old != new {
                old.map(|key| by_name.remove(&(key.clone(), id)));
                new.map(|key| by_name.insert((key.clone(), id)));
            }
        }
        let none = Terms::new();
        let [old, new] = [old, new].map(|record| record.map_or(&none, |it| &it.terms));
        if old != new {
            self.index(id, old, new);
        }
        self.rows.insert(id, row);
    }

    /// Leaves nothing of a row, and no tombstone either.
    fn remove(&mut self, id: u64) {
        let Some(row) = self.rows.remove(&id) else {
            return;
        };
        self.by_version.remove(&(row.version, id));
        if row.deleted {
            return;
        }
        self.live -= 1;
        for (key, by_name) in row.record.sort_keys.iter().zip(&mut self.by_name) {
            by_name.remove(&(key.clone(), id));
        }
        self.index(id, &row.record.terms, &Terms::new());
    }

    fn index(&mut self, id: u64, old: &Terms, new: &Terms) {
        for term in old.without(new) {
            self.by_term.remove(&hit(term, id));
        }
        for term in new.without(old) {
            self.by_term.insert(hit(term, id));
        }
    }
}

fn hit(term: &str, id: u64) -> Hit {
    let term = term.to_owned();
    Hit { term, id }
}

fn id<T>(key: &(T, u64)) -> u64 {
    key.1
}
