//! A batch can require something that it does not change.

use std::sync::Arc;

use tokio::sync::Barrier;

use super::kit::{
    account, commit, commit_to, conflicts, create, delete, done, joined, named, plain, put,
    refused, replace, snapshot,
};
use crate::{CommitError, Condition, Invalid, Record, RowKind, Store, Version, Write};

fn live(kind: RowKind, id: u64) -> Write {
    Write::RequireLive { kind, id }
}

fn free(kind: RowKind, term: &str) -> Write {
    let term = term.to_owned();
    Write::RequireFree { kind, term }
}

fn group(id: u64, name: &str, condition: Condition) -> Write {
    let record = Record {
        terms: [format!("name:{name}")].into(),
        ..Record::default()
    };
    Write::Put {
        kind: RowKind::Group,
        id,
        record,
        condition,
    }
}

/// A required row must be live, at any version, and does not change.
pub async fn a_required_row_is_live_at_any_version<S: Store>(store: S) {
    let asked = |id| [create(id, "Grace"), live(RowKind::Group, 7)];
    conflicts(commit(&store, asked(1)).await, 1, None);
    // One of another kind or account is another row.
    done(commit(&store, [create(7, "Ada")]).await);
    let others = [group(7, "engine", Condition::Absent)];
    done(commit_to(&store, &named("mary"), others).await);
    conflicts(commit(&store, asked(1)).await, 1, None);

    let first = done(commit(&store, [group(7, "engine", Condition::Absent)]).await);
    done(commit(&store, asked(1)).await);
    let at = Condition::Version(first);
    let second = done(commit(&store, [group(7, "society", at)]).await);
    done(commit(&store, asked(2)).await);
    let row = store
        .get(&account(), RowKind::Group, 7)
        .await
        .expect("a read");
    assert_eq!(row.expect("the row").version, second);

    let (kind, id, version) = (RowKind::Group, 7, second);
    done(commit(&store, [Write::Delete { kind, id, version }]).await);
    conflicts(commit(&store, asked(3)).await, 1, None);
}

/// A term that is required to be free is that of no live row of the kind; the conflict says which
/// version the row that has it is at.
pub async fn a_required_term_is_that_of_no_row<S: Store>(store: S) {
    let asked = |id| [create(id, "Grace"), free(RowKind::Group, "name:engine")];
    done(commit(&store, asked(1)).await);
    let others = [group(7, "engine", Condition::Absent)];
    done(commit_to(&store, &named("mary"), others).await);
    done(commit(&store, [group(5, "engines", Condition::Absent)]).await);
    done(commit(&store, asked(2)).await);

    let first = done(commit(&store, [group(7, "engine", Condition::Absent)]).await);
    conflicts(commit(&store, asked(3)).await, 1, Some(first));
    let second = done(commit(&store, [group(7, "engine", Condition::Version(first))]).await);
    conflicts(commit(&store, asked(3)).await, 1, Some(second));
    let contacts = [create(3, "Grace"), free(RowKind::Contact, "name:engine")];
    done(commit(&store, contacts).await);

    // Renamed, and then deleted under its new name.
    let at = Condition::Version(second);
    let third = done(commit(&store, [group(7, "society", at)]).await);
    done(commit(&store, asked(4)).await);
    let society = || [create(5, "Grace"), free(RowKind::Group, "name:society")];
    conflicts(commit(&store, society()).await, 1, Some(third));
    let (kind, id, version) = (RowKind::Group, 7, third);
    done(commit(&store, [Write::Delete { kind, id, version }]).await);
    done(commit(&store, society()).await);
}

/// What is required is about the rows before the batch, those that it changes as well.
pub async fn requirements_are_about_the_rows_before_the_batch<S: Store>(store: S) {
    let make = || [create(1, "Ada"), live(RowKind::Contact, 1)];
    conflicts(commit(&store, make()).await, 1, None);
    let claim = || [free(RowKind::Contact, "name:Ada"), create(1, "Ada")];
    let first = done(commit(&store, claim()).await);
    let leave = || [delete(1, first), free(RowKind::Contact, "name:Ada")];
    conflicts(commit(&store, leave()).await, 1, Some(first));
    let replaced = [live(RowKind::Contact, 1), replace(1, "Augusta", first)];
    let second = done(commit(&store, replaced).await);
    let gone = [
        live(RowKind::Contact, 1),
        live(RowKind::Contact, 1),
        delete(1, second),
    ];
    done(commit(&store, gone).await);
}

/// After a commit whose requirement failed, everything is as before it, and no account was made.
pub async fn a_failed_requirement_leaves_no_trace<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada")]).await);
    let before = snapshot(&store, &account()).await;
    let writes = [create(8, "Grace"), live(RowKind::Group, 7)];
    conflicts(commit(&store, writes).await, 1, None);
    let writes = [free(RowKind::Contact, "name:Ada"), replace(7, "Ada", first)];
    conflicts(commit(&store, writes).await, 0, Some(first));
    assert_eq!(snapshot(&store, &account()).await, before);

    let nobody = named("nobody@example.com");
    let writes = [create(8, "Grace"), live(RowKind::Group, 7)];
    conflicts(commit_to(&store, &nobody, writes).await, 1, None);
    let accounts = store.accounts(None, 10).await.expect("accounts");
    assert_eq!(accounts, [account()]);
}

/// A batch must change something, and its requirements must be possible.
pub async fn requirements_alone_are_no_batch<S: Store>(store: S) {
    let first = done(commit(&store, [create(7, "Ada")]).await);
    let alone = [live(RowKind::Contact, 7), free(RowKind::Group, "name:Ada")];
    refused(plain(commit(&store, alone).await), Invalid::NoChange);
    for id in [0, u64::MAX] {
        let writes = [create(8, "Grace"), live(RowKind::Contact, id)];
        refused(plain(commit(&store, writes).await), Invalid::Id);
    }
    for term in ["", &"t".repeat(Record::MAX_TERM + 1)] {
        let writes = [create(8, "Grace"), free(RowKind::Group, term)];
        refused(plain(commit(&store, writes).await), Invalid::Terms);
    }
    let longest = "t".repeat(Record::MAX_TERM);
    let writes = [create(8, "Grace"), free(RowKind::Group, &longest)];
    assert!(done(commit(&store, writes).await) > first);
    let hostile = [create(9, "Grace"), free(RowKind::Group, "a\0b'\u{1}%")];
    done(commit(&store, hostile).await);
}

/// Of many rows that ask for one term at the same time, one gets it, round after round.
pub async fn of_racing_rows_one_takes_the_term<S: Store>(store: S) {
    const WRITERS: u64 = 16;
    for round in 0..10 {
        let start = Arc::new(Barrier::new(WRITERS as usize));
        let race = |writer: u64| {
            let (store, start) = (store.clone(), Arc::clone(&start));
            async move {
                start.wait().await;
                let name = format!("{round}");
                let id = 1 + round * WRITERS + writer;
                let record = put(id, &name, Condition::Absent);
                let term = free(RowKind::Contact, &format!("name:{name}"));
                commit(&store, [record, term]).await
            }
        };
        let racing = (0..WRITERS).map(|writer| tokio::spawn(race(writer)));
        let outcomes = joined(racing.collect()).await;
        let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        let lost = |outcome: &&Result<Version, CommitError>| {
            matches!(outcome, Err(CommitError::Conflict { index: 1, .. }))
        };
        let lost = outcomes.iter().filter(lost).count();
        assert_eq!((won, lost), (1, WRITERS as usize - 1), "round {round}");
    }
}

/// Some rows require another row. A deletion of that row requires that there are no such rows. In any order of the
/// commits, no row is left without the row that it required.
pub async fn nothing_joins_what_is_deleted<S: Store>(store: S) {
    const WRITERS: u64 = 8;
    for round in 0..20_u64 {
        let of_round = 1 + round;
        let made = done(commit(&store, [group(of_round, "g", Condition::Absent)]).await);
        let term = format!("group:{of_round}");
        let start = Arc::new(Barrier::new(WRITERS as usize + 1));
        let join = |writer: u64| {
            let (store, start, term) = (store.clone(), Arc::clone(&start), term.clone());
            async move {
                start.wait().await;
                let record = Record {
                    terms: [term].into(),
                    ..Record::default()
                };
                let member = Write::Put {
                    kind: RowKind::Contact,
                    id: 1 + round * WRITERS + writer,
                    record,
                    condition: Condition::Absent,
                };
                commit(&store, [member, live(RowKind::Group, of_round)])
                    .await
                    .is_ok()
            }
        };
        let joining = (0..WRITERS).map(|writer| tokio::spawn(join(writer)));
        let joining: Vec<_> = joining.collect();
        start.wait().await;
        if round % 2 == 0 {
            tokio::task::yield_now().await;
        }
        let (kind, id, version) = (RowKind::Group, of_round, made);
        let gone = [
            Write::Delete { kind, id, version },
            free(RowKind::Contact, &term),
        ];
        let gone = commit(&store, gone).await.is_ok();
        let joined = joined(joining).await;
        let members = store.count_term(&account(), RowKind::Contact, &term).await;
        let members = members.expect("a count");
        let all = joined.iter().filter(|&&joined| joined).count() as u64;
        assert_eq!(members, all);
        assert_eq!(members == 0, gone, "round {round}: {members} members");
    }
}
