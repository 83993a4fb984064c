//! What each property says.

use people_model::PersonField;
use serde_json::{Map, Value};

use super::{Reader, Unit, is_preferred};
use crate::{
    composed::drop_composed_address,
    dates,
    line::Line,
    mapping::{ADDRESS, ANDROID, COUNTRY, Entry, GENDERS, GRAMMATICAL_GENDERS, Property},
    types,
};

use PersonField as F;

impl Reader<'_> {
    /// The values that a line says with the lines that belong to it; none if it says nothing.
    pub(super) fn said(&self, at: usize, property: Property) -> Option<Unit> {
        let line = self.line(at);
        let one = |field, entry: Option<Entry>| {
            Some(Unit {
                field,
                entries: vec![entry?],
                lines: vec![at],
                spare: Vec::new(),
            })
        };
        match property {
            Property::Name | Property::FullName | Property::Phonetic => self.name(at),
            Property::Typed(field, member) => one(field, self.typed(at, field, member)),
            Property::Phone => one(F::PhoneNumbers, self.phone(at)),
            Property::Address => self.address(at),
            Property::Nickname(kind) => self.nicknames(at, kind),
            Property::Birthday => one(F::Birthdays, birthday(line)),
            Property::Event(kind) => one(F::Events, self.event(at, kind)),
            Property::LabelledDate => one(F::Events, self.event(at, "")),
            Property::RelatedAs(kind) => one(F::Relations, text(line, "person", Some(kind))),
            Property::Related => one(F::Relations, self.related(at)),
            Property::Gender | Property::Pronouns => self.gender(at),
            Property::Organization => self.organization(at),
            Property::Title | Property::Role => self.position(at),
            Property::Im => self.im(at),
            Property::ImOf(protocol) => one(F::ImClients, self.im_of(at, protocol)),
            Property::Sip => one(F::SipAddresses, self.typed(at, F::SipAddresses, "value")),
            Property::Categories => self.categories(at),
            Property::FreeBusy => one(F::CalendarUrls, text(line, "url", Some("freeBusy"))),
            Property::Profile => one(F::Urls, text(line, "value", Some("profile"))),
            Property::Android => self.android(at),
            Property::ClientData => one(F::ClientData, client_data(line)),
            Property::Keyword => one(F::MiscKeywords, keyword(line)),
            Property::UserDefined => one(F::UserDefined, self.user_defined(at)),
            Property::Whole => self.whole(at),
        }
    }

    pub(super) fn typed(&self, at: usize, field: PersonField, member: &str) -> Option<Entry> {
        let line = self.line(at);
        let mut entry = text(line, member, None)?;
        if field == F::Biographies {
            entry.insert("contentType".to_owned(), "TEXT_PLAIN".into());
        }
        if field.descriptor().member("type").is_some() {
            self.kind(at, field, &mut entry);
        }
        Some(entry)
    }

    pub(super) fn kind(&self, at: usize, field: PersonField, entry: &mut Entry) {
        let kind = types::read(field, self.line(at), self.label(at).as_deref());
        put(entry, "type", kind);
    }

    fn phone(&self, at: usize) -> Option<Entry> {
        let line = self.line(at);
        let mut value = line.text();
        if let Some(number) = strip_scheme(&value, "tel") {
            value = match number.split_once(";ext=") {
                Some((number, extension)) => format!("{number} ext. {extension}"),
                None => number.to_owned(),
            };
        }
        let mut entry = Map::new();
        put(&mut entry, "value", value);
        self.kind(at, F::PhoneNumbers, &mut entry);
        entry.contains_key("value").then_some(entry)
    }

    fn address(&self, at: usize) -> Option<Unit> {
        let line = self.line(at);
        let mut lines = vec![at];
        let mut entry = Map::new();
        for (member, part) in ADDRESS.into_iter().zip(line.components()) {
            put(&mut entry, member, part);
        }
        if let Some(country) = line.param("CC") {
            put(&mut entry, "countryCode", country.to_owned());
        } else if let Some(country) = self.companion(at, COUNTRY) {
            let code = self.line(country).text().to_ascii_uppercase();
            if code.len() == 2 {
                lines.push(country);
                put(&mut entry, "countryCode", code);
            }
        }
        if let Some(label) = line.param("LABEL") {
            put(&mut entry, "formattedValue", label.to_owned());
        } else if let Some(label) = self.companion(at, "LABEL") {
            lines.push(label);
            put(&mut entry, "formattedValue", self.line(label).text());
        }
        if entry.is_empty() {
            return None;
        }
        drop_composed_address(&mut entry);
        self.kind(at, F::Addresses, &mut entry);
        Some(Unit {
            field: F::Addresses,
            entries: vec![entry],
            lines,
            spare: Vec::new(),
        })
    }

    fn event(&self, at: usize, kind: &str) -> Option<Entry> {
        let mut entry = Map::new();
        let date = dates::read(&self.line(at).text())?;
        entry.insert("date".to_owned(), date.into());
        if kind.is_empty() {
            self.kind(at, F::Events, &mut entry);
        } else {
            put(&mut entry, "type", kind.to_owned());
        }
        Some(entry)
    }

    /// A relative with a name. What names another card has no place in a person.
    fn related(&self, at: usize) -> Option<Entry> {
        let line = self.line(at);
        let is_text = line
            .param("VALUE")
            .is_some_and(|value| value.eq_ignore_ascii_case("text"));
        let value = line.text();
        let is_uri = value.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        });
        (is_text || !is_uri)
            .then(|| self.typed(at, F::Relations, "person"))
            .flatten()
    }

    /// A gender, and how somebody is addressed, which may come first or alone.
    fn gender(&self, at: usize) -> Option<Unit> {
        let is_gender = |line: &Line| line.is_named("GENDER") || line.is_named("X-GENDER");
        let mut all = 0..self.lines.len();
        let said = if is_gender(self.line(at)) {
            Some(at)
        } else {
            all.find(|&other| {
                let line = self.line(other);
                !self.taken[other] && is_gender(line) && !gender_of(line).is_empty()
            })
        };
        let mut lines: Vec<usize> = said.into_iter().collect();
        let mut entry = Map::new();
        if let Some(said) = said {
            put(&mut entry, "value", gender_of(self.line(said)));
        }
        let other = |name: &str| {
            let mut lines = self.lines.iter().enumerate();
            lines
                .find(|(number, line)| {
                    line.is_named(name) && !self.taken[*number] && !line.text().is_empty()
                })
                .map(|(number, _)| number)
        };
        if let Some(pronouns) = other("PRONOUNS") {
            lines.push(pronouns);
            put(&mut entry, "addressMeAs", self.line(pronouns).text());
        } else if let Some(grammar) = other("GRAMGENDER") {
            let word = self.line(grammar).text();
            let known = GRAMMATICAL_GENDERS
                .iter()
                .find(|(_, known)| known.eq_ignore_ascii_case(&word));
            if let Some((value, _)) = known {
                lines.push(grammar);
                put(&mut entry, "addressMeAs", (*value).to_owned());
            }
        }
        (!entry.is_empty()).then_some(Unit {
            field: F::Genders,
            entries: vec![entry],
            lines,
            spare: Vec::new(),
        })
    }

    fn categories(&self, at: usize) -> Option<Unit> {
        let mut spare = Vec::new();
        let mut entries = Vec::new();
        for name in self.line(at).list() {
            match self.groups.resource_name(name.trim()) {
                Some(resource_name) => entries.push(membership(resource_name)),
                None => spare.push(name),
            }
        }
        (!entries.is_empty()).then_some(Unit {
            field: F::Memberships,
            entries,
            lines: vec![at],
            spare,
        })
    }

    fn user_defined(&self, at: usize) -> Option<Entry> {
        let mut entry = text(self.line(at), "value", None)?;
        put(&mut entry, "key", self.label(at)?);
        Some(entry)
    }

    /// A value as JSON, with the name that stands beside it for other programs.
    fn whole(&self, at: usize) -> Option<Unit> {
        let line = self.line(at);
        let field = PersonField::from_wire(line.param("FIELD")?)?;
        let Ok(Value::Object(entry)) = serde_json::from_str(&line.text()) else {
            return None;
        };
        let entry = super::portable_entry(field, &entry)?;
        let mut lines = vec![at];
        if field == F::Names {
            lines.extend(
                ["N", "FN"]
                    .into_iter()
                    .filter_map(|name| self.name_line(name, line.group())),
            );
        }
        crate::mapping::is_mapped(field).then(|| Unit {
            field,
            entries: vec![entry],
            lines,
            spare: Vec::new(),
        })
    }

    fn android(&self, at: usize) -> Option<Unit> {
        let parts = self.line(at).components();
        let kind = parts.first()?;
        let (_, field, member, kinds) = ANDROID.iter().find(|(known, ..)| known == kind)?;
        let value = parts.get(1).filter(|value| !value.is_empty())?;
        let number: usize = parts
            .get(2)
            .and_then(|number| number.parse().ok())
            .unwrap_or(0);
        let label = parts.get(3).map_or("", String::as_str);
        let said = match (number, kinds.get(number)) {
            (0, _) => types::of_label(*field, label),
            (_, Some(kind)) => (*kind).to_owned(),
            (_, None) => return None,
        };
        let mut entry = Map::new();
        if *member == "date" {
            entry.insert("date".to_owned(), dates::read(value)?.into());
        } else {
            put(&mut entry, member, value.clone());
        }
        if said != "DEFAULT" {
            put(&mut entry, "type", said);
        }
        Some(Unit {
            field: *field,
            entries: vec![entry],
            lines: vec![at],
            spare: Vec::new(),
        })
    }
}

pub(crate) fn membership(resource_name: &str) -> Entry {
    let group = Map::from_iter([("contactGroupResourceName".to_owned(), resource_name.into())]);
    Map::from_iter([("contactGroupMembership".to_owned(), group.into())])
}

fn gender_of(line: &Line) -> String {
    let parts = line.components();
    let letter = parts.first().map_or("", String::as_str).trim();
    let known = GENDERS.iter().find(|(value, known)| {
        known.eq_ignore_ascii_case(letter) || value.eq_ignore_ascii_case(letter)
    });
    let spoken = parts.get(1).cloned().unwrap_or_default();
    match known {
        _ if !spoken.is_empty() => spoken,
        Some((value, _)) => (*value).to_owned(),
        None => letter.to_owned(),
    }
}

fn birthday(line: &Line) -> Option<Entry> {
    let text = line.text();
    let is_text = line
        .param("VALUE")
        .is_some_and(|value| value.eq_ignore_ascii_case("text"));
    let mut entry = Map::new();
    match dates::read(&text).filter(|_| !is_text) {
        Some(date) => {
            entry.insert("date".to_owned(), date.into());
        }
        None => put(&mut entry, "text", text),
    }
    (!entry.is_empty()).then_some(entry)
}

fn keyword(line: &Line) -> Option<Entry> {
    let mut entry = text(line, "value", None)?;
    put(
        &mut entry,
        "type",
        line.types()
            .find(|_| !is_preferred(line))?
            .to_ascii_uppercase(),
    );
    Some(entry)
}

fn client_data(line: &Line) -> Option<Entry> {
    let mut entry = Map::new();
    put(&mut entry, "key", line.param("KEY")?.to_owned());
    put(&mut entry, "value", line.text());
    (!entry.is_empty()).then_some(entry)
}

pub(super) fn text(line: &Line, member: &str, kind: Option<&str>) -> Option<Entry> {
    let mut entry = Map::new();
    put(&mut entry, member, line.text());
    if entry.is_empty() {
        return None;
    }
    put(&mut entry, "type", kind.unwrap_or_default().to_owned());
    Some(entry)
}

pub(super) fn put(entry: &mut Entry, member: &str, value: String) {
    if !value.is_empty() {
        entry.insert(member.to_owned(), value.into());
    }
}

fn strip_scheme<'t>(value: &'t str, scheme: &str) -> Option<&'t str> {
    let (before, after) = value.split_once(':')?;
    before.eq_ignore_ascii_case(scheme).then_some(after)
}
