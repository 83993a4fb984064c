use std::{
    fmt::{Debug, Display},
    str::FromStr,
};

use people_model::{
    ContactId, GroupId, GroupResourceName, ParseNameError, Person, PersonResourceName, ProfileId,
    SystemGroup,
};
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

#[track_caller]
fn check_person(name: &str, expected: &str) {
    assert_eq!(
        format!("{:?}", PersonResourceName::parse(name)),
        expected,
        "{name:?}"
    );
}

#[test]
fn tells_persons_apart() {
    check_person("people/me", "Some(Me)");
    check_person("people/c36", "Some(Contact(ContactId(36)))");
    check_person(
        "people/c18446744073709551615",
        "Some(Contact(ContactId(18446744073709551615)))",
    );
    check_person(
        "people/100000000000000000042",
        r#"Some(Profile(ProfileId("100000000000000000042")))"#,
    );
}

#[test]
fn nobody_has_these_names() {
    check_person("people/c0", r#"Some(Other("people/c0"))"#);
    check_person("people/c036", r#"Some(Other("people/c036"))"#);
    check_person("people/c+36", r#"Some(Other("people/c+36"))"#);
    check_person("people/c", r#"Some(Other("people/c"))"#);
    check_person("people/C36", r#"Some(Other("people/C36"))"#);
    check_person("people/c1f", r#"Some(Other("people/c1f"))"#);
    check_person(
        "people/c18446744073709551616",
        r#"Some(Other("people/c18446744073709551616"))"#,
    );
    check_person("people/ada", r#"Some(Other("people/ada"))"#);
    check_person("people/１２", r#"Some(Other("people/１２"))"#);
}

#[test]
fn a_name_of_another_form_is_no_persons() {
    for name in [
        "",
        "people",
        "people/",
        "people/c1/photo",
        "c1",
        "otherContacts/c1",
        "/people/c1",
    ] {
        check_person(name, "None");
    }
}

#[test]
fn a_contact_is_spelled_in_decimal_and_in_hexadecimal() {
    let id = ContactId::new(4_000_000_000_000_000_123).unwrap();
    assert_eq!(id.resource_name(), "people/c4000000000000000123");
    assert_eq!(id.source_id(), "3782dace9d90007b");
    assert_eq!(ContactId::new(0), None);
    for id in ["", "0", "03", "2A", "+2", "g", "10000000000000000"] {
        assert_eq!(ContactId::from_source_id(id), None, "{id:?}");
    }
}

#[test]
fn a_profiles_id_is_digits() {
    assert_eq!(ProfileId::parse("007").unwrap().as_str(), "007");
    for id in ["", "-1", "1 ", "c1", "１"] {
        assert_eq!(ProfileId::parse(id), None, "{id:?}");
    }
}

#[test]
fn system_groups_are_known_by_name() {
    let listed =
        SystemGroup::ALL.map(|group| (group.id(), group.formatted_name(), group.takes_members()));
    assert_eq!(
        listed,
        [
            ("starred", "Starred", true),
            ("friends", "Friends", false),
            ("family", "Family", false),
            ("coworkers", "Coworkers", false),
            ("myContacts", "My Contacts", true),
            ("chatBuddies", "Chat contacts", false),
            ("all", "All Contacts", false),
            ("blocked", "Blocked", false),
        ],
    );
    for group in SystemGroup::ALL {
        let name = GroupResourceName::from(group);
        assert_eq!(GroupResourceName::parse(name.as_ref()), Some(name));
        assert_eq!((name.system(), name.user_id()), (Some(group), None));
        assert!(name.is_system());
    }
}

#[test]
fn no_group_has_these_names() {
    for id in [
        "",
        "0",
        "0a",
        "1A",
        "book club",
        "mycontacts",
        "1a/2",
        "10000000000000000",
        "-1",
    ] {
        assert_eq!(
            GroupResourceName::parse(&format!("contactGroups/{id}")),
            None,
            "{id:?}"
        );
    }
    assert_eq!(GroupResourceName::parse("1a"), None);
    assert_eq!(GroupId::new(0), None);
}

/// Names that are nearly right.
fn name() -> impl Strategy<Value = String> {
    let nearly = (
        "((people|contactGroups|otherContacts)/)?",
        "c?\\+?[0-9a-f]{0,8}|[0-9A-F]{1,20}|me|all|\\PC{0,8}",
    );
    prop_oneof![nearly.prop_map(|(kind, id)| kind + &id), any::<String>(),]
}

/// The same text by every way out, and the same value by every way in.
#[track_caller]
fn check_text<T>(text: &str)
where
    T: FromStr<Err = ParseNameError> + Display + AsRef<str> + Debug + PartialEq,
    T: Serialize + DeserializeOwned + for<'a> TryFrom<&'a str, Error = ParseNameError>,
{
    let value: T = text.parse().unwrap();
    assert_eq!(value.to_string(), text);
    assert_eq!(format!("{value:>40}"), format!("{text:>40}"));
    assert_eq!(value.as_ref(), text);
    let json = serde_json::to_string(&value).unwrap();
    assert_eq!(json, format!("{text:?}"));
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
    assert_eq!(T::try_from(text).as_ref(), Ok(&value));

    let wrong = format!("{text}/");
    let error = T::from_str(&wrong).unwrap_err();
    assert_eq!(error.found(), wrong);
    assert!(serde_json::from_str::<T>(&format!("{wrong:?}")).is_err());
}

#[test]
fn names_and_ids_are_text_all_over() {
    check_text::<ContactId>("people/c42");
    check_text::<ContactId>("people/c18446744073709551615");
    check_text::<PersonResourceName>("people/me");
    check_text::<PersonResourceName>("people/c42");
    check_text::<PersonResourceName>("people/100000000000000000042");
    check_text::<PersonResourceName>("people/ada");
    check_text::<ProfileId>("100000000000000000042");
    check_text::<GroupId>("1a2b3c");
    check_text::<GroupId>("ffffffffffffffff");
    check_text::<GroupResourceName>("contactGroups/1a2b3c");
    check_text::<GroupResourceName>("contactGroups/myContacts");
    check_text::<SystemGroup>("starred");
}

#[test]
fn a_contact_is_found_in_what_names_it() {
    fn contact<T: TryInto<ContactId>>(it: T) -> Option<u64>
    where
        ParseNameError: From<T::Error>,
    {
        let id: Result<ContactId, ParseNameError> = it.try_into().map_err(ParseNameError::from);
        id.ok().map(ContactId::get)
    }
    let ada = Person::new().resource_name("people/c42");
    let name = String::from("people/c42");
    assert_eq!(contact(&ada), Some(42));
    assert_eq!(contact(&name), Some(42));
    assert_eq!(contact(name.as_str()), Some(42));
    assert_eq!(contact(name), Some(42));
    assert_eq!(contact(ContactId::new(42).unwrap()), Some(42));
    assert_eq!(contact(&Person::new()), None);
}

proptest! {
    /// E4: the number, the contact's name and the source's id determine each other.
    #[test]
    fn a_contact_has_one_name_and_one_source_id(number in 1..=u64::MAX) {
        let id = ContactId::new(number).unwrap();
        prop_assert_eq!(id.get(), number);
        prop_assert_eq!(ContactId::parse(&id.resource_name()), Some(id));
        prop_assert_eq!(id.as_str(), format!("people/c{number}"));
        prop_assert_eq!(ContactId::from_source_id(&id.source_id()), Some(id));
        prop_assert_eq!(PersonResourceName::parse(id.as_ref()), Some(PersonResourceName::Contact(id)));
        prop_assert_eq!(u64::from_str_radix(&id.source_id(), 16), Ok(number));
    }

    /// Every name is printed as it was read, so nothing has two names.
    #[test]
    fn reading_and_printing_are_inverse(text in name()) {
        if let Some(name) = PersonResourceName::parse(&text) {
            prop_assert_eq!(name.to_string(), text.as_str());
        }
        if let Some(name) = GroupResourceName::parse(&text) {
            prop_assert_eq!(name.to_string(), text.as_str());
        }
        if let Some(id) = ContactId::parse(&text) {
            prop_assert_eq!(id.resource_name(), text.as_str());
        }
        if let Some(id) = ContactId::from_source_id(&text) {
            prop_assert_eq!(id.source_id(), text.as_str());
        }
        if let Some(id) = ProfileId::parse(&text) {
            prop_assert_eq!(id.as_str(), text.as_str());
        }
        if let Some(id) = GroupId::parse(&text) {
            prop_assert_eq!(id.as_str(), text.as_str());
        }
    }

    /// G2
    #[test]
    fn a_users_group_is_named_in_hexadecimal(number in 1..=u64::MAX, shift in 0..64u32) {
        let number = (number >> shift).max(1);
        let id = GroupId::new(number).unwrap();
        let name = GroupResourceName::from(id);
        prop_assert_eq!(name.to_string(), format!("contactGroups/{number:x}"));
        prop_assert_eq!(GroupResourceName::parse(name.as_ref()), Some(name));
        prop_assert_eq!((name.system(), name.user_id()), (None, Some(number)));
        prop_assert_eq!(id.to_string(), name.id());
    }
}
