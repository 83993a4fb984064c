//! The rules as laws, over generated contacts, requests, masks and profiles.
use people_model::{
    ContactGroupMembership, FieldMask, Fields, Membership, Person, PersonField, ProfileId,
    ReadSourceType, SourceType, UpdateMask, strategy,
};
use people_rules::{
    Contact, Contract, Extent, Index, Sources, Update, apply, check, create, profile,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{checked, context, dialled_forms, id, project::shown};

/// A contact as a store would have it.
fn contact() -> impl Strategy<Value = Contact> {
    strategy::contact_person().prop_filter_map("holds a field of its own", |mut person| {
        legalize(&mut person);
        create(person, &context(Contract::Documented)).ok()
    })
}

/// Keeps what is at most one to one, so that most generated persons pass U8, D2 and U14.
fn legalize(person: &mut Person) {
    person.names.truncate(1);
    person.biographies.truncate(1);
    person.birthdays.truncate(1);
    person.genders.truncate(1);
    person
        .birthdays
        .iter_mut()
        .for_each(|value| value.date = None);
    person.events.iter_mut().for_each(|value| value.date = None);
    for organization in &mut person.organizations {
        (organization.start_date, organization.end_date) = (None, None);
    }
    for field in PersonField::ALL {
        person.metadata_mut(field, |_, metadata| {
            if let Some(metadata) = metadata {
                metadata.source_primary = false;
            }
        });
    }
}

/// A person that breaks no rule in a request.
fn proposed() -> impl Strategy<Value = Person> {
    strategy::person().prop_map(|mut person| {
        legalize(&mut person);
        let group =
            ContactGroupMembership::new().contact_group_resource_name("contactGroups/myContacts");
        person
            .memberships
            .push(Membership::new().contact_group_membership(group));
        person
    })
}

fn updated(current: &Contact, person: &Person, mask: UpdateMask, contract: Contract) -> Contact {
    let update = Update {
        id: id(),
        person: person.clone(),
        mask,
    };
    apply(current.clone(), checked(update), &context(contract))
}

fn contract() -> impl Strategy<Value = Contract> {
    prop_oneof![Just(Contract::Documented), Just(Contract::Observed)]
}

/// The values of a field that a request sends as the contact's own and that hold something.
fn sent(person: &Person, field: PersonField) -> Vec<Value> {
    let mut person = person.clone();
    person.retain_values(field, |metadata| {
        let source = metadata.and_then(|metadata| metadata.source.as_ref());
        source.is_none_or(|source| {
            matches!(source.r#type, SourceType::Contact | SourceType::Unspecified)
        })
    });
    person.strip_output_only(field);
    person.drop_empty_values(field);
    let mut values = values(&person, field);
    for value in &mut values {
        value
            .as_object_mut()
            .map(|value| value.shift_remove("metadata"));
    }
    values
}

fn values(person: &Person, field: PersonField) -> Vec<Value> {
    let mut json = serde_json::to_value(person).expect("a person encodes");
    match json.get_mut(field.as_str()).map(Value::take) {
        Some(Value::Array(values)) => values,
        _ => Vec::new(),
    }
}

proptest! {
    /// U10: outside the mask not a byte changes.
    #[test]
    fn u10_the_mask_is_a_fence(current in contact(), person in proposed(), mask in strategy::update_mask(), contract in contract()) {
        let after = updated(&current, &person, mask, contract);
        for field in PersonField::ALL {
            if !mask.fields().contains(field) {
                prop_assert_eq!(after.fields.get(field), current.fields.get(field), "{:?}", field);
            }
        }
    }

    /// U10, D1, D10: inside the mask is exactly what the request sent, with what the API adds.
    #[test]
    fn u10_inside_the_mask_is_the_request(current in contact(), person in proposed(), mask in strategy::update_mask()) {
        let after = updated(&current, &person, mask, Contract::Documented).fields.to_person();
        for field in mask.fields().iter() {
            // A set, in an order of its own (D9).
            if field == PersonField::Memberships {
                continue;
            }
            let (sent, stored) = (sent(&person, field), values(&after, field));
            prop_assert_eq!(sent.len(), stored.len(), "{:?}", field);
            for (sent, stored) in sent.iter().zip(&stored) {
                for (member, value) in sent.as_object().expect("a value") {
                    // A birthday's text gives way to its date (D6).
                    if field == PersonField::Birthdays && member == "text" && sent.get("date").is_some() {
                        continue;
                    }
                    prop_assert_eq!(stored.get(member), Some(value), "{:?}.{}", field, member);
                }
            }
        }
    }

    /// U10: the same update again changes nothing but the version.
    #[test]
    fn u10_apply_is_idempotent(current in contact(), person in proposed(), mask in strategy::update_mask(), contract in contract()) {
        let once = updated(&current, &person, mask, contract);
        let twice = updated(&once, &person, mask, contract);
        prop_assert_eq!(once, twice);
    }

    /// U10: what a read returned can be sent back whole, and changes nothing.
    #[test]
    fn u10_sending_back_what_was_read_changes_nothing(current in contact(), mask in strategy::update_mask()) {
        let read = shown(&current, None, FieldMask::ALL, Sources::DEFAULT, Extent::Whole);
        let read: Person = serde_json::from_str(&read).expect("a person");
        let mask = UpdateMask::try_from(mask.fields()).expect("a mask");
        prop_assert_eq!(updated(&current, &read, mask, Contract::Documented), current);
    }

    /// U9, S1: an update through any mask leaves a linked profile as it was.
    #[test]
    fn u9_a_profile_is_never_touched(current in contact(), person in proposed(), of_profile in strategy::contact_person(), mask in strategy::update_mask(), contract in contract()) {
        let linked = profile(&of_profile, &ProfileId::parse("100000000000000000017").expect("an id"), &|_| None).fields;
        let after = updated(&current, &person, mask, contract);
        let only_profile = Sources::from_iter([ReadSourceType::Profile]);
        let show = |contact: &Contact, sources| shown(contact, Some(&linked), FieldMask::ALL, sources, Extent::Whole);
        prop_assert_eq!(show(&current, only_profile), show(&after, only_profile));

        // And in the joined person, the profile's values are there, in order, none of them lost.
        let joined: Person = serde_json::from_str(&show(&after, Sources::DEFAULT)).expect("a person");
        let alone: Person = serde_json::from_str(&show(&after, only_profile)).expect("a person");
        for field in mask.fields().iter() {
            let of_profile = |person: &Person| {
                let mut person = person.clone();
                person.retain_values(field, |metadata| {
                    metadata.and_then(|m| m.source.as_ref()).is_some_and(|s| s.r#type.as_str() != "CONTACT")
                });
                person.metadata_mut(field, |_, metadata| {
                    if let Some(metadata) = metadata {
                        metadata.primary = false;
                    }
                });
                values(&person, field)
            };
            prop_assert_eq!(of_profile(&joined), of_profile(&alone), "{:?}", field);
        }
    }

    /// U9: a linked person, sent back whole as it was read, changes nothing: the profile's values in
    /// it do not become the contact's.
    #[test]
    fn u9_values_of_a_profile_are_ignored(current in contact(), of_profile in strategy::contact_person(), mask in strategy::update_mask()) {
        let linked = profile(&of_profile, &ProfileId::parse("100000000000000000017").expect("an id"), &|_| None).fields;
        let joined = shown(&current, Some(&linked), FieldMask::ALL, Sources::DEFAULT, Extent::Whole);
        let joined: Person = serde_json::from_str(&joined).expect("a person");
        prop_assert_eq!(updated(&current, &joined, mask, Contract::Documented), current);
    }

    /// S3: every field that has values and can have a primary has exactly one.
    #[test]
    fn s3_one_value_is_primary(current in contact(), of_profile in strategy::contact_person()) {
        let linked = profile(&of_profile, &ProfileId::parse("100000000000000000017").expect("an id"), &|_| None).fields;
        let joined: Person = serde_json::from_str(&shown(&current, Some(&linked), FieldMask::ALL, Sources::DEFAULT, Extent::Whole)).expect("a person");
        for field in FieldMask::ALL.difference(FieldMask::METADATA | FieldMask::MEMBERSHIPS).iter() {
            let (mut values, mut primaries) = (0, 0);
            joined.for_each_metadata(field, |metadata| {
                values += 1;
                primaries += usize::from(metadata.is_some_and(|metadata| metadata.primary));
            });
            prop_assert_eq!(primaries, values.min(1), "{:?}", field);
        }
    }

    /// U3: projecting the encoded fields and decoding is decoding and projecting.
    #[test]
    fn u3_projection_commutes_with_encoding(current in contact(), mask in strategy::field_mask()) {
        let projected: Person = serde_json::from_str(&shown(&current, None, mask, Sources::DEFAULT, Extent::Whole)).expect("a person");
        let whole = current.fields.to_person();
        for field in FieldMask::UPDATABLE.iter() {
            if mask.contains(field) {
                prop_assert!(projected.field_eq(&whole, field), "{:?}", field);
            } else {
                prop_assert_eq!(projected.field_len(field), 0, "{:?}", field);
            }
        }
    }

    /// D2, E4: applying to encoded fields is applying to types: decoding and encoding commute with it.
    #[test]
    fn u10_apply_commutes_with_encoding(current in contact(), person in proposed(), mask in strategy::update_mask()) {
        let reencoded = Contact {
            fields: Fields::from_person(&current.fields.to_person(), FieldMask::UPDATABLE),
            index: current.index.clone(),
        };
        prop_assert_eq!(&reencoded, &current);
        let after = updated(&current, &person, mask, Contract::Documented);
        let typed = Fields::from_person(&after.fields.to_person(), FieldMask::UPDATABLE);
        prop_assert_eq!(typed, after.fields);
    }

    /// K5, U9, D9: the index follows from the fields, after any history: what an update repeats is found as
    /// before.
    #[test]
    fn the_index_follows_from_the_fields(current in contact(), mut person in proposed(), mask in strategy::update_mask(), repeated in strategy::field_mask()) {
        let before = current.fields.to_person();
        for field in repeated.intersection(mask.fields()).iter() {
            // An update cannot remove the last of them.
            if field != PersonField::Memberships {
                person.copy_field(&before, field);
            }
        }
        let after = updated(&current, &person, mask, Contract::Documented);
        prop_assert_eq!(Index::of(&after.fields.to_person(), &dialled_forms), after.index);
    }

    /// K5: the same of contacts that look alike: for each field alone, and for any mask.
    #[test]
    fn the_index_of_lookalikes_follows_from_the_fields(fork in strategy::fork_of_lookalikes(), mask in strategy::update_mask()) {
        let Ok(current) = create(fork.base, &context(Contract::Documented)) else {
            return Ok(());
        };
        let alone = UpdateMask::ALL.fields().iter();
        let alone = alone.filter_map(|field| UpdateMask::try_from(FieldMask::only(field)).ok());
        for mask in alone.chain([mask]) {
            let update = Update { id: id(), person: fork.ours.clone().etag("%e"), mask };
            // It would be the last membership.
            let Ok(update) = check(update, Contract::Observed) else { continue };
            let after = apply(current.clone(), update, &context(Contract::Documented));
            prop_assert_eq!(Index::of(&after.fields.to_person(), &dialled_forms), after.index, "{}", mask);
        }
    }
}

/// K2, K5, L2, S2, U15: what a contact is found and sorted by follows from these fields.
#[test]
fn the_index_follows_from_six_fields() {
    let person: Person = serde_json::from_value(json!({
        "addresses": [{"formattedValue": "Ada"}],
        "biographies": [{"value": "Ada"}],
        "birthdays": [{"text": "Ada"}],
        "calendarUrls": [{"url": "Ada"}],
        "clientData": [{"key": "Ada", "value": "Ada"}],
        "emailAddresses": [{"value": "Ada"}],
        "events": [{"type": "Ada", "date": {"year": 1815}}],
        "externalIds": [{"value": "Ada"}],
        "genders": [{"value": "Ada"}],
        "imClients": [{"username": "Ada"}],
        "interests": [{"value": "Ada"}],
        "locales": [{"value": "Ada"}],
        "locations": [{"value": "Ada"}],
        "memberships": [{"contactGroupMembership": {"contactGroupId": "ada"}}],
        "miscKeywords": [{"value": "Ada"}],
        "names": [{"givenName": "Ada", "displayName": "Ada"}],
        "nicknames": [{"value": "Ada"}],
        "occupations": [{"value": "Ada"}],
        "organizations": [{"name": "Ada"}],
        "phoneNumbers": [{"value": "+44 20 7946 0018"}],
        "relations": [{"person": "Ada"}],
        "sipAddresses": [{"value": "Ada"}],
        "urls": [{"value": "Ada"}],
        "userDefined": [{"key": "Ada", "value": "Ada"}],
    }))
    .expect("a person");
    assert_eq!(person.fields(), FieldMask::UPDATABLE);
    let nothing = Index::of(&Person::new(), &dialled_forms);
    let is_indexed = |field: &PersonField| {
        let mut only = Person::new();
        only.copy_field(&person, *field);
        Index::of(&only, &dialled_forms) != nothing
    };
    let indexed: FieldMask = person.fields().iter().filter(is_indexed).collect();
    let expected = "names,nicknames,organizations,emailAddresses,phoneNumbers,memberships";
    assert_eq!(indexed, FieldMask::parse(expected).expect("a mask"));
}
