//! `people serve --seed`, and what linked profiles do through a socket.
use people_http::GetPerson;
use people_model::{FieldMask, Person, ReadSourceType, SourceType};
use people_rules::Sources;

use crate::{Server, nicknamed, nicknames};

pub(crate) const SEED: &str = r#"{
  "accounts": {
    "ada": {
      "region": "NL",
      "profile": {"id": "100000000000000000001", "person": {"names": [{"givenName": "Ada", "familyName": "Lovelace"}]}},
      "groups": [{"name": "Engine"}],
      "contacts": [{
        "resourceName": "people/c17",
        "names": [{"givenName": "Charles"}],
        "emailAddresses": [{"value": "Charles@Example.com"}],
        "phoneNumbers": [{"value": "06 12345678"}],
        "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/Engine"}}]
      }]
    },
    "charles": {
      "profile": {"id": "100000000000000000002", "person": {
        "names": [{"givenName": "Charles", "familyName": "Babbage"}],
        "emailAddresses": [{"value": "charles@example.com"}],
        "nicknames": [{"value": "Engineer"}]
      }}
    }
  }
}"#;

fn sources(person: &Person) -> Vec<SourceType> {
    person
        .metadata
        .iter()
        .flat_map(|metadata| &metadata.sources)
        .map(|source| source.r#type.clone())
        .collect()
}

/// S1, S2, U4, U9: the contact shares a verified address with a profile; an update of it leaves the
/// profile's values as they were, and the sources asked for are those returned.
///
/// Rule D7.
#[tokio::test]
async fn u9_a_linked_contact_keeps_its_profile() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seed.json");
    std::fs::write(&file, SEED).expect("a file");
    let data = folder.path().join("data");
    let seed = ["--seed", file.to_str().expect("a path")];
    let server = Server::start(&data, &seed);
    let client = server.client("ada");

    let person = client
        .get("people/c17", FieldMask::ALL)
        .await
        .expect("the contact");
    assert_eq!(sources(&person), [SourceType::Contact, SourceType::Profile]);
    assert_eq!(person.phone_numbers[0].canonical_form, "+31612345678");
    assert_eq!(person.nicknames[0].value, "Engineer");
    assert_eq!(person.memberships.len(), 1);
    let primaries: Vec<_> = person
        .names
        .iter()
        .map(|name| {
            (
                name.display_name.as_str(),
                name.metadata.as_ref().is_some_and(|m| m.primary),
            )
        })
        .collect();
    assert_eq!(primaries, [("Charles", true), ("Charles Babbage", false)]);

    let updated = client
        .update(nicknamed(&person, "Charlie"), nicknames())
        .await
        .expect("an update");
    let values: Vec<_> = updated
        .nicknames
        .iter()
        .map(|nickname| nickname.value.as_str())
        .collect();
    assert_eq!(values, ["Charlie", "Engineer"]);
    assert_ne!(updated.etag, person.etag);

    let get = |kind| {
        let request =
            GetPerson::new("people/c17", FieldMask::ALL).sources(Sources::from_iter([kind]));
        client.send(request)
    };
    let own = get(ReadSourceType::Contact).await.expect("the contact");
    assert_eq!(
        (sources(&own), own.nicknames.len()),
        (vec![SourceType::Contact], 1)
    );
    let profile = get(ReadSourceType::Profile).await.expect("the profile");
    assert_eq!(
        (sources(&profile), profile.nicknames[0].value.as_str()),
        (vec![SourceType::Profile], "Engineer")
    );

    let me = client
        .get("people/me", FieldMask::NAMES)
        .await
        .expect("the caller");
    assert_eq!(
        (me.resource_name.as_str(), me.names[0].display_name.as_str()),
        ("people/100000000000000000001", "Ada Lovelace")
    );
    assert!(
        client
            .get("people/100000000000000000002", FieldMask::NAMES)
            .await
            .expect_err("another's")
            .is_not_found()
    );

    // The same seed again changes nothing, and profiles outlive the process.
    server.kill();
    let server = Server::start(&data, &seed);
    let person = server
        .client("ada")
        .get("people/c17", FieldMask::ALL)
        .await
        .expect("the contact");
    assert_eq!(person.etag, updated.etag);
    assert_eq!(person.nicknames.len(), 2);
}

/// A server says in its log what it leaves as it is, in a few lines, and nothing for the same seed.
#[test]
fn a_seed_that_changed_is_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, data) = (folder.path().join("seed.json"), folder.path().join("data"));
    let seed = ["--seed", file.to_str().expect("a path")];
    let logged = |number: u32, text: &str| {
        std::fs::write(&file, text).expect("a file");
        let log = folder.path().join(format!("{number}.log"));
        drop(Server::start_logging(&data, &seed, &log));
        let log = std::fs::read_to_string(log).expect("a log");
        let warnings = log.lines().filter(|line| line.contains("WARN"));
        warnings.map(str::to_owned).collect::<Vec<_>>()
    };
    let contacts = |name: &str| {
        let contact = |id| {
            format!(r#"{{"resourceName": "people/c{id}", "names": [{{"givenName": "{name}"}}]}}"#)
        };
        (1..=15).map(contact).collect::<Vec<_>>().join(",")
    };
    let first = format!(
        r#"{{"accounts": {{"ada": {{"contacts": [{}, {{"names": [{{"givenName": "New"}}]}}]}}}},
        "domains": {{"corp.example": {{"sharing": true}}}}}}"#,
        contacts("Charles")
    );
    assert_eq!(logged(1, &first), [""; 0]);
    assert_eq!(logged(2, &first), [""; 0]);

    let left = "exists with other values, which did not change";
    let closed = first.replace("true", "false");
    let warnings = logged(3, &closed);
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let expected = format!("domain `corp.example`, the domain: {left}");
    assert!(warnings[0].contains(&expected), "{warnings:?}");

    let warnings = logged(4, &closed.replace("Charles", "Carl"));
    assert_eq!(warnings.len(), 11, "{warnings:?}");
    let expected = format!("account `ada`, contact 1 (people/c1): {left}");
    assert!(warnings[0].contains(&expected), "{warnings:?}");
    assert!(warnings[10].contains("6 more entries"), "{warnings:?}");
}

#[test]
fn a_bad_seed_says_what_is_wrong_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |seed: &str, complaint: &str| {
        let file = folder.path().join("seed.json");
        std::fs::write(&file, seed).expect("a file");
        let output = crate::people(&[
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            "memory",
            "--seed",
            file.to_str().expect("a path"),
        ]);
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && stderr.contains(complaint),
            "{stderr}"
        );
    };
    check("[]", "the seed is not readable");
    check(
        r#"{"accounts": {"ada": {"contacts": [{}]}}}"#,
        "account `ada`, contact 1: Must specify a non-metadata contact field",
    );
    check(
        r#"{"accounts": {"ada": {"region": "Atlantis"}}}"#,
        "account `ada`, its region: a region is two letters",
    );
}
