//! Lists and feeds in the order of versions, in accounts with many outdated entries.
use std::{
    collections::HashMap,
    future::{Future, poll_fn},
    path::Path,
    pin::Pin,
    task::Poll,
};

use people_store::{
    Account, Batch, Condition, Cursor, Durability, Embedded, EmbeddedOptions, Memory, Order,
    Record, Replacement, Row, RowKind, Store, Version, Versions, Write,
};
use rusqlite::Connection;

/// So many contacts that updates of all of them leave entries behind.
const CONTACTS: u64 = 300;
const KIND: RowKind = RowKind::Contact;

fn account() -> Account {
    Account::new("ada").expect("a name")
}

fn open(folder: &Path) -> Embedded {
    let options = EmbeddedOptions {
        durability: Durability::Relaxed,
        ..EmbeddedOptions::default()
    };
    Embedded::open(folder, options).expect("a store")
}

/// The same history on an embedded store and in memory.
struct Both {
    embedded: Embedded,
    memory: Memory,
    /// Of each contact that was ever there.
    versions: HashMap<u64, Option<Version>>,
    turn: u64,
}

impl Both {
    fn new(folder: &Path) -> Self {
        Self {
            embedded: open(folder),
            memory: Memory::new(),
            versions: HashMap::new(),
            turn: 0,
        }
    }

    async fn put(&mut self, ids: impl IntoIterator<Item = u64>) {
        self.turn += 1;
        let put = |id| {
            let known = self.versions.get(&id).copied().flatten();
            Write::Put {
                kind: KIND,
                id,
                record: Record {
                    body: format!("{{\"turn\":{}}}", self.turn),
                    ..Record::default()
                },
                condition: known.map_or(Condition::Absent, Condition::Version),
            }
        };
        let writes = ids.into_iter().map(put).collect();
        self.commit(writes).await;
    }

    async fn delete(&mut self, id: u64) {
        if let Some(Some(version)) = self.versions.get(&id).copied() {
            let kind = KIND;
            self.commit(vec![Write::Delete { kind, id, version }]).await;
        }
    }

    async fn commit(&mut self, writes: Vec<Write>) {
        let batch = Batch { writes, time: 1 };
        let version = self.embedded.commit(&account(), batch.clone()).await;
        let version = version.expect("a commit").version;
        for write in &batch.writes {
            let (_, id) = write.changes().expect("a row");
            let is_put = matches!(write, Write::Put { .. });
            self.versions.insert(id, is_put.then_some(version));
        }
        let other = self.memory.commit(&account(), batch).await;
        assert_eq!(other.expect("a commit").version, version);
    }

    /// As it was at an earlier time: rows get back the versions that they had.
    async fn replace(&mut self, rows: &[Row]) {
        let replacement = Replacement {
            rows: rows.iter().map(|row| (KIND, row.clone())).collect(),
            versions: Versions::Kept,
        };
        let replaced = self.embedded.replace(&account(), replacement.clone()).await;
        let other = self.memory.replace(&account(), replacement).await;
        assert_eq!(replaced.expect("replaced"), other.expect("replaced"));
        let live = rows.iter().map(|row| (row.id, Some(row.version)));
        self.versions = live.collect();
    }

    async fn compare(&self) {
        for order in [Order::VersionAscending, Order::VersionDescending] {
            let one = pages(&self.embedded, order).await;
            assert_eq!(one, pages(&self.memory, order).await, "{order:?}");
        }
        let last = self.memory.version(&account()).await.expect("a version").0;
        for since in [0, last / 2, last.saturating_sub(150), last - 1, last] {
            let one = feed(&self.embedded, Version(since)).await;
            assert_eq!(one, feed(&self.memory, Version(since)).await, "{since}");
        }
    }

    /// Closes the store, and looks for faults.
    async fn reopen(&mut self, folder: &Path) {
        self.embedded.close().await.expect("closed");
        assert_eq!(faults(folder), [""; 0]);
        self.embedded = open(folder);
    }
}

async fn pages<S: Store>(store: &S, order: Order) -> Vec<Row> {
    let (ada, mut all, mut cursor) = (account(), Vec::new(), None::<Cursor>);
    loop {
        let page = store.page(&ada, KIND, order, cursor.as_ref(), 70);
        let page = page.await.expect("a page");
        all.extend(page.rows);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return all,
        }
    }
}

/// What changed since a version, tombstones included, and how many that are.
async fn feed<S: Store>(store: &S, since: Version) -> (Vec<Row>, u64) {
    let (ada, mut all, mut cursor) = (account(), Vec::new(), None::<Cursor>);
    let count = store.count_changes(&ada, KIND, since).await;
    let count = count.expect("a count");
    loop {
        let page = store.changes(&ada, KIND, since, cursor.as_ref(), 70);
        let page = page.await.expect("a page");
        all.extend(page.rows);
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(all.len() as u64, count, "since {since}");
    (all, count)
}

fn faults(folder: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    Embedded::inspect(folder)
        .expect("a store")
        .run(|_, _, _| Vec::new(), |fault| faults.push(fault.to_string()))
        .expect("readable");
    faults
}

/// A connection of somebody else's.
fn outside(folder: &Path) -> Connection {
    Connection::open(folder.join("people.sqlite3")).expect("SQLite")
}

/// The most outdated entries that an account has.
fn outdated(folder: &Path) -> i64 {
    let outdated = "SELECT max(outdated) FROM accounts";
    let outdated = outside(folder).query_row(outdated, [], |row| row.get(0));
    outdated.expect("a number")
}

/// Every update of a contact of long ago leaves an entry behind, up to a bound. Lists and feeds are those of a
/// store in memory all the time: after single updates and batches, deletions, and rows that come back.
#[tokio::test]
async fn outdated_entries_are_never_seen_and_never_many() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut both = Both::new(folder.path());
    let mut random = fastrand::Rng::with_seed(7);
    both.put(1..=CONTACTS).await;
    let mut most = 0;
    for round in 0..60 {
        for _ in 0..30 {
            match random.u64(..20) {
                0 => both.delete(random.u64(1..=CONTACTS)).await,
                1 => {
                    let first = random.u64(1..=CONTACTS - 40);
                    both.put(first..first + 40).await;
                }
                // One contact again and again, and any.
                2..8 => both.put([7]).await,
                _ => both.put([random.u64(1..=CONTACTS)]).await,
            }
        }
        both.compare().await;
        most = most.max(outdated(folder.path()));
        if round % 10 == 9 {
            both.reopen(folder.path()).await;
        }
    }
    // A batch of 40 may add as many to those that begin a sweep.
    let bound = i64::try_from(CONTACTS / 8).expect("small") + 2 * 40;
    assert!((16..=bound).contains(&most), "{most}");
}

/// Rows that get back the version that they had are where they were. What was outdated before does not take
/// them away, also when a sweep has begun.
#[tokio::test]
async fn a_row_that_gets_back_its_version_stays_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut both = Both::new(folder.path());
    for first in (1..=CONTACTS).step_by(10) {
        both.put(first..first + 10).await;
    }
    for id in 1..=CONTACTS {
        both.put([id]).await;
    }
    let then = pages(&both.memory, Order::Id).await;
    for round in 0..12 {
        // So many that a sweep is not yet due, under way, or over.
        for id in 1..=(34 + round) {
            both.put([id]).await;
        }
        both.replace(&then[..then.len() - round as usize]).await;
        // A sweep that went on would do so now.
        both.put([CONTACTS / 2]).await;
        both.compare().await;
        both.replace(&then).await;
        both.compare().await;
        both.reopen(folder.path()).await;
    }
    both.replace(&[]).await;
    both.compare().await;
    both.put([1]).await;
    both.compare().await;
    both.reopen(folder.path()).await;
}

/// A row may come back as live at the version at which it was deleted, and others stay: its entry says so as well.
#[tokio::test]
async fn a_row_that_comes_back_at_the_version_of_its_deletion_is_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut both = Both::new(folder.path());
    both.put(1..=3).await;
    let mut rows = pages(&both.memory, Order::Id).await;
    both.delete(2).await;
    both.compare().await;
    rows[1].version = Version(2);
    both.replace(&rows).await;
    both.compare().await;
    assert_eq!(
        pages(&both.embedded, Order::VersionAscending).await.len(),
        3
    );
    both.reopen(folder.path()).await;
}

/// Some accounts of as many contacts each, which are written to in turn: every update of a contact leaves an entry.
struct Accounts {
    store: Embedded,
    all: Vec<Account>,
    versions: Vec<Vec<Version>>,
}

impl Accounts {
    /// More than updates have to be apart from each other to leave an entry.
    const CONTACTS: usize = 130;

    async fn new(folder: &Path, names: &[&str], options: EmbeddedOptions) -> Self {
        let mut accounts = Self {
            store: Embedded::open(folder, options).expect("a store"),
            all: names
                .iter()
                .map(|name| Account::new(name).expect("a name"))
                .collect(),
            versions: vec![Vec::new(); names.len()],
        };
        for contact in 0..Self::CONTACTS {
            accounts.round(folder, contact).await;
        }
        accounts
    }

    /// Writes one contact of each account, about all in one transaction. All of them have to succeed.
    async fn round(&mut self, folder: &Path, contact: usize) {
        for (of, verdict) in self.verdicts(folder, contact).await.into_iter().enumerate() {
            assert!(verdict, "{contact} of {:?}", self.all[of]);
        }
    }

    /// Of each account, whether its contact was written.
    async fn verdicts(&mut self, folder: &Path, contact: usize) -> Vec<bool> {
        // The writer waits for this, and the commits for the writer.
        let outside = outside(folder);
        outside.execute_batch("BEGIN IMMEDIATE").expect("SQL");
        let mut commits = Vec::new();
        for (account, versions) in self.all.iter().zip(&self.versions) {
            let known = versions.get(contact);
            let write = Write::Put {
                kind: KIND,
                id: contact as u64 + 1,
                record: Record::default(),
                condition: known.map_or(Condition::Absent, |at| Condition::Version(*at)),
            };
            let writes = vec![write];
            let (store, account) = (self.store.clone(), account.clone());
            let mut commit: Pin<Box<dyn Future<Output = _>>> =
                Box::pin(async move { store.commit(&account, Batch { writes, time: 1 }).await });
            // The first step is to queue it.
            let step = poll_fn(|context| Poll::Ready(commit.as_mut().poll(context))).await;
            assert!(step.is_pending());
            commits.push(commit);
        }
        outside.execute_batch("COMMIT").expect("SQL");
        let mut verdicts = Vec::new();
        for (commit, versions) in commits.into_iter().zip(&mut self.versions) {
            let committed = commit.await;
            verdicts.push(committed.is_ok());
            if let Ok(committed) = committed {
                versions.resize(versions.len().max(contact + 1), Version::ZERO);
                versions[contact] = committed.version;
            }
        }
        verdicts
    }

    async fn close(self, folder: &Path) {
        self.store.close().await.expect("closed");
        assert_eq!(faults(folder), [""; 0]);
    }
}

fn relaxed() -> EmbeddedOptions {
    EmbeddedOptions {
        durability: Durability::Relaxed,
        ..EmbeddedOptions::default()
    }
}

/// Accounts that become due at the same time are swept as fast as entries are added, although each transaction
/// writes only one row of each.
#[tokio::test]
async fn many_accounts_are_swept_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let names: Vec<String> = (0..20).map(|number| format!("account-{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut accounts = Accounts::new(folder, &names, relaxed()).await;
    let mut most = 0;
    for contact in 0..60 {
        accounts.round(folder, contact).await;
        most = most.max(outdated(folder));
    }
    // More than 16 begin a sweep, and the rows of two transactions pay for all of them.
    assert!((17..=19).contains(&most), "{most}");
    accounts.close(folder).await;
}

/// A transaction that fails after a sweep has removed entries brings them back, and the sweep comes to them again.
#[tokio::test]
async fn a_sweep_goes_on_after_a_transaction_that_failed() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut accounts = Accounts::new(folder, &["ada"], relaxed()).await;
    let mut contact = 0;
    while outdated(folder) < 16 {
        accounts.round(folder, contact).await;
        contact += 1;
    }
    // The next sweep begins, removes 16, and is not over: the transaction fails at its end, when it keeps the
    // numbers of the account.
    for _ in 0..3 {
        let planted = "CREATE TRIGGER planted BEFORE UPDATE ON accounts BEGIN SELECT RAISE(ABORT, 'planted'); END";
        outside(folder).execute_batch(planted).expect("SQL");
        assert_eq!(accounts.verdicts(folder, contact).await, [false]);
        let dropped = "DROP TRIGGER planted";
        outside(folder).execute_batch(dropped).expect("SQL");
        accounts.round(folder, contact).await;
        contact += 1;
    }
    assert!(outdated(folder) < 16, "{}", outdated(folder));
    accounts.close(folder).await;
}

fn outdated_of(folder: &Path, account: &str) -> i64 {
    let outdated = "SELECT outdated FROM accounts WHERE account = ?1";
    let outdated = outside(folder).query_row(outdated, [account], |row| row.get(0));
    outdated.expect("a number")
}

/// If the entries of one account are damaged, they stay. All accounts are written to as before, the damaged one too,
/// and the others are swept.
#[tokio::test]
async fn a_sweep_that_fails_takes_no_commit_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut accounts = Accounts::new(folder, &["ada", "bob", "eve"], relaxed()).await;
    let planted = "CREATE TRIGGER planted BEFORE DELETE ON changes WHEN OLD.account = 'eve'
        BEGIN SELECT RAISE(ABORT, 'planted'); END";
    outside(folder).execute_batch(planted).expect("SQL");
    let before = accounts.store.stats();
    for contact in 0..60 {
        accounts.round(folder, contact).await;
        for account in ["ada", "bob"] {
            let outdated = outdated_of(folder, account);
            assert!(outdated <= 19, "{account}: {outdated}");
        }
    }
    assert_eq!(outdated_of(folder, "eve"), 60);
    assert_eq!(accounts.store.stats().commits - before.commits, 180);
    accounts.store.close().await.expect("closed");
    assert_eq!(faults(folder), [""; 0]);

    // Once it is mended and opened again, it is swept.
    let mended = "DROP TRIGGER planted";
    outside(folder).execute_batch(mended).expect("SQL");
    accounts.store = open(folder);
    for contact in 60..66 {
        accounts.round(folder, contact).await;
    }
    let outdated = outdated_of(folder, "eve");
    assert!(outdated <= 19, "{outdated}");
    accounts.close(folder).await;
}

/// A sweep that finds no space, itself or at the end of its transaction, fails no commit that would fit.
#[tokio::test]
async fn a_sweep_without_space_takes_no_commit_with_it() {
    for event in [
        "DELETE ON changes",
        // Only a transaction that has swept does this.
        "UPDATE ON accounts WHEN NEW.outdated < OLD.outdated",
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let options = EmbeddedOptions {
            max_bytes: Some(1 << 20),
            ..relaxed()
        };
        let mut accounts = Accounts::new(folder, &["ada", "bob"], options).await;
        let planted = format!(
            "CREATE TABLE ballast (content BLOB); CREATE TRIGGER planted AFTER {event}
             BEGIN INSERT INTO ballast VALUES (zeroblob(2000000)); END"
        );
        outside(folder).execute_batch(&planted).expect("SQL");
        for contact in 0..40 {
            accounts.round(folder, contact).await;
        }
        assert_eq!(outdated(folder), 40, "{event}");
        // As soon as there is space, they are swept.
        let dropped = "DROP TRIGGER planted; DROP TABLE ballast";
        outside(folder).execute_batch(dropped).expect("SQL");
        for contact in 40..46 {
            accounts.round(folder, contact).await;
        }
        assert!(outdated(folder) <= 19, "{event}: {}", outdated(folder));
        accounts.close(folder).await;
    }
}

/// If the numbers of one account cannot be kept, only its commits fail.
#[tokio::test]
async fn an_account_that_cannot_be_kept_takes_no_other_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut accounts = Accounts::new(folder, &["ada", "eve", "bob"], relaxed()).await;
    let planted = "CREATE TRIGGER planted BEFORE UPDATE ON accounts WHEN NEW.account = 'eve'
        BEGIN SELECT RAISE(ABORT, 'planted'); END";
    outside(folder).execute_batch(planted).expect("SQL");
    for contact in 0..20 {
        let verdicts = accounts.verdicts(folder, contact).await;
        assert_eq!(verdicts, [true, false, true]);
    }
    accounts.close(folder).await;
}
