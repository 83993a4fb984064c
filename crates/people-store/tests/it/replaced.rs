//! Programs that write, save, restore, load and remove an account, against a model that is a map (rule
//! `J1`).
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use people_store::{
    Account, Batch, Condition, Durability, Embedded, EmbeddedOptions, Fault, Memory, Order, Record,
    Replacement, Row, RowKind, Standing, Store, Version, Versions, Write, copy,
};
#[cfg(unix)]
use people_store::{Postgres, PostgresOptions};
use proptest::{prelude::*, test_runner::TestCaseError};

/// A step of a program.
#[derive(Clone, Debug)]
enum Step {
    Put(RowKind, u64, u8),
    Delete(RowKind, u64),
    Save,
    /// One of those that were saved, if there are some.
    Restore(prop::sample::Index),
    Load(BTreeMap<u64, u8>),
    Remove,
}

fn program() -> impl Strategy<Value = Vec<Step>> {
    let kind = || prop_oneof![3 => Just(RowKind::Contact), 1 => Just(RowKind::Photo)];
    let step = prop_oneof![
        6 => (kind(), 1..5_u64, any::<u8>()).prop_map(|(kind, id, body)| Step::Put(kind, id, body)),
        3 => (kind(), 1..5_u64).prop_map(|(kind, id)| Step::Delete(kind, id)),
        2 => Just(Step::Save),
        3 => any::<prop::sample::Index>().prop_map(Step::Restore),
        1 => prop::collection::btree_map(1..6_u64, any::<u8>(), 0..4).prop_map(Step::Load),
        1 => Just(Step::Remove),
    ];
    prop::collection::vec(step, 1..30)
}

type Rows = BTreeMap<(RowKind, u64), (Version, u8)>;

/// What an account has to be.
#[derive(Clone, Debug, Default)]
struct Model {
    version: Version,
    replaced: Version,
    rows: Rows,
    /// What each version of a row was: for ever.
    known: HashMap<(RowKind, u64, Version), u8>,
}

impl Model {
    fn put(
        &mut self,
        kind: RowKind,
        id: u64,
        version: Version,
        body: u8,
    ) -> Result<(), TestCaseError> {
        self.rows.insert((kind, id), (version, body));
        let known = *self.known.entry((kind, id, version)).or_insert(body);
        prop_assert_eq!(known, body, "a version is of one content");
        Ok(())
    }

    fn standing(&self) -> Standing {
        let mut standing = Standing {
            version: self.version,
            replaced: self.replaced,
            ..Standing::default()
        };
        for (kind, _) in self.rows.keys() {
            let index = RowKind::ALL.iter().position(|it| it == kind);
            standing.live[index.expect("a kind")] += 1;
        }
        standing
    }
}

fn account() -> Account {
    Account::new("ada").expect("a name")
}

/// A term is shared by rows of the same rest, so that the index has to follow.
fn record(body: u8) -> Record {
    Record {
        body: body.to_string(),
        layout: vec![body],
        sort_keys: [format!("{:03}", 255 - body), String::new()],
        terms: [format!("rest:{}", body % 3), format!("whole:{body}")].into(),
    }
}

fn row(id: u64, version: u64, body: u8) -> (RowKind, Row) {
    let row = Row {
        id,
        version: Version(version),
        update_time: i64::from(body),
        deleted: false,
        record: Arc::new(record(body)),
    };
    (RowKind::Contact, row)
}

async fn rows<S: Store>(store: &S) -> Vec<(RowKind, Row)> {
    let mut rows = Vec::new();
    for kind in RowKind::ALL {
        let page = store
            .page(&account(), kind, Order::VersionAscending, None, 100)
            .await;
        rows.extend(
            page.expect("a page")
                .rows
                .into_iter()
                .map(|row| (kind, row)),
        );
    }
    rows
}

fn contents(rows: &[(RowKind, Row)]) -> Rows {
    let content = |(kind, row): &(RowKind, Row)| {
        let body = row.record.body.parse().expect("a number");
        ((*kind, row.id), (row.version, body))
    };
    rows.iter().map(content).collect()
}

/// Runs a program, and compares the account with the model after each step.
async fn agrees<S: Store>(store: &S, program: &[Step]) -> Result<(), TestCaseError> {
    let ada = account();
    let mut model = Model::default();
    let mut saved: Vec<Vec<(RowKind, Row)>> = Vec::new();
    // What a follower of the feed knew after each step.
    let mut followers: Vec<(Version, Rows)> = Vec::new();
    for step in program {
        let replace = async |replacement| {
            let replaced = store.replace(&ada, replacement).await;
            replaced.expect("a replacement").version
        };
        match step {
            &Step::Put(kind, id, body) => {
                let current = model.rows.get(&(kind, id)).map(|(version, _)| *version);
                let condition = current.map_or(Condition::Absent, Condition::Version);
                let write = Write::Put {
                    kind,
                    id,
                    record: record(body),
                    condition,
                };
                let batch = Batch {
                    writes: vec![write],
                    time: i64::from(body),
                };
                let version = store.commit(&ada, batch).await.expect("a commit").version;
                prop_assert_eq!(version, Version(model.version.0 + 1));
                model.version = version;
                model.put(kind, id, version, body)?;
            }
            &Step::Delete(kind, id) => {
                let Some((version, _)) = model.rows.remove(&(kind, id)) else {
                    continue;
                };
                let write = Write::Delete { kind, id, version };
                let batch = Batch {
                    writes: vec![write],
                    time: 1,
                };
                model.version = store.commit(&ada, batch).await.expect("a commit").version;
            }
            Step::Save => saved.push(rows(store).await),
            Step::Restore(index) => {
                if saved.is_empty() {
                    continue;
                }
                let rows = index.get(&saved).clone();
                model.rows = contents(&rows);
                let version = replace(Replacement {
                    rows,
                    versions: Versions::Kept,
                })
                .await;
                prop_assert_eq!(version, Version(model.version.0 + 1));
                (model.version, model.replaced) = (version, version);
            }
            Step::Load(loaded) => {
                let loaded = loaded.iter().zip(1..);
                let rows = loaded.clone().map(|((&id, &body), at)| row(id, at, body));
                let rows = rows.collect();
                let version = replace(Replacement {
                    rows,
                    versions: Versions::New,
                })
                .await;
                prop_assert!(version > model.version, "never back");
                model.rows.clear();
                for ((&id, &body), at) in loaded {
                    let at = Version(model.version.0 + at);
                    model.put(RowKind::Contact, id, at, body)?;
                }
                (model.version, model.replaced) = (version, version);
            }
            Step::Remove => {
                let version = replace(Replacement::nothing()).await;
                prop_assert!(version > model.version, "never back");
                model.rows.clear();
                (model.version, model.replaced) = (version, version);
            }
        }
        let found = rows(store).await;
        prop_assert_eq!(&contents(&found), &model.rows);
        prop_assert_eq!(
            store.standing(&ada).await.expect("a standing"),
            model.standing()
        );
        for (kind, row) in &found {
            prop_assert_eq!(
                &*row.record,
                &record(row.record.body.parse().expect("a number"))
            );
            let got = store.get(&ada, *kind, row.id).await.expect("a read");
            prop_assert_eq!(got.as_ref(), Some(row));
        }
        for rest in 0..3 {
            let term = format!("rest:{rest}");
            let ids = store
                .find(&ada, RowKind::Contact, &term, 0, 100)
                .await
                .expect("ids");
            let expected = model
                .rows
                .iter()
                .filter(|((kind, _), (_, body))| *kind == RowKind::Contact && body % 3 == rest);
            prop_assert_eq!(ids, expected.map(|((_, id), _)| *id).collect::<Vec<_>>());
        }
        for kind in RowKind::ALL {
            let changes = store.changes(&ada, kind, Version::ZERO, None, 100).await;
            for row in changes.expect("changes").rows {
                let is_old = row.deleted && row.version <= model.replaced;
                prop_assert!(!is_old, "a tombstone of what never was");
            }
        }
        followers.push((model.version, model.rows.clone()));
    }
    for (since, mut known) in followers {
        if since < model.replaced {
            continue;
        }
        for kind in RowKind::ALL {
            let changes = store
                .changes(&ada, kind, since, None, 100)
                .await
                .expect("changes");
            for row in changes.rows {
                match row.deleted {
                    true => known.remove(&(kind, row.id)),
                    false => {
                        let body = row.record.body.parse().expect("a number");
                        known.insert((kind, row.id), (row.version, body))
                    }
                };
            }
        }
        prop_assert_eq!(known, model.rows.clone(), "a follower from {}", since);
    }
    Ok(())
}

fn runtime() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime")
}

fn relaxed() -> EmbeddedOptions {
    EmbeddedOptions {
        durability: Durability::Relaxed,
        ..EmbeddedOptions::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn accounts_go_back_in_memory(program in program()) {
        runtime().block_on(agrees(&Memory::new(), &program))?;
    }

    /// The store is whole after it, and so is a copy of it.
    #[test]
    fn accounts_go_back_in_the_embedded_store(program in program()) {
        runtime().block_on(async {
            let folder = tempfile::tempdir().expect("a folder");
            let [own, other] = ["own", "other"].map(|name| folder.path().join(name));
            let store = Embedded::open(&own, relaxed()).expect("a store");
            agrees(&store, &program).await?;
            let copied = Embedded::open_for_copy(&other, relaxed()).expect("a store");
            copy(&store, &copied, |_, _| {}).await.expect("a copy");
            let same = rows(&copied).await == rows(&store).await;
            prop_assert!(same, "the copy has the same rows");
            for store in [&store, &copied] {
                store.close().await.expect("closed");
            }
            for folder in [own, other] {
                let mut faults: Vec<Fault> = Vec::new();
                let inspection = Embedded::inspect(folder).expect("a store");
                inspection.run(|_, _, _| Vec::new(), |fault| faults.push(fault)).expect("readable");
                prop_assert_eq!(faults, []);
            }
            Ok(())
        })?;
    }
}

#[cfg(unix)]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn accounts_go_back_on_postgres(program in program()) {
        let Some(url) = crate::postgres::server::fresh() else { return Ok(()) };
        runtime().block_on(async {
            let store = Postgres::open(&url, PostgresOptions::default()).await.expect("a store");
            agrees(&store, &program).await?;
            let mut faults: Vec<Fault> = Vec::new();
            let mut inspection = Postgres::inspect(&url).await.expect("a store");
            let run = inspection.run(|_, _, _| Vec::new(), |fault| faults.push(fault));
            run.await.expect("readable");
            prop_assert_eq!(faults, []);
            Ok(())
        })?;
    }
}
