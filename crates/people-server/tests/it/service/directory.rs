//! Directories: rules `W1` to `W4`, where an exchange shows too little of them.
use people_rules::Contract;
use people_server::Seed;
use people_store::{Account, Batch, Memory, Order, RowKind, Store, Write};
use serde_json::{Value, json};

use super::{Server, list, text};

const SEED: &str = include_str!("../golden/directory.json");
const ALL: &str = "/v1/people:listDirectoryPeople?readMask=names,emailAddresses,metadata\
     &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE&sources=DIRECTORY_SOURCE_TYPE_DOMAIN_CONTACT";

fn names(reply: &Value) -> Vec<String> {
    let people = list(reply, "people").iter();
    people
        .map(|person| text(&person["names"][0], "displayName").to_owned())
        .collect()
}

/// W4, Y1: people that come later are in the next sync, and in it alone.
#[tokio::test]
async fn w4_a_sync_has_the_people_that_came() {
    let server = Server::new().await.seeded(SEED).await;
    let all = server
        .get("ada", &format!("{ALL}&requestSyncToken=true"))
        .await;
    assert_eq!(names(&all), ["Ada Lovelace", "Supplier", "Xavier"]);
    let token = text(&all, "nextSyncToken");
    let more = r#"{"accounts": {}, "domains": {"CORP.example": {"people": [
        {"resourceName": "people/100000000000000000044", "names": [{"givenName": "Yvonne"}]}]}}}"#;
    let server = server.seeded(more).await;
    let delta = server.get("ada", &format!("{ALL}&syncToken={token}")).await;
    assert_eq!(names(&delta), ["Yvonne"]);
    let token = text(&delta, "nextSyncToken");
    let nothing = server.get("ada", &format!("{ALL}&syncToken={token}")).await;
    assert_eq!(names(&nothing), [""; 0]);
}

/// W4, Y3: a person who was removed is not told of by name, so a token from before is expired, on whatever
/// page of the sync; the list, and a token from after, are good.
#[tokio::test]
async fn w4_a_sync_from_before_a_removal_is_expired() {
    let store = Memory::new();
    let server = Server::over(store.clone(), Contract::Documented).await;
    let server = server.seeded(SEED).await;
    let all = server
        .get("ada", &format!("{ALL}&requestSyncToken=true"))
        .await;
    let before = text(&all, "nextSyncToken");
    let more = r#"{"accounts": {}, "domains": {"corp.example": {"people": [
        {"resourceName": "people/100000000000000000044", "names": [{"givenName": "Yvonne"}]}]}}}"#;
    let server = server.seeded(more).await;
    let first = format!("{ALL}&pageSize=1&syncToken={before}");
    let whole = server.get("ada", &first).await;
    assert_eq!(whole["nextPageToken"], Value::Null);

    let domain = Account::of_domain("corp.example").expect("a name");
    let page = store.page(&domain, RowKind::DirectoryPerson, Order::Id, None, 10);
    let mut rows = page.await.expect("rows").rows.into_iter();
    let xavier = rows.find(|row| row.record.body.contains("Xavier"));
    let xavier = xavier.expect("a row");
    let delete = Write::Delete {
        kind: RowKind::DirectoryPerson,
        id: xavier.id,
        version: xavier.version,
    };
    let writes = vec![delete];
    let removed = store.commit(&domain, Batch { writes, time: 1 }).await;
    removed.expect("a commit");

    let page = server.get("ada", &first).await;
    assert_eq!(names(&page), ["Yvonne"]);
    let next = format!("{first}&pageToken={}", text(&page, "nextPageToken"));
    for address in [format!("{ALL}&syncToken={before}"), next] {
        let refused = server.call("ada", "GET", &address, &Value::Null).await;
        assert_eq!(refused.status, 400);
        let error = &refused.json()["error"];
        assert_eq!(
            error["details"][0]["reason"], "EXPIRED_SYNC_TOKEN",
            "{error}"
        );
    }
    let all = server
        .get("ada", &format!("{ALL}&requestSyncToken=true"))
        .await;
    assert_eq!(names(&all), ["Ada Lovelace", "Supplier", "Yvonne"]);
    let after = text(&all, "nextSyncToken");
    let delta = server.get("ada", &format!("{ALL}&syncToken={after}")).await;
    assert_eq!(names(&delta), [""; 0]);
    let search = "/v1/people:searchDirectoryPeople?query=xav&readMask=names\
         &sources=DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE";
    assert_eq!(server.get("ada", search).await, json!({}));
}

/// W4: at every page size, each person comes once, for any sources.
#[tokio::test]
async fn w4_each_person_comes_once() {
    let people: Vec<Value> = (0..25)
        .map(|number| {
            let source = ["DOMAIN_PROFILE", "DOMAIN_CONTACT"][number % 2];
            json!({"source": source, "names": [{"givenName": format!("P{number:02}")}]})
        })
        .collect();
    let seed = json!({"accounts": {"ada": {"domain": "corp.example"}},
        "domains": {"corp.example": {"people": people}}});
    let server = Server::new().await.seeded(&seed.to_string()).await;
    for (sources, expected) in [
        (&["DOMAIN_PROFILE", "DOMAIN_CONTACT"][..], 25),
        (&["DOMAIN_PROFILE"], 13),
        (&["DOMAIN_CONTACT"], 12),
    ] {
        let sources: String = sources
            .iter()
            .map(|source| format!("&sources=DIRECTORY_SOURCE_TYPE_{source}"))
            .collect();
        for size in [1, 3, 25, 1000] {
            let (mut seen, mut token) = (Vec::new(), String::new());
            loop {
                let address = format!(
                    "/v1/people:listDirectoryPeople?readMask=names{sources}&pageSize={size}&pageToken={token}"
                );
                let page = server.get("ada", &address).await;
                seen.extend(names(&page));
                match page["nextPageToken"].as_str() {
                    Some(next) => token = next.to_owned(),
                    None => break,
                }
            }
            seen.sort();
            let whole = seen.len();
            seen.dedup();
            assert_eq!(
                (whole, seen.len()),
                (expected, expected),
                "{sources} {size}"
            );
        }
    }
}

/// W2: the same seed again adds nothing, by either way in, and differences are reported.
#[tokio::test]
async fn w2_a_seed_has_directories() {
    let server = Server::new().await.seeded(SEED).await;
    let before = server.get("ada", ALL).await;
    let seed = Seed::from_json(SEED).expect("a seed");
    let report = server.people.seed(seed).await.expect("a seed");
    assert_eq!((report.directory_people, report.profiles), (0, 0));
    assert_eq!(server.get("ada", ALL).await, before);

    let seed = Seed::from_json(SEED).expect("a seed");
    let imported = server
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("taken in");
    // One contact that has a name, two profiles, three domains of accounts, two domains, four people.
    assert_eq!((imported.entries, imported.differing), (12, vec![]));
    let fresh = Server::new().await;
    let imported = fresh
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("taken in");
    assert_eq!(
        imported.added.to_string(),
        "1 contacts, 0 groups and 2 profiles in 4 accounts, and 4 people in directories"
    );
    assert_eq!(names(&fresh.get("ada", ALL).await), names(&before));

    let changed = SEED
        .replace("Xavier\"}", "Xavier II\"}")
        .replace("\"sharing\": false", "\"sharing\": true")
        .replace("\"secret.example\"}", "\"corp.example\"}");
    let seed = Seed::from_json(&changed).expect("a seed");
    let imported = server
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("taken in");
    let differing: Vec<String> = imported.differing.iter().map(ToString::to_string).collect();
    let left = "exists with other values, which did not change";
    assert_eq!(
        differing,
        [
            format!("account `sue`, its domain: {left}"),
            format!("domain `corp.example`, person 1: {left}"),
            format!("domain `secret.example`, the domain: {left}"),
        ]
    );
}

/// W2: what cannot be in a directory is refused by name and line, before anything is written.
#[tokio::test]
async fn w2_a_seed_of_directories_keeps_the_rules() {
    let person = |entry: &str| {
        format!(
            "{{\"accounts\": {{\"ada\": {{}}}},\n\"domains\": {{\"Corp.example\": {{\"people\": [\n{entry}]}}}}}}"
        )
    };
    let cases = [
        (
            person(r#"{"source": "PROFILE", "names": [{"givenName": "X"}]}"#),
            "domain `corp.example`, person 1: its source is neither DOMAIN_PROFILE nor DOMAIN_CONTACT",
            Some(3),
        ),
        (
            person(r#"{"resourceName": "people/c17"}"#),
            "domain `corp.example`, person 1: `people/c17` is not its name: it is people/ and decimal digits",
            Some(3),
        ),
        (
            person(r#"{"source": "DOMAIN_CONTACT", "resourceName": "people/c17"}"#),
            "domain `corp.example`, person 1: `people/c17` is not its name: it is people/ and hexadecimal \
             digits, and not that of a contact",
            Some(3),
        ),
        (
            person(r#"{"nmaes": []}"#),
            "domain `corp.example`, person 1: Unknown name \"nmaes\": Cannot find field.",
            Some(3),
        ),
        (
            person("{\"resourceName\": \"people/7\"},\n{\"resourceName\": \"people/7\", \"names\": [{\"givenName\": \"X\"}]}"),
            "domain `corp.example`, person 2: person 1 has its resource name, with other values",
            Some(4),
        ),
        (
            "{\"accounts\": {\"ada\": {\"profile\":\n {\"id\": \"7\", \"resourceName\": \"people/8\"}}}}".to_owned(),
            "account `ada`, its profile: its id and its resource name differ",
            Some(2),
        ),
        (
            "{\"accounts\": {\"ada\": {\"domain\": \"a\\tb\"}}}".to_owned(),
            "domain `a\tb`, its name: a domain's name has 1 to 249 bytes and no control characters",
            None,
        ),
        (
            "{\"accounts\": {},\n\"domains\": {\"a\": {}, \"A\": {}}}".to_owned(),
            "the seed is not readable",
            Some(2),
        ),
    ];
    for (seed, expected, line) in cases {
        let server = Server::new().await;
        let error = match Seed::from_json(&seed) {
            Err(error) => error,
            Ok(seed) => match server.people.import(&seed, |_, _| {}).await {
                Err(error) => error,
                Ok(imported) => panic!("{expected}: {imported:?}"),
            },
        };
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.line(&seed), line, "{expected}");
    }
}

/// W2: a person that comes twice and is equal is one person; an account may be it.
#[tokio::test]
async fn w2_equal_people_are_one() {
    let seed = r#"{"accounts": {"ada": {"domain": "a.example", "profile": {"id": "7",
        "person": {"names": [{"givenName": "Ada"}]}}}},
        "domains": {"a.example": {"people": [{"resourceName": "people/7", "names": [{"givenName": "Ada"}]},
        {"names": [{"givenName": "B"}]}, {"names": [{"givenName": "B"}]}]}}}"#;
    let server = Server::new().await.seeded(seed).await.seeded(seed).await;
    assert_eq!(names(&server.get("ada", ALL).await), ["Ada", "B", "B"]);
}

/// W2: a later seed leaves an account's domain and profile as they are, and then puts no other profile in a
/// directory. A profile that comes later is in the directory of the domain that is stored.
#[tokio::test]
async fn w2_a_profile_is_in_the_directory_of_the_stored_domain() {
    const FIRST: &str = r#"{"accounts": {
        "ada": {"domain": "corp.example", "profile": {"id": "17", "person": {"names": [{"givenName": "Ada"}]}}},
        "bea": {"domain": "corp.example"},
        "zoe": {"domain": "open.example"}}}"#;
    const MOVED: &str = r#"{"accounts": {
        "ada": {"domain": "Open.example", "profile": {"id": "17", "person": {"names": [{"givenName": "Ada"}]}}},
        "bea": {"profile": {"id": "18", "person": {"names": [{"givenName": "Bea"}]}}}}}"#;
    const RENAMED: &str = r#"{"accounts": {
        "ada": {"domain": "corp.example", "profile": {"id": "19", "person": {"names": [{"givenName": "Eva"}]}}}}}"#;
    for by_import in [false, true] {
        let server = Server::new().await.seeded(FIRST).await;
        let mut reported = Vec::new();
        for seed in [MOVED, RENAMED] {
            let seed = Seed::from_json(seed).expect("a seed");
            if by_import {
                let imported = server
                    .people
                    .import(&seed, |done, all| assert!(done <= all));
                let differing = imported.await.expect("taken in").differing;
                reported.extend(
                    differing
                        .iter()
                        .map(|it| format!("{}, {}", it.account, it.what)),
                );
            } else {
                server.people.seed(seed).await.expect("a seed");
            }
        }
        assert_eq!(names(&server.get("zoe", ALL).await), [""; 0], "{by_import}");
        assert_eq!(
            names(&server.get("bea", ALL).await),
            ["Ada", "Bea"],
            "{by_import}"
        );
        let expected = ["ada, its domain", "ada, its profile"];
        assert_eq!(reported, &expected[..2 * usize::from(by_import)]);
    }
}
