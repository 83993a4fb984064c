//! Of writers that race, those that lost know it.

use std::{
    future::Future,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
};

use tokio::sync::Barrier;

use super::kit::{account, commit, contact, create, delete, done, feed, joined, replace};
use crate::{CommitError, Condition, Order, Record, RowKind, Store, Version, Write};

/// Loops that read, change and write back, again when they were overtaken, lose no change.
pub async fn racing_edits_all_land<S: Store>(store: S) {
    const LOOPS: u64 = 8;
    const EDITS: u64 = 20;
    let write = |tally: u64, condition| Write::Put {
        kind: RowKind::Contact,
        id: 7,
        record: Record {
            body: tally.to_string(),
            ..Record::default()
        },
        condition,
    };
    done(commit(&store, [write(0, Condition::Absent)]).await);
    let edit = || {
        let store = store.clone();
        async move {
            let mut landed = 0;
            while landed < EDITS {
                let row = contact(&store, 7).await.expect("the row");
                let tally: u64 = row.record.body.parse().expect("a number");
                // Without this pause the loops hardly meet, and a store that checks nothing passes.
                tokio::task::yield_now().await;
                match commit(&store, [write(tally + 1, Condition::Version(row.version))]).await {
                    Ok(_) => landed += 1,
                    Err(CommitError::Conflict {
                        index: 0,
                        current: Some(current),
                    }) => {
                        assert!(current > row.version, "who overtook came later");
                    }
                    Err(error) => panic!("a commit: {error:?}"),
                }
            }
        }
    };
    joined((0..LOOPS).map(|_| tokio::spawn(edit())).collect()).await;
    let row = contact(&store, 7).await.expect("the row");
    assert_eq!(row.record.body, (LOOPS * EDITS).to_string());
    assert_eq!(row.version, Version(1 + LOOPS * EDITS));
}

/// While one writer changes a row, reads of it by its id, together with other ids and in a list never show an older
/// state than an earlier read did. They never show an older state than the last commit that was acknowledged before the
/// read either.
pub async fn no_read_goes_back<S: Store>(store: S) {
    const COMMITS: u64 = 300;
    const READERS: usize = 4;
    let first = done(commit(&store, [create(7, "Ada")]).await);
    let answered = Arc::new(AtomicU64::new(first.0));
    let read = |reader: usize| {
        let (store, answered) = (store.clone(), Arc::clone(&answered));
        async move {
            let mut last = 0;
            for turn in reader.. {
                let least = answered.load(Ordering::SeqCst).max(last);
                last = version_of_7(&store, turn).await.0;
                assert!(last >= least, "{last} was read after {least}");
                if last == COMMITS {
                    break;
                }
            }
        }
    };
    let readers = (0..READERS).map(|reader| tokio::spawn(read(reader)));
    let readers: Vec<_> = readers.collect();
    for version in first.0..COMMITS {
        let write = replace(7, &version.to_string(), Version(version));
        let next = done(commit(&store, [write]).await);
        answered.store(next.0, Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
    joined(readers).await;
}

/// The version that contact 7 is read at, in one of the ways to read it.
async fn version_of_7<S: Store>(store: &S, turn: usize) -> Version {
    let (account, kind) = (account(), RowKind::Contact);
    let row = match turn % 4 {
        0 => {
            let page = store.page(&account, kind, Order::Id, None, 9).await;
            page.expect("a page").rows.into_iter().next()
        }
        1 => {
            let rows = store.get_many(&account, kind, &[7, 8]).await;
            rows.expect("rows").into_iter().flatten().next()
        }
        _ => contact(store, 7).await,
    };
    row.expect("the row").version
}

/// Of 64 writers that start from one version, one wins, round after round, and it is the one that
/// is read afterwards.
pub async fn one_writer_wins_each_round<S: Store>(store: S) {
    const WRITERS: usize = 64;
    let mut version = done(commit(&store, [create(7, "Ada")]).await);
    for round in 0..15 {
        let start = Arc::new(Barrier::new(WRITERS));
        let race = |writer: usize| {
            let (store, start) = (store.clone(), Arc::clone(&start));
            async move {
                start.wait().await;
                let outcome = commit(&store, [replace(7, &writer.to_string(), version)]).await;
                (writer, outcome)
            }
        };
        let outcomes = joined(
            (0..WRITERS)
                .map(|number| tokio::spawn(race(number)))
                .collect(),
        )
        .await;
        let mut winners = Vec::new();
        for (writer, outcome) in outcomes {
            match outcome {
                Ok(next) => winners.push((writer, next)),
                Err(CommitError::Conflict { index: 0, current }) => {
                    assert_eq!(current, Some(Version(version.0 + 1)), "round {round}");
                }
                Err(error) => panic!("a commit: {error:?}"),
            }
        }
        let [(winner, next)] = winners[..] else {
            panic!("round {round} was won by {winners:?}")
        };
        assert_eq!(next, Version(version.0 + 1));
        let row = contact(&store, 7).await.expect("the row");
        assert_eq!(
            (row.version, &row.record.sort_keys[0]),
            (next, &winner.to_string())
        );
        version = next;
    }
}

/// Of many that create a row, one does; and again once it was deleted.
pub async fn one_creator_wins<S: Store>(store: S) {
    for round in 0..10 {
        let race = |writer: u64| {
            let store = store.clone();
            async move { commit(&store, [create(7, &writer.to_string())]).await }
        };
        let outcomes = joined((0..24).map(|number| tokio::spawn(race(number))).collect()).await;
        let won: Vec<Version> = outcomes.into_iter().filter_map(Result::ok).collect();
        let [version] = won[..] else {
            panic!("round {round} was won with {won:?}")
        };
        done(commit(&store, [delete(7, version)]).await);
    }
}

/// A row that is edited and deleted at once ends as one of the two.
pub async fn a_delete_and_an_edit_do_not_both_win<S: Store>(store: S) {
    for id in 1..=30 {
        let version = done(commit(&store, [create(id, "Ada")]).await);
        let race = |write: Write| {
            let store = store.clone();
            tokio::spawn(async move { commit(&store, [write]).await })
        };
        let outcomes = joined(vec![
            race(delete(id, version)),
            race(replace(id, "Grace", version)),
        ]);
        let outcomes = outcomes.await;
        match (&outcomes[0], &outcomes[1]) {
            (Ok(_), Err(CommitError::Conflict { current: None, .. })) => {
                assert_eq!(contact(&store, id).await, None);
            }
            (Err(CommitError::Conflict { current, .. }), Ok(next)) => {
                assert_eq!(current, &Some(*next));
                assert_eq!(contact(&store, id).await.expect("the row").version, *next);
            }
            both => panic!("{both:?}"),
        }
    }
}

/// After a commit is acknowledged, every task that knows this reads what was committed.
pub async fn an_answered_commit_is_read<S: Store>(store: S) {
    let write = |writer: u64| {
        let store = store.clone();
        async move {
            for step in 0..25 {
                let id = 1 + writer * 100 + step;
                let version = done(commit(&store, [create(id, "Ada")]).await);
                let elsewhere = store.clone();
                let read = async move {
                    let row = contact(&elsewhere, id).await.expect("the row");
                    assert_eq!(row.version, version);
                    let last = elsewhere.version(&account()).await.expect("a version");
                    assert!(last >= version, "the account's version is {last}");
                };
                tokio::spawn(read).await.expect("a read elsewhere");
            }
        }
    };
    joined((0..8).map(|number| tokio::spawn(write(number))).collect()).await;
}

/// A caller that goes away leaves a commit behind that happened or did not, whole either way.
pub async fn a_dropped_commit_happens_or_does_not<S: Store>(store: S) {
    const COMMITS: u64 = 60;
    for number in 0..COMMITS {
        let pair = [
            create(1 + number * 2, "Ada"),
            create(2 + number * 2, "Grace"),
        ];
        let mut commit = pin!(commit(&store, pair));
        // As far as it gets in a few steps, then no further.
        for _ in 0..number % 4 {
            let polled = std::future::poll_fn(|context| Poll::Ready(commit.as_mut().poll(context)));
            if polled.await.is_ready() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    // A commit after them is behind all that were still under way.
    let last = done(commit(&store, [create(1_000, "Mary")]).await);
    let rows = feed(&store, &account(), RowKind::Contact, Version::ZERO, 1_000).await;
    let mut versions = Vec::new();
    for number in 0..COMMITS {
        let pair: Vec<_> = rows
            .iter()
            .filter(|row| (row.id - 1) / 2 == number)
            .collect();
        match pair[..] {
            [] => {}
            [one, two] => {
                assert_ne!(number % 4, 0, "commit {number} was never begun");
                assert_eq!(one.version, two.version);
                versions.push(one.version);
            }
            _ => panic!("half of commit {number} is there"),
        }
    }
    versions.push(last);
    versions.sort_unstable();
    let expected: Vec<_> = (1..=versions.len() as u64).map(Version).collect();
    assert_eq!(
        versions, expected,
        "no version went to a commit that did not happen"
    );
}
