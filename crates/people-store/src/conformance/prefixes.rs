//! Terms are found by what they begin with.

use super::kit::{account, commit, commit_to, delete, done, named};
use crate::{Account, Condition, Hit, Record, RowKind, Store, Write};

/// A prefix finds every term that begins with it, the one that it is included, and no other.
pub async fn a_prefix_finds_what_begins_with_it<S: Store>(store: S) {
    let terms = [
        "ada", "ada b", "adab", "adá", "ADA", "bada", "ad", "\u{1}ada",
    ];
    has(&store, &terms).await;
    finds(&store, "ada", &["ada", "ada b", "adab"]).await;
    finds(&store, "ada ", &["ada b"]).await;
    finds(&store, "ad", &["ad", "ada", "ada b", "adab", "adá"]).await;
    finds(&store, "adá", &["adá"]).await;
    finds(&store, "A", &["ADA"]).await;
    finds(&store, "ada c", &[]).await;
    finds(&store, "b", &["bada"]).await;
    finds(&store, "c", &[]).await;
}

/// A prefix has no special characters: each stands for itself.
pub async fn signs_of_patterns_are_text<S: Store>(store: S) {
    let terms = [
        "a%c", "a_c", "a*c", "a?c", "a[b]", "abc", "a\\c", "a'c", "a\"c",
    ];
    has(&store, &terms).await;
    for prefix in ["a%", "a_", "a*", "a?", "a[", "a\\", "a'", "a\""] {
        let of_it: Vec<&str> = terms
            .into_iter()
            .filter(|it| it.starts_with(prefix))
            .collect();
        assert_eq!(of_it.len(), 1);
        finds(&store, prefix, &of_it).await;
    }
    for prefix in ["%", "_", "*", ".", "a.", "[a]"] {
        finds(&store, prefix, &[]).await;
    }
}

/// The order is that of bytes in every engine, for every character.
pub async fn hits_come_in_the_order_of_their_bytes<S: Store>(store: S) {
    let letters = [
        '\0',
        '\u{1}',
        '\u{2}',
        '\u{3}',
        '\t',
        ' ',
        '0',
        'A',
        'Z',
        'a',
        'z',
        '\u{7f}',
        '\u{80}',
        'é',
        'ß',
        'ж',
        '東',
        '\u{d7ff}',
        '\u{e000}',
        '\u{fffd}',
        '\u{ffff}',
        '\u{10000}',
        '🦊',
        '\u{10fffe}',
        '\u{10ffff}',
    ];
    let mut terms: Vec<String> = Vec::new();
    for letter in letters {
        terms.extend([
            format!("x{letter}"),
            format!("x{letter}{letter}"),
            format!("x{letter}a"),
            format!("{letter}x"),
        ]);
    }
    terms.sort_unstable();
    terms.dedup();
    let all: Vec<&str> = terms.iter().map(String::as_str).collect();
    has(&store, &all).await;
    finds(&store, "", &all).await;
    for letter in letters {
        let prefix = format!("x{letter}");
        let of_it = all.iter().copied().filter(|term| term.starts_with(&prefix));
        finds(&store, &prefix, &of_it.collect::<Vec<_>>()).await;
    }
    finds(&store, "\u{10ffff}\u{10ffff}", &[]).await;
}

/// A reader that continues after its last hit finds each hit once, with any limit. Rows with the same term come by id.
pub async fn hits_are_read_part_by_part<S: Store>(store: S) {
    let ids = [9, 70, 8, 100, 1];
    let write = |id| tagged(RowKind::Contact, id, &["w:b", "w:bc", "w:c"]);
    done(commit(&store, ids.map(write)).await);
    let mut all = Vec::new();
    for term in ["w:b", "w:bc"] {
        all.extend([1, 8, 9, 70, 100].map(|id| hit(term, id)));
    }
    let find = async |after: Option<&Hit>, limit| {
        let (ada, kind) = (account(), RowKind::Contact);
        let found = store.find_prefix(&ada, kind, "w:b", after, limit).await;
        found.expect("hits")
    };
    for limit in 1..=11 {
        let (mut read, mut last): (Vec<Hit>, Option<Hit>) = (Vec::new(), None);
        loop {
            let hits = find(last.as_ref(), limit).await;
            assert!(hits.len() <= limit);
            let Some(latest) = hits.last() else { break };
            last = Some(latest.clone());
            read.extend(hits);
        }
        assert_eq!(read, all, "{limit} at a time");
    }
    assert_eq!(find(None, usize::MAX).await, all);
    assert_eq!(find(None, 0).await, []);
    // After a hit that is gone, or never was there.
    assert_eq!(find(Some(&hit("w:b", 50)), 2).await, all[3..5]);
    assert_eq!(find(Some(&hit("w:ba", 1)), 1).await, all[5..6]);
    assert_eq!(find(Some(&hit("w:bc", u64::MAX)), 5).await, []);
}

/// A term that a replacement leaves out is no longer found, and a deleted row is not found at all.
pub async fn prefixes_follow_the_record<S: Store>(store: S) {
    let version = done(commit(&store, [tagged(RowKind::Contact, 1, &["w:ab", "w:ac"])]).await);
    finds(&store, "w:", &["w:ab", "w:ac"]).await;
    let Write::Put {
        kind, id, record, ..
    } = tagged(RowKind::Contact, 1, &["w:ac", "w:ad"])
    else {
        unreachable!("it is a put")
    };
    let condition = Condition::Version(version);
    let replaced = Write::Put {
        kind,
        id,
        record,
        condition,
    };
    let version = done(commit(&store, [replaced]).await);
    finds(&store, "w:", &["w:ac", "w:ad"]).await;
    done(commit(&store, [delete(1, version)]).await);
    finds(&store, "w:", &[]).await;
    has(&store, &["w:ae"]).await;
    finds(&store, "w:", &["w:ae"]).await;
}

/// A prefix finds nothing of another account or collection, even if their names are similar.
pub async fn prefixes_are_of_one_account_and_kind<S: Store>(store: S) {
    let others = [
        "ada@example.co",
        "ada@example.comm",
        "ada@example.com2",
        "ADA@example.com",
    ];
    for name in others {
        let write = tagged(RowKind::Contact, 5, &["w:a", "w:b"]);
        done(commit_to(&store, &named(name), [write]).await);
    }
    let write = tagged(RowKind::Group, 6, &["w:a", "w:g"]);
    done(commit(&store, [write]).await);
    finds(&store, "w:", &[]).await;
    has(&store, &["w:a"]).await;
    finds(&store, "", &["w:a"]).await;
    let of = async |account: &Account, kind| {
        let hits = store.find_prefix(account, kind, "w:", None, 100);
        hits.await.expect("hits")
    };
    let groups = of(&account(), RowKind::Group).await;
    assert_eq!(groups, [hit("w:a", 6), hit("w:g", 6)]);
    assert_eq!(of(&account(), RowKind::Profile).await, []);
    for name in others {
        let contacts = of(&named(name), RowKind::Contact).await;
        assert_eq!(contacts, [hit("w:a", 5), hit("w:b", 5)]);
    }
    assert_eq!(of(&named("nobody"), RowKind::Contact).await, []);
}

/// Creates the contact 1 with these terms.
async fn has<S: Store>(store: &S, terms: &[&str]) {
    done(commit(store, [tagged(RowKind::Contact, 1, terms)]).await);
}

async fn finds<S: Store>(store: &S, prefix: &str, terms: &[&str]) {
    let (ada, kind) = (account(), RowKind::Contact);
    let found = store.find_prefix(&ada, kind, prefix, None, 1_000).await;
    let found = found.expect("hits");
    assert!(found.iter().all(|hit| hit.id == 1));
    let found: Vec<&str> = found.iter().map(|hit| hit.term.as_str()).collect();
    assert_eq!(found, terms, "what begins with {prefix:?}");
}

fn hit(term: &str, id: u64) -> Hit {
    let term = term.to_owned();
    Hit { term, id }
}

fn tagged(kind: RowKind, id: u64, terms: &[&str]) -> Write {
    let terms = terms.iter().collect();
    let record = Record {
        terms,
        ..Record::default()
    };
    Write::Put {
        kind,
        id,
        record: record.indexable(),
        condition: Condition::Absent,
    }
}
