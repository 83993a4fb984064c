//! What updates lose: one program each.
use super::*;

pub(super) fn world() -> (World, String) {
    let world = World::new();
    let ada = world.create(&ada());
    let name = name(&ada).to_owned();
    (world, name)
}

/// X20: the mask names fields that the body does not have.
#[test]
fn x20_a_field_left_out() {
    let (world, name) = world();
    let person = world.get(&name, "personFields=names");
    let body = json!({"etag": person["etag"], "names": [{"givenName": "Augusta", "middleName": "King", "familyName": "Byron"}]});
    world.update(&name, "names,urls,phoneNumbers", &body).ok();
    assert_eq!(
        world.found(),
        ["FIELD_ERASED Error [2, 3] phoneNumbers[+44 20 7946 0000] urls[https://ada.example]"],
    );
}

/// X20: it may be meant if it was read; `[]`, `null` and a mask of the field alone are meant.
#[test]
fn x20_a_field_that_was_read_is_left_out() {
    let (world, name) = world();
    let person = world.get(&name, "personFields=nicknames,urls");
    let body = json!({"etag": person["etag"], "nicknames": [{"value": "Countess"}]});
    let updated = world.update(&name, "nicknames,urls", &body).ok();
    assert_eq!(
        world.found(),
        ["FIELD_ERASED Warning [2, 3] urls[https://ada.example]"]
    );

    for cleared in [json!([]), Value::Null] {
        let (world, name) = self::world();
        let person = world.get(&name, "personFields=metadata");
        let mut body = body.clone();
        body["etag"] = person["etag"].clone();
        body["urls"] = cleared;
        world.update(&name, "nicknames,urls", &body).ok();
        assert_eq!(world.found(), [""; 0]);
    }
    let body = json!({"etag": updated["etag"]});
    world.findings.clear(&Filter::default());
    world.update(&name, "phone_numbers", &body).ok();
    assert_eq!(world.found(), [""; 0]);
}

/// X21: a rename takes the middle name away, which the program did not ask for.
#[test]
fn x21_a_member_that_was_not_read() {
    let (world, name) = world();
    let person = world.get(
        &name,
        "personFields=names&fields=etag,names/givenName,names/familyName",
    );
    assert_eq!(person["names"][0]["middleName"], Value::Null);
    let body =
        json!({"etag": person["etag"], "names": [{"givenName": "Augusta", "familyName": "Byron"}]});
    world.update(&name, "names", &body).ok();
    assert_eq!(
        world.found(),
        ["MEMBER_ERASED Error [2, 3] names.middleName"]
    );
}

/// X21: it was read, and the name was made anew without it.
#[test]
fn x21_a_member_that_was_not_sent_back() {
    let (world, name) = world();
    let person = world.get(&name, "personFields=names");
    let mut body =
        json!({"etag": person["etag"], "names": [{"givenName": "Augusta", "familyName": "Byron"}]});
    let updated = world.update(&name, "names", &body).ok();
    assert_eq!(
        world.found(),
        ["MEMBER_ERASED Warning [2, 3] names.middleName"]
    );

    // These are meant: `null`, a member taken out of what was read, and no other change.
    world.findings.clear(&Filter::default());
    body["etag"] = updated["etag"].clone();
    body["names"] = json!([{"givenName": "A.", "familyName": null}]);
    let updated = world.update(&name, "names", &body).ok();
    body["etag"] = updated["etag"].clone();
    body["names"] = json!([{"givenName": "A.", "middleName": "B.", "familyName": "C."}]);
    let updated = world.update(&name, "names", &body).ok();
    body["etag"] = updated["etag"].clone();
    body["names"] = json!([{"givenName": "A.", "familyName": "C."}]);
    world.update(&name, "names", &body).ok();
    let mut person = world.get(&name, "personFields=names");
    let read = person["names"][0].as_object_mut().unwrap();
    read.remove("familyName");
    read.insert("givenName".to_owned(), "B.".into());
    world.update(&name, "names", &person).ok();
    assert_eq!(world.found(), [""; 0]);
}

/// X22: a list is sent with some of its entries, and was not read.
#[test]
fn x22_an_entry_that_was_not_read() {
    let (world, name) = world();
    let person = world.get(&name, "personFields=metadata");
    let emails = json!([{"value": "ada@x.example", "type": "home"}, {"value": "ada@z.example"}]);
    let body = json!({"etag": person["etag"], "emailAddresses": emails});
    world.update(&name, "emailAddresses", &body).ok();
    assert_eq!(
        world.found(),
        ["ENTRY_DROPPED Error [2, 3] emailAddresses[ada@y.example].value"]
    );
}

/// X22: an entry left out of a list that was read is meant, whichever reply showed it.
#[test]
fn x22_an_entry_that_was_read_may_be_left_out() {
    let emails = json!([{"value": "ada@x.example", "type": "home"}]);
    for read in [
        "/v1/people/me/connections?personFields=emailAddresses",
        "/v1/people:searchContacts?query=ada&readMask=emailAddresses",
        "/v1/people:batchGet?resourceNames={name}&personFields=emailAddresses",
        "/v1/{name}?personFields=emailAddresses&fields=etag,emailAddresses/value",
    ] {
        let (world, name) = world();
        world
            .send("GET", &read.replace("{name}", &name), NOTHING)
            .ok();
        let person = world.get(&name, "personFields=metadata");
        let body = json!({"etag": person["etag"], "emailAddresses": emails});
        world.update(&name, "emailAddresses", &body).ok();
        assert_eq!(world.found(), [""; 0], "{read}");
    }
}

/// X22: a reply that was lost was not read, and neither was a profile.
#[test]
fn x22_what_a_reply_did_not_show_was_not_read() {
    let (world, name) = world();
    let read = format!("/v1/{name}?personFields=emailAddresses");
    world.lose("GET", &read, NOTHING);
    world.get(
        &name,
        "personFields=emailAddresses&sources=READ_SOURCE_TYPE_PROFILE",
    );
    world.get(
        &name,
        "personFields=emailAddresses&fields=etag,resourceName",
    );
    let person = world.get(&name, "personFields=metadata");
    let emails = json!([{"value": "ada@x.example", "type": "home"}]);
    let body = json!({"etag": person["etag"], "emailAddresses": emails});
    world.update(&name, "emailAddresses", &body).ok();
    assert_eq!(
        world.found(),
        ["ENTRY_DROPPED Error [5, 6] emailAddresses[ada@y.example]"]
    );
}

/// X23: memberships.
#[test]
fn x23_memberships() {
    let (world, name) = world();
    let group = |title: &str| {
        let body = json!({"contactGroup": {"name": title}});
        let group = world.send("POST", "/v1/contactGroups", &body).ok();
        super::name(&group).to_owned()
    };
    let (one, other) = (group("Engine"), group("Letters"));
    let membership =
        |group: &str| json!({"contactGroupMembership": {"contactGroupResourceName": group}});
    world.edit(
        &name,
        "memberships",
        &json!({"memberships": [membership(&one)]}),
    );
    // By which the program knows of one group, and not of the other.
    let members = json!({"resourceNamesToAdd": [name]});
    world
        .send("POST", &format!("/v1/{other}/members:modify"), &members)
        .ok();
    let person = world.get(&name, "personFields=metadata");
    let body =
        json!({"etag": person["etag"], "memberships": [membership("contactGroups/starred")]});
    let number = world.number.get();
    world.update(&name, "memberships", &body).ok();
    let id = one.trim_start_matches("contactGroups/");
    let [found] = &world.found()[..] else {
        panic!("{:?}", world.found())
    };
    assert!(
        found.starts_with(&format!(
            "MEMBERSHIP_DROPPED Error [{number}, {}]",
            number + 1
        )),
        "{found}"
    );
    assert!(found.contains(id), "{found}");
    assert!(
        !found.contains(other.trim_start_matches("contactGroups/")),
        "{found}"
    );
}

/// X24: the etag comes from a reply without the field.
#[test]
fn x24_a_blind_overwrite() {
    let (world, name) = world();
    let person = world.get(&name, "personFields=names");
    let body = json!({"etag": person["etag"], "biographies": [{"value": "Wrote a program."}]});
    let updated = world.update(&name, "biographies", &body).ok();
    assert_eq!(
        world.found(),
        ["BLIND_OVERWRITE Error [2, 3] biographies.value"]
    );

    // What it sent itself it knows.
    world.findings.clear(&Filter::default());
    let body = json!({"etag": updated["etag"], "biographies": [{"value": "Wrote another."}]});
    let updated = world.update(&name, "biographies", &body).ok();
    let body = json!({"etag": updated["etag"], "biographies": []});
    world.update(&name, "biographies", &body).ok();
    assert_eq!(world.found(), [""; 0]);
}

/// X24: an etag from elsewhere, and a field that is as it was when it was read.
#[test]
fn x24_what_is_not_known_is_no_finding() {
    let (world, name) = world();
    let by = &Author::Program(Some("other".into()));
    let read = format!("/v1/{name}?personFields=metadata");
    let person = world.send_by(by, "GET", &read, NOTHING, true).ok();
    let body = json!({"etag": person["etag"], "biographies": [{"value": "Wrote a program."}]});
    world.update(&name, "biographies", &body).ok();
    world.get(&name, "personFields=urls");
    world.edit(
        &name,
        "nicknames",
        &json!({"nicknames": [{"value": "Countess"}]}),
    );
    let person = world.get(&name, "personFields=metadata");
    let body = json!({"etag": person["etag"], "urls": [{"value": "https://b.example"}]});
    world.update(&name, "urls", &body).ok();
    assert_eq!(world.found(), [""; 0]);

    world.findings.forget(world.ada.clone());
    let person = world.get(&name, "personFields=metadata");
    let body = json!({"etag": person["etag"], "urls": [{"value": "https://c.example"}]});
    world.update(&name, "urls", &body).ok();
    assert_eq!(
        world.found().len(),
        1,
        "what was known before a reset is forgotten"
    );
}

/// X21: an entry is replaced by one that looks like it, and has other members.
#[test]
fn x21_an_entry_in_the_place_of_a_look_alike() {
    let (world, name) = world();
    for (field, new) in [
        (
            "emailAddresses",
            json!([{"value": "ada@x2.example"}, {"value": "ada@y.example"}]),
        ),
        ("phoneNumbers", json!([{"value": "+44 20 7946 0001"}])),
    ] {
        let person = world.get(&name, &format!("personFields={field}"));
        let mut body = json!({"etag": person["etag"]});
        body[field] = new;
        world.update(&name, field, &body).ok();
        assert_eq!(world.found(), [""; 0], "{field}");
    }
    // The same entry, made anew without its type, is a loss.
    let person = world.get(&name, "personFields=names");
    let body =
        json!({"etag": person["etag"], "names": [{"givenName": "Augusta", "familyName": "Byron"}]});
    world.update(&name, "names", &body).ok();
    assert_eq!(world.found().len(), 1);
}

/// X20 to X25 in a batch of updates: each contact by itself.
#[test]
fn x20_batches_of_updates() {
    let (world, one) = world();
    let two = world.create(&ada());
    let two = name(&two).to_owned();
    let read =
        format!("/v1/people:batchGet?resourceNames={one}&resourceNames={two}&personFields=names");
    let read = world.send("GET", &read, NOTHING).ok();
    let etag = |index: usize| read["responses"][index]["person"]["etag"].clone();
    let names = json!([{"givenName": "Augusta", "middleName": "King", "familyName": "Byron"}]);
    let body = json!({
        "contacts": {
            one.clone(): {"etag": etag(0), "names": names, "urls": []},
            two.clone(): {"etag": etag(1), "names": names},
        },
        "updateMask": "names,urls",
        "readMask": "names",
    });
    world
        .send("POST", "/v1/people:batchUpdateContacts", &body)
        .ok();
    assert_eq!(
        world.found(),
        ["FIELD_ERASED Error [3, 4] urls[https://ada.example]"]
    );
    let found = world.findings.all(&Filter::default());
    assert_eq!(found.findings[0].resource_name.as_ref(), Some(&two));
}

/// What the API composes is no loss.
#[test]
fn x21_what_the_api_composes_is_no_loss() {
    let (world, name) = world();
    world.edit(
        &name,
        "addresses,phoneNumbers,clientData",
        &json!({
            "addresses": [{"streetAddress": "12 St James's Square", "city": "London", "country": "UK"}],
            "phoneNumbers": [{"value": "+44 20 7946 0000"}],
            "clientData": [{"key": "id", "value": "17"}],
        }),
    );
    let person = world.get(
        &name,
        "personFields=addresses,phoneNumbers,names,clientData",
    );
    let body = json!({
        "etag": person["etag"],
        "names": [{"givenName": "Ada", "middleName": "King", "familyName": "Lovelace"}],
        "addresses": [{"streetAddress": "6 Cavendish Square", "city": "London", "country": "UK"}],
        "phoneNumbers": [{"value": "+44 20 7946 0001"}],
        "clientData": [{"key": "id", "value": "18"}],
    });
    world
        .update(&name, "names,addresses,phoneNumbers,clientData", &body)
        .ok();
    assert_eq!(world.found(), [""; 0]);
}

/// A caller whose knowledge was forgotten for want of room is not blamed.
#[test]
fn x24_what_was_forgotten_is_no_finding() {
    let mut knowledge = knowledge::Knowledge::default();
    let id = |id| people_model::ContactId::new(id).unwrap();
    let etag = people_model::Fingerprint([1; 8]);
    for contact in 1..=100 {
        knowledge.learn_etag(id(contact), etag, contact);
    }
    assert!(knowledge.of(id(1)).unwrap().is_complete());
    let half = knowledge.bytes() / 2;
    knowledge.shrink(half);
    assert!(knowledge.bytes() <= half);
    assert!(knowledge.of(id(1)).is_none());
    assert!(knowledge.of(id(100)).unwrap().is_complete());
    knowledge.learn_etag(id(1), etag, 101);
    assert!(!knowledge.of(id(1)).unwrap().is_complete());
}
