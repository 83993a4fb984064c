//! When the embedded store syncs its files, by a trace of what it asks of the system, and what its log comes to.
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use people_store::{Batch, CommitError, Condition, Record, RowKind, Store, Version, Write};
use rusqlite::Connection;

use crate::{
    faults::{account, open, put},
    wait::{Deadline, finished, output},
};

/// Tells the traced process where to work.
const FOLDER: &str = "PEOPLE_TEST_SYNCS";
/// As many as a batch of the API has.
const TOGETHER: u64 = 200;
const BATCHES: u64 = 300;

/// What the log has at most before it is copied, and what it may add to the database: see
/// `docs/operations.md`.
const LOG: u64 = 64 << 20;
const GROWTH: u64 = 8 << 20;
const PAGE: u64 = 4096;

/// Batches of updates, one after the other, cost little more than the sync that each of them waits for.
#[test]
fn a_batch_of_updates_is_one_sync() {
    count_syncs("syncs::a_batch_of_updates_is_one_sync", TOGETHER);
}

/// Also where a separate thread copies the log, since the database is not small.
#[test]
fn a_batch_of_updates_in_a_larger_store_is_one_sync() {
    count_syncs(
        "syncs::a_batch_of_updates_in_a_larger_store_is_one_sync",
        25 * TOGETHER,
    );
}

/// Runs a test of this file once more, under strace, on a store of so many contacts.
fn count_syncs(test: &str, contacts: u64) {
    if let Some(folder) = std::env::var_os(FOLDER) {
        return update(Path::new(&folder), contacts);
    }
    if !has_strace() {
        eprintln!("skipped: strace is not here or may not trace");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    let mut command = Command::new("strace");
    command
        .args(["-f", "--seccomp-bpf", "-qq", "-o"])
        .arg(&trace)
        .args(["-e", "signal=none", "-e", CALLS])
        .arg(std::env::current_exe().expect("this program"))
        .args(["--exact", test, "--nocapture"])
        .env(FOLDER, folder.path());
    let run = output(&mut command);
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    let trace = fs::read_to_string(trace).expect("a trace");
    let from = trace.lines().skip_while(|line| !line.contains("/begin"));
    let until = from.take_while(|line| !line.contains("/end"));
    let syncs = until.filter(|line| line.contains("sync("));
    let syncs = syncs.count() as f64 / BATCHES as f64;
    println!("{contacts} contacts: {syncs:.3} syncs per batch");
    assert!((1.0..=1.1).contains(&syncs), "{syncs} syncs per batch");
}

/// Syncs, and what marks the beginning and the end.
const CALLS: &str = "trace=fsync,fdatasync,sync_file_range,msync,mkdir,mkdirat";

fn has_strace() -> bool {
    let mut probe = Command::new("strace");
    probe.args(["-f", "--seccomp-bpf", "-o", "/dev/null", "true"]);
    let probe = probe.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    probe.is_ok_and(|probe| finished(probe).status.success())
}

/// What is traced: after some batches that do not count, each takes the next contacts of all that there are.
fn update(folder: &Path, contacts: u64) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        let store = open(&folder.join("store"));
        let turns = contacts / TOGETHER;
        let mut versions = vec![None; turns as usize];
        for number in 0..turns + BATCHES {
            if number == turns {
                fs::create_dir(folder.join("begin")).expect("a folder");
            }
            let turn = number % turns;
            let ids = (0..TOGETHER).map(|place| place * turns + turn + 1);
            let version = &mut versions[turn as usize];
            let committed = store.commit(&account(), batch(ids, number, *version)).await;
            *version = Some(committed.expect("a commit").version);
        }
        fs::create_dir(folder.join("end")).expect("a folder");
        let stats = store.stats();
        println!("{stats:?}");
        assert!(stats.checkpoints > 1, "{stats:?}");
        store.close().await.expect("closed");
    });
}

fn batch(ids: impl Iterator<Item = u64>, turn: u64, version: Option<Version>) -> Batch {
    let writes = ids.map(|id| Write::Put {
        kind: RowKind::Contact,
        id,
        record: record(id, turn),
        condition: version.map_or(Condition::Absent, Condition::Version),
    });
    Batch {
        writes: writes.collect(),
        time: 1,
    }
}

/// As long as a typical contact.
fn record(id: u64, turn: u64) -> Record {
    Record {
        body: format!("{{\"turn\":{turn},\"x\":\"{}\"}}", "x".repeat(2_800)),
        layout: vec![0; 24],
        sort_keys: [format!("ada\tlovelace {id}"), format!("lovelace {id}\tada")],
        terms: [
            format!("email:ada.{id}@example.com"),
            "group:all".to_owned(),
        ]
        .into(),
    }
}

/// Updates of the same rows fill the log, which is read anew after a crash and holds all that was
/// acknowledged.
#[tokio::test]
async fn a_log_has_an_end_and_is_there_after_a_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    let (live, left) = (folder.path().join("live"), folder.path().join("left"));
    let store = open(&live);
    let body = "x".repeat(100_000);
    let (mut condition, mut longest) = (Condition::Absent, (0, Version(0)));
    while store.stats().checkpoints == 0 {
        let update = put(1, &body, &["a"], condition);
        let committed = store.commit(&account(), update).await;
        let version = committed.expect("a commit").version;
        condition = Condition::Version(version);
        let length = bytes(&live, "-wal");
        assert!(length < LOG, "{length} bytes after {version:?}");
        // As a crash would leave it, with about all that a log can have.
        if length > LOG / 16 * 15 && longest.0 == 0 {
            fs::create_dir(&left).expect("a folder");
            for file in fs::read_dir(&live).expect("a folder") {
                let file = file.expect("a file");
                // The index of the log is made again.
                if file.file_name() != OsStr::new("people.sqlite3-shm") {
                    fs::copy(file.path(), left.join(file.file_name())).expect("copied");
                }
            }
            longest = (length, version);
        }
    }
    store.close().await.expect("closed");
    let (length, version) = longest;
    assert!(length > 0, "the log was copied before it was long");
    assert_eq!(bytes(&left, "-wal"), length);
    let store = open(&left);
    let row = store.get(&account(), RowKind::Contact, 1).await;
    assert_eq!(row.expect("a read").expect("a row").version, version);
}

/// New rows take space in the database, which is there for no more of them than the reserve has.
#[tokio::test]
async fn a_log_does_not_keep_more_new_pages_than_the_reserve_has_space_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = open(folder.path());
    let body = "x".repeat(100_000);
    for id in 1..=5 * GROWTH / 100_000 {
        let create = put(id, &body, &["a"], Condition::Absent);
        store.commit(&account(), create).await.expect("a commit");
    }
    // The thread that copies may be behind. The writer looks for it after each commit, also where it has
    // written nothing.
    let end = Deadline::new();
    while lacking(folder.path()) > GROWTH + 32 * PAGE {
        end.check("the database has what was new in the log");
        let create = put(1, "{}", &["a"], Condition::Absent);
        let taken = store.commit(&account(), create).await;
        assert!(matches!(taken, Err(CommitError::Conflict { .. })));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    store.close().await.expect("closed");
    assert_eq!(lacking(folder.path()), 0);
}

/// How many bytes of the database are in the log alone.
fn lacking(folder: &Path) -> u64 {
    let outside = Connection::open(folder.join("people.sqlite3")).expect("SQLite");
    let pages = outside.pragma_query_value(None, "page_count", |row| row.get::<_, u32>(0));
    u64::from(pages.expect("a number")) * PAGE - bytes(folder, "")
}

/// The length of the database, or of a file beside it.
fn bytes(folder: &Path, suffix: &str) -> u64 {
    let file: PathBuf = folder.join(format!("people.sqlite3{suffix}"));
    fs::metadata(file).expect("a file").len()
}
