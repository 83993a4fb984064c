//! Rows are found by their terms.

use super::kit::{account, commit, done, plain, refused};
use crate::{Condition, Invalid, Record, RowKind, Store, Version, Write};

/// A term finds the rows that have exactly it.
pub async fn terms_are_found_exactly<S: Store>(store: S) {
    done(
        commit(
            &store,
            [tagged(1, &["group:1", "group:12"], Condition::Absent)],
        )
        .await,
    );
    done(commit(&store, [tagged(2, &["group:12"], Condition::Absent)]).await);
    done(commit(&store, [tagged(3, &[], Condition::Absent)]).await);
    found(&store, "group:1", &[1]).await;
    found(&store, "group:12", &[1, 2]).await;
    for other in [
        "group",
        "group:",
        "group:123",
        "Group:1",
        "group:1 ",
        "group:%",
        "group:_",
        "",
    ] {
        found(&store, other, &[]).await;
    }
    let row = store
        .get(&account(), RowKind::Contact, 1)
        .await
        .expect("a read")
        .expect("the row");
    assert_eq!(row.record.terms, ["group:1", "group:12"]);
}

/// A term that a replacement leaves out is no longer found. A term that it adds is found until the row is deleted.
pub async fn terms_follow_the_record<S: Store>(store: S) {
    let at = Condition::Version;
    let version = done(commit(&store, [tagged(1, &["a", "b"], Condition::Absent)]).await);
    let version = done(commit(&store, [tagged(1, &["b", "c"], at(version))]).await);
    for (term, ids) in [("a", &[][..]), ("b", &[1]), ("c", &[1])] {
        found(&store, term, ids).await;
    }
    let version = done(commit(&store, [tagged(1, &["b", "c"], at(version))]).await);
    found(&store, "b", &[1]).await;
    let version = done(commit(&store, [tagged(1, &[], at(version))]).await);
    found(&store, "b", &[]).await;
    let version = done(commit(&store, [tagged(1, &["c", "d"], at(version))]).await);
    let delete = Write::Delete {
        kind: RowKind::Contact,
        id: 1,
        version,
    };
    done(commit(&store, [delete]).await);
    for term in ["a", "b", "c", "d"] {
        found(&store, term, &[]).await;
    }
    done(commit(&store, [tagged(1, &["d"], Condition::Absent)]).await);
    found(&store, "c", &[]).await;
    found(&store, "d", &[1]).await;
}

/// Letters that an engine may have to keep in another way do not make a term another one.
pub async fn terms_of_odd_letters_follow_the_record<S: Store>(store: S) {
    const ODD: [&str; 12] = [
        "\0",
        "\u{1}",
        "\u{1}\u{1}",
        "\u{2}",
        "\"quoted\"",
        "\\",
        "\\\\u0000",
        "\\\0",
        "\\u0000",
        "\\u0001",
        "\\u005c",
        "é\u{10ffff}\t\n",
    ];
    let mut terms = ODD;
    terms.sort_unstable();
    let version = done(commit(&store, [tagged(1, &terms, Condition::Absent)]).await);
    for term in terms {
        found(&store, term, &[1]).await;
    }
    // Without every other one, and then with the others alone.
    let mut at = Condition::Version(version);
    for first in [0, 1] {
        let kept: Vec<&str> = terms.iter().copied().skip(first).step_by(2).collect();
        at = Condition::Version(done(commit(&store, [tagged(1, &kept, at)]).await));
        for term in terms {
            let ids: &[u64] = if kept.contains(&term) { &[1] } else { &[] };
            found(&store, term, ids).await;
        }
    }
}

/// Ids come in ascending order, up to a limit per call, after the last one that was seen.
pub async fn finding_goes_on_after_an_id<S: Store>(store: S) {
    let ids: Vec<u64> = (1..=9).map(|id| id * 10).collect();
    let writes = ids
        .iter()
        .rev()
        .map(|&id| tagged(id, &["group:1"], Condition::Absent));
    done(commit(&store, writes).await);
    let find = async |after, limit| {
        let ids = store
            .find(&account(), RowKind::Contact, "group:1", after, limit)
            .await;
        ids.expect("ids")
    };
    assert_eq!(find(0, 4).await, ids[..4]);
    assert_eq!(find(40, 4).await, ids[4..8]);
    assert_eq!(find(80, 4).await, ids[8..]);
    assert_eq!(find(85, usize::MAX).await, ids[8..]);
    assert_eq!(find(0, 9).await, ids);
    assert!(find(90, 4).await.is_empty());
    assert!(find(u64::MAX, 4).await.is_empty());
    assert!(find(0, 0).await.is_empty());
}

/// A term of one collection finds nothing in another.
pub async fn terms_are_of_one_kind<S: Store>(store: S) {
    let write = |kind, id| Write::Put {
        kind,
        id,
        record: Record {
            terms: ["name:ada"].into(),
            ..Record::default()
        },
        condition: Condition::Absent,
    };
    done(
        commit(
            &store,
            [write(RowKind::Contact, 1), write(RowKind::Group, 2)],
        )
        .await,
    );
    for (kind, ids) in [
        (RowKind::Contact, &[1][..]),
        (RowKind::Group, &[2]),
        (RowKind::Profile, &[]),
        (RowKind::Photo, &[]),
        (RowKind::ProfilePhoto, &[]),
        (RowKind::OtherContact, &[]),
        (RowKind::DirectoryPerson, &[]),
        (RowKind::Domain, &[]),
        (RowKind::Source, &[]),
        (RowKind::Undo, &[]),
    ] {
        let found = store
            .find(&account(), kind, "name:ada", 0, 10)
            .await
            .expect("ids");
        assert_eq!(found, ids);
        let count = store
            .count_term(&account(), kind, "name:ada")
            .await
            .expect("a count");
        assert_eq!(count, ids.len() as u64);
    }
}

/// No term is empty.
pub async fn empty_terms_are_refused<S: Store>(store: S) {
    for terms in [&[""][..], &["", "a"]] {
        let outcome = commit(&store, [tagged(1, terms, Condition::Absent)]).await;
        refused(plain(outcome), Invalid::Terms);
    }
    assert_eq!(
        store.version(&account()).await.expect("a version"),
        Version::ZERO
    );
}

fn tagged(id: u64, terms: &[&str], condition: Condition) -> Write {
    let terms = terms.iter().collect();
    let record = Record {
        terms,
        ..Record::default()
    };
    Write::Put {
        kind: RowKind::Contact,
        id,
        record,
        condition,
    }
}

async fn found<S: Store>(store: &S, term: &str, ids: &[u64]) {
    let found = store
        .find(&account(), RowKind::Contact, term, 0, 100)
        .await
        .expect("ids");
    assert_eq!(found, ids, "rows with {term:?}");
    let count = store
        .count_term(&account(), RowKind::Contact, term)
        .await
        .expect("a count");
    assert_eq!(count, ids.len() as u64, "the number of rows with {term:?}");
}
