//! Cards as JSON: jCard (RFC 7095, rule `Z9`).

use serde_json::{Map, Value, json};

use crate::{
    card::Card,
    dates,
    draft::{Content, Draft},
    encoding::{ValueEncoding, encoding_of},
    lex::Cards,
    line::Line,
    param::Param,
    version::Version,
};

/// Why JSON is not a jCard.
///
/// ```
/// let error = people_cards::from_jcard(&serde_json::json!(["vcard", [["fn", {}, "text"]]])).unwrap_err();
/// assert_eq!(error.to_string(), "[1][0]: expected a property: [name, parameters, type, value, …]");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
#[non_exhaustive]
pub struct JcardError {
    /// Where, as positions in arrays.
    pub path: String,
    /// What is wrong, for people.
    pub reason: &'static str,
}

/// Properties whose values have parts between semicolons.
const STRUCTURED: &[&str] = &[
    "N",
    "ADR",
    "ORG",
    "GENDER",
    "CLIENTPIDMAP",
    "X-PEOPLE-CLIENT-DATA",
    "X-PEOPLE-CELL",
    "X-ANDROID-CUSTOM",
];
/// Properties that are lists of texts.
const LISTS: &[&str] = &["CATEGORIES", "NICKNAME", "X-MAIDENNAME"];
/// Properties that are addresses, and those that are dates, unless they say otherwise.
const URIS: &[&str] = &[
    "URL",
    "PHOTO",
    "LOGO",
    "SOUND",
    "KEY",
    "SOURCE",
    "MEMBER",
    "IMPP",
    "CALURI",
    "FBURL",
    "CALADRURI",
    "GEO",
    "UID",
    "RELATED",
    "SOCIALPROFILE",
];
const DATES: &[&str] = &["BDAY", "ANNIVERSARY", "DEATHDATE"];
/// Properties that are a text, unless they say otherwise.
const TEXTS: &[&str] = &[
    "FN",
    "EMAIL",
    "TEL",
    "NOTE",
    "TITLE",
    "ROLE",
    "TZ",
    "KIND",
    "PRODID",
    "VERSION",
    "XML",
    "LANG",
    "INTEREST",
    "HOBBY",
    "EXPERTISE",
    "PRONOUNS",
    "GRAMGENDER",
    "X-ABLABEL",
    "X-PEOPLE-MEMBER",
    "X-PEOPLE-ENTRY",
    "X-PEOPLE-FIELD",
    "X-PEOPLE-EXTERNAL-ID",
    "X-PEOPLE-LOCATION",
    "X-PEOPLE-KEYWORD",
    "X-ABRELATEDNAMES",
];

/// Writes a card of version 4.0 as JSON. [`from_person`](crate::from_person) makes one of any card.
///
/// ```
/// use people_cards::{Card, to_jcard};
///
/// let card = Card::parse(b"BEGIN:VCARD\nVERSION:4.0\nFN:Ada\nitem1.TEL;TYPE=home,voice:1\nEND:VCARD\n")?;
/// let json = serde_json::json!(["vcard", [
///     ["version", {}, "text", "4.0"],
///     ["fn", {}, "text", "Ada"],
///     ["tel", {"group": "item1", "type": ["home", "voice"]}, "text", "1"],
/// ]]);
/// assert_eq!(to_jcard(&card), json);
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[must_use]
pub fn to_jcard(card: &Card) -> Value {
    let lines = card
        .lines()
        .iter()
        .filter(|line| line.is_property() && !line.is_named("BEGIN") && !line.is_named("END"));
    json!(["vcard", lines.map(property).collect::<Vec<_>>()])
}

fn property(line: &Line) -> Value {
    let name = line.name().to_ascii_uppercase();
    let is_in = |names: &[&str]| names.contains(&name.as_str());
    let mut params = Map::new();
    if let Some(group) = line.group() {
        params.insert("group".to_owned(), group.into());
    }
    let is_base64 = line.encoding() == ValueEncoding::Base64;
    if is_base64 {
        params.insert("encoding".to_owned(), "b".into());
    }
    for Param { name, values } in line.params() {
        let name = name.to_ascii_lowercase();
        // What says how text stands in bytes has no meaning for the text that JSON has.
        let is_encoding =
            name.is_empty() && values.iter().all(|value| encoding_of(value).is_some());
        if is_of_bytes(&name) || name == "value" || is_encoding {
            continue;
        }
        let name = match name.as_str() {
            "" => "type".to_owned(),
            name => name.to_owned(),
        };
        let before = params.remove(&name);
        let mut all: Vec<Value> = match before {
            None => Vec::new(),
            Some(Value::Array(values)) => values,
            Some(value) => vec![value],
        };
        all.extend(values.iter().map(|value| Value::from(value.as_str())));
        let said = if all.len() == 1 {
            all.remove(0)
        } else {
            Value::Array(all)
        };
        params.insert(name, said);
    }
    let said = line.param("VALUE").map(str::to_ascii_lowercase);
    let (kind, values): (String, Vec<Value>) = match said.as_deref() {
        said if is_base64 => {
            let kind = said.unwrap_or_else(|| usual(&name));
            (kind.to_owned(), vec![line.written().into()])
        }
        None | Some("text") if is_in(STRUCTURED) => ("text".to_owned(), vec![structured(line)]),
        None | Some("text") if is_in(LISTS) => {
            let list = line.list().into_iter().map(Value::from);
            ("text".to_owned(), list.collect())
        }
        None if is_in(DATES) => ("date-and-or-time".to_owned(), vec![date(line)]),
        Some(kind) if is_in(DATES) && kind != "text" => (kind.to_owned(), vec![date(line)]),
        None if is_in(URIS) => ("uri".to_owned(), vec![line.text().into()]),
        None if is_in(TEXTS) => ("text".to_owned(), vec![line.text().into()]),
        Some(kind @ ("text" | "uri")) => (kind.to_owned(), vec![line.text().into()]),
        // A value that is not known stays as it is written.
        Some(kind) => (kind.to_owned(), vec![line.written().into()]),
        None => ("unknown".to_owned(), vec![line.written().into()]),
    };
    let mut all = vec![name.to_ascii_lowercase().into(), params.into(), kind.into()];
    all.extend(values);
    Value::Array(all)
}

/// Whether the parameter says how the value stands in bytes.
fn is_of_bytes(param: &str) -> bool {
    ["charset", "encoding"]
        .iter()
        .any(|name| param.eq_ignore_ascii_case(name))
}

/// The type that a property has if it does not say another one.
fn usual(name: &str) -> &'static str {
    let is_in = |names: &[&str]| names.contains(&name);
    if is_in(DATES) {
        "date-and-or-time"
    } else if is_in(URIS) {
        "uri"
    } else if is_in(TEXTS) || is_in(STRUCTURED) || is_in(LISTS) {
        "text"
    } else {
        "unknown"
    }
}

fn structured(line: &Line) -> Value {
    let one = |mut list: Vec<String>| {
        if list.len() == 1 {
            Value::from(list.remove(0))
        } else {
            list.into()
        }
    };
    let mut parts: Vec<Value> = line.structured().into_iter().map(one).collect();
    if parts.len() == 1 && parts[0].is_string() {
        parts.remove(0)
    } else {
        parts.into()
    }
}

/// jCard has dates with hyphens.
fn date(line: &Line) -> Value {
    let text = line.text();
    let date = dates::read(&text).filter(|date| {
        let basic = dates::write(&Value::Object(date.clone()), Version::V4);
        basic.as_ref() == Some(&text)
    });
    let written = date.and_then(|date| dates::write(&date.into(), Version::V3));
    written.unwrap_or(text).into()
}

/// Reads a jCard as a card of version 4.0 (rule `Z9`).
///
/// ```
/// let json = serde_json::json!(["vcard", [
///     ["version", {}, "text", "4.0"],
///     ["n", {}, "text", ["King", "Ada", ["Byron", "Augusta"], "", ""]],
///     ["bday", {}, "date-and-or-time", "1815-12-10"],
/// ]]);
/// let card = people_cards::from_jcard(&json)?;
/// assert_eq!(
///     card.to_bytes(),
///     b"BEGIN:VCARD\r\nVERSION:4.0\r\nN:King;Ada;Byron,Augusta;;\r\nBDAY:18151210\r\nEND:VCARD\r\n",
/// );
/// # Ok::<(), people_cards::JcardError>(())
/// ```
///
/// # Errors
///
/// If the JSON is not `["vcard", [property, …]]`.
pub fn from_jcard(json: &Value) -> Result<Card, JcardError> {
    let error = |path: String, reason| JcardError { path, reason };
    let shape = "expected a card: [\"vcard\", [property, …]]";
    let properties = match json.as_array().map(Vec::as_slice) {
        Some([Value::String(kind), Value::Array(properties), ..])
            if kind.eq_ignore_ascii_case("vcard") =>
        {
            properties
        }
        _ => return Err(error("[0]".to_owned(), shape)),
    };
    let mut text = b"BEGIN:VCARD\r\nVERSION:4.0\r\n".to_vec();
    for (at, property) in properties.iter().enumerate() {
        let draft = draft(property).map_err(|reason| error(format!("[1][{at}]"), reason))?;
        if draft.name != "VERSION" {
            text.extend(draft.print(Version::V4, "\r\n"));
        }
    }
    text.extend_from_slice(b"END:VCARD\r\n");
    match Cards::new(&text).next() {
        Some(Ok(card)) => Ok(card),
        _ => Err(error("[1]".to_owned(), "a property may not end the card")),
    }
}

fn draft(property: &Value) -> Result<Draft, &'static str> {
    let shape = "expected a property: [name, parameters, type, value, …]";
    let Some(
        [
            Value::String(name),
            Value::Object(params),
            Value::String(kind),
            values @ ..,
        ],
    ) = property.as_array().map(Vec::as_slice)
    else {
        return Err(shape);
    };
    let Some(first) = values.first() else {
        return Err(shape);
    };
    if !values.iter().all(is_said) {
        return Err("expected a text, a number, true or false, or a list of these");
    }
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter))
    };
    if !is_name(name) || params.keys().any(|name| !is_name(name)) {
        return Err("a name has letters, digits and hyphens");
    }
    let name = name.to_ascii_uppercase();
    if ["BEGIN", "END"].contains(&name.as_str()) {
        return Err("BEGIN and END are no properties of a jCard");
    }
    let is_in = |names: &[&str]| names.contains(&name.as_str());
    let kind = kind.to_ascii_lowercase();
    let encoding = params
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("encoding"));
    let is_base64 = encoding.is_some_and(|(_, value)| {
        list(value)
            .iter()
            .any(|value| encoding_of(value) == Some(ValueEncoding::Base64))
    });
    let content = if is_base64 {
        if values.len() > 1 {
            return Err("a property of bytes has one value");
        }
        Content::Written(text_of(first).replace('\n', "\\n"))
    } else if is_in(STRUCTURED) && kind == "text" {
        let parts = match values {
            [Value::Array(parts)] => parts.iter().map(list).collect(),
            parts => parts.iter().map(list).collect(),
        };
        Content::Lists(parts)
    } else if is_in(DATES) && kind != "text" && values.len() == 1 {
        let text = text_of(first);
        let date = dates::read(&text).and_then(|date| {
            let extended = dates::write(&Value::Object(date.clone()), Version::V3);
            (extended.as_ref() == Some(&text)).then(|| dates::write(&date.into(), Version::V4))?
        });
        Content::Text(date.unwrap_or(text))
    } else {
        match (kind.as_str(), values) {
            ("text", [only]) if !is_in(LISTS) => Content::Text(text_of(only)),
            ("text", list) => Content::List(list.iter().map(text_of).collect()),
            ("uri", list) => {
                let uris: Vec<String> = list.iter().map(text_of).collect();
                Content::Uri(uris.join(","))
            }
            // How values of another type are escaped is not known: each stays as it is.
            (_, list) => {
                let written: Vec<String> = list.iter().map(written).collect();
                Content::Written(written.join(",").replace('\n', "\\n"))
            }
        }
    };
    let mut draft = Draft::new(&name, content);
    if is_base64 {
        draft = draft.param("ENCODING", "b");
    }
    for (name, value) in params {
        if name.eq_ignore_ascii_case("group") {
            let group = text_of(value);
            if !is_name(&group) {
                return Err("a group has letters, digits and hyphens");
            }
            draft.group = Some(group);
        } else if !name.eq_ignore_ascii_case("value") && !is_of_bytes(name) {
            let values = list(value);
            // In a vCard, a parameter without a value would be a type of this name.
            if !values.is_empty() {
                let name = name.to_ascii_uppercase();
                draft.params.push(Param { name, values });
            }
        }
    }
    if kind != usual(&name) {
        draft = draft.param("VALUE", &kind);
    }
    Ok(draft)
}

/// Whether a value says anything that a vCard can say.
fn is_said(value: &Value) -> bool {
    match value {
        Value::Array(parts) => parts.iter().all(is_said),
        Value::Null | Value::Object(_) => false,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// A value with the separators of its parts.
fn written(value: &Value) -> String {
    match value {
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| list(part).join(",")).collect();
            parts.join(";")
        }
        one => text_of(one),
    }
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().map(text_of).collect(),
        one => vec![text_of(one)],
    }
}

fn text_of(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.replace("\r\n", "\n").replace('\r', "\n")
}
