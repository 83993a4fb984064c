use people_model::{FieldMask, Fields, FieldsRef, Message as _, Person, PersonField, strategy};
use proptest::{
    collection::{btree_map, vec},
    prelude::*,
    sample::{Index, select},
};

const TWO: &str =
    r#"{"names":[{"givenName":"Ada"}],"emailAddresses":[{"value":"ada@example.com"}]}"#;

/// What a JSON text is read as.
#[track_caller]
fn check(json: &str, expected: &str) {
    let found = match Fields::from_json(json) {
        Ok(fields) => fields.into_json(),
        Err(error) => format!("{error}"),
    };
    assert_eq!(found, expected, "{json}");
}

#[test]
fn what_it_reads_is_in_wire_order_and_spelling() {
    check(TWO, TWO);
    check("{}", "{}");
    check(" { } ", "{}");
    check(
        r#" { "email_addresses" : [ {"value":"ada@example.com"} ] , "names":[{ "givenName" : "Ada" }]}"#,
        r#"{"names":[{ "givenName" : "Ada" }],"emailAddresses":[ {"value":"ada@example.com"} ]}"#,
    );
    check(r#"{"na\u006des":[{}]}"#, r#"{"names":[{}]}"#);
}

#[test]
fn what_has_no_values_has_no_slot() {
    check(r#"{"names":null,"urls":[],"events":[ ]}"#, "{}");
    check(r#"{"names":[{}],"names":null}"#, "{}");
    check(
        r#"{"urls":[{}],"urls":[{"value":"https://example.com"}]}"#,
        r#"{"urls":[{"value":"https://example.com"}]}"#,
    );
}

#[test]
fn members_that_are_merely_unknown_are_kept() {
    let json = r#"{"names":[{"moonSign":"leo","metadata":{"source":{"type":"LATER"}}}]}"#;
    check(json, json);
}

#[test]
fn refuses_what_is_no_data_of_a_contact() {
    check("", "not a JSON object");
    check("[]", "not a JSON object");
    check(r#"{"names":[{}]"#, "not a JSON object");
    check(r#"{"names":["\ud800"]}"#, "not a JSON object");
    check(
        &format!(
            r#"{{"names":[{{"x":{}1{}}}]}}"#,
            "[".repeat(200),
            "]".repeat(200)
        ),
        "not a JSON object",
    );
    check(
        r#"{"metadata":{}}"#,
        "`metadata` is not a field of contact data",
    );
    check(
        r#"{"resourceName":"people/c1"}"#,
        "`resourceName` is not a field of contact data",
    );
    check(
        r#"{"fileAses":[{"value":"A"}]}"#,
        "`fileAses` is not a field of contact data",
    );
    check(r#"{"names":{"givenName":"Ada"}}"#, "`names` is not a list");
    check(r#"{"urls":"https://example.com"}"#, "`urls` is not a list");
    check(
        r#"{"birthdays":[{"date":{"year":"soon"}}]}"#,
        r#"Invalid value at 'birthdays[0].date.year' (TYPE_INT32), "soon""#,
    );
}

#[test]
fn a_table_is_the_lengths_of_the_lists() {
    let fields = Fields::from_json(TWO).unwrap();
    assert_eq!(fields.layout(), [21, 29]);
    assert!(Fields::new().layout().is_empty());

    let long = format!(r#"{{"names":[{{"givenName":"{}"}}]}}"#, "a".repeat(300));
    assert_eq!(Fields::from_json(&long).unwrap().layout(), [0xbe, 2]);
}

/// Without a scan, it does not matter what the lists are.
#[test]
fn a_table_that_fits_is_believed() {
    let fields = Fields::from_parts(r#"{"names":[?],"urls":[!!]}"#.to_owned(), &[3, 4]).unwrap();
    assert_eq!(fields.get(PersonField::Names), Some("[?]"));
    assert_eq!(fields.get(PersonField::Urls), Some("[!!]"));
    assert_eq!(fields.to_person(), Person::default());
}

#[track_caller]
fn check_scanned(json: &str, layout: &[u8]) {
    assert!(
        Fields::from_parts(json.to_owned(), layout).is_err(),
        "{json} {layout:?}"
    );
    assert_eq!(FieldsRef::from_parts(json, layout), None, "{json}");
}

/// None of these is JSON, so a table that was believed would show.
#[test]
fn a_table_that_does_not_fit_is_not_believed() {
    check_scanned(r#"{"names":[?],"urls":[!!]}"#, &[]);
    check_scanned(r#"{"names":[?],"urls":[!!]}"#, &[3]);
    check_scanned(r#"{"names":[?],"urls":[!!]}"#, &[3, 4, 0]);
    check_scanned(r#"{"names":[?],"urls":[!!]}"#, &[3, 5]);
    check_scanned(r#"{"names":[?],"urls":[!!]}"#, &[0x83, 0, 0x84]);
    check_scanned(r#"{"names":[?],"urls":[!!]} "#, &[3, 4]);
    check_scanned(r#"{"names":[?],"urls":[!!]"#, &[3, 4]);
    check_scanned(r#"{"names":[?],"urls":[!!]x"#, &[3, 4]);
    check_scanned(r#"{"urls":[?],"names":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"names":[?],"names":[!!]}"#, &[3, 4]);
    check_scanned(r#",names":[?],"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"["names":[?],"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"names":[?]{"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{ names":[?],"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"names" [?],"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"names":(?],"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"names":[?),"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"notes":[?],"urls":[!!]}"#, &[3, 4]);
    check_scanned(r#"{"metadata":[?]}"#, &[3]);
    check_scanned(r#"{"user_defined":[?]}"#, &[3]);
    check_scanned(r#"{"email_addresses":[?]}"#, &[3]);
    check_scanned(r#"{"names":[?]}"#, &[255; 20]);
    check_scanned("{", &[]);
    check_scanned("", &[2]);
    check_scanned("{\"é\":[?]}", &[3]);
}

/// An empty list is no slot, so the text is not the one that a table was made for.
#[test]
fn a_table_of_an_empty_list_is_not_believed() {
    let fields = Fields::from_parts(r#"{"names":[]}"#.to_owned(), &[2]).unwrap();
    assert_eq!(fields, Fields::new());
}

#[test]
fn nothing_of_the_data_is_printed() {
    let fields = Fields::from_json(TWO).unwrap();
    assert_eq!(
        format!("{fields:?}"),
        r#"Fields {"names": 21, "emailAddresses": 29}"#
    );
}

/// The person with only those fields, which are the ones that have slots.
fn masked(person: &Person, mask: FieldMask) -> Person {
    let mut masked = Person::default();
    for field in mask.difference(FieldMask::METADATA).iter() {
        masked.copy_field(person, field);
    }
    masked
}

fn fields() -> impl Strategy<Value = Fields> {
    strategy::person().prop_map(|person| Fields::from_person(&person, FieldMask::ALL))
}

/// A list as nobody would write it, with the same member in it twice and blanks anywhere.
fn odd_list() -> impl Strategy<Value = String> {
    let value = select(
        &[
            r#"{ "metadata" : null }"#,
            r#"{"later": [1.50, 1e2, "\u00e9\/", {"urls":[],"names":[{}]}]}"#,
            "{\n\t\"later\":\"]},{\"\r\n}",
            r#"{"later":1,"later":2}"#,
            r#"{"later":"],\"urls\":[{"}"#,
        ][..],
    );
    (
        vec(value, 1..4),
        select(&[",", " ,", ",\n  "][..]),
        select(&["", " "][..]),
    )
        .prop_map(|(values, comma, blank)| format!("[{blank}{}{blank}]", values.join(comma)))
}

fn data_field() -> impl Strategy<Value = PersonField> {
    select(&PersonField::ALL[..])
        .prop_filter("has no slot", |field| *field != PersonField::Metadata)
}

/// A table and what somebody did to it.
fn tampered(mut layout: Vec<u8>, changes: &[(u8, Index, u8)]) -> Vec<u8> {
    for (change, index, byte) in changes {
        match change {
            0 => layout.push(*byte),
            _ if layout.is_empty() => {}
            1 => drop(layout.remove(index.index(layout.len()))),
            2 => layout.truncate(index.index(layout.len())),
            3 => layout.insert(index.index(layout.len()), *byte),
            _ => {
                let index = index.index(layout.len());
                layout[index] = *byte;
            }
        }
    }
    layout
}

fn lists(fields: &Fields) -> impl Iterator<Item = &str> {
    PersonField::ALL
        .into_iter()
        .filter_map(|field| fields.get(field))
}

/// `FieldsRef` returns the same as the `Fields` that it borrows from.
fn check_borrowed(
    borrowed: FieldsRef<'_>,
    fields: &Fields,
    mask: FieldMask,
) -> Result<(), TestCaseError> {
    prop_assert_eq!(borrowed.as_json(), fields.as_json());
    prop_assert_eq!(borrowed.mask(), fields.mask());
    for field in PersonField::ALL {
        prop_assert_eq!(borrowed.get(field), fields.get(field));
    }
    let mut members = String::new();
    borrowed.append_members(mask, &mut members);
    let shown = fields.retain(mask);
    let object = format!("{{{}}}", members.trim_start_matches(','));
    prop_assert_eq!(object, shown.as_json());
    Ok(())
}

proptest! {
    #[test]
    fn encoding_and_decoding_are_inverse(person in strategy::person(), mask in strategy::field_mask()) {
        let fields = Fields::from_person(&person, mask);
        prop_assert_eq!(fields.to_person(), masked(&person, mask));
        prop_assert_eq!(fields.mask(), person.fields().intersection(mask).difference(FieldMask::METADATA));
    }

    #[test]
    fn they_are_equal_when_they_say_the_same(one in strategy::person(), other in strategy::person(), field in data_field()) {
        let mut changed = one.clone();
        changed.copy_field(&other, field);
        let fields = Fields::from_person(&one, FieldMask::ALL);
        let changed_fields = Fields::from_person(&changed, FieldMask::ALL);
        prop_assert_eq!(fields == changed_fields, one.field_eq(&changed, field));
    }

    /// The slots are what a person encodes to, byte for byte.
    #[test]
    fn the_slots_are_the_persons_members(person in strategy::person(), mask in strategy::field_mask()) {
        let fields = Fields::from_person(&person, mask);
        prop_assert_eq!(fields.as_json(), masked(&person, mask).to_json());

        let members: Vec<String> = PersonField::ALL
            .into_iter()
            .filter_map(|field| Some(format!("\"{}\":{}", field.as_str(), fields.get(field)?)))
            .collect();
        prop_assert_eq!(fields.as_json(), format!("{{{}}}", members.join(",")));
    }

    /// U10, on slots as on types: the fields in the mask are those of the other, and the rest keep
    /// every byte.
    #[test]
    fn replacing_commutes_with_decoding(
        (current, request) in (strategy::person(), strategy::person()),
        (kept, sent, mask) in (strategy::field_mask(), strategy::field_mask(), strategy::field_mask()),
    ) {
        let (current, request) = (Fields::from_person(&current, kept), Fields::from_person(&request, sent));
        let replaced = current.replace(mask, &request);

        let mut expected = current.to_person();
        for field in mask.iter() {
            expected.copy_field(&request.to_person(), field);
        }
        prop_assert_eq!(replaced.to_person(), expected);
        for field in PersonField::ALL {
            let from = if mask.contains(field) { &request } else { &current };
            prop_assert_eq!(replaced.get(field), from.get(field), "{:?}", field);
            prop_assert_eq!(replaced.mask().contains(field), from.mask().contains(field));
        }
    }

    #[test]
    fn retaining_is_replacing_the_rest_by_nothing(fields in fields(), mask in strategy::field_mask()) {
        let rest = FieldMask::ALL.difference(mask);
        let retained = fields.retain(mask);
        prop_assert_eq!(&retained, &fields.replace(rest, &Fields::new()));
        prop_assert_eq!(retained.mask(), fields.mask().intersection(mask));
        prop_assert_eq!(retained.to_person(), masked(&fields.to_person(), mask));
    }

    /// It is written in one way, however it was made, and its parts make it again.
    #[test]
    fn text_and_table_make_it_again(fields in fields(), mask in strategy::field_mask(), other in fields()) {
        for fields in [fields.retain(mask), fields.replace(mask, &other), fields] {
            let json = fields.as_json();
            let scanned = Fields::from_json(json).unwrap();
            let parts = Fields::from_parts(json.to_owned(), &fields.layout()).unwrap();
            match FieldsRef::from_parts(json, &fields.layout()) {
                Some(borrowed) => check_borrowed(borrowed, &fields, mask)?,
                None => prop_assert!(lists(&fields).any(|list| list.contains("],\""))),
            }
            check_borrowed(fields.borrowed(), &fields, mask)?;
            for again in [scanned, parts] {
                prop_assert_eq!(&again, &fields);
                prop_assert_eq!(again.mask(), fields.mask());
                for field in PersonField::ALL {
                    prop_assert_eq!(again.get(field), fields.get(field));
                }
            }
        }
    }

    /// The table alone tells where the slots are, however long: nothing of this text is JSON.
    #[test]
    fn a_table_that_fits_saves_the_scan(lists in btree_map(data_field(), prop_oneof![1..300_usize, 1..40_000_usize], 0..6)) {
        let list = |length: &usize| format!("[{}]", "?".repeat(*length));
        let members: Vec<_> =
            lists.iter().map(|(field, length)| format!("\"{}\":{}", field.as_str(), list(length))).collect();
        let layout: Vec<u8> = lists
            .values()
            .flat_map(|length| match length + 2 {
                length @ ..0x80 => vec![length as u8],
                length @ ..0x4000 => vec![length as u8 | 0x80, (length >> 7) as u8],
                length => vec![length as u8 | 0x80, (length >> 7) as u8 | 0x80, (length >> 14) as u8],
            })
            .collect();
        let fields = Fields::from_parts(format!("{{{}}}", members.join(",")), &layout).unwrap();
        prop_assert_eq!(fields.layout(), layout);
        for field in PersonField::ALL {
            let written = lists.get(&field).map(list);
            prop_assert_eq!(fields.get(field), written.as_deref());
        }
    }

    /// Somebody edited the text or the table: the text counts.
    #[test]
    fn a_corrupted_table_falls_back_to_the_scan(
        fields in fields(),
        other in fields(),
        changes in vec((0..5u8, any::<Index>(), any::<u8>()), 0..4),
        swap in any::<bool>(),
    ) {
        let layout = tampered(if swap { &other } else { &fields }.layout(), &changes);
        let read = Fields::from_parts(fields.as_json().to_owned(), &layout).unwrap();
        prop_assert_eq!(read.mask(), fields.mask());
        for field in PersonField::ALL {
            prop_assert_eq!(read.get(field), fields.get(field));
        }
    }

    /// A slot holds what was written, with the members in any order.
    #[test]
    fn slots_keep_every_byte(
        lists in btree_map(data_field(), odd_list(), 0..6),
        reverse in any::<bool>(),
        snake in any::<bool>(),
        mask in strategy::field_mask(),
    ) {
        let mut members: Vec<String> = lists
            .iter()
            .map(|(field, list)| format!(" \"{}\"\n:\t{list} ", if snake { field.proto() } else { field.as_str() }))
            .collect();
        if reverse {
            members.reverse();
        }
        let fields = Fields::from_json(&format!("{{{}}}", members.join(","))).unwrap();
        let parts = Fields::from_parts(fields.as_json().to_owned(), &fields.layout()).unwrap();
        let spliced = fields.retain(mask).replace(FieldMask::ALL.difference(mask), &parts);
        for field in PersonField::ALL {
            let written = lists.get(&field).map(String::as_str);
            prop_assert_eq!(fields.get(field), written);
            prop_assert_eq!(parts.get(field), written);
            prop_assert_eq!(spliced.get(field), written);
        }
    }

    #[test]
    fn any_text_and_any_table_are_read_or_refused(
        json in prop_oneof![
            "\\PC{0,20}",
            "[{}\\[\\],:\" ]{0,12}",
            "\\{(\"(names|urls|notes|emailAddresses|é)\":(\\[[^\"]{0,3}\\]|null|1),?){0,3}\\}?",
        ],
        layout in vec(prop_oneof![0..12u8, any::<u8>()], 0..5),
        mask in strategy::field_mask(),
    ) {
        if let Ok(fields) = Fields::from_json(&json) {
            prop_assert_eq!(Fields::from_json(fields.as_json()), Ok(fields));
        }
        if let Ok(fields) = Fields::from_parts(json, &layout) {
            let slots = PersonField::ALL.into_iter().filter(|&field| fields.get(field).is_some());
            prop_assert_eq!(FieldMask::from_iter(slots), fields.mask());
            let _ = (fields.to_person(), format!("{fields:?}"));
            let again = fields.retain(mask).replace(FieldMask::ALL.difference(mask), &fields);
            prop_assert_eq!(again.layout(), fields.layout());
            prop_assert_eq!(again, fields);
        }
    }
}

/// A table that takes two slots for one would have an update of the first erase the second.
#[test]
fn a_table_that_joins_two_slots_is_not_believed() {
    let json =
        r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"x"}],"relations":[{"person":"],"}]}"#;
    let fields = Fields::from_json(json).unwrap();
    let joined = r#"[{"givenName":"Ada"}],"urls":[{"value":"x"}]"#.len() as u8;
    let last = r#"[{"person":"],"}]"#.len() as u8;
    let read = Fields::from_parts(json.to_owned(), &[joined, last]).unwrap();
    assert_eq!(read.mask(), fields.mask());
    assert_eq!(read.get(PersonField::Urls), Some(r#"[{"value":"x"}]"#));
    assert_eq!(
        read.get(PersonField::Relations),
        Some(r#"[{"person":"],"}]"#)
    );
}
