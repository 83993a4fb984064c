//! `people store`, beside a server and without one.
use people_model::{FieldMask, Fields};
use people_rules::Index;
use people_store::{
    Account, Batch, Condition, CopyTarget, Embedded, EmbeddedOptions, Record, RowKind, Store, Write,
};

use crate::{Server, nicknamed, nicknames, people, seed::SEED};

pub(crate) fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

/// Runs `people store` and expects it to succeed.
fn store(args: &[&str]) -> String {
    let output = people(&[&["store"], args].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}

/// What a check of a folder prints, which finds nothing.
pub(crate) fn checked(folder: &std::path::Path) -> String {
    store(&["check", &folder.to_string_lossy()])
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

    assert_eq!(store(&["check", &data]), "4 rows, no faults\n");
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
        kind: RowKind::Contact,
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
        "account `ada`, contact 7: the body is not a contact\n"
    );
    assert!(text(&output.stderr).contains("1 fault was found"));
}

/// An interrupted copy is not served. It is resumed, and then serves what the store served.
#[tokio::test]
async fn a_copy_goes_on_where_another_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (seed, data, to) = (path("seed.json"), path("data"), path("copy"));
    std::fs::write(&seed, SEED).expect("a file");
    let server = Server::start(&data, &["--seed", &seed]);
    // Its photo is at another port each time.
    let read = FieldMask::ALL.difference(FieldMask::PHOTOS);
    let charles = server.client("ada").get("people/c17", read).await;
    let charles = charles.expect("the contact");

    // A store that is served is left alone.
    let served = people(&["store", "copy", &data, &to]);
    assert!(text(&served.stderr).contains("another process has the store open"));
    server.stop();
    let engine = Embedded::open(&data, EmbeddedOptions::default()).expect("a store");
    fill(&engine).await;
    // As a copy leaves it that is killed after its first rows.
    let row = engine.get(&mary(), RowKind::Contact, 1).await;
    let rows = vec![(RowKind::Contact, row.expect("a read").expect("a row"))];
    let begun = Embedded::open_for_copy(&to, EmbeddedOptions::default()).expect("a store");
    let secret = engine.secret().await.expect("a secret");
    begun.begin(secret).await.expect("it begins");
    begun.put_rows(&mary(), rows).await.expect("rows");
    begun.close().await.expect("closed");
    engine.close().await.expect("closed");
    let unfinished = people(&["serve", "--data", &to, "--listen", "127.0.0.1:0"]);
    let said = text(&unfinished.stderr);
    assert!(said.contains("is not finished"), "{said}");

    let copied = store(&["copy", &data, &to]);
    assert_eq!(
        copied,
        "3 accounts with 5004 rows are the same in both stores\n"
    );
    assert!(store(&["check", &data]).starts_with("5004 rows"));
    assert!(store(&["check", &to]).starts_with("5004 rows"));
    let again = people(&["store", "copy", &data, &to]);
    assert!(text(&again.stderr).contains("its data is not from the copied store"));
    let server = Server::start(&to, &[]);
    let copied = server.client("ada").get("people/c17", read).await;
    assert_eq!(copied.expect("the contact"), charles);
}

pub(crate) fn mary() -> Account {
    Account::new("mary").expect("a name")
}

/// Five thousand contacts of another account.
pub(crate) async fn fill(store: &Embedded) {
    let person = Fields::from_json(r#"{"nicknames":[{"value":"Nick"}]}"#).expect("a contact");
    let index = Index::of(&person.to_person(), &|_| Vec::new());
    let put = |id| Write::Put {
        kind: RowKind::Contact,
        id,
        record: Record {
            body: person.as_json().to_owned(),
            layout: person.layout(),
            sort_keys: index.sort_keys.clone(),
            terms: index.terms.iter().collect(),
        },
        condition: Condition::Absent,
    };
    let account = mary();
    for from in (1..=5_000).step_by(100) {
        let writes = (from..from + 100).map(put).collect();
        let batch = Batch { writes, time: 1 };
        store.commit(&account, batch).await.expect("a commit");
    }
}

/// What cannot be copied is refused, and nothing is made.
#[test]
fn only_stores_are_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for (from, why) in [
        (path("nowhere"), "nowhere: the store does not exist"),
        ("memory".to_owned(), "ends with its server"),
        ("riak://host".to_owned(), "`riak` is not a kind of store"),
    ] {
        let refused = people(&["store", "copy", &from, &path("to")]);
        let said = text(&refused.stderr);
        assert!(!refused.status.success() && said.contains(why), "{said}");
    }
    let left = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(left, 0);
}
