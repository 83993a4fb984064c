use people_model::{Descriptor, Kind};
use serde_json::Value;

/// Replaces the names of enum values by their numbers, as `$alt=json;enum-encoding=int` asks.
///
/// `reply` is a message that `descriptor` describes. A name that the enum does not have stays as it
/// is, and so does everything that is no enum.
pub fn enums_as_numbers(reply: &mut Value, descriptor: &'static Descriptor) {
    let Value::Object(members) = reply else {
        return;
    };
    for (name, value) in members {
        if let Some(member) = descriptor.member(name) {
            convert(value, member.kind);
        }
    }
}

fn convert(value: &mut Value, kind: Kind) {
    match (value, kind) {
        (Value::Array(entries), _) => {
            for entry in entries {
                convert(entry, kind);
            }
        }
        (Value::Object(entries), Kind::Map(message)) => {
            for entry in entries.values_mut() {
                enums_as_numbers(entry, message);
            }
        }
        (value @ Value::Object(_), Kind::Message(message)) => enums_as_numbers(value, message),
        (value @ Value::String(_), Kind::Enum(set)) => {
            if let Some(number) = value.as_str().and_then(|name| set.number(name)) {
                *value = number.into();
            }
        }
        _ => {}
    }
}
