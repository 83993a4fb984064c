//! `people export` (rules Z20 to Z24).
#[cfg(target_os = "linux")]
mod outputs;
mod server;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use people_cards::{Card, Cards, Version};
use people_model::{FieldMask, Person};
use serde_json::Value;

use crate::{Server, people, store::text};

/// Every field that a client sets, in the account of ada. The people are invented.
const ALL: &str = r#"{"accounts": {"ada": {
  "groups": [{"name": "Book club"}],
  "contacts": [
    {
      "resourceName": "people/c17",
      "names": [{"honorificPrefix": "Dr.", "givenName": "Grace", "middleName": "B.", "familyName": "Harper", "honorificSuffix": "Jr.", "phoneticGivenName": "Grejs", "phoneticFamilyName": "Haaper"}],
      "nicknames": [{"value": "Amazing"}],
      "emailAddresses": [{"value": "grace@example.com", "type": "work"}, {"value": "g@example.org", "type": "home"}],
      "phoneNumbers": [{"value": "+44 20 7946 0018", "type": "workFax"}, {"value": "=1+2", "type": "Boat"}],
      "addresses": [{"type": "home", "streetAddress": "1 High St", "city": "Ely", "postalCode": "CB7", "country": "UK"}],
      "urls": [{"value": "https://grace.example", "type": "blog"}],
      "birthdays": [{"date": {"month": 12, "day": 9}}],
      "events": [{"type": "anniversary", "date": {"year": 1999, "month": 2, "day": 3}}],
      "relations": [{"person": "Vincent", "type": "spouse"}],
      "organizations": [{"name": "Navy; \"Fleet\"", "department": "Ships, all", "title": "Rear Admiral"}],
      "occupations": [{"value": "Admiral"}],
      "biographies": [{"value": "First line,\nsecond; line \\ third", "contentType": "TEXT_PLAIN"}],
      "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/Book club"}}, {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}}, {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/starred"}}],
      "genders": [{"value": "female"}],
      "imClients": [{"username": "grace", "protocol": "jabber"}],
      "sipAddresses": [{"value": "sip:grace@example.com"}],
      "locales": [{"value": "en-GB"}],
      "locations": [{"value": "Deck 3", "type": "desk"}],
      "interests": [{"value": "Looms"}],
      "externalIds": [{"value": "42", "type": "employee"}],
      "miscKeywords": [{"value": "blue", "type": "OUTLOOK_KEYWORD"}],
      "calendarUrls": [{"url": "https://cal.example/g", "type": "home"}],
      "userDefined": [{"key": "Shoe size", "value": "39"}],
      "clientData": [{"key": "k", "value": "v"}],
      "photo": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    },
    {"resourceName": "people/c18", "names": [{"givenName": "Grace", "familyName": "Harper"}]},
    {"resourceName": "people/c19", "names": [{"givenName": "../../ü/Ölaf:*?"}], "phoneNumbers": [{"value": "1"}, {"value": "2"}, {"value": "3"}]}
  ]}, "bob": {"groups": [{"name": "Chess"}]}}}"#;

/// A folder with a store in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    /// One with the accounts above.
    fn of_all() -> Self {
        let place = Self::new();
        fs::write(place.path("seed.json"), ALL).expect("a file");
        let imported = people(&[
            "import",
            &place.text("seed.json"),
            "--data",
            &place.text("data"),
        ]);
        assert!(imported.status.success(), "{}", text(&imported.stderr));
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    /// Exports an account, and returns the exit status, standard output and standard error.
    fn export(&self, args: &[&str]) -> (bool, String, String) {
        let data = self.text("data");
        let output = people(&[&["export", "--data", &data], args].concat());
        let told =
            text(&output.stderr).replace(&self.folder.path().display().to_string(), "FOLDER");
        (output.status.success(), text(&output.stdout), told)
    }

    fn import(&self, file: &str, account: &str) {
        let (file, data) = (self.text(file), self.text("data"));
        let args = ["import", &file, "--account", account, "--data", &data];
        let imported = people(&args);
        let (said, told) = (text(&imported.stdout), text(&imported.stderr));
        assert!(imported.status.success(), "{said}{told}");
    }
}

/// The contacts of an account, by resource name or by name.
async fn contacts(server: &Server, account: &str) -> Vec<Person> {
    let client = server.client(account);
    let mut all = client
        .connections(FieldMask::ALL)
        .all()
        .await
        .expect("contacts");
    all.sort_by_key(|person| {
        let name = person.names.first().map(|name| name.display_name.clone());
        (name, person.phone_numbers.len(), person.emails())
    });
    all
}

trait Emails {
    fn emails(&self) -> usize;
}

impl Emails for Person {
    fn emails(&self) -> usize {
        self.email_addresses.len()
    }
}

/// What a client sets of contacts, groups by name.
async fn set(server: &Server, account: &str) -> Vec<Value> {
    let groups = server.client(account).groups().all().await.expect("groups");
    let name = |resource: &str| {
        let group = groups.iter().find(|group| group.resource_name == resource);
        group.map_or_else(|| resource.to_owned(), |group| group.name.clone())
    };
    let mut all = Vec::new();
    for person in contacts(server, account).await {
        let mut own = Person::new();
        for field in FieldMask::UPDATABLE.iter() {
            own.copy_field(&person, field);
            own.strip_output_only(field);
        }
        for membership in &mut own.memberships {
            if let Some(group) = &mut membership.contact_group_membership {
                group.contact_group_resource_name = name(&group.contact_group_resource_name);
            }
        }
        own.memberships.sort_by_key(|it| format!("{it:?}"));
        all.push(serde_json::to_value(own).expect("JSON"));
    }
    all
}

/// Each format that keeps all fields: what is exported and imported again is the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn z20_what_is_exported_is_imported_as_the_same() {
    let place = Place::of_all();
    for (format, flavour, file) in [
        ("vcard4", "rfc", "a4.vcf"),
        ("vcard3", "rfc", "a3.vcf"),
        ("vcard3", "apple", "apple.vcf"),
        ("vcard3", "google", "google.vcf"),
        ("json", "rfc", "a.json"),
    ] {
        let args = ["--account", "ada", "--format", format, "--flavour", flavour];
        let out = place.text(file);
        let (done, printed, told) = place.export(&[&args[..], &["--out", &out]].concat());
        assert!(done, "{told}");
        assert_eq!((&*printed, &*told), ("", "exported 3 contacts\n"));
        // Standard output gets the same.
        let (done, printed, _) = place.export(&args);
        assert!(done);
        assert_eq!(printed, fs::read_to_string(&out).expect("a file"));
        let account = file.replace('.', "-");
        place.import(file, &account);
    }
    let server = Server::start(&place.text("data"), &[]);
    let ada = set(&server, "ada").await;
    assert_eq!(ada.len(), 3);
    for account in ["a4-vcf", "a3-vcf", "apple-vcf", "google-vcf", "a-json"] {
        assert_eq!(set(&server, account).await, ada, "{account}");
        let grace = &contacts(&server, account).await[1];
        let photo = server.client(account).photo(&*grace.resource_name).await;
        let photo = photo.expect("a reply").expect("a photo");
        assert!(photo.starts_with(b"\x89PNG"), "{account}");
    }
}

/// A table, and a jCard: all fields that are not said to be left out are imported as they were.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn z20_a_table_is_imported_as_it_says() {
    let place = Place::of_all();
    let mut left_out = Vec::new();
    let formats = ["google-csv", "outlook-csv", "jcard"];
    for format in formats {
        let out = place.text(format);
        let args = ["--account", "ada", "--format", format, "--out", &out];
        let (_, _, told) = place.export(&args);
        let of_contact = |line: &str| {
            let (contact, fields) = line.split_once(": left out: ")?;
            let (_, name) = contact.split_once(" (")?;
            let fields = fields.split(", ").map(str::to_owned);
            let fields: BTreeSet<String> = fields.collect();
            Some((name.trim_end_matches(')').to_owned(), fields))
        };
        left_out.push(
            told.lines()
                .filter_map(of_contact)
                .collect::<BTreeMap<_, _>>(),
        );
        place.import(format, format);
    }
    assert!(left_out[2].is_empty(), "a jCard holds all");
    let server = Server::start(&place.text("data"), &[]);
    let names: Vec<String> = contacts(&server, "ada")
        .await
        .iter()
        .map(|person| person.names[0].display_name.clone())
        .collect();
    let ada = set(&server, "ada").await;
    let mut compared = 0;
    for (format, left_out) in formats.iter().zip(&left_out) {
        let imported = set(&server, format).await;
        assert_eq!(imported.len(), ada.len(), "{format}");
        for ((name, before), after) in names.iter().zip(&ada).zip(&imported) {
            for field in FieldMask::UPDATABLE.iter() {
                let field = field.as_str();
                let is_left_out = left_out.get(name);
                if !is_left_out.is_some_and(|fields| fields.contains(field)) {
                    assert_eq!(after[field], before[field], "{format}: {name}: {field}");
                    compared += usize::from(!before[field].is_null());
                }
            }
        }
    }
    assert!(compared > 50, "{compared}");
}

/// An imported card is exported byte for byte; after an edit, only the lines of the edit differ.
#[test]
fn z21_what_was_imported_is_given_back_as_it_was() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../people-cards/tests/corpus");
    let mut given = 0;
    for file in fs::read_dir(corpus).expect("a folder") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "vcf") {
            continue;
        }
        let place = Place::new();
        let bytes = fs::read(&path).expect("a file");
        fs::write(place.path("a.vcf"), &bytes).expect("a file");
        let (file, data) = (place.text("a.vcf"), place.text("data"));
        // The import refuses some cards of the corpus: this test leaves them out.
        let imported = people(&["import", &file, "--account", "ada", "--data", &data]);
        let refused = text(&imported.stderr);
        let members: BTreeSet<String> = Cards::new(&bytes)
            .flatten()
            .flat_map(|card| card.lines().to_vec())
            .filter(|line| line.name().ends_with("MEMBER"))
            .map(|line| line.text().trim_start_matches("urn:uuid:").to_owned())
            .collect();
        for (format, version) in [("vcard3", Version::V3), ("vcard4", Version::V4)] {
            let args = ["--account", "ada", "--format", format];
            let output = people(&[&["export", "--data", &data], &args[..]].concat());
            assert!(output.status.success(), "{}", text(&output.stderr));
            for card in Cards::new(&bytes).flatten() {
                let line = card.lines().iter().find(|line| line.is_named("BEGIN"));
                let line = line.expect("a begin").span().line;
                let is_refused = refused.contains(&format!("a.vcf:{line}: refused"));
                if card.version() != version || is_refused || is_group(&card) {
                    continue;
                }
                // A card of a group has put it into that group, which its own line says now.
                let uid = card.property("UID").map(|uid| uid.text());
                let is_member = uid.is_some_and(|uid| members.contains(&uid));
                let wanted = exact(&card.to_bytes(), is_member);
                let wanted = wanted.first().expect("a card");
                let shown = String::from_utf8_lossy(wanted);
                assert!(
                    exact(&output.stdout, is_member).contains(wanted),
                    "{}:{line}:\n{shown}\nis not in\n{}",
                    path.display(),
                    text(&output.stdout)
                );
                given += 1;
            }
        }
    }
    assert!(given > 40, "{given}");
}

fn is_group(card: &Card) -> bool {
    let kinds = ["KIND", "X-ADDRESSBOOKSERVER-KIND"];
    let mut kinds = kinds.iter().filter_map(|name| card.property(name));
    kinds.any(|kind| kind.text().eq_ignore_ascii_case("group"))
}

/// The bytes of each card, from its first line to its last, or without those of its groups.
fn exact(bytes: &[u8], without_groups: bool) -> BTreeSet<Vec<u8>> {
    let cards = Cards::new(bytes).flatten();
    let of = |card: Card| {
        let lines = card.lines().iter();
        let lines = lines.skip_while(|line| !line.is_named("BEGIN"));
        let lines = lines.filter(|line| !(without_groups && line.is_named("CATEGORIES")));
        let mut bytes: Vec<u8> = lines.flat_map(|line| line.raw()).copied().collect();
        while bytes.last().is_some_and(u8::is_ascii_whitespace) {
            bytes.pop();
        }
        bytes
    };
    cards.map(of).collect()
}

/// An edit of a contact changes its lines in the card alone, and its photo only that line.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn z21_an_edit_changes_its_lines_alone() {
    let place = Place::new();
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-1\r\nN:Babbage;Charles;;;\r\nFN:Charles Babbage\r\nX-MOON;X-A=1:full\r\n\
                TEL;TYPE=WORK:1\r\nitem1.TEL:2\r\nitem1.X-ABLabel:Boat\r\nREV:20200101T000000Z\r\nEND:VCARD\r\n";
    fs::write(place.path("a.vcf"), card).expect("a file");
    place.import("a.vcf", "ada");
    let server = Server::start(&place.text("data"), &[]);
    let client = server.client("ada");
    let mut charles = contacts(&server, "ada").await.remove(0);
    charles.phone_numbers[0].value = "3".to_owned();
    let mask = people_model::UpdateMask::try_from(FieldMask::PHONE_NUMBERS).expect("a mask");
    let id = charles.resource_name.clone();
    client.update(charles, mask).await.expect("updated");
    client.set_photo(&*id, PIXEL).await.expect("a photo");
    server.stop();
    let (done, printed, told) = place.export(&["--account", "ada", "--format", "vcard3"]);
    assert!(done, "{told}");
    let edited = card.replace("TYPE=WORK:1", "TYPE=WORK:3");
    let printed = printed.replace("\r\n ", "");
    let photo = printed.lines().find(|line| line.starts_with("PHOTO"));
    assert!(photo.is_some_and(|line| line.starts_with("PHOTO;TYPE=PNG;ENCODING=b:iVBOR")));
    let without: Vec<&str> = printed
        .lines()
        .filter(|line| !line.starts_with("PHOTO"))
        .collect();
    assert_eq!(without, edited.lines().collect::<Vec<_>>());
    // In another version no line is missing.
    let (_, printed, _) = place.export(&["--account", "ada", "--format", "vcard4"]);
    assert!(printed.contains("X-MOON;X-A=1:full"), "{printed}");
    let (_, printed, _) = place.export(&["--account", "ada", "--format", "jcard"]);
    assert!(
        printed.contains(r#"["x-moon",{"x-a":"1"},"unknown","full"]"#),
        "{printed}"
    );
}

/// Without photos, the export also leaves out those of the imported card: a second one, and the address of one.
#[test]
fn z21_without_photos_a_card_has_none() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let place = Place::new();
    let pixel = STANDARD.encode(PIXEL);
    let cards = format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Ada\r\nPHOTO;ENCODING=b;TYPE=PNG:{pixel}\r\n\
         item1.photo;ENCODING=b;TYPE=PNG:AAAA\r\nX-MOON:full\r\nEND:VCARD\r\n\
         BEGIN:VCARD\r\nVERSION:3.0\r\nUID:2\r\nFN:Bea\r\n\
         PHOTO;VALUE=uri:https://photos.example/bea\r\nX-MOON:new\r\nEND:VCARD\r\n"
    );
    fs::write(place.path("a.vcf"), cards).expect("a file");
    place.import("a.vcf", "ada");
    for format in ["vcard3", "vcard4", "jcard"] {
        let args = ["--account", "ada", "--format", format];
        let (_, printed, _) = place.export(&args);
        assert!(printed.contains("photos.example"), "{format}: {printed}");
        let (done, printed, told) = place.export(&[&args[..], &["--no-photos"]].concat());
        assert!(done, "{told}");
        let printed = printed.to_ascii_lowercase();
        assert!(!printed.contains("photo"), "{format}: {printed}");
        assert_eq!(printed.matches("x-moon").count(), 2, "{format}: {printed}");
    }
}

/// A PNG of one pixel.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdacd\xf8\xcfP\x0f\0\x03\x86\x01\x80Z4}k\0\0\0\0IEND\xaeB`\x82";

/// Tables hold what the document says, and name what they leave out.
#[test]
fn z23_what_a_format_cannot_hold_is_told() {
    let place = Place::of_all();
    let (done, printed, told) = place.export(&["--account", "ada", "--format", "google-csv"]);
    assert!(!done, "something is left out");
    let begin = "\u{feff}First Name,Middle Name,Last Name,";
    assert!(printed.starts_with(begin), "{printed}");
    assert!(printed.lines().next().is_some_and(|header| {
        header.contains("Phone 3 - Value") && !header.contains("Phone 4 - Value")
    }));
    assert!(
        printed.contains(",Grace,") || printed.contains("\nGrace,"),
        "{printed}"
    );
    // Cells are not changed for programs that take them for formulas.
    assert!(printed.contains(",Boat,=1+2,"), "{printed}");
    let grace = "people/c17 (Dr. Grace B. Harper Jr.): left out: locales, genders, ";
    assert!(told.starts_with(grace), "{told}");
    let whole =
        "exported 3 contacts\npeople: the format cannot hold everything of 1 contact; left out: ";
    assert!(told.contains(whole), "{told}");
    for what in ["photos 1", "sipAddresses 1", "imClients 1"] {
        assert!(told.contains(what), "{what}: {told}");
    }
    assert!(
        !told.contains("urls") && !told.contains("birthdays"),
        "{told}"
    );

    let (done, printed, told) = place.export(&["--account", "ada", "--format", "outlook-csv"]);
    assert!(
        !done && printed.starts_with("\u{feff}Title,First Name,"),
        "{printed}"
    );
    assert!(
        told.contains("people/c19") && told.contains("phoneNumbers"),
        "{told}"
    );

    let (done, _, told) = place.export(&["--account", "bob", "--format", "google-csv"]);
    assert!(done && told == "exported 0 contacts\n", "{told}");

    // What is kept of cards has no place in tables and in JSON.
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Ada\r\nX-MOON:full\r\nEND:VCARD\r\n";
    fs::write(place.path("a.vcf"), card).expect("a file");
    place.import("a.vcf", "carl");
    for format in ["google-csv", "json"] {
        let (done, _, told) = place.export(&["--account", "carl", "--format", format]);
        let (id, told) = told.split_once(' ').expect("a contact");
        assert!(!done && id.starts_with("people/c"), "{id} {told}");
        assert!(told.starts_with("(Ada): left out: X-MOON\n"), "{told}");
    }
}

/// Files appear whole, and one contact never takes the file of another.
#[test]
fn z24_files_appear_whole() {
    let place = Place::of_all();
    let ada = |format: &str, out: &str| {
        place.export(&[
            "--account",
            "ada",
            "--format",
            format,
            "--out",
            &place.text(out),
        ])
    };
    let (done, _, told) = ada("vcard4", "new/");
    assert!(done, "{told}");
    let names = |folder: &str| {
        let files = fs::read_dir(place.path(folder)).expect("a folder");
        let names = files.map(|file| {
            file.expect("a file")
                .file_name()
                .into_string()
                .expect("text")
        });
        names.collect::<BTreeSet<String>>()
    };
    let all = [
        "Dr-Grace-B-Harper-Jr-c17.vcf",
        "Grace-Harper-c18.vcf",
        "ü-Ölaf-c19.vcf",
    ];
    assert_eq!(names("new"), all.map(str::to_owned).into());
    let grace = fs::read_to_string(place.path("new/Grace-Harper-c18.vcf")).expect("a file");
    assert!(
        grace.starts_with("BEGIN:VCARD\r\n") && grace.ends_with("END:VCARD\r\n"),
        "{grace}"
    );
    // A folder with files stays as it is.
    let (done, _, told) = ada("vcard4", "new");
    let why = "people: FOLDER/new: the folder is not empty: name an empty folder\n";
    assert_eq!((done, &*told), (false, why));
    // An empty one gets them.
    fs::create_dir(place.path("empty")).expect("a folder");
    assert!(ada("json", "empty").0);
    assert_eq!(names("empty").len(), 3);
    let files: Vec<String> = names("empty")
        .iter()
        .map(|name| place.text(&format!("empty/{name}")))
        .collect();
    let data = place.text("data");
    let mut args = vec!["import", "--account", "dora", "--data", &data];
    args.extend(files.iter().map(String::as_str));
    let imported = people(&args);
    assert!(imported.status.success(), "{}", text(&imported.stderr));
    let (done, _, told) = ada("google-csv", "tables/");
    assert!(!done && told.contains("this format is one file"), "{told}");
    assert!(!place.path("tables").exists());

    // A file is replaced in the end, and keeps its mode; if something is wrong before, it stays.
    fs::write(place.path("a.vcf"), "before").expect("a file");
    let (done, ..) = place.export(&[
        "--account",
        "zoe",
        "--format",
        "vcard4",
        "--out",
        &place.text("a.vcf"),
    ]);
    assert!(!done);
    assert_eq!(
        fs::read_to_string(place.path("a.vcf")).expect("a file"),
        "before"
    );
    assert!(ada("vcard4", "a.vcf").0);
    assert!(
        fs::read_to_string(place.path("a.vcf"))
            .expect("a file")
            .contains("Harper")
    );
    assert_eq!(
        names(".")
            .iter()
            .filter(|name| name.starts_with('.'))
            .count(),
        0,
        "{:?}",
        names(".")
    );
    // Also if only a part fits: the file is written, the status says it.
    assert!(!ada("google-csv", "a.csv").0);
    assert!(place.path("a.csv").exists());
    #[cfg(target_os = "linux")]
    {
        let (done, _, told) = place.export(&[
            "--account",
            "ada",
            "--format",
            "vcard4",
            "--out",
            "/dev/full",
        ]);
        assert_eq!(
            (done, told.contains("/dev/full: No space left")),
            (false, true),
            "{told}"
        );
        assert!(Path::new("/dev/full").exists());
        let full = fs::File::options()
            .write(true)
            .open("/dev/full")
            .expect("a device");
        let mut export = std::process::Command::new(env!("CARGO_BIN_EXE_people"));
        export.args([
            "export",
            "--account",
            "ada",
            "--format",
            "vcard4",
            "--data",
            &data,
        ]);
        let status = crate::wait::ended(&mut export.stdout(full).spawn().expect("a process"));
        assert_eq!(status.code(), Some(1));
        // Who reads a part has read enough.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let closed = export.stdout(writer).stderr(std::process::Stdio::piped());
        let mut closed = closed.spawn().expect("a process");
        assert_eq!(crate::wait::ended(&mut closed).code(), Some(0));
        let told = std::io::read_to_string(closed.stderr.take().expect("a pipe"));
        assert_eq!(told.expect("text"), "");
    }
}

/// What can be wrong before anything is read.
#[test]
fn z20_what_cannot_be_read_is_told() {
    let place = Place::of_all();
    let (done, printed, told) = place.export(&["--account", "zoe", "--format", "vcard4"]);
    let known = "people: there is no account `zoe` in FOLDER/data: the store has ada, bob\n";
    assert_eq!((done, &*printed, &*told), (false, "", known));
    let data = place.text("none");
    let none = people(&[
        "export",
        "--account",
        "ada",
        "--data",
        &data,
        "--format",
        "vcard4",
    ]);
    assert!(!none.status.success() && !place.path("none").exists());
    let server = Server::start(&place.text("data"), &[]);
    let (done, _, told) = place.export(&["--account", "ada", "--format", "vcard4"]);
    assert!(!done && told.contains("call the server by --url"), "{told}");
    drop(server);
    for wrong in [
        &["--format", "vcard4"][..],
        &["--account", "ada", "--format", "palm"],
        &[
            "--account",
            "ada",
            "--format",
            "vcard4",
            "--flavour",
            "palm",
        ],
        &[
            "--account",
            "ada",
            "--url",
            "http://127.0.0.1:1",
            "--format",
            "json",
        ],
        &["--url", "http://192.0.2.1:8710", "--format", "json"],
        &[
            "--url",
            "https://ada:secret@example.com",
            "--format",
            "json",
        ],
    ] {
        let output = people(&[&["export"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
    let output = people(&[
        "export",
        "--url",
        "https://people.example",
        "--format",
        "json",
    ]);
    assert!(
        text(&output.stderr).contains("--token-file"),
        "{}",
        text(&output.stderr)
    );
}
