//! One card with what several cards of one person say beside it.

use std::collections::HashMap;

use super::Rest;
use crate::{card::Card, draft::Draft, groups::Groups, line::Line, version::Version};

/// What a card says of itself, and not of the person.
const OF_CARD: [&str; 4] = ["UID", "REV", "PRODID", "SOURCE"];

impl Rest {
    /// This card, with the lines of another card of the same person that have no place in it: each once. A contact
    /// that came from several files is so written as one card. Lines in other words of the same property are two.
    ///
    /// ```
    /// use people_cards::{Card, Groups, Rest};
    ///
    /// let card = |line: &str| {
    ///     let text = format!("BEGIN:VCARD\r\nVERSION:3.0\r\nN:King;Ada\r\nX-MOON:full\r\n{line}END:VCARD\r\n");
    ///     Card::parse(text.as_bytes()).map(Rest::new)
    /// };
    /// let joined = card("")?.join(&card("X-SUN:high\r\nUID:7\r\n")?, &Groups::new());
    /// assert_eq!(joined, card("X-SUN:high\r\n")?);
    /// assert_eq!(joined.join(&card("X-SUN:high\r\n")?, &Groups::new()), joined);
    /// # Ok::<(), people_cards::ParseError>(())
    /// ```
    #[must_use]
    pub fn join(&self, other: &Self, groups: &Groups) -> Self {
        let card = self.card();
        let there: Vec<Draft> = card.lines().iter().map(bare).collect();
        let has_photo = card.property("PHOTO").is_some();
        let new = other.unmapped(groups).filter(|line| {
            let has_none = OF_CARD.iter().all(|name| !line.is_named(name));
            has_none && (!has_photo || !line.is_named("PHOTO"))
        });
        let mut units: Vec<Vec<&Line>> = Vec::new();
        for line in new {
            // The lines of a group say something together.
            let same = units.iter_mut().find(|unit| {
                line.group().is_some() && unit.first().and_then(|it| it.group()) == line.group()
            });
            match same {
                Some(unit) => unit.push(line),
                None => units.push(vec![line]),
            }
        }
        units.retain(|unit| !unit.iter().all(|line| there.contains(&bare(line))));
        let end = card.lines().iter().position(|line| line.is_named("END"));
        let Some(end) = end.filter(|_| !units.is_empty()) else {
            return self.clone();
        };
        let line_end = match card.lines().iter().find(|line| line.is_named("BEGIN")) {
            Some(begin) if !begin.raw().ends_with(b"\r\n") => "\n",
            _ => "\r\n",
        };
        let mut names = Names::of(card);
        let raw = |lines: &[Line]| lines.iter().flat_map(|line| line.raw().to_vec()).collect();
        let mut text: Vec<u8> = raw(&card.lines()[..end]);
        for line in units.concat() {
            let mut draft = Draft::of_line(line, card.version());
            draft.group = line.group().map(|group| names.name(group));
            text.extend(draft.print(card.version(), line_end));
        }
        let rest: Vec<u8> = raw(&card.lines()[end..]);
        text.extend(rest);
        // A line that cannot be read in this version is better left out than the card.
        Card::parse(&text).map_or_else(|_| self.clone(), Self::new)
    }

    /// What all of these texts say beside a contact, as one card: the last of them that is a card, with what the
    /// others add; and which one that is. What was imported last says most about how the card is written now.
    ///
    /// ```
    /// use people_cards::{Groups, Rest};
    ///
    /// let card = b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ada\r\nEND:VCARD\r\n";
    /// let cells = b"BEGIN:VCARD\r\nVERSION:4.0\r\nX-PEOPLE-CELL:Locker;7\r\nEND:VCARD\r\n";
    /// let kept = [Some(&card[..]), None, Some(&cells[..])];
    /// let (at, rest) = Rest::of_all(kept, &Groups::new()).ok_or("a rest").unwrap();
    /// assert_eq!(at, 0);
    /// assert_eq!(rest.cells().collect::<Vec<_>>(), [("Locker".to_owned(), "7".to_owned())]);
    /// ```
    #[must_use]
    pub fn of_all<'b>(
        kept: impl IntoIterator<Item = Option<&'b [u8]>>,
        groups: &Groups,
    ) -> Option<(usize, Self)> {
        let rests = kept.into_iter().enumerate();
        let rests = rests.filter_map(|(at, text)| Some((at, Self::new(Card::parse(text?).ok()?))));
        let mut rests: Vec<(usize, Self)> = rests.collect();
        let place = rests.iter().rposition(|(_, rest)| rest.is_card());
        let place = place.or_else(|| rests.len().checked_sub(1))?;
        let (at, last) = rests.remove(place);
        let all = rests
            .iter()
            .fold(last, |all, (_, rest)| all.join(rest, groups));
        Some((at, all))
    }

    /// Whether it is a card, and not the cells of a table: each card has a name.
    fn is_card(&self) -> bool {
        let names = ["N", "FN"];
        names
            .iter()
            .any(|name| self.card().property(name).is_some())
    }
}

/// What a line says, without its group.
fn bare(line: &Line) -> Draft {
    let mut draft = Draft::of_line(line, Version::V4);
    draft.group = None;
    draft.name.make_ascii_uppercase();
    draft
}

/// Names for groups of lines that are not in the card yet.
struct Names {
    taken: Vec<String>,
    given: HashMap<String, String>,
}

impl Names {
    fn of(card: &Card) -> Self {
        let taken = card.lines().iter().filter_map(Line::group);
        Self {
            taken: taken.map(str::to_ascii_lowercase).collect(),
            given: HashMap::new(),
        }
    }

    fn name(&mut self, group: &str) -> String {
        if let Some(given) = self.given.get(group) {
            return given.clone();
        }
        let mut name = group.to_owned();
        let mut number = 1_usize;
        while self.taken.contains(&name.to_ascii_lowercase()) {
            name = format!("item{number}");
            number += 1;
        }
        self.taken.push(name.to_ascii_lowercase());
        self.given.insert(group.to_owned(), name.clone());
        name
    }
}
