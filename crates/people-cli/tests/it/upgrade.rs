//! A store that an earlier version wrote is brought up to date at its first start, on every engine.
use std::{path::Path, time::Duration};

use people_model::FieldMask;
use rusqlite::Connection;

use crate::{
    Server, nicknamed, nicknames, people, spawn,
    store::{checked, text},
};

const ROWS: &str = include_str!("upgrade/rows.sql");

/// The contacts of the store in the orders by name (rule L2), which were by the bytes of their lower case.
const BY_FIRST_NAME: &[&str] = &["ångström", "Ann", "Anna", "Émile", "Emily", "Eva", "Zoë"];
const BY_LAST_NAME: &[&str] = &["Anna", "Eva", "Zoë", "Ann", "ångström", "Emily", "Émile"];
const GROUPS: &[&str] = &["Ärzte", "Écrivains", "Zoologen"];

fn store_of_schema_1(folder: &Path) -> Connection {
    let database = Connection::open(folder.join("people.sqlite3")).expect("SQLite");
    let schema = include_str!("../../../people-store/src/embedded/schema/1.sql");
    let settings = "INSERT INTO settings VALUES ('secret', zeroblob(32));
        PRAGMA application_id = 0x50504C53; PRAGMA user_version = 1; PRAGMA journal_mode = wal;";
    for sql in [schema, ROWS, settings] {
        database.execute_batch(sql).expect("SQL");
    }
    database
}

/// L2: names are sorted anew.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_of_an_earlier_version_is_brought_up_to_date() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(store_of_schema_1(folder.path()));
    let before = checked(folder.path());
    assert_eq!(before, "11 rows, no faults\n");
    let server = Server::start(folder.path(), &[]);
    is_up_to_date(&server).await;
    server.stop();
    let after = people(&["store", "check", &folder.path().to_string_lossy()]);
    assert_eq!(text(&after.stderr), "", "nothing is left to do");
    assert_eq!(checked(folder.path()), before);
}

/// L2: the same on PostgreSQL.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_an_earlier_version_is_brought_up_to_date() {
    use crate::postgres::server::{fresh, psql};

    let Some(url) = fresh() else { return };
    let settings = "INSERT INTO settings VALUES ('schema', 1, NULL), \
                    ('secret', NULL, decode(repeat('00', 32), 'hex'));";
    let schema = include_str!("../../../people-store/src/postgres/schema/1.sql");
    // Bytes are written otherwise there.
    for sql in [schema, &ROWS.replace(" x'", " '\\x"), settings] {
        psql(&url, sql);
    }
    let server = Server::start(&url, &[]);
    is_up_to_date(&server).await;
}

/// What is sorted is sorted anew; what is found by its terms still is, and rows are where they were.
async fn is_up_to_date(server: &Server) {
    for (order, names) in [
        ("FIRST_NAME_ASCENDING", BY_FIRST_NAME),
        ("LAST_NAME_ASCENDING", BY_LAST_NAME),
    ] {
        let query = format!("people/me/connections?personFields=names&sortOrder={order}");
        assert_eq!(values(&get(server, &query), "givenName"), names, "{order}");
    }
    let groups = get(server, "contactGroups?pageSize=3");
    assert_eq!(values(&groups, "name"), GROUPS);
    let client = server.client("ada");
    let zoe = client.get("people/c3795714360999180033", FieldMask::ALL);
    let zoe = zoe.await.expect("the contact");
    let updated = client.update(nicknamed(&zoe, "Zo"), nicknames()).await;
    assert_ne!(updated.expect("updated").etag, zoe.etag);
}

fn get(server: &Server, what: &str) -> String {
    server.exchange(&format!(
        "GET /v1/{what} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ada\r\n\
         Connection: close\r\n\r\n"
    ))
}

/// The values of a member, in the order in which they come.
fn values<'a>(reply: &'a str, member: &str) -> Vec<&'a str> {
    let name = format!("\"{member}\": \"");
    let values = reply.split(&name).skip(1);
    values.filter_map(|rest| rest.split('"').next()).collect()
}

/// A server that is killed again and again while it brings a store up to date ends with it up to date.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_at_its_first_start_goes_on_at_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = store_of_schema_1(folder.path());
    database
        .execute_batch(
            "CREATE TABLE numbers AS WITH RECURSIVE n (i) AS
                 (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT i FROM n;
             INSERT INTO records SELECT account, kind, i, version, update_time, deleted, first_name,
                 last_name, '[]', layout, body FROM records, numbers WHERE id = 3795714360999180033;
             UPDATE accounts SET contacts = contacts + 4000;
             DROP TABLE numbers;
             UPDATE records SET terms = '[\"email:zoe@example.com\",\"group:myContacts\"]' WHERE id <= 4000;
             INSERT INTO terms SELECT account, kind, 'group:myContacts', id FROM records WHERE id <= 4000;
             INSERT INTO terms SELECT account, kind, 'email:zoe@example.com', id FROM records WHERE id <= 4000;",
        )
        .expect("SQL");
    drop(database);
    for pause in [30, 60, 90, 120, 150, 180] {
        let mut server = spawn(folder.path(), &[]);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        server.kill().expect("a process to kill");
        server.wait().expect("it ends");
    }
    let server = Server::start(folder.path(), &[]);
    let list = "people/me/connections?personFields=names&sortOrder=FIRST_NAME_ASCENDING&pageSize=6";
    let first = &BY_FIRST_NAME[..6];
    assert_eq!(values(&get(&server, list), "givenName"), first);
    server.stop();
    let checked = checked(folder.path());
    assert_eq!(checked, "4011 rows, no faults\n");
}
