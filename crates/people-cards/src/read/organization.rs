//! Organizations, and the positions in them.

use people_model::PersonField as F;
use serde_json::Map;

use super::{Reader, Unit, values::put};

impl Reader<'_> {
    /// `ORG` with the `TITLE` and `ROLE` that belong to it: those that follow, up to the next one.
    pub(super) fn organization(&self, at: usize) -> Option<Unit> {
        let line = self.line(at);
        let organizations = self.left(at, "ORG");
        let next = organizations.iter().copied().find(|&other| other > at);
        let is_first = organizations.first() == Some(&at);
        let belonging = |name: &str| {
            self.left(at, name)
                .into_iter()
                .find(|&other| (other > at || is_first) && next.is_none_or(|next| other < next))
        };
        let mut lines = vec![at];
        let mut entry = Map::new();
        let parts = line.components();
        put(
            &mut entry,
            "name",
            parts.first().cloned().unwrap_or_default(),
        );
        let units: Vec<String> = parts
            .into_iter()
            .skip(1)
            .filter(|part| !part.is_empty())
            .collect();
        put(&mut entry, "department", units.join(", "));
        for (name, member) in [
            ("TITLE", "title"),
            ("ROLE", "jobDescription"),
            ("X-PHONETIC-ORG", "phoneticName"),
        ] {
            if let Some(other) = belonging(name) {
                lines.push(other);
                put(&mut entry, member, self.line(other).text());
            }
        }
        if entry.is_empty() {
            return None;
        }
        self.kind(at, F::Organizations, &mut entry);
        Some(Unit {
            field: F::Organizations,
            entries: vec![entry],
            lines,
            spare: Vec::new(),
        })
    }

    /// `TITLE` and `ROLE` of no `ORG`, or of one that follows. A `ROLE` alone is an occupation.
    pub(super) fn position(&self, at: usize) -> Option<Unit> {
        if let Some(&organization) = self.left(at, "ORG").first()
            && organization > at
            && let Some(unit) = self.organization(organization)
            && unit.lines.contains(&at)
        {
            return Some(unit);
        }
        let line = self.line(at);
        let is_title = line.is_named("TITLE");
        let mut lines = vec![at];
        let mut entry = Map::new();
        let field = if is_title {
            put(&mut entry, "title", line.text());
            F::Organizations
        } else if let Some(title) = self.left(at, "TITLE").first().copied() {
            lines.push(title);
            put(&mut entry, "title", self.line(title).text());
            put(&mut entry, "jobDescription", line.text());
            F::Organizations
        } else {
            put(&mut entry, "value", line.text());
            F::Occupations
        };
        if is_title && let Some(role) = self.left(at, "ROLE").first().copied() {
            lines.push(role);
            put(&mut entry, "jobDescription", self.line(role).text());
        }
        if field == F::Organizations && !entry.is_empty() {
            self.kind(at, field, &mut entry);
        }
        (!entry.is_empty()).then_some(Unit {
            field,
            entries: vec![entry],
            lines,
            spare: Vec::new(),
        })
    }

    /// The lines of that name and group which no unit has.
    fn left(&self, at: usize, name: &str) -> Vec<usize> {
        (0..self.lines.len())
            .filter(|&other| {
                !self.taken[other] && self.line(other).is_named(name) && self.same_group(at, other)
            })
            .collect()
    }

    fn same_group(&self, at: usize, other: usize) -> bool {
        match (self.line(at).group(), self.line(other).group()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        }
    }
}
