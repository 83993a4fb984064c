//! Rows that were read or written lately, so that the next read of one needs no other thread.
use std::{
    hash::{BuildHasher, RandomState},
    iter,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
};

use quick_cache::{Equivalent, Weighter, unsync};

use crate::{Account, Batch, Committed, Micros, Row, RowKind, Version, Write};

/// How many parts have a lock each. The bits of a `u64` name them.
const SHARDS: usize = 64;

/// A larger row is not cached: it would take the place of many others.
const MAX_ROW: u64 = 64 << 10;

/// Live rows, bounded by their bytes.
///
/// One process has the folder, and one thread of it writes. That thread says which rows it is about to write. The cache
/// forgets them before the transaction begins, and gets the new ones after the commit. A read that began before the
/// transaction was over cannot bring an old row back. So a row that is found here is the one that the database has.
pub(super) struct Cache {
    shards: Box<[Mutex<Shard>]>,
    hasher: RandomState,
    is_closed: AtomicBool,
    hits: AtomicU64,
    misses: AtomicU64,
}

struct Shard {
    rows: unsync::Cache<Key, Row, Bytes>,
    /// Grows when the writer begins to write rows of this shard, and when it ends.
    epoch: u64,
    is_written: bool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    account: Account,
    kind: RowKind,
    id: u64,
}

/// Prevents a read from caching an old row that was written since the read began.
pub(super) struct Ticket {
    epoch: u64,
}

impl Cache {
    /// A cache of at most so many bytes of rows.
    pub(super) fn new(bytes: u64) -> Self {
        let each = bytes / SHARDS as u64;
        let shard = || {
            Mutex::new(Shard {
                // It grows as rows come.
                rows: unsync::Cache::with_weighter(0, each, Bytes),
                epoch: 0,
                is_written: false,
            })
        };
        Self {
            shards: iter::repeat_with(shard).take(SHARDS).collect(),
            hasher: RandomState::new(),
            is_closed: AtomicBool::new(false),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// The live row of this id, if it is known. Otherwise what [`keep`](Self::keep) needs once it was read.
    pub(super) fn find(&self, account: &Account, kind: RowKind, id: u64) -> Result<Row, Ticket> {
        let key = (account, kind, id);
        let shard = self.lock(self.shard_of(key));
        let row = shard.rows.get(&Borrowed(key)).cloned();
        let found = row.ok_or(Ticket { epoch: shard.epoch });
        drop(shard);
        let counter = match found {
            Ok(_) => &self.hits,
            Err(_) => &self.misses,
        };
        counter.fetch_add(1, Relaxed);
        found
    }

    /// Keeps a live row that was read, unless it may have been written since.
    pub(super) fn keep(&self, ticket: &Ticket, account: &Account, kind: RowKind, row: &Row) {
        let key = (account, kind, row.id);
        let mut shard = self.lock(self.shard_of(key));
        if !shard.is_written && shard.epoch == ticket.epoch && !self.is_closed.load(Relaxed) {
            shard.keep(Key::of(key), row.clone());
        }
    }

    /// Forgets what these batches are about to change, until [`Writing::committed`] or the end of the result.
    pub(super) fn writing<'b>(
        &self,
        batches: impl Iterator<Item = (&'b Account, &'b Batch)>,
    ) -> Writing<'_> {
        let mut shards = 0;
        for (account, batch) in batches {
            for (kind, id) in batch.writes.iter().filter_map(Write::changes) {
                let key = (account, kind, id);
                let index = self.shard_of(key);
                let mut shard = self.lock(index);
                shard.begin();
                shard.rows.remove(&Borrowed(key));
                shards |= 1 << index;
            }
        }
        Writing {
            cache: self,
            shards,
        }
    }

    /// Forgets all rows, for a change that does not say which ones it is about.
    pub(super) fn writing_any(&self) -> Writing<'_> {
        for index in 0..SHARDS {
            let mut shard = self.lock(index);
            shard.begin();
            shard.rows.clear();
        }
        Writing {
            cache: self,
            shards: u64::MAX,
        }
    }

    /// Forgets all rows for good.
    pub(super) fn close(&self) {
        self.is_closed.store(true, Relaxed);
        drop(self.writing_any());
    }

    /// How many reads were answered from here, and how many were not.
    pub(super) fn hits_and_misses(&self) -> (u64, u64) {
        (self.hits.load(Relaxed), self.misses.load(Relaxed))
    }

    fn shard_of(&self, key: (&Account, RowKind, u64)) -> usize {
        (self.hasher.hash_one(key) % SHARDS as u64) as usize
    }

    fn lock(&self, index: usize) -> MutexGuard<'_, Shard> {
        let shard = self.shards[index].lock();
        shard.unwrap_or_else(PoisonError::into_inner)
    }
}

/// A transaction. During it, no rows of its shards are cached.
pub(super) struct Writing<'c> {
    cache: &'c Cache,
    shards: u64,
}

impl Writing<'_> {
    /// Keeps the rows that a commit of the transaction has put. Called in the order of the commits, once all of
    /// them are in the database.
    pub(super) fn committed(&self, account: &Account, batch: Batch, committed: Committed) {
        let Batch { writes, time } = batch;
        for write in writes {
            let Some((kind, id)) = write.changes() else {
                continue;
            };
            let key = (account, kind, id);
            let mut shard = self.cache.lock(self.cache.shard_of(key));
            // Under the lock: closing empties the shards one by one.
            if self.cache.is_closed.load(Relaxed) {
                return;
            }
            match row(write, committed.version, time) {
                Some(row) => shard.keep(Key::of(key), row),
                None => drop(shard.rows.remove(&Borrowed(key))),
            }
        }
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        for index in (0..SHARDS).filter(|index| self.shards & (1 << index) != 0) {
            let mut shard = self.cache.lock(index);
            shard.epoch += 1;
            shard.is_written = false;
        }
    }
}

/// The row that a write has left, if it is a live one.
fn row(write: Write, version: Version, time: Micros) -> Option<Row> {
    match write {
        Write::Put { id, record, .. } => Some(Row {
            id,
            version,
            update_time: time,
            deleted: false,
            record: Arc::new(record),
        }),
        Write::Delete { .. } | Write::RequireLive { .. } | Write::RequireFree { .. } => None,
    }
}

impl Shard {
    fn begin(&mut self) {
        self.epoch += 1;
        self.is_written = true;
    }

    fn keep(&mut self, key: Key, row: Row) {
        match weight(&row) <= MAX_ROW {
            true => self.rows.insert(key, row),
            // An earlier row of the same transaction may be there.
            false => drop(self.rows.remove(&key)),
        }
    }
}

/// Closes the cache when its writer ends, even by a panic: then another process may write.
pub(super) struct Closing(pub(super) Arc<Cache>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Key {
    fn of((account, kind, id): (&Account, RowKind, u64)) -> Self {
        Self {
            account: account.clone(),
            kind,
            id,
        }
    }
}

/// A key to look for.
#[derive(Hash)]
struct Borrowed<'k>((&'k Account, RowKind, u64));

impl Equivalent<Key> for Borrowed<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        let Self((account, kind, id)) = *self;
        (account, kind, id) == (&key.account, key.kind, key.id)
    }
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Key, Row> for Bytes {
    fn weight(&self, _: &Key, row: &Row) -> u64 {
        weight(row)
    }
}

/// About how many bytes a row takes, with its key and its place.
fn weight(row: &Row) -> u64 {
    let record = &row.record;
    let keys: usize = record.sort_keys.iter().map(String::len).sum();
    let terms = record.terms.bytes() + record.terms.len() * size_of::<usize>();
    (256 + record.body.len() + record.layout.len() + keys + terms) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Condition, Record};

    const ID: u64 = 7;

    fn ada() -> Account {
        Account::new("ada").unwrap()
    }

    fn put(body: &str) -> Batch {
        let record = Record {
            body: body.to_owned(),
            ..Record::default()
        };
        Batch {
            writes: vec![Write::Put {
                kind: RowKind::Contact,
                id: ID,
                record,
                condition: Condition::Absent,
            }],
            time: 1,
        }
    }

    fn delete() -> Batch {
        Batch {
            writes: vec![Write::Delete {
                kind: RowKind::Contact,
                id: ID,
                version: Version(1),
            }],
            time: 2,
        }
    }

    fn commit(cache: &Cache, batch: Batch, version: u64) {
        let account = ada();
        let writing = cache.writing([(&account, &batch)].into_iter());
        assert!(find(cache).is_err(), "it is found while it is written");
        let version = Version(version);
        writing.committed(&account, batch, Committed { version });
    }

    fn find(cache: &Cache) -> Result<Row, Ticket> {
        cache.find(&ada(), RowKind::Contact, ID)
    }

    fn body(cache: &Cache) -> Option<String> {
        find(cache).ok().map(|row| row.record.body.clone())
    }

    /// As a read of the database gives it.
    fn read(batch: Batch, version: u64) -> Row {
        let write = batch.writes.into_iter().next().unwrap();
        row(write, Version(version), 1).unwrap()
    }

    #[test]
    fn what_was_written_is_found_and_what_was_deleted_is_not() {
        let cache = Cache::new(1 << 20);
        assert_eq!(body(&cache), None);
        commit(&cache, put("1"), 1);
        assert_eq!(body(&cache).as_deref(), Some("1"));
        commit(&cache, put("2"), 2);
        assert_eq!(body(&cache).as_deref(), Some("2"));
        assert!(cache.find(&ada(), RowKind::Group, ID).is_err());
        let other = Account::new("bob").unwrap();
        assert!(cache.find(&other, RowKind::Contact, ID).is_err());
        commit(&cache, delete(), 3);
        assert_eq!(body(&cache), None);
    }

    #[test]
    fn a_read_from_before_a_write_brings_nothing_back() {
        let (cache, account) = (Cache::new(1 << 20), ada());
        let keep = |ticket: &Ticket| {
            let old = read(put("old"), 1);
            cache.keep(ticket, &account, RowKind::Contact, &old);
        };
        let before = find(&cache).err().unwrap();
        commit(&cache, delete(), 2);
        keep(&before);
        assert_eq!(body(&cache), None, "after the write");

        let batch = put("new");
        let writing = cache.writing([(&account, &batch)].into_iter());
        let during = find(&cache).err().unwrap();
        keep(&during);
        assert_eq!(body(&cache), None, "during the write");
        drop(writing);
        keep(&during);
        assert_eq!(body(&cache), None, "after the write that it began in");

        let before = find(&cache).err().unwrap();
        drop(cache.writing_any());
        keep(&before);
        assert_eq!(body(&cache), None, "after a write of any row");

        keep(&find(&cache).err().unwrap());
        assert_eq!(body(&cache).as_deref(), Some("old"), "after none");
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let (cache, account) = (Cache::new(1 << 20), ada());
        commit(&cache, put("1"), 1);
        let batch = put("2");
        drop(cache.writing([(&account, &batch)].into_iter()));
        assert_eq!(body(&cache), None);
    }

    #[test]
    fn rows_are_bounded_by_their_bytes() {
        let (cache, account) = (Cache::new(1 << 20), ada());
        for id in 1..=10_000 {
            let ticket = cache.find(&account, RowKind::Contact, id).err().unwrap();
            let row = Row {
                id,
                ..read(put(&"x".repeat(1_000)), 1)
            };
            cache.keep(&ticket, &account, RowKind::Contact, &row);
        }
        let bytes: u64 = (0..SHARDS)
            .map(|shard| cache.lock(shard).rows.weight())
            .sum();
        assert!(bytes <= 1 << 20, "{bytes}");
        assert!(bytes > 1 << 19, "{bytes}");

        let large = read(put(&"x".repeat(70_000)), 1);
        let ticket = find(&cache).err();
        if let Some(ticket) = ticket {
            cache.keep(&ticket, &account, RowKind::Contact, &large);
        }
        assert!(body(&cache).is_none_or(|body| body.len() < 70_000));
    }

    #[test]
    fn a_large_row_takes_the_place_of_a_small_one() {
        let (cache, account) = (Cache::new(1 << 30), ada());
        let (small, large) = (put("1"), put(&"x".repeat(70_000)));
        let batches = [(&account, &small), (&account, &large)];
        let writing = cache.writing(batches.into_iter());
        for (version, batch) in [(1, small), (2, large)] {
            let version = Version(version);
            writing.committed(&account, batch, Committed { version });
        }
        drop(writing);
        assert_eq!(body(&cache), None);
    }

    #[test]
    fn a_writer_that_panics_closes_the_cache() {
        let cache = Arc::new(Cache::new(1 << 20));
        commit(&cache, put("1"), 1);
        let closing = Closing(Arc::clone(&cache));
        let writer = std::thread::spawn(move || {
            let _closing = closing;
            std::panic::resume_unwind(Box::new(()));
        });
        assert!(writer.join().is_err());
        assert_eq!(body(&cache), None);
    }

    #[test]
    fn a_closed_cache_keeps_nothing() {
        let cache = Cache::new(1 << 20);
        commit(&cache, put("1"), 1);
        cache.close();
        assert_eq!(body(&cache), None);
        commit(&cache, put("2"), 2);
        assert_eq!(body(&cache), None);
    }

    #[test]
    fn a_cache_of_nothing_keeps_nothing() {
        let cache = Cache::new(0);
        commit(&cache, put("1"), 1);
        assert_eq!(body(&cache), None);
    }
}
