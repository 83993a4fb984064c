//! The lines of a value that has changed.

use super::Plan;
use crate::{
    draft::{Content, Draft},
    line::Line,
    mapping::{Entry, MEMBER, property},
    param::Param,
    read::{Unit, units},
    write::NEW_GROUP,
};

/// Parameters that the value or its type decides.
const DECIDED: &[&str] = &[
    "TYPE",
    "PREF",
    "VALUE",
    "ENCODING",
    "CHARSET",
    "PHONETIC",
    "LABEL",
    "CC",
    "NAME",
    "FIELD",
    "X-APPLE-OMIT-YEAR",
    "SERVICE-TYPE",
    "X-SERVICE-TYPE",
];

impl Plan<'_> {
    /// Writes the lines of a unit anew: only those that say something else now, with the parameters that they had.
    pub(super) fn edit(&mut self, unit: &Unit, entry: &Entry) {
        let new = self.manner.entry(unit.field, entry);
        let old: Vec<Draft> = match &unit.entries[..] {
            [before] => self.manner.entry(unit.field, before),
            _ => Vec::new(),
        };
        let lines: Vec<Line> = unit
            .lines
            .iter()
            .map(|&at| self.base.lines()[at].clone())
            .collect();
        // A group that says something else too cannot hold the label of a rewritten line.
        let group = lines
            .iter()
            .find_map(|line| line.group().map(str::to_owned));
        let is_shared = group.as_deref().is_some_and(|group| {
            self.base.lines().iter().enumerate().any(|(at, line)| {
                !unit.lines.contains(&at)
                    && property(line.name()).is_some()
                    && line
                        .group()
                        .is_some_and(|other| other.eq_ignore_ascii_case(group))
            })
        });
        let needs_own_group = is_shared && new.iter().any(|draft| draft.group.is_some());
        let attempts = [
            (!self.is_translated() && !needs_own_group)
                .then(|| self.changed(&lines, &old, &new, group.as_deref())),
            Some(self.rewritten(&lines, &old, &new, group.as_deref().filter(|_| !is_shared))),
        ];
        let told = attempts
            .into_iter()
            .flatten()
            .find(|lines| self.says(lines, unit, entry));
        let told = match told {
            Some(told) => told,
            None => {
                let mut told = vec![Vec::new(); lines.len()];
                let mut new = self.manner.whole(unit.field, entry);
                for line in &lines {
                    keep_params(&mut new[0], line);
                }
                told[main(&lines)] = self.print(new, None);
                told
            }
        };
        for (&at, told) in unit.lines.iter().zip(told) {
            self.lines[at] = (!told.is_empty()).then(|| told.concat());
        }
    }

    /// For each line of a unit: the lines in its place.
    fn changed(
        &mut self,
        lines: &[Line],
        old: &[Draft],
        new: &[Draft],
        group: Option<&str>,
    ) -> Vec<Vec<Vec<u8>>> {
        let mut told = Vec::new();
        let mut used = vec![false; new.len()];
        let fresh = new
            .iter()
            .any(|draft| draft.group.is_some())
            .then(|| group.map_or_else(|| self.new_group(), str::to_owned));
        let group = fresh.as_deref().or(group);
        for (at, line) in lines.iter().enumerate() {
            let before = lines[..at]
                .iter()
                .filter(|other| key(other) == key(line))
                .count();
            let same = |drafts: &[Draft]| {
                let mut found = drafts.iter().enumerate();
                let found = found
                    .by_ref()
                    .filter(|(_, draft)| draft_key(draft) == key(line));
                found.map(|(at, _)| at).nth(before)
            };
            let was = same(old).map(|at| &old[at]);
            told.push(match same(new) {
                None => Vec::new(),
                Some(at) => {
                    used[at] = true;
                    if was == Some(&new[at]) {
                        vec![line.raw().to_vec()]
                    } else {
                        let draft = carried(new[at].clone(), was, line);
                        self.print(vec![draft], group)
                    }
                }
            });
        }
        for (at, draft) in new.iter().enumerate() {
            if !used[at] && !old.contains(draft) {
                let printed = self.print(vec![draft.clone()], group);
                if let Some(last) = told.last_mut() {
                    last.extend(printed);
                }
            }
        }
        told
    }

    fn rewritten(
        &mut self,
        lines: &[Line],
        old: &[Draft],
        new: &[Draft],
        group: Option<&str>,
    ) -> Vec<Vec<Vec<u8>>> {
        let drafts = new.iter().enumerate().map(|(at, draft)| {
            let line = lines
                .iter()
                .find(|line| key(line) == draft_key(draft))
                .or_else(|| lines.get(main(lines)).filter(|_| at == 0));
            let was = old.iter().find(|old| draft_key(old) == draft_key(draft));
            match line {
                Some(line) => carried(draft.clone(), was, line),
                None => draft.clone(),
            }
        });
        let mut drafts: Vec<Draft> = drafts.collect();
        for line in lines {
            if !drafts.iter().any(|draft| draft_key(draft) == key(line)) {
                keep_params(&mut drafts[0], line);
            }
        }
        let mut told = vec![Vec::new(); lines.len()];
        told[main(lines)] = self.print(drafts, group);
        told
    }

    /// Whether the lines say the value, and nothing else.
    fn says(&self, told: &[Vec<Vec<u8>>], unit: &Unit, entry: &Entry) -> bool {
        let Some(card) = self.manner.card(told.iter().flatten().cloned()) else {
            return false;
        };
        let said = units(&card, self.manner.groups);
        matches!(&said[..], [said] if said.field == unit.field && said.entries == [entry.clone()])
    }
}

/// Which line of a unit has its property: a label may stand before it.
fn main(lines: &[Line]) -> usize {
    let main = lines
        .iter()
        .position(|line| property(line.name()).is_some());
    main.unwrap_or(0)
}

/// What makes two lines the same of a value: the name, and of our members, which one it is. How a name is spelled is
/// another line than the name.
fn key(line: &Line) -> (String, Option<String>) {
    let name = line.name().to_ascii_uppercase();
    let param = if name == MEMBER { "NAME" } else { "PHONETIC" };
    (name, line.param(param).map(str::to_owned))
}

fn draft_key(draft: &Draft) -> (String, Option<String>) {
    let name = draft.name.to_ascii_uppercase();
    let wanted = if name == MEMBER { "NAME" } else { "PHONETIC" };
    let param = draft.params.iter().find(|param| param.is_named(wanted));
    (name, param.and_then(|param| param.values.first().cloned()))
}

/// A line with the parameters and parts that its place had and that its value does not decide.
pub(super) fn carried(mut draft: Draft, was: Option<&Draft>, line: &Line) -> Draft {
    keep_params(&mut draft, line);
    let said: Vec<String> = was.map(|was| was.types.clone()).unwrap_or_default();
    for kind in line.types() {
        let same = |other: &String| other.eq_ignore_ascii_case(kind);
        if !kind.eq_ignore_ascii_case("pref")
            && !said.iter().any(same)
            && !draft.types.iter().any(same)
        {
            draft.types.push(kind.to_owned());
        }
    }
    if let (Content::Parts(parts), Some(Content::Parts(before))) =
        (&mut draft.value, was.map(|was| &was.value))
    {
        // RFC 9554 and Google have more parts than a person: they hold while the street does.
        let all = line.components();
        let is_street_same = parts.get(1..3) == before.get(1..3);
        if ["ADR", "N"].iter().any(|name| line.is_named(name))
            && all.len() > parts.len()
            && (line.is_named("N") || is_street_same)
        {
            let known = parts.len();
            parts.extend_from_slice(&all[known..]);
        }
    }
    if draft.group.is_none() && line.group().is_some() {
        draft.group = Some(NEW_GROUP.to_owned());
    }
    draft
}

pub(super) fn keep_params(draft: &mut Draft, line: &Line) {
    let kept = line.params().iter().filter(|param| {
        !param.name.is_empty()
            && !DECIDED.iter().any(|decided| param.is_named(decided))
            && !draft.params.contains(param)
    });
    let kept: Vec<Param> = kept.cloned().collect();
    draft.params.extend(kept);
}
