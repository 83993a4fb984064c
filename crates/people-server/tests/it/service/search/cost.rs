//! K5: what an update writes into the index.
use people_rules::Contract;
use people_store::{Account, Embedded, EmbeddedOptions, Postgres, PostgresOptions, RowKind, Store};
use rusqlite::Connection;
use serde_json::{Value, json};

use super::super::{Server, edited, text};
use crate::postgres;

/// Counts what happens to the rows of the table `terms`.
const SQLITE: &str = "CREATE TABLE touched (what TEXT);
    CREATE TRIGGER added AFTER INSERT ON terms BEGIN INSERT INTO touched VALUES ('INSERT'); END;
    CREATE TRIGGER changed AFTER UPDATE ON terms BEGIN INSERT INTO touched VALUES ('UPDATE'); END;
    CREATE TRIGGER removed AFTER DELETE ON terms BEGIN INSERT INTO touched VALUES ('DELETE'); END;";
const POSTGRES: &str = "CREATE TABLE touched (what text);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO touched VALUES (TG_OP); RETURN NULL; END $$;
    CREATE TRIGGER touch AFTER INSERT OR UPDATE OR DELETE ON terms
        FOR EACH ROW EXECUTE FUNCTION touch();";
const COUNT: &str = "SELECT count(*) FILTER (WHERE what = 'INSERT') || ' ' ||
    count(*) FILTER (WHERE what = 'DELETE') || ' ' ||
    count(*) FILTER (WHERE what = 'UPDATE') FROM touched";

#[tokio::test]
async fn an_update_of_the_embedded_store_writes_the_terms_that_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let database = Connection::open(folder.path().join("people.sqlite3")).expect("a database");
    database.execute_batch(SQLITE).expect("triggers");
    let count = || {
        database
            .query_row(COUNT, [], |row| row.get(0))
            .expect("counts")
    };
    only_changed_terms_are_written(store, count).await;
}

#[tokio::test]
async fn an_update_on_postgres_writes_the_terms_that_it_changes() {
    let Some(url) = postgres::fresh() else { return };
    let store = Postgres::open(&url, PostgresOptions::default()).await;
    let store = store.expect("a store");
    postgres::psql(&url, POSTGRES);
    let count = || postgres::psql(&url, COUNT);
    only_changed_terms_are_written(store, count).await;
}

/// Of each update: how many terms it adds and removes, and that no other row of the index is touched.
async fn only_changed_terms_are_written<S: Store>(store: S, count: impl Fn() -> String) {
    let counts = || -> [i64; 3] {
        let counts = count();
        let mut counts = counts
            .split_whitespace()
            .map(|it| it.parse().expect("a number"));
        std::array::from_fn(|_| counts.next().expect("three of them"))
    };
    let server = Server::over(store.clone(), Contract::Documented).await;
    let person = json!({
        "names": [{"givenName": "Ada", "familyName": "Lovelace"}],
        "nicknames": [{"value": "Nick"}],
        "emailAddresses": [{"value": "ada@example.com"}],
        "phoneNumbers": [{"value": "+44 20 7946 0018"}],
        "biographies": [{"value": "A note."}],
    });
    let person = server.create("ada", &person).await;
    let account = Account::new("ada").expect("a name");
    let terms = async || {
        let page = store.page(&account, RowKind::Contact, people_store::Order::Id, None, 9);
        page.await
            .expect("a page")
            .rows
            .remove(0)
            .record
            .terms
            .clone()
    };
    let created = terms().await.len() as i64;
    assert_eq!(counts(), [created, 0, 0], "the new contact");

    let cases: &[(&str, Value, [i64; 2])] = &[
        // What is not searched.
        ("biographies", json!([{"value": "Another note."}]), [0, 0]),
        ("userDefined", json!([{"key": "a", "value": "b"}]), [0, 0]),
        ("birthdays", json!([{"date": {"year": 1815}}]), [0, 0]),
        // Members that are not searched, of what is.
        (
            "phoneNumbers",
            json!([{"value": "+44 20 7946 0018", "type": "work"}]),
            [0, 0],
        ),
        ("nicknames", json!([{"value": "Nick"}]), [0, 0]),
        // One phrase for another.
        ("nicknames", json!([{"value": "Countess"}]), [1, 1]),
        (
            "nicknames",
            json!([{"value": "Countess"}, {"value": "Ada"}]),
            [1, 0],
        ),
        ("nicknames", json!([]), [0, 2]),
    ];
    for (field, value, [added, removed]) in cases {
        let name = text(&person, "resourceName");
        let address = format!("/v1/{name}?personFields=metadata");
        let now = server.get("ada", &address).await;
        let (before, had) = (counts(), terms().await);
        let update = edited(&now, field, value.clone());
        let answer = server.update("ada", field, &update).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let (after, has) = (counts(), terms().await);
        let touched: [i64; 3] = std::array::from_fn(|index| after[index] - before[index]);
        assert_eq!(touched, [*added, *removed, 0], "{field}: {value}");
        let new = has.iter().filter(|term| !had.contains(term)).count();
        let gone = had.iter().filter(|term| !has.contains(term)).count();
        assert_eq!(
            [new as i64, gone as i64],
            [*added, *removed],
            "{field}: {value}"
        );
    }
}
