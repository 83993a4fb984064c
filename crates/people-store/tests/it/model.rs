//! All engines give the same answers to the same history.
use people_store::{
    Account, Batch, CommitError, Condition, Durability, Embedded, EmbeddedOptions, Memory, Order,
    Postgres, PostgresOptions, Record, Row, RowKind, Store, Version, Write,
};
use proptest::{prelude::*, test_runner::TestCaseError};

/// One write of a history. Versions are guesses: many do not hold.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    account: usize,
    writes: Vec<(RowKind, u64, Option<Record>, Option<u64>)>,
}

impl Step {
    pub(crate) fn account(&self) -> &'static str {
        ACCOUNTS[self.account]
    }
}

const ACCOUNTS: [&str; 2] = ["ada", "ada'; --"];
const ORDERS: [Order; 5] = [
    Order::Id,
    Order::VersionAscending,
    Order::VersionDescending,
    Order::FirstName,
    Order::LastName,
];
const TERMS: [&str; 3] = ["group:1", "email:a@example.com", "%"];

fn record() -> impl Strategy<Value = Record> {
    (
        prop::collection::vec(any::<bool>(), TERMS.len()),
        "[\0-\u{2}a-cA-Cé]{0,2}",
        "[a-cA-Cé]{0,2}",
        "[ -~é]{0,8}",
    )
        .prop_map(|(chosen, first, last, body)| {
            let terms = TERMS.iter().zip(chosen).filter(|(_, chosen)| *chosen);
            Record {
                body: serde_json::to_string(&body).expect("JSON"),
                layout: body.into_bytes(),
                sort_keys: [first, last],
                terms: terms.map(|(term, _)| term).collect(),
            }
            .indexable()
        })
}

pub(crate) fn step() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![3 => Just(RowKind::Contact), 1 => Just(RowKind::Group)];
    let write = (
        kind,
        1..5_u64,
        prop::option::weighted(0.8, record()),
        prop::option::of(1..12_u64),
    );
    (0..ACCOUNTS.len(), prop::collection::vec(write, 1..3))
        .prop_map(|(account, writes)| Step { account, writes })
}

pub(crate) fn batch(step: &Step) -> Batch {
    let writes = step
        .writes
        .iter()
        .cloned()
        .map(|(kind, id, record, version)| {
            let version = version.map(Version);
            match record {
                Some(record) => {
                    let condition = version.map_or(Condition::Absent, Condition::Version);
                    Write::Put {
                        kind,
                        id,
                        record,
                        condition,
                    }
                }
                None => Write::Delete {
                    kind,
                    id,
                    version: version.unwrap_or(Version(1)),
                },
            }
        });
    Batch {
        writes: writes.collect(),
        time: 7,
    }
}

/// What can be seen of a store, as text to compare.
pub(crate) async fn visible<S: Store>(store: &S) -> Vec<String> {
    let mut seen = Vec::new();
    let show = |row: &Row| {
        format!(
            "{} {} {} {} {:?}",
            row.id, row.version.0, row.update_time, row.deleted, row.record
        )
    };
    for name in ACCOUNTS {
        let account = Account::new(name).expect("a name");
        seen.push(format!(
            "{name} {:?}",
            store.version(&account).await.expect("a version")
        ));
        for kind in [RowKind::Contact, RowKind::Group] {
            seen.push(
                store
                    .count(&account, kind)
                    .await
                    .expect("a count")
                    .to_string(),
            );
            for order in ORDERS {
                let mut cursor = None;
                loop {
                    let page = store
                        .page(&account, kind, order, cursor.as_ref(), 2)
                        .await
                        .expect("a page");
                    seen.extend(
                        page.rows
                            .iter()
                            .map(|row| format!("{order:?} {}", show(row))),
                    );
                    match page.next {
                        Some(next) => cursor = Some(next),
                        None => break,
                    }
                }
            }
            let feed = store
                .changes(&account, kind, Version(1), None, 100)
                .await
                .expect("a feed");
            seen.extend(feed.rows.iter().map(|row| format!("since 1 {}", show(row))));
            for term in TERMS {
                let ids = store.find(&account, kind, term, 0, 100).await.expect("ids");
                let count = store
                    .count_term(&account, kind, term)
                    .await
                    .expect("a count");
                seen.push(format!("{term} {ids:?} {count}"));
            }
            let hits = store.find_prefix(&account, kind, "", None, 100).await;
            for hit in hits.expect("hits") {
                seen.push(format!("{} has {:?}", hit.id, hit.term));
            }
            let rows = store
                .get_many(&account, kind, &[4, 1, 3, 1])
                .await
                .expect("rows");
            seen.extend(
                rows.iter()
                    .map(|row| row.as_ref().map(show).unwrap_or_default()),
            );
        }
    }
    seen.push(format!(
        "{:?}",
        store.accounts(None, 10).await.expect("accounts")
    ));
    seen
}

fn verdict(result: Result<people_store::Committed, CommitError>) -> String {
    match result {
        Ok(committed) => format!("{}", committed.version.0),
        Err(CommitError::Conflict { index, current, .. }) => {
            format!("conflict {index} {current:?}")
        }
        Err(error) => format!("{error}"),
    }
}

/// Memory is the model: both give the same answer to every call, errors included.
async fn agrees<S: Store>(store: &S, history: &[Step]) -> Result<(), TestCaseError> {
    let memory = Memory::new();
    for step in history {
        let account = Account::new(ACCOUNTS[step.account]).expect("a name");
        let expected = verdict(memory.commit(&account, batch(step)).await);
        prop_assert_eq!(verdict(store.commit(&account, batch(step)).await), expected);
    }
    prop_assert_eq!(visible(store).await, visible(&memory).await);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_engines_mean_the_same(history in prop::collection::vec(step(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let options = EmbeddedOptions { durability: Durability::Relaxed, ..EmbeddedOptions::default() };
            agrees(&Embedded::open(folder.path(), options).expect("a store"), &history).await
        })?;
    }
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn postgres_means_the_same(history in prop::collection::vec(step(), 1..24)) {
        let Some(url) = crate::postgres::server::fresh() else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let store = Postgres::open(&url, PostgresOptions::default()).await;
            agrees(&store.expect("a store"), &history).await
        })?;
    }
}
