use base64::{Engine, engine::general_purpose::STANDARD};
use people_model::{FieldMask, Fingerprint, PersonEtag, SourceEtag, strategy};
use proptest::{collection::vec, prelude::*};

const FINGERPRINT: Fingerprint = Fingerprint([0xca, 0xfe, 0xf0, 0x0d, 0x12, 0x34, 0x56, 0x78]);

/// The etag of a person read with this mask and the default sources, and that it is read back.
#[track_caller]
fn check(mask: &str, ids: &[u8], expected: &str) {
    let mask = FieldMask::parse(mask).unwrap();
    let etag = PersonEtag::new(mask, &[1, 2, 5, 7], FINGERPRINT).to_string();
    assert_eq!(etag, expected);
    assert_eq!(PersonEtag::parse(&etag), Some(FINGERPRINT));

    let message = STANDARD.decode(&etag[1..]).unwrap();
    assert_eq!(message[..2], [0x12, ids.len() as u8]);
    assert_eq!(message[2..][..ids.len()], *ids);
    assert_eq!(
        message[2 + ids.len()..][..8],
        [0x1a, 4, 1, 2, 5, 7, 0x22, 12]
    );
    assert_eq!(message[2 + ids.len() + 8..], *b"yv7wDRI0Vng=");
}

/// The masks whose ids were seen (E2), each with its ids and an etag of our own fingerprint.
#[test]
fn has_the_ids_that_were_seen() {
    check(
        "metadata",
        &[1, 46, 55],
        "%EgMBLjcaBAECBQciDHl2N3dEUkkwVm5nPQ==",
    );
    check(
        "names,emailAddresses",
        &[1, 2, 9, 46, 55, 61, 62],
        "%EgcBAgkuNz0+GgQBAgUHIgx5djd3RFJJMFZuZz0=",
    );
    check(
        "names,emailAddresses,phoneNumbers",
        &[1, 2, 9, 11, 46, 55, 61, 62, 63],
        "%EgkBAgkLLjc9Pj8aBAECBQciDHl2N3dEUkkwVm5nPQ==",
    );
    check(
        "names,emailAddresses,photos",
        &[1, 2, 3, 9, 46, 55, 61, 62],
        "%EggBAgMJLjc9PhoEAQIFByIMeXY3d0RSSTBWbmc9",
    );
    check(
        "names,emailAddresses,phoneNumbers,organizations",
        &[1, 2, 9, 11, 12, 46, 55, 61, 62, 63],
        "%EgoBAgkLDC43PT4/GgQBAgUHIgx5djd3RFJJMFZuZz0=",
    );
}

#[test]
fn the_mask_of_all_fields_has_forty_ids() {
    let ids: Vec<u8> = (1..=23)
        .chain([25, 31])
        .chain(33..=39)
        .chain([46, 52, 53, 55])
        .chain(61..=64)
        .collect();
    assert_eq!(ids.len(), 40);
    check(
        &FieldMask::ALL.to_string(),
        &ids,
        "%EigBAgMEBQYHCAkKCwwNDg8QERITFBUWFxkfISIjJCUmJy40NTc9Pj9AGgQBAgUHIgx5djd3RFJJMFZuZz0=",
    );
}

#[test]
fn memberships_and_metadata_add_no_ids() {
    let etag = |mask| PersonEtag::new(mask, &[2], FINGERPRINT).to_string();
    assert_eq!(etag(FieldMask::MEMBERSHIPS), etag(FieldMask::EMPTY));
    assert_eq!(etag(FieldMask::METADATA), etag(FieldMask::EMPTY));
}

#[test]
fn names_the_containers_that_were_read() {
    let etag = |containers| PersonEtag::new(FieldMask::EMPTY, containers, FINGERPRINT).to_string();
    assert_eq!(etag(&[]), "%EgMBLjciDHl2N3dEUkkwVm5nPQ==");
    assert_eq!(
        etag(&[1, 5, 7]),
        format!(
            "%{}",
            STANDARD.encode(b"\x12\x03\x01\x2e\x37\x1a\x03\x01\x05\x07\x22\x0cyv7wDRI0Vng=")
        )
    );
    // No container has such a number; it is a varint of two bytes all the same.
    assert_eq!(
        etag(&[200]),
        format!(
            "%{}",
            STANDARD.encode(b"\x12\x03\x01\x2e\x37\x1a\x02\xc8\x01\x22\x0cyv7wDRI0Vng=")
        )
    );
}

#[test]
fn a_source_etag_is_a_hash_sign_and_the_fingerprint() {
    assert_eq!(SourceEtag::new(FINGERPRINT).to_string(), "#yv7wDRI0Vng=");
    assert_eq!(FINGERPRINT.to_group_etag(), "yv7wDRI0Vng=");
}

#[test]
fn what_was_never_minted_has_no_fingerprint() {
    let of_message = |message: &[u8]| format!("%{}", STANDARD.encode(message));
    let persons = [
        String::new(),
        "%".to_owned(),
        "#yv7wDRI0Vng=".to_owned(),
        "EgMBLjcaBAECBQciDHl2N3dEUkkwVm5nPQ==".to_owned(),
        "%EgMBLjcaBAECBQciDHl2N3dEUkkwVm5nPQ".to_owned(),
        "%*".to_owned(),
        of_message(b"\x12\x03\x01\x2e\x37"), // no field 4, as of persons without one
        of_message(b"\x22\x0byv7wDRI0Vng"),  // not 12 characters
        of_message(b"\x22\x0cyv7wDRI0Vngg"), // 9 bytes
        of_message(b"\x22\x0cyv7wDRI0Vn*="), // not base64
        of_message(b"\x22\x0dyv7wDRI0Vng="), // ends too soon
        of_message(b"\x22\x0cyv7wDRI0Vng=\x12"), // goes on and ends
        of_message(b"\x22\x0cyv7wDRI0Vng=\x1b\x1c"), // a group
        of_message(b"\x20\x0cyv7wDRI0Vng="), // field 4 is a number
        of_message(&[0x22, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
        of_message(&[0xff; 12]),
    ];
    for etag in persons {
        assert_eq!(PersonEtag::parse(&etag), None, "{etag:?}");
    }
    for etag in [
        "",
        "#",
        "yv7wDRI0Vng=",
        "%yv7wDRI0Vng=",
        "#yv7wDRI0Vng",
        "#yv7wDRI0Vnh=",
        "#yv7wDRI0Vng==",
    ] {
        assert_eq!(SourceEtag::parse(etag), None, "{etag:?}");
    }
    assert_eq!(Fingerprint::from_group_etag("#yv7wDRI0Vng="), None);
}

#[test]
fn the_last_fingerprint_counts() {
    let twice = STANDARD.encode(b"\x22\x0cAAAAAAAAAAA=\x22\x0cyv7wDRI0Vng=");
    assert_eq!(PersonEtag::parse(&format!("%{twice}")), Some(FINGERPRINT));
}

fn fingerprint() -> impl Strategy<Value = Fingerprint> {
    any::<[u8; 8]>().prop_map(Fingerprint)
}

/// A protobuf field that is not field 4.
fn foreign_field() -> impl Strategy<Value = Vec<u8>> {
    let number = prop_oneof![1..=3u8, 5..=15u8];
    (number, 0..4usize, any::<[u8; 8]>(), vec(any::<u8>(), 0..20)).prop_map(
        |(number, kind, fixed, bytes)| {
            let tag = |wire_type| number << 3 | wire_type;
            match kind {
                0 => vec![tag(0), fixed[0] | 0x80, fixed[1] & 0x7f],
                1 => [&[tag(1)], &fixed[..]].concat(),
                2 => [&[tag(2), bytes.len() as u8], &bytes[..]].concat(),
                _ => [&[tag(5)], &fixed[..4]].concat(),
            }
        },
    )
}

proptest! {
    /// E2: the etag of any read holds the state.
    #[test]
    fn a_persons_fingerprint_is_read_back(
        mask in strategy::field_mask(),
        containers in vec(any::<u8>(), 0..200),
        fingerprint in fingerprint(),
    ) {
        let etag = PersonEtag::new(mask, &containers, fingerprint).to_string();
        prop_assert_eq!(PersonEtag::parse(&etag), Some(fingerprint));
        prop_assert_eq!(SourceEtag::parse(&etag), None);
    }

    /// E2: the ids of a mask are those that are always there and those of its fields, ascending.
    #[test]
    fn ids_follow_from_the_mask(mask in strategy::field_mask()) {
        prop_assume!(mask != FieldMask::ALL);
        let etag = PersonEtag::new(mask, &[], FINGERPRINT).to_string();
        let message = STANDARD.decode(&etag[1..]).unwrap();
        let mut ids: Vec<u8> = mask.iter().flat_map(|field| field.etag_ids()).copied().chain([1, 46, 55]).collect();
        ids.sort_unstable();
        prop_assert_eq!(&message[2..][..message[1] as usize], &ids);
    }

    /// E1, and the etag of a group
    #[test]
    fn a_fingerprint_is_read_back(fingerprint in fingerprint()) {
        let etag = SourceEtag::new(fingerprint);
        prop_assert_eq!(etag.fingerprint(), fingerprint);
        prop_assert_eq!(SourceEtag::parse(&etag.to_string()), Some(fingerprint));
        prop_assert_eq!(PersonEtag::parse(&etag.to_string()), None);
        prop_assert_eq!(Fingerprint::from_group_etag(&fingerprint.to_group_etag()), Some(fingerprint));
    }

    #[test]
    fn fields_that_we_do_not_know_are_skipped(
        before in vec(foreign_field(), 0..4),
        after in vec(foreign_field(), 0..4),
        fingerprint in fingerprint(),
    ) {
        let mut message = before.concat();
        message.extend_from_slice(b"\x22\x0c");
        message.extend_from_slice(STANDARD.encode(fingerprint.0).as_bytes());
        message.extend(after.concat());
        let etag = format!("%{}", STANDARD.encode(message));
        prop_assert_eq!(PersonEtag::parse(&etag), Some(fingerprint), "{}", etag);
    }

    /// No text has two readings: what a source's or a group's etag is read as prints as that text.
    #[test]
    fn any_text_is_read_or_refused(text in "[#%]{0,2}[A-Za-z0-9+/]{11}=|[#%]?[A-Za-z0-9+/=]{0,14}|\\PC*", message in vec(any::<u8>(), 0..80)) {
        if let Some(fingerprint) = SourceEtag::parse(&text) {
            prop_assert_eq!(SourceEtag::new(fingerprint).to_string(), text.as_str());
        }
        if let Some(fingerprint) = Fingerprint::from_group_etag(&text) {
            prop_assert_eq!(fingerprint.to_group_etag(), text.as_str());
        }
        let _ = PersonEtag::parse(&text);
        if let Some(fingerprint) = PersonEtag::parse(&format!("%{}", STANDARD.encode(&message))) {
            let text = STANDARD.encode(fingerprint.0);
            prop_assert!(message.windows(text.len()).any(|window| window == text.as_bytes()));
        }
    }
}
