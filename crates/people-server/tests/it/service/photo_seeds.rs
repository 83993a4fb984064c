//! H5: photos of a seed.
use people_rules::Contract;
use people_server::{Audit, Seed};
use people_store::{Account, Embedded, EmbeddedOptions, Memory, Order, RowKind, Store};
use serde_json::{Value, json};

use super::{
    Server, list,
    photos::{base64, png, url},
    text,
};

fn seed(photo: &str, of_other: &str) -> String {
    json!({"accounts": {"ada": {
        "contacts": [
            {"resourceName": "people/c17", "names": [{"givenName": "Charles"}], "photo": base64(&png(photo))},
            {"resourceName": "people/c18", "names": [{"givenName": "Anne"}], "photo": null}
        ],
        "otherContacts": [{"resourceName": "otherContacts/c5", "names": [{"givenName": "Ben"}],
            "photo": base64(&png(of_other))}]
    }}})
    .to_string()
}

async fn photo_of_other<S: Store>(server: &Server<S>) -> Value {
    let listed = server.get("ada", "/v1/otherContacts?readMask=photos").await;
    list(&listed, "otherContacts")[0]["photos"][0].clone()
}

/// Every row is as `people store check` wants it.
async fn audited<S: Store>(store: &S) {
    let ada = Account::new("ada").expect("a name");
    let mut audit = Audit::default();
    for kind in [RowKind::Contact, RowKind::OtherContact, RowKind::Photo] {
        let page = store.page(&ada, kind, Order::Id, None, 100).await;
        for row in page.expect("a page").rows {
            assert_eq!(audit.row(&ada, kind, &row), [""; 0], "{kind:?}");
        }
    }
    assert_eq!(audit.end(), [""; 0]);
    let photos = store.count(&ada, RowKind::Photo).await;
    assert_eq!(photos.expect("a count"), 2);
}

/// H5: photos are served, the same seed again changes nothing, and a move keeps the photo.
#[tokio::test]
async fn h5_a_seed_has_photos() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Observed).await;
    let server = server.seeded(&seed("one", "other")).await;
    let before = [
        server.photo_of("people/c17").await,
        photo_of_other(&server).await,
    ];
    for (photo, file) in before.iter().zip(["one", "other"]) {
        assert_eq!(photo["default"], Value::Null);
        let served = server.fetch(&url(photo)).await;
        assert_eq!(
            (served.status.as_u16(), &served.body[..]),
            (200, &png(file)[..])
        );
    }
    assert_eq!(server.photo_of("people/c18").await["default"], true);
    let server = server.seeded(&seed("one", "other")).await;
    assert_eq!(server.photo_of("people/c17").await, before[0]);
    audited(&store).await;

    let listed = server
        .get("ada", "/v1/otherContacts?readMask=metadata")
        .await;
    let etag = text(&list(&listed, "otherContacts")[0], "etag");
    let moved = json!({"resourceName": "people/c5", "etag": etag, "memberships": [
        {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}}]});
    let moved = server.update("ada", "memberships", &moved).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let photo = server.photo_of("people/c5").await;
    assert_eq!(url(&photo), url(&before[1]));
    assert_eq!(server.fetch(&url(&photo)).await.status, 200);
    audited(&store).await;
    assert_eq!(server.delete("ada", "people/c5").await.status, 200);
    assert_eq!(server.fetch(&url(&photo)).await.status, 404);
}

/// H5: photos of a profile and of the people of a directory are served, and come back with the store.
#[tokio::test]
async fn h5_profiles_and_directories_have_photos() {
    let seed = |photo: &str| {
        json!({
            "accounts": {"ada": {"domain": "corp.example", "profile": {"id": "17", "person":
                {"names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "ada@corp.example"}],
                 "photo": base64(&png("me"))}}},
                "bea": {"contacts": [{"resourceName": "people/c1", "emailAddresses":
                    [{"value": "ada@corp.example"}], "photo": base64(&png("of a contact"))}]}},
            "domains": {"corp.example": {"people": [
                {"names": [{"givenName": "Xavier"}], "photo": base64(&png(photo))},
                {"source": "DOMAIN_CONTACT", "names": [{"givenName": "Zoe"}]}]}}
        })
        .to_string()
    };
    let store = Memory::new();
    let first = Server::over(store.clone(), Contract::Documented).await;
    let first = first.seeded(&seed("x")).await.seeded(&seed("x")).await;
    let again = Server::over(store.clone(), Contract::Documented).await;
    for server in [&first, &again] {
        let me = server.get("ada", "/v1/people/me?personFields=photos").await;
        let photo = &me["photos"][0];
        assert_eq!(photo["metadata"]["source"]["type"], "PROFILE");
        assert_eq!(server.fetch(&url(photo)).await.body, png("me"));
        // Beside the photo of a contact of another account that is linked to it.
        let linked = "/v1/people/c1?personFields=photos";
        let linked = server.get("bea", linked).await;
        let [of_contact, of_profile] = list(&linked, "photos") else {
            panic!("{linked}")
        };
        assert_eq!(
            server.fetch(&url(of_contact)).await.body,
            png("of a contact")
        );
        assert_eq!(url(of_profile), url(photo));

        let people = "/v1/people:listDirectoryPeople?readMask=names,photos\
             &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";
        let people = server.get("ada", people).await;
        let [ada, xavier, zoe] = list(&people, "people") else {
            panic!("{people}")
        };
        for (person, file) in [(ada, "me"), (xavier, "x")] {
            let photo = &person["photos"][0];
            assert_eq!(photo["metadata"]["source"]["type"], "DOMAIN_PROFILE");
            assert_eq!(server.fetch(&url(photo)).await.body, png(file));
        }
        assert_eq!(zoe["photos"], Value::Null);
    }
    for (text, differing) in [(seed("x"), 0), (seed("y"), 1)] {
        let seed = Seed::from_json(&text).expect("a seed");
        let imported = first
            .people
            .import(&seed, |_, _| {})
            .await
            .expect("taken in");
        assert_eq!(
            imported.differing.len(),
            differing,
            "{:?}",
            imported.differing
        );
    }
    let domain = Account::of_domain("corp.example").expect("a name");
    let ada = Account::new("ada").expect("a name");
    for account in [domain, ada] {
        let mut audit = Audit::default();
        // Photos come after the people whom they show.
        let mut kinds = RowKind::ALL;
        kinds.sort_by_key(|kind| matches!(kind, RowKind::Photo | RowKind::ProfilePhoto));
        for kind in kinds {
            let page = store.page(&account, kind, Order::Id, None, 100).await;
            for row in page.expect("a page").rows {
                assert_eq!(audit.row(&account, kind, &row), [""; 0], "{kind:?}");
            }
        }
        assert_eq!(audit.end(), [""; 0]);
    }
}

/// H5: the same by an import, into the embedded store; another photo is reported, and left.
#[tokio::test]
async fn h5_an_import_has_photos() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let server = Server::over(store.clone(), Contract::Documented).await;
    let import = async |text: &str| {
        let seed = Seed::from_json(text).expect("a seed");
        server
            .people
            .import(&seed, |_, _| {})
            .await
            .expect("taken in")
    };
    for added in [(2, 1), (0, 0)] {
        let imported = import(&seed("one", "other")).await;
        assert_eq!(
            (imported.added.contacts, imported.added.other_contacts),
            added
        );
        assert_eq!(imported.differing, []);
    }
    audited(&store).await;
    let photo = server.photo_of("people/c17").await;
    assert_eq!(server.fetch(&url(&photo)).await.body, png("one"));

    let imported = import(&seed("two", "another")).await;
    let differing: Vec<String> = imported.differing.iter().map(ToString::to_string).collect();
    let left = "exists with other values, which did not change";
    assert_eq!(
        differing,
        [
            format!("account `ada`, contact 1 (people/c17): {left}"),
            format!("account `ada`, other contact 1 (otherContacts/c5): {left}"),
        ]
    );
    assert_eq!(server.photo_of("people/c17").await, photo);
}

/// H5, N4: what is no photo is refused by name, before anything is written; texts are as long as without one.
#[tokio::test]
async fn h5_a_seed_of_photos_keeps_the_rules() {
    let gif = base64(b"GIF89a");
    for (list, what) in [
        ("contacts", "contact 1"),
        ("otherContacts", "other contact 1"),
    ] {
        for (photo, expected) in [
            (json!(gif), "Invalid photo format"),
            (json!(""), "Invalid photo format"),
            (json!("no base64!"), "its photo is not base64"),
            (json!(17), "its photo is not base64"),
        ] {
            let entry = json!({"names": [{"givenName": "X"}], "photo": photo});
            let seed = json!({"accounts": {"ada": {list: [entry]}}}).to_string();
            let server = Server::new().await;
            let error = match Seed::from_json(&seed) {
                Err(error) => error,
                Ok(seed) => {
                    let imported = server.people.import(&seed, |_, _| {}).await;
                    imported.expect_err("no photo")
                }
            };
            let expected = format!("account `ada`, {what}: {expected}");
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.line(&seed), Some(1));
        }
        let long = json!({"names": [{"givenName": "x".repeat(2_000)}], "photo": base64(&png("a"))});
        let seed = json!({"accounts": {"ada": {list: [long]}}}).to_string();
        let seed = Seed::from_json(&seed).expect("a seed");
        let error = Server::new()
            .await
            .people
            .seed(seed)
            .await
            .expect_err("too long");
        let expected = "names[0].given_name has more than 1024 characters.";
        assert!(error.to_string().ends_with(expected), "{error}");
    }
}
