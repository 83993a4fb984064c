//! What one server lists, another takes in (rules `I1` to `I4`).
use people_rules::Contract;
use people_server::{Seed, SeedError};
use people_store::Memory;
use serde_json::{Map, Value, json};

use super::Server;

const SEED: &str = include_str!("../golden/seed.json");
const FIELDS: &str = "addresses,biographies,birthdays,calendarUrls,clientData,emailAddresses,events,\
    externalIds,genders,imClients,interests,locales,locations,memberships,metadata,miscKeywords,\
    names,nicknames,occupations,organizations,phoneNumbers,photos,relations,sipAddresses,urls,\
    userDefined,coverPhotos,ageRanges,skills";

/// A server with all kinds of groups and contacts, some of them linked to a profile.
async fn filled() -> Server<Memory> {
    let server = Server::new().await.seeded(SEED).await;
    let group = json!({"contactGroup":
        {"name": "Été", "clientData": [{"key": "colour", "value": "blue"}]}});
    let made = server
        .call("ada", "POST", "/v1/contactGroups", &group)
        .await;
    let summer = made.json()["resourceName"].clone();
    let groups = server.get("ada", "/v1/contactGroups?pageSize=1000").await;
    let groups = groups["contactGroups"].as_array().expect("groups");
    let engine = groups.iter().find(|group| group["name"] == "Engine");
    let engine = engine.expect("the group")["resourceName"].clone();
    let member =
        |name: &Value| json!({"contactGroupMembership": {"contactGroupResourceName": name}});
    let contacts = [
        json!({
            "names": [{"unstructuredName": "Augusta Ada King, Countess of Lovelace"}],
            "memberships": [member(&engine), member(&summer), member(&json!("contactGroups/starred"))],
        }),
        json!({
            "names": [{"givenName": "Li", "familyName": "Wei", "phoneticGivenName": "Lǐ"}],
            "addresses": [
                {"type": "home", "streetAddress": "12 St James's Square", "city": "London", "countryCode": "GB"},
                {"formattedValue": "4 Pine\nApt 2"},
            ],
            "phoneNumbers": [{"value": "+44 20 7946 0018", "type": "work"}, {"value": "+44 20 7946 0042"}],
            "emailAddresses": [{"value": "b@example.com"}, {"value": "mary@example.com", "metadata": {"sourcePrimary": true}}],
            "memberships": [member(&summer)],
        }),
        json!({
            "birthdays": [{"date": {"month": 12, "day": 10}}],
            "biographies": [{"value": "<b>Notes</b>", "contentType": "TEXT_HTML"}],
            "userDefined": [{"key": "met at", "value": "Oscars"}, {"key": "met at", "value": "Oscars"}],
            "organizations": [{"name": "Engines", "current": true, "startDate": {"year": 1833}}],
            "memberships": [member(&json!("contactGroups/starred"))],
        }),
    ];
    for contact in &contacts {
        server.create("ada", contact).await;
    }
    server
}

/// All pages of a list, as they were answered.
async fn pages(server: &Server<Memory>, address: &str) -> Vec<String> {
    let (mut pages, mut from) = (Vec::new(), String::new());
    loop {
        let address = format!("{address}{from}");
        let answer = server.call("ada", "GET", &address, &Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        pages.push(answer.text().to_owned());
        match answer.json()["nextPageToken"].as_str() {
            None | Some("") => return pages,
            Some(next) => from = format!("&pageToken={next}"),
        }
    }
}

async fn groups(server: &Server<Memory>, size: usize) -> Vec<String> {
    let fields = "clientData,groupType,memberCount,metadata,name";
    let address = format!("/v1/contactGroups?groupFields={fields}&pageSize={size}");
    pages(server, &address).await
}

async fn contacts(server: &Server<Memory>, size: usize) -> Vec<String> {
    let address = format!("/v1/people/me/connections?personFields={FIELDS}&pageSize={size}");
    pages(server, &address).await
}

/// The entries of some replies by their names, without what differs from server to server: etags, times,
/// and what is a profile's.
fn entries(replies: &[String], list: &str) -> Map<String, Value> {
    let entries = replies.iter().flat_map(|reply| {
        let reply: Value = serde_json::from_str(reply).expect("JSON");
        reply[list].as_array().cloned().unwrap_or_default()
    });
    let entries = entries.map(|mut entry| {
        let members = entry.as_object_mut().expect("an object");
        members.remove("etag");
        members.remove("metadata");
        for values in members.values_mut().filter_map(Value::as_array_mut) {
            let is_own = |value: &Value| {
                let source = &value["metadata"]["source"]["type"];
                source.is_null() || source == "CONTACT"
            };
            values.retain(is_own);
        }
        members.retain(|_, value| value.as_array().is_none_or(|values| !values.is_empty()));
        (
            entry["resourceName"].as_str().expect("a name").to_owned(),
            entry,
        )
    });
    entries.collect()
}

async fn listed(server: &Server<Memory>) -> [Map<String, Value>; 2] {
    [
        entries(&groups(server, 1000).await, "contactGroups"),
        entries(&contacts(server, 1000).await, "connections"),
    ]
}

async fn empty() -> Server<Memory> {
    Server::over(Memory::with_secret([8; 32]), Contract::Documented).await
}

fn replies(texts: &[String]) -> Result<Seed, SeedError> {
    let names: Vec<String> = (1..=texts.len())
        .map(|page| format!("page {page}"))
        .collect();
    let names = names.iter().map(String::as_str);
    Seed::from_replies("ada", names.zip(texts.iter().map(String::as_str)))
}

/// Pages in any order, over and over, and all texts in one.
#[tokio::test]
async fn i1_what_a_server_lists_another_takes_in() {
    let first = filled().await;
    let wanted = listed(&first).await;
    assert_eq!((wanted[0].len(), wanted[1].len()), (10, 5));
    let mut texts = [groups(&first, 3).await, contacts(&first, 2).await].concat();
    assert_eq!(texts.len(), 4 + 3);
    texts.reverse();
    let in_one = [texts.concat()];
    for texts in [&texts[..], &in_one] {
        let second = empty().await;
        let seed = replies(texts).expect("replies");
        let imported = second
            .people
            .import(&seed, |done, all| assert!(done <= all));
        let imported = imported.await.expect("an import");
        assert_eq!(
            imported.added.to_string(),
            "5 contacts, 2 groups and 0 profiles in 1 accounts"
        );
        // Not the system groups, which every account has.
        assert_eq!((imported.entries, imported.differing), (7, vec![]));
        assert_eq!(listed(&second).await, wanted);
        let again = second
            .people
            .import(&seed, |_, _| {})
            .await
            .expect("an import");
        assert_eq!((again.added.contacts, again.added.groups), (0, 0));
        assert_eq!(again.differing, []);
        // And from there to a third.
        let texts = [groups(&second, 1000).await, contacts(&second, 1000).await].concat();
        let third = empty().await;
        let seed = replies(&texts).expect("replies");
        third
            .people
            .import(&seed, |_, _| {})
            .await
            .expect("an import");
        assert_eq!(listed(&third).await, wanted);
    }
}

/// Two replies that are pasted into an account of a seed, as a server is started with it.
#[tokio::test]
async fn i1_what_a_server_lists_is_an_account_of_a_seed() {
    let first = filled().await;
    let mut account = Map::new();
    for reply in [groups(&first, 1000).await, contacts(&first, 1000).await].concat() {
        let reply: Value = serde_json::from_str(&reply).expect("JSON");
        account.extend(reply.as_object().expect("an object").clone());
    }
    assert!(account.contains_key("nextSyncToken") || account.contains_key("totalItems"));
    let seed = json!({"accounts": {"ada": account}}).to_string();
    let second = empty().await.seeded(&seed).await.seeded(&seed).await;
    assert_eq!(listed(&second).await, listed(&first).await);
}

/// I2: the resource name of a group is kept, and memberships that have it mean this group, whatever
/// another one is called.
#[tokio::test]
async fn i2_the_resource_name_of_a_group_is_kept_and_beats_a_name() {
    let member = |group: &str| {
        let group = format!("contactGroups/{group}");
        json!({"nicknames": [{"value": group}], "memberships":
            [{"contactGroupMembership": {"contactGroupResourceName": group}}]})
    };
    let seed = json!({"accounts": {"ada": {
        "groups": [
            {"resourceName": "contactGroups/2a", "name": "Engine"},
            {"resourceName": "contactGroups/2b", "name": "2a"},
            {"name": "2c"},
            {"resourceName": "contactGroups/starred", "name": "starred"},
            {"name": "myContacts", "groupType": "SYSTEM_CONTACT_GROUP"},
        ],
        "contacts": [member("2a"), member("Engine"), member("2b"), member("2c"), member("starred")],
    }}})
    .to_string();
    let [imported, seeded] = [empty().await, empty().await];
    let taken = Seed::from_json(&seed).expect("a seed");
    let taken = imported
        .people
        .import(&taken, |_, _| {})
        .await
        .expect("an import");
    assert_eq!((taken.added.groups, taken.differing), (3, vec![]));
    let seeded = seeded.seeded(&seed).await;
    for server in [imported, seeded] {
        let [groups, _] = listed(&server).await;
        let counted = |name: &str| {
            let group = groups.values().find(|group| group["name"] == name);
            let group = group.expect("the group");
            (group["resourceName"].clone(), group["memberCount"].clone())
        };
        assert_eq!(counted("Engine"), (json!("contactGroups/2a"), json!(2)));
        assert_eq!(counted("2a"), (json!("contactGroups/2b"), json!(1)));
        assert_eq!(counted("2c").1, 1);
        assert_eq!(counted("starred").1, 1);
    }
}

/// I2: a group of that name that is there already keeps its own resource name, takes the members, and is
/// reported.
#[tokio::test]
async fn i2_a_group_that_has_another_name_in_the_store_is_reported() {
    let first = filled().await;
    let texts = [groups(&first, 1000).await, contacts(&first, 1000).await].concat();
    let second = empty().await;
    let there = r#"{"accounts": {"ada": {"groups": [{"resourceName": "contactGroups/7", "name": "Engine"}]}}}"#;
    let second = second.seeded(there).await;
    let seed = replies(&texts).expect("replies");
    let imported = second
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("an import");
    let told: Vec<String> = imported.differing.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "account `ada`, group 1 of page 1: exists as contactGroups/7; its members were added to that group"
        ]
    );
    let [groups, _] = listed(&second).await;
    assert_eq!(groups["contactGroups/7"]["memberCount"], 1);
    assert_eq!(groups.len(), 10);

    // Renamed since, it is the same group, with other values.
    let renamed = there.replace("Engine", "Motor");
    let seed = Seed::from_json(&renamed).expect("a seed");
    let imported = second
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("an import");
    assert_eq!(imported.added.groups, 0);
    assert!(imported.differing[0].to_string().contains("other values"));
}

/// I3: a page that overlaps with another brings nothing twice and loses nothing.
#[tokio::test]
async fn i3_what_comes_twice_is_one_if_it_says_the_same() {
    let first = filled().await;
    let mut texts = [groups(&first, 1000).await, contacts(&first, 2).await].concat();
    texts.extend(texts.clone());
    let second = empty().await;
    let seed = replies(&texts).expect("replies");
    let imported = second
        .people
        .import(&seed, |_, _| {})
        .await
        .expect("an import");
    assert_eq!((imported.added.contacts, imported.added.groups), (5, 2));
    assert_eq!(imported.differing, []);
    assert_eq!(listed(&second).await, listed(&first).await);

    let mut changed: Value = serde_json::from_str(&texts[1]).expect("JSON");
    changed["connections"][0]["nicknames"] = json!([{"value": "Other"}]);
    *texts.last_mut().expect("a page") = changed.to_string();
    let seed = replies(&texts).expect("replies");
    let third = empty().await;
    let refused = third
        .people
        .import(&seed, |_, _| {})
        .await
        .expect_err("two of one name");
    assert_eq!(
        refused.to_string(),
        "account `ada`, contact 1 of page 8: contact 1 of page 2 has its resource name, with other values"
    );
    // A server that is started with it says the same.
    let twice = json!({"accounts": {"ada": {"contacts": [
        {"resourceName": "people/c1", "nicknames": [{"value": "A"}]},
        {"resourceName": "people/c1", "nicknames": [{"value": "A"}]},
        {"resourceName": "people/c1", "nicknames": [{"value": "B"}]},
    ]}}});
    let seed = Seed::from_json(&twice.to_string()).expect("a seed");
    let refused = third.people.seed(seed).await.expect_err("two of one name");
    assert_eq!(
        refused.to_string(),
        "account `ada`, contact 3: contact 1 has its resource name, with other values"
    );
}

#[tokio::test]
async fn i4_what_is_no_whole_list_is_refused() {
    let first = filled().await;
    let texts = contacts(&first, 2).await;
    let refused = |texts: &[&str]| {
        let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
        replies(&texts).expect_err("a refusal").to_string()
    };
    let missing = refused(&[&texts[0], &texts[1]]);
    assert_eq!(
        missing,
        "account `ada`, its contacts: the list has a next page (nextPageToken): give all of its pages"
    );
    assert_eq!(
        refused(&["{}", "{}"]),
        "account `ada`, page 1: it is no reply of contactGroups.list, people.connections.list or \
         otherContacts.list: it has neither contactGroups nor connections nor otherContacts"
    );
    let mut with_an_empty_list = texts.clone();
    with_an_empty_list.push("{}".to_owned());
    assert!(replies(&with_an_empty_list).is_ok());
    for (text, why) in [
        (
            "{}",
            "it has neither contactGroups nor connections nor otherContacts",
        ),
        (r#"{"error": {"code": 401}}"#, "unknown field `error`"),
        (r#"{"accounts": {}}"#, "unknown field `accounts`"),
        ("<html>", "expected value"),
        (
            r#"{"connections": [{"shoeSize": 7}]}"#,
            "contact 1 of page 1: ",
        ),
    ] {
        let told = refused(&[text]);
        assert!(
            told.starts_with("account `ada`, ") && told.contains(why),
            "{told}"
        );
    }
    // In a seed its line is known, as that of any other entry.
    let groups = r#""contactGroups": [{"name": "Engine"}]"#;
    let pasted = format!(
        "{{\"accounts\": {{\"ada\": {{{groups}, \"connections\": [\n{{\"shoeSize\": 7}}]}}}}}}"
    );
    let refused = Seed::from_json(&pasted).expect_err("an unknown member");
    assert_eq!(refused.line(&pasted), Some(2), "{refused}");
    // An account without contacts has a list without entries.
    let none = replies(&[r#"{"totalItems": 0, "totalPeople": 0}"#.to_owned()]);
    let imported = empty()
        .await
        .people
        .import(&none.expect("a reply"), |_, _| {})
        .await;
    assert_eq!(imported.expect("an import").entries, 0);
}
