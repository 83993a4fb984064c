//! A person in the words of a page.
use people_model::{Message, Person, PersonField};
use people_rules::FieldTraits;
use serde_json::{Map, Value};

/// A value of a field.
#[derive(Debug)]
pub(crate) struct Shown {
    /// What it is, in a line or several.
    pub(crate) text: String,
    /// Where it belongs, such as `Work`.
    pub(crate) label: String,
    /// Where it comes from, such as `PROFILE`.
    pub(crate) source: String,
    pub(crate) is_primary: bool,
    /// Its other members.
    pub(crate) rest: Vec<(String, String)>,
}

/// A field with its values.
#[derive(Debug)]
pub(crate) struct ShownField {
    pub(crate) label: String,
    pub(crate) values: Vec<Shown>,
}

/// What a person is called: by name, or else by another value.
pub(crate) fn title(person: &Value) -> String {
    let text = |field: &str, member: &str| {
        let values = person[field].as_array().into_iter().flatten();
        let mut texts = values.filter_map(|value| value[member].as_str());
        texts
            .find(|text| !text.trim().is_empty())
            .map(str::to_owned)
    };
    text("names", "displayName")
        .or_else(|| text("nicknames", "value"))
        .or_else(|| text("organizations", "name"))
        .or_else(|| text("emailAddresses", "value"))
        .or_else(|| text("phoneNumbers", "value"))
        .unwrap_or_else(|| "Without a name".to_owned())
}

/// The first value of a field's main member.
pub(crate) fn first(person: &Value, field: &str, member: &str) -> String {
    person[field][0][member]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// The letters for a person without a photo.
pub(crate) fn initials(title: &str) -> String {
    let words = title.split_whitespace();
    let letters = words.filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    letters.take(2).flat_map(char::to_uppercase).collect()
}

/// The token of a photo that the user chose.
pub(crate) fn photo(person: &Value) -> Option<String> {
    let photos = person["photos"].as_array()?;
    let chosen = photos.iter().find(|photo| photo["default"] != true)?;
    let token = chosen["url"].as_str()?.rsplit('/').next()?;
    let token = token.split('=').next()?;
    (!token.is_empty()).then(|| token.to_owned())
}

/// What people look for first.
const FIRST: [PersonField; 8] = [
    PersonField::Names,
    PersonField::Nicknames,
    PersonField::EmailAddresses,
    PersonField::PhoneNumbers,
    PersonField::Addresses,
    PersonField::Organizations,
    PersonField::Birthdays,
    PersonField::Biographies,
];

/// All fields in the order of a page.
pub(crate) fn in_order() -> impl Iterator<Item = PersonField> {
    let others = PersonField::ALL
        .into_iter()
        .filter(|field| !FIRST.contains(field));
    FIRST.into_iter().chain(others)
}

/// All fields of a person that have values.
pub(crate) fn fields(person: &Value, group: &dyn Fn(&str) -> String) -> Vec<ShownField> {
    let shown = in_order().filter(|field| {
        !matches!(
            field,
            PersonField::Metadata | PersonField::Photos | PersonField::CoverPhotos
        )
    });
    let shown = shown.filter_map(|field| {
        let values = person[field.as_str()].as_array()?;
        let values = values.iter().map(|value| shown_value(field, value, group));
        Some(ShownField {
            label: words(field.as_str()),
            values: values.collect(),
        })
    });
    shown.filter(|field| !field.values.is_empty()).collect()
}

fn shown_value(field: PersonField, value: &Value, group: &dyn Fn(&str) -> String) -> Shown {
    let traits = FieldTraits::of(field);
    let source = value["metadata"]["source"]["type"].as_str();
    let mut shown = Shown {
        text: String::new(),
        label: String::new(),
        source: source.unwrap_or_default().to_owned(),
        is_primary: value["metadata"]["primary"] == true,
        rest: Vec::new(),
    };
    let whole = match field {
        PersonField::Names => Some("displayName"),
        PersonField::AgeRanges => Some("ageRange"),
        PersonField::Skills => Some("value"),
        _ => traits.main,
    };
    let label = ["formattedType", "type"]
        .into_iter()
        .find(|name| value[*name].is_string());
    for (name, member) in value.as_object().into_iter().flatten() {
        let text = text_of(member, group);
        match name.as_str() {
            "metadata" | "type" | "formattedType" if Some(&**name) != label => {}
            name if Some(name) == whole => shown.text = text,
            name if Some(name) == label => shown.label = text,
            "displayNameLastFirst" => {}
            name => shown.rest.push((words(name), text)),
        }
    }
    if let Some(key) = (traits.value.is_some()).then_some("value") {
        let own = value[key].as_str().unwrap_or_default();
        shown.text = format!("{}: {own}", shown.text);
        shown.rest.retain(|(name, _)| name != "Value");
    }
    if shown.text.is_empty() && !shown.rest.is_empty() {
        shown.text = shown.rest.remove(0).1;
    }
    shown
}

/// A member as a text: a date as `1815-12-10`, a membership by the name of its group.
pub(crate) fn text_of(value: &Value, group: &dyn Fn(&str) -> String) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(|one| text_of(one, group)).collect();
            all.join(", ")
        }
        Value::Object(members) => match members.get("contactGroupResourceName") {
            Some(Value::String(name)) => group(name),
            _ if is_date(members) => date(members),
            _ => {
                let members = members.iter();
                let members = members
                    .map(|(name, value)| format!("{}: {}", words(name), text_of(value, group)));
                members.collect::<Vec<_>>().join(", ")
            }
        },
    }
}

fn is_date(members: &Map<String, Value>) -> bool {
    let is_part = |name: &String| matches!(&**name, "year" | "month" | "day");
    !members.is_empty() && members.keys().all(is_part)
}

/// ISO 8601, with what is known: `--12-10` without a year.
fn date(members: &Map<String, Value>) -> String {
    let part = |name: &str| {
        members
            .get(name)
            .and_then(Value::as_i64)
            .filter(|it| *it != 0)
    };
    match (part("year"), part("month"), part("day")) {
        (Some(year), Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(year), Some(month), None) => format!("{year:04}-{month:02}"),
        (Some(year), None, _) => format!("{year:04}"),
        (None, Some(month), Some(day)) => format!("--{month:02}-{day:02}"),
        (None, Some(month), None) => format!("--{month:02}"),
        (None, None, Some(day)) => format!("---{day:02}"),
        (None, None, None) => String::new(),
    }
}

/// `emailAddresses` as `Email addresses`.
pub(crate) fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        match letter.is_uppercase() {
            true => {
                words.push(' ');
                words.extend(letter.to_lowercase());
            }
            false if words.is_empty() => words.extend(letter.to_uppercase()),
            false => words.push(letter),
        }
    }
    words
}

/// A person as JSON with a member on each line.
pub(crate) fn pretty(json: &Value) -> String {
    format!("{json:#}")
}

/// A typed person as JSON.
pub(crate) fn json_of(person: &Person) -> Value {
    serde_json::from_str(&person.to_json()).unwrap_or_default()
}

/// A value of a field, or of a member, in words.
pub(crate) fn value_text(value: &Value) -> String {
    match value {
        Value::Array(all) => {
            let all: Vec<String> = all.iter().map(value_text).collect();
            all.join("\n")
        }
        value => text_of(value, &str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_member_has_a_name_in_words() {
        assert_eq!(words("emailAddresses"), "Email addresses");
        assert_eq!(words("urls"), "Urls");
    }

    #[test]
    fn a_date_has_what_is_known() {
        let text = |value: Value| text_of(&value, &|name| name.to_owned());
        assert_eq!(
            text(json!({"year": 1815, "month": 12, "day": 10})),
            "1815-12-10"
        );
        assert_eq!(text(json!({"month": 12, "day": 10})), "--12-10");
        assert_eq!(text(json!({"year": 1815})), "1815");
    }

    #[test]
    fn a_person_without_a_name_is_called_by_something_else() {
        assert_eq!(
            title(&json!({"emailAddresses": [{"value": "a@b.example"}]})),
            "a@b.example"
        );
        assert_eq!(
            title(&json!({"names": [{"displayName": " "}]})),
            "Without a name"
        );
        assert_eq!(initials("Ada King Lovelace"), "AK");
        assert_eq!(initials("\u{202e}"), "");
    }
}
