//! What the encoder writes.

use people_model::{
    ContactGroup, ContentType, Date, Extra, Message, Name, Nickname, Person, SourceType, decode,
};

#[test]
fn members_come_in_wire_order_whatever_the_order_they_were_read_in() {
    let json = r#"{
      "userDefined": [{"value": "9", "key": "shoe"}],
      "names": [{
        "unstructuredName": "Dr. Ada Byron Lovelace III",
        "phoneticMiddleName": "m", "phoneticGivenName": "g", "phoneticFamilyName": "f",
        "honorificSuffix": "III", "honorificPrefix": "Dr.", "middleName": "Byron",
        "givenName": "Ada", "familyName": "Lovelace",
        "displayNameLastFirst": "Lovelace, Dr. Ada Byron", "displayName": "Dr. Ada Byron Lovelace III",
        "metadata": {"sourcePrimary": true, "source": {"id": "1", "type": "CONTACT"}, "verified": true, "primary": true}
      }],
      "metadata": {"objectType": "PERSON", "deleted": true, "sources": [
        {"updateTime": "2026-02-24T16:40:20Z", "etag": "\#e", "id": "1", "type": "CONTACT"}
      ]},
      "etag": "%e", "resourceName": "people/c1"
    }"#
    .replace(r"\#", "#");
    let person: Person = serde_json::from_str(&json).unwrap();
    assert_eq!(
        serde_json::to_string_pretty(&person).unwrap(),
        r##"{
  "resourceName": "people/c1",
  "etag": "%e",
  "metadata": {
    "sources": [
      {
        "type": "CONTACT",
        "id": "1",
        "etag": "#e",
        "updateTime": "2026-02-24T16:40:20Z"
      }
    ],
    "deleted": true,
    "objectType": "PERSON"
  },
  "names": [
    {
      "metadata": {
        "primary": true,
        "verified": true,
        "source": {
          "type": "CONTACT",
          "id": "1"
        },
        "sourcePrimary": true
      },
      "displayName": "Dr. Ada Byron Lovelace III",
      "familyName": "Lovelace",
      "givenName": "Ada",
      "middleName": "Byron",
      "honorificPrefix": "Dr.",
      "honorificSuffix": "III",
      "phoneticFamilyName": "f",
      "phoneticGivenName": "g",
      "phoneticMiddleName": "m",
      "displayNameLastFirst": "Lovelace, Dr. Ada Byron",
      "unstructuredName": "Dr. Ada Byron Lovelace III"
    }
  ],
  "userDefined": [
    {
      "key": "shoe",
      "value": "9"
    }
  ]
}"##
    );
}

/// The order in which the API was seen to write the fields of a person.
#[test]
fn fields_of_a_person_come_in_the_order_that_was_observed() {
    let observed = [
        "resourceName",
        "etag",
        "metadata",
        "locales",
        "names",
        "nicknames",
        "coverPhotos",
        "photos",
        "genders",
        "birthdays",
        "addresses",
        "emailAddresses",
        "phoneNumbers",
        "biographies",
        "urls",
        "organizations",
        "memberships",
        "events",
        "imClients",
        "relations",
        "userDefined",
        "sipAddresses",
    ];
    let order: Vec<&str> = Person::DESCRIPTOR
        .members
        .iter()
        .map(|member| member.json)
        .collect();
    let positions: Vec<Option<usize>> = observed
        .iter()
        .map(|name| order.iter().position(|known| known == name))
        .collect();
    assert!(
        positions.iter().all(Option::is_some) && positions.is_sorted(),
        "{positions:?}"
    );
}

#[test]
fn defaults_are_left_out() {
    assert_eq!(Person::default().to_json(), "{}");

    let mut nickname = Nickname::default();
    nickname.value = "Countess".to_owned();
    assert_eq!(
        nickname.to_json(),
        r#"{"value":"Countess"}"#,
        "the default type is not written"
    );

    let mut person = Person::default();
    person.birthdays.push(Default::default());
    person.birthdays[0].date = Some(Date::default());
    assert_eq!(
        person.to_json(),
        r#"{"birthdays":[{"date":{}}]}"#,
        "a message that is there is"
    );

    let mut group = ContactGroup::default();
    group.member_count = 0;
    group.name = "Friends".to_owned();
    assert_eq!(group.to_json(), r#"{"name":"Friends"}"#);
}

#[test]
fn text_is_not_escaped_more_than_it_must_be() {
    let mut name = Name::default();
    name.given_name = "\"\\/\u{1}ä日🚀\u{2028}<".to_owned();
    assert_eq!(
        name.to_json(),
        "{\"givenName\":\"\\\"\\\\/\\u0001ä日🚀\u{2028}<\"}"
    );
}

#[test]
fn unknown_members_follow_the_known_ones() {
    let mut name = Name::default();
    name.extra.insert("b", 1);
    name.extra.insert("a", vec!["x"]);
    name.given_name = "Ada".to_owned();
    assert_eq!(name.to_json(), r#"{"givenName":"Ada","b":1,"a":["x"]}"#);

    assert_eq!(name.extra.len(), 2);
    assert_eq!(name.extra.insert("b", 2), Some(1.into()));
    assert_eq!(name.extra.remove("b"), Some(2.into()));
    assert_eq!(name.extra.remove("b"), None);
    assert_eq!(
        name.extra.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        ["a"]
    );
    name.extra.clear();
    assert!(name.extra.is_empty() && name.extra == Extra::default());
    assert_eq!(size_of::<Extra>(), size_of::<usize>());
}

#[test]
fn enums_have_names_and_numbers() {
    assert_eq!(SourceType::from("CONTACT"), SourceType::Contact);
    assert_eq!(
        SourceType::from("NEW"),
        SourceType::Unknown("NEW".to_owned())
    );
    assert_eq!(SourceType::from_number(4), SourceType::Contact);
    assert_eq!(SourceType::from_number(99), SourceType::UnknownNumber(99));
    assert_eq!(SourceType::Contact.number(), Some(4));
    assert_eq!(SourceType::from("NEW").number(), None);
    assert_eq!(SourceType::from("NEW").as_str(), "NEW");
    assert_eq!(SourceType::from_number(99).to_string(), "99");
    assert_eq!(SourceType::default().as_str(), "SOURCE_TYPE_UNSPECIFIED");
    assert_eq!(ContentType::DESCRIPTOR.number("TEXT_PLAIN"), Some(1));
    assert_eq!(ContentType::DESCRIPTOR.name_of(2), Some("TEXT_HTML"));

    use people_model::{ReadSourceType, SortOrder};
    assert_eq!(
        "READ_SOURCE_TYPE_CONTACT".parse(),
        Ok(ReadSourceType::Contact)
    );
    assert_eq!("1".parse(), Ok(ReadSourceType::Profile));
    for text in ["", "CONTACT", "5", "-1", "1.5", "readSourceTypeContact"] {
        let error = text.parse::<ReadSourceType>().unwrap_err();
        assert_eq!(
            (error.expected(), error.found()),
            ("google.people.v1.ReadSourceType", text)
        );
    }
    assert_eq!(SortOrder::default(), SortOrder::LastModifiedAscending);
    assert_eq!(SortOrder::FirstNameAscending.number(), 2);
}

#[test]
fn both_ways_to_write_json_escape_the_same_characters() {
    for letter in ('\0'..='\u{ff}').chain(['\u{2028}', '\u{fffd}', '\u{1f600}']) {
        for text in [
            letter.to_string(),
            format!("a{letter}"),
            format!("{letter}b"),
        ] {
            let mut nickname = Nickname::new().value(&*text);
            nickname.extra.insert(&*text, "value");
            let json = nickname.to_json();
            assert_eq!(json, serde_json::to_string(&nickname).unwrap());
            assert_eq!(
                decode::<Nickname>(json.as_bytes(), "").unwrap().value,
                nickname
            );
        }
    }
    assert_eq!(Nickname::new().to_json(), "{}");
}
