//! Other contacts: rules `O1` to `O5`, where an exchange shows too little of them.
use std::{collections::BTreeSet, sync::Arc};

use people_rules::Contract;
use people_server::Seed;
use people_store::{
    Account, Embedded, EmbeddedOptions, Memory, Postgres, PostgresOptions, RowKind, Store,
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Server, list, text, turns::Turns};
use crate::postgres;

const SEED: &str = include_str!("../golden/others.json");

fn move_of(etag: &str) -> Value {
    json!({"resourceName": "people/c5000000", "etag": etag, "memberships": [
        {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}}]})
}

async fn others<S: Store>(server: &Server<S>) -> Value {
    let address = "/v1/otherContacts?readMask=names,emailAddresses,metadata";
    server.get("ada", address).await
}

/// O5: of calls that move one contact at the same time, one does, and the others are too late.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o5_one_of_racing_moves_wins() {
    one_move_wins(Turns(Memory::new())).await;
}

/// O5, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o5_one_of_racing_moves_wins_in_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default());
    one_move_wins(store.expect("a store")).await;
}

/// O5, on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o5_one_of_racing_moves_wins_on_postgres() {
    if let Some(store) = postgres().await {
        one_move_wins(store).await;
    }
}

async fn postgres() -> Option<Postgres> {
    let url = postgres::fresh()?;
    let store = Postgres::open(&url, PostgresOptions::default()).await;
    Some(store.expect("a store"))
}

async fn one_move_wins<S: Store>(store: S) {
    let server = Server::over(store.clone(), Contract::Observed).await;
    let server = Arc::new(server.seeded(SEED).await);
    let before = others(&server).await;
    let etag = text(&list(&before, "otherContacts")[0], "etag").to_owned();
    let racer = || {
        let (server, etag) = (server.clone(), etag.clone());
        tokio::spawn(async move {
            let answer = server.update("ada", "memberships", &move_of(&etag)).await;
            answer.status.as_u16()
        })
    };
    let racers: Vec<_> = (0..16).map(|_| racer()).collect();
    let mut statuses = Vec::new();
    for racer in racers {
        statuses.push(racer.await.expect("an answer"));
    }
    statuses.sort_unstable();
    let expected: Vec<u16> = std::iter::once(200).chain([400; 15]).collect();
    assert_eq!(statuses, expected);
    let account = Account::new("ada").expect("a name");
    for (kind, expected) in [(RowKind::Contact, 2), (RowKind::OtherContact, 1)] {
        let count = store.count(&account, kind).await.expect("a count");
        assert_eq!(count, expected, "{kind:?}");
    }
}

/// O4, O5: an other contact that is moved while it is copied is copied before, or is not there.
#[tokio::test]
async fn o4_copies_race_with_a_move() {
    let (mut copies, mut refusals) = (0, 0);
    for pause in 0..20 {
        let (copied, refused) = copies_come_first(Turns(Memory::new()), pause).await;
        copies += copied;
        refusals += refused;
    }
    // The move came before some of them, and after others.
    assert!(copies > 0 && refusals > 0, "{copies} and {refusals}");
}

/// O4, O5, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o4_copies_race_with_a_move_in_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default());
    copies_come_first(store.expect("a store"), 0).await;
}

/// O4, O5, on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o4_copies_race_with_a_move_on_postgres() {
    if let Some(store) = postgres().await {
        copies_come_first(store, 0).await;
    }
}

/// Copies an other contact while it is moved: no copy is made after the move. Returns how many copies were
/// made, and how many were refused.
async fn copies_come_first<S: Store>(store: S, pause: usize) -> (u64, u64) {
    const LIST: &str = "/v1/people/me/connections?personFields=names";
    let server = Server::over(store, Contract::Observed).await;
    let server = Arc::new(server.seeded(SEED).await);
    let first = server
        .get("ada", &format!("{LIST}&requestSyncToken=true"))
        .await;
    let before = others(&server).await;
    let etag = text(&list(&before, "otherContacts")[0], "etag").to_owned();
    let copiers = (0..8).map(|_| {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let address = "/v1/otherContacts/c5000000:copyOtherContactToMyContactsGroup";
            let body = json!({"copyMask": "names"});
            let answer = server.call("ada", "POST", address, &body).await;
            answer.status.as_u16()
        })
    });
    let copiers: Vec<_> = copiers.collect();
    for _ in 0..pause {
        tokio::task::yield_now().await;
    }
    let moved = server.update("ada", "memberships", &move_of(&etag)).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let (mut copied, mut refused) = (0, 0);
    for copier in copiers {
        match copier.await.expect("an answer") {
            200 => copied += 1,
            404 => refused += 1,
            status => panic!("{status}"),
        }
    }
    let all = server.get("ada", LIST).await;
    assert_eq!(all["totalItems"], 2 + copied);
    // Changes come in the order of their commits.
    let token = text(&first, "nextSyncToken");
    let since = server
        .get("ada", &format!("{LIST}&syncToken={token}"))
        .await;
    let names = list(&since, "connections").iter();
    let names: Vec<_> = names.map(|person| text(person, "resourceName")).collect();
    assert_eq!(names.len() as u64, 1 + copied, "{names:?}");
    assert_eq!(names.last(), Some(&"people/c5000000"), "{names:?}");
    (copied, refused)
}

/// O5, U6: a contact that was moved is updated at once by others: no update is lost, and no second move
/// undoes one.
#[tokio::test]
async fn o5_updates_race_with_a_move() {
    every_update_lands(Turns(Memory::new())).await;
}

/// O5, in the embedded store.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o5_updates_race_with_a_move_in_the_embedded_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default());
    every_update_lands(store.expect("a store")).await;
}

/// O5, on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn o5_updates_race_with_a_move_on_postgres() {
    if let Some(store) = postgres().await {
        every_update_lands(store).await;
    }
}

async fn every_update_lands<S: Store>(store: S) {
    const UPDATERS: usize = 6;
    let server = Server::over(store.clone(), Contract::Observed).await;
    let server = Arc::new(server.seeded(SEED).await);
    let before = others(&server).await;
    let other = list(&before, "otherContacts")[0].clone();
    let address =
        "/v1/people/c5000000?personFields=metadata,userDefined,emailAddresses,memberships";
    let mut racers = JoinSet::new();
    // Each asks for the contact until it is there, and then adds a value to it.
    for updater in 0..UPDATERS {
        let server = Arc::clone(&server);
        racers.spawn(async move {
            loop {
                tokio::task::yield_now().await;
                let answer = server.call("ada", "GET", address, &Value::Null).await;
                if answer.status == 404 {
                    continue;
                }
                let mut person = answer.json();
                let mut values = list(&person, "userDefined").to_vec();
                values.push(json!({"key": format!("{updater}"), "value": "there"}));
                person["userDefined"] = Value::Array(values);
                tokio::task::yield_now().await;
                let answer = server.update("ada", "userDefined", &person).await;
                match answer.status.as_u16() {
                    200 => return 0,
                    400 => {}
                    _ => panic!("{}", answer.text()),
                }
            }
        });
    }
    for _ in 0..4 {
        let (server, etag) = (Arc::clone(&server), text(&other, "etag").to_owned());
        racers.spawn(async move {
            // Some begin when others have seen that the contact is not there.
            tokio::task::yield_now().await;
            let answer = server.update("ada", "memberships", &move_of(&etag)).await;
            usize::from(answer.status == 200)
        });
    }
    let mut moves = 0;
    while let Some(racer) = racers.join_next().await {
        moves += racer.expect("an answer");
    }
    assert_eq!(moves, 1);
    let person = server.get("ada", address).await;
    let values = list(&person, "userDefined").iter();
    let keys: BTreeSet<_> = values.map(|value| text(value, "key")).collect();
    let all: Vec<String> = (0..UPDATERS).map(|updater| updater.to_string()).collect();
    assert_eq!(keys.into_iter().collect::<Vec<_>>(), all);
    let addresses = |person: &Value| {
        let addresses = list(person, "emailAddresses").iter();
        let addresses = addresses.map(|address| text(address, "value").to_owned());
        addresses.collect::<Vec<_>>()
    };
    assert_eq!(addresses(&person), addresses(&other));
    assert_eq!(list(&person, "memberships").len(), 1);
    let account = Account::new("ada").expect("a name");
    for (kind, expected) in [(RowKind::Contact, 2), (RowKind::OtherContact, 1)] {
        let count = store.count(&account, kind).await.expect("a count");
        assert_eq!(count, expected, "{kind:?}");
    }
}

/// O5, N1: a move needs room like any new contact.
#[tokio::test]
async fn o5_a_move_needs_room() {
    let mut sizes = people_server::Sizes::default();
    sizes.contacts = 1;
    let server = Server::sized(Memory::new(), Contract::Observed, sizes).await;
    let server = server.seeded(SEED).await;
    let before = others(&server).await;
    let etag = text(&list(&before, "otherContacts")[0], "etag");
    let refused = server.update("ada", "memberships", &move_of(etag)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text().contains("MY_CONTACTS_OVERFLOW_COUNT"));
    let address = "/v1/otherContacts/c5000000:copyOtherContactToMyContactsGroup";
    let copy = json!({"copyMask": "names"});
    let refused = server.call("ada", "POST", address, &copy).await;
    assert!(refused.text().contains("MY_CONTACTS_OVERFLOW_COUNT"));
    assert_eq!(others(&server).await, before);
}

/// O1: the same seed again adds nothing, also after one of them was moved.
#[tokio::test]
async fn o1_a_seed_has_other_contacts() {
    let server = Server::of_contract(Contract::Observed)
        .await
        .seeded(SEED)
        .await;
    let before = others(&server).await;
    assert_eq!(before["totalSize"], 2);
    let server = server.seeded(SEED).await;
    assert_eq!(others(&server).await, before);

    let etag = text(&list(&before, "otherContacts")[0], "etag");
    let moved = server.update("ada", "memberships", &move_of(etag)).await;
    assert_eq!(moved.status, 200, "{}", moved.text());
    let server = server.seeded(SEED).await;
    assert_eq!(others(&server).await["totalSize"], 1);
    let seed = Seed::from_json(SEED).expect("a seed");
    let imported = server
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("taken in");
    assert_eq!(
        (imported.added.other_contacts, imported.differing),
        (0, vec![])
    );
}

/// O1, I1: what a server lists of them, another takes in.
#[tokio::test]
async fn o1_what_a_server_lists_another_takes_in() {
    let server = Server::new().await.seeded(SEED).await;
    let address = "/v1/otherContacts?readMask=names,emailAddresses,phoneNumbers,photos,metadata";
    let listed = server.get("ada", address).await;
    let pasted = json!({"accounts": {"ada": listed}}).to_string();
    let other = Server::new().await;
    let replied = Seed::from_replies("ada", [("others.json", &*listed.to_string())]);
    let replied = other
        .people
        .import(&replied.expect("a reply"), |_, _| {})
        .await;
    assert_eq!(replied.expect("taken in").added.other_contacts, 2);
    let other = Server::new().await;
    let seed = Seed::from_json(&pasted).expect("a seed");
    let imported = other
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("taken in");
    assert_eq!(imported.added.other_contacts, 2);
    assert_eq!(imported.entries, 2);
    let again = other
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("taken in");
    assert_eq!((again.added.other_contacts, again.differing), (0, vec![]));
    let address = "/v1/otherContacts?readMask=names,emailAddresses,phoneNumbers";
    let values = async |server: &Server<Memory>| {
        let listed = server.get("ada", address).await;
        let mut others = list(&listed, "otherContacts").to_vec();
        for person in &mut others {
            person["etag"].take();
        }
        others
    };
    // In another region its number has no canonical form.
    let mut expected = values(&server).await;
    expected[0]["phoneNumbers"][0]
        .as_object_mut()
        .expect("one")
        .remove("canonicalForm");
    assert_eq!(values(&other).await, expected);
}

/// O1: what no other contact is, is refused by name before anything is written.
#[tokio::test]
async fn o1_a_seed_of_other_contacts_keeps_the_rules() {
    let cases = [
        (
            r#"{"resourceName": "people/c5", "names": [{"givenName": "B"}]}"#,
            "`people/c5` is not the name of an other contact",
        ),
        (
            r#"{"organizations": [{"name": "B"}]}"#,
            "an other contact has only names, emailAddresses and phoneNumbers, not organizations",
        ),
        (
            r#"{"resourceName": "otherContacts/c17", "names": [{"givenName": "B"}]}"#,
            "people/c17 has its number",
        ),
        (
            r#"{"metadata": {"deleted": true}}"#,
            "it is deleted: the list was read by a sync token. Give a list that was read without one",
        ),
        (
            "{}",
            "Must specify a non-metadata contact field on the person",
        ),
    ];
    for (entry, expected) in cases {
        let seed = format!(
            "{{\"accounts\": {{\"ada\": {{\n\
             \"contacts\": [{{\"resourceName\": \"people/c17\", \"names\": [{{\"givenName\": \"C\"}}]}}],\n\
             \"otherContacts\": [\n{entry}]}}}}}}"
        );
        let server = Server::new().await;
        let parsed = Seed::from_json(&seed).expect("a seed");
        let error = server
            .people
            .import(&parsed, |_, _| {})
            .await
            .expect_err(entry);
        let message = format!("account `ada`, other contact 1: {expected}");
        assert_eq!(error.to_string(), message);
        assert_eq!(error.line(&seed), Some(4));
        let all = server
            .get("ada", "/v1/people/me/connections?personFields=names")
            .await;
        assert_eq!(all, json!({}), "nothing is written");
        let error = server.people.seed(parsed).await.expect_err(entry);
        assert_eq!(error.to_string(), message);
    }
}

/// I4: of a list of other contacts, all pages are needed, and an entry is named by its page.
#[tokio::test]
async fn i4_a_page_of_other_contacts_is_no_list() {
    let server = Server::new().await.seeded(SEED).await;
    let first = "/v1/otherContacts?readMask=names,emailAddresses&pageSize=1";
    let page = server.get("ada", first).await.to_string();
    let error = Seed::from_replies("ada", [("1.json", &*page)]).expect_err("a page");
    let expected = "account `ada`, its other contacts: the list has a next page (nextPageToken): give all of \
                    its pages";
    assert_eq!(error.to_string(), expected);
    assert!(Seed::is_reply(&page));
    let bad = r#"{"otherContacts": [{"nmaes": []}]}"#;
    let files = [("1.json", r#"{"otherContacts": [{}]}"#), ("2.json", bad)];
    let error = Seed::from_replies("ada", files).expect_err("a slip");
    let expected = "account `ada`, other contact 1 of 2.json: ";
    assert!(error.to_string().starts_with(expected), "{error}");
}
