//! How much two entries have in common (rule `M2`).
use std::hash::{DefaultHasher, Hash, Hasher};

use people_model::{Entry, ValueKind};

use super::{
    Own, composed, leads, member_name,
    spelling::{Spelling, fold_text},
};

/// A number for each unit of an entry, so that comparing two entries is cheap.
///
/// Two units with equal numbers say the same, in perhaps another spelling; zero is an unset unit. The last
/// number is for all unknown members.
#[derive(Clone, Debug)]
pub(crate) struct Traits {
    pub(crate) units: Box<[u64]>,
    /// The composed text, or the one that the API would compose.
    whole: u64,
    /// Whether it is marked as primary.
    pub(crate) leads: bool,
}

impl Traits {
    pub(crate) fn of<T: Entry>(entry: &T) -> Self {
        let unit = |unit: &&[usize]| {
            let said: Vec<(usize, u64)> = unit
                .iter()
                .filter_map(|&position| Some((position, said(entry, position)?)))
                .collect();
            if said.is_empty() { 0 } else { hash(&said) }
        };
        let unknown = || {
            let mut unknown: Vec<(&str, String)> = entry
                .extra()
                .iter()
                .map(|(name, value)| (name, value.to_string()))
                .collect();
            unknown.sort_unstable();
            if unknown.is_empty() {
                0
            } else {
                hash(&unknown)
            }
        };
        let mut units: Vec<u64> = T::UNITS.iter().map(unit).collect();
        units.push(unknown());
        let whole = composed::whole(entry).map_or(0, |text| hash(&fold_text(&text)));
        Self {
            units: units.into(),
            whole,
            leads: leads(entry),
        }
    }
}

/// A hash of a member's value, spelling aside; none if it is unset.
fn said<T: Entry>(entry: &T, position: usize) -> Option<u64> {
    if let Some(text) = entry.text(position) {
        let spelling = Spelling::of::<T>(position);
        let folded = spelling.fold(text);
        return Some(match spelling {
            Spelling::Number => hash(&super::Number::tail(&folded)),
            _ => hash(&folded),
        });
    }
    Some(hash(&entry.member(position)?.to_string()))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish().max(1)
}

/// How a comparison treats each unit of a field's entries.
#[derive(Debug, Default)]
pub(crate) struct Units {
    units: Vec<Unit>,
    composed: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
struct Unit {
    /// It is a part of the identity.
    identity: bool,
    /// It counts. A type that is the whole identity does not: many entries share it.
    counted: bool,
    /// Its agreement counts. Flags and enums have few values, and so agree by chance.
    telling: bool,
    /// The API composes the text of it.
    part: bool,
}

impl Units {
    pub(crate) fn of<T: Entry>() -> Self {
        let nameless = is_nameless::<T>();
        let unit = |unit: &&[usize]| {
            let position = unit[0];
            let identity = T::IDENTITY.contains(&position);
            let kind = T::DESCRIPTOR.members[position].kind;
            Unit {
                identity,
                counted: !(identity && nameless),
                telling: !matches!(
                    kind,
                    ValueKind::Bool | ValueKind::Int32 | ValueKind::Enum(_)
                ),
                part: composed::is_part::<T>(position),
            }
        };
        let mut units: Vec<Unit> = T::UNITS.iter().map(unit).collect();
        units.push(Unit {
            identity: false,
            counted: true,
            telling: true,
            part: false,
        });
        let composed = composed::composed::<T>()
            .and_then(|position| T::UNITS.iter().position(|unit| unit[0] == position));
        Self { units, composed }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Compares the other units of two entries with one identity.
    pub(crate) fn within_identity(&self, left: &Traits, right: &Traits) -> Likeness {
        self.compare(left, right, |unit| unit.counted && !unit.identity)
    }

    /// Compares all units of two entries, of which one may be an edit of the other.
    pub(crate) fn across_identities(&self, left: &Traits, right: &Traits) -> Likeness {
        self.compare(left, right, |unit| unit.counted)
    }

    fn compare(&self, left: &Traits, right: &Traits, counts: impl Fn(Unit) -> bool) -> Likeness {
        let mut likeness = Likeness::default();
        // One entry has the parts, the other the text that is composed of them.
        let told_otherwise = self.has_parts(left) != self.has_parts(right);
        if self.composed.is_some() && left.whole == right.whole && left.whole != 0 && told_otherwise
        {
            likeness.agree += 1;
        }
        for (index, unit) in self.units.iter().enumerate() {
            let (one, other) = (left.units[index], right.units[index]);
            if !counts(*unit) {
                continue;
            }
            // The API composes the text again with every part: it says nothing more than they do.
            if self.composed == Some(index) && self.has_parts(left) && self.has_parts(right) {
                continue;
            }
            if one != other {
                likeness.differ += 1;
                likeness.contradict += u32::from(one != 0 && other != 0);
            } else if one != 0 && unit.telling {
                likeness.agree += 1;
            }
        }
        likeness
    }

    fn has_parts(&self, traits: &Traits) -> bool {
        self.units
            .iter()
            .zip(&traits.units)
            .any(|(unit, &said)| unit.part && said != 0)
    }

    /// The only unit that an entry sets. A type that is the whole identity does not count.
    pub(crate) fn only(&self, traits: &Traits) -> Option<usize> {
        let mut set = (0..self.units.len())
            .filter(|&index| self.units[index].counted && traits.units[index] != 0);
        set.next().filter(|_| set.next().is_none())
    }
}

/// How much two entries have in common, counted in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Likeness {
    /// Units that both set to the same value.
    pub(crate) agree: u32,
    /// Units that the two set to different values.
    pub(crate) contradict: u32,
    /// Units that differ, also because one of the two does not set it.
    pub(crate) differ: u32,
}

/// Whether a field's entries have no identity, or only a type.
pub(crate) fn is_nameless<T: Entry>() -> bool {
    T::IDENTITY
        .iter()
        .all(|&position| member_name::<T>(position) == "type")
}

/// The text of an entry that a correction would change a little: its identity or its composed text.
pub(crate) fn known_by<T: Entry>(own: &Own<T>) -> Option<String> {
    let position = match is_nameless::<T>() {
        true => composed::composed::<T>(),
        false => T::IDENTITY.iter().copied().find(|&position| {
            !matches!(member_name::<T>(position), "type" | "protocol")
                && own.entry.text(position).is_some()
        }),
    }?;
    let text = own.entry.text(position)?;
    Some(Spelling::of::<T>(position).fold(text).into_owned())
}

/// Whether one text may be a correction of the other: at most a quarter of the letters differ.
pub(crate) fn is_near(left: &str, right: &str) -> bool {
    let (one, other) = (left.chars().count(), right.chars().count());
    let limit = one.max(other) / 4;
    one.abs_diff(other) <= limit && strsim::levenshtein(left, right) <= limit
}
