//! Which lines of a card stay, which change, and where new ones go.

mod edit;
mod places;

use std::collections::HashSet;

use self::places::places;
use super::Rest;
use crate::{
    card::Card,
    draft::{Content, Draft},
    flavour::Flavour,
    lex::Cards,
    line::Line,
    mapping::{Entry, property},
    read::{self, Unit, stand_in, units},
    version::Version,
    write::{Manner, NEW_GROUP},
};
use people_model::{Person, PersonField, SourceType};

/// A card in the making: the new lines in place of each line of the old card, and the lines after it.
pub(super) struct Plan<'a> {
    manner: Manner<'a>,
    base: Card,
    is_new: bool,
    end: &'static str,
    lines: Vec<Option<Vec<u8>>>,
    after: Vec<Vec<Vec<u8>>>,
    groups: HashSet<String>,
    group: usize,
    has_name: bool,
}

impl<'a> Plan<'a> {
    pub(super) fn new(
        manner: Manner<'a>,
        person: &Person,
        rest: Option<&Rest>,
        wanted: &[(PersonField, Vec<Entry>)],
        odd: &HashSet<PersonField>,
    ) -> Self {
        let base = match rest {
            Some(rest) => rest.card.clone(),
            None => empty(manner.version),
        };
        let groups = base.lines().iter().filter_map(Line::group);
        let mut plan = Self {
            manner,
            is_new: rest.is_none(),
            end: line_end(&base),
            lines: base
                .lines()
                .iter()
                .map(|line| Some(line.raw().to_vec()))
                .collect(),
            after: vec![Vec::new(); base.lines().len()],
            groups: groups.map(str::to_ascii_lowercase).collect(),
            group: 0,
            has_name: wanted
                .iter()
                .any(|(field, entries)| *field == PersonField::Names && !entries.is_empty()),
            base,
        };
        let units = units(&plan.base, manner.groups);
        plan.translate(&units);
        for (field, entries) in wanted {
            let units: Vec<&Unit> = units.iter().filter(|unit| unit.field == *field).collect();
            if odd.contains(field) {
                plan.odd(*field, &units, entries);
            } else if *field == PersonField::Memberships {
                plan.memberships(&units, entries);
            } else {
                plan.field(*field, &units, entries);
            }
        }
        if plan.is_new {
            plan.furnish(person);
        }
        plan
    }

    pub(super) fn card(mut self) -> Card {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for (line, after) in self.lines.drain(..).zip(self.after.drain(..)) {
            lines.extend(line);
            lines.extend(after);
        }
        let card = parsed(&lines.concat(), self.manner.version);
        let full = card.lines().iter().position(|line| line.is_named("FN"));
        let translated = self.base.version() != self.manner.version;
        let had_full = self.base.property("FN").is_some();
        if self.has_name || !(had_full || self.is_new || translated) {
            return card;
        }
        // Somebody without a name has an `FN` that follows from something else.
        let expected = stand_in(card.lines());
        let line = Draft::text("FN", &expected).print(self.manner.version, self.end);
        let mut lines: Vec<Vec<u8>> = card
            .lines()
            .iter()
            .map(|line| line.raw().to_vec())
            .collect();
        match full {
            Some(at) if card.lines()[at].text() == expected || !self.had_stand_in() => return card,
            Some(at) => lines[at] = line,
            None => {
                let version = card
                    .lines()
                    .iter()
                    .position(|line| line.is_named("VERSION"));
                lines.insert(
                    version.map_or(1, |version| version + 1).min(lines.len()),
                    line,
                );
            }
        }
        parsed(&lines.concat(), self.manner.version)
    }

    /// Whether the `FN` of the card before followed from something else.
    fn had_stand_in(&self) -> bool {
        let full = self.base.property("FN").map(Line::text);
        full == Some(stand_in(self.base.lines()))
    }

    fn is_translated(&self) -> bool {
        self.base.version() != self.manner.version
    }

    /// Another version: lines without a place in a person say the same in its words.
    fn translate(&mut self, units: &[Unit]) {
        if !self.is_translated() {
            return;
        }
        let taken: HashSet<usize> = units
            .iter()
            .flat_map(|unit| unit.lines.iter().copied())
            .collect();
        for (at, line) in self.base.lines().iter().enumerate() {
            if taken.contains(&at) || !line.is_property() {
                continue;
            }
            let version = self.manner.version;
            if line.is_named("VERSION") {
                let said = Draft::text("VERSION", version.as_str());
                self.lines[at] = Some(said.print(version, self.end));
            } else if !line.is_named("BEGIN") && !line.is_named("END") {
                let said = Draft::of_line(line, version);
                self.lines[at] = Some(said.print(version, self.end));
            }
        }
        if self.base.property("VERSION").is_none()
            && let Some(begin) = self
                .base
                .lines()
                .iter()
                .position(|line| line.is_named("BEGIN"))
        {
            let said = Draft::text("VERSION", self.manner.version.as_str());
            self.after[begin].push(said.print(self.manner.version, self.end));
        }
    }

    /// A field of which each value is a line of ours.
    fn odd(&mut self, field: PersonField, units: &[&Unit], entries: &[Entry]) {
        self.drop_units(units);
        if field.is_singleton() {
            // A second birthday would take the place of the first one.
            for at in 0..self.base.lines().len() {
                let line = &self.base.lines()[at];
                let alone = property(line.name())
                    .and_then(|_| self.manner.card([line.raw().to_vec()].into_iter()));
                let said = alone.map(|card| read::units(&card, self.manner.groups));
                if said.is_some_and(|said| said.iter().any(|unit| unit.field == field)) {
                    self.lines[at] = None;
                }
            }
        }
        let mut before: Vec<(&Entry, &Unit)> = units
            .iter()
            .flat_map(|unit| unit.entries.iter().map(|entry| (entry, *unit)))
            .collect();
        for entry in entries {
            let mut drafts = self.manner.whole(field, entry);
            if let Some(at) = before.iter().position(|(said, _)| *said == entry) {
                let (_, unit) = before.swap_remove(at);
                for &line in &unit.lines {
                    edit::keep_params(&mut drafts[0], &self.base.lines()[line]);
                }
            }
            let last = self.last();
            let printed = drafts
                .iter()
                .map(|draft| draft.print(self.manner.version, self.end));
            self.after[last].extend(printed);
        }
        if field == PersonField::Memberships {
            let spare: Vec<String> = units.iter().flat_map(|unit| unit.spare.clone()).collect();
            self.spare(spare);
        }
    }

    fn spare(&mut self, spare: Vec<String>) {
        if !spare.is_empty() {
            let line = Draft::new("CATEGORIES", Content::List(spare));
            let last = self.last();
            self.after[last].push(line.print(self.manner.version, self.end));
        }
    }

    /// All groups are one line, or stay as they are.
    fn memberships(&mut self, units: &[&Unit], entries: &[Entry]) {
        let before: Vec<&Entry> = units.iter().flat_map(|unit| &unit.entries).collect();
        if before.iter().copied().eq(entries) && !self.is_translated() {
            return;
        }
        let spare: Vec<String> = units.iter().flat_map(|unit| unit.spare.clone()).collect();
        let at = units
            .first()
            .map_or_else(|| self.last(), |unit| unit.lines[0]);
        self.drop_units(units);
        if entries.is_empty() {
            self.spare(spare);
            return;
        }
        let mut written = self
            .manner
            .entries(PersonField::Memberships, entries, &spare);
        for line in units.iter().flat_map(|unit| &unit.lines) {
            edit::keep_params(&mut written[0][0], &self.base.lines()[*line]);
        }
        for drafts in written {
            let printed = self.print(drafts, None);
            self.after[at].extend(printed);
        }
    }

    fn field(&mut self, field: PersonField, units: &[&Unit], entries: &[Entry]) {
        let places = places(field, units, entries);
        let used: HashSet<usize> = places.iter().filter_map(|place| place.unit).collect();
        for (number, unit) in units.iter().enumerate() {
            if !used.contains(&number) {
                self.drop_units(&[unit]);
            }
        }
        let order: Vec<usize> = places.iter().filter_map(|place| place.unit).collect();
        let in_order = order.is_sorted();
        let first = units.first().map(|unit| unit.lines[0]);
        let mut anchor = match first {
            Some(first) if in_order => first.saturating_sub(1),
            Some(first) => first,
            None => self.last(),
        };
        let mut done: Option<usize> = None;
        for (place, entry) in places.iter().zip(entries) {
            let Some(number) = place.unit else {
                let drafts = self.manner.entry(field, entry);
                let printed = self.print(drafts, None);
                self.after[anchor].extend(printed);
                continue;
            };
            if done == Some(number) {
                // The unit says several values, and is in its place.
                continue;
            }
            done = Some(number);
            let unit = units[number];
            if unit.entries.len() > 1 && self.is_translated() {
                self.rewrite(unit);
            } else if !place.is_same || self.is_translated() {
                self.edit(unit, entry);
            }
            if in_order {
                anchor = unit.lines.last().copied().unwrap_or(anchor);
            } else {
                for &line in &unit.lines {
                    let moved = self.lines[line].take();
                    let more = if line == anchor {
                        Vec::new()
                    } else {
                        std::mem::take(&mut self.after[line])
                    };
                    self.after[anchor].extend(moved);
                    self.after[anchor].extend(more);
                }
            }
        }
    }

    /// Writes several values of one line in another version.
    fn rewrite(&mut self, unit: &Unit) {
        let first = unit.lines[0];
        let mut printed = Vec::new();
        for (at, entry) in unit.entries.iter().enumerate() {
            let mut drafts = self.manner.entry(unit.field, entry);
            if at == 0 {
                edit::keep_params(&mut drafts[0], &self.base.lines()[first]);
            }
            printed.extend(self.print(drafts, None));
        }
        self.drop_units(&[unit]);
        self.lines[first] = Some(printed.concat());
    }

    fn drop_units(&mut self, units: &[&Unit]) {
        for line in units.iter().flat_map(|unit| &unit.lines) {
            self.lines[*line] = None;
        }
    }

    /// The line before `END`.
    fn last(&self) -> usize {
        let lines = self.base.lines();
        let end = lines.iter().rposition(|line| line.is_named("END"));
        end.unwrap_or(lines.len()).saturating_sub(1)
    }

    /// Prints lines of one value, which are one group if they need one.
    fn print(&mut self, mut drafts: Vec<Draft>, group: Option<&str>) -> Vec<Vec<u8>> {
        if drafts
            .iter()
            .any(|draft| draft.group.as_deref() == Some(NEW_GROUP))
        {
            let name = match group {
                Some(group) => group.to_owned(),
                None => self.new_group(),
            };
            for draft in &mut drafts {
                if draft.group.as_deref() == Some(NEW_GROUP) {
                    draft.group = Some(name.clone());
                }
            }
        } else if let Some(group) = group {
            for draft in &mut drafts {
                draft.group = Some(group.to_owned());
            }
        }
        let (version, end) = (self.manner.version, self.end);
        drafts
            .iter()
            .map(|draft| draft.print(version, end))
            .collect()
    }

    fn new_group(&mut self) -> String {
        loop {
            self.group += 1;
            let name = format!("item{}", self.group);
            if self.groups.insert(name.clone()) {
                return name;
            }
        }
    }

    /// What a new card has beside the person's values.
    fn furnish(&mut self, person: &Person) {
        let version = self.manner.version;
        let mut lines = Vec::new();
        if !self.has_name && version != Version::V4 {
            lines.push(Draft::new("N", Content::Parts(vec![String::new(); 5])));
        }
        if !self.has_name
            && self.manner.flavour == Flavour::Apple
            && person
                .organizations
                .iter()
                .any(|organization| !organization.name.is_empty())
        {
            lines.push(Draft::text("X-ABShowAs", "COMPANY"));
        }
        let photo = person
            .photos
            .iter()
            .find(|photo| !photo.default && !photo.url.is_empty());
        if let Some(photo) = photo.filter(|_| version != Version::V2_1) {
            let uri = Content::Uri(photo.url.clone());
            let line = Draft::new("PHOTO", uri);
            lines.push(if version == Version::V3 {
                line.param("VALUE", "uri")
            } else {
                line
            });
        }
        if !person.resource_name.is_empty() {
            let line = Draft::text("UID", &person.resource_name);
            lines.push(if version == Version::V4 {
                line.param("VALUE", "text")
            } else {
                line
            });
        }
        let sources = person
            .metadata
            .iter()
            .flat_map(|metadata| &metadata.sources);
        let contact = sources
            .filter(|source| source.r#type == SourceType::Contact)
            .find_map(|source| source.update_time.get(..19));
        if let Some(time) = contact {
            let time: String = time
                .chars()
                .filter(|letter| !"-:".contains(*letter))
                .collect();
            lines.push(Draft::text("REV", &format!("{time}Z")));
        }
        let last = self.last();
        for line in lines {
            self.after[last].push(line.print(version, self.end));
        }
    }
}

fn empty(version: Version) -> Card {
    let text = format!("BEGIN:VCARD\r\nVERSION:{version}\r\nEND:VCARD\r\n");
    parsed(text.as_bytes(), version)
}

fn line_end(card: &Card) -> &'static str {
    let begin = card.lines().iter().find(|line| line.is_named("BEGIN"));
    match begin.map(Line::raw) {
        Some([.., b'\r', b'\n']) => "\r\n",
        Some([.., b'\n']) => "\n",
        Some([.., b'\r']) => "\r",
        _ => "\r\n",
    }
}

/// The card that was printed.
fn parsed(bytes: &[u8], version: Version) -> Card {
    match Cards::new(bytes).next() {
        Some(Ok(card)) => card,
        _ => Card::of_lines(Vec::new(), version),
    }
}
