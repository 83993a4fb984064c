//! `people create`, `list`, `delete`, `group`, `photo`, `others` and `directory` against `people serve`.
use std::process::Output;

use people_model::{EmailAddress, FieldMask, Person, PhoneNumber};

use crate::{Server, named, people};

/// Runs a command against a server.
fn call(server: &Server, arguments: &[&str]) -> Output {
    let target = ["--url", &server.url, "--token", "ada"];
    people(&[arguments, &target].concat())
}

#[track_caller]
fn done(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[track_caller]
fn fails(output: &Output, parts: &[&str]) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    for part in parts {
        assert!(stderr.contains(part), "{part} is not in:\n{stderr}");
    }
}

/// Refused before anything is sent, as a command line that makes no sense, with how it is used.
fn senseless(output: &Output, parts: &[&str]) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    for part in parts.iter().chain(&["Usage: people "]) {
        assert!(stderr.contains(part), "{part} is not in:\n{stderr}");
    }
}

/// A table without the resource names, which are the server's choice.
fn rows(table: &str) -> Vec<&str> {
    let row = |line: &str| line.rfind("  ").unwrap_or(line.len());
    table
        .lines()
        .map(|line| line[..row(line)].trim_end())
        .collect()
}

#[test]
fn a_contact_is_created_of_steps() {
    let server = Server::start("memory", &[]);
    done(call(&server, &["group", "create", "Engine"]));
    let steps = [
        "create",
        "--set",
        "names.givenName=Ada",
        "--set",
        "names.familyName=Lovelace",
        "--add",
        "emailAddresses=ada@example.com,type=home",
        "--add",
        "memberships=engine",
        "--set",
        "birthdays=1815-12-10",
    ];
    let shown = done(call(&server, &steps));
    let (first, rest) = shown.split_once('\n').expect("lines");
    assert!(first.starts_with("Ada Lovelace  people/c"), "{shown}");
    for part in [
        "  birthdays       1815-12-10",
        "  emailAddresses  ada@example.com,type=home",
        "  memberships     contactGroups/",
    ] {
        assert!(rest.contains(part), "{part} is not in:\n{shown}");
    }
    // As the API has it, and from a file.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("person.json");
    std::fs::write(&file, r#"{"nicknames": [{"value": "Countess"}]}"#).expect("a file");
    let file = file.to_str().expect("a path");
    let shown = done(call(
        &server,
        &[
            "create",
            "--person",
            file,
            "--add",
            "urls=https://a.example",
            "--json",
        ],
    ));
    let person: Person = serde_json::from_str(&shown).expect("a person");
    assert_eq!(person.nicknames[0].value, "Countess");
    assert_eq!(person.urls[0].value, "https://a.example");
}

#[test]
fn a_create_says_what_is_missing_or_wrong() {
    let server = Server::start("memory", &[]);
    fails(
        &call(&server, &["create"]),
        &["the contact would be empty", "--set"],
    );
    let wrong = call(&server, &["create", "--set", "shoeSizes=36"]);
    senseless(&wrong, &["`shoeSizes` is not a field that can be edited"]);
    let wrong = call(&server, &["create", "--add", "memberships=nobody"]);
    fails(&wrong, &["there is no contact group `nobody`", "Starred"]);
    let wrong = call(&server, &["create", "--person", "/nowhere.json"]);
    fails(&wrong, &["/nowhere.json", "No such file"]);
    // A server that is not there.
    let url = server.url.clone();
    server.kill();
    let wrong = people(&["list", "--url", &url]);
    fails(
        &wrong,
        &["cannot connect", "Start one by `people serve`", "--url"],
    );
}

/// A value that no server could accept is refused ahead of a call: there is no server here.
#[test]
fn a_value_that_makes_no_sense_is_refused_with_the_usage() {
    let contact = "expected the name of a contact, such as people/c17";
    let other = "expected the name of an other contact, such as otherContacts/c17";
    let member = "`type` has no value: write `,type=VALUE`";
    for (args, says) in [
        (&["get", "ada"][..], "expected the name of a person"),
        (&["edit", "people/me", "--clear", "urls"], contact),
        (&["update", "people/x", "--mask", "names"], contact),
        (&["update", "people/c1", "--mask", "photos"], "photos"),
        (&["update", "people/c1", "--mask", ""], "--mask"),
        (&["delete", "people/c1", "c2"], contact),
        (&["group", "add", "Readers", "people/c01"], contact),
        (&["group", "remove", "Readers", "people/c0"], contact),
        (&["photo", "set", "people/me", "ada.png"], contact),
        (&["photo", "get", "otherContacts/c1"], contact),
        (&["photo", "delete", ""], contact),
        (&["others", "copy", "people/c1"], other),
        (
            &["batch", "update", "all.json", "--mask", "shoeSizes"],
            "shoeSizes",
        ),
        (
            &["create", "--add", "phoneNumbers=+442079460018,type"],
            member,
        ),
        (
            &["create", "--add", "phoneNumbers=+442079460018, type"],
            member,
        ),
        (
            &[
                "create",
                "--add",
                "emailAddresses=a@b.com,type=work,displayName",
            ],
            "`displayName` has",
        ),
        (
            &["create", "--add", "addresses=4 Pine,city=York,type"],
            member,
        ),
        (
            &["create", "--set", "organizations=Engines,title"],
            "`title` has no value",
        ),
        (
            &["create", "--set", "birthdays=tomorrow"],
            "expected a date such as",
        ),
        (
            &["list", "--url", "localhost:8710"],
            "does not begin with http:// or https://",
        ),
        (
            &["list", "--url", "127.0.0.1:8710"],
            "the base URL is not a URL",
        ),
        (
            &["list", "--url", "http://x/?y=1"],
            "has a query or a fragment",
        ),
    ] {
        let output = people(&[args, &["--token", "ada"]].concat());
        senseless(&output, &[says]);
        assert!(output.stdout.is_empty(), "{args:?}");
    }
    // A comma ahead of a blank is text.
    let text = ["create", "--add", "biographies=the sort, type and colour"];
    fails(
        &people(&[&text[..], &["--url", "http://127.0.0.1:1"]].concat()),
        &["cannot connect"],
    );
}

#[tokio::test]
async fn contacts_are_listed_for_people_and_for_programs() {
    let server = Server::start("memory", &[]);
    let none = call(&server, &["list"]);
    assert!(none.stdout.is_empty() && none.status.success());
    let client = server.client("ada");
    let mut grace = named("Grace");
    grace.email_addresses = vec![EmailAddress::new().value("grace@example.com")];
    grace.phone_numbers = vec![PhoneNumber::new().value("+1 555 0100")];
    // What a terminal would act on, two columns for one letter, and what is too wide.
    let wide = named("李\u{1b}[31m");
    let mut long = named(&"x".repeat(50));
    long.email_addresses = vec![EmailAddress::new().value("x@example.com")];
    let mut nameless = Person::new();
    nameless.email_addresses = vec![EmailAddress::new().value("only@example.com")];
    for person in [grace, wide, long, nameless] {
        client.create(person).await.expect("a contact");
    }
    let table = done(call(&server, &["list"]));
    let x = "x".repeat(39);
    assert_eq!(
        rows(&table),
        [
            "NAME                                      E-MAIL             PHONE",
            "Grace                                     grace@example.com  +1 555 0100",
            &format!("{x}…  x@example.com"),
            "李\\u001b[31m",
            "only@example.com                          only@example.com",
        ]
    );
    let lines = done(call(
        &server,
        &[
            "list",
            "--json",
            "--order",
            "latest",
            "--fields",
            "emailAddresses",
        ],
    ));
    let people: Vec<Person> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a person"))
        .collect();
    assert_eq!(people.len(), 4);
    assert_eq!(people[0].email_addresses[0].value, "only@example.com");
    assert!(people.iter().all(|person| person.names.is_empty()));
}

#[tokio::test]
async fn contacts_are_deleted_and_each_is_reported() {
    let server = Server::start("memory", &[]);
    let client = server.client("ada");
    let mut names = Vec::new();
    for given in ["Ada", "Grace", "Joan"] {
        let created = client.create(named(given)).await.expect("a contact");
        names.push(created.resource_name);
    }
    let [ada, grace, joan] = &*names else {
        panic!("three contacts")
    };
    let deleted = done(call(&server, &["delete", ada]));
    assert_eq!(deleted, format!("deleted  {ada}\n"));
    fails(
        &call(&server, &["delete", ada]),
        &[
            &format!("{ada}: DeleteContact: 404 NOT_FOUND"),
            "0 of 1 contact deleted; 1 failed",
        ],
    );
    // One that is missing does not keep the others.
    let some = call(
        &server,
        &["delete", grace, ada, joan, "people/c404", "--json"],
    );
    fails(&some, &["2 of 4 contacts deleted; 2 failed"]);
    let lines = String::from_utf8(some.stdout).expect("text");
    let outcomes: Vec<(u64, String, String)> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .map(|line| {
            let text = |name: &str| line[name].as_str().expect("a text").to_owned();
            (
                line["contact"].as_u64().expect("a number"),
                text("outcome"),
                text("resourceName"),
            )
        })
        .collect();
    let expected = [
        (1, "deleted", grace.as_str()),
        (2, "failed", ada),
        (3, "deleted", joan),
        (4, "failed", "people/c404"),
    ];
    let expected =
        expected.map(|(place, outcome, name)| (place, outcome.to_owned(), name.to_owned()));
    assert_eq!(outcomes, expected);
    assert!(
        client
            .connections(FieldMask::NAMES)
            .all()
            .await
            .expect("a list")
            .is_empty()
    );
}

#[tokio::test]
async fn groups_are_made_renamed_filled_and_deleted() {
    let server = Server::start("memory", &[]);
    let client = server.client("ada");
    let ada = client
        .create(named("Ada"))
        .await
        .expect("a contact")
        .resource_name;
    let made = done(call(&server, &["group", "create", "Book club"]));
    assert_eq!(rows(&made), ["NAME       CONTACTS  TYPE", "Book club  0"]);
    fails(
        &call(&server, &["group", "create", "book CLUB"]),
        &["409 ALREADY_EXISTS"],
    );
    done(call(&server, &["group", "rename", "book club", "Readers"]));
    done(call(&server, &["group", "add", "Readers", &ada]));
    done(call(&server, &["group", "add", "starred", &ada]));
    let listed = done(call(&server, &["group", "list"]));
    let listed = rows(&listed);
    assert_eq!(listed[1], "Readers        1");
    assert!(
        listed.contains(&"Starred        1         system"),
        "{listed:?}"
    );
    let json = done(call(&server, &["group", "list", "--json"]));
    let first: people_model::ContactGroup =
        serde_json::from_str(json.lines().next().expect("a line")).expect("a group");
    assert_eq!((first.name.as_str(), first.member_count), ("Readers", 1));

    // What cannot be done is said, and the rest is done.
    let some = call(&server, &["group", "add", "Readers", "people/c999", &ada]);
    fails(
        &some,
        &["no such contact: people/c999", "the others are done"],
    );
    done(call(&server, &["group", "remove", "Readers", &ada]));
    done(call(&server, &["group", "remove", "Starred", &ada]));
    let last = call(&server, &["group", "remove", "myContacts", &ada]);
    fails(
        &last,
        &["in no other group", &ada, "put them in another group first"],
    );

    let unknown = call(&server, &["group", "delete", "Book club"]);
    fails(
        &unknown,
        &["there is no contact group `Book club`", "Readers"],
    );
    done(call(&server, &["group", "add", &first.resource_name, &ada]));
    let system = call(&server, &["group", "delete", "starred"]);
    fails(&system, &["400 INVALID_ARGUMENT"]);
    done(call(&server, &["group", "delete", "Readers"]));
    client
        .get(ada.as_str(), FieldMask::NAMES)
        .await
        .expect("the contact stays");
    done(call(&server, &["group", "create", "Readers"]));
    done(call(&server, &["group", "add", "Readers", &ada]));
    done(call(
        &server,
        &["group", "delete", "Readers", "--with-contacts"],
    ));
    let gone = client.get(ada.as_str(), FieldMask::NAMES).await;
    assert!(gone.expect_err("no contact").is_not_found());
}

#[tokio::test]
async fn other_contacts_are_listed_and_copied() {
    let folder = tempfile::tempdir().expect("a folder");
    let seed = folder.path().join("seed.json");
    let others = r#"{"accounts": {"ada": {"otherContacts": [
        {"resourceName": "otherContacts/c5", "names": [{"givenName": "Babbage"}],
         "emailAddresses": [{"value": "b@x.example"}]}
    ]}}}"#;
    std::fs::write(&seed, others).expect("a file");
    let server = Server::start("memory", &["--seed", seed.to_str().expect("a path")]);
    let table = done(call(&server, &["others", "list"]));
    assert_eq!(
        rows(&table),
        ["NAME     E-MAIL       PHONE", "Babbage  b@x.example"]
    );
    let json = done(call(&server, &["others", "list", "--json"]));
    let other: Person = serde_json::from_str(&json).expect("a person");
    assert_eq!(other.resource_name, "otherContacts/c5");

    assert_eq!(done(call(&server, &["others", "search", "BAB"])), table);
    let none = done(call(&server, &["others", "search", "abb", "--json"]));
    assert_eq!(none, "");

    let copy = call(
        &server,
        &[
            "others",
            "copy",
            "otherContacts/c5",
            "otherContacts/c6",
            "--fields",
            "names",
        ],
    );
    let line = String::from_utf8_lossy(&copy.stdout);
    assert!(
        line.starts_with("copied  people/c") && line.ends_with("  Babbage\n"),
        "{line}"
    );
    fails(
        &copy,
        &[
            "otherContacts/c6: ",
            "404 NOT_FOUND",
            "1 of 2 contacts copied; 1 failed",
        ],
    );
    let people = server.client("ada").connections(FieldMask::ALL).all().await;
    let people = people.expect("a list");
    assert_eq!(people.len(), 1);
    assert!(people[0].email_addresses.is_empty());
    let wrong = call(
        &server,
        &["others", "copy", "otherContacts/c5", "--fields", "urls"],
    );
    fails(&wrong, &["400 INVALID_ARGUMENT", "urls"]);
}

#[test]
fn a_directory_is_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let seed = folder.path().join("seed.json");
    let domain = r#"{"accounts": {"ada": {"domain": "corp.example"}, "grace": {}},
      "domains": {"corp.example": {"people": [
        {"source": "DOMAIN_PROFILE", "resourceName": "people/100000000000000000042",
         "names": [{"givenName": "Xavier"}], "emailAddresses": [{"value": "x@corp.example"}]},
        {"source": "DOMAIN_CONTACT", "names": [{"givenName": "Printer"}]}
    ]}}}"#;
    std::fs::write(&seed, domain).expect("a file");
    let server = Server::start("memory", &["--seed", seed.to_str().expect("a path")]);
    let table = done(call(&server, &["directory", "list"]));
    assert_eq!(
        rows(&table),
        [
            "NAME     E-MAIL          PHONE",
            "Printer",
            "Xavier   x@corp.example"
        ]
    );
    let only = |source: &str| {
        done(call(
            &server,
            &["directory", "list", "--only", source, "--json"],
        ))
    };
    let profile: Person = serde_json::from_str(&only("profiles")).expect("a person");
    assert_eq!(profile.resource_name, "people/100000000000000000042");
    let contact: Person = serde_json::from_str(&only("contacts")).expect("a person");
    assert_eq!(contact.names[0].given_name, "Printer");
    let search = ["directory", "search", "xav", "--only", "profiles", "--json"];
    let found = done(call(&server, &search));
    assert_eq!(found, only("profiles"));
    let none = call(
        &server,
        &["directory", "search", "xav", "--only", "contacts"],
    );
    assert!(none.status.success() && none.stdout.is_empty());
    let nobody = people(&[
        "directory",
        "list",
        "--url",
        &server.url,
        "--token",
        "grace",
    ]);
    fails(
        &nobody,
        &["400 FAILED_PRECONDITION", "Must be a G Suite domain user."],
    );
}

#[tokio::test]
async fn contacts_are_searched() {
    let server = Server::start("memory", &[]);
    let client = server.client("ada");
    for given in ["Ada", "Adele", "Grace"] {
        client.create(named(given)).await.expect("a contact");
    }
    let table = done(call(&server, &["search", "AD"]));
    assert_eq!(rows(&table), ["NAME   E-MAIL  PHONE", "Ada", "Adele"]);
    let json = done(call(&server, &["search", "gra", "--json"]));
    let grace: Person = serde_json::from_str(&json).expect("a person");
    assert_eq!(
        (grace.names[0].given_name.as_str(), grace.memberships.len()),
        ("Grace", 1)
    );
    let none = call(&server, &["search", "race"]);
    assert!(none.status.success() && none.stdout.is_empty());
    assert_eq!(String::from_utf8_lossy(&none.stderr), "no contacts\n");
}

#[tokio::test]
async fn a_photo_is_set_read_and_deleted() {
    use base64::{Engine, engine::general_purpose::STANDARD};

    /// One pixel.
    const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| {
        folder
            .path()
            .join(name)
            .to_str()
            .expect("a path")
            .to_owned()
    };
    let png = STANDARD.decode(PNG).expect("base64");
    std::fs::write(path("ada.png"), &png).expect("a file");
    let server = Server::start("memory", &[]);
    let ada = server.client("ada").create(named("Ada")).await;
    let ada = ada.expect("a contact").resource_name;

    fails(&call(&server, &["photo", "get", &ada]), &["has no photo"]);
    fails(
        &call(&server, &["photo", "delete", &ada]),
        &["404 NOT_FOUND"],
    );
    let address = done(call(&server, &["photo", "set", &ada, &path("ada.png")]));
    assert!(
        address.starts_with(&format!("{}/photos/", server.url)),
        "{address}"
    );
    let read = call(&server, &["photo", "get", &ada]);
    assert!(read.status.success(), "{read:?}");
    assert_eq!(read.stdout, png);
    done(call(&server, &["photo", "get", &ada, &path("copy.png")]));
    assert_eq!(std::fs::read(path("copy.png")).expect("a file"), png);

    std::fs::write(path("text"), "no photo").expect("a file");
    let wrong = call(&server, &["photo", "set", &ada, &path("text")]);
    fails(&wrong, &["400 INVALID_ARGUMENT", "Invalid photo format"]);
    fails(
        &call(&server, &["photo", "set", &ada, "/nowhere.png"]),
        &["/nowhere.png", "No such file"],
    );
    fails(
        &call(&server, &["photo", "get", &ada, "/nowhere/x.png"]),
        &["/nowhere/x.png"],
    );
    done(call(&server, &["photo", "delete", &ada]));
    fails(&call(&server, &["photo", "get", &ada]), &["has no photo"]);
}

/// A device has no end: a command reads as much as it can send, and no more.
#[cfg(unix)]
#[test]
fn a_file_without_an_end_is_refused() {
    let server = Server::start("memory", &[]);
    let endless = "/dev/zero";
    let photo = call(&server, &["photo", "set", "people/c1", endless]);
    fails(&photo, &["/dev/zero: it is larger than 3000000 bytes"]);
    let person = call(&server, &["create", "--person", endless]);
    fails(&person, &["/dev/zero: it is larger than "]);
    let update = [
        "update",
        "people/c1",
        "--mask",
        "names",
        "--person",
        endless,
    ];
    fails(&call(&server, &update), &["/dev/zero: it is larger than "]);
    let batch = call(&server, &["batch", "create", endless]);
    fails(&batch, &["larger than 536870912 bytes"]);
    let import = people(&["import", endless, "--data", "nowhere"]);
    fails(&import, &["larger than 536870912 bytes"]);
    fails(
        &people(&["merge", endless, endless, endless]),
        &["larger than "],
    );
}

#[tokio::test]
async fn a_change_of_groups_is_printed_for_programs() {
    let server = Server::start("memory", &[]);
    let ada = server.client("ada").create(named("Ada")).await;
    let ada = ada.expect("a contact").resource_name;
    let group = done(call(&server, &["group", "create", "Engine", "--json"]));
    let group: serde_json::Value = serde_json::from_str(&group).expect("a group");
    let group = group["resourceName"].as_str().expect("a name");
    let added = call(
        &server,
        &["group", "add", group, &ada, "people/c1", "--json"],
    );
    fails(&added, &["no such contact: people/c1"]);
    let printed = String::from_utf8(added.stdout).expect("text");
    assert_eq!(
        printed,
        format!(
            "{{\"resourceName\":\"{ada}\",\"outcome\":\"added\"}}\n\
             {{\"resourceName\":\"people/c1\",\"outcome\":\"failed\",\"error\":\"no such contact\"}}\n"
        )
    );
    let removed = done(call(&server, &["group", "remove", group, &ada, "--json"]));
    assert_eq!(
        removed,
        format!("{{\"resourceName\":\"{ada}\",\"outcome\":\"removed\"}}\n")
    );
    let deleted = done(call(&server, &["group", "delete", group, "--json"]));
    assert_eq!(
        deleted,
        format!("{{\"resourceName\":\"{group}\",\"outcome\":\"deleted\"}}\n")
    );
    // What is refused once is refused again.
    let refused = call(&server, &["group", "delete", "friends"]);
    fails(&refused, &["400"]);
    assert!(
        !String::from_utf8_lossy(&refused.stderr).contains("run the command again to finish"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_search_says_that_there_may_be_more() {
    let server = Server::start("memory", &[]);
    let client = server.client("ada");
    let most = "these are the first 30; there may be more";
    for number in 1..=31 {
        let person = named(&format!("Ada{number}"));
        client.create(person).await.expect("a contact");
        if number >= 29 {
            let found = call(&server, &["search", "ada"]);
            let said = String::from_utf8_lossy(&found.stderr).into_owned();
            assert_eq!(said.contains(most), number >= 30, "{number}: {said}");
            assert!(found.status.success(), "{said}");
        }
    }
}
