//! The server breaks, or the way to it.
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use people_store::{
    Account, CommitError, Condition, RowKind, Store, StoreError, Unavailable, Version,
};

use super::{
    account, named, open,
    proxy::Proxy,
    put,
    server::{Server, fresh, psql},
    try_open,
};
use crate::wait::Deadline;

/// The server does not answer: every call fails at once, and succeeds again when the server is back.
#[tokio::test]
async fn a_server_that_is_gone_is_unavailable_until_it_is_back() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = open(&server.url()).await;
    let version = store
        .commit(&account(), put(1, "1", Condition::Absent))
        .await;
    let version = version.expect("a commit").version;

    server.kill();
    let ready = store.secret().await.expect_err("nobody is there");
    assert!(
        is_unavailable(&ready, Unavailable::Unreachable),
        "{ready:?}"
    );
    let read = store
        .get(&account(), RowKind::Contact, 1)
        .await
        .expect_err("nobody is there");
    assert!(is_unavailable(&read, Unavailable::Unreachable), "{read:?}");
    let next = || put(1, "2", Condition::Version(version));
    match store.commit(&account(), next()).await {
        Err(CommitError::Store(error)) => {
            assert!(
                is_unavailable(&error, Unavailable::Unreachable),
                "{error:?}"
            );
        }
        other => panic!("nobody is there: {other:?}"),
    }
    let start = try_open(&server.url()).await.expect_err("nobody is there");
    assert!(
        is_unavailable(&start, Unavailable::Unreachable),
        "{start:?}"
    );

    server.resume();
    store.secret().await.expect("it is ready");
    let committed = store.commit(&account(), next()).await.expect("a commit");
    assert_eq!(committed.version, Version(2), "what failed took no version");
}

/// A restart between two calls is not noticed. On one thread, nothing sees the connections end before
/// the next call takes one of them.
#[tokio::test(flavor = "current_thread")]
async fn a_restart_between_two_calls_is_not_noticed() {
    let Some(server) = Server::start() else {
        return;
    };
    let store = open(&server.url()).await;
    let ada = account();
    let read = || store.get(&ada, RowKind::Contact, 1);
    for restart in 0..2 {
        let (one, other) = tokio::join!(read(), read());
        assert!(one.is_ok() && other.is_ok());
        server.kill();
        server.resume();
        if restart == 0 {
            read().await.expect("a read");
        } else {
            let committed = store.commit(&ada, put(1, "1", Condition::Absent)).await;
            committed.expect("a commit");
        }
    }
}

/// A commit whose connection breaks as it ends is made once, and answered with its version, whether
/// the server got it, got it late, or never did.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_broken_connection_neither_loses_a_commit_nor_makes_it_twice() {
    const WRITERS: u64 = 6;
    const EDITS: u64 = 6;
    let Some(server) = Server::start() else {
        return;
    };
    open(&server.url()).await;
    let proxy = Proxy::start(server.socket()).await;
    let url = format!("postgres://people@127.0.0.1:{}/postgres", proxy.port);
    let stores = [open(&url).await, open(&url).await];
    let before = proxy.ends();
    let writers: Vec<_> = (1..=WRITERS)
        .map(|id| {
            let store = stores[id as usize % 2].clone();
            // Accounts of one writer, and one of several in both stores.
            let account = named(["ada", "grace", "ada"][id as usize % 3]);
            tokio::spawn(async move {
                let mut condition = Condition::Absent;
                let mut versions = Vec::new();
                let (mut edit, deadline) = (0, Deadline::new());
                while edit < EDITS {
                    let batch = put(id, &edit.to_string(), condition);
                    match store.commit(&account, batch).await {
                        Ok(committed) => {
                            edit += 1;
                            versions.push(committed.version);
                            condition = Condition::Version(committed.version);
                        }
                        // Its connection broke at each attempt. Nothing was written, so the same
                        // commit is made again.
                        Err(CommitError::Store(StoreError::Unavailable { .. })) => {
                            deadline.check("a commit succeeds");
                        }
                        Err(error) => panic!("{edit}: {error:?}"),
                    }
                }
                (account, versions)
            })
        })
        .collect();
    let mut taken: Vec<(Account, Version)> = Vec::new();
    for writer in writers {
        let (account, versions) = writer.await.expect("it ends");
        taken.extend(
            versions
                .into_iter()
                .map(|version| (account.clone(), version)),
        );
    }
    taken.sort_unstable();
    for name in ["ada", "grace"] {
        let account = named(name);
        let versions = taken.iter().filter(|(of, _)| *of == account);
        let versions: Vec<u64> = versions.map(|(_, version)| version.0).collect();
        let last = stores[0].version(&account).await.expect("a version").0;
        assert_eq!(versions, (1..=last).collect::<Vec<_>>(), "{name}");
    }
    let ends = (proxy.ends() - before) as u64;
    assert!(
        ends > WRITERS * EDITS,
        "{ends} ends, of which some were lost"
    );
}

/// The same for the first commit of an account, which has no row to lock before.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_commit_of_an_account_is_settled_as_well() {
    let Some(server) = Server::start() else {
        return;
    };
    open(&server.url()).await;
    let proxy = Proxy::start(server.socket()).await;
    let url = format!("postgres://people@127.0.0.1:{}/postgres", proxy.port);
    let store = open(&url).await;
    for number in 1..=9 {
        let account = named(&format!("account-{number}"));
        let committed = store.commit(&account, put(1, "1", Condition::Absent)).await;
        let version = committed
            .unwrap_or_else(|error| panic!("{account}: {error:?}"))
            .version;
        assert_eq!(version, Version(1));
        assert_eq!(
            store.version(&account).await.expect("a version"),
            Version(1)
        );
    }
    // The first end of each broke, so each was looked for or made again, or both: that depends on how soon a
    // broken connection is noticed.
    let ends = proxy.ends();
    assert!(ends >= 2 * 9, "{ends} ends, of which nine broke");
}

/// A commit that was looked for and then refused, the first of its account, makes no account either.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_that_was_looked_for_in_vain_makes_no_account() {
    let Some(server) = Server::start() else {
        return;
    };
    let direct = open(&server.url()).await;
    let proxy = Proxy::denying(server.socket()).await;
    let url = format!("postgres://people@127.0.0.1:{}/postgres", proxy.port);
    let store = open(&url).await;
    let late = put(1, "1", Condition::Version(Version(7)));
    let refused = store.commit(&named("grace"), late).await;
    assert!(refused.is_err(), "{refused:?}");
    assert!(proxy.ends() >= 2, "it was looked for");
    assert_eq!(direct.accounts(None, 9).await.expect("accounts"), []);
    let fences = psql(&server.url(), "SELECT count(*) > 0 FROM commits");
    assert_eq!(fences, "t\n", "it cannot happen later");
}

/// A commit whose session ends each time is not sent again and again: if it is what ends the session, it may take the
/// whole server with it.
#[tokio::test]
async fn a_commit_that_ends_its_session_is_given_up() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    psql(
        &url,
        "CREATE SEQUENCE ended; \
         CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN PERFORM nextval('ended'), pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$; \
         CREATE TRIGGER end_session BEFORE INSERT ON records FOR EACH ROW EXECUTE FUNCTION end_session()",
    );
    let given_up = store
        .commit(&account(), put(1, "1", Condition::Absent))
        .await;
    match given_up {
        Err(CommitError::Store(error)) => {
            assert!(
                is_unavailable(&error, Unavailable::Unreachable),
                "{error:?}"
            );
        }
        other => panic!("it cannot happen: {other:?}"),
    }
    assert_eq!(psql(&url, "SELECT last_value FROM ended"), "4\n");
}

/// A commit that was made, and whose answer cannot be read, is found.
#[tokio::test]
async fn a_commit_with_an_answer_that_makes_no_sense_is_found() {
    let Some(url) = fresh() else { return };
    open(&url).await;
    psql(
        &url,
        "ALTER FUNCTION commit_batches RENAME TO carry_out; \
         CREATE FUNCTION commit_batches(text, bytea, bigint, bigint, bigint, bytea[], bigint[], int[], smallint[], \
             smallint[], bigint[], bigint[], text[], text[], text[], bytea[], text[]) \
         RETURNS bigint[] LANGUAGE sql AS $$ SELECT \
             (carry_out($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17))[1:2] $$",
    );
    let store = open(&url).await;
    let committed = store
        .commit(&account(), put(1, "1", Condition::Absent))
        .await;
    assert_eq!(committed.expect("a commit").version, Version(1));
}

/// Killed under load and started again, five times over: what was acknowledged is there, what was
/// refused is not, and nothing is there twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_killed_server_keeps_what_it_acknowledged() {
    const WRITERS: u64 = 12;
    let Some(server) = Server::start() else {
        return;
    };
    let stores = [open(&server.url()).await, open(&server.url()).await];
    let (done, stop) = (
        Arc::new(AtomicUsize::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let owner = |id: u64| named(["ada", "grace", "mary"][id as usize % 3]);
    let writers: Vec<_> = (1..=WRITERS)
        .map(|id| {
            let (store, account) = (stores[id as usize % 2].clone(), owner(id));
            let (done, stop) = (Arc::clone(&done), Arc::clone(&stop));
            tokio::spawn(async move {
                let (mut landed, mut condition) = (0_u64, Condition::Absent);
                while !stop.load(Ordering::Relaxed) {
                    let batch = put(id, &landed.to_string(), condition);
                    match store.commit(&account, batch).await {
                        Ok(committed) => {
                            landed += 1;
                            condition = Condition::Version(committed.version);
                            done.fetch_add(1, Ordering::Relaxed);
                        }
                        // Nothing was written, so the same commit is made again.
                        Err(CommitError::Store(StoreError::Unavailable { .. })) => {
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                        Err(error) => panic!("contact {id}, edit {landed}: {error:?}"),
                    }
                }
                landed
            })
        })
        .collect();
    for round in 1..=5 {
        let deadline = Deadline::new();
        while done.load(Ordering::Relaxed) < round * 150 {
            tokio::task::yield_now().await;
            deadline.check("enough is committed");
            assert!(!writers.iter().any(|writer| writer.is_finished()));
        }
        server.kill();
        server.resume();
    }
    stop.store(true, Ordering::Relaxed);
    let mut commits = BTreeMap::new();
    for (id, writer) in (1..).zip(writers) {
        let landed = writer.await.expect("it ends");
        let row = stores[0].get(&owner(id), RowKind::Contact, id).await;
        let row = row.expect("a read").expect("the row");
        assert_eq!(row.record.body, (landed - 1).to_string(), "contact {id}");
        *commits.entry(owner(id)).or_insert(0) += landed;
    }
    for (account, commits) in commits {
        let version = stores[0].version(&account).await.expect("a version");
        assert_eq!(
            version,
            Version(commits),
            "each commit of {account} took one"
        );
    }
}

fn is_unavailable(error: &StoreError, reason: Unavailable) -> bool {
    matches!(error, StoreError::Unavailable { reason: found, .. } if *found == reason)
}
