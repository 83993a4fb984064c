//! `people store copy` to a database and from it.
use people_model::FieldMask;
use people_store::{
    CopyTarget, Embedded, EmbeddedOptions, Postgres, PostgresOptions, RowKind, Store, Version,
};

use super::{server, status};
use crate::{
    Server, nicknamed, nicknames, people,
    seed::SEED,
    store::{fill, mary, text},
    wait,
};

/// Copies, and expects that it succeeds; the password of an address is nowhere in what it prints.
fn copy(from: &str, to: &str) -> String {
    let output = people(&["store", "copy", from, to]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    text(&output.stdout)
}

/// What a check of a database prints, which finds nothing.
fn checked(database: &str) -> String {
    let output = people(&["store", "check", database]);
    let said = text(&output.stderr);
    assert!(output.status.success() && !said.contains("hush"), "{said}");
    text(&output.stdout)
}

/// Expects that it fails and says this.
fn refused(args: &[&str], why: &str) {
    let output = people(args);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(!output.status.success() && said.contains(why), "{said}");
    assert!(!said.contains("hush"), "{said}");
}

/// An empty database, with a password in its address.
pub(crate) fn database() -> Option<String> {
    let url = server::fresh()?;
    Some(match url.contains("//people@") {
        true => url.replace("//people@", "//people:hush@"),
        false => url,
    })
}

/// From a folder to a database, on to another one and back to a folder: each serves what the first
/// did, and the etags of the first are good at the last.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_is_copied_to_a_database_and_back() {
    let (Some(one), Some(other)) = (database(), database()) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (seed, data, back) = (path("seed.json"), path("data"), path("back"));
    std::fs::write(&seed, SEED).expect("a file");
    let server = Server::start(&data, &["--seed", &seed]);
    // Its photo is at another port each time.
    let read = FieldMask::ALL.difference(FieldMask::PHOTOS);
    let charles = server.client("ada").get("people/c17", read).await;
    let charles = charles.expect("the contact");
    server.stop();
    let engine = Embedded::open(&data, EmbeddedOptions::default()).expect("a store");
    fill(&engine).await;

    // As a copy leaves it that is killed after its first rows.
    let mary = mary();
    let first = engine.changes(&mary, RowKind::Contact, Version::ZERO, None, 100);
    let first = first.await.expect("a page").rows;
    let rows = first
        .into_iter()
        .map(|row| (RowKind::Contact, row))
        .collect();
    let begun = Postgres::open_for_copy(&one, PostgresOptions::default()).await;
    let begun = begun.expect("a store");
    let secret = engine.secret().await.expect("a secret");
    begun.begin(secret).await.expect("it begins");
    begun.put_rows(&mary, rows).await.expect("rows");
    begun.close();
    engine.close().await.expect("closed");
    let serve = ["serve", "--listen", "127.0.0.1:0", "--data", &one];
    refused(&serve, "a copy into the store is not finished");

    let said = "3 accounts with 5004 rows are the same in both stores\n";
    assert_eq!(copy(&data, &one), said);
    let again = ["store", "copy", &data, &one];
    refused(&again, "its data is not from the copied store");
    assert_eq!(copy(&one, &other), said);
    assert_eq!(checked(&other), "5004 rows, no faults\n");
    let server = Server::start(&other, &[]);
    let copied = server.client("ada").get("people/c17", read).await;
    assert_eq!(copied.expect("the contact"), charles);
    server.stop();
    assert_eq!(copy(&other, &back), said);
    let checked = people(&["store", "check", &back]);
    assert_eq!(text(&checked.stdout), "5004 rows, no faults\n");
    let server = Server::start(&back, &[]);
    let update = nicknamed(&charles, "The same etag is good for the copy");
    let updated = server.client("ada").update(update, nicknames()).await;
    assert_ne!(updated.expect("updated").etag, charles.etag);
}

/// A server that has the empty database open serves nothing of the store that was copied into it.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_ran_meanwhile_is_not_ready() {
    let Some(database) = database() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (seed, data) = (path("seed.json"), path("data"));
    std::fs::write(&seed, SEED).expect("a file");
    Server::start(&data, &["--seed", &seed]).stop();

    let early = Server::start(&database, &[]);
    assert_eq!(status(&early, "readyz").await, 200);
    copy(&data, &database);
    assert_eq!(status(&early, "readyz").await, 503);
    let read = early
        .client("ada")
        .get("people/c17", FieldMask::NAMES)
        .await;
    let status_code = read.expect_err("it is closed").status().map(|it| it.code);
    assert_eq!(status_code, Some(people_model::Code::Unavailable as i32));
    early.kill();
    let late = Server::start(&database, &[]);
    let read = late.client("ada").get("people/c17", FieldMask::NAMES).await;
    read.expect("the contact");
}

/// What cannot be copied is refused without the password of its address, and nothing is made.
#[tokio::test]
async fn a_copy_that_is_refused_tells_no_password() {
    let Some(database) = database() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("to").to_string_lossy().into_owned();
    for (from, why) in [
        (&*database, "the store does not exist"),
        (
            "postgre://ada:hush@localhost/people",
            "`postgre` is not a kind of store",
        ),
        ("postgres://ada:hush@localhost/people?colour=hush", "colour"),
        (
            "postgres://ada:hush@127.0.0.1:1/people",
            "cannot be reached",
        ),
    ] {
        refused(&["store", "copy", from, &to], why);
    }
    assert!(!std::path::Path::new(&to).exists());
    let help = people(&["store", "copy", "--help"]);
    assert!(text(&help.stdout).contains("PEOPLE_COPY_TO"));

    // Everyone on a machine reads arguments, so that the environment may say it.
    let mut help = std::process::Command::new(env!("CARGO_BIN_EXE_people"));
    help.args(["store", "copy", "--help"]);
    let output = wait::output(help.env("PEOPLE_COPY_TO", &database));
    assert!(!text(&output.stdout).contains("hush"));
    let mut copy = std::process::Command::new(env!("CARGO_BIN_EXE_people"));
    copy.args(["store", "copy"])
        .env("PEOPLE_COPY_FROM", &database)
        .env("PEOPLE_COPY_TO", &to);
    let output = wait::output(&mut copy);
    assert!(text(&output.stderr).contains("the store does not exist"));
}

/// What a server writes is what the audit expects, while it is served; faults are printed, a line each,
/// and are a failure.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_checked_while_it_is_served() {
    let Some(database) = database() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let seed = folder.path().join("seed.json");
    std::fs::write(&seed, SEED).expect("a file");
    let empty = ["store", "check", &database];
    refused(&empty, "the store does not exist");
    let server = Server::start(&database, &["--seed", &seed.to_string_lossy()]);
    let client = server.client("ada");
    let charles = client.get("people/c17", FieldMask::ALL).await;
    let update = nicknamed(&charles.expect("the contact"), "Engineer");
    client.update(update, nicknames()).await.expect("updated");
    assert_eq!(checked(&database), "4 rows, no faults\n");

    let plain = database.replace(":hush@", "@");
    let damage = "UPDATE records SET body = '{\"names\": \"secret\"}' WHERE kind = 0 AND id = 17";
    server::psql(&plain, damage);
    let output = people(&["store", "check", &database]);
    assert!(!output.status.success());
    assert_eq!(
        text(&output.stdout),
        "account `ada`, contact 17: the body is not a contact\n"
    );
    assert!(text(&output.stderr).contains("1 fault was found"));
    server.stop();
}
