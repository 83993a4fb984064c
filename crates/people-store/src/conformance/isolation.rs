//! Accounts have nothing to do with each other.

use super::kit::{
    commit_to, conflicts, create, delete, done, feed, joined, named, record, replace, snapshot,
};
use crate::{Account, Condition, Order, RowKind, Store, Version, Write};

/// What one account does is nowhere to be seen in another.
pub async fn accounts_share_nothing<S: Store>(store: S) {
    let (ada, grace) = (named("ada@example.com"), named("grace@example.com"));
    for id in 1..=3 {
        done(commit_to(&store, &ada, [create(id, "Charles")]).await);
    }
    // Grace has nothing: not the rows, not their versions, not their terms.
    assert_eq!(
        store.version(&grace).await.expect("a version"),
        Version::ZERO
    );
    assert_eq!(
        store
            .count(&grace, RowKind::Contact)
            .await
            .expect("a count"),
        0
    );
    assert_eq!(
        store
            .get(&grace, RowKind::Contact, 1)
            .await
            .expect("a read"),
        None
    );
    let many = store
        .get_many(&grace, RowKind::Contact, &[1, 2])
        .await
        .expect("a read");
    assert_eq!(many, [None, None]);
    let page = store
        .page(&grace, RowKind::Contact, Order::Id, None, 10)
        .await
        .expect("a page");
    assert_eq!(page.rows, []);
    assert_eq!(
        feed(&store, &grace, RowKind::Contact, Version::ZERO, 10).await,
        []
    );
    let found = store
        .find(&grace, RowKind::Contact, "name:Charles", 0, 10)
        .await
        .expect("ids");
    assert!(found.is_empty(), "{found:?}");
    conflicts(
        commit_to(&store, &grace, [replace(1, "Howard", Version(1))]).await,
        0,
        None,
    );
    conflicts(
        commit_to(&store, &grace, [delete(1, Version(1))]).await,
        0,
        None,
    );

    // The same ids again, with separate versions; Ada's rows are unchanged.
    let before = snapshot(&store, &ada).await;
    assert_eq!(
        done(commit_to(&store, &grace, [create(1, "Howard")]).await),
        Version(1)
    );
    assert_eq!(
        done(commit_to(&store, &grace, [delete(1, Version(1))]).await),
        Version(2)
    );
    assert_eq!(snapshot(&store, &ada).await, before);
    let row = store
        .get(&ada, RowKind::Contact, 1)
        .await
        .expect("a read")
        .expect("the row");
    assert_eq!(row.record.sort_keys[0], "Charles");
}

/// Names that a careless comparison takes for one are two.
pub async fn similar_names_are_different_accounts<S: Store>(store: S) {
    let names = similar();
    for (number, name) in (1..).zip(&names) {
        let ids = 1..=number;
        done(commit_to(&store, &named(name), ids.map(|id| create(id, "Ada"))).await);
    }
    for (number, name) in (1..).zip(&names) {
        let account = named(name);
        assert_eq!(
            store.version(&account).await.expect("a version"),
            Version(1),
            "{name:?}"
        );
        let count = store
            .count(&account, RowKind::Contact)
            .await
            .expect("a count");
        assert_eq!(count, number, "{name:?}");
        let rows = feed(&store, &account, RowKind::Contact, Version::ZERO, 7).await;
        assert_eq!(rows.len() as u64, number, "{name:?}");
        let found = store
            .find(&account, RowKind::Contact, "name:Ada", 0, 1_000)
            .await
            .expect("ids");
        assert_eq!(found.len() as u64, number, "{name:?}");
    }
    let absent = store
        .count(&named("aDa"), RowKind::Contact)
        .await
        .expect("a count");
    assert_eq!(absent, 0);
}

/// The account of a domain is another one than the accounts whose names read alike, and is listed.
pub async fn a_domain_is_no_account<S: Store>(store: S) {
    let domain = Account::of_domain("corp.example").expect("a name");
    let alike = ["corp.example", "domain corp.example", "domaincorp.example"].map(named);
    done(commit_to(&store, &domain, [create(1, "Xavier")]).await);
    for account in &alike {
        let version = store.version(account).await.expect("a version");
        assert_eq!(version, Version::ZERO, "{account:?}");
        done(commit_to(&store, account, [create(1, "Ada"), create(2, "Ada")]).await);
    }
    let count = store.count(&domain, RowKind::Contact).await;
    assert_eq!(count.expect("a count"), 1);
    let row = store.get(&domain, RowKind::Contact, 1).await;
    let row = row.expect("a read").expect("the row");
    assert_eq!(row.record.sort_keys[0], "Xavier");
    let [first, second, last] = alike;
    let listed = store.accounts(None, 10).await.expect("accounts");
    assert_eq!(listed, [first, domain.clone(), second, last]);
    let listed = store.accounts(Some(&listed[0]), 1).await;
    let listed = listed.expect("accounts");
    assert_eq!(listed, [domain]);
    assert_eq!(listed[0].domain(), Some("corp.example"));
}

/// A row of one kind is nowhere to be seen in another.
pub async fn kinds_share_nothing<S: Store>(store: S) {
    let ada = named("ada@example.com");
    for (index, kind) in RowKind::ALL.into_iter().enumerate() {
        let write = Write::Put {
            kind,
            id: 7,
            record: record(&format!("row{index}")),
            condition: Condition::Absent,
        };
        done(commit_to(&store, &ada, [write]).await);
        let after = Version(index as u64);
        for (at, other) in RowKind::ALL.into_iter().enumerate() {
            let is_there = u64::from(at <= index);
            let count = store.count(&ada, other).await.expect("a count");
            assert_eq!(count, is_there, "{other:?} after {kind:?}");
            let page = store.page(&ada, other, Order::FirstName, None, 9).await;
            assert_eq!(page.expect("a page").rows.len() as u64, is_there);
            let row = store.get(&ada, other, 7).await.expect("a read");
            let found = row.map(|row| row.record.sort_keys[0].clone());
            assert_eq!(found, (at <= index).then(|| format!("row{at}")));
            // Only the feed of the kind shows the commit.
            let changes = feed(&store, &ada, other, after, 9).await;
            assert_eq!(changes.len(), usize::from(at == index), "{other:?}");
        }
    }
}

/// Accounts are listed by the bytes of their names, in pages.
pub async fn accounts_are_listed_in_order<S: Store>(store: S) {
    let names = similar();
    for name in &names {
        done(commit_to(&store, &named(name), [create(1, "Ada")]).await);
    }
    // An account without rows is still an account: its versions continue.
    let gone = done(commit_to(&store, &named("zz gone"), [create(1, "Ada")]).await);
    done(commit_to(&store, &named("zz gone"), [delete(1, gone)]).await);

    let mut expected: Vec<Account> = names.iter().map(|name| named(name)).collect();
    expected.push(named("zz gone"));
    expected.sort_unstable();
    for limit in [1, 2, 5, expected.len(), 1_000, usize::MAX] {
        let (mut listed, mut after) = (Vec::<Account>::new(), None);
        loop {
            let more = store
                .accounts(after.as_ref(), limit)
                .await
                .expect("accounts");
            assert!(more.len() <= limit);
            let Some(last) = more.last() else { break };
            after = Some(last.clone());
            listed.extend(more);
        }
        assert_eq!(listed, expected, "pages of {limit}");
    }
    let between = store
        .accounts(Some(&named("adA!")), 1)
        .await
        .expect("accounts");
    assert_eq!(
        between,
        expected
            .iter()
            .find(|name| name.as_str() > "adA!")
            .cloned()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(store.accounts(None, 0).await.expect("accounts"), []);
}

/// Many accounts commit at once, each in its own sequence.
pub async fn accounts_commit_side_by_side<S: Store>(store: S) {
    let account = |number: u64| named(&format!("account-{number}"));
    let writer = |number: u64| {
        let (store, account) = (store.clone(), account(number));
        async move {
            let mut version = Version::ZERO;
            for step in 1..=20 {
                let write = match version {
                    Version::ZERO => create(1, "Ada"),
                    version => replace(1, &step.to_string(), version),
                };
                version = done(commit_to(&store, &account, [write]).await);
                assert_eq!(version, Version(step));
            }
        }
    };
    joined((0..24).map(|number| tokio::spawn(writer(number))).collect()).await;
    for number in 0..24 {
        let account = account(number);
        assert_eq!(
            store.version(&account).await.expect("a version"),
            Version(20)
        );
        assert_eq!(
            store
                .count(&account, RowKind::Contact)
                .await
                .expect("a count"),
            1
        );
    }
}

fn similar() -> Vec<String> {
    let names = [
        "ada", "Ada", "ADA", "ada ", " ada", "ad", "adaa", "ad_", "ad%", "a*", "%", "_", "'", "''",
        "\"ada\"", "ada; --", "\\", "\\0", "$1", "?1", ":account", "é", "e\u{301}", "😀",
        "\u{FFFF}", "null", "NULL", "0", "00", "1e3",
    ];
    let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    // As long as a name may be, differing in the last byte.
    names.push("a".repeat(Account::MAX_BYTES));
    names.push(format!("{}b", "a".repeat(Account::MAX_BYTES - 1)));
    names.push("a".repeat(Account::MAX_BYTES - 1));
    names
}
