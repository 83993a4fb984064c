//! What the reply to a write shows: it is not kept, because the row that was written says the same.
use people_server::Seed;

use super::*;

/// A contact that somebody else made; and a program that has read its names, and has sent them back under `query`. What
/// the reply to that was.
fn renamed(world: &World, query: &str) -> (String, Value) {
    let person = world.create(&ada());
    let name = name(&person).to_owned();
    let person = world.get(&name, "personFields=names,metadata");
    let body = json!({"etag": person["etag"], "names": [{"givenName": "Ada", "middleName": "King",
        "familyName": "Lovelace"}]});
    let address = format!("/v1/{name}:updateContact?updatePersonFields=names&{query}");
    let reply = world.send("PATCH", &address, &body).ok();
    (name, reply)
}

/// X20: the reply to an update shows fields beside those that were updated, and they count as read.
#[test]
fn x20_the_reply_to_an_update_was_read() {
    let world = World::new();
    let (name, reply) = renamed(&world, "personFields=urls,metadata");
    let body = json!({"etag": reply["etag"], "urls": [{"value": "https://other.example"}]});
    world.update(&name, "urls", &body).ok();
    assert_eq!(world.found(), [""; 0]);

    // Of those that it did not ask for, the reply shows nothing.
    let person = world.get(&name, "personFields=metadata");
    let body = json!({"etag": person["etag"], "phoneNumbers": [{"value": "+44 20 7946 0001"}]});
    world.update(&name, "phoneNumbers", &body).ok();
    assert_eq!(
        world.found(),
        [
            "BLIND_OVERWRITE Error [5, 6] phoneNumbers[+44 20 7946 0000].value \
             phoneNumbers[+44 20 7946 0000].type"
        ]
    );
}

/// X20: of the reply to an update, `fields` left out what the call asked for.
#[test]
fn x20_what_fields_left_out_of_the_reply_to_an_update_was_not_read() {
    let world = World::new();
    let (name, reply) = renamed(
        &world,
        "personFields=urls,metadata&fields=etag,resourceName",
    );
    let body = json!({"etag": reply["etag"], "urls": [{"value": "https://other.example"}]});
    world.update(&name, "urls", &body).ok();
    let found = world.found();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("BLIND_OVERWRITE Error [3, 4]"),
        "{found:?}"
    );
}

/// X20: a contact that is linked to a profile has another etag in its source, which a reply to a write shows too.
#[test]
fn x20_an_etag_of_the_source_from_the_reply_to_an_update() {
    let world = World::new();
    let own =
        json!({"names": [{"givenName": "Ada"}], "emailAddresses": [{"value": "ada@x.example"}]});
    let profile = json!({"id": "100000000000000000017", "person": own});
    let seed = json!({"accounts": {"countess": {"profile": profile}}}).to_string();
    let seed = world.people.seed(Seed::from_json(&seed).unwrap());
    world.runtime.block_on(seed).unwrap();

    let (name, reply) = renamed(&world, "personFields=metadata");
    let sources = reply["metadata"]["sources"].as_array().unwrap();
    let kinds: Vec<&Value> = sources.iter().map(|source| &source["type"]).collect();
    assert_eq!(kinds, ["CONTACT", "PROFILE"], "it is linked");
    // The etag of the source alone is enough for an update.
    let body = json!({"metadata": {"sources": [sources[0]]}, "urls": [{"value": "https://other.example"}]});
    world.update(&name, "urls", &body).ok();
    let found = world.found();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with("BLIND_OVERWRITE Error [3, 4]"),
        "{found:?}"
    );
}
