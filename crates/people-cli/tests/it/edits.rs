//! Clients that edit one contact at once, through sockets (rule R8).
use people_http::{Client, Error};
use people_model::{
    CalendarUrl, ClientData, EmailAddress, Entry, ExternalId, FieldMask, ImClient, Interest,
    Locale, Location, MiscKeyword, Name, Nickname, Occupation, Organization, Person, PersonField,
    Relation, SipAddress, Url, UserDefined,
};
use people_rules::{Conflict, Edit, Resolution};
use people_server::{Dev, Front, People, Settings};
use people_store::Memory;

use crate::{Server, named};

const CLIENTS: usize = 32;
const EDITS: usize = 50;

fn client(url: &str) -> Client {
    Client::builder()
        .base_url(url)
        .token("ada")
        .build()
        .expect("a client")
}

/// No edit is lost and no call fails, with a queue for each client and so none for all.
#[tokio::test(flavor = "multi_thread")]
async fn r8_all_edits_of_32_clients_are_there() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(
        data.path(),
        &[
            "--max-contact-values",
            "2000",
            "--max-contact-bytes",
            "1000000",
        ],
    );
    let created = client(&server.url).create(named("Ada")).await;
    let name = created.expect("a contact").resource_name;
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (client, name) = (client(&server.url), name.clone());
            tokio::spawn(async move {
                for edit in 0..EDITS {
                    let value = format!("{number}.{edit}");
                    let (field, add) = FIELDS[edit % FIELDS.len()];
                    let edited = client.edit(&name, |contact| add(contact, &value));
                    // Less to transfer, so that this takes seconds.
                    edited.fields(field).await.expect("no edit fails");
                }
            })
        })
        .collect();
    for client in clients {
        client.await.expect("the client ends");
    }
    let contact = client(&server.url).get(&name, FieldMask::ALL).await;
    let values = values(&contact.expect("the contact"));
    let expected = (0..CLIENTS).flat_map(|number| (0..EDITS).map(move |edit| (number, edit)));
    let mut expected: Vec<_> = expected
        .map(|(number, edit)| format!("{number}.{edit}"))
        .collect();
    expected.sort_unstable();
    assert_eq!(values, expected);
}

type Field = (FieldMask, fn(&mut Edit, &str));

/// Fields that take any text, so that 1,600 entries are not all in one.
#[rustfmt::skip]
const FIELDS: [Field; 16] = [
    (FieldMask::NICKNAMES, |edit, text| with(edit, text, |it: &mut Nickname| &mut it.value)),
    (FieldMask::URLS, |edit, text| with(edit, text, |it: &mut Url| &mut it.value)),
    (FieldMask::OCCUPATIONS, |edit, text| with(edit, text, |it: &mut Occupation| &mut it.value)),
    (FieldMask::INTERESTS, |edit, text| with(edit, text, |it: &mut Interest| &mut it.value)),
    (FieldMask::RELATIONS, |edit, text| with(edit, text, |it: &mut Relation| &mut it.person)),
    (FieldMask::USER_DEFINED, |edit, text| with(edit, text, |it: &mut UserDefined| &mut it.key)),
    (FieldMask::SIP_ADDRESSES, |edit, text| with(edit, text, |it: &mut SipAddress| &mut it.value)),
    (FieldMask::CALENDAR_URLS, |edit, text| with(edit, text, |it: &mut CalendarUrl| &mut it.url)),
    (FieldMask::EXTERNAL_IDS, |edit, text| with(edit, text, |it: &mut ExternalId| &mut it.value)),
    (FieldMask::MISC_KEYWORDS, |edit, text| with(edit, text, |it: &mut MiscKeyword| &mut it.value)),
    (FieldMask::CLIENT_DATA, |edit, text| with(edit, text, |it: &mut ClientData| &mut it.key)),
    (FieldMask::EMAIL_ADDRESSES, |edit, text| with(edit, text, |it: &mut EmailAddress| &mut it.value)),
    (FieldMask::IM_CLIENTS, |edit, text| with(edit, text, |it: &mut ImClient| &mut it.username)),
    (FieldMask::LOCALES, |edit, text| with(edit, text, |it: &mut Locale| &mut it.value)),
    (FieldMask::LOCATIONS, |edit, text| with(edit, text, |it: &mut Location| &mut it.value)),
    (FieldMask::ORGANIZATIONS, |edit, text| with(edit, text, |it: &mut Organization| &mut it.name)),
];

fn with<T: Entry>(edit: &mut Edit, text: &str, member: fn(&mut T) -> &mut String) {
    let mut entry = T::default();
    text.clone_into(member(&mut entry));
    edit.add(entry);
}

/// What is in those fields, sorted.
fn values(person: &Person) -> Vec<String> {
    let mut values = Vec::new();
    values.extend(person.nicknames.iter().map(|it| it.value.clone()));
    values.extend(person.urls.iter().map(|it| it.value.clone()));
    values.extend(person.occupations.iter().map(|it| it.value.clone()));
    values.extend(person.interests.iter().map(|it| it.value.clone()));
    values.extend(person.relations.iter().map(|it| it.person.clone()));
    values.extend(person.user_defined.iter().map(|it| it.key.clone()));
    values.extend(person.sip_addresses.iter().map(|it| it.value.clone()));
    values.extend(person.calendar_urls.iter().map(|it| it.url.clone()));
    values.extend(person.external_ids.iter().map(|it| it.value.clone()));
    values.extend(person.misc_keywords.iter().map(|it| it.value.clone()));
    values.extend(person.client_data.iter().map(|it| it.key.clone()));
    values.extend(person.email_addresses.iter().map(|it| it.value.clone()));
    values.extend(person.im_clients.iter().map(|it| it.username.clone()));
    values.extend(person.locales.iter().map(|it| it.value.clone()));
    values.extend(person.locations.iter().map(|it| it.value.clone()));
    values.extend(person.organizations.iter().map(|it| it.name.clone()));
    values.sort_unstable();
    values
}

/// What an edit of the family name becomes when somebody else changed it after it was read.
async fn overlap(
    server: &Server,
    policy: impl FnMut(&Conflict) -> Resolution + Send,
) -> Result<Person, Error> {
    let client = client(&server.url);
    let mut ada = named("Ada");
    ada.names[0].family_name = "Byron".to_owned();
    ada.email_addresses = vec![EmailAddress::default()];
    ada.email_addresses[0].value = "ada@example.com".to_owned();
    let name = client.create(ada).await.expect("a contact").resource_name;
    let others = |edit: &mut Edit| {
        edit.only::<Name>().given_name = "Augusta".to_owned();
        let email = edit.get_mut::<EmailAddress>("ada@example.com");
        email.expect("the address").r#type = "home".to_owned();
    };
    let ours = |edit: &mut Edit| {
        edit.only::<Name>().family_name = "King".to_owned();
        let email = edit.get_mut::<EmailAddress>("ada@example.com");
        email.expect("the address").r#type = "work".to_owned();
        // Between our read and our write.
        let other = self::client(&server.url);
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                other.edit(&name, others).await.expect("nobody disturbs it");
            });
        });
    };
    client.edit(&name, ours).on_conflict(policy).await
}

#[tokio::test(flavor = "multi_thread")]
async fn r8_edits_that_overlap_are_told_or_decided() {
    let server = Server::start(std::path::Path::new("memory"), &[]);
    let error = overlap(&server, |_| Resolution::Unresolved).await;
    let error = error.expect_err("nobody decides");
    let [conflict] = error.conflicts() else {
        panic!("{error}")
    };
    assert_eq!(conflict.path(), "emailAddresses[ada@example.com].type");
    assert_eq!(
        [&conflict.base, &conflict.ours, &conflict.theirs],
        [&None, &Some("work".into()), &Some("home".into())],
    );

    let value = Resolution::Value("other".into());
    for (resolution, expected) in [
        (Resolution::Ours, "work"),
        (Resolution::Theirs, "home"),
        (value, "other"),
    ] {
        let person = overlap(&server, |conflict| {
            assert_eq!(conflict.field, PersonField::EmailAddresses);
            resolution.clone()
        });
        let person = person.await.expect("it is decided");
        assert_eq!(person.email_addresses[0].r#type, expected);
        // What did not overlap is there from both sides.
        assert_eq!(person.names[0].display_name, "Augusta King");
    }
}

/// Clones take turns, so that none finds its etag stale: with no replay at all, none fails.
#[tokio::test(flavor = "multi_thread")]
async fn u13_edits_through_clones_do_not_disturb_each_other() {
    let server = Server::start(std::path::Path::new("memory"), &[]);
    // It calls once, and replays nothing.
    let client = server.client("ada");
    let name = client
        .create(named("Ada"))
        .await
        .expect("a contact")
        .resource_name;
    let edits: Vec<_> = (0..20)
        .map(|number| {
            let (client, name) = (client.clone(), name.clone());
            tokio::spawn(async move {
                let (_, add) = FIELDS[0];
                let text = number.to_string();
                client.edit(&name, |edit| add(edit, &text)).await
            })
        })
        .collect();
    for edit in edits {
        edit.await.expect("it ends").expect("no edit fails");
    }
    let contact = client.get(&name, FieldMask::NICKNAMES).await;
    assert_eq!(contact.expect("the contact").nicknames.len(), 20);
}

/// The client over the server itself, without a socket in between.
#[tokio::test]
async fn a_client_needs_no_socket() {
    let people = People::open(Memory::new(), Settings::default()).await;
    let front = Front::new(people.expect("a server"), Dev);
    let builder = Client::builder().token("ada");
    let client = builder.build_over(front).expect("a client");
    let name = client
        .create(named("Ada"))
        .await
        .expect("a contact")
        .resource_name;
    let king = |edit: &mut Edit| edit.only::<Name>().family_name = "King".to_owned();
    let edited = client.edit(&name, king).await.expect("an edit");
    assert_eq!(edited.names[0].display_name, "Ada King");
    let found = client
        .get_many(&[&*name, "people/c1"], FieldMask::NAMES)
        .await;
    let found = found.expect("a batch");
    assert_eq!(found[0].as_ref().expect("the contact").etag, {
        let again = client.get(&name, FieldMask::NAMES).await;
        again.expect("the contact").etag
    });
    assert!(found[1].as_ref().expect_err("nobody").is_not_found());
    let listed = client.connections(FieldMask::NAMES).all().await;
    assert_eq!(listed.expect("a list").len(), 1);
    client.create_group("Choir").await.expect("a group");
    let again = client.create_group("choir").await;
    assert!(again.expect_err("there is one").is_already_exists());
    // The service says no, and which rule it is.
    client.delete(&name).await.expect("a delete");
    let error = client.delete(&name).await.expect_err("it is gone");
    assert_eq!(error.violations()[0].rule(), "U15");
}
