//! `people edit` against `people serve`.
use people_model::{EmailAddress, FieldMask, Person, PhoneNumber};

use crate::{Server, named, people};

fn text(output: &[u8]) -> String {
    String::from_utf8_lossy(output).into_owned()
}

#[tokio::test]
async fn an_edit_names_entries_and_keeps_the_rest() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(&data.path().join("data"), &[]);
    let client = server.client("ada");
    let mut new = named("Ada");
    for value in ["ada@example.com", "old@example.com"] {
        let mut email = EmailAddress::default();
        email.value = value.to_owned();
        new.email_addresses.push(email);
    }
    let mut phone = PhoneNumber::default();
    phone.value = "+44 20 7946 0018".to_owned();
    new.phone_numbers.push(phone);
    let name = client.create(new).await.expect("a contact").resource_name;
    let edit = |steps: &[&str]| {
        let target = ["edit", &name, "--url", &server.url, "--token", "ada"];
        people(&[&target[..], steps].concat())
    };
    let steps = [
        "--set",
        "names.familyName=Lovelace, Countess of",
        "--set",
        "emailAddresses[ADA@example.com].type=home",
        "--add",
        "emailAddresses=countess@example.com,displayName=Ada, the Countess,type=work",
        "--remove",
        "emailAddresses=old@example.com",
        "--clear",
        "phoneNumbers",
        "--set",
        "birthdays.date=1815-12-10",
        "--add",
        "memberships=starred",
    ];

    // A plan is printed and not carried out.
    let plan = edit(&[&steps[..], &["--plan"]].concat());
    let told = text(&plan.stdout);
    assert!(plan.status.success(), "{}", text(&plan.stderr));
    for part in [
        "emailAddresses[ada@example.com].type: nothing → \"home\"",
        "PATCH /v1/people/c",
        "mask: names,birthdays,emailAddresses,phoneNumbers,memberships",
        "violations: none",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    let read = client
        .get(&name, FieldMask::ALL)
        .await
        .expect("the contact");
    assert!(read.birthdays.is_empty());

    let edited = edit(&steps);
    assert!(edited.status.success(), "{}", text(&edited.stderr));
    let person: Person = serde_json::from_slice(&edited.stdout).expect("a person");
    assert_eq!(person.names[0].display_name, "Ada Lovelace, Countess of");
    let emails: Vec<_> = person
        .email_addresses
        .iter()
        .map(|email| {
            (
                email.value.as_str(),
                email.r#type.as_str(),
                email.display_name.as_str(),
            )
        })
        .collect();
    assert_eq!(
        emails,
        [
            ("ada@example.com", "home", ""),
            ("countess@example.com", "work", "Ada, the Countess")
        ]
    );
    assert!(person.phone_numbers.is_empty());
    assert_eq!(
        person.birthdays[0].date.as_ref().map(|date| date.day),
        Some(10)
    );
    assert_eq!(person.memberships.len(), 2);

    // The same once more changes what is not there yet, which is nothing.
    let again = edit(&["--clear", "phoneNumbers", "--plan"]);
    assert!(text(&again.stdout).contains("nothing to send"));
}

/// What cannot be meant is said, and nothing is sent: not the rest of the edit either.
#[tokio::test]
async fn an_edit_that_cannot_be_meant_is_refused_whole() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(&data.path().join("data"), &[]);
    let client = server.client("ada");
    let mut new = named("Ada");
    new.email_addresses = vec![EmailAddress::default(), EmailAddress::default()];
    new.email_addresses[0].value = "a@example.com".to_owned();
    new.email_addresses[1].value = "b@example.com".to_owned();
    let created = client.create(new).await.expect("a contact");
    let name = created.resource_name.as_str();

    // What makes no sense for any contact is 2; what this contact does not allow is 1.
    for (status, step, value, expected) in [
        (2, "--set", "names", "is not FIELD=VALUE"),
        (
            2,
            "--set",
            "photos.url=x",
            "`photos` is not a field that can be edited",
        ),
        (
            2,
            "--set",
            "names.shoeSize=36",
            "`shoeSize` is not a member of `names`",
        ),
        (
            2,
            "--set",
            "names.displayName=Ada",
            "`displayName` is not a member",
        ),
        (
            1,
            "--set",
            "emailAddresses.type=work",
            "`emailAddresses` has several entries",
        ),
        (
            1,
            "--set",
            "emailAddresses[c@example.com].type=work",
            "no entry of `emailAddresses`",
        ),
        (
            2,
            "--set",
            "birthdays.date=tomorrow",
            "is not a value of `birthdays.date`",
        ),
        (1, "--set", "birthdays.date=1815-02-30", "U14"),
        (1, "--add", "names=Grace", "can have only one value"),
        (2, "--add", "emailAddresses", "is not FIELD=TEXT"),
        (2, "--remove", "emailAddresses", "is not FIELD=ENTRY"),
        (
            1,
            "--remove",
            "urls=https://example.com",
            "no entry of `urls`",
        ),
        (1, "--clear", "memberships", "U7"),
        (2, "--clear", "shoeSize", "not a field that can be edited"),
    ] {
        let edited = people(&[
            "edit",
            name,
            "--url",
            &server.url,
            "--token",
            "ada",
            "--set",
            "names.middleName=Byron",
            step,
            value,
        ]);
        let told = text(&edited.stderr);
        assert_eq!(edited.status.code(), Some(status), "{step} {value}: {told}");
        assert!(told.contains(expected), "{step} {value}: {told}");
    }
    let read = client.get(name, FieldMask::ALL).await.expect("the contact");
    assert_eq!(read.etag, created.etag);
}
