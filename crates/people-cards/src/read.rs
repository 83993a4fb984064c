//! What a card says of a person, and which lines say it.

mod messenger;
mod name;
mod organization;
mod values;

pub(crate) use self::{name::stand_in, values::membership};

use std::collections::{HashMap, HashSet};

use people_model::PersonField;
use serde_json::{Map, Value};

use crate::{
    card::Card,
    groups::Groups,
    line::Line,
    mapping::{Entry, LABEL, MEMBER, Property, property},
    person::{entries, of_entries},
    types,
};

/// Lines that say something together, and what: one name, one address, the groups of a `CATEGORIES`.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) field: PersonField,
    pub(crate) entries: Vec<Entry>,
    /// The lines, by their number in the card, in order.
    pub(crate) lines: Vec<usize>,
    /// Groups of the line that the account does not have.
    pub(crate) spare: Vec<String>,
}

/// What a card says, in the order of its lines.
pub(crate) fn units(card: &Card, groups: &Groups) -> Vec<Unit> {
    let mut reader = Reader::new(card, groups);
    let mut units = Vec::new();
    for at in 0..reader.lines.len() {
        if !reader.taken[at]
            && let Some(property) = property(reader.lines[at].name())
            && let Some(unit) = reader.unit(at, property)
        {
            units.push(unit);
        }
    }
    units
}

/// The most lines of a card that are interpreted. Further lines are kept as they are. A contact has at most 500 values.
const LINES: usize = 5_000;

struct Reader<'a> {
    lines: &'a [Line],
    groups: &'a Groups,
    taken: Vec<bool>,
    /// The lines of a group, whose name is in small letters.
    members: HashMap<String, Vec<usize>>,
    /// Fields with a value that leads, and fields of one value that have it.
    leads: HashSet<PersonField>,
    single: HashSet<PersonField>,
    /// Fields whose values are JSON: their other lines are for other programs.
    whole: HashSet<String>,
}

impl<'a> Reader<'a> {
    fn new(card: &'a Card, groups: &'a Groups) -> Self {
        let lines = &card.lines()[..card.lines().len().min(LINES)];
        let mut members: HashMap<String, Vec<usize>> = HashMap::new();
        let mut whole = HashSet::new();
        for (at, line) in lines.iter().enumerate() {
            if let Some(group) = line.group() {
                let lines = members.entry(group.to_ascii_lowercase()).or_default();
                lines.push(at);
            }
            if line.is_named(crate::mapping::WHOLE) {
                whole.extend(line.param("FIELD").map(str::to_owned));
            }
        }
        Self {
            taken: vec![false; lines.len()],
            lines,
            groups,
            members,
            leads: HashSet::new(),
            single: HashSet::new(),
            whole,
        }
    }

    fn line(&self, at: usize) -> &'a Line {
        &self.lines[at]
    }

    /// The other lines of a line's group.
    fn companions(&self, at: usize) -> &[usize] {
        let group = self.line(at).group().map(str::to_ascii_lowercase);
        group
            .and_then(|group| self.members.get(&group))
            .map_or(&[], Vec::as_slice)
    }

    fn companion(&self, at: usize, name: &str) -> Option<usize> {
        let mut lines = self.companions(at).iter().copied();
        lines.find(|&other| other != at && self.line(other).is_named(name))
    }

    fn label(&self, at: usize) -> Option<String> {
        self.companion(at, LABEL)
            .map(|label| self.line(label).text())
    }

    fn unit(&mut self, at: usize, property: Property) -> Option<Unit> {
        let single = match property {
            Property::Name | Property::FullName | Property::Phonetic => Some(PersonField::Names),
            Property::Birthday => Some(PersonField::Birthdays),
            Property::Gender | Property::Pronouns => Some(PersonField::Genders),
            Property::Typed(PersonField::Biographies, _) => Some(PersonField::Biographies),
            _ => None,
        };
        if single.is_some_and(|field| self.single.contains(&field)) {
            return None;
        }
        let mut unit = self.said(at, property)?;
        let is_whole = property == Property::Whole;
        if !is_whole && unit.field == PersonField::Names && self.whole.contains("names") {
            return None;
        }
        let is_single = unit.field.is_singleton();
        if is_single && self.single.contains(&unit.field) {
            return None;
        }
        if !is_whole && let [entry] = &mut *unit.entries {
            let known = unit.lines.len();
            self.members(at, unit.field, entry, &mut unit.lines);
            let is_ours = unit.lines[known..]
                .iter()
                .any(|&line| self.line(line).is_named(MEMBER));
            if is_ours {
                *entry = portable_entry(unit.field, entry)?;
            }
            if entry.is_empty() {
                return None;
            }
            if !is_single
                && unit.lines.iter().any(|&line| is_preferred(self.line(line)))
                && self.leads.insert(unit.field)
                && !entry.contains_key("metadata")
            {
                let leads = Map::from_iter([("sourcePrimary".to_owned(), true.into())]);
                entry.insert("metadata".to_owned(), leads.into());
            }
        }
        if is_single {
            self.single.insert(unit.field);
        }
        unit.lines.sort_unstable();
        unit.lines.dedup();
        for &line in &unit.lines {
            self.taken[line] = true;
        }
        Some(unit)
    }

    /// Takes the label of a line, and the members that its property cannot have.
    fn members(&self, at: usize, field: PersonField, entry: &mut Entry, lines: &mut Vec<usize>) {
        let before = entry.clone();
        for &other in self.companions(at) {
            let line = self.line(other);
            if self.taken[other] {
                continue;
            }
            if line.is_named(LABEL) {
                let label = line.text();
                let said = types::of_label(field, &label);
                let is_said = |member: &str, text: &str| {
                    !text.is_empty() && before.get(member).and_then(Value::as_str) == Some(text)
                };
                if is_said("type", &said) || is_said("key", &label) {
                    lines.push(other);
                }
            } else if line.is_named(MEMBER)
                && let Some(name) = line.param("NAME")
            {
                lines.push(other);
                let text = line.text();
                let is_text = field
                    .descriptor()
                    .member(name)
                    .is_some_and(|member| matches!(member.kind, people_model::ValueKind::String));
                let value = if is_text {
                    Value::from(text)
                } else {
                    serde_json::from_str(&text).unwrap_or(Value::Null)
                };
                if value.is_null() || value == "" {
                    entry.remove(name);
                } else {
                    entry.insert(name.to_owned(), value);
                }
            }
        }
    }
}

/// The value as a person has it; none if it says nothing.
fn portable_entry(field: PersonField, entry: &Entry) -> Option<Entry> {
    let person = of_entries([(field, vec![entry.clone()])].into_iter());
    entries(&person, field).pop()
}

/// Whether the line leads: `PREF=1`, `type=pref`.
fn is_preferred(line: &Line) -> bool {
    line.types().any(|kind| kind.eq_ignore_ascii_case("pref"))
        || line
            .params()
            .iter()
            .any(|param| param.is_named("PREF") && param.values.iter().any(|value| value == "1"))
}
