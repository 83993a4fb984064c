//! Imports: a seed that is added whole, once, and compared.
use std::{
    cell::Cell,
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

use people_rules::Contract;
use people_server::{Imported, Seed, SeedError};
use people_store::{Account, Embedded, EmbeddedOptions, Memory, Order, Record, RowKind, Store};
use serde_json::{Value, json};

use super::Server;

const SEED: &str = include_str!("../golden/seed.json");

fn seed(json: &Value) -> Seed {
    Seed::from_json(&json.to_string()).expect("a seed")
}

/// A seed of so many contacts of ada's, every other one without a name, in two groups.
fn many(contacts: usize) -> Value {
    let contact = |number: usize| {
        let group = format!("contactGroups/{}", ["Engine", "Été"][number % 2]);
        let mut contact = json!({
            "names": [{"givenName": format!("Number {number}")}],
            "memberships": [{"contactGroupMembership": {"contactGroupResourceName": group}}],
        });
        if number.is_multiple_of(2) {
            contact["resourceName"] = json!(format!("people/c{number}"));
        }
        contact
    };
    let contacts: Vec<Value> = (1..=contacts).map(contact).collect();
    json!({"accounts": {"ada": {
        "region": "NL",
        "groups": [{"name": "Engine"}, {"name": "Été"}],
        "contacts": contacts,
    }}})
}

async fn import<S: Store>(server: &Server<S>, seed: &Seed) -> Imported {
    let imported = server.people.import(seed, |_, _| {}).await;
    imported.expect("an import")
}

/// All that an account has, without versions and times.
async fn rows<S: Store>(store: &S, account: &str) -> Vec<(RowKind, u64, Record)> {
    let (account, mut all) = (Account::new(account).expect("a name"), Vec::new());
    for kind in RowKind::ALL {
        let page = store.page(&account, kind, Order::Id, None, 10_000).await;
        let rows = page.expect("rows").rows.into_iter();
        all.extend(rows.map(|row| (kind, row.id, Record::clone(&row.record))));
    }
    all
}

fn ids(rows: &[(RowKind, u64, Record)]) -> Vec<(RowKind, u64)> {
    rows.iter().map(|(kind, id, _)| (*kind, *id)).collect()
}

/// C3, S2: what is named is stored as a server stores it that is started with the same seed; what
/// is not named is stored too, and once.
#[tokio::test]
async fn an_import_is_a_seed_that_is_taken_in_once() {
    let stores = [(); 2].map(|()| Memory::with_secret([7; 32]));
    let [imports, seeds] = &stores;
    let importing = Server::over(imports.clone(), Contract::Documented).await;
    let first = import(&importing, &Seed::from_json(SEED).expect("a seed")).await;
    assert_eq!(
        first.added.to_string(),
        "3 contacts, 1 groups and 2 profiles in 2 accounts"
    );
    assert_eq!((first.entries, first.differing), (6, vec![]));
    Server::over(seeds.clone(), Contract::Documented)
        .await
        .seeded(SEED)
        .await;
    for account in ["ada", "mary"] {
        let (one, other) = (rows(imports, account).await, rows(seeds, account).await);
        assert!(!one.is_empty() && one == other, "{account}");
    }

    let unnamed = json!({"nicknames": [{"value": "Nick"}]});
    let twice = seed(&json!({"accounts": {"ada": {"contacts": [unnamed, unnamed]}}}));
    let before = rows(imports, "ada").await;
    assert_eq!(import(&importing, &twice).await.added.contacts, 2);
    assert_eq!(import(&importing, &twice).await.added.contacts, 0);
    let after = rows(imports, "ada").await;
    assert_eq!(after.len(), before.len() + 2);
    // Nothing tells from an id what is in the contact, but for who has the store.
    let other = Memory::with_secret([8; 32]);
    let elsewhere = Server::over(other.clone(), Contract::Documented).await;
    import(&elsewhere, &twice).await;
    let elsewhere = ids(&rows(&other, "ada").await);
    assert!(elsewhere.iter().all(|id| !ids(&after).contains(id)));
}

/// Broken off anywhere, again and again, it comes to the same as at once.
#[tokio::test]
async fn an_import_that_was_broken_off_is_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let server = Server::over(store.clone(), Contract::Documented).await;
    let wanted = seed(&many(1_800));
    let (mut attempts, mut added) = (0, 0);
    loop {
        attempts += 1;
        let steps = Cell::new(0);
        let progress = |done, all| {
            assert!(done <= all);
            // What is checked comes first, and is not written yet.
            steps.set(steps.get() + usize::from(3 * done > all));
        };
        let limit = attempts + 2;
        let importing = server.people.import(&wanted, progress);
        if let Some(done) = until(importing, &steps, limit).await {
            let imported = done.expect("an import");
            added += imported.added.contacts;
            assert_eq!((imported.entries, imported.differing), (1_803, vec![]));
            break;
        }
    }
    assert!(attempts > 2 && added < 1_800, "{attempts} {added}");
    let broken_off = rows(&store, "ada").await;
    let memory = Memory::new();
    let at_once = Server::over(memory.clone(), Contract::Documented).await;
    import(&at_once, &wanted).await;
    assert_eq!(broken_off.len(), rows(&memory, "ada").await.len());
    assert_eq!(import(&server, &wanted).await.added.contacts, 0);
    assert_eq!(rows(&store, "ada").await, broken_off);
}

/// Carries on until it is done, or has made so many steps.
async fn until<T>(future: impl Future<Output = T>, steps: &Cell<usize>, limit: usize) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if steps.get() >= limit => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await
}

/// Two that import the same at once add each entry once, and both find all of it.
#[tokio::test]
async fn imports_that_meet_add_everything_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let server = Server::over(store.clone(), Contract::Documented).await;
    let contact = |number: usize| json!({"nicknames": [{"value": number.to_string()}]});
    let contacts: Vec<Value> = (0..600).map(contact).collect();
    // Of contacts alone, so that both are at the same place from the first one on.
    let alone =
        (0..8).map(|round| json!({"accounts": {format!("{round}"): {"contacts": contacts}}}));
    for wanted in [many(600)].into_iter().chain(alone) {
        let wanted = seed(&wanted);
        let (one, other) = tokio::join!(import(&server, &wanted), import(&server, &wanted));
        assert_eq!(one.added.contacts + other.added.contacts, 600);
        assert_eq!((one.differing, other.differing), (vec![], vec![]));
    }
}

/// Existing entries with other values stay, and are reported; so are entries that somebody deleted meanwhile.
#[tokio::test]
async fn what_differs_is_told_and_left_alone() {
    let server = Server::new().await.seeded(SEED).await;
    let address = "/v1/people/c17?personFields=metadata,nicknames";
    let mut person = server.get("ada", address).await;
    person["nicknames"] = json!([{"value": "Changed"}]);
    assert_eq!(server.update("ada", "nicknames", &person).await.status, 200);
    let before = server.get("ada", address).await;

    let mut again: Value = serde_json::from_str(SEED).expect("JSON");
    again["accounts"]["ada"]["groups"][0]["clientData"] = json!([{"key": "k", "value": "v"}]);
    again["accounts"]["mary"]["profile"]["person"]["nicknames"] = json!([{"value": "Other"}]);
    let imported = import(&server, &seed(&again)).await;
    let told: Vec<String> = imported.differing.iter().map(ToString::to_string).collect();
    let there = "exists with other values, which did not change";
    assert_eq!(
        told,
        [
            format!("account `ada`, group 1: {there}"),
            format!("account `ada`, contact 1 (people/c17): {there}"),
            format!("account `mary`, its profile: {there}"),
        ]
    );
    assert_eq!(imported.added.contacts, 0);
    assert_eq!(server.get("ada", address).await, before);
}

/// C2, I3, I4, U8, U15, U16: the first bad entry is told by its account and place, and nothing is written,
/// not even what is good.
#[tokio::test]
async fn nothing_of_a_bad_seed_is_imported() {
    let good = json!({"nicknames": [{"value": "Nick"}]});
    let member = |group: &str| {
        let name = format!("contactGroups/{group}");
        json!({"nicknames": [{"value": "Nick"}], "memberships":
            [{"contactGroupMembership": {"contactGroupResourceName": name}}]})
    };
    let named = json!({"resourceName": "people/c1", "nicknames": [{"value": "Nick"}]});
    let other = json!({"resourceName": "people/c1", "nicknames": [{"value": "Nicholas"}]});
    let contacts = |bad: &Value| json!({"groups": [{"name": "Engine"}], "contacts": [good, bad]});
    let cases = [
        (
            contacts(&json!({})),
            "contact 2: Must specify a non-metadata",
        ),
        (
            contacts(&json!({"names": [{"givenName": "a"}, {"givenName": "b"}]})),
            "contact 2: Cannot have more than one person.names",
        ),
        (
            contacts(&json!({"resourceName": "people/me", "nicknames": [{"value": "Nick"}]})),
            "contact 2: Resource name \"people/me\" is not a valid contact",
        ),
        (
            contacts(&member("Motor")),
            "contact 2: it is in contactGroups/Motor, a group that does not exist",
        ),
        (
            contacts(&member("abc")),
            "contact 2: it is in contactGroups/abc, a group that does not exist",
        ),
        (contacts(&member("friends")), "contact 2: "),
        (
            contacts(
                &json!({"notes": "x".repeat(9), "nicknames": [{"value": "x".repeat(200_000)}]}),
            ),
            "contact 2: ",
        ),
        (
            json!({"contacts": [named, good, other]}),
            "contact 3: contact 1 has its resource name, with other values",
        ),
        (
            json!({"groups": [
                {"resourceName": "contactGroups/2a", "name": "Engine"},
                {"resourceName": "contactGroups/2a", "name": "Motor"},
            ]}),
            "group 2: group 1 has its resource name, with other values",
        ),
        (
            json!({"groups": [
                {"resourceName": "contactGroups/2a", "name": "Engine"},
                {"resourceName": "contactGroups/2b", "name": "Engine"},
            ]}),
            "group 2: group 1 has its name",
        ),
        (
            json!({"groups": [{"resourceName": "contactGroups/2A", "name": "Engine"}]}),
            "group 1: `contactGroups/2A` is not the name of a contact group",
        ),
        (
            json!({"groups": [{"resourceName": "contactGroups/2a", "metadata": {"deleted": true}}]}),
            "group 1: it is deleted",
        ),
        (
            json!({"groups": [{"name": "beloved", "groupType": "SYSTEM_CONTACT_GROUP"}]}),
            "group 1: `contactGroups/beloved` is not the name",
        ),
        (
            json!({"contacts": [{"resourceName": "people/c1", "metadata": {"deleted": true}}]}),
            "contact 1: it is deleted",
        ),
        (
            json!({"connections": [good], "nextPageToken": "more"}),
            "its lists: the list has a next page",
        ),
        (
            json!({"groups": [{"name": "Engine"}, {"name": " engine"}]}),
            "group 2: group 1 has its name",
        ),
        (json!({"groups": [{"name": " "}]}), "group 1: "),
        (json!({"groups": [{"name": "starred"}]}), "group 1: "),
        (
            json!({"region": "Atlantis"}),
            "its region: a region is two letters",
        ),
        (
            json!({"profile": {"id": "x"}}),
            "its profile: a profile id is",
        ),
    ];
    for (bad, complaint) in cases {
        let store = Memory::with_secret([7; 32]);
        let server = Server::over(store.clone(), Contract::Documented).await;
        let text = json!({"accounts": {"ada": {"contacts": [good]}, "zoe": bad}}).to_string();
        let refused = match Seed::from_json(&text) {
            Ok(seed) => server.people.import(&seed, |_, _| {}).await.map(drop),
            Err(error) => Err(error),
        };
        let error = refused.expect_err(complaint);
        assert!(matches!(error, SeedError::Refused { .. }), "{error}");
        let said = error.to_string();
        let expected = format!("account `zoe`, {complaint}");
        assert!(said.starts_with(&expected), "{said}");
        let accounts = store.accounts(None, 9).await.expect("accounts");
        assert_eq!(accounts, [], "{complaint}");
    }
    let twice = r#"{"accounts": {"ada": {"contacts": []}, "ada": {}}}"#;
    let Err(SeedError::Syntax(error)) = Seed::from_json(twice) else {
        panic!("one of the two would be lost");
    };
    assert!(
        error
            .to_string()
            .contains("account `ada` is in the seed twice"),
        "{error}"
    );
}

/// Every account has the system groups of a list: they are no entries to import.
#[tokio::test]
async fn system_groups_of_a_list_do_not_count() {
    let server = Server::new().await;
    let seed = json!({"accounts": {"ada": {
        "contactGroups": [
            {"resourceName": "contactGroups/2a", "groupType": "USER_CONTACT_GROUP", "name": "Engine"},
            {"resourceName": "contactGroups/starred", "groupType": "SYSTEM_CONTACT_GROUP", "name": "starred"},
            {"groupType": "SYSTEM_CONTACT_GROUP", "name": "myContacts"},
        ],
        "contacts": [{"nicknames": [{"value": "Nick"}]}],
    }}});
    let seed = Seed::from_json(&seed.to_string()).expect("a seed");
    let imported = server.people.import(&seed, |_, _| {}).await;
    let imported = imported.expect("an import");
    assert_eq!((imported.entries, imported.differing), (2, vec![]));
    assert_eq!((imported.added.groups, imported.added.contacts), (1, 1));
}
