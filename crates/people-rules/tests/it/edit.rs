//! Edits by what entries are.
use people_model::{
    Address, Birthday, EmailAddress, Entry, EntryVisitor, Event, Organization, Person, PersonField,
    PhoneNumber,
};
use people_rules::{Edit, main_member, parse_date};

fn edit(json: &str) -> Edit {
    Edit::new(serde_json::from_str(json).expect("a person"))
}

#[test]
fn t4_a_date_is_read_where_it_can_only_be_one() {
    for (text, date) in [
        ("1815-12-10", [1815, 12, 10]),
        ("1815-1-5", [1815, 1, 5]),
        ("18151210", [1815, 12, 10]),
        ("1815/12/10", [1815, 12, 10]),
        (" 10 Dec 1815 ", [1815, 12, 10]),
        ("10. december 1815", [1815, 12, 10]),
        ("December 10th, 1815", [1815, 12, 10]),
        ("Sept 4 1999", [1999, 9, 4]),
        ("2nd May 0999", [999, 5, 2]),
        ("--12-10", [0, 12, 10]),
        ("--1210", [0, 12, 10]),
        ("--09-04", [0, 9, 4]),
        ("10 Dec", [0, 12, 10]),
        ("Dec 10", [0, 12, 10]),
        ("Dec 1815", [1815, 12, 0]),
        ("1815-12", [1815, 12, 0]),
        ("--12", [0, 12, 0]),
        ("1815", [1815, 0, 0]),
    ] {
        let read = parse_date(text).map(|date| [date.year, date.month, date.day]);
        assert_eq!(read, Ok(date), "{text}");
    }
    for text in [
        "",
        "-",
        "--",
        "---",
        "---10",
        "12-10",
        "10/12/1815",
        "12/10/1815",
        "10.12.1815",
        "815-12-10",
        "181512",
        "1815-12-10T00:00:00Z",
        "1815-12-1o",
        "1815-+1-10",
        "0000-12-10",
        "--0010",
        "--00",
        "tomorrow",
        "Dec",
        "Dec Dec 1815",
        "10 Dec 15",
        "10 11 Dec",
        "１８１５-12-10",
        "1815-12-10-1",
        "10 Decembre 1815",
        "de 10",
        "\u{1f600}\u{1f600}",
    ] {
        assert!(parse_date(text).is_err(), "{text}");
    }
}

/// Every field that an update can replace has one, which a client can set.
#[test]
fn t3_every_field_has_a_main_member() {
    struct IsSettable(&'static str);

    impl EntryVisitor for IsSettable {
        type Output = bool;

        fn visit<T: Entry>(self) -> bool {
            let member = T::DESCRIPTOR.member(self.0);
            member.is_some_and(|member| !member.output_only && member.json == self.0)
        }
    }

    for field in PersonField::ALL {
        let member = main_member(field);
        assert_eq!(member.is_some(), field.is_updatable(), "{field:?}");
        if let Some(member) = member {
            assert_eq!(field.visit(IsSettable(member)), Some(true), "{field:?}");
        }
    }
}

#[test]
fn t1_an_entry_is_found_by_what_tells_it_apart_and_else_by_what_it_says() {
    let edit = edit(
        r#"{
            "addresses": [
                {"metadata": {"source": {"type": "PROFILE"}}, "streetAddress": "1 Main St"},
                {"type": "home", "streetAddress": "1 Main St", "formattedValue": "1 Main St\nLondon"},
                {"type": "1 main st", "formattedValue": "2 Oak"},
                {"type": "work", "formattedValue": "3 Elm,\n Rome"}
            ],
            "organizations": [{"name": "Engines", "title": "Author"}, {"name": "Engines", "title": "Host"}],
            "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}}],
            "events": [{"date": {"month": 7, "day": 8}, "type": "anniversary"}]
        }"#,
    );
    assert_eq!(
        edit.find::<Address>("1 Main St"),
        [1],
        "the profile's is not"
    );
    assert_eq!(
        edit.find::<Address>("1 main st"),
        [2],
        "an identity comes first"
    );
    assert_eq!(edit.find::<Address>("1 MAIN st, london"), [1]);
    assert_eq!(edit.find::<Address>("3 Elm Rome"), [3]);
    assert!(edit.find::<Address>("").is_empty());
    assert!(edit.find::<Address>("London").is_empty());
    assert_eq!(edit.find::<Organization>("Engines"), [0, 1]);
    assert_eq!(edit.find::<Organization>("Host"), [1]);
    assert_eq!(edit.find::<Birthday>("10 Dec 1815"), [0]);
    assert!(edit.find::<Birthday>("1815").is_empty());
    assert_eq!(edit.find::<Event>("--07-08"), [0]);
    assert_eq!(edit.find::<Event>("anniversary"), [0]);
}

#[test]
fn t2_what_an_entry_leaves_open_is_filled_in_and_nothing_else() {
    let mut edit = edit(
        r#"{
            "emailAddresses": [
                {"metadata": {"source": {"type": "PROFILE"}}, "value": "ada@example.com"},
                {"value": "ada@example.com", "type": "home"},
                {"value": "ADA@example.com"}
            ],
            "phoneNumbers": [{"value": "020 7946 0018", "canonicalForm": "+442079460018", "type": "work"}]
        }"#,
    );
    let email = |r#type: &str| {
        let mut email = EmailAddress::default();
        email.value = "Ada@example.com".to_owned();
        email.r#type = r#type.to_owned();
        email
    };
    assert!(edit.complete(email("work")));
    let types = |edit: &Edit| -> Vec<String> {
        let emails = edit.person().email_addresses.iter();
        emails.map(|email| email.r#type.clone()).collect()
    };
    assert_eq!(types(&edit), ["", "home", "work"], "nor the profile's");
    assert!(!edit.complete(email("home")), "it is there");
    assert!(edit.complete(email("other")));
    assert_eq!(types(&edit), ["", "home", "work", "other"]);
    assert!(!edit.complete(email("")), "there are several already");
    let mut unknown = email("home");
    unknown.extra = serde_json::from_str::<EmailAddress>(r#"{"new": 1}"#)
        .expect("JSON")
        .extra;
    assert!(edit.complete(unknown), "what is not known is not filled in");

    let mut phone = PhoneNumber::default();
    phone.value = "+44 20 7946 0018".to_owned();
    phone.r#type = "work".to_owned();
    assert!(!edit.complete(phone.clone()), "it is another spelling");
    phone.r#type = "workFax".to_owned();
    assert!(edit.complete(phone));

    // Without what it is of, it is an entry of its own.
    let mut address = Address::default();
    address.r#type = "home".to_owned();
    assert!(edit.complete(address.clone()));
    address.city = "London".to_owned();
    assert!(edit.complete(address));
    let person: Person = edit.into_person();
    assert_eq!((person.addresses.len(), person.phone_numbers.len()), (2, 2));
}
