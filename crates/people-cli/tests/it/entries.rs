//! Which entry `people edit` means, and what it makes of a text.
use people_model::FieldMask;
use serde_json::{Value, json};

use crate::{Server, people, store::text};

/// A contact of a server of its own.
struct Contact {
    server: Server,
    name: String,
}

impl Contact {
    async fn new(person: Value) -> Self {
        let server = Server::start("memory", &[]);
        let person = serde_json::from_value(person).expect("a person");
        let created = server.client("ada").create(person).await;
        let name = created.expect("a contact").resource_name;
        Self { server, name }
    }

    fn run(&self, steps: &[&str]) -> std::process::Output {
        let target = ["edit", &self.name, "--url", &self.server.url];
        people(&[&target[..], steps].concat())
    }

    /// Expects that the edit is made, and returns the contact after it.
    #[track_caller]
    fn edit(&self, steps: &[&str]) -> Value {
        let output = self.run(steps);
        assert!(
            output.status.success(),
            "{steps:?}: {}",
            text(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("a person")
    }

    /// Expects that the edit is refused, and returns what it said.
    #[track_caller]
    fn refused(&self, steps: &[&str]) -> String {
        let output = self.run(steps);
        assert!(
            !output.status.success(),
            "{steps:?}: {}",
            text(&output.stdout)
        );
        text(&output.stderr)
    }

    async fn read(&self) -> Value {
        let client = self.server.client("ada");
        let read = client.get(&self.name, FieldMask::ALL).await;
        serde_json::to_value(read.expect("the contact")).expect("JSON")
    }
}

/// Whether `entry` has all that `wanted` has.
fn has(entry: &Value, wanted: &Value) -> bool {
    match (entry, wanted) {
        (Value::Object(entry), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| entry.get(name).is_some_and(|value| has(value, wanted))),
        _ => entry == wanted,
    }
}

/// The table of docs/client.md, all of it in one edit.
#[tokio::test]
async fn t3_what_is_added_goes_where_the_table_says() {
    let page = include_str!("../../../../docs/client.md");
    let row = |line: &'static str| -> Option<(&str, Value)> {
        let mut cells = line.strip_prefix("| ")?.split(" | ").skip(1);
        let (add, becomes) = (cells.next()?, cells.next()?.strip_suffix(" |")?);
        let becomes = becomes.trim_matches('`');
        let becomes = serde_json::from_str(becomes).ok()?;
        Some((add.trim_matches('`'), becomes))
    };
    let rows: Vec<(&str, Value)> = page.lines().filter_map(row).collect();
    let field = |add: &'static str| add.split_once('=').expect("a field").0;
    let mut fields: Vec<&str> = rows.iter().map(|(add, _)| field(add)).collect();
    fields.dedup();
    let known = FieldMask::UPDATABLE.to_string();
    let mut known: Vec<&str> = known.split(',').collect();
    known.sort_unstable();
    assert_eq!(fields, known, "the table has every field");

    let contact = Contact::new(json!({"urls": [{"value": "https://old.example"}]})).await;
    let steps: Vec<&str> = rows.iter().flat_map(|(add, _)| ["--add", add]).collect();
    let edited = contact.edit(&steps);
    for (add, becomes) in &rows {
        let entries = edited[field(add)].as_array().expect(add);
        let found = entries.iter().any(|entry| has(entry, becomes));
        assert!(found, "{add} became {entries:?}");
    }
    // All of it again changes nothing.
    assert_eq!(contact.edit(&steps)["etag"], edited["etag"]);
}

#[tokio::test]
async fn t3_what_cannot_be_meant_by_a_text_is_refused_with_what_could() {
    let contact = Contact::new(json!({"nicknames": [{"value": "Ada"}]})).await;
    let before = contact.read().await;
    for (add, says) in [
        ("userDefined=met at", "is not userDefined=KEY=VALUE"),
        ("clientData=value=5", "is not clientData=KEY=VALUE"),
        (
            "addresses=4 Pine,streetAddress=5 Oak",
            "has its street twice",
        ),
        ("birthdays=10/12/1815", "dates are written as 1815-12-10"),
        ("birthdays=12-10", "dates are written as 1815-12-10"),
        ("events=anniversary", "dates are written as 1815-12-10"),
        ("organizations=Engines,current=yes", "it is true or false"),
        ("nicknames=", "says nothing"),
        ("emailAddresses=d@x.com,typ=work", "`typ` is no member"),
        ("emailAddresses=e@x.com, type=work", "write `,type=work`"),
        ("phoneNumbers=+3112345678,Type=work", "`Type` is no member"),
    ] {
        let told = contact.refused(&["--add", add]);
        assert!(told.contains(says), "{add}: {told}");
    }
    assert_eq!(contact.read().await, before);
}

/// A label that is open is filled in; with another one it is another entry.
#[tokio::test]
async fn t2_an_entry_that_is_there_is_completed() {
    let contact = Contact::new(json!({
        "emailAddresses": [{"value": "Ada@Example.com"}],
        "phoneNumbers": [{"value": "+44 20 7946 0018", "type": "work"}],
        "addresses": [{"streetAddress": "12 St James's Square", "city": "London"}],
        "organizations": [{"name": "Engines"}],
        "userDefined": [{"key": "met at", "value": "Oscars"}],
        "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}],
    }))
    .await;
    let edited = contact.edit(&[
        "--add",
        "emailAddresses=ada@example.com,type=work",
        "--add",
        "phoneNumbers=+442079460018,type=workFax",
        "--add",
        "addresses=12 St James's Square,city=London,type=home",
        "--add",
        "organizations=Engines,title=Author",
        "--add",
        "userDefined=met at=Reception",
        "--add",
        "birthdays=10 Dec 1815",
    ]);
    let said = |field: &str, members: [&str; 2]| -> Vec<[Value; 2]> {
        let entries = edited[field].as_array().expect(field).iter();
        entries
            .map(|entry| members.map(|member| entry[member].clone()))
            .collect()
    };
    assert_eq!(
        said("emailAddresses", ["value", "type"]),
        [["Ada@Example.com", "work"]]
    );
    assert_eq!(
        said("phoneNumbers", ["value", "type"]),
        [["+44 20 7946 0018", "work"], ["+442079460018", "workFax"]]
    );
    assert_eq!(
        said("addresses", ["streetAddress", "type"]),
        [["12 St James's Square", "home"]]
    );
    assert_eq!(
        said("organizations", ["name", "title"]),
        [["Engines", "Author"]]
    );
    assert_eq!(
        said("userDefined", ["key", "value"]),
        [["met at", "Oscars"], ["met at", "Reception"]]
    );
    assert_eq!(edited["birthdays"].as_array().map(Vec::len), Some(1));
}

/// Several entries of one name are told apart by their numbers, which are those of the list that was
/// read, also behind one that the same edit removes.
#[tokio::test]
async fn t1_an_entry_that_several_answer_to_is_not_chosen_silently() {
    let contact = Contact::new(json!({
        "emailAddresses": [
            {"value": "ada@example.com", "type": "home"},
            {"value": "b@example.com"},
            {"value": "ADA@example.com", "type": "work"},
        ],
        "addresses": [
            {"type": "home", "streetAddress": "1 Main St", "city": "London"},
            {"type": "home", "formattedValue": "2 Oak\nParis"},
        ],
    }))
    .await;
    let before = contact.read().await;
    for (step, value, says) in [
        (
            "--remove",
            "emailAddresses=ada@example.com",
            &[
                "`ada@example.com` is what several entries of `emailAddresses` answer to",
                "--remove 'emailAddresses=#1'",
                "\n  #1  ada@example.com,type=home\n  #3  ADA@example.com,type=work",
            ][..],
        ),
        (
            "--set",
            "emailAddresses[ada@example.com].displayName=Ada",
            &["--set 'emailAddresses[#1].displayName=…'", "\n  #3  "],
        ),
        (
            "--set",
            "addresses[home]=3 Elm",
            &["--set 'addresses[#1]=…'", "\n  #2  2 Oak, Paris,type=home"],
        ),
        (
            "--set",
            "addresses.city=York",
            &["`addresses` has several entries", "\n  #1  "],
        ),
        (
            "--remove",
            "emailAddresses=#4",
            &["no entry #4", "\n  #2  b@example.com"],
        ),
        ("--remove", "emailAddresses=#0", &["no entry #0"]),
        (
            "--remove",
            "emailAddresses=c@example.com",
            &["is `c@example.com`\n  #1  "],
        ),
    ] {
        let told = contact.refused(&[step, value]);
        for part in says {
            assert!(
                told.contains(part),
                "{step} {value}: {part:?} is not in {told}"
            );
        }
    }
    assert_eq!(contact.read().await, before);

    let told = contact.refused(&[
        "--remove",
        "emailAddresses=#1",
        "--set",
        "emailAddresses[#1].displayName=Ada",
    ]);
    assert!(told.contains("no entry #1"), "{told}");
    let edited = contact.edit(&[
        "--remove",
        "emailAddresses=#1",
        "--set",
        "emailAddresses[#3].displayName=Ada",
        "--set",
        "addresses[1 main st].city=York",
        "--set",
        "addresses[2 Oak, Paris]=3 Elm, Rome",
    ]);
    let emails = edited["emailAddresses"].as_array().expect("addresses");
    assert_eq!(emails.len(), 2);
    assert!(has(&emails[0], &json!({"value": "b@example.com"})));
    assert!(has(
        &emails[1],
        &json!({"value": "ADA@example.com", "displayName": "Ada"})
    ));
    let addresses = edited["addresses"].as_array().expect("addresses");
    assert!(has(
        &addresses[0],
        &json!({"city": "York", "formattedValue": "1 Main St\nYork"})
    ));
    assert!(has(
        &addresses[1],
        &json!({"formattedValue": "3 Elm, Rome", "type": "home"})
    ));
}

/// What a text stands for goes, so that nothing of before contradicts it.
#[tokio::test]
async fn t3_a_text_that_is_set_replaces_what_it_stands_for() {
    let contact = Contact::new(json!({
        "names": [{"givenName": "Ada", "familyName": "Byron", "middleName": "Augusta"}],
        "addresses": [{"type": "home", "streetAddress": "1 Main St", "city": "London"}],
        "birthdays": [{"text": "in winter"}],
        "userDefined": [{"key": "met at", "value": "Oscars"}],
    }))
    .await;
    let edited = contact.edit(&[
        "--set",
        "names=Ada King",
        "--set",
        "addresses=4 Pine, Apt 2",
        "--set",
        "birthdays=--12-10",
        "--set",
        "userDefined[met at]=Reception, 2020",
    ]);
    let name = &edited["names"][0];
    assert_eq!(name["displayName"], "Ada King");
    assert_eq!(name["middleName"], Value::Null);
    let address = &edited["addresses"][0];
    assert_eq!(address["formattedValue"], "4 Pine, Apt 2");
    assert_eq!(
        [&address["city"], &address["type"]],
        [&Value::Null, &json!("home")]
    );
    assert_eq!(
        edited["birthdays"][0]["date"],
        json!({"month": 12, "day": 10})
    );
    assert_eq!(edited["birthdays"][0]["text"], Value::Null);
    assert_eq!(edited["userDefined"][0]["value"], "Reception, 2020");

    let told = contact.refused(&["--set", "birthdays.text=in winter"]);
    assert!(told.contains("keeps no text"), "{told}");
    let told = contact.refused(&["--set", "userDefined=Reception"]);
    assert!(told.contains("userDefined[KEY]=VALUE"), "{told}");
    let edited = contact.edit(&[
        "--set",
        "birthdays.date=",
        "--set",
        "birthdays.text=in winter",
    ]);
    assert_eq!(edited["birthdays"][0]["text"], "in winter");
}
