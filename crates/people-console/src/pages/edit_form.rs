//! A contact as the inputs of a form.
use people_model::{Descriptor, EntryVisitor, Member, PersonField, ValueKind};
use people_rules::FieldTraits;
use serde_json::{Map, Value};

use crate::{person, visit::Fields};

/// A contact as the inputs of a form.
pub(crate) struct EditForm {
    pub(crate) fields: Vec<FieldForm>,
    /// Fields without an entry, which can get one.
    pub(crate) others: Vec<(&'static str, String)>,
}

pub(crate) struct FieldForm {
    pub(crate) name: &'static str,
    pub(crate) label: String,
    pub(crate) can_have_more: bool,
    pub(crate) entries: Vec<EntryForm>,
}

pub(crate) struct EntryForm {
    /// Such as `emailAddresses.0`.
    pub(crate) key: String,
    /// For people: counted from 1.
    pub(crate) number: usize,
    pub(crate) usual: Vec<Input>,
    pub(crate) more: Vec<Input>,
}

pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) kind: Kind,
    /// What can be chosen, or is known.
    pub(crate) options: Vec<(String, String)>,
}

/// How a member is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Long,
    Number,
    Choice,
}

/// Members that a form shows at once and in this order, beside the main ones of the field and those that have a
/// value.
const USUAL: [&str; 14] = [
    "key",
    "value",
    "givenName",
    "familyName",
    "name",
    "title",
    "streetAddress",
    "city",
    "postalCode",
    "country",
    "year",
    "month",
    "day",
    "type",
];

/// Of these, the parts are not usual.
const SPANS: [&str; 2] = ["startDate", "endDate"];

impl EditForm {
    /// The form of a contact. `groups` are those of the account: resource names and what people call them.
    pub(crate) fn of(person: &Value, groups: &[(String, String)]) -> Self {
        let (mut fields, mut others) = (Vec::new(), Vec::new());
        for field in person::in_order().filter(|field| field.is_updatable()) {
            let name = field.as_str();
            let entries = person[name].as_array().cloned().unwrap_or_default();
            let label = person::words(name);
            if entries.is_empty() {
                others.push((name, label));
                continue;
            }
            let entries = entries.iter().enumerate();
            fields.push(FieldForm {
                name,
                label,
                can_have_more: !field.is_singleton(),
                entries: entries
                    .map(|(index, entry)| EntryForm::of(field, index, entry, groups))
                    .collect(),
            });
        }
        Self { fields, others }
    }

    /// What a form makes of `base`: entries that it does not name are removed, members that it does not have stay.
    pub(crate) fn read(form: &Fields, base: &Value) -> Value {
        let mut person = base.clone();
        let (action, subject) = form.text("do").split_once(':').unwrap_or_default();
        for field in PersonField::ALL
            .into_iter()
            .filter(|field| field.is_updatable())
        {
            let name = field.as_str();
            let keys = form.0.iter().filter(|(own, _)| own == "entry");
            let keys = keys.filter_map(|(_, key)| key.strip_prefix(name)?.strip_prefix('.'));
            let mut entries: Vec<Value> = Vec::new();
            for index in keys.filter_map(|index| index.parse::<usize>().ok()) {
                let key = format!("{name}.{index}");
                if action == "remove" && subject == key {
                    continue;
                }
                let mut entry = base[name][index].clone();
                if !entry.is_object() {
                    entry = Value::Object(Map::new());
                }
                for (input, value) in &form.0 {
                    let member = input.strip_prefix(&key).and_then(|it| it.strip_prefix('.'));
                    if let Some(member) = member {
                        put(&mut entry, field.descriptor(), member, value);
                    }
                }
                entries.push(entry);
            }
            if action == "add" && subject == name {
                entries.push(Value::Object(Map::new()));
            }
            if action.is_empty() {
                // The form left them empty.
                entries.retain(|entry| *entry != Value::Object(Map::new()));
            }
            if let Some(members) = person.as_object_mut() {
                match entries.is_empty() {
                    true => drop(members.remove(name)),
                    false => drop(members.insert(name.to_owned(), entries.into())),
                }
            }
        }
        person
    }
}

impl EntryForm {
    fn of(field: PersonField, index: usize, entry: &Value, groups: &[(String, String)]) -> Self {
        let key = format!("{}.{index}", field.as_str());
        let mut inputs = Vec::new();
        let composed = field.visit(Composed).flatten();
        for member in field.descriptor().members {
            if member.output_only || member.repeated || member.json == "metadata" {
                continue;
            }
            // The API composes it of the others.
            if composed.as_ref().is_some_and(|(whole, parts)| {
                *whole == member.json && parts.iter().any(|part| !entry[*part].is_null())
            }) {
                continue;
            }
            collect(&mut inputs, &key, "", member, &entry[member.json], groups);
        }
        let traits = FieldTraits::of(field);
        let main = [traits.main, traits.main_part, traits.value, traits.also];
        let parts = |input: &Input| {
            let parts = input.name[key.len()..].split('.').map(str::to_owned);
            parts.collect::<Vec<_>>()
        };
        let is_usual = |input: &Input| {
            let parts = parts(input);
            let is_span = parts.iter().any(|part| SPANS.contains(&&**part));
            let mut usual = parts
                .iter()
                .filter(|part| USUAL.contains(&&***part) || main.contains(&Some(&***part)));
            !input.value.is_empty() || (usual.next().is_some() && !is_span)
        };
        let (mut usual, more): (Vec<_>, Vec<_>) = inputs.into_iter().partition(is_usual);
        usual.sort_by_key(|input| {
            let parts = parts(input);
            let place = USUAL
                .iter()
                .position(|usual| parts.iter().any(|part| part == usual));
            (
                parts.iter().any(|part| SPANS.contains(&&**part)),
                place.unwrap_or(USUAL.len()),
            )
        });
        Self {
            key,
            number: index + 1,
            usual,
            more,
        }
    }
}

/// The members that a form has of one member: itself, or the parts of a date.
fn collect(
    inputs: &mut Vec<Input>,
    key: &str,
    prefix: &str,
    member: &'static Member,
    value: &Value,
    groups: &[(String, String)],
) {
    let name = format!("{key}.{prefix}{}", member.json);
    let label = person::words(&format!("{prefix}{}", member.json).replace('.', " "));
    let text = match value {
        Value::Null | Value::Object(_) | Value::Array(_) => String::new(),
        Value::String(text) => text.clone(),
        value => value.to_string(),
    };
    let known = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        let list = list.iter();
        list.map(|(value, shown)| ((*value).to_owned(), (*shown).to_owned()))
            .collect()
    };
    let (kind, options) = match member.kind {
        ValueKind::Message(message) if prefix.is_empty() => {
            let prefix = format!("{}.", member.json);
            for member in message
                .members
                .iter()
                .filter(|it| !it.output_only && !it.repeated)
            {
                collect(inputs, key, &prefix, member, &value[member.json], groups);
            }
            return;
        }
        ValueKind::Message(_) | ValueKind::Map(_) | ValueKind::Struct => return,
        ValueKind::Enum(set) => {
            let names = set
                .values
                .iter()
                .map(|(name, _)| ((*name).to_owned(), (*name).to_owned()));
            (Kind::Choice, names.collect())
        }
        ValueKind::Bool => (Kind::Choice, known(&[("true", "yes"), ("false", "no")])),
        ValueKind::Int32 => (Kind::Number, Vec::new()),
        ValueKind::String if member.json == "contactGroupResourceName" => {
            (Kind::Choice, groups.to_vec())
        }
        ValueKind::String if text.contains('\n') || text.len() > 80 => (Kind::Long, Vec::new()),
        ValueKind::String | ValueKind::Timestamp | ValueKind::FieldMask | ValueKind::Bytes => {
            (Kind::Text, known(member.predefined))
        }
    };
    inputs.push(Input {
        name,
        label,
        value: text,
        kind,
        options,
    });
}

/// Puts what was put in into an entry: at `givenName`, or at `date.year`. An empty text removes the member.
fn put(entry: &mut Value, message: &'static Descriptor, member: &str, text: &str) {
    let (first, rest) = match member.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (member, None),
    };
    let (Some(known), Some(members)) = (message.member(first), entry.as_object_mut()) else {
        return;
    };
    // A browser sends the lines of a text with CRLF.
    let text = text.replace("\r\n", "\n");
    match (known.kind, rest) {
        (ValueKind::Message(message), Some(rest)) => {
            let inner = members
                .entry(first)
                .or_insert_with(|| Value::Object(Map::new()));
            put(inner, message, rest, &text);
            if inner.as_object().is_some_and(Map::is_empty) {
                members.remove(first);
            }
        }
        (_, None) if text.is_empty() => drop(members.remove(first)),
        (ValueKind::Bool, None) => drop(members.insert(first.to_owned(), (text == "true").into())),
        (ValueKind::Int32, None) => {
            let number = text.parse::<i32>().map_or(Value::String(text), Value::from);
            members.insert(first.to_owned(), number);
        }
        (_, None) => drop(members.insert(first.to_owned(), text.into())),
        (_, Some(_)) => {}
    }
}

/// The member that the API composes, and its parts.
pub(crate) struct Composed;

impl EntryVisitor for Composed {
    type Output = Option<(&'static str, Vec<&'static str>)>;

    fn visit<T: people_model::Entry>(self) -> Self::Output {
        let member = |at: usize| T::DESCRIPTOR.members[at].json;
        T::COMPOSED.map(|it| {
            (
                member(it.whole),
                it.parts.iter().map(|at| member(*at)).collect(),
            )
        })
    }
}
