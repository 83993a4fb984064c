//! Only the engine on PostgreSQL: what it keeps there, and how it starts.
mod breaks;
mod check;
pub(crate) mod citus;
mod groups;
mod proxy;
mod relays;
pub(crate) mod server;
pub(crate) mod several;
mod standby;
mod tls;
mod trips;

use std::time::Duration;

use people_store::{
    Account, Batch, Condition, Order, Postgres, PostgresOptions, Record, RowKind, Store,
    StoreError, Version, Write,
};

use self::server::{Server, fresh, psql};

fn account() -> Account {
    named("ada@example.com")
}

fn named(name: &str) -> Account {
    Account::new(name).expect("a name")
}

async fn try_open(url: &str) -> Result<Postgres, StoreError> {
    Postgres::open(url, PostgresOptions::default()).await
}

async fn open(url: &str) -> Postgres {
    try_open(url).await.expect("a store")
}

fn put(id: u64, body: &str, condition: Condition) -> Batch {
    let record = Record {
        body: body.to_owned(),
        terms: [format!("id:{id}")].into(),
        ..Record::default()
    };
    Batch {
        writes: vec![Write::Put {
            kind: RowKind::Contact,
            id,
            record,
            condition,
        }],
        time: 1,
    }
}

/// Servers that start at once on an empty database make one store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_servers_may_start_at_once() {
    let Some(url) = fresh() else { return };
    let starts: Vec<_> = (0..12)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { open(&url).await.secret().await.expect("a secret") })
        })
        .collect();
    let mut secrets = Vec::new();
    for start in starts {
        secrets.push(start.await.expect("it starts"));
    }
    secrets.dedup();
    assert_eq!(secrets.len(), 1);
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let Some(url) = fresh() else { return };
    open(&url).await;
    psql(
        &url,
        "UPDATE settings SET number = 4711 WHERE name = 'schema'",
    );
    let refused = try_open(&url).await;
    assert!(
        matches!(refused, Err(StoreError::NewerSchema { found: 4_711, .. })),
        "{refused:?}"
    );
}

/// Tables that were dropped leave the function behind, which no table depends on.
#[tokio::test]
async fn a_function_that_was_left_behind_is_no_obstacle() {
    let Some(url) = fresh() else { return };
    open(&url).await;
    psql(
        &url,
        "SET client_min_messages = 'error'; \
         DROP TABLE settings, accounts, records, terms, commits, derived CASCADE",
    );
    let store = open(&url).await;
    let committed = store
        .commit(&account(), put(1, "{}", Condition::Absent))
        .await;
    assert_eq!(committed.expect("a commit").version, Version(1));
}

/// A function that is missing is not a server that is down.
#[tokio::test]
async fn a_function_that_is_missing_is_named() {
    let Some(url) = fresh() else { return };
    open(&url).await;
    psql(&url, "ALTER FUNCTION commit_batches RENAME TO renamed");
    match try_open(&url).await {
        Err(StoreError::Engine { source, .. }) => {
            let said = source.to_string();
            assert!(said.contains("commit_batches"), "{said}");
        }
        other => panic!("{other:?}"),
    }
}

/// The store hears that a commit no longer waits for its standby, whatever the address or the role has set.
#[tokio::test]
async fn a_session_hears_warnings() {
    let Some(url) = fresh() else { return };
    let url = format!("{url}%20-cclient_min_messages%3Derror");
    let store = open(&url).await;
    assert_eq!(psql(&url, "SHOW client_min_messages"), "error\n");
    psql(
        &url,
        "CREATE TABLE heard (level text); \
         CREATE FUNCTION hear() RETURNS trigger LANGUAGE plpgsql AS $$ \
         BEGIN INSERT INTO heard VALUES (current_setting('client_min_messages')); RETURN NEW; END $$; \
         CREATE TRIGGER hear BEFORE INSERT ON commits FOR EACH ROW EXECUTE FUNCTION hear()",
    );
    let committed = store
        .commit(&account(), put(1, "{}", Condition::Absent))
        .await;
    committed.expect("a commit");
    assert_eq!(psql(&url, "SELECT level FROM heard"), "warning\n");
}

/// At another isolation level, the function would not see what was committed while it waited for the lock.
#[tokio::test]
async fn the_function_refuses_another_isolation_level() {
    let Some(url) = fresh() else { return };
    open(&url).await;
    let said = |level: &str| {
        let sql = format!(
            "BEGIN ISOLATION LEVEL {level}; \
             DO $$ BEGIN PERFORM set_config('people.said', 'nothing', false); \
             PERFORM commit_batches('ada', '', 6, 0, -1, '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', '{{}}', \
                 '{{}}', '{{}}', '{{}}', '{{}}', '{{}}'); \
             EXCEPTION WHEN raise_exception THEN PERFORM set_config('people.said', SQLERRM, false); END $$; \
             SELECT current_setting('people.said')"
        );
        psql(&url, &sql)
    };
    assert_eq!(said("READ COMMITTED"), "nothing\n");
    for level in ["repeatable read", "serializable"] {
        let said = said(level);
        let needed = said.contains(level) && said.contains("default_transaction_isolation");
        assert!(needed, "{said}");
    }
}

#[tokio::test]
async fn the_tables_of_another_program_are_left_alone() {
    let Some(url) = fresh() else { return };
    psql(&url, "CREATE TABLE settings (name text, value text)");
    let refused = try_open(&url).await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt { .. })),
        "{refused:?}"
    );
    let Some(url) = fresh() else { return };
    psql(&url, "CREATE TABLE records (id int)");
    let refused = try_open(&url).await;
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(psql(&url, "SELECT to_regclass('accounts') IS NULL"), "t\n");
}

#[tokio::test]
async fn a_database_that_cannot_hold_all_letters_is_refused() {
    let Some(server) = Server::start() else {
        return;
    };
    let create = "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0";
    psql(&server.url(), create);
    let refused = try_open(&server.url().replace("/postgres", "/latin")).await;
    let error = refused.expect_err("a database in Latin-1").to_string();
    assert!(
        error.contains("LATIN1") && error.contains("UTF8"),
        "{error}"
    );
}

#[tokio::test]
async fn an_operator_reads_with_psql() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    let body = r#"{"names":[{"givenName":"Ada"}]}"#;
    let committed = store
        .commit(&account(), put(7, body, Condition::Absent))
        .await;
    committed.expect("a commit");
    let name = "SELECT account, contact, body::jsonb -> 'names' -> 0 ->> 'givenName' FROM contacts";
    assert_eq!(psql(&url, name), "ada@example.com|c7|Ada\n");
}

/// The longest keys and terms fit into their indexes, also where every letter of them is kept as two.
#[tokio::test]
async fn the_longest_text_that_grows_is_kept() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    let account = named(&"a".repeat(Account::MAX_BYTES));
    // Of two letters in no order that an index could compress.
    let noise = |length: usize, seed: u64| -> String {
        let mut state = seed;
        let mut letter = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            if state >> 63 == 0 { '\0' } else { '\u{1}' }
        };
        (0..length).map(|_| letter()).collect()
    };
    let term = noise(Record::MAX_TERM, 3);
    let record = Record {
        sort_keys: [1, 2].map(|seed| noise(Record::MAX_SORT_KEY, seed)),
        terms: [&term].into(),
        ..Record::default()
    };
    let write = Write::Put {
        kind: RowKind::Contact,
        id: 1,
        record: record.clone(),
        condition: Condition::Absent,
    };
    let batch = Batch {
        writes: vec![write],
        time: 1,
    };
    store.commit(&account, batch).await.expect("a commit");
    let row = store
        .get(&account, RowKind::Contact, 1)
        .await
        .expect("a read");
    assert!(*row.expect("the row").record == record);
    let found = store.find(&account, RowKind::Contact, &term, 0, 9);
    assert_eq!(found.await.expect("ids"), [1]);
}

/// What was once needed to settle commits does not pile up.
#[tokio::test]
async fn old_signatures_are_forgotten() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    for id in 1..=100 {
        let committed = store
            .commit(&account(), put(id, "{}", Condition::Absent))
            .await;
        committed.expect("a commit");
    }
    assert_eq!(psql(&url, "SELECT count(*) FROM commits"), "100\n");
    psql(
        &url,
        "UPDATE commits SET made = made - interval '1 hour' WHERE version <= 90",
    );
    for id in 101..=128 {
        let committed = store
            .commit(&account(), put(id, "{}", Condition::Absent))
            .await;
        committed.expect("a commit");
    }
    assert_eq!(
        psql(&url, "SELECT min(version), count(*) FROM commits"),
        "91|38\n"
    );
}

/// Every statement finds its rows by an index and in the order they are asked for, so that it costs
/// as much as its rows, with any number of other rows.
#[tokio::test]
async fn no_statement_scans_or_sorts() {
    let Some(server) = Server::start() else {
        return;
    };
    let url = server.url();
    let store = open(&url).await;
    let accounts = ["ada", "grace", "mary"];
    for name in accounts {
        let writes = (1..=1_000).flat_map(|id| put(id, "{}", Condition::Absent).writes);
        let writes = writes.collect();
        let committed = store.commit(&named(name), Batch { writes, time: 1 }).await;
        committed.expect("a commit");
    }
    drop(store);
    let more = "SELECT 'account-' || n, 1, 0, 0, 0 FROM generate_series(1, 2000) AS n";
    psql(&url, &format!("INSERT INTO accounts {more}"));
    let more = "SELECT 'account-' || n, 1, '', now() FROM generate_series(1, 2000) AS n";
    psql(&url, &format!("INSERT INTO commits {more}"));
    // So that one of the commits below removes old signatures.
    psql(
        &url,
        "UPDATE accounts SET version = 58 WHERE account = 'ada'",
    );
    psql(&url, "ANALYZE");
    psql(
        &url,
        "ALTER ROLE people SET session_preload_libraries = 'auto_explain'",
    );
    // Those of a commit are in a function.
    psql(
        &url,
        "ALTER ROLE people SET auto_explain.log_nested_statements = on",
    );
    psql(
        &url,
        "ALTER ROLE people SET auto_explain.log_min_duration = 0",
    );
    let before = server.log().len();

    let (store, ada) = (open(&url).await, named("ada"));
    // Often enough for the server to choose a plan that is good for all parameters.
    for step in 0..8 {
        for order in [
            Order::Id,
            Order::VersionAscending,
            Order::VersionDescending,
            Order::FirstName,
            Order::LastName,
        ] {
            let page = store.page(&ada, RowKind::Contact, order, None, 10).await;
            let next = page.expect("a page").next.expect("others");
            let page = store
                .page(&ada, RowKind::Contact, order, Some(&next), 10)
                .await;
            page.expect("a page");
        }
        let (kind, term) = (RowKind::Contact, "id:7");
        store.get(&ada, kind, 7).await.expect("a read");
        store
            .get_many(&ada, kind, &[1, 2, 3])
            .await
            .expect("a read");
        let feed = store.changes(&ada, kind, Version::ZERO, None, 10).await;
        feed.expect("a feed");
        store.find(&ada, kind, term, 0, 10).await.expect("ids");
        let hits = store.find_prefix(&ada, kind, "id:", None, 10).await;
        let last = hits.expect("hits").pop();
        let hits = store
            .find_prefix(&ada, kind, "id:", last.as_ref(), 10)
            .await;
        hits.expect("hits");
        store.count_term(&ada, kind, term).await.expect("a count");
        store.count(&ada, kind).await.expect("a count");
        let changes = store.count_changes(&ada, kind, Version(1)).await;
        changes.expect("a count");
        store.accounts(Some(&ada), 1).await.expect("accounts");
        let row = store
            .get(&ada, kind, 9)
            .await
            .expect("a read")
            .expect("a row");
        let mut batch = put(9, "{}", Condition::Version(row.version));
        if let Write::Put { record, .. } = &mut batch.writes[0] {
            record.terms = [format!("step:{step}")].into();
        }
        store.commit(&ada, batch).await.expect("a commit");
    }
    let log = server.log().split_off(before);
    assert!(
        log.matches("Index").count() > 100,
        "plans are logged: {log}"
    );
    // The few rows of the settings, and of what is derived, are not worth an index.
    let log = log.replace("Seq Scan on settings", "");
    let log = log.replace("Seq Scan on derived", "");
    // The terms of a row, before and after.
    let log = log.replace("HashSetOp Except", "");
    assert!(log.contains("DELETE FROM commits"), "{log}");
    for bad in ["Seq Scan", "Sort", "Bitmap", "Hash", "Materialize"] {
        assert!(!log.contains(bad), "{bad}: {log}");
    }
}

/// Without statistics of a table, the server considers all indexes equally good, and may read a whole
/// account for one row. The store asks for statistics before that takes long.
#[tokio::test]
async fn the_server_looks_at_a_young_table() {
    let Some(url) = fresh() else { return };
    let store = open(&url).await;
    let rows = |from: u64| {
        let ids = from..from + 600;
        let writes = ids.flat_map(|id| put(id, "{}", Condition::Absent).writes);
        let writes = writes.collect();
        Batch { writes, time: 1 }
    };
    for from in [1, 601] {
        store
            .commit(&account(), rows(from))
            .await
            .expect("a commit");
    }
    // Not by autovacuum, which comes later.
    let looked = "SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables \
        WHERE relid = to_regclass('records')";
    let mut asked = 0;
    while psql(&url, looked) != "t\n" {
        assert!(asked < 1_000, "nobody looks");
        asked += 1;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let plan = "SET plan_cache_mode = force_generic_plan; \
        PREPARE judge (text, smallint, bigint[]) AS SELECT id FROM records \
        WHERE account = $1 AND kind = $2 AND id = ANY ($3); \
        EXPLAIN EXECUTE judge ('ada', 0::smallint, '{1, 2}')";
    let plan = psql(&url, plan);
    assert!(plan.contains("records_pkey"), "{plan}");
}

/// What `docs/scale.md` distributes by account can be: every key starts with it.
#[tokio::test]
async fn every_index_starts_with_the_account() {
    let Some(url) = fresh() else { return };
    open(&url).await;
    let first = "SELECT DISTINCT attname FROM pg_index \
        JOIN pg_class ON pg_class.oid = indrelid AND relname NOT IN ('settings', 'derived') \
        JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] \
        WHERE relnamespace = current_schema()::regnamespace";
    assert_eq!(psql(&url, first), "account\n");
    let generated = "SELECT count(*) FROM pg_class \
        WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace";
    assert_eq!(psql(&url, generated), "0\n");
}
