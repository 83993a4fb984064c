//! Entries as they are written on a command line.
use people_model::{Date, Descriptor, Entry, Member, Message, PersonField, ValueKind};
use people_rules::{main_member, parse_date};
use serde_json::Value;

use super::which::Which;
use crate::report;

/// A member, by its position, and its value.
pub(super) type Part = (usize, Value);

/// What somebody says of an entry that is added: `ada@example.com,type=work`.
pub(super) fn said_by<T: Entry>(text: &str) -> Result<Vec<Part>, String> {
    let texts = parts(text, T::DESCRIPTOR);
    let (first, rest) = texts.split_first().ok_or("it says nothing")?;
    no_stray_members::<T>(first)?;
    let rest: Vec<(&str, &str)> = rest
        .iter()
        .filter_map(|part| part.split_once('='))
        .collect();
    let said = |name: &str| rest.iter().any(|(member, _)| is_named::<T>(member, name));
    let mut members = match first.split_once('=') {
        Some((name, value)) if settable(T::DESCRIPTOR, name).is_some() => {
            vec![member::<T>(name, value)?]
        }
        pair => match T::FIELD {
            PersonField::UserDefined | PersonField::ClientData => match pair {
                Some((key, value)) if !said("value") => {
                    vec![member::<T>("key", key)?, member::<T>("value", value)?]
                }
                _ => vec![member::<T>("key", first)?],
            },
            PersonField::Addresses if rest.iter().any(|(name, _)| is_part::<T>(name)) => {
                if said("streetAddress") {
                    return Err(format!(
                        "`{text}` has its street twice; is `{first}` formattedValue={first}?"
                    ));
                }
                vec![member::<T>("streetAddress", first)?]
            }
            _ => vec![member::<T>(main::<T>()?, first)?],
        },
    };
    for (name, value) in &rest {
        members.push(member::<T>(name, value)?);
    }
    let has = |name: &str| {
        let is_it = |at: usize| T::DESCRIPTOR.members[at].json == name;
        members
            .iter()
            .any(|(at, value)| is_it(*at) && !value.is_null())
    };
    if matches!(T::FIELD, PersonField::UserDefined | PersonField::ClientData)
        && !(has("key") && has("value"))
    {
        let field = T::FIELD.as_str();
        return Err(format!("`{text}` is not {field}=KEY=VALUE"));
    }
    Ok(members)
}

/// Refuses an address or a number that holds what somebody meant as a member, such as `typ=work`: a comma
/// and an equals sign are in none.
fn no_stray_members<T: Entry>(main: &str) -> Result<(), String> {
    let is_plain = matches!(
        T::FIELD,
        PersonField::EmailAddresses | PersonField::PhoneNumbers
    );
    let stray = main
        .split(',')
        .skip(1)
        .find_map(|part| part.split_once('='));
    match stray {
        Some((name, value)) if is_plain => member::<T>(name.trim(), value).and_then(|_| {
            let name = name.trim();
            Err(format!(
                "`{main}` has a blank ahead of `{name}=`: write `,{name}={value}`"
            ))
        }),
        Some(_) | None => Ok(()),
    }
}

/// A new text for an existing entry: `[home]=4 Pine, Apt 2`, or for an entry with a key
/// only its value. Members that the text stands for are unset.
pub(super) fn replaced_by<T: Entry>(which: &Which, text: &str) -> Result<Vec<Part>, String> {
    let keyed = matches!(T::FIELD, PersonField::UserDefined | PersonField::ClientData);
    match which {
        Which::Only if keyed => {
            let field = T::FIELD.as_str();
            return Err(format!("say which: --set '{field}[KEY]=VALUE'"));
        }
        Which::Named(_) | Which::Number(_) if keyed => {
            return Ok(vec![member::<T>("value", text)?]);
        }
        Which::Only | Which::Named(_) | Which::Number(_) => {}
    }
    let mut members = said_by::<T>(text)?;
    let main = position::<T>(main::<T>()?);
    if members.iter().any(|(at, _)| Some(*at) == main) {
        let said = |at: &usize| members.iter().any(|(other, _)| other == at);
        let stale = stood_for::<T>()
            .iter()
            .filter_map(|name| position::<T>(name));
        let stale: Vec<usize> = stale.filter(|at| !said(at)).collect();
        members.extend(stale.into_iter().map(|at| (at, Value::Null)));
    }
    Ok(members)
}

/// Sets members of an entry.
pub(super) fn set<T: Entry>(entry: &mut T, members: Vec<Part>) -> Result<(), String> {
    for (at, value) in members {
        let (field, member) = (T::FIELD.as_str(), T::DESCRIPTOR.members[at].json);
        // Rule `D6`: a text beside a date is not kept.
        if T::FIELD == PersonField::Birthdays && member == "text" && !value.is_null() {
            let date = position::<T>("date").and_then(|date| entry.member(date));
            if date.is_some() {
                return Err(
                    "a birthday with a date keeps no text; --set birthdays.date= unsets it, \
                            ahead of the text"
                        .to_owned(),
                );
            }
        }
        if !entry.set_member(at, value.clone()) {
            return Err(format!("`{value}` is not what `{field}.{member}` holds"));
        }
    }
    Ok(())
}

/// A member by its name, and its value as text.
pub(super) fn member<T: Entry>(name: &str, text: &str) -> Result<Part, String> {
    let field = T::FIELD.as_str();
    let found = settable(T::DESCRIPTOR, name);
    let found = found.and_then(|member| Some((position::<T>(member.json)?, member)));
    let (at, member) = found.ok_or_else(|| {
        let known = T::DESCRIPTOR.members.iter().map(|member| member.json);
        let known: Vec<&str> = known
            .filter(|name| settable(T::DESCRIPTOR, name).is_some())
            .collect();
        format!(
            "`{name}` is no member of `{field}` that can be set; those are {}",
            known.join(", ")
        )
    })?;
    let wrong = |why: String| format!("`{text}` is not what `{field}.{name}` holds: {why}");
    let value = value(member.kind, text).map_err(wrong)?;
    if !T::default().set_member(at, value.clone()) {
        return Err(format!("`{text}` is not what `{field}.{name}` holds"));
    }
    Ok((at, value))
}

/// An entry on one line, in the form in which it is added.
pub(super) fn written<T: Entry>(entry: &T) -> String {
    let main = main_member(T::FIELD);
    let members = T::DESCRIPTOR.members.iter().enumerate();
    let settable = members.filter(|(_, member)| settable(T::DESCRIPTOR, member.json).is_some());
    let mut said: Vec<(&str, String)> = settable
        .filter_map(|(at, member)| Some((member.json, plain(&entry.member(at)?))))
        .collect();
    said.sort_by_key(|(name, _)| Some(*name) != main);
    let written = said.iter().map(|(name, text)| match Some(*name) == main {
        true => text.clone(),
        false => format!("{name}={text}"),
    });
    written.collect::<Vec<_>>().join(",")
}

/// Splits at commas that are followed by a member: a value may contain commas.
fn parts<'t>(text: &'t str, descriptor: &'static Descriptor) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (comma, _) in text.match_indices(',') {
        let rest = &text[comma + 1..];
        let member = rest.split_once('=').map(|(member, _)| member);
        if member.is_some_and(|member| settable(descriptor, member).is_some()) {
            parts.push(&text[start..comma]);
            start = comma + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

fn settable(descriptor: &'static Descriptor, name: &str) -> Option<&'static Member> {
    let member = descriptor.member(name)?;
    (!member.output_only && member.json != "metadata").then_some(member)
}

fn position<T: Entry>(name: &str) -> Option<usize> {
    let mut members = T::DESCRIPTOR.members.iter();
    members.position(|member| member.json == name)
}

fn main<T: Entry>() -> Result<&'static str, String> {
    let field = T::FIELD;
    main_member(field).ok_or_else(|| format!("`{}` has no entries", field.as_str()))
}

/// Whether a member is meant by this name, in either spelling.
fn is_named<T: Entry>(written: &str, name: &str) -> bool {
    let member = settable(T::DESCRIPTOR, written);
    member.is_some_and(|member| member.json == name)
}

/// Whether a member is a part of an address.
fn is_part<T: Entry>(written: &str) -> bool {
    let mut parts = stood_for::<T>().iter();
    parts.any(|name| is_named::<T>(written, name))
}

/// The members that the main one says as well.
fn stood_for<T: Entry>() -> &'static [&'static str] {
    match T::FIELD {
        PersonField::Addresses => &[
            "poBox",
            "streetAddress",
            "extendedAddress",
            "city",
            "region",
            "postalCode",
            "country",
            "countryCode",
        ],
        PersonField::Birthdays => &["text"],
        PersonField::Names => &[
            "familyName",
            "givenName",
            "middleName",
            "honorificPrefix",
            "honorificSuffix",
        ],
        _ => &[],
    }
}

/// Text as the member's type has it: a membership is the name or id of its group, and what is not
/// text is JSON.
fn value(kind: ValueKind, text: &str) -> Result<Value, String> {
    Ok(match kind {
        _ if text.is_empty() => Value::Null,
        ValueKind::Message(message) if std::ptr::eq(message, Date::DESCRIPTOR) => {
            match text.starts_with('{') {
                true => json(text),
                false => date(text)?,
            }
        }
        ValueKind::Message(message) if message.member("contactGroupResourceName").is_some() => {
            let group = match text.starts_with("contactGroups/") {
                true => text.to_owned(),
                false => format!("contactGroups/{text}"),
            };
            serde_json::json!({ "contactGroupResourceName": group })
        }
        ValueKind::Bool => match text {
            "true" | "false" => json(text),
            _ => return Err("it is true or false".to_owned()),
        },
        ValueKind::Message(_) | ValueKind::Int32 | ValueKind::Struct => json(text),
        _ => text.into(),
    })
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

fn date(text: &str) -> Result<Value, String> {
    let date = parse_date(text).map_err(|error| error.to_string())?;
    serde_json::to_value(&date).map_err(|error| error.to_string())
}

/// The most that is shown of a value.
const SHOWN: usize = 60;

fn plain(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => match members.get("contactGroupResourceName") {
            Some(Value::String(group)) => group.clone(),
            _ => report::date(value).unwrap_or_else(|| value.to_string()),
        },
        value => value.to_string(),
    };
    // One line, and nothing that a terminal acts on.
    let lines: Vec<&str> = text.lines().collect();
    let line = lines.join(", ").replace(char::is_control, "\u{fffd}");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
