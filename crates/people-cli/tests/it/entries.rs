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
        ("userDefined=met at", "write userDefined=KEY=VALUE"),
        ("clientData=value=5", "write clientData=KEY=VALUE"),
        (
            "addresses=4 Pine,streetAddress=5 Oak",
            "gives the street twice",
        ),
        ("birthdays=10/12/1815", "expected a date such as 1815-12-10"),
        ("birthdays=12-10", "expected a date such as 1815-12-10"),
        ("events=anniversary", "expected a date such as 1815-12-10"),
        (
            "organizations=Engines,current=yes",
            "expected true or false",
        ),
        ("nicknames=", "is empty"),
        ("emailAddresses=d@x.com,typ=work", "`typ` is not a member"),
        ("emailAddresses=e@x.com, type=work", "write `,type=work`"),
        (
            "phoneNumbers=+3112345678,Type=work",
            "`Type` is not a member",
        ),
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

/// Several entries of one name are distinguished by their numbers, which are those of the list that was
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
                "`ada@example.com` matches several entries of `emailAddresses`",
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
    assert!(told.contains("cannot have a text"), "{told}");
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

/// The steps are those of the command line, in its order, and numbers are those of the list as it was
/// read, with what was added behind.
#[tokio::test]
async fn t5_steps_are_made_in_the_order_in_which_they_are_written() {
    let contact = Contact::new(json!({
        "phoneNumbers": [{"value": "+442079460018", "type": "home"}],
        "emailAddresses": [{"value": "a@example.com"}, {"value": "b@example.com"}],
    }))
    .await;
    let phones = |edited: &Value| edited["phoneNumbers"].as_array().map_or(0, Vec::len);
    let edited = contact.edit(&[
        "--clear",
        "phoneNumbers",
        "--add",
        "phoneNumbers=+442079460099,type=home",
        "--set",
        "phoneNumbers.type=",
    ]);
    assert_eq!(phones(&edited), 1, "{edited}");
    assert_eq!(edited["phoneNumbers"][0]["value"], "+442079460099");
    assert_eq!(edited["phoneNumbers"][0]["type"], Value::Null);

    let edited = contact.edit(&[
        "--remove",
        "emailAddresses=#1",
        "--add",
        "emailAddresses=c@example.com",
        "--set",
        "emailAddresses[#3].type=work",
        "--set",
        "emailAddresses[#2].type=home",
        "--add",
        "phoneNumbers=+442079460018",
        "--clear",
        "phoneNumbers",
    ]);
    assert_eq!(phones(&edited), 0, "what is cleared last is gone: {edited}");
    for (at, (value, label)) in [("b@example.com", "home"), ("c@example.com", "work")]
        .into_iter()
        .enumerate()
    {
        let wanted = json!({"value": value, "type": label});
        assert!(has(&edited["emailAddresses"][at], &wanted), "{edited}");
    }
    let told = contact.refused(&[
        "--clear",
        "emailAddresses",
        "--set",
        "emailAddresses[#1].type=work",
    ]);
    assert!(told.contains("no entry #1"), "{told}");
}

/// Neither an empty entry nor one that has a label alone is left behind.
#[tokio::test]
async fn t5_no_entry_is_left_that_says_nothing() {
    let contact = Contact::new(json!({
        "nicknames": [{"value": "Ada"}],
        "urls": [{"value": "https://example.com", "type": "blog"}],
        "events": [{"type": "anniversary"}],
    }))
    .await;
    let before = contact.read().await;
    for steps in [
        &["--set", "phoneNumbers.type=work"][..],
        &["--add", "phoneNumbers=,type=work"],
        &["--add", "imClients=,protocol=jabber,type=home"],
        &["--set", "urls="],
        &["--set", "urls[#1].value="],
        &["--set", "addresses.type=home"],
    ] {
        let told = contact.refused(steps);
        let field = steps[1].split(['.', '=', '[']).next().expect("a field");
        let says = format!("`{field}` would have an entry with a");
        assert!(told.contains(&says), "{steps:?}: {told}");
    }
    assert_eq!(contact.read().await, before);

    // There is nothing to unset.
    contact.edit(&["--set", "phoneNumbers.type="]);
    assert_eq!(contact.read().await, before);
    // In steps, it says something at the end. An entry that was so before is not the edit's.
    let edited = contact.edit(&[
        "--set",
        "phoneNumbers.type=work",
        "--set",
        "phoneNumbers=+442079460018",
        "--set",
        "nicknames=",
        "--add",
        "events=8 July 1835",
    ]);
    let phone = json!({"value": "+442079460018", "type": "work"});
    assert!(has(&edited["phoneNumbers"][0], &phone), "{edited}");
    assert_eq!(edited["nicknames"], Value::Null, "{edited}");
    assert_eq!(edited["events"].as_array().map(Vec::len), Some(2));
}

/// A group is meant by its resource name, its id or its name; one that does not exist is an error that says so.
#[tokio::test]
async fn t6_a_group_is_named_as_people_name_it_and_a_missing_one_is_told() {
    let contact = Contact::new(json!({"nicknames": [{"value": "Ada"}]})).await;
    let client = contact.server.client("ada");
    let group = client.create_group("Book Club").await.expect("a group");
    let before = contact.read().await;
    for missing in ["Nope", "contactGroups/77", "contactGroups/Book Club", "77"] {
        let add = format!("memberships={missing}");
        for plan in [&[][..], &["--plan"]] {
            let told = contact.refused(&[&["--add", &add], plan].concat());
            let says = format!("there is no contact group `{missing}`");
            assert!(told.contains(&says), "{missing}: {told}");
            assert!(told.contains("Book Club"), "{told}");
        }
    }
    assert_eq!(contact.read().await, before);

    let groups = |edited: &Value| -> Vec<String> {
        let memberships = edited["memberships"].as_array().expect("memberships");
        let name = |it: &Value| it["contactGroupMembership"]["contactGroupResourceName"].clone();
        let names = memberships.iter().map(name);
        names
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    };
    let both = [
        group.resource_name.clone(),
        "contactGroups/myContacts".to_owned(),
    ];
    let id = group.resource_name.trim_start_matches("contactGroups/");
    for named in ["Book Club", "book club", id, &group.resource_name] {
        let add = format!("memberships={named}");
        assert_eq!(groups(&contact.edit(&["--add", &add])), both, "{named}");
        let remove = format!("memberships={named}");
        assert_eq!(
            groups(&contact.edit(&["--remove", &remove])),
            both[1..],
            "{named}"
        );
    }
    let edited = contact.edit(&["--add", "memberships=Starred"]);
    assert!(groups(&edited).contains(&"contactGroups/starred".to_owned()));
}
