//! The values of contacts, one line for each, so that contacts can be shown side by side.
use people_model::PersonField;
use serde_json::Value;

use crate::{pages::edit_form::Composed, person};

/// A value of a field in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// Such as `home`.
    pub(crate) label: String,
}

/// Members in the order in which people write them. All others follow.
const IN_ORDER: [&str; 16] = [
    "honorificPrefix",
    "givenName",
    "middleName",
    "familyName",
    "honorificSuffix",
    "poBox",
    "streetAddress",
    "extendedAddress",
    "postalCode",
    "city",
    "region",
    "country",
    "key",
    "title",
    "name",
    "value",
];

/// The values of a field, without what the API fills in. `group` names a group.
pub(crate) fn of_field(
    person: &Value,
    field: PersonField,
    group: &dyn Fn(&str) -> String,
) -> Vec<Line> {
    let entries = person[field.as_str()].as_array().into_iter().flatten();
    let lines = entries.map(|entry| line(field, entry, group));
    lines.filter(|line| !line.text.is_empty()).collect()
}

fn line(field: PersonField, entry: &Value, group: &dyn Fn(&str) -> String) -> Line {
    let composed = field.visit(Composed).flatten();
    let is_composed = |member: &str| {
        composed.as_ref().is_some_and(|(whole, parts)| {
            *whole == member && parts.iter().any(|part| !entry[*part].is_null())
        })
    };
    let mut members: Vec<&str> = field
        .descriptor()
        .members
        .iter()
        .filter(|member| !member.output_only)
        .map(|member| member.json)
        .filter(|member| *member != "metadata" && !is_composed(member))
        .collect();
    let place = |member: &&str| IN_ORDER.iter().position(|known| known == member);
    members.sort_by_key(|member| place(member).unwrap_or(IN_ORDER.len()));
    let (mut texts, mut label) = (Vec::new(), String::new());
    for member in members {
        let value = &entry[member];
        let text = person::text_of(value, group);
        match (member, value) {
            _ if text.is_empty() => {}
            ("contentType", Value::String(kind)) if kind == "TEXT_PLAIN" => {}
            ("type", _) => label = text,
            (_, Value::String(_) | Value::Object(_)) => texts.push(text),
            (member, _) => texts.push(format!("{}: {text}", person::words(member))),
        }
    }
    let between = match field {
        PersonField::Names => " ",
        _ => ", ",
    };
    let mut text = texts.join(between);
    if text.is_empty() {
        // A value that is nothing but its type.
        text = std::mem::take(&mut label);
    }
    Line { text, label }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(field: PersonField, person: &Value) -> Vec<(String, String)> {
        let group = |name: &str| format!("group {name}");
        let lines = of_field(person, field, &group).into_iter();
        lines.map(|line| (line.text, line.label)).collect()
    }

    #[test]
    fn a_value_is_a_line_without_what_the_api_fills_in() {
        let person = json!({
            "names": [{
                "displayName": "Ada King", "unstructuredName": "Ada King", "familyName": "King", "givenName": "Ada",
                "metadata": {"primary": true}
            }],
            "addresses": [{
                "formattedValue": "12 St. James's Sq.\nLondon", "city": "London", "streetAddress": "12 St. James's Sq.",
                "type": "home", "formattedType": "Home"
            }],
            "organizations": [{"name": "Engine Ltd", "title": "Analyst", "current": true}],
            "genders": [{"value": "female", "formattedValue": "Female"}],
            "birthdays": [{"date": {"year": 1815, "month": 12, "day": 10}, "text": "1815-12-10"}],
            "biographies": [{"value": "Wrote a note.", "contentType": "TEXT_PLAIN"}],
            "memberships": [{"contactGroupMembership": {"contactGroupResourceName": "contactGroups/1f"}}],
        });
        for (field, text, label) in [
            (PersonField::Names, "Ada King", ""),
            (PersonField::Addresses, "12 St. James's Sq., London", "home"),
            (
                PersonField::Organizations,
                "Analyst, Engine Ltd, Current: yes",
                "",
            ),
            (PersonField::Genders, "female", ""),
            (PersonField::Biographies, "Wrote a note.", ""),
            (PersonField::Memberships, "group contactGroups/1f", ""),
        ] {
            let expected = [(text.to_owned(), label.to_owned())];
            assert_eq!(lines(field, &person), expected, "{field:?}");
        }
        let [(birthday, _)] = &lines(PersonField::Birthdays, &person)[..] else {
            panic!("one birthday");
        };
        assert!(birthday.contains("1815-12-10"), "{birthday}");
    }

    #[test]
    fn a_value_without_a_text_is_its_type_or_nothing() {
        let person = json!({"urls": [{"type": "blog"}, {}, {"value": "https://a.example"}]});
        let all = lines(PersonField::Urls, &person);
        let texts: Vec<&str> = all.iter().map(|(text, _)| &**text).collect();
        assert_eq!(texts, ["blog", "https://a.example"]);
    }
}
