//! What an update loses that another program wrote since this one had read.
use super::{lost::world, *};

/// X25: somebody wrote after the program had read, and the etag is of then.
#[test]
fn x25_an_edit_lost() {
    let (world, name) = world();
    let mut person = world.get(&name, "personFields=emailAddresses");
    let mut emails = person["emailAddresses"].clone();
    emails
        .as_array_mut()
        .unwrap()
        .push(json!({"value": "new@z.example"}));
    let edit = world.edit(&name, "emailAddresses", &json!({"emailAddresses": emails}));
    let fresh = world.get(&name, "personFields=metadata");
    person["etag"] = fresh["etag"].clone();
    person["emailAddresses"][0]["value"] = "ada@w.example".into();
    person.as_object_mut().unwrap().remove("metadata");
    let number = world.update(&name, "emailAddresses", &person).number;
    assert_eq!(
        world.found(),
        [format!(
            "EDIT_LOST Error [{edit}, {number}] emailAddresses[new@z.example]"
        )],
    );
}

/// X25: an entry that somebody took out is there again.
#[test]
fn x25_a_removal_lost() {
    let (world, name) = world();
    let person = world.get(&name, "personFields=emailAddresses");
    let edit = json!({"emailAddresses": [{"value": "ada@x.example", "type": "home"}]});
    let edit = world.edit(&name, "emailAddresses", &edit);
    let fresh = world.get(&name, "personFields=metadata");
    let body = json!({"etag": fresh["etag"], "emailAddresses": person["emailAddresses"]});
    let number = world.update(&name, "emailAddresses", &body).number;
    assert_eq!(
        world.found(),
        [format!(
            "EDIT_LOST Error [{edit}, {number}] emailAddresses[ada@y.example]"
        )],
    );
}

/// X26: only the etag was exchanged, even though the person was read again.
#[test]
fn x26_a_stale_update_sent_again() {
    for read in ["metadata", "emailAddresses"] {
        let (world, name) = world();
        let mut person = world.get(&name, "personFields=emailAddresses");
        let mut emails = person["emailAddresses"].clone();
        emails
            .as_array_mut()
            .unwrap()
            .push(json!({"value": "new@z.example"}));
        world.edit(&name, "emailAddresses", &json!({"emailAddresses": emails}));
        person["emailAddresses"][0]["value"] = "ada@w.example".into();
        let refused = world.update(&name, "emailAddresses", &person);
        assert!(refused.reply.is_err());
        let fresh = world.get(&name, &format!("personFields={read}"));
        person["etag"] = fresh["etag"].clone();
        person["metadata"] = Value::Null;
        let number = world.update(&name, "emailAddresses", &person).number;
        let refused = refused.number;
        assert_eq!(
            world.found(),
            [format!(
                "STALE_RETRIED Error [{refused}, {number}] emailAddresses[new@z.example]"
            )],
            "{read}"
        );
    }
}

/// X26: what was lost looks like what the program added, whether it read the field again or not.
#[test]
fn x26_a_lost_entry_that_looks_like_a_new_one() {
    for read in ["metadata", "emailAddresses"] {
        for (theirs, mine) in [
            ("rob@z.example", "bob@z.example"),
            ("zoe@q.example", "bob@z.example"),
        ] {
            let (world, name) = world();
            let mut person = world.get(&name, "personFields=emailAddresses");
            let with = |added: &str| {
                let mut emails = person["emailAddresses"].clone();
                let list = emails.as_array_mut().unwrap();
                list.push(json!({"value": added}));
                emails
            };
            world.edit(
                &name,
                "emailAddresses",
                &json!({"emailAddresses": with(theirs)}),
            );
            person["emailAddresses"] = with(mine);
            let refused = world.update(&name, "emailAddresses", &person).number;
            let fresh = world.get(&name, &format!("personFields={read}"));
            person["etag"] = fresh["etag"].clone();
            person["metadata"] = Value::Null;
            let number = world.update(&name, "emailAddresses", &person).number;
            let [found] = &world.found()[..] else {
                panic!("{theirs} {read}: {:?}", world.found())
            };
            let start = format!("STALE_RETRIED Error [{refused}, {number}] ");
            assert!(found.starts_with(&start), "{theirs} {read}: {found}");
            assert!(found.contains(theirs), "{theirs} {read}: {found}");
        }
    }
}

/// X26: a lone value that somebody else had written is written over.
#[test]
fn x26_a_lone_value_written_over_anothers() {
    for (field, theirs, mine) in [
        ("biographies", "Wrote a note, too.", "Wrote a note. Twice."),
        ("biographies", "Nothing alike", "Wrote a note. Twice."),
        ("urls", "https://ada.example/a", "https://ada.example/b"),
        ("urls", "https://elsewhere.example", "https://ada.example/b"),
    ] {
        for read in ["metadata", field] {
            let (world, name) = world();
            let mut person = world.get(&name, &format!("personFields={field}"));
            let mut edit = json!({});
            edit[field] = json!([{"value": theirs}]);
            world.edit(&name, field, &edit);
            person[field][0]["value"] = mine.into();
            let refused = world.update(&name, field, &person).number;
            let fresh = world.get(&name, &format!("personFields={read}"));
            person["etag"] = fresh["etag"].clone();
            person["metadata"] = Value::Null;
            let number = world.update(&name, field, &person).number;
            let [found] = &world.found()[..] else {
                panic!("{theirs} {read}: {:?}", world.found())
            };
            let start = format!("STALE_RETRIED Error [{refused}, {number}] {field}");
            assert!(found.starts_with(&start), "{theirs} {read}: {found}");
        }
    }
}

/// X26: a program that reads again and makes its edit on that.
#[test]
fn x26_an_edit_made_again() {
    let (world, name) = world();
    let mut person = world.get(&name, "personFields=emailAddresses");
    let mut emails = person["emailAddresses"].clone();
    emails
        .as_array_mut()
        .unwrap()
        .push(json!({"value": "new@z.example"}));
    world.edit(&name, "emailAddresses", &json!({"emailAddresses": emails}));
    person["emailAddresses"][0]["value"] = "ada@w.example".into();
    assert!(
        world
            .update(&name, "emailAddresses", &person)
            .reply
            .is_err()
    );
    let mut person = world.get(&name, "personFields=emailAddresses");
    person["emailAddresses"][0]["value"] = "ada@w.example".into();
    world.update(&name, "emailAddresses", &person).ok();
    assert_eq!(world.found(), [""; 0]);
}
