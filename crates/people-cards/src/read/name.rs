//! Names and nicknames.

use people_model::PersonField as F;
use serde_json::Map;

use super::{Reader, Unit, values::put};
use crate::{
    composed::name_of,
    line::Line,
    mapping::{Entry, NAME, PHONETIC},
};

impl Reader<'_> {
    /// `N`, `FN` and the phonetic names. A name that follows from what else the card has is none.
    pub(super) fn name(&self, at: usize) -> Option<Unit> {
        let group = self.line(at).group();
        let first = |name: &str| self.name_line(name, group);
        let (n, full) = (first("N"), first("FN"));
        let mut lines: Vec<usize> = n.into_iter().chain(full).collect();
        let mut entry = Map::new();
        if let Some(n) = n {
            let line = self.line(n);
            let parts = line.components();
            for (member, part) in NAME.into_iter().zip(parts) {
                put(&mut entry, member, part);
            }
        }
        let has_parts = !entry.is_empty();
        let spelled = PHONETIC.map(|(member, name)| (member, first(name)));
        for (member, number) in spelled {
            if let Some(number) = number {
                lines.push(number);
                put(&mut entry, member, self.line(number).text());
            }
        }
        let phonetic = self.lines.iter().enumerate().find(|(number, line)| {
            line.is_named("N") && !self.taken[*number] && line.param("PHONETIC").is_some()
        });
        if let Some((number, line)) = phonetic {
            let members = [
                "phoneticFamilyName",
                "phoneticGivenName",
                "phoneticMiddleName",
                "phoneticHonorificPrefix",
                "phoneticHonorificSuffix",
            ];
            lines.push(number);
            for (member, part) in members.into_iter().zip(line.components()) {
                put(&mut entry, member, part);
            }
        }
        if !lines.contains(&at) {
            return None;
        }
        if let Some(full) = full.map(|full| self.line(full).text()) {
            let composed =
                name_of(&entry).is_some_and(|name| people_rules::display_name(&name) == full);
            let is_own = if has_parts {
                !composed
            } else {
                full != stand_in(self.lines)
            };
            if is_own {
                put(&mut entry, "unstructuredName", full);
            }
        }
        let has_members = lines
            .iter()
            .any(|&line| self.companion(line, crate::mapping::MEMBER).is_some());
        (!entry.is_empty() || has_members).then_some(Unit {
            field: F::Names,
            entries: vec![entry],
            lines,
            spare: Vec::new(),
        })
    }

    /// The first line of that name and group that no unit has, and that says a name as it is written.
    pub(super) fn name_line(&self, name: &str, group: Option<&str>) -> Option<usize> {
        (0..self.lines.len()).find(|&at| {
            let line = self.line(at);
            line.is_named(name)
                && !self.taken[at]
                && line.group() == group
                && line.param("PHONETIC").is_none()
        })
    }

    pub(super) fn nicknames(&self, at: usize, kind: &str) -> Option<Unit> {
        let line = self.line(at);
        let kind = line
            .params()
            .iter()
            .filter(|param| param.is_named("TYPE"))
            .flat_map(|param| &param.values)
            .find_map(|value| {
                value
                    .get(..2)
                    .filter(|start| start.eq_ignore_ascii_case("x-"))
                    .map(|_| &value[2..])
            })
            .map_or_else(
                || kind.to_owned(),
                |kind| kind.to_ascii_uppercase().replace('-', "_"),
            );
        let entries = line.list().into_iter().filter(|name| !name.is_empty());
        let entries: Vec<Entry> = entries
            .map(|name| {
                let mut entry = Map::new();
                put(&mut entry, "value", name);
                if kind != "DEFAULT" {
                    put(&mut entry, "type", kind.clone());
                }
                entry
            })
            .collect();
        (!entries.is_empty()).then_some(Unit {
            field: F::Nicknames,
            entries,
            lines: vec![at],
            spare: Vec::new(),
        })
    }
}

/// What a program writes as `FN` of somebody without a name: the first organization, or else an address or a number.
pub(crate) fn stand_in(lines: &[Line]) -> String {
    let first = |name: &str| {
        let line = lines.iter().find(|line| line.is_named(name))?;
        let text = if name == "ORG" {
            line.components().swap_remove(0)
        } else {
            line.text()
        };
        (!text.is_empty()).then_some(text)
    };
    ["ORG", "NICKNAME", "EMAIL", "TEL"]
        .into_iter()
        .find_map(first)
        .unwrap_or_default()
}
