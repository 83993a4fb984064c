//! Entries as they are written on a command line.
use people_model::{Descriptor, Entry};
use people_rules::{FieldTraits, Wording, main_member};
use serde_json::Value;

use super::{
    member::{Part, member, position, settable},
    which::Which,
};

/// The members of an entry to add: `ada@example.com,type=work`.
pub(super) fn said_by<T: Entry>(text: &str) -> Result<Vec<Part>, String> {
    let traits = FieldTraits::of(T::FIELD);
    let texts = parts(text, T::DESCRIPTOR);
    let (first, rest) = texts.split_first().ok_or("the entry is empty")?;
    texts
        .iter()
        .try_for_each(|text| no_bare_members::<T>(text))?;
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
        Some((key, value)) if traits.value.is_some_and(|value| !said(value)) => {
            let main = member::<T>(main::<T>()?, key)?;
            let value = traits.value.map(|name| member::<T>(name, value));
            [Ok(main)]
                .into_iter()
                .chain(value)
                .collect::<Result<_, _>>()?
        }
        Some(_) | None => match traits.main_part {
            Some(part) if rest.iter().any(|(name, _)| is_part::<T>(name)) => {
                if said(part) {
                    return Err(format!(
                        "`{text}` gives the street twice: if `{first}` is the whole address, write \
                         formattedValue={first}"
                    ));
                }
                vec![member::<T>(part, first)?]
            }
            Some(_) | None => vec![member::<T>(main::<T>()?, first)?],
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
    if let FieldTraits {
        main: Some(key),
        value: Some(value),
        ..
    } = traits
        && !(has(key) && has(value))
    {
        let field = T::FIELD.as_str();
        return Err(format!(
            "`{text}` has no key or no value: write {field}=KEY=VALUE"
        ));
    }
    Ok(members)
}

/// Refuses a text that ends in the name of a member, such as `+442079460018,type`: the value is missing.
fn no_bare_members<T: Entry>(text: &str) -> Result<(), String> {
    // A blank after a comma makes the rest text; but an address or a number has no comma at all.
    let (is_text, hint) = match FieldTraits::of(T::FIELD).wording {
        Wording::Email | Wording::Number => (false, ""),
        Wording::Group | Wording::Words | Wording::Exact => {
            (true, ", or a space after the comma if this is text")
        }
    };
    let pieces = text.split(',').skip(1);
    let mut names = pieces.map(|piece| if is_text { piece } else { piece.trim() });
    match names.find(|name| settable(T::DESCRIPTOR, name).is_some()) {
        Some(name) => Err(format!(
            "`{name}` has no value: write `,{name}=VALUE`{hint}"
        )),
        None => Ok(()),
    }
}

/// Refuses an address or a number with a misspelt member, such as `typ=work`: neither can have a comma and an equals
/// sign.
fn no_stray_members<T: Entry>(main: &str) -> Result<(), String> {
    let is_plain = match FieldTraits::of(T::FIELD).wording {
        Wording::Email | Wording::Number => true,
        Wording::Group | Wording::Words | Wording::Exact => false,
    };
    let stray = main
        .split(',')
        .skip(1)
        .find_map(|part| part.split_once('='));
    match stray {
        Some((name, value)) if is_plain => member::<T>(name.trim(), value).and_then(|_| {
            let name = name.trim();
            Err(format!(
                "`{main}` has a space before `{name}=`: write `,{name}={value}`"
            ))
        }),
        Some(_) | None => Ok(()),
    }
}

/// A new text for an existing entry: `[home]=4 Pine, Apt 2`, or for an entry with a key only its value. Members that
/// the text replaces are unset.
pub(super) fn replaced_by<T: Entry>(which: &Which, text: &str) -> Result<Vec<Part>, String> {
    let traits = FieldTraits::of(T::FIELD);
    match (which, traits.value) {
        (Which::Only, Some(_)) => {
            let field = T::FIELD.as_str();
            return Err(format!("say which entry: --set '{field}[KEY]=VALUE'"));
        }
        (Which::Named(_) | Which::Number(_), Some(value)) => {
            return Ok(vec![member::<T>(value, text)?]);
        }
        (Which::Only | Which::Named(_) | Which::Number(_), None) => {}
    }
    let mut members = said_by::<T>(text)?;
    let main = position::<T>(main::<T>()?);
    if members.iter().any(|(at, _)| Some(*at) == main) {
        let said = |at: &usize| members.iter().any(|(other, _)| other == at);
        let instead = traits.instead.and_then(|name| position::<T>(name));
        let stale = composed_of::<T>().iter().copied().chain(instead);
        let stale: Vec<usize> = stale.filter(|at| !said(at)).collect();
        members.extend(stale.into_iter().map(|at| (at, Value::Null)));
    }
    Ok(members)
}

/// Sets members of an entry.
pub(super) fn set<T: Entry>(entry: &mut T, members: Vec<Part>) -> Result<(), String> {
    let traits = FieldTraits::of(T::FIELD);
    for (at, value) in members {
        let (field, member) = (T::FIELD.as_str(), T::DESCRIPTOR.members[at].json);
        // Rule `D6`: a text beside a date is not kept.
        if let FieldTraits {
            main: Some(main),
            instead: Some(instead),
            ..
        } = traits
            && member == instead
            && !value.is_null()
            && position::<T>(main).is_some_and(|main| entry.member(main).is_some())
        {
            return Err(format!(
                "a birthday with a {main} cannot have a {instead}: to unset the {main}, put --set \
                 {field}.{main}= before \
                 the {instead}"
            ));
        }
        if !entry.set_member(at, value.clone()) {
            return Err(format!("`{value}` is not a value of `{field}.{member}`"));
        }
    }
    Ok(())
}

/// Whether an entry says what kind of thing it is, and not what: a type, a protocol.
pub(super) fn is_label<T: Entry>(entry: &T) -> bool {
    let members = T::UNITS.iter().copied().flatten();
    let mut said = members
        .filter(|&&at| entry.member(at).is_some())
        .map(|&at| T::DESCRIPTOR.members[at].json)
        .peekable();
    let is_said = said.peek().is_some();
    is_said && entry.extra().is_empty() && said.all(|name| matches!(name, "type" | "protocol"))
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

fn main<T: Entry>() -> Result<&'static str, String> {
    let field = T::FIELD;
    main_member(field).ok_or_else(|| format!("`{}` has no entries", field.as_str()))
}

/// Whether a member is meant by this name, in either spelling.
fn is_named<T: Entry>(written: &str, name: &str) -> bool {
    let member = settable(T::DESCRIPTOR, written);
    member.is_some_and(|member| member.json == name)
}

/// Whether the main member is composed of this one among others: whether it is a part of an address.
fn is_part<T: Entry>(written: &str) -> bool {
    let mut parts = composed_of::<T>().iter();
    parts.any(|&at| is_named::<T>(written, T::DESCRIPTOR.members[at].json))
}

/// The members that the API composes the main one of.
fn composed_of<T: Entry>() -> &'static [usize] {
    T::COMPOSED.map_or(&[], |composed| composed.parts)
}
