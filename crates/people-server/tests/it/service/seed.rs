//! Seeds: what a server can be started with, and started again.
use people_server::Seed;
use serde_json::{Value, json};

use super::{
    Server,
    photos::{base64, png},
};

const SEED: &str = include_str!("../golden/seed.json");

/// C3, S2, U18: the same seed again adds nothing and changes no etag.
#[tokio::test]
async fn a_seed_is_taken_in_once() {
    let server = Server::new().await;
    let mut reports = Vec::new();
    let mut states = Vec::new();
    for _ in 0..2 {
        let seed = Seed::from_json(SEED).expect("a seed");
        reports.push(
            server
                .people
                .seed(seed)
                .await
                .expect("a seed that can be stored")
                .to_string(),
        );
        let list = "/v1/people/me/connections?personFields=metadata,names,memberships";
        states.push([
            server.get("ada", list).await,
            server
                .get("ada", "/v1/contactGroups?fields=contactGroups,totalItems")
                .await,
            server
                .get("ada", "/v1/people/me?personFields=metadata")
                .await,
            server.get("mary", list).await,
        ]);
    }
    assert_eq!(
        reports,
        [
            "3 contacts, 1 groups and 2 profiles in 2 accounts",
            "0 contacts, 0 groups and 0 profiles in 2 accounts"
        ]
    );
    assert_eq!(states[0], states[1]);
}

/// What is there already, and was changed since, stays as it is.
#[tokio::test]
async fn a_seed_overwrites_nothing() {
    let server = Server::new().await.seeded(SEED).await;
    let address = "/v1/people/c17?personFields=metadata,nicknames";
    let mut person = server.get("ada", address).await;
    person["nicknames"] = json!([{"value": "Changed"}]);
    assert_eq!(server.update("ada", "nicknames", &person).await.status, 200);
    assert_eq!(server.delete("ada", "people/c42").await.status, 200);
    let before = server.get("ada", address).await;

    let server = server.seeded(SEED).await;
    assert_eq!(server.get("ada", address).await, before);
    // What was deleted is not there, so it is added.
    server.get("ada", "/v1/people/c42?personFields=names").await;
}

/// A contact without a name is always added, under a new one.
#[tokio::test]
async fn a_contact_without_a_name_is_added_each_time() {
    let seed = r#"{"accounts": {"ada": {"contacts": [{"nicknames": [{"value": "Nick"}]}]}}}"#;
    let server = Server::new().await.seeded(seed).await.seeded(seed).await;
    let list = server
        .get("ada", "/v1/people/me/connections?personFields=nicknames")
        .await;
    assert_eq!(list["totalItems"], 2);
}

/// C2, U8, U15, U16: a seed breaks no rule that a client could not.
#[tokio::test]
async fn a_seed_keeps_the_rules() {
    let server = Server::new().await;
    let cases = [
        (
            json!({}),
            "Must specify a non-metadata contact field on the person",
        ),
        (
            json!({"names": [{"givenName": "a"}, {"givenName": "b"}]}),
            "Cannot have more than one person.names per source.",
        ),
        (
            json!({"resourceName": "people/me", "nicknames": [{"value": "Nick"}]}),
            "Resource name \"people/me\" is not a valid contact person resource.",
        ),
        (
            json!({"nicknames": [{"value": "Nick"}], "memberships":
                [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/abc"}}]}),
            "it is in contactGroups/abc, a group that does not exist",
        ),
    ];
    for (contact, complaint) in cases {
        let seed: Value = json!({"accounts": {"ada": {"contacts": [contact]}}});
        let seed = Seed::from_json(&seed.to_string()).expect("a seed");
        let error = server.people.seed(seed).await.expect_err("a refusal");
        assert_eq!(
            error.to_string(),
            format!("account `ada`, contact 1: {complaint}")
        );
    }
    for text in [
        "",
        "[]",
        "[{}]",
        r#"{"accounts": {"ada": []}}"#,
        r#"{"accounts": {"ada": {"profile": ["1"]}}}"#,
        r#"{"accounts": {"ada": {"region": "Atlantis"}}}"#,
        r#"{"accounts": {"ada": {"friends": []}}}"#,
        r#"{"accounts": {"ada": {"contacts": [{"shoeSize": 7}]}}}"#,
    ] {
        assert!(Seed::from_json(text).is_err(), "{text}");
    }
}

/// Otherwise the first edit of what a seed has would be refused.
#[tokio::test]
async fn n4_a_seed_has_no_text_that_a_request_could_not_have() {
    let text = |length: usize| "x".repeat(length);
    let name = |length| json!({"names": [{"givenName": text(length)}]});
    let account = |content: Value| json!({"accounts": {"ada": content}}).to_string();
    let profile = |length| json!({"profile": {"id": "1", "person": name(length)}});
    let notes = json!({"biographies": [{"value": text(2_000)}]});
    let cases = [
        (json!({"contacts": [name(1_024), notes]}), None),
        (
            json!({"contacts": [name(1_025)]}),
            Some("contact 1: names[0].given_name"),
        ),
        (
            json!({"otherContacts": [name(1_025)]}),
            Some("other contact 1: names[0].given_name"),
        ),
        (
            json!({"groups": [{"name": text(1_025)}]}),
            Some("group 1: name"),
        ),
        (profile(1_024), None),
        (profile(1_025), Some("its profile: names[0].given_name")),
    ];
    let colleague = |length| {
        let person = json!({"source": "DOMAIN_CONTACT", "photo": base64(&png("a")),
            "organizations": [{"title": text(length)}], "biographies": notes["biographies"]});
        json!({"accounts": {"ada": {}}, "domains": {"corp.example": {"people": [name(9), person]}}})
    };
    let of_account = |(content, place): (Value, Option<&str>)| {
        let place = place.map(|place| format!("account `ada`, {place}"));
        (account(content), place)
    };
    let place = "domain `corp.example`, person 2: organizations[0].title";
    let of_domains = [
        (colleague(1_024).to_string(), None),
        (colleague(1_025).to_string(), Some(place.to_owned())),
    ];
    for (seed, refused) in cases.into_iter().map(of_account).chain(of_domains) {
        let seed = || Seed::from_json(&seed).expect("a seed");
        let server = Server::new().await;
        let imported = server.people.import(&seed(), |_, _| {}).await;
        let imported = imported.map(|_| ()).map_err(|error| error.to_string());
        let seeded = Server::new().await.people.seed(seed()).await;
        let seeded = seeded.map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(imported, seeded);
        let expected = refused.map(|place| format!("{place} has more than 1024 characters."));
        assert_eq!(seeded.err(), expected);
    }
}
