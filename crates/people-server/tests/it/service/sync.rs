//! Y1 to Y3: a client that follows tokens has what the server has.
use std::collections::BTreeMap;

use people_rules::Contract;
use people_store::{Embedded, EmbeddedOptions, Memory, Store};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Server, edited, list, text, turns::Turns};

const LIST: &str = "/v1/people/me/connections?personFields=metadata,nicknames";

/// Contacts by name, as a client keeps them.
type Contacts = BTreeMap<String, Value>;

/// A client that keeps a copy of all contacts.
#[derive(Default)]
struct Client {
    contacts: Contacts,
    sync_token: String,
    page_token: String,
}

impl Client {
    /// Reads one page; true when it was the last of its listing.
    async fn page<S: Store>(&mut self, server: &Server<S>, size: usize) -> bool {
        let mut address = format!("{LIST}&pageSize={size}");
        match self.sync_token.as_str() {
            "" => address += "&requestSyncToken=true",
            token => address += &format!("&syncToken={token}"),
        }
        if !self.page_token.is_empty() {
            address += &format!("&pageToken={}", self.page_token);
        }
        let page = server.get("ada", &address).await;
        for person in list(&page, "connections") {
            let name = text(person, "resourceName").to_owned();
            if person["metadata"]["deleted"] == true {
                self.contacts.remove(&name);
            } else {
                self.contacts.insert(name, person.clone());
            }
        }
        match (
            page["nextPageToken"].as_str(),
            page["nextSyncToken"].as_str(),
        ) {
            (Some(next), None) => {
                self.page_token = next.to_owned();
                false
            }
            (None, Some(next)) => {
                self.page_token.clear();
                self.sync_token = next.to_owned();
                true
            }
            tokens => panic!("a page has one token: {tokens:?}"),
        }
    }

    async fn finish<S: Store>(&mut self, server: &Server<S>) {
        while !self.page(server, 3).await {}
    }
}

#[derive(Clone, Debug)]
enum Step {
    Create,
    Update(prop::sample::Index),
    Delete(prop::sample::Index),
    /// The client reads its next page, which has so many entries.
    Page(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => Just(Step::Create),
        2 => any::<prop::sample::Index>().prop_map(Step::Update),
        2 => any::<prop::sample::Index>().prop_map(Step::Delete),
        4 => (1..4_usize).prop_map(Step::Page),
    ];
    prop::collection::vec(step, 0..40)
}

/// Carries out the steps, lets the client catch up, and returns what either has.
async fn follow<S: Store>(store: S, steps: &[Step]) -> (Contacts, Contacts) {
    let server = Server::over(store, Contract::Documented).await;
    let mut client = Client::default();
    let mut model: Vec<Value> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let nickname = json!([{"value": number.to_string()}]);
        match step {
            Step::Create => model.push(server.create("ada", &json!({"nicknames": nickname})).await),
            Step::Update(index) if !model.is_empty() => {
                let contact = index.get(&model);
                let answer = server
                    .update("ada", "nicknames", &edited(contact, "nicknames", nickname))
                    .await;
                assert_eq!(answer.status, 200, "{}", answer.text());
                let index = index.index(model.len());
                model[index] = answer.json();
            }
            Step::Delete(index) if !model.is_empty() => {
                let contact = model.swap_remove(index.index(model.len()));
                assert_eq!(
                    server
                        .delete("ada", text(&contact, "resourceName"))
                        .await
                        .status,
                    200
                );
            }
            Step::Page(size) => drop(client.page(&server, *size).await),
            Step::Update(_) | Step::Delete(_) => {}
        }
    }
    // The listing under way began before the last changes; the one after it has them all.
    client.finish(&server).await;
    client.finish(&server).await;

    let mut there = Contacts::new();
    for contact in model {
        let name = text(&contact, "resourceName");
        let read = server
            .get(
                "ada",
                &format!("/v1/{name}?personFields=metadata,nicknames"),
            )
            .await;
        there.insert(name.to_owned(), read);
    }
    (client.contacts, there)
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Y1, Y2: after any changes between the pages, the client ends up with the server's contacts.
    #[test]
    fn a_client_that_follows_tokens_misses_nothing(steps in steps()) {
        let (client, server) = run(follow(Memory::new(), &steps));
        prop_assert_eq!(client, server);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Y1, Y2: the same over the embedded store.
    #[test]
    fn a_client_of_the_embedded_store_misses_nothing(steps in steps()) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
        let (client, server) = run(follow(store, &steps));
        prop_assert_eq!(client, server);
    }
}

/// Y2: a contact that was created and deleted between two syncs is listed too: the client may know it from a
/// page of the listing in between.
#[tokio::test]
async fn a_deleted_contact_is_listed_whatever_the_mask() {
    let server = Server::new().await;
    let full = server
        .get(
            "ada",
            "/v1/people/me/connections?personFields=names&requestSyncToken=true",
        )
        .await;
    let person = server
        .create("ada", &json!({"nicknames": [{"value": "Nick"}]}))
        .await;
    let name = text(&person, "resourceName");
    assert_eq!(server.delete("ada", name).await.status, 200);

    let token = text(&full, "nextSyncToken");
    let delta = server
        .get(
            "ada",
            &format!("/v1/people/me/connections?personFields=names&syncToken={token}"),
        )
        .await;
    let [entry] = list(&delta, "connections") else {
        panic!("{delta}")
    };
    assert_eq!(
        (text(entry, "resourceName"), &entry["metadata"]["deleted"]),
        (name, &json!(true))
    );
    assert_ne!(entry["etag"], person["etag"]);
    assert_eq!(
        (&delta["totalPeople"], &delta["totalItems"]),
        (&json!(1), &json!(1))
    );
}

/// Y1: totals of a delta are its own, on every page.
#[tokio::test]
async fn a_delta_counts_its_own_entries() {
    let store = Turns(Memory::with_secret([7; 32]));
    let server = Server::over(store, Contract::Documented).await;
    for _ in 0..3 {
        server
            .create("ada", &json!({"nicknames": [{"value": "old"}]}))
            .await;
    }
    let mut client = Client::default();
    client.finish(&server).await;
    for _ in 0..5 {
        server
            .create("ada", &json!({"nicknames": [{"value": "new"}]}))
            .await;
    }
    let (mut token, mut pages) = (String::new(), Vec::new());
    loop {
        let page = server
            .get(
                "ada",
                &format!(
                    "{LIST}&syncToken={}&pageSize=2&pageToken={token}",
                    client.sync_token
                ),
            )
            .await;
        assert_eq!(
            (&page["totalPeople"], &page["totalItems"]),
            (&json!(5), &json!(5))
        );
        pages.push(list(&page, "connections").len());
        match page["nextPageToken"].as_str() {
            Some(next) => token = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(pages, [2, 2, 1]);
}

/// Y1: only the last page has a token, and only for those who ask.
#[tokio::test]
async fn a_sync_token_is_asked_for() {
    let server = Server::new().await;
    server
        .create("ada", &json!({"nicknames": [{"value": "Nick"}]}))
        .await;
    for query in ["", "&requestSyncToken=false"] {
        let page = server.get("ada", &format!("{LIST}{query}")).await;
        assert_eq!(page.get("nextSyncToken"), None, "{query}");
    }
    for order in [
        "LAST_MODIFIED_DESCENDING",
        "FIRST_NAME_ASCENDING",
        "LAST_NAME_ASCENDING",
    ] {
        let address = format!("{LIST}&requestSyncToken=true&sortOrder={order}");
        assert_eq!(
            server
                .call("ada", "GET", &address, &Value::Null)
                .await
                .status,
            400,
            "{order}"
        );
    }
    server
        .get(
            "ada",
            &format!("{LIST}&requestSyncToken=true&sortOrder=LAST_MODIFIED_ASCENDING"),
        )
        .await;
}

/// Y3: seven days after the full listing began, and not a second before, its tokens end, those of
/// the syncs in between with them.
#[tokio::test]
async fn a_sync_token_expires_seven_days_after_its_full_listing() {
    const DAY: i64 = 86_400;

    let server = Server::new().await;
    let mut client = Client::default();
    client.finish(&server).await;
    let first = client.sync_token.clone();
    for _ in 0..6 {
        server.clock.advance(DAY);
        client.finish(&server).await;
    }
    server.clock.advance(DAY - 60);
    client.finish(&server).await;
    server
        .get("ada", &format!("{LIST}&syncToken={first}"))
        .await;

    server.clock.advance(60);
    for token in [&first, &client.sync_token] {
        let answer = server
            .call(
                "ada",
                "GET",
                &format!("{LIST}&syncToken={token}"),
                &Value::Null,
            )
            .await;
        let error = &answer.json()["error"];
        assert_eq!(answer.status, 400);
        assert_eq!(text(error, "status"), "FAILED_PRECONDITION");
        assert_eq!(text(&error["details"][0], "reason"), "EXPIRED_SYNC_TOKEN");
    }
    // And a full listing begins anew.
    client = Client::default();
    client.finish(&server).await;
    client.finish(&server).await;
}
