//! Commits of one account that wait together.
//!
//! On one thread, all that are polled at once wait before the first is sent, and share a transaction.
use people_store::{
    Batch, CommitError, Condition, Record, RowKind, Store, StoreError, Unavailable, Version, Write,
};
use tokio::join;

use super::{
    account, named, open, put,
    server::{fresh, psql},
};

/// A commit that the database cannot carry out fails alone.
#[tokio::test]
async fn a_damaged_row_fails_alone() {
    let Some(url) = fresh() else { return };
    let (store, ada) = (open(&url).await, account());
    let writes = (1..=5).flat_map(|id| put(id, "1", Condition::Absent).writes);
    let writes = writes.collect();
    store
        .commit(&ada, Batch { writes, time: 1 })
        .await
        .expect("a commit");
    psql(&url, "UPDATE records SET terms = '[' WHERE id IN (2, 5)");
    let change = |id| store.commit(&ada, put(id, "2", Condition::Version(Version(1))));
    let (a, b, c, d, e) = join!(change(1), change(2), change(3), change(4), change(5));
    for damaged in [b, e] {
        let wanted = matches!(damaged, Err(CommitError::Store(StoreError::Corrupt { .. })));
        assert!(wanted, "{damaged:?}");
    }
    let mut versions = [a, c, d].map(|done| done.expect("a commit").version.0);
    versions.sort_unstable();
    assert_eq!(versions, [2, 3, 4]);
    for (id, body) in [(1, "2"), (3, "2"), (4, "2")] {
        let row = store.get(&ada, RowKind::Contact, id).await;
        assert_eq!(row.expect("a read").expect("a row").record.body, body);
    }
    assert_eq!(
        psql(&url, "SELECT body FROM records WHERE id IN (2, 5)"),
        "1\n1\n"
    );
}

/// So does one that meets a part of the disk which cannot be read.
#[tokio::test]
async fn a_row_on_a_broken_part_of_the_disk_fails_alone() {
    let Some(url) = fresh() else { return };
    let (store, ada) = (open(&url).await, account());
    psql(
        &url,
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN RAISE EXCEPTION 'could not read block 7' USING ERRCODE = '58030'; END $$; \
         CREATE TRIGGER broken BEFORE INSERT ON records FOR EACH ROW WHEN (NEW.id = 2) \
         EXECUTE FUNCTION broken()",
    );
    let create = |id| store.commit(&ada, put(id, "1", Condition::Absent));
    let (one, two, three) = join!(create(1), create(2), create(3));
    match two {
        Err(CommitError::Store(StoreError::Unavailable { reason, .. })) => {
            assert_eq!(reason, Unavailable::Disk);
        }
        other => panic!("{other:?}"),
    }
    let mut versions = [one, three].map(|done| done.expect("a commit").version.0);
    versions.sort_unstable();
    assert_eq!(versions, [1, 2]);
}

/// Each sees what those before it did, in the order of the calls: rows, terms and counts.
#[tokio::test]
async fn each_sees_those_before_it() {
    let Some(url) = fresh() else { return };
    let (store, ada) = (open(&url).await, account());
    let term = "name:engine".to_owned();
    let named = |id, terms: &[&String]| {
        let record = Record {
            terms: terms.iter().map(|&term| term.clone()).collect(),
            ..Record::default()
        };
        let kind = RowKind::Group;
        let condition = Condition::Absent;
        Write::Put {
            kind,
            id,
            record,
            condition,
        }
    };
    let free = || Write::RequireFree {
        kind: RowKind::Group,
        term: term.clone(),
    };
    let live = || Write::RequireLive {
        kind: RowKind::Group,
        id: 1,
    };
    let delete = |version| Write::Delete {
        kind: RowKind::Group,
        id: 1,
        version: Version(version),
    };
    let commit = |writes| store.commit(&ada, Batch { writes, time: 1 });
    let (first, taken, live_now, gone, dead, again) = join!(
        commit(vec![named(1, &[&term]), free()]),
        commit(vec![named(2, &[&term]), free()]),
        commit(vec![named(3, &[]), live()]),
        commit(vec![delete(1)]),
        commit(vec![live(), named(4, &[])]),
        commit(vec![free(), named(1, &[&term])]),
    );
    let refused = |verdict, index, current: Option<u64>| match verdict {
        Err(CommitError::Conflict {
            index: at,
            current: now,
        }) => {
            assert_eq!((at, now), (index, current.map(Version)));
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(first.expect("a commit").version, Version(1));
    refused(taken, 1, Some(1));
    assert_eq!(live_now.expect("a commit").version, Version(2));
    assert_eq!(gone.expect("a commit").version, Version(3));
    refused(dead, 0, None);
    assert_eq!(again.expect("a commit").version, Version(4));
    let found = store.find(&ada, RowKind::Group, &term, 0, 9).await;
    assert_eq!(found.expect("ids"), [1]);
    assert_eq!(store.count(&ada, RowKind::Group).await.expect("a count"), 2);
    let signed =
        "SELECT string_agg(version::text, ' ' ORDER BY version), count(DISTINCT made) FROM commits";
    assert_eq!(psql(&url, signed), "1 2 3 4|1\n", "one transaction");
}

/// Whoever stops waiting before the commit has started leaves nothing, and disturbs nobody.
#[tokio::test]
async fn a_caller_that_leaves_disturbs_nobody() {
    let Some(url) = fresh() else { return };
    let (store, ada) = (open(&url).await, account());
    let create = |id| store.commit(&ada, put(id, "1", Condition::Absent));
    let leave = async {
        tokio::select! {
            biased;
            _ = create(2) => panic!("it was not sent"),
            () = std::future::ready(()) => {}
        }
    };
    let (one, (), three) = join!(create(1), leave, create(3));
    let versions = [one, three].map(|done| done.expect("a commit").version.0);
    assert_eq!(versions, [1, 2]);
    let left = store.get(&ada, RowKind::Contact, 2).await;
    assert_eq!(left.expect("a read"), None);
}

/// A commit that is refused, the first of its account, makes no account.
#[tokio::test]
async fn a_refused_commit_makes_no_account() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    let late = put(1, "1", Condition::Version(Version(7)));
    let refused = store.commit(&named("grace"), late).await;
    let refused = matches!(
        refused,
        Err(CommitError::Conflict {
            index: 0,
            current: None
        })
    );
    assert!(refused);
    assert_eq!(store.accounts(None, 9).await.expect("accounts"), []);
}

/// More commits than one transaction takes are all carried out, each once.
#[tokio::test]
async fn many_that_wait_are_carried_out_in_parts() {
    let Some(url) = fresh() else { return };
    let (store, ada) = (open(&url).await, account());
    let tasks: Vec<_> = (1..=200)
        .map(|id| {
            let (store, ada) = (store.clone(), ada.clone());
            tokio::spawn(async move { store.commit(&ada, put(id, "1", Condition::Absent)).await })
        })
        .collect();
    let mut versions = Vec::new();
    for task in tasks {
        let committed = task.await.expect("it ends").expect("a commit");
        versions.push(committed.version.0);
    }
    assert_eq!(
        versions,
        (1..=200).collect::<Vec<_>>(),
        "in the order of the calls"
    );
    let transactions = psql(&url, "SELECT count(DISTINCT made) FROM commits");
    let transactions: u64 = transactions.trim().parse().expect("a number");
    assert!((4..=5).contains(&transactions), "{transactions}");
}
