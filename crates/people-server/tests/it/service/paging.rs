//! L1, L2, P1, P2: lists, page by page.
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use people_store::Memory;
use serde_json::{Value, json};

use super::{Server, edited, list, text};

const LIST: &str = "/v1/people/me/connections?personFields=names";

/// Follows page tokens to the end and returns every contact's name, in order.
async fn names(server: &Server<Memory>, query: &str, size: usize) -> Vec<String> {
    let (mut names, mut token) = (Vec::new(), String::new());
    loop {
        let page = server
            .get(
                "ada",
                &format!("{LIST}{query}&pageSize={size}&pageToken={token}"),
            )
            .await;
        let found = list(&page, "connections");
        names.extend(
            found
                .iter()
                .map(|person| text(person, "resourceName").to_owned()),
        );
        match page["nextPageToken"].as_str() {
            // A page that has another after it is full.
            Some(next) => {
                assert_eq!(found.len(), size);
                token = next.to_owned();
            }
            None => return names,
        }
    }
}

/// Contacts in the order of their creation, by the names they were given.
async fn contacts(server: &Server<Memory>) -> Vec<String> {
    let people = [
        json!([{"givenName": "Ann", "familyName": "Zeta"}]),
        json!([{"givenName": "ann", "familyName": "beta"}]),
        json!([]),
        json!([{"givenName": "Anna", "familyName": "Alpha"}]),
        json!([{"familyName": "Ünder"}]),
        json!([{"givenName": "Ann", "familyName": "Beta"}]),
        json!([{"givenName": "Zoë"}]),
    ];
    let mut names = Vec::new();
    for given in people {
        let person = json!({"nicknames": [{"value": "Nick"}], "names": given});
        names.push(text(&server.create("ada", &person).await, "resourceName").to_owned());
    }
    names
}

fn at(names: &[String], order: [usize; 7]) -> Vec<String> {
    order.map(|index| names[index].clone()).to_vec()
}

/// L2, P1: in every order, at every page size, each contact is listed once and where it belongs.
#[tokio::test]
async fn every_order_lists_each_contact_once() {
    let server = Server::new().await;
    let created = contacts(&server).await;
    let second = server
        .get("ada", &format!("/v1/{}?personFields=metadata", created[1]))
        .await;
    let renamed = edited(&second, "urls", json!([{"value": "https://example.com"}]));
    assert_eq!(server.update("ada", "urls", &renamed).await.status, 200);

    let orders = [
        ("", [0, 2, 3, 4, 5, 6, 1]),
        ("&sortOrder=LAST_MODIFIED_ASCENDING", [0, 2, 3, 4, 5, 6, 1]),
        ("&sortOrder=LAST_MODIFIED_DESCENDING", [1, 6, 5, 4, 3, 2, 0]),
        // Case does not matter; Ü stands with U; of equal names the older id comes first; no name
        // comes last.
        ("&sortOrder=FIRST_NAME_ASCENDING", [1, 5, 0, 3, 4, 6, 2]),
        ("&sortOrder=LAST_NAME_ASCENDING", [3, 1, 5, 4, 0, 6, 2]),
    ];
    for (query, order) in orders {
        for size in [1, 2, 3, 6, 7, 8, 1000] {
            assert_eq!(
                names(&server, query, size).await,
                at(&created, order),
                "{query}, {size}"
            );
        }
    }
}

/// L1: large contacts come in shorter pages, each of them once.
#[tokio::test]
async fn a_page_of_large_contacts_ends_early() {
    let server = Server::new().await;
    let full = server
        .get("ada", &format!("{LIST}&requestSyncToken=true"))
        .await;
    let sync = text(&full, "nextSyncToken").to_owned();
    let mut created = Vec::new();
    for _ in 0..150 {
        let person = json!({"biographies": [{"value": "x".repeat(60_000)}]});
        created.push(text(&server.create("ada", &person).await, "resourceName").to_owned());
    }
    for query in [String::new(), format!("&syncToken={sync}")] {
        let (mut found, mut token) = (Vec::new(), String::new());
        for at_most in [96, 54] {
            let address = format!("{LIST}{query}&pageSize=1000&pageToken={token}");
            let page = server.get("ada", &address).await;
            let people = list(&page, "connections");
            assert_eq!((people.len(), &page["totalItems"]), (at_most, &json!(150)));
            found.extend(
                people
                    .iter()
                    .map(|person| text(person, "resourceName").to_owned()),
            );
            token = page["nextPageToken"]
                .as_str()
                .unwrap_or_default()
                .to_owned();
        }
        assert_eq!(token, "");
        assert_eq!(found, created);
    }
}

/// P1, Y1: not one bit of a token can be changed.
///
/// Rule F14.
#[tokio::test]
async fn a_token_with_one_other_bit_is_refused() {
    let server = Server::new().await;
    contacts(&server).await;
    let first = server.get("ada", &format!("{LIST}&pageSize=2")).await;
    let full = server
        .get("ada", &format!("{LIST}&requestSyncToken=true"))
        .await;
    let groups = server.get("ada", "/v1/contactGroups?pageSize=2").await;
    let cases = [
        (format!("{LIST}&pageToken="), text(&first, "nextPageToken")),
        (format!("{LIST}&syncToken="), text(&full, "nextSyncToken")),
        (
            "/v1/contactGroups?pageToken=".to_owned(),
            text(&groups, "nextPageToken"),
        ),
    ];
    for (address, token) in cases {
        server.get("ada", &format!("{address}{token}")).await;
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).expect("base64");
        let mut forged: Vec<String> = (0..bytes.len() * 8)
            .map(|bit| {
                let mut bytes = bytes.clone();
                bytes[bit / 8] ^= 1 << (bit % 8);
                BASE64_URL_SAFE_NO_PAD.encode(bytes)
            })
            .collect();
        // Neither can its spelling: the last character holds bits that mean nothing.
        let (start, last) = token.split_at(token.len() - 1);
        let others = ('A'..='Z')
            .chain('a'..='z')
            .chain('0'..='9')
            .chain(['-', '_']);
        forged.extend(
            others
                .filter(|other| !last.starts_with(*other))
                .map(|other| format!("{start}{other}")),
        );
        forged.extend([
            start.to_owned(),
            format!("{token}A"),
            format!("{token}%3D"),
            format!("%20{token}"),
        ]);
        for forged in forged {
            let answer = server
                .call("ada", "GET", &format!("{address}{forged}"), &Value::Null)
                .await;
            assert_eq!(answer.status, 400, "{address}{forged}: {}", answer.text());
            assert_eq!(answer.message(), "Request contains an invalid argument.");
        }
    }
}

/// P1, P2: a token is of one account, one method and one set of parameters.
#[tokio::test]
async fn a_token_of_another_list_is_refused() {
    let server = Server::new().await;
    contacts(&server).await;
    let page = server.get("ada", &format!("{LIST}&pageSize=2")).await;
    let page = text(&page, "nextPageToken");
    let synced = server
        .get("ada", &format!("{LIST}&requestSyncToken=true&pageSize=2"))
        .await;
    let synced = text(&synced, "nextPageToken");
    let full = server
        .get("ada", &format!("{LIST}&requestSyncToken=true"))
        .await;
    let sync = text(&full, "nextSyncToken");
    let groups = server.get("ada", "/v1/contactGroups?pageSize=2").await;
    let groups = text(&groups, "nextPageToken");

    let other_mask = "/v1/people/me/connections?personFields=urls";
    let cases = [
        ("mary", format!("{LIST}&pageToken={page}")),
        ("mary", format!("{LIST}&syncToken={sync}")),
        ("mary", format!("/v1/contactGroups?pageToken={groups}")),
        ("ada", format!("{other_mask}&pageToken={page}")),
        ("ada", format!("{other_mask}&syncToken={sync}")),
        (
            "ada",
            format!("{LIST}&pageToken={page}&sources=READ_SOURCE_TYPE_CONTACT"),
        ),
        (
            "ada",
            format!("{LIST}&pageToken={page}&sortOrder=LAST_NAME_ASCENDING"),
        ),
        (
            "ada",
            format!("{LIST}&pageToken={page}&requestSyncToken=true"),
        ),
        ("ada", format!("{LIST}&pageToken={page}&syncToken={sync}")),
        ("ada", format!("{LIST}&pageToken={synced}")),
        ("ada", format!("{LIST}&pageToken={sync}")),
        ("ada", format!("{LIST}&syncToken={page}")),
        ("ada", format!("{LIST}&pageToken={groups}")),
        ("ada", format!("/v1/contactGroups?pageToken={page}")),
        (
            "ada",
            format!("/v1/contactGroups?groupFields=name&pageToken={groups}"),
        ),
    ];
    for (account, address) in cases {
        let answer = server.call(account, "GET", &address, &Value::Null).await;
        assert_eq!(
            answer.status,
            400,
            "{account}: {address}: {}",
            answer.text()
        );
        assert_eq!(answer.message(), "Request contains an invalid argument.");
    }
    // Spelled in another way, the parameters are the same.
    let spelled = "/v1/people/me/connections?person_fields=names,names&sources=READ_SOURCE_TYPE_PROFILE&sources=2";
    server
        .get("ada", &format!("{spelled}&page_size=5&pageToken={page}"))
        .await;
}

/// L1: 100 contacts, or 30 groups, where nothing is asked for; 1,000 at most.
#[tokio::test]
async fn pages_have_their_sizes() {
    let contacts: Vec<Value> = (1..=1003)
        .map(
            |id| json!({"resourceName": format!("people/c{id}"), "nicknames": [{"value": "Nick"}]}),
        )
        .collect();
    let groups: Vec<Value> = (1..=40)
        .map(|id| json!({"name": format!("Group {id}")}))
        .collect();
    let seed = json!({"accounts": {"ada": {"contacts": contacts, "groups": groups}}});
    let server = Server::new().await.seeded(&seed.to_string()).await;

    let cases = [
        ("", 100),
        ("&pageSize=0", 100),
        ("&pageSize=-5", 100),
        ("&pageSize=1", 1),
        ("&pageSize=1000", 1000),
        ("&pageSize=1001", 1000),
        ("&pageSize=2147483647", 1000),
    ];
    for (query, expected) in cases {
        let page = server.get("ada", &format!("{LIST}{query}")).await;
        assert_eq!(list(&page, "connections").len(), expected, "{query}");
        assert_eq!(
            (&page["totalPeople"], &page["totalItems"]),
            (&json!(1003), &json!(1003))
        );
    }
    for (query, expected) in [
        ("", 30),
        ("?pageSize=7", 7),
        ("?pageSize=-1", 30),
        ("?pageSize=5000", 48),
    ] {
        let page = server
            .get("ada", &format!("/v1/contactGroups{query}"))
            .await;
        assert_eq!(list(&page, "contactGroups").len(), expected, "{query}");
        assert_eq!(page["totalItems"], 48);
    }
}

/// G3, P1: groups come page by page, the user's by name and then the system's, each once.
#[tokio::test]
async fn groups_are_listed_once_at_every_page_size() {
    let server = Server::new().await.seeded(r#"{"accounts": {"ada": {"groups": [{"name": "beta"}, {"name": "Alpha"}, {"name": "Gamma"}]}}}"#).await;
    let expected = [
        "Alpha",
        "beta",
        "Gamma",
        "starred",
        "friends",
        "family",
        "coworkers",
        "myContacts",
        "chatBuddies",
        "all",
        "blocked",
    ];
    for size in 1..=12 {
        let (mut names, mut token) = (Vec::new(), String::new());
        loop {
            let page = server
                .get(
                    "ada",
                    &format!("/v1/contactGroups?pageSize={size}&pageToken={token}"),
                )
                .await;
            let groups = list(&page, "contactGroups");
            assert!(groups.len() <= size && !groups.is_empty());
            names.extend(groups.iter().map(|group| text(group, "name").to_owned()));
            match page["nextPageToken"].as_str() {
                Some(next) => token = next.to_owned(),
                None => break,
            }
        }
        assert_eq!(names, expected, "pages of {size}");
    }
}
