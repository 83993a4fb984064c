//! Laws that hold for every value.

use people_model::{FieldMask, Message, Person, PersonField, Problem, decode, strategy};
use proptest::prelude::*;
use serde_json::Value;

/// Encoding and decoding lose nothing, known or unknown, through either decoder and
/// either printer. Both ways to write JSON write the same.
fn round_trips<T: Message>(value: &T) -> Result<(), TestCaseError> {
    let json = value.to_json();
    let decoded = decode::<T>(json.as_bytes(), "").unwrap();
    prop_assert_eq!(&decoded.value, value);
    prop_assert!(
        decoded.problems.iter().all(Problem::is_kept),
        "{:?}",
        decoded.problems
    );

    prop_assert_eq!(&serde_json::to_string(value).unwrap(), &json);
    let pretty = serde_json::to_string_pretty(value).unwrap();
    prop_assert_eq!(&serde_json::from_str::<T>(&pretty).unwrap(), value);

    prop_assert_eq!(decoded.value.to_json(), json);
    Ok(())
}

proptest! {
    #[test]
    fn persons_round_trip(value in strategy::person()) {
        round_trips(&value)?;
    }

    #[test]
    fn contact_persons_round_trip(value in strategy::contact_person()) {
        round_trips(&value)?;
    }

    #[test]
    fn requests_round_trip(
        update in strategy::batch_update_contacts_request(),
        create in strategy::batch_create_contacts_request(),
        photo in strategy::update_contact_photo_request(),
        group in strategy::update_contact_group_request(),
    ) {
        round_trips(&update)?;
        round_trips(&create)?;
        round_trips(&photo)?;
        round_trips(&group)?;
    }

    #[test]
    fn responses_round_trip(
        people in strategy::list_connections_response(),
        groups in strategy::list_contact_groups_response(),
        result in strategy::batch_update_contacts_response(),
        status in strategy::status(),
    ) {
        round_trips(&people)?;
        round_trips(&groups)?;
        round_trips(&result)?;
        round_trips(&status)?;
    }

    /// Two persons are equal exactly if their JSON is: no member is forgotten, at any depth.
    #[test]
    fn equal_is_what_has_equal_json(value in strategy::person(), at in any::<prop::sample::Index>()) {
        prop_assert_eq!(&value.clone(), &value);
        let json = serde_json::to_value(&value).unwrap();
        let members = members(&json, "");
        prop_assume!(!members.is_empty());
        let (object, name) = at.get(&members);
        let mut less = json.clone();
        let object = less.pointer_mut(object).and_then(Value::as_object_mut);
        object.expect("an object").shift_remove(name);
        let other: Person = serde_json::from_value(less).unwrap();
        prop_assert_eq!(other == value, serde_json::to_value(&other).unwrap() == json);
    }

    /// A text read leniently is read strictly once it was written again.
    #[test]
    fn decoding_is_idempotent(value in any_json(4)) {
        let json = format!(r#"{{"names":{value},"etag":{value},"metadata":{value},"birthdays":[{{"date":{value}}}]}}"#);
        let once = decode::<Person>(json.as_bytes(), "").unwrap().value;
        let twice = decode::<Person>(once.to_json().as_bytes(), "").unwrap();
        prop_assert_eq!(&twice.value, &once);
        prop_assert!(twice.problems.iter().all(Problem::is_kept));
    }

    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode::<Person>(&bytes, "person");
    }

    /// One byte of a good text changed.
    #[test]
    fn no_damage_makes_the_decoder_panic(
        person in strategy::person(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut json = person.to_json().into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        if let Err(error) = decode::<Person>(&json, "person") {
            prop_assert!(error.offset() <= json.len());
            let _ = error.message();
        }
    }

    #[test]
    fn a_copied_field_is_equal_and_the_others_stay(
        one in strategy::person(), two in strategy::person(), mask in strategy::field_mask(),
    ) {
        let mut copy = one.clone();
        for field in mask.iter() {
            copy.copy_field(&two, field);
        }
        for field in PersonField::ALL {
            let origin = if mask.contains(field) { &two } else { &one };
            prop_assert!(copy.field_eq(origin, field), "{field:?}");
            prop_assert_eq!(copy.field_len(field), origin.field_len(field));
        }
    }

    #[test]
    fn a_cleared_field_is_empty_and_the_others_stay(
        person in strategy::person(), mask in strategy::field_mask(),
    ) {
        let mut cleared = person.clone();
        mask.iter().for_each(|field| cleared.clear_field(field));
        prop_assert_eq!(cleared.fields(), person.fields().difference(mask));
        let kept = FieldMask::ALL.difference(mask);
        prop_assert!(kept.iter().all(|field| cleared.field_eq(&person, field)));
    }

    #[test]
    fn metadata_is_seen_and_changed_value_by_value(person in strategy::person()) {
        let mut person = person;
        for field in PersonField::ALL.into_iter().filter(|&field| field != PersonField::Metadata) {
            let mut seen = Vec::new();
            person.for_each_metadata(field, |metadata| seen.push(metadata.cloned()));
            prop_assert_eq!(seen.len(), person.field_len(field));
            person.metadata_mut(field, |index, metadata| {
                assert_eq!(*metadata, seen[index]);
                metadata.get_or_insert_default().primary = index == 1;
            });
            person.retain_values(field, |metadata| metadata.is_some_and(|metadata| metadata.primary));
            prop_assert_eq!(person.field_len(field), usize::from(seen.len() > 1));
        }
    }

    #[test]
    fn stripping_leaves_no_output_only_member(person in strategy::person()) {
        let mut person = person;
        for field in PersonField::ALL {
            person.strip_output_only(field);
        }
        let value = serde_json::to_value(&person).unwrap();
        for field in PersonField::ALL {
            let member = Person::DESCRIPTOR.member(field.as_str()).unwrap();
            prop_assert!(!member.output_only || value.get(field.as_str()).is_none(), "{field:?}");
            for entry in value.get(field.as_str()).and_then(|list| list.as_array()).into_iter().flatten() {
                let entry = entry.as_object().unwrap();
                for member in field.descriptor().members.iter().filter(|member| member.output_only) {
                    prop_assert!(!entry.contains_key(member.json), "{field:?}.{}", member.json);
                }
                let metadata = entry.get("metadata").and_then(|metadata| metadata.as_object());
                for name in metadata.into_iter().flat_map(|metadata| metadata.keys()) {
                    let cleared = ["primary", "verified", "source"].contains(&name.as_str());
                    prop_assert!(!cleared, "{field:?}.metadata.{name}");
                }
            }
        }
        let again = person.clone();
        PersonField::ALL.into_iter().for_each(|field| person.strip_output_only(field));
        prop_assert_eq!(person, again);
    }
}

/// JSON text of any shape.
fn any_json(depth: u32) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        any::<f32>().prop_filter_map("finite", |value| serde_json::to_string(&value).ok()),
        ".{0,4}".prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    leaf.prop_recursive(depth, 16, 3, |inner| {
        let name = prop_oneof![
            Just("givenName"),
            Just("family_name"),
            Just("metadata"),
            Just("primary"),
            Just("source"),
            Just("type"),
            Just("sources"),
            Just("year"),
            Just("new"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3)
                .prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name, inner), 0..3).prop_map(|members| {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, value)| format!("\"{name}\":{value}"))
                    .collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

/// Each member of each object, as the pointer to the object and the member's name.
fn members(value: &Value, pointer: &str) -> Vec<(String, String)> {
    match value {
        Value::Array(values) => {
            let values = values.iter().enumerate();
            values
                .flat_map(|(index, value)| members(value, &format!("{pointer}/{index}")))
                .collect()
        }
        Value::Object(object) => {
            let own = object.keys().map(|name| (pointer.to_owned(), name.clone()));
            let inner = object.iter().filter(|(name, _)| !name.contains(['/', '~']));
            let inner =
                inner.flat_map(|(name, value)| members(value, &format!("{pointer}/{name}")));
            own.chain(inner).collect()
        }
        _ => Vec::new(),
    }
}
