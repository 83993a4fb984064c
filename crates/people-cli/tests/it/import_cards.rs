//! `people import` of vCards (rules I6 to I9).
use std::path::Path;

use people_model::{ContactId, FieldMask, UpdateMask};
use serde_json::Value;

use crate::{Server, people, store::text};

/// One with a photo of one pixel, one that is cut off, a group of Apple's, and text between them.
const FIRST: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-1\r\nN:Babbage;Charles;;;\r\nFN:Charles Babbage\r\n\
TEL;TYPE=WORK:+44 20 7946 0018\r\nORG:Works\r\nTITLE:Clerk\r\nCATEGORIES:Engine,starred\r\nX-MOON:full\r\n\
PHOTO;ENCODING=b;TYPE=PNG:{photo}\r\nEND:VCARD\r\n\
between\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:u-2\r\nFN:Grace Hopper\r\nEMAIL:grace@example.com\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nUID:g-1\r\nFN:Admirals\r\nX-ADDRESSBOOKSERVER-KIND:group\r\n\
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:u-2\r\nEND:VCARD\r\n";

/// The header of a PNG file, and all that is looked at.
const PHOTO: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

fn first() -> String {
    FIRST.replace("{photo}", PHOTO)
}

fn import(file: &Path, data: &str, more: &[&str]) -> (bool, String, String) {
    let file = file.display().to_string();
    let common = ["import", &*file, "--account", "ada", "--data", data];
    let output = people(&[&common[..], more].concat());
    let said = |bytes: &[u8]| text(bytes).replace(&file, "FILE");
    (
        output.status.success(),
        said(&output.stdout),
        said(&output.stderr),
    )
}

/// Cards become contacts, with their groups and photos. The same file again changes nothing; a file that was
/// edited changes its contacts, and what was edited in the account stays.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i8_cards_are_imported_once_and_again() {
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").display().to_string();
    let file = folder.path().join("contacts.vcf");
    std::fs::write(&file, first()).expect("a file");

    let (_, planned, _) = import(&file, &data, &["--dry-run"]);
    let lines: Vec<&str> = planned.lines().collect();
    assert_eq!(
        lines[0],
        "FILE:1: add (Charles Babbage); keep X-MOON beside it"
    );
    assert_eq!(lines[1], "FILE:14: add (Grace Hopper)");
    let (done, said, wrong) = import(&file, &data, &[]);
    assert!(!done, "the text between the cards");
    let kept = "kept beside the contacts: X-MOON 1\n";
    assert_eq!(
        said,
        format!("added 2 contacts and 2 groups, updated 0, unchanged 0\n{kept}")
    );
    assert!(
        wrong.contains("FILE:13: refused: the line is outside of a card"),
        "{wrong}"
    );
    assert!(wrong.contains("refused 1"), "{wrong}");

    let good = first().replace("between\r\n", "");
    std::fs::write(&file, &good).expect("a file");
    let (done, said, wrong) = import(&file, &data, &[]);
    assert!(done, "{wrong}");
    assert_eq!(
        said,
        format!("added 0 contacts and 0 groups, updated 0, unchanged 2\n{kept}")
    );

    let server = Server::start(&data, &[]);
    let ada = server.client("ada");
    let listed = listed(&server).await;
    let [charles, grace] = &listed[..] else {
        panic!("{listed:?}")
    };
    assert_eq!(charles["phoneNumbers"][0]["canonicalForm"], "+442079460018");
    assert_eq!(charles["photos"][0]["default"], Value::Null);
    assert_eq!(charles["memberships"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        grace["memberships"].as_array().map(Vec::len),
        Some(2),
        "its own, and mine"
    );
    let name = charles["resourceName"].as_str().expect("a name");
    let id = ContactId::parse(name).expect("an id");
    let read = ada.get(id, FieldMask::ALL).await.expect("the contact");
    let mut edited = read.clone();
    edited.organizations[0].title = "Professor".to_owned();
    let mask = UpdateMask::try_from(FieldMask::ORGANIZATIONS).expect("a mask");
    ada.update(edited, mask).await.expect("updated");
    server.stop();

    let second = good
        .replace("FN:Charles", "FN:Carl")
        .replace(";Charles;", ";Carl;");
    let second = second.replace("TITLE:Clerk", "TITLE:Engineer");
    std::fs::write(&file, &second).expect("a file");
    for (side, title, told) in [
        ("leave", "Professor", true),
        ("file", "Engineer", true),
        ("leave", "Engineer", false),
    ] {
        let (done, said, wrong) = import(&file, &data, &["--on-conflict", side]);
        assert_eq!(done, side == "file" || !told, "{side}: {said}{wrong}");
        let conflict = "organizations[Works].title\n  before | file     | account\n";
        assert_eq!(wrong.contains(conflict), told, "{wrong}");
        let server = Server::start(&data, &[]);
        let contacts = self::listed(&server).await;
        server.stop();
        assert_eq!(contacts[0]["names"][0]["givenName"], "Carl");
        assert_eq!(contacts[0]["organizations"][0]["title"], title);
    }
    let checked = people(&["store", "check", &data]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}

/// Contacts by family name.
pub(crate) async fn listed(server: &Server) -> Vec<Value> {
    let client = server.client("ada");
    let mut pages = client.connections(FieldMask::ALL);
    let mut all = Vec::new();
    while let Some(page) = pages.next_page().await.expect("a page") {
        all.extend(
            page.iter()
                .map(|it| serde_json::to_value(it).expect("JSON")),
        );
    }
    all.sort_by_key(|it| it["names"][0]["familyName"].to_string());
    all
}

/// What is wrong with the command is said before a store is made.
#[test]
fn i6_cards_need_an_account_and_come_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").display().to_string();
    let cards = folder.path().join("a.vcf").display().to_string();
    let seed = folder.path().join("a.json").display().to_string();
    std::fs::write(&cards, first()).expect("a file");
    std::fs::write(&seed, r#"{"accounts": {}}"#).expect("a file");
    for (more, why) in [
        (&[&*cards][..], "give it by --account"),
        (
            &[&*cards, &*seed, "--account", "ada"],
            "cannot be imported together",
        ),
        (
            &[&*seed, "--dry-run"],
            "are only for vCards, jCards and tables",
        ),
        (&[&*cards, "--account", ""], "name"),
    ] {
        let output = people(&[&["import", "--data", &data], more].concat());
        assert!(!output.status.success());
        let said = text(&output.stderr);
        assert!(said.contains(why), "{said}");
    }
    assert!(!Path::new(&data).exists());
}
