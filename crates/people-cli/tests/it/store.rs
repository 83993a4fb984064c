//! `people store`, beside a server and without one.
use people_model::FieldMask;
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Kind, Record, Store, Write,
};

use crate::{Server, nicknamed, nicknames, people, seed::SEED};

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// Runs `people store` and expects it to succeed.
fn store(args: &[&str]) -> String {
    let output = people(&[&["store"], args].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What a server writes is what the audit expects, and a backup of a store that is served has all
/// of it, etags included.
#[tokio::test]
async fn a_store_is_checked_and_backed_up_while_it_is_served() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (seed, data) = (path("seed.json"), path("data"));
    std::fs::write(&seed, SEED).expect("a file");
    let server = Server::start(&data, &["--seed", &seed]);
    let client = server.client("ada");
    let charles = client.get("people/c17", FieldMask::ALL).await;
    let update = nicknamed(&charles.expect("the contact"), "Engineer");
    let charles = client.update(update, nicknames()).await.expect("updated");

    assert_eq!(
        store(&["check", &data]),
        "4 rows and nothing wrong with them\n"
    );
    store(&["backup", &data, &path("backup")]);
    server.kill();
    store(&["restore", &path("backup"), &path("restored")]);
    assert!(store(&["check", &path("restored")]).starts_with("4 rows"));

    let server = Server::start(&path("restored"), &[]);
    let update = nicknamed(&charles, "The same etag is good for the copy");
    let updated = server.client("ada").update(update, nicknames()).await;
    assert_ne!(updated.expect("updated").etag, charles.etag);
}

/// Faults are printed, a line each, and are a failure.
#[tokio::test]
async fn a_store_with_faults_fails_its_check() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_string_lossy().into_owned();
    let engine = Embedded::open(&data, EmbeddedOptions::default()).expect("a store");
    let write = Write::Put {
        kind: Kind::Contact,
        id: 7,
        record: Record {
            body: r#"{"names": "secret"}"#.to_owned(),
            ..Record::default()
        },
        condition: Condition::Absent,
    };
    let batch = Batch {
        writes: vec![write],
        time: 1,
    };
    let account = Account::new("ada").expect("a name");
    engine.commit(&account, batch).await.expect("a commit");
    engine.close().await.expect("closed");

    let output = people(&["store", "check", &data]);
    assert!(!output.status.success());
    let said = text(&output.stdout);
    assert_eq!(
        said,
        "account `ada`, contact 7: the body is not a contact's\n"
    );
    assert!(text(&output.stderr).contains("1 fault was found"));
}
