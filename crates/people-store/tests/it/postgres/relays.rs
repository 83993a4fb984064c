//! The server answers, and cannot reach another one behind it: a node of a cluster, or the target of a relay. It
//! says so by an error of its own, on a connection that goes on.
use std::time::Duration;

use people_store::{
    CommitError, Condition, Order, Postgres, RowKind, Store, StoreError, Unavailable, Version,
};
use tokio::time::timeout;

use super::{
    account, open,
    proxy::Proxy,
    put,
    server::{Server, fresh, psql},
};

/// What such a server says, each with what it means. The first are class 08, connection exception.
const SAID: [(&str, Unavailable); 10] = [
    ("08000", Unavailable::Unreachable),
    ("08001", Unavailable::Unreachable),
    ("08003", Unavailable::Unreachable),
    ("08004", Unavailable::Unreachable),
    ("08006", Unavailable::Unreachable),
    // The node was shut down, had crashed, or does not take connections yet.
    ("57P01", Unavailable::Unreachable),
    ("57P02", Unavailable::Unreachable),
    ("57P03", Unavailable::Unreachable),
    // It takes no more of them.
    ("53300", Unavailable::Overloaded),
    ("53400", Unavailable::Overloaded),
];

/// Every statement that reads `records` says what the table `trouble` tells it to, once for each of its rows'
/// `times`; so does every change of `records`, and every end of a commit.
///
/// A sequence counts, since what a transaction has counted is rolled back with it.
const RELAY: &str = "
    CREATE TABLE trouble (place text, code text, times int);
    CREATE SEQUENCE raised;
    CREATE FUNCTION reach(here text) RETURNS bool LANGUAGE plpgsql VOLATILE AS $$
        DECLARE wanted trouble%ROWTYPE;
        BEGIN
            SELECT * INTO wanted FROM trouble WHERE place = here;
            IF FOUND AND nextval('raised') <= wanted.times THEN
                RAISE EXCEPTION 'connection to the remote node failed' USING ERRCODE = wanted.code;
            END IF;
            RETURN true;
        END $$;
    CREATE FUNCTION reach_by_trigger() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM reach(TG_ARGV[0]); RETURN NEW; END $$;
    ALTER TABLE records RENAME TO all_records;
    CREATE VIEW records AS SELECT * FROM all_records WHERE reach('read');
    CREATE TRIGGER relay BEFORE INSERT OR UPDATE ON all_records
        FOR EACH ROW EXECUTE FUNCTION reach_by_trigger('write');
    CREATE CONSTRAINT TRIGGER relay AFTER INSERT ON commits DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION reach_by_trigger('commit');";

const ALWAYS: u64 = 1_000_000;

/// A store of one contact behind such a server.
async fn behind_a_relay() -> Option<(String, Postgres)> {
    let url = fresh()?;
    let store = open(&url).await;
    let first = put(1, "1", Condition::Absent);
    store.commit(&account(), first).await.expect("a commit");
    psql(&url, RELAY);
    // Its connections know the view.
    Some((url.clone(), open(&url).await))
}

fn trouble(url: &str, place: &str, code: &str, times: u64) {
    let sql = format!(
        "ALTER SEQUENCE raised RESTART; DELETE FROM trouble; \
         INSERT INTO trouble VALUES ('{place}', '{code}', {times})"
    );
    psql(url, &sql);
}

fn calm(url: &str) {
    psql(url, "DELETE FROM trouble");
}

#[track_caller]
fn assert_unavailable(error: &StoreError, wanted: Unavailable, what: &str) {
    assert!(
        matches!(error, StoreError::Unavailable { reason, .. } if *reason == wanted),
        "{what}: {error:?}"
    );
}

/// Reads and commits are unavailable meanwhile, after a short while, and go on by themselves.
#[tokio::test]
async fn a_node_that_cannot_be_reached_is_unavailable() {
    let Some((url, store)) = behind_a_relay().await else {
        return;
    };
    let ada = account();
    let mut version = Version(1);
    for (code, wanted) in SAID {
        trouble(&url, "read", code, ALWAYS);
        let get = store.get(&ada, RowKind::Contact, 1).await;
        assert_unavailable(&get.expect_err("a get"), wanted, code);
        let page = store.page(&ada, RowKind::Contact, Order::Id, None, 9).await;
        assert_unavailable(&page.expect_err("a page"), wanted, code);
        for place in ["read", "write"] {
            trouble(&url, place, code, ALWAYS);
            let update = put(1, "2", Condition::Version(version));
            let refused = store.commit(&ada, update).await;
            match refused.expect_err("a commit") {
                CommitError::Store(error) => assert_unavailable(&error, wanted, code),
                error => panic!("{code} at a {place}: {error:?}"),
            }
        }
        calm(&url);
        let row = store.get(&ada, RowKind::Contact, 1).await;
        let row = row.expect("a read").expect("a row");
        assert_eq!(row.version, version, "{code}: nothing was written");
        let update = put(1, "2", Condition::Version(version));
        version = store.commit(&ada, update).await.expect("a commit").version;
    }
}

/// A connection that the server had kept for later and lost is no reason to fail: the next try makes another.
#[tokio::test]
async fn a_node_that_cannot_be_reached_once_is_tried_again() {
    let Some((url, store)) = behind_a_relay().await else {
        return;
    };
    let ada = account();
    let mut version = Version(1);
    for code in ["08006", "57P01"] {
        trouble(&url, "read", code, 1);
        let row = store.get(&ada, RowKind::Contact, 1).await;
        row.expect("a read").expect("a row");
        for place in ["read", "write", "commit"] {
            trouble(&url, place, code, 1);
            let update = put(1, "2", Condition::Version(version));
            let committed = store.commit(&ada, update).await;
            let committed = committed.unwrap_or_else(|error| panic!("{code}, {place}: {error:?}"));
            // What failed took no version.
            assert_eq!(committed.version, Version(version.0 + 1), "{code}, {place}");
            version = committed.version;
        }
    }
}

/// The end of a commit is answered by such an error, and the commit has happened: it is looked for, and is not made
/// twice.
#[tokio::test]
async fn an_end_that_is_denied_may_have_happened() {
    let Some(server) = Server::start() else {
        return;
    };
    open(&server.url()).await;
    let proxy = Proxy::denying(server.socket()).await;
    let url = format!("postgres://people@127.0.0.1:{}/postgres", proxy.port);
    let store = open(&url).await;
    let mut condition = Condition::Absent;
    for number in 1..=9 {
        let before = proxy.ends();
        let committed = store.commit(&account(), put(1, "1", condition)).await;
        let version = committed.expect("a commit").version;
        assert_eq!(version, Version(number));
        assert_eq!(proxy.ends() - before, 2, "it was denied and looked for");
        condition = Condition::Version(version);
    }
}

/// It has not happened: the commit is made again, once that is known.
#[tokio::test]
async fn an_end_that_a_node_does_not_answer_is_looked_for() {
    let Some((url, store)) = behind_a_relay().await else {
        return;
    };
    let ada = account();
    trouble(&url, "commit", "08006", 3);
    let update = put(1, "2", Condition::Version(Version(1)));
    let committed = store.commit(&ada, update);
    let committed = timeout(Duration::from_secs(300), committed).await;
    let committed = committed.expect("an end").expect("a commit");
    assert_eq!(committed.version, Version(2));
    let signed = psql(&url, "SELECT count(*) FROM commits WHERE version = 2");
    assert_eq!(signed, "1\n");
}
