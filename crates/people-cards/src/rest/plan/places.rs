//! Which lines say which values.

use people_model::PersonField;
use serde_json::Value;

use crate::{mapping::Entry, read::Unit};

/// A value that is wanted, and the unit that says it or said it before.
pub(super) struct Place {
    pub(super) unit: Option<usize>,
    pub(super) is_same: bool,
}

/// Which unit says each value that is wanted.
pub(super) fn places(field: PersonField, units: &[&Unit], entries: &[Entry]) -> Vec<Place> {
    let mut places: Vec<Place> = entries
        .iter()
        .map(|_| Place {
            unit: None,
            is_same: false,
        })
        .collect();
    let mut left: Vec<usize> = Vec::new();
    for (number, unit) in units.iter().enumerate() {
        let length = unit.entries.len();
        let free = |at: usize| {
            places[at..at + length]
                .iter()
                .all(|place| place.unit.is_none())
        };
        let ends = (entries.len() + 1).saturating_sub(length);
        let same = (0..ends).find(|&at| free(at) && entries[at..at + length] == unit.entries[..]);
        match same {
            Some(at) => {
                for place in &mut places[at..at + length] {
                    *place = Place {
                        unit: Some(number),
                        is_same: true,
                    };
                }
            }
            None if length == 1 => left.push(number),
            None => {}
        }
    }
    let member = people_rules::main_member(field);
    let main = |entry: &Entry| member.and_then(|member| entry.get(member).cloned());
    let kind = |entry: &Entry| entry.get("type").cloned();
    // An edit: the value is the same, or else the type is and no other has it, or both are the only ones left.
    let by =
        |of: &dyn Fn(&Entry) -> Option<Value>, left: &mut Vec<usize>, places: &mut Vec<Place>| {
            left.retain(|&number| {
                let said = of(&units[number].entries[0]);
                let mut found = (0..entries.len())
                    .filter(|&at| places[at].unit.is_none() && of(&entries[at]) == said);
                let (Some(at), _) = (found.next().filter(|_| said.is_some()), ()) else {
                    return true;
                };
                places[at].unit = Some(number);
                false
            });
        };
    by(&main, &mut left, &mut places);
    by(&kind, &mut left, &mut places);
    let open: Vec<usize> = (0..entries.len())
        .filter(|&at| places[at].unit.is_none())
        .collect();
    if let ([number], [at]) = (&left[..], &open[..]) {
        places[*at].unit = Some(*number);
    }
    places
}
