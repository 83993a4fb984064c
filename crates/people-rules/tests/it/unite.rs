//! One contact made of two: cases, and laws over contacts whose entries look alike.
use std::collections::BTreeSet;

use people_model::{
    FieldMask, Person, PersonField, PhoneNumber,
    strategy::{self, Fork},
};
use people_rules::{
    Conflict, Contract, Excess, Resolution, United, apply, check, create, unite, unite_with,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    context, id,
    merge_laws::{any_resolution, as_stored, own, parts, set},
    merge_laws_alike::name,
    person,
};

#[track_caller]
fn united(kept: &str, other: &str) -> United {
    unite(&person(kept), &person(other))
}

/// What a field holds, as JSON.
fn values(united: &United, field: PersonField) -> Value {
    Value::from(own(&united.merge.person, field))
}

#[test]
fn m21_what_both_have_is_one_entry_with_the_members_of_both() {
    let united = united(
        r#"{"phoneNumbers": [{"value": "020 7946 0018", "type": "work"}],
            "emailAddresses": [{"value": "ada@example.com"}]}"#,
        r#"{"phoneNumbers": [{"value": "+44 20 7946 0018"}, {"value": "+44 20 7946 0999"}],
            "emailAddresses": [{"value": "ADA@example.com", "displayName": "Ada"}]}"#,
    );
    assert_eq!(united.merge.conflicts, []);
    assert_eq!(
        values(&united, PersonField::PhoneNumbers),
        json!([{"value": "+44 20 7946 0018", "type": "work"}, {"value": "+44 20 7946 0999"}])
    );
    let emails = values(&united, PersonField::EmailAddresses);
    assert_eq!(emails.as_array().unwrap().len(), 1);
    assert_eq!(emails[0]["displayName"], "Ada");
}

#[test]
fn m21_groups_are_united() {
    let united = united(
        r#"{"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}},
                            {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/a1"}}]}"#,
        r#"{"memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/b2"}},
                            {"contactGroupMembership": {"contactGroupResourceName": "contactGroups/myContacts"}}]}"#,
    );
    assert_eq!(united.merge.conflicts, []);
    let memberships = values(&united, PersonField::Memberships);
    assert_eq!(memberships.as_array().unwrap().len(), 3, "{memberships}");
}

#[test]
fn m22_what_the_two_say_differently_is_a_conflict() {
    let united = united(
        r#"{"names": [{"givenName": "Ada", "familyName": "King"}], "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}],
            "emailAddresses": [{"value": "ada@example.com", "type": "home"}]}"#,
        r#"{"names": [{"givenName": "Augusta", "middleName": "Ada"}], "birthdays": [{"date": {"year": 1815, "month": 12, "day": 1}}],
            "emailAddresses": [{"value": "ada@example.com", "type": "work"}]}"#,
    );
    let paths: Vec<String> = united.merge.unresolved().map(Conflict::path).collect();
    assert_eq!(
        paths,
        [
            "names.givenName",
            "birthdays.date",
            "emailAddresses[ada@example.com].type"
        ]
    );
    let name = &united.merge.conflicts[0];
    assert_eq!(
        (&name.base, &name.theirs, &name.ours),
        (&None, &Some("Ada".into()), &Some("Augusta".into()))
    );
    assert_eq!(united.merge.person.names[0].middle_name, "Ada");
    assert!(united.into_update(id()).is_err());
}

#[test]
fn m23_what_says_more_needs_no_decision() {
    let full = json!({"date": {"year": 1815, "month": 12, "day": 10}});
    let pair = [
        r#"{"birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}]}"#,
        r#"{"birthdays": [{"date": {"month": 12, "day": 10}}]}"#,
    ];
    for [kept, other] in [pair, [pair[1], pair[0]]] {
        let united = united(kept, other);
        assert_eq!(united.merge.conflicts, []);
        assert_eq!(values(&united, PersonField::Birthdays)[0], full);
    }
}

#[test]
fn m23_notes_of_both_stay() {
    let note = |text: &str| json!({"biographies": [{"value": text}]}).to_string();
    let first = note("Met in London.\nWrites notes.");
    let both = "Met in London.\nWrites notes.\nOwes me a letter.";
    for (other, all) in [
        ("Owes me a letter.", both),
        ("Writes notes.", "Met in London.\nWrites notes."),
        (both, both),
        ("Writes", "Met in London.\nWrites notes.\nWrites"),
    ] {
        let united = united(&first, &note(other));
        assert_eq!(united.merge.conflicts, []);
        assert_eq!(values(&united, PersonField::Biographies)[0]["value"], all);
    }
}

#[test]
fn m23_entries_that_cannot_be_told_apart_all_stay() {
    // Which of the two jobs of one side is which of the other cannot be known.
    let united = united(
        r#"{"organizations": [{"name": "Engine Ltd", "title": "a"}, {"name": "Engine Ltd", "title": "b"}]}"#,
        r#"{"organizations": [{"name": "Engine Ltd", "department": "c"}, {"name": "Engine Ltd", "department": "d"}]}"#,
    );
    assert_eq!(united.merge.conflicts, []);
    let all = values(&united, PersonField::Organizations).to_string();
    for text in ["\"a\"", "\"b\"", "\"c\"", "\"d\""] {
        assert_eq!(all.matches(text).count(), 1, "{text} in {all}");
    }
}

#[test]
fn m23_the_contact_that_stays_has_its_primary_entries() {
    let leading =
        |value: &str| format!(r#"{{"value": "{value}", "metadata": {{"sourcePrimary": true}}}}"#);
    let emails = |all: &[String]| format!(r#"{{"emailAddresses": [{}]}}"#, all.join(","));
    let c = r#"{"value": "c@x.example"}"#.to_owned();
    let (a, b) = (leading("a@x.example"), leading("b@x.example"));
    let united = united(&emails(&[c, a]), &emails(&[b]));
    assert_eq!(united.merge.conflicts, []);
    assert_eq!(
        values(&united, PersonField::EmailAddresses),
        json!([{"value": "c@x.example"}, {"metadata": true, "value": "a@x.example"}, {"value": "b@x.example"}])
    );
}

#[test]
fn m23_entries_that_cannot_be_told_apart_have_one_primary() {
    let kept = r#"{"phoneNumbers": [
        {"value": "020 7946 0019", "type": "work"},
        {"value": "020 7946 0018", "type": "home", "metadata": {"sourcePrimary": true}},
        {"value": "020 7946 0018", "type": "work"}
    ]}"#;
    let other = r#"{"phoneNumbers": [
        {"value": "020 7946 0018", "metadata": {"sourcePrimary": true}},
        {"value": "020 7946 0019", "type": "home"}
    ]}"#;
    for (kept, other, primary) in [(kept, other, "home"), (other, kept, "")] {
        let united = united(kept, other);
        let phones = &united.merge.person.phone_numbers;
        let is_primary =
            |phone: &&PhoneNumber| phone.metadata.as_ref().is_some_and(|it| it.source_primary);
        let types: Vec<&str> = phones
            .iter()
            .filter(is_primary)
            .map(|it| &*it.r#type)
            .collect();
        assert_eq!(types, [primary], "{phones:?}");
    }
}

#[test]
fn m25_a_contact_that_is_too_large_is_told() {
    let notes =
        |letter: &str| json!({"biographies": [{"value": letter.repeat(70_000)}]}).to_string();
    let (a, b) = (person(&notes("a")), person(&notes("b")));
    assert_eq!(unite(&a, &a).excess(), None);
    assert!(matches!(unite(&a, &b).excess(), Some(Excess::Bytes(bytes)) if bytes > 140_000));
}

proptest! {
    /// M24: a contact and itself are that contact.
    #[test]
    fn m24_a_contact_with_itself_is_itself(fork in strategy::fork_of_lookalikes()) {
        for side in [&fork.base, &fork.ours] {
            let united = unite(side, side);
            prop_assert_eq!(&united.merge.person, side);
            prop_assert!(united.merge.mask.is_empty() && united.merge.conflicts.is_empty());
        }
    }

    /// M24: a contact that says nothing changes nothing, and takes on all of the other.
    #[test]
    fn m24_an_empty_contact_changes_nothing(fork in strategy::fork_of_lookalikes()) {
        let none = Person::default();
        let united = unite(&fork.ours, &none);
        prop_assert_eq!(&united.merge.person, &fork.ours);
        prop_assert!(united.merge.mask.is_empty() && united.merge.conflicts.is_empty());
        let united = unite(&none, &fork.ours);
        prop_assert!(united.merge.conflicts.is_empty());
        for field in FieldMask::UPDATABLE.iter() {
            prop_assert_eq!(set(parts(&united.merge.person, field)), set(parts(&fork.ours, field)));
        }
    }

    /// M24: whichever contact stays, the result is the same but for order and primary entries.
    #[test]
    fn m24_it_does_not_matter_which_contact_stays(fork in strategy::fork_of_lookalikes(), resolution in any_resolution()) {
        commutes(&fork, &resolution)?;
    }

    /// M24: the same where nothing but a text tells entries apart.
    #[test]
    fn m24_it_does_not_matter_which_contact_with_shared_labels_stays(fork in strategy::fork_of_shared_labels(), resolution in any_resolution()) {
        commutes(&fork, &resolution)?;
    }

    /// M24: what was united is not united again: nothing of the other contact is missing.
    #[test]
    fn m24_what_is_united_stays(fork in strategy::fork_of_lookalikes()) {
        let united = unite(&fork.ours, &fork.theirs);
        let again = unite(&united.merge.person, &fork.theirs);
        for field in FieldMask::UPDATABLE.iter() {
            if united.merge.conflicts.iter().all(|it| it.field != field) && !repeats(&fork, field) {
                prop_assert!(again.merge.conflicts.iter().all(|it| it.field != field), "{:?}", again.merge.conflicts);
                prop_assert_eq!(set(bare(&again.merge.person, field)), set(bare(&united.merge.person, field)), "{:?}", field);
            }
        }
    }

    /// M22: each entry of each side is in the result with all that it says, or in a conflict.
    #[test]
    fn m22_nothing_of_either_side_is_lost(fork in strategy::fork_of_lookalikes()) {
        nothing_is_lost(&fork)?;
    }

    /// M22: the same where nothing but a text tells entries apart.
    #[test]
    fn m22_nothing_of_shared_labels_is_lost(fork in strategy::fork_of_shared_labels()) {
        nothing_is_lost(&fork)?;
    }

    /// M22: the result has no content more often than the contact that has it most often.
    #[test]
    fn m22_nothing_is_doubled(fork in strategy::fork_of_lookalikes(), resolution in any_resolution()) {
        let united = unite_with(&fork.ours, &fork.theirs, |_| resolution.clone());
        for field in united.merge.mask.iter() {
            let count = |values: &[String], wanted: &String| values.iter().filter(|value| *value == wanted).count();
            let of = |person: &Person| set(without_order(as_stored(person, field)));
            let [kept, other, all] = [&fork.ours, &fork.theirs, &united.merge.person].map(of);
            for value in &all {
                let most = count(&kept, value).max(count(&other, value)).max(1);
                prop_assert!(count(&all, value) <= most, "{:?} has {} more than {} times", field, value, most);
            }
        }
    }

    /// M25: what is decided is an update that breaks no rule, and after it the contact is the result.
    #[test]
    fn m25_what_is_decided_is_what_gets_stored(fork in strategy::fork_of_lookalikes(), ours in any::<bool>()) {
        let decided = || if ours { Resolution::Ours } else { Resolution::Theirs };
        let Ok(stored) = create(fork.ours.clone(), &context(Contract::Documented)) else { return Ok(()) };
        let mut kept = stored.fields.to_person();
        kept.etag = "%e".to_owned();
        let united = unite_with(&kept, &fork.theirs, |_| decided());
        prop_assert_eq!(united.excess(), None);
        let result = united.merge.person.clone();
        let update = united.into_update(id()).expect("all is decided");
        let Some(update) = update else { return Ok(()) };
        let mask = update.mask.fields();
        let checked = match check(update, Contract::Documented) {
            Ok(checked) => checked,
            Err(violation) => return Err(TestCaseError::fail(violation.to_string())),
        };
        let after = apply(stored, checked, &context(Contract::Documented)).fields.to_person();
        for field in mask.iter() {
            prop_assert_eq!(set(parts(&after, field)), set(parts(&result, field)), "{:?}", field);
        }
    }
}

fn commutes(fork: &Fork, resolution: &Resolution) -> Result<(), TestCaseError> {
    let turned = match resolution {
        Resolution::Ours => Resolution::Theirs,
        Resolution::Theirs => Resolution::Ours,
        other => other.clone(),
    };
    let here = unite_with(&fork.ours, &fork.theirs, |_| resolution.clone());
    let there = unite_with(&fork.theirs, &fork.ours, |_| turned.clone());
    let told = |united: &United, turned: bool| {
        let conflicts = united.merge.conflicts.iter().map(|conflict| {
            let (ours, theirs) = match turned {
                true => (&conflict.theirs, &conflict.ours),
                false => (&conflict.ours, &conflict.theirs),
            };
            format!("{:?} {ours:?} {theirs:?}", conflict.field)
        });
        let mut all: Vec<String> = conflicts.collect();
        all.sort_unstable();
        all
    };
    prop_assert_eq!(told(&here, false), told(&there, true));
    for field in FieldMask::UPDATABLE.iter() {
        let open = here.merge.unresolved().any(|it| it.field == field);
        if !open {
            prop_assert_eq!(
                set(bare(&here.merge.person, field)),
                set(bare(&there.merge.person, field)),
                "{:?}",
                field
            );
        }
    }
    Ok(())
}

/// Whether a side has several entries that the same words name: it is not known which is which.
fn repeats(fork: &Fork, field: PersonField) -> bool {
    [&fork.ours, &fork.theirs].into_iter().any(|side| {
        let names: Vec<_> = own(side, field)
            .iter()
            .map(|value| name(field, value))
            .collect();
        let known = names.iter().flatten();
        known.clone().collect::<BTreeSet<_>>().len() < known.count()
            || names.iter().filter(|it| it.is_none()).count() > 1
    })
}

/// The values of a field, whichever leads. The lines of a note are in the order of their letters.
fn bare(person: &Person, field: PersonField) -> Vec<Value> {
    without_order(parts(person, field))
}

fn without_order(mut values: Vec<Value>) -> Vec<Value> {
    for value in &mut values {
        let members = value.as_object_mut().expect("an object");
        members.shift_remove("metadata");
        if members
            .get("contentType")
            .is_some_and(|it| it == "TEXT_PLAIN")
            && let Some(Value::String(note)) = members.get("value")
        {
            let mut lines: Vec<&str> = note.lines().collect();
            lines.sort_unstable();
            members["value"] = lines.join("\n").into();
        }
    }
    values
}

fn nothing_is_lost(fork: &Fork) -> Result<(), TestCaseError> {
    let united = unite(&fork.ours, &fork.theirs);
    for field in FieldMask::UPDATABLE.iter() {
        let result = said(&united.merge.person, field, true);
        let open: Vec<&Conflict> = united
            .merge
            .conflicts
            .iter()
            .filter(|conflict| conflict.field == field)
            .collect();
        for side in [&fork.ours, &fork.theirs] {
            for entry in said(side, field, false) {
                // What of it is in question; the rest is together in one entry.
                let settled: Vec<_> = entry
                    .iter()
                    .filter(|(member, text)| !open.iter().any(|it| tells(it, member, text)))
                    .collect();
                let whole = result
                    .iter()
                    .any(|held| settled.iter().all(|said| held.contains(said)));
                prop_assert!(
                    whole,
                    "{:?} of {:?} is lost: {:?}, {:?}",
                    entry,
                    field,
                    result,
                    open
                );
            }
        }
    }
    Ok(())
}

/// Whether a conflict has what a member says.
fn tells(conflict: &Conflict, member: &str, text: &str) -> bool {
    let both = [&conflict.ours, &conflict.theirs];
    both.into_iter().flatten().any(|value| {
        let part = value.get(member);
        [Some(value), part].into_iter().flatten().any(|value| {
            let lines = value.as_str().unwrap_or_default().lines();
            spelled(value) == text || lines.map(Value::from).any(|line| spelled(&line) == text)
        })
    })
}

/// The members of each entry and what they say, in one spelling: of a note its lines, of a membership its
/// group. With `composed` also the texts that go with their parts.
fn said(person: &Person, field: PersonField, with_composed: bool) -> Vec<Vec<(String, String)>> {
    let entries = own(person, field).into_iter().map(|value| {
        let members = value.as_object().expect("an object");
        // What is composed goes with its parts. Alone it is all that there is.
        let composed = ["formattedValue", "unstructuredName"];
        let is_part = |member: &str| {
            let beside = ["metadata", "type"];
            !beside.contains(&member)
                && !member.starts_with("phonetic")
                && !composed.contains(&member)
        };
        let has_parts = members.keys().any(|member| is_part(member));
        let mut said = Vec::new();
        for (member, value) in members {
            match (field, member.as_str(), value) {
                (_, "metadata", _) => {}
                (_, member, _) if has_parts && !with_composed && composed.contains(&member) => {}
                (PersonField::Biographies, "contentType", _) => {}
                (PersonField::Memberships, "contactGroupMembership", value) => {
                    let group = spelled(&value["contactGroupResourceName"]);
                    said.push((member.clone(), group));
                }
                (PersonField::Biographies, _, Value::String(note)) => {
                    let lines = note
                        .lines()
                        .map(|line| (member.clone(), spelled(&line.into())));
                    said.extend(lines);
                }
                (PersonField::PhoneNumbers, "value", Value::String(number)) => {
                    said.push((member.clone(), digits(number)));
                }
                (_, _, value) => said.push((member.clone(), spelled(value))),
            }
        }
        said
    });
    entries.collect()
}

fn spelled(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_lowercase().replace("e\u{301}", "é"),
        value => {
            let mut value = value.clone();
            value.sort_all_objects();
            value.to_string()
        }
    }
}

/// The last digits that are dialled, of any script.
fn digits(number: &str) -> String {
    let digits = number.chars().filter_map(|digit| match digit {
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(digit) - 0x660, 10),
        digit => digit.is_ascii_digit().then_some(digit),
    });
    let digits: String = digits.collect();
    digits[digits.len().saturating_sub(9)..].to_owned()
}
