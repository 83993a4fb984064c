//! Any bytes for a person, a mask, a name, an etag, a stored row. The fuzz target of this crate makes
//! them up, and what it found to differ is played here.
use people_model::{
    ContactGroup, FieldMask, Fields, GetPeopleResponse, GroupResourceName, ListConnectionsResponse,
    ListContactGroupsResponse, Message, Person, PersonEtag, PersonResourceName, SourceEtag, Status,
    decode,
};

/// # Panics
///
/// When what was read is written as something that is not read as the same.
pub(crate) fn model(bytes: &[u8]) {
    message::<Person>(bytes);
    message::<ContactGroup>(bytes);
    message::<Status>(bytes);
    message::<GetPeopleResponse>(bytes);
    message::<ListConnectionsResponse>(bytes);
    message::<ListContactGroupsResponse>(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(fields) = Fields::from_json(text) {
        let (json, layout) = (fields.as_json().to_owned(), fields.layout());
        assert_eq!(Fields::from_parts(json, &layout).as_ref(), Ok(&fields));
        let _ = fields.to_person();
    }
    // A row whose table of ranges is anything.
    if let Some((layout, json)) = text.split_once('\n')
        && let Ok(fields) = Fields::from_parts(json.to_owned(), layout.as_bytes())
    {
        let _ = fields.to_person();
        for field in fields.mask().iter() {
            assert!(fields.get(field).is_some_and(|list| list.starts_with('[')));
        }
    }
    if let Ok(mask) = FieldMask::parse(text) {
        assert_eq!(FieldMask::parse(&mask.to_string()), Ok(mask));
    }
    if let Some(name) = PersonResourceName::parse(text) {
        assert_eq!(PersonResourceName::parse(name.as_ref()), Some(name));
    }
    if let Some(name) = GroupResourceName::parse(text) {
        assert_eq!(GroupResourceName::parse(name.as_ref()), Some(name));
    }
    if let Some(fingerprint) = SourceEtag::parse(text).or_else(|| PersonEtag::parse(text)) {
        let names = PersonEtag::new(FieldMask::NAMES, &[2], fingerprint);
        assert_eq!(PersonEtag::parse(&names.to_string()), Some(fingerprint));
    }
}

fn message<M: Message>(bytes: &[u8]) {
    if let Ok(decoded) = decode::<M>(bytes, "") {
        let again = decode::<M>(decoded.value.to_json().as_bytes(), "").expect("JSON");
        assert_eq!(again.value, decoded.value);
    }
}

#[cfg(test)]
#[test]
fn the_corpus_of_texts_is_read_as_it_is_written() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/model");
    let files: Vec<_> = std::fs::read_dir(corpus).expect("a corpus").collect();
    assert!(files.len() > 50, "{}", files.len());
    for file in files {
        model(&std::fs::read(file.expect("a file").path()).expect("bytes"));
    }
}
