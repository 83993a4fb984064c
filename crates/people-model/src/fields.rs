use std::{fmt, ops::Range};

use serde::de::{Deserializer as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{
    FieldMask, FieldsRef, Person, PersonField, Problem, SyntaxError,
    decode::decode_strictly,
    places::{Places, Slots},
};

/// A contact's data as one slot per field, each holding that field's list already encoded.
///
/// A contact is stored, updated and read in this form. An update replaces slots and a read copies them, without
/// decoding them. Only fields with values have a slot. `metadata` never has one, because it is not data.
///
/// The slots are the members of one JSON object, in wire order, each spelled as the wire
/// does and without a blank between them. What is inside a slot keeps every byte.
///
/// `Debug` shows which slots there are and how long they are, not what they say.
///
/// ```
/// use people_model::{FieldMask, Fields, Person, PersonField};
///
/// let ada: Person = serde_json::from_str(
///     r#"{"names": [{"givenName": "Ada"}], "nicknames": [{"value": "Countess"}]}"#,
/// )?;
/// let grace: Person = serde_json::from_str(r#"{"names": [{"givenName": "Grace"}]}"#)?;
///
/// let fields = Fields::from_person(&ada, FieldMask::ALL);
/// assert_eq!(fields.get(PersonField::Names), Some(r#"[{"givenName":"Ada"}]"#));
/// assert_eq!(fields.get(PersonField::Urls), None);
///
/// let renamed = fields.replace(FieldMask::NAMES, &Fields::from_person(&grace, FieldMask::ALL));
/// assert_eq!(
///     renamed.as_json(),
///     r#"{"names":[{"givenName":"Grace"}],"nicknames":[{"value":"Countess"}]}"#,
/// );
/// assert_eq!(renamed.to_person().nicknames, ada.nicknames);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Fields {
    /// `{"names":[…],"emailAddresses":[…]}`
    json: String,
    places: Places,
}

/// Why a text holds no [`Fields`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidFields {
    /// It is not a single JSON object.
    #[error("not a JSON object")]
    Syntax(#[source] SyntaxError),
    /// It has a member that is not a field with a slot.
    #[error("`{0}` is not a field of contact data")]
    UnknownField(String),
    /// A field's member is something else than a list.
    #[error("`{}` is not a list", .0.as_str())]
    NotAList(PersonField),
    /// A value is not of its type.
    #[error("{}", .0.message())]
    Value(Problem),
}

impl Fields {
    /// No data.
    #[must_use]
    pub fn new() -> Self {
        Writer::with_capacity(0).finish()
    }

    /// Encodes the fields of a person that the mask selects.
    #[must_use]
    pub fn from_person(person: &Person, mask: FieldMask) -> Self {
        let mut json = Vec::with_capacity(1024);
        let mut slots = Slots::default();
        for field in mask.difference(FieldMask::METADATA).iter() {
            if person.field_len(field) > 0 {
                json.push(slots.separator());
                json.push(b'"');
                json.extend_from_slice(field.as_str().as_bytes());
                json.extend_from_slice(b"\":");
                person.encode_field(field, &mut json);
                slots.end(field, json.len());
            }
        }
        let json = String::from_utf8(json).unwrap_or_else(|error| unreachable!("{error}"));
        Writer { json, slots }.finish()
    }

    /// Decodes the fields.
    ///
    /// What [`from_person`](Self::from_person) and [`from_json`](Self::from_json) made can
    /// be decoded. Of text that [`from_parts`](Self::from_parts) took on trust, members
    /// that do not fit are unset, and so are all when it is not JSON.
    #[must_use]
    pub fn to_person(&self) -> Person {
        decode_strictly(&self.json, "")
            .map(|decoded| decoded.value)
            .unwrap_or_default()
    }

    /// A field's list as compact JSON, with its brackets; none when it has no values.
    #[must_use]
    pub fn get(&self, field: PersonField) -> Option<&str> {
        self.places.list(&self.json, field)
    }

    /// The fields that have values.
    #[must_use]
    pub const fn mask(&self) -> FieldMask {
        self.places.mask()
    }

    /// The same data, borrowed.
    #[must_use]
    pub fn borrowed(&self) -> FieldsRef<'_> {
        FieldsRef::new(&self.json, self.places)
    }

    /// The fields in the mask as they are in `with`, where they may be missing, and the
    /// others as they are here (rule `U10`).
    #[must_use]
    pub fn replace(&self, mask: FieldMask, with: &Self) -> Self {
        let mut writer = Writer::with_capacity(self.json.len() + with.json.len());
        let kept = self.mask().difference(mask);
        let taken = with.mask().intersection(mask);
        writer.push_all(kept | taken, |field| {
            if taken.contains(field) { with } else { self }
        });
        writer.finish()
    }

    /// The fields that are in the mask (rule `U3`).
    #[must_use]
    pub fn retain(&self, mask: FieldMask) -> Self {
        let mut writer = Writer::with_capacity(self.json.len());
        writer.push_all(self.mask().intersection(mask), |_| self);
        writer.finish()
    }

    /// Appends the fields that are in the mask to an object under construction, each as a comma,
    /// its name and its list (rule `U3`). Neighbours are copied in one piece.
    ///
    /// ```
    /// use people_model::{FieldMask, Fields};
    ///
    /// let fields = Fields::from_json(r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"x"}]}"#)?;
    /// let mut object = String::from("{\"etag\":\"\"");
    /// fields.append_members(FieldMask::URLS, &mut object);
    /// assert_eq!(object, r#"{"etag":"","urls":[{"value":"x"}]"#);
    /// # Ok::<(), people_model::InvalidFields>(())
    /// ```
    pub fn append_members(&self, mask: FieldMask, out: &mut String) {
        self.places.append_members(&self.json, mask, out);
    }

    /// All of it as one JSON object.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.json
    }

    /// All of it as one JSON object.
    #[must_use]
    pub fn into_json(self) -> String {
        self.json
    }

    /// Reads the fields from a JSON object.
    ///
    /// Members may come in any order and in either spelling. Members that are `null` or an empty list do not become
    /// slots. Of two members of the same name, the last counts. Each list is kept as it is written.
    ///
    /// # Errors
    ///
    /// When the text is not JSON, names a field that is not data of a contact, or holds
    /// values that a [`Person`] cannot. Members of values that are merely unknown are fine.
    pub fn from_json(json: &str) -> Result<Self, InvalidFields> {
        let decoded = decode_strictly::<Person>(json, "").map_err(InvalidFields::Syntax)?;
        let lists = scan(json)?;
        if let Some(problem) = decoded
            .problems
            .into_iter()
            .find(|problem| !problem.is_kept())
        {
            return Err(InvalidFields::Value(problem));
        }

        let mut writer = Writer::with_capacity(json.len());
        for (field, list) in PersonField::ALL.into_iter().zip(lists) {
            if let Some(list) = list {
                writer.push_list(field, list);
            }
        }
        Ok(writer.finish())
    }

    /// Where the slots are in [`as_json`](Self::as_json): a table to keep beside the text,
    /// from which [`from_parts`](Self::from_parts) finds them again without a scan.
    ///
    /// It is the length of each list in wire order, as LEB128. It does not name the fields: the
    /// text does, and stays valid if a later schema has new fields between them.
    #[must_use]
    pub fn layout(&self) -> Vec<u8> {
        let mut layout = Vec::with_capacity(2 * self.mask().len());
        for list in self.mask().iter().filter_map(|field| self.get(field)) {
            let mut length = list.len();
            while length > 0x7f {
                layout.push(length as u8 | 0x80);
                length >>= 7;
            }
            layout.push(length as u8);
        }
        layout
    }

    /// Puts together what [`as_json`](Self::as_json) and [`layout`](Self::layout) gave.
    ///
    /// The table is accepted if the text has a field's name and a list at each of its places, in wire order, and
    /// nothing else. The content of the lists is not checked. If the table does not fit, for example because somebody
    /// edited the text, the text is scanned.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json), when the table does not fit.
    pub fn from_parts(json: String, layout: &[u8]) -> Result<Self, InvalidFields> {
        match Places::locate(&json, layout) {
            Some(places) => Ok(Self { json, places }),
            None => Self::from_json(&json),
        }
    }

    /// The fields that two contacts do not write alike, each as what [`as_json`](Self::as_json) and
    /// [`layout`](Self::layout) gave. None when a table does not fit.
    ///
    /// It says what comparing [`get`](Self::get) of both says, and copies nothing.
    ///
    /// ```
    /// use people_model::{FieldMask, Fields};
    ///
    /// let before = Fields::from_json(r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"x"}]}"#)?;
    /// let after = Fields::from_json(r#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"y"}]}"#)?;
    /// let changed = Fields::differing(
    ///     (before.as_json(), &before.layout()),
    ///     (after.as_json(), &after.layout()),
    /// );
    /// assert_eq!(changed, Some(FieldMask::URLS));
    /// # Ok::<(), people_model::InvalidFields>(())
    /// ```
    #[must_use]
    pub fn differing(one: (&str, &[u8]), other: (&str, &[u8])) -> Option<FieldMask> {
        let places = Places::locate(one.0, one.1)?;
        let others = Places::locate(other.0, other.1)?;
        let differs =
            |field: &PersonField| places.member(one.0, *field) != others.member(other.0, *field);
        let fields = (places.mask() | others.mask()).iter();
        Some(fields.filter(differs).collect())
    }
}

impl Default for Fields {
    fn default() -> Self {
        Self::new()
    }
}

/// Equal when they are written alike.
impl PartialEq for Fields {
    fn eq(&self, other: &Self) -> bool {
        self.json == other.json
    }
}

impl Eq for Fields {}

impl fmt::Debug for Fields {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.borrowed().fmt(formatter)
    }
}

/// The text under construction.
struct Writer {
    json: String,
    slots: Slots,
}

impl Writer {
    /// With room for `size` bytes, and the brace.
    fn with_capacity(size: usize) -> Self {
        Self {
            json: String::with_capacity(size + 2),
            slots: Slots::default(),
        }
    }

    /// Copies fields that have values. Neighbours are copied in one piece.
    fn push_all<'a>(&mut self, fields: FieldMask, from: impl Fn(PersonField) -> &'a Fields) {
        let mut fields = fields.iter().map(|field| (field, from(field))).peekable();
        while let Some((field, source)) = fields.next() {
            let Range { start, mut end } = source.places.range(field);
            self.json.push(self.slots.separator().into());
            let at = self.json.len();
            self.slots.end(field, at + end - start);
            while let Some((field, next)) = fields.next_if(|&(field, from)| {
                std::ptr::eq(from, source) && from.places.range(field).start == end + 1
            }) {
                end = next.places.range(field).end;
                self.slots.end(field, at + end - start);
            }
            self.json.push_str(&source.json[start..end]);
        }
    }

    fn push_list(&mut self, field: PersonField, list: &str) {
        self.json.push(self.slots.separator().into());
        self.json.push('"');
        self.json.push_str(field.as_str());
        self.json.push_str("\":");
        self.json.push_str(list);
        self.slots.end(field, self.json.len());
    }

    fn finish(mut self) -> Fields {
        if self.slots.is_empty() {
            self.json.push('{');
        }
        self.json.push('}');
        Fields {
            json: self.json,
            places: self.slots.places(),
        }
    }
}

/// The lists of a JSON object, as they are written.
type Lists<'a> = [Option<&'a str>; PersonField::ALL.len()];

/// Takes an object apart that is known to be JSON.
fn scan(json: &str) -> Result<Lists<'_>, InvalidFields> {
    let mut from = serde_json::Deserializer::from_str(json);
    match from.deserialize_map(Members) {
        Ok(lists) => lists,
        Err(error) => Err(InvalidFields::Syntax(SyntaxError::new(json, &error))),
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Result<Lists<'de>, InvalidFields>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut lists = [None; PersonField::ALL.len()];
        let mut fault = None;
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<&RawValue>()?.get();
            let field =
                PersonField::from_wire(&name).filter(|&field| field != PersonField::Metadata);
            match field {
                Some(field) if value.starts_with('[') => {
                    let empty = value[1..].trim_ascii_start() == "]";
                    lists[field as usize] = (!empty).then_some(value);
                }
                Some(field) if value == "null" => lists[field as usize] = None,
                Some(field) => fault = fault.or(Some(InvalidFields::NotAList(field))),
                None => fault = fault.or(Some(InvalidFields::UnknownField(name))),
            }
        }
        Ok(fault.map_or(Ok(lists), Err))
    }
}
