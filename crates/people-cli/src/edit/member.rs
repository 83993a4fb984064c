//! A member of an entry, by its name, and its value as text.
use people_model::{Date, Descriptor, Entry, Member, Message, ValueKind};
use people_rules::parse_date;
use serde_json::Value;

/// A member, by its position, and its value.
pub(super) type Part = (usize, Value);

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
            "`{name}` is not a member of `{field}` that can be set; these are {}",
            known.join(", ")
        )
    })?;
    let wrong = |why: String| format!("`{text}` is not a value of `{field}.{name}`: {why}");
    let value = value(member.kind, text).map_err(wrong)?;
    if !T::default().set_member(at, value.clone()) {
        return Err(format!("`{text}` is not a value of `{field}.{name}`"));
    }
    Ok((at, value))
}

/// The member of this name that a person may set, in either spelling.
pub(super) fn settable(descriptor: &'static Descriptor, name: &str) -> Option<&'static Member> {
    let member = descriptor.member(name)?;
    (!member.output_only && member.json != "metadata").then_some(member)
}

pub(super) fn position<T: Entry>(name: &str) -> Option<usize> {
    let mut members = T::DESCRIPTOR.members.iter();
    members.position(|member| member.json == name)
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
            _ => return Err("expected true or false".to_owned()),
        },
        ValueKind::Message(_) | ValueKind::Int32 | ValueKind::Struct => json(text),
        ValueKind::String
        | ValueKind::Timestamp
        | ValueKind::FieldMask
        | ValueKind::Bytes
        | ValueKind::Enum(_)
        | ValueKind::Map(_) => text.into(),
    })
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

fn date(text: &str) -> Result<Value, String> {
    let date = parse_date(text).map_err(|error| error.to_string())?;
    serde_json::to_value(&date).map_err(|error| error.to_string())
}
