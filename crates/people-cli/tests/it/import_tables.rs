//! `people import` of tables and jCards (rules I6 to I10).
use std::path::Path;

use people_model::{ContactId, FieldMask, UpdateMask};
use serde_json::Value;

use crate::{Server, import_cards::listed, people, store::text};

pub(crate) fn import(files: &[&Path], data: &Path, more: &[&str]) -> (bool, String, String) {
    let files: Vec<String> = files
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let data = data.display().to_string();
    let mut arguments = vec!["import", "--account", "ada", "--data", &data];
    arguments.extend(files.iter().map(String::as_str));
    let output = people(&[&arguments[..], more].concat());
    let said = |bytes: &[u8]| {
        let mut said = text(bytes);
        for (file, number) in files.iter().zip(1..) {
            said = said.replace(file, &format!("FILE{number}"));
        }
        said
    };
    (
        output.status.success(),
        said(&output.stdout),
        said(&output.stderr),
    )
}

/// A store and files that are deleted with it.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    fn import(&self, file: &Path, more: &[&str]) -> (bool, String, String) {
        import(&[file], &self.data(), more)
    }

    async fn contacts(&self) -> Vec<Value> {
        let server = self.server();
        let listed = listed(&server).await;
        server.stop();
        listed
    }

    fn server(&self) -> Server {
        Server::start(&self.data().display().to_string(), &[])
    }
}

const GOOGLE: &str = "\u{feff}First Name,Last Name,Nickname,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,\
Phone 1 - Label,Phone 1 - Value,Locker\r\n\
Ada,Lovelace,Countess, --12-10,\"Wrote notes,\non an engine\",https://photos.example/a.png,\
* myContacts ::: Chess,* Work,ada@example.com ::: ada@example.org,Mobile,+44 20 7946 0018,7\r\n\
Charles,Babbage,,1791-12-26,,,* myContacts,Home,charles@example.com,,,\r\n\
Grace,Hopper,{long},,,,,,grace@example.com,,,\r\n";

/// A table of Google's becomes contacts with groups. A row that cannot be stored is refused, and refuses no other.
/// The same file again changes nothing; what a later file and the account changed are both there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i8_tables_are_imported_once_and_again() {
    let desk = Desk::new();
    let first = GOOGLE.replace("{long}", &"x".repeat(1_025));
    let file = desk.file("contacts.csv", &first);
    let (done, planned, wrong) = desk.import(&file, &["--dry-run"]);
    assert!(!done && !desk.data().join("people.mdb").exists(), "{wrong}");
    assert_eq!(
        planned,
        "FILE1:2: add (Ada Lovelace); keep Photo, Locker beside it\nFILE1:4: add (Charles Babbage)\n\
         would be added 2 contacts and 1 groups, updated 0, unchanged 0\n\
         kept beside the contacts: Locker 1, Photo 1\n"
    );
    assert!(wrong.contains("FILE1:5: refused: "), "{wrong}");
    let (done, said, wrong) = desk.import(&file, &[]);
    assert!(!done && wrong.contains("refused 1"), "{wrong}");
    assert!(said.starts_with("added 2 contacts and 1 groups"), "{said}");

    let good = GOOGLE.replace("{long}", "Amazing");
    desk.file("contacts.csv", &good);
    let (done, said, wrong) = desk.import(&file, &[]);
    assert!(done, "{wrong}");
    assert!(
        said.starts_with("added 1 contacts and 0 groups, updated 0, unchanged 2"),
        "{said}"
    );
    let (done, said, _) = desk.import(&file, &[]);
    assert!(
        done && said.starts_with("added 0 contacts and 0 groups, updated 0, unchanged 3"),
        "{said}"
    );

    let server = desk.server();
    let ada = server.client("ada");
    let contacts = listed(&server).await;
    let [charles, grace, lovelace] = &contacts[..] else {
        panic!("{contacts:?}")
    };
    assert_eq!(grace["nicknames"][0]["value"], "Amazing");
    assert_eq!(lovelace["emailAddresses"][1]["value"], "ada@example.org");
    assert_eq!(lovelace["birthdays"][0]["date"]["day"], 10);
    assert_eq!(lovelace["memberships"].as_array().map(Vec::len), Some(2));
    let id = ContactId::parse(charles["resourceName"].as_str().expect("a name"));
    let mut edited = ada
        .get(id.expect("an id"), FieldMask::ALL)
        .await
        .expect("the contact");
    edited.nicknames = vec![people_model::Nickname::new().value("Engineer")];
    let mask = UpdateMask::try_from(FieldMask::NICKNAMES).expect("a mask");
    ada.update(edited, mask).await.expect("updated");
    server.stop();

    let second = good.replace("charles@example.com", "cb@example.com");
    desk.file("contacts.csv", &second);
    let (done, said, wrong) = desk.import(&file, &["--dry-run"]);
    assert!(done, "{wrong}");
    assert!(
        said.contains("FILE1:4: update people/") && said.contains(": emailAddresses (Charles"),
        "{said}"
    );
    let (done, said, wrong) = desk.import(&file, &[]);
    assert!(
        done && said.contains("updated 1, unchanged 2"),
        "{said}{wrong}"
    );
    let charles = &desk.contacts().await[0];
    assert_eq!(charles["nicknames"][0]["value"], "Engineer");
    assert_eq!(charles["emailAddresses"][0]["value"], "cb@example.com");
    assert_eq!(charles["emailAddresses"].as_array().map(Vec::len), Some(1));
}

/// Outlook writes in the code page of the system, with semicolons and `0/0/00`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i6_tables_in_other_code_pages() {
    let desk = Desk::new();
    let table = b"Vorname;Nachname;Firma;E-Mail-Adresse;Geburtstag;Kategorien;Benutzer 1\r\n\
        J\xfcrgen;M\xfcller;Werke;j@example.com;0/0/00;Chess;u\r\n";
    let file = desk.file("kontakte.csv", table);
    let (done, said, wrong) = desk.import(&file, &[]);
    assert!(done, "{wrong}");
    assert!(said.starts_with("added 1 contacts and 1 groups"), "{said}");
    let contacts = desk.contacts().await;
    assert_eq!(contacts[0]["names"][0]["familyName"], "M\u{fc}ller");
    assert_eq!(contacts[0]["birthdays"], Value::Null);
}

/// A download that came to nothing, and a file of another kind, are no import of nothing.
#[test]
fn i10_a_file_of_nothing_known_is_refused() {
    let desk = Desk::new();
    for (name, content, why) in [
        ("empty.vcf", &b""[..], "it is empty"),
        ("blank.vcf", b"\n\r\n", "it is empty"),
        (
            "zip.vcf",
            b"PK\x03\x04\0\0",
            "it has no vCard, no jCard, no table",
        ),
        (
            "packed.vcf",
            b"\x1f\x8b\x08\0\xff",
            "it has no vCard, no jCard, no table",
        ),
        (
            "text.vcf",
            b"Sign in",
            "it has no vCard, no jCard, no table",
        ),
        // A seed that Windows has saved.
        (
            "little.json",
            b"\xff\xfe{\0}\0",
            "the text is not UTF-8: it is UTF-16",
        ),
        (
            "big.json",
            b"\xfe\xff\0{\0}",
            "the text is not UTF-8: it is UTF-16",
        ),
    ] {
        let file = desk.file(name, content);
        let (done, said, wrong) = desk.import(&file, &[]);
        assert!(!done && said.is_empty(), "{name}: {said}");
        assert!(wrong.contains(&format!("FILE1: {why}")), "{name}: {wrong}");
    }
    assert!(!desk.data().exists(), "no store is made for it");
}

/// A map says what the columns of any other table are. Its key is that of the row, whatever else changes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i10_any_table_by_a_map() {
    let desk = Desk::new();
    let file = desk.file(
        "members.csv",
        "No;Surname;Mail;Team;Locker\n1;King;ada@example.com;Chess;7\n2;King;ben@example.com;;8\n",
    );
    let (done, _, wrong) = desk.import(&file, &[]);
    assert!(
        !done && wrong.contains("No, Surname, Mail, Team, Locker"),
        "{wrong}"
    );
    assert!(wrong.contains("--map 'Surname = familyName'"), "{wrong}");
    let map = desk.file(
        "columns.txt",
        "# the club\nNo = key\nMail = emailAddresses work\nTeam = groups\n",
    );
    let map = map.display().to_string();
    let common = ["--map", "Surname=familyName", "--map", &map];
    let (done, said, wrong) = desk.import(&file, &common);
    assert!(done, "{wrong}");
    assert_eq!(
        said,
        "added 2 contacts and 1 groups, updated 0, unchanged 0\nkept beside the contacts: Locker 2\n"
    );
    desk.file(
        "members.csv",
        "No;Surname;Mail;Team;Locker\n2;Lovelace;ada@example.com;;8\n1;Noel;byron@example.com;Chess;7\n",
    );
    let (done, said, wrong) = desk.import(&file, &common);
    assert!(
        done && said.contains("added 0 contacts and 0 groups, updated 2"),
        "{said}{wrong}"
    );
    let contacts = desk.contacts().await;
    let of = |at: usize| {
        (
            &contacts[at]["names"][0]["familyName"],
            &contacts[at]["emailAddresses"][0]["value"],
        )
    };
    assert_eq!(
        of(0),
        (&Value::from("Lovelace"), &Value::from("ada@example.com"))
    );
    assert_eq!(
        of(1),
        (&Value::from("Noel"), &Value::from("byron@example.com"))
    );
    assert_eq!(contacts[0]["emailAddresses"][0]["type"], "work");

    // The numbers of another table are those of others.
    let other = desk.file(
        "other/members.csv",
        "No;Surname;Mail;Team\n1;Hopper;grace@example.com;\n",
    );
    let (done, said, wrong) = desk.import(&other, &common);
    assert!(
        done && said.starts_with("added 1 contacts"),
        "{said}{wrong}"
    );
    for (map, why) in [
        (
            "Mail=emails",
            "--map 'Mail=emails': a contact has no field `emails`; it has names, locales, ",
        ),
        (
            "Mail=emailAddresses.adress",
            "has no member `adress`; it has value, type, displayName",
        ),
        (
            "Nowhere=names",
            "FILE1: line 1, column 1: there is no column `Nowhere`; there are No, Surname",
        ),
        (
            &file.display().to_string(),
            "expected COLUMN = FIELD.MEMBER",
        ),
    ] {
        let (done, said, wrong) = desk.import(&file, &["--map", map]);
        assert_eq!((done, &*said), (false, ""), "{map}");
        assert!(wrong.contains(why), "{map}: {wrong}");
    }
}

/// Two files with one name in two folders are two files: what the one says of somebody is no edit of the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i7_files_are_known_by_their_whole_path() {
    let desk = Desk::new();
    let row = |mail: &str| {
        format!("First Name,Last Name,Labels,E-mail 1 - Value\nAda,Lovelace,,{mail}\n")
    };
    let home = desk.file("home/contacts.csv", row("ada@home.example"));
    let work = desk.file("work/contacts.csv", row("ada@work.example"));
    let (done, said, wrong) = import(&[&home, &work], &desk.data(), &[]);
    assert!(
        done && said.starts_with("added 2 contacts"),
        "{said}{wrong}"
    );
    // A later version has another path, and says whose it is.
    let later = desk.file("home/contacts (1).csv", row("ada@new.example"));
    let name = home.canonicalize().expect("a path").display().to_string();
    let (done, said, wrong) = desk.import(&later, &["--source", &name]);
    assert!(
        done && said.contains("added 0 contacts and 0 groups, updated 1"),
        "{said}{wrong}"
    );
    let (done, _, wrong) = import(&[&home, &work], &desk.data(), &["--source", "it"]);
    assert!(!done && wrong.contains("one at a time"), "{wrong}");
}

const JCARDS: &str = r#"
[
 ["vcard", [["version", {}, "text", "4.0"], ["uid", {}, "uri", "urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af"],
   ["n", {}, "text", ["Lovelace", "Ada", "", "", ""]], ["categories", {}, "text", "Chess"], ["x-moon", {}, "unknown", "full"]]],
 ["vcard", [["fn", {}, "text"]]],
 ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Charles Babbage"]]]
]"#;

/// jCards are cards in JSON, and a card with the same UID in another form is the same contact.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn i6_jcards_are_cards() {
    let desk = Desk::new();
    let file = desk.file("contacts.json", JCARDS);
    let (done, said, wrong) = desk.import(&file, &["--dry-run"]);
    assert!(!done, "a card is refused");
    assert!(
        said.starts_with(
            "FILE1:3: add (Ada Lovelace); keep X-MOON beside it\nFILE1:6: add (Charles"
        ),
        "{said}"
    );
    assert!(
        wrong.contains("FILE1:5: refused: [1][0]: expected a property"),
        "{wrong}"
    );
    let (_, said, _) = desk.import(&file, &[]);
    assert!(said.starts_with("added 2 contacts and 1 groups"), "{said}");
    let one =
        r#"["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Charles Babbage"]]]"#;
    let one = desk.file("one.json", one);
    let (done, said, wrong) = desk.import(&one, &[]);
    assert!(done && said.contains("unchanged 1"), "{said}{wrong}");
    let apple = "BEGIN:VCARD\nVERSION:3.0\nUID:03A0E51F-D1AA-4385-8A53-E29025ACD8AF\nN:King;Ada;;;\nEND:VCARD\n";
    let apple = desk.file("apple.vcf", apple);
    let (done, said, wrong) = desk.import(&apple, &["--on-conflict", "file"]);
    assert!(
        done && said.starts_with("added 0 contacts and 0 groups, updated 1"),
        "{said}{wrong}"
    );
    let cut = desk.file("cut.json", &JCARDS[..200]);
    let (done, _, wrong) = desk.import(&cut, &[]);
    assert!(
        !done && wrong.contains("FILE1: EOF while parsing"),
        "{wrong}"
    );
}
