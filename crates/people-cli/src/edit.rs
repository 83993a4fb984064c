//! `people edit`: one contact, by entry and member, whatever others do to it meanwhile.
use std::io::{self, Write};

use clap::{Args, ValueEnum};
use people_http::Plan;
use people_model::{
    Date, Descriptor, Entry, EntryVisitor, FieldMask, Kind, Member, Message, PersonField,
};
use people_rules::{Conflict, Contract, Edit, Resolution};
use serde_json::Value;

use crate::{Outcome, remote::Target, report};

#[derive(Args)]
pub(crate) struct EditArgs {
    /// The contact: `people/c…`.
    name: String,
    /// Removes all values of a field first: `--clear birthdays`.
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    /// Removes an entry by what it is: `--remove phoneNumbers=+442079460018`.
    #[arg(long, value_name = "FIELD=ENTRY")]
    remove: Vec<String>,
    /// Sets a member and keeps the rest: `--set names.givenName=Ada`, or of an entry among several,
    /// `--set emailAddresses[ada@example.com].type=work`. Nothing behind `=` unsets it.
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Adds an entry and keeps the others: `--add emailAddresses=ada@example.com,type=work`.
    #[arg(long, value_name = "FIELD=ENTRY")]
    add: Vec<String>,
    /// Shows what would be sent and which rules it breaks, and sends nothing.
    #[arg(long)]
    plan: bool,
    /// What wins where somebody else changed the same meanwhile.
    #[arg(long, value_enum, default_value_t)]
    on_conflict: OnConflict,
    /// Whose rules to check by: `documented` or `observed`.
    #[arg(long, env = "PEOPLE_CONTRACT", default_value_t)]
    contract: Contract,
    #[command(flatten)]
    target: Target,
}

/// What becomes of conflicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Nothing is written, and the conflicts are shown.
    #[default]
    Fail,
    /// This edit.
    Ours,
    /// What is there by now.
    Theirs,
}

impl OnConflict {
    pub(crate) fn resolution(self) -> Resolution {
        match self {
            Self::Fail => Resolution::Unresolved,
            Self::Ours => Resolution::Ours,
            Self::Theirs => Resolution::Theirs,
        }
    }
}

pub(crate) async fn edit(args: EditArgs) -> Outcome {
    let steps = Steps::read(&args)?;
    let client = args.target.client_for(args.contract)?;
    let mut failed = None;
    let change = |edit: &mut Edit| {
        let before = edit.clone();
        if let Err(error) = steps.apply(edit) {
            // As if nothing had been asked for: then nothing is sent.
            *edit = before;
            failed = Some(error);
        }
    };
    if args.plan {
        let plan = client.plan(&args.name, change).await?;
        return match failed {
            Some(error) => Err(error.into()),
            None => show(&plan),
        };
    }
    let policy = |_: &Conflict| args.on_conflict.resolution();
    let edited = client.edit(&args.name, change).on_conflict(policy).await;
    match (edited, failed) {
        (_, Some(error)) => Err(error.into()),
        (Ok(person), None) => report::print(&person),
        (Err(error), None) => {
            report::conflicts(error.conflicts())?;
            Err(error.into())
        }
    }
}

/// What an edit would do: what differs, the request, and the rules that it breaks.
fn show(plan: &Plan) -> Outcome {
    use people_http::Request;

    let mut out = io::stdout();
    let Some(request) = &plan.request else {
        writeln!(out, "nothing to send: the contact is like that")?;
        return Ok(());
    };
    for change in &plan.diff.changes {
        writeln!(out, "{change}")?;
    }
    let http = request.to_http();
    writeln!(out, "\n{} {}", http.method(), http.uri())?;
    report::print(&request.person)?;
    writeln!(out, "\nmask: {}", request.mask)?;
    if plan.violations.is_empty() {
        writeln!(out, "violations: none")?;
        return Ok(());
    }
    for violation in &plan.violations {
        writeln!(out, "violation: {}: {violation}", violation.rule())?;
    }
    Err("the update breaks the rules above and would not be sent".into())
}

/// The edit as it was asked for, with the names of fields checked.
struct Steps {
    clear: Vec<PersonField>,
    remove: Vec<(PersonField, String)>,
    set: Vec<Path>,
    add: Vec<(PersonField, String)>,
}

/// A member of an entry, and its new value.
struct Path {
    field: PersonField,
    entry: Option<String>,
    member: String,
    value: String,
}

impl Steps {
    fn read(args: &EditArgs) -> Result<Self, String> {
        Ok(Self {
            clear: args
                .clear
                .iter()
                .map(|name| field(name))
                .collect::<Result<_, _>>()?,
            remove: args
                .remove
                .iter()
                .map(|text| pair(text))
                .collect::<Result<_, _>>()?,
            set: args
                .set
                .iter()
                .map(|text| Path::parse(text))
                .collect::<Result<_, _>>()?,
            add: args
                .add
                .iter()
                .map(|text| pair(text))
                .collect::<Result<_, _>>()?,
        })
    }

    fn apply(&self, edit: &mut Edit) -> Result<(), String> {
        for &field in &self.clear {
            edit.clear(field);
        }
        for (field, entry) in &self.remove {
            let removed = visit(*field, Remove { edit, entry })?;
            if removed == 0 {
                return Err(format!("no entry of `{}` is `{entry}`", field.as_str()));
            }
        }
        for path in &self.set {
            visit(path.field, Set { edit, path })??;
        }
        for (field, entry) in &self.add {
            visit(*field, Add { edit, entry })??;
        }
        Ok(())
    }
}

/// A field that an update can replace.
fn field(name: &str) -> Result<PersonField, String> {
    let field = PersonField::from_wire(name).filter(|field| field.is_updatable());
    field.ok_or_else(|| {
        format!(
            "`{name}` is no field that can be edited; those are {}",
            FieldMask::UPDATABLE
        )
    })
}

fn pair(text: &str) -> Result<(PersonField, String), String> {
    let (name, entry) = text
        .split_once('=')
        .ok_or_else(|| format!("`{text}` is not FIELD=ENTRY"))?;
    Ok((field(name)?, entry.to_owned()))
}

impl Path {
    /// `names.givenName=Ada`, `emailAddresses[ada@example.com].type=work`.
    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not FIELD.MEMBER=VALUE or FIELD[ENTRY].MEMBER=VALUE");
        let (name, rest) = text.split_at(text.find(['.', '[', '=']).ok_or_else(wrong)?);
        let (entry, rest) = match rest.strip_prefix('[') {
            Some(rest) => {
                let (entry, rest) = rest.split_once("].").ok_or_else(wrong)?;
                (Some(entry.to_owned()), rest)
            }
            None => (None, rest.strip_prefix('.').ok_or_else(wrong)?),
        };
        let (member, value) = rest.split_once('=').ok_or_else(wrong)?;
        Ok(Self {
            field: field(name)?,
            entry,
            member: member.to_owned(),
            value: value.to_owned(),
        })
    }
}

fn visit<V: EntryVisitor>(field: PersonField, visitor: V) -> Result<V::Output, String> {
    let output = field.visit(visitor);
    output.ok_or_else(|| format!("`{}` has no entries", field.as_str()))
}

struct Remove<'a> {
    edit: &'a mut Edit,
    entry: &'a str,
}

impl EntryVisitor for Remove<'_> {
    type Output = usize;

    fn visit<T: Entry>(self) -> usize {
        self.edit.remove::<T>(self.entry)
    }
}

struct Set<'a> {
    edit: &'a mut Edit,
    path: &'a Path,
}

impl EntryVisitor for Set<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let Path {
            field,
            entry,
            member,
            value,
        } = self.path;
        let several = self.edit.all::<T>().count() > 1;
        let found = match entry {
            Some(entry) => self
                .edit
                .get_mut::<T>(entry)
                .ok_or_else(|| format!("no entry of `{}` is `{entry}`", field.as_str()))?,
            None if several => {
                let name = field.as_str();
                return Err(format!(
                    "`{name}` has several entries; say which: {name}[ENTRY].{member}=…"
                ));
            }
            None => self.edit.only::<T>(),
        };
        set(found, member, value)
    }
}

struct Add<'a> {
    edit: &'a mut Edit,
    entry: &'a str,
}

impl EntryVisitor for Add<'_> {
    type Output = Result<(), String>;

    fn visit<T: Entry>(self) -> Self::Output {
        let mut entry = T::default();
        for (index, part) in parts(self.entry, T::DESCRIPTOR).into_iter().enumerate() {
            match part.split_once('=') {
                Some((member, value)) if settable(T::DESCRIPTOR, member).is_some() => {
                    set(&mut entry, member, value)?;
                }
                _ if index == 0 => set(&mut entry, main_member::<T>(), part)?,
                _ => return Err(format!("`{part}` is not MEMBER=VALUE")),
            }
        }
        if T::FIELD.is_singleton() && self.edit.all::<T>().next().is_some() {
            let name = T::FIELD.as_str();
            return Err(format!(
                "`{name}` has its one value already; --set changes it"
            ));
        }
        self.edit.add(entry);
        Ok(())
    }
}

/// Splits at the commas behind which a member begins: a value may have commas of its own.
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

/// What an entry is, where only one thing is said of it: an address, a number, a key, a group.
fn main_member<T: Entry>() -> &'static str {
    let members = T::DESCRIPTOR.members;
    let mut identity = T::IDENTITY.iter().map(|&position| members[position].json);
    let named = identity
        .clone()
        .find(|member| *member != "type" && *member != "protocol");
    let first = members
        .iter()
        .find(|member| settable(T::DESCRIPTOR, member.json).is_some());
    named
        .or_else(|| identity.next())
        .or_else(|| first.map(|member| member.json))
        .unwrap_or_default()
}

fn settable(descriptor: &'static Descriptor, name: &str) -> Option<&'static Member> {
    let member = descriptor.member(name)?;
    (!member.output_only && member.json != "metadata").then_some(member)
}

fn set<T: Entry>(entry: &mut T, name: &str, text: &str) -> Result<(), String> {
    let member = settable(T::DESCRIPTOR, name).ok_or_else(|| {
        let known = T::DESCRIPTOR.members.iter().map(|member| member.json);
        let known: Vec<&str> = known
            .filter(|name| settable(T::DESCRIPTOR, name).is_some())
            .collect();
        let field = T::FIELD.as_str();
        format!(
            "`{name}` is no member of `{field}` that can be set; those are {}",
            known.join(", ")
        )
    })?;
    let position = T::DESCRIPTOR
        .members
        .iter()
        .position(|other| other.json == member.json);
    let value = value(member.kind, text);
    if position.is_some_and(|position| entry.set_member(position, value)) {
        return Ok(());
    }
    Err(format!(
        "`{text}` is not what `{}.{name}` holds",
        T::FIELD.as_str()
    ))
}

/// Text as the member's type has it: a date may be `1815-12-10` or `12-10`, a membership the name
/// or id of its group, and anything else that is not text is JSON.
fn value(kind: Kind, text: &str) -> Value {
    match kind {
        _ if text.is_empty() => Value::Null,
        Kind::Message(message) if std::ptr::eq(message, Date::DESCRIPTOR) => {
            date(text).unwrap_or_else(|| json(text))
        }
        Kind::Message(message) if message.member("contactGroupResourceName").is_some() => {
            let group = match text.starts_with("contactGroups/") {
                true => text.to_owned(),
                false => format!("contactGroups/{text}"),
            };
            serde_json::json!({ "contactGroupResourceName": group })
        }
        Kind::Message(_) | Kind::Bool | Kind::Int32 | Kind::Struct => json(text),
        _ => text.into(),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| text.into())
}

fn date(text: &str) -> Option<Value> {
    let numbers: Option<Vec<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [year, month, day] => Some(serde_json::json!({"year": year, "month": month, "day": day})),
        [month, day] => Some(serde_json::json!({"month": month, "day": day})),
        _ => None,
    }
}
