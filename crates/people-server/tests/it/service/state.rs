//! An account as one thing: rules J1 and J2, Y4 and E6.
use http::{HeaderValue, StatusCode};
use people_model::{Message, strategy};
use people_rules::Contract;
use people_server::{Audit, Seed};
use people_store::{Account, Memory, Order, RowKind, Store};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    Server, edited, list,
    photos::{base64, png, url},
    text,
};
use crate::fake::anonymous;

const LIST: &str = "/v1/people/me/connections?personFields=metadata,names,memberships,photos";
const GROUPS: &str = "/v1/contactGroups?groupFields=name,clientData,metadata";
const OTHERS: &str = "/v1/otherContacts?readMask=names,metadata,photos";
const DIRECTORY: &str = "/v1/people:listDirectoryPeople?readMask=names,photos\
     &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";

fn account(name: &str) -> Account {
    Account::new(name).expect("a name")
}

fn corp() -> Account {
    Account::of_domain("corp.example").expect("a domain")
}

/// Something of each kind of rows.
fn seed() -> String {
    json!({
        "accounts": {"ada": {
            "region": "GB",
            "domain": "corp.example",
            "profile": {"id": "100000000000000000017", "person": {
                "names": [{"givenName": "Ada"}],
                "emailAddresses": [{"value": "ada@corp.example"}],
                "photo": base64(&png("ada"))
            }},
            "groups": [
                {"resourceName": "contactGroups/1f", "name": "Engine",
                    "clientData": [{"key": "colour", "value": "brass"}]},
                {"name": "Book club"}
            ],
            "contacts": [
                {"resourceName": "people/c99", "names": [{"givenName": "Zoe"}]},
                {"resourceName": "people/c17", "names": [{"givenName": "Charles"}],
                    "phoneNumbers": [{"value": "020 7946 0018", "type": "work"}],
                    "clientData": [{"key": "a", "value": "b"}],
                    "memberships": [{"contactGroupMembership":
                        {"contactGroupResourceName": "contactGroups/Engine"}}],
                    "photo": base64(&png("charles"))},
                {"names": [{"givenName": "Ada", "familyName": "Self"}],
                    "emailAddresses": [{"value": "ada@corp.example"}]}
            ],
            "otherContacts": [
                {"resourceName": "otherContacts/c5", "names": [{"givenName": "Ben"}],
                    "photo": base64(&png("ben"))},
                {"emailAddresses": [{"value": "cy@example.com"}]},
                {"resourceName": "otherContacts/c3", "names": [{"givenName": "Dee"}]}
            ]
        }},
        "domains": {"corp.example": {"people": [
            {"resourceName": "people/100000000000000000042", "names": [{"givenName": "Xavier"}],
                "photo": base64(&png("xavier"))},
            {"source": "DOMAIN_CONTACT", "names": [{"givenName": "Supplier"}]}
        ]}}
    })
    .to_string()
}

/// Every row of an account is as `people store check` wants it.
async fn audited<S: Store>(store: &S, account: &Account) {
    let mut audit = Audit::default();
    for kind in [
        RowKind::Domain,
        RowKind::Profile,
        RowKind::Group,
        RowKind::Contact,
        RowKind::OtherContact,
        RowKind::DirectoryPerson,
        RowKind::Photo,
        RowKind::ProfilePhoto,
    ] {
        let page = store.page(account, kind, Order::Id, None, 1_000).await;
        for row in page.expect("a page").rows {
            assert_eq!(audit.row(account, kind, &row), [""; 0], "{kind:?}");
        }
    }
}

async fn a_contact<S: Store>(server: &Server<S>, name: &str) -> Value {
    let fields = "personFields=names,metadata,phoneNumbers,memberships,clientData";
    server.get("ada", &format!("/v1/{name}?{fields}")).await
}

/// J1: what was true is true again, etags included; an etag of what is discarded is stale.
#[tokio::test]
async fn j1_what_was_true_then_is_true_again() {
    let server = Server::new().await.seeded(&seed()).await;
    let lists = [
        LIST,
        GROUPS,
        OTHERS,
        DIRECTORY,
        "/v1/people/me?personFields=names,photos",
    ];
    let mut before = Vec::new();
    for address in lists {
        before.push(server.get("ada", address).await);
    }
    let charles = a_contact(&server, "people/c17").await;
    let ada = account("ada");
    let saved = server.people.save(&ada).await.expect("saved");

    let renamed = json!([{"givenName": "Charlie"}]);
    let updated = server
        .update("ada", "names", &edited(&charles, "names", renamed.clone()))
        .await;
    assert_eq!(updated.status, 200);
    let discarded = a_contact(&server, "people/c17").await;
    let new = server
        .create("ada", &json!({"names": [{"givenName": "New"}]}))
        .await;
    assert_eq!(server.delete("ada", "people/c99").await.status, 200);
    server.people.restore(&saved).await.expect("restored");

    for (address, mut before) in lists.into_iter().zip(before) {
        let mut after = server.get("ada", address).await;
        // Its text is new each time.
        for list in [&mut before, &mut after] {
            list["nextSyncToken"].take();
        }
        assert_eq!(after, before, "{address}");
    }
    assert_eq!(a_contact(&server, "people/c17").await, charles);
    let new = format!("/v1/{}?personFields=names", text(&new, "resourceName"));
    let gone = server.call("ada", "GET", &new, &Value::Null).await;
    assert_eq!(gone.status, 404);
    // The etag of then is good, that of the discarded future is not, nor ever again.
    let late = server
        .update(
            "ada",
            "names",
            &edited(&discarded, "names", renamed.clone()),
        )
        .await;
    assert_eq!(late.status, 400, "{}", late.text());
    let mine = server
        .update("ada", "names", &edited(&charles, "names", renamed.clone()))
        .await;
    assert_eq!(mine.status, 200, "{}", mine.text());
    for stale in [&charles, &discarded] {
        let late = server
            .update("ada", "names", &edited(stale, "names", renamed.clone()))
            .await;
        assert_eq!(late.status, 400, "{}", late.text());
    }
}

/// J1: the photo of a contact is the one that it had, and others can be set.
#[tokio::test]
async fn j1_photos_are_those_of_then() {
    let store = Memory::with_secret([7; 32]);
    let server = Server::over(store.clone(), Contract::Documented)
        .await
        .seeded(&seed())
        .await;
    let saved = server.people.save(&account("ada")).await.expect("saved");
    let before = server.photo_of("people/c17").await;
    let set = |file: &str| {
        let body = json!({"photoBytes": base64(&png(file)), "personFields": "photos"});
        let server = &server;
        async move {
            let address = "/v1/people/c17:updateContactPhoto";
            server.call("ada", "PATCH", address, &body).await
        }
    };
    assert_eq!(set("other").await.status, 200);
    let discarded = server.photo_of("people/c17").await;
    server.people.restore(&saved).await.expect("restored");
    assert_eq!(server.photo_of("people/c17").await, before);
    assert_eq!(server.fetch(&url(&before)).await.body, png("charles"));
    assert_eq!(server.fetch(&url(&discarded)).await.status, 404);
    audited(&store, &account("ada")).await;
    assert_eq!(set("third").await.status, 200);
    assert_eq!(server.fetch(&url(&before)).await.status, 404);
    audited(&store, &account("ada")).await;
}

/// Y4: tokens from before a replacement are refused, by every list that has some.
#[tokio::test]
async fn y4_tokens_of_a_replaced_account_are_refused() {
    let server = Server::new().await.seeded(&seed()).await;
    let both = [account("ada"), corp()];
    for address in [LIST, GROUPS, OTHERS, DIRECTORY] {
        let asks = match address {
            GROUPS => "",
            _ => "&requestSyncToken=true",
        };
        let address = &format!("{address}{asks}");
        let size = format!("{address}&pageSize=1");
        let page = server.get("ada", &size).await;
        let page_token = format!("{size}&pageToken={}", text(&page, "nextPageToken"));
        let whole = server.get("ada", &format!("{address}&pageSize=1000")).await;
        let sync_token = format!("{address}&syncToken={}", text(&whole, "nextSyncToken"));
        for address in [&page_token, &sync_token] {
            server.get("ada", address).await;
        }
        for account in &both {
            let saved = server.people.save(account).await.expect("saved");
            server.people.restore(&saved).await.expect("restored");
        }
        let refused = server.call("ada", "GET", &page_token, &Value::Null).await;
        assert_eq!(refused.status, 400, "{address}: {}", refused.text());
        assert_eq!(refused.json()["error"]["status"], "INVALID_ARGUMENT");
        let expired = server.call("ada", "GET", &sync_token, &Value::Null).await;
        assert_eq!(expired.status, 400, "{address}: {}", expired.text());
        let reason = &expired.json()["error"]["details"][0]["reason"];
        assert_eq!(reason, "EXPIRED_SYNC_TOKEN", "{address}");
        // From here on a client can follow again.
        let whole = server.get("ada", &format!("{address}&pageSize=1000")).await;
        let sync_token = format!("{address}&syncToken={}", text(&whole, "nextSyncToken"));
        server.get("ada", &sync_token).await;
    }
    let search = "/v1/people:searchDirectoryPeople?query=S&pageSize=1&readMask=names\
         &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";
    let more = r#"{"accounts": {}, "domains": {"corp.example": {"people": [
        {"resourceName": "people/100000000000000000044", "names": [{"givenName": "Sam"}]}]}}}"#;
    let server = server.seeded(more).await;
    let page = server.get("ada", search).await;
    let next = format!("{search}&pageToken={}", text(&page, "nextPageToken"));
    server.get("ada", &next).await;
    let saved = server.people.save(&corp()).await.expect("saved");
    server.people.restore(&saved).await.expect("restored");
    assert_eq!(
        server.call("ada", "GET", &next, &Value::Null).await.status,
        400
    );
}

/// J2: what is written down loads to the same, in another store and under another name.
#[tokio::test]
async fn j2_what_is_written_down_loads_to_the_same() {
    let server = Server::new().await.seeded(&seed()).await;
    let [ada, bob] = ["ada", "bob"].map(account);
    let written = server.people.dump(&ada).await.expect("written");
    let of_domain = server.people.dump(&corp()).await.expect("written");
    assert_eq!(list(&written["accounts"]["ada"], "contacts").len(), 3);
    assert_eq!(
        list(&of_domain["domains"]["corp.example"], "people").len(),
        3
    );

    let store = Memory::with_secret([8; 32]);
    let other = Server::over(store.clone(), Contract::Documented).await;
    // Something that is there before, and goes.
    other
        .create("bob", &json!({"names": [{"givenName": "Old"}]}))
        .await;
    let seed = |written: &Value| Seed::from_json(&written.to_string()).expect("a seed");
    for (account, written) in [(&bob, &written), (&ada, &written), (&corp(), &of_domain)] {
        other
            .people
            .load(account, seed(written))
            .await
            .expect("loaded");
        audited(&store, account).await;
    }
    assert_eq!(other.people.dump(&ada).await.expect("written"), written);
    assert_eq!(
        other.people.dump(&corp()).await.expect("written"),
        of_domain
    );
    let as_bob = other.people.dump(&bob).await.expect("written");
    assert_eq!(as_bob["accounts"]["bob"], written["accounts"]["ada"]);
    // What the API shows is the same, but for etags, times and what follows from the store's secret.
    let everything = "/v1/people/me/connections?personFields=addresses,biographies,clientData,names,\
         memberships,phoneNumbers,emailAddresses";
    for address in [
        everything,
        "/v1/contactGroups?groupFields=name,clientData,memberCount",
        "/v1/otherContacts?readMask=names,emailAddresses",
        "/v1/people/me?personFields=names,emailAddresses",
    ] {
        let [mut one, mut two] = [
            server.get("ada", address).await,
            other.get("ada", address).await,
        ];
        for shown in [&mut one, &mut two] {
            forget(shown);
        }
        assert_eq!(one, two, "{address}");
    }
    let photo = other.photo_of("people/c17").await;
    assert_eq!(other.fetch(&url(&photo)).await.body, png("charles"));
    let others = other.get("ada", OTHERS).await;
    let mut others = list(&others, "otherContacts").iter();
    let ben = others.find(|other| other["resourceName"] == "otherContacts/c5");
    let photo = &ben.expect("an other contact")["photos"][0];
    assert_eq!(other.fetch(&url(photo)).await.body, png("ben"));
}

/// Takes out what is a store's own.
fn forget(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("etag");
            members.remove("nextSyncToken");
            members.values_mut().for_each(forget);
        }
        Value::Array(entries) => entries.iter_mut().for_each(forget),
        _ => {}
    }
}

/// J2: a seed of one account, and nothing else, is loaded; what is refused changes nothing.
#[tokio::test]
async fn j2_one_account_is_loaded_or_none() {
    let server = Server::new().await.seeded(&seed()).await;
    let before = server.people.dump(&account("ada")).await.expect("written");
    for (seed, why) in [
        (r#"{"accounts": {}}"#, "found none"),
        (r#"{"accounts": {"ada": {}, "bob": {}}}"#, "found several"),
        (
            r#"{"accounts": {"ada": {}}, "domains": {"a.example": {}}}"#,
            "load the domain by itself",
        ),
        (
            r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "A"}]}, {}]}}}"#,
            "contact 2",
        ),
        (
            r#"{"accounts": {"ada": {"contacts": [{"names": [{"givenName": "A"}], "memberships": [
                {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1f"}}]}]}}}"#,
            "a group that does not exist",
        ),
    ] {
        let seed = Seed::from_json(seed).expect("a seed");
        let refused = server.people.load(&account("ada"), seed).await;
        let error = refused.expect_err(why).to_string();
        assert!(error.contains(why), "{error}");
    }
    assert_eq!(
        server.people.dump(&account("ada")).await.expect("written"),
        before
    );
}

/// J1, S2: the profile of an account is the one that is stored, after everything that replaces it.
#[tokio::test]
async fn j1_profiles_are_known_anew() {
    let server = Server::new().await.seeded(&seed()).await;
    let ada = account("ada");
    let own = "/v1/people/me?personFields=names";
    let linked = async || {
        let contacts = server
            .get("ada", "/v1/people/me/connections?personFields=metadata")
            .await;
        let contacts = list(&contacts, "connections").to_vec();
        contacts
            .iter()
            .filter(|it| list(&it["metadata"], "sources").len() > 1)
            .count()
    };
    assert_eq!(linked().await, 1);
    let before = server.get("ada", own).await;
    let saved = server.people.save(&ada).await.expect("saved");
    let without = r#"{"accounts": {"x": {"contacts": [{"names": [{"givenName": "A"}],
        "emailAddresses": [{"value": "ada@corp.example"}]}]}}}"#;
    let without = Seed::from_json(without).expect("a seed");
    server.people.load(&ada, without).await.expect("loaded");
    assert_eq!(linked().await, 0);
    assert_eq!(server.get("ada", own).await["names"], Value::Null);
    server.people.restore(&saved).await.expect("restored");
    assert_eq!(linked().await, 1);
    assert_eq!(server.get("ada", own).await, before);
    server.people.remove(&ada).await.expect("removed");
    assert_eq!(server.get("ada", own).await["names"], Value::Null);
    let contacts = server.get("ada", LIST).await;
    assert_eq!(contacts, json!({}));
}

/// E6: an update is never earlier than what it changes, whatever the clock says.
#[tokio::test]
async fn e6_update_times_never_go_back() {
    let server = Server::new().await;
    let person = json!({"names": [{"givenName": "Ada"}]});
    let person = server.create("ada", &person).await;
    let time = |person: &Value| text(&person["metadata"]["sources"][0], "updateTime").to_owned();
    server.clock.advance(-3_600);
    let updated = server.update("ada", "names", &person).await;
    assert_eq!(updated.status, StatusCode::OK);
    assert_eq!(time(&updated.json()), time(&person));
    server.clock.advance(7_200);
    let updated = server.update("ada", "names", &updated.json()).await;
    assert!(time(&updated.json()) > time(&person));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// J2, for any contacts that the API takes.
    #[test]
    fn j2_any_contact_is_written_down(people in prop::collection::vec(strategy::contact_person(), 1..4)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let server = Server::new().await;
            for mut person in people {
                // Of groups that there are.
                person.memberships.clear();
                let mut request = anonymous("POST", "/v1/people:createContact", person.to_json());
                let token = HeaderValue::from_static("Bearer ada");
                request.headers_mut().insert("authorization", token);
                // Many are refused.
                server.send(request).await;
            }
            let ada = account("ada");
            let written = server.people.dump(&ada).await.expect("written");
            let seed = Seed::from_json(&written.to_string()).expect("a seed");
            let other = Server::new().await;
            other.people.load(&ada, seed).await.expect("loaded");
            let again = other.people.dump(&ada).await.expect("written");
            prop_assert_eq!(again, written);
            Ok(())
        })?;
    }
}
