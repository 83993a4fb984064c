//! What each property says.

use people_model::{Name, PersonField};
use serde_json::{Map, Value};

use super::{Reader, Unit, is_preferred};
use crate::{
    dates,
    line::Line,
    mapping::{
        ADDRESS, ANDROID, COUNTRY, Entry, GENDERS, GRAMMATICAL_GENDERS, MESSENGERS, NAME, PHONETIC,
        Property,
    },
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
            Property::Gender => self.gender(at),
            Property::Organization => self.organization(at),
            Property::Title | Property::Role => self.position(at),
            Property::Im => self.im(at),
            Property::ImOf(protocol) => one(F::ImClients, self.im_of(at, protocol)),
            Property::Sip => one(F::SipAddresses, self.typed(at, F::SipAddresses, "value")),
            Property::Categories => self.categories(at),
            Property::FreeBusy => one(F::CalendarUrls, text(line, "url", Some("freeBusy"))),
            Property::Profile => one(F::Urls, text(line, "value", Some("profile"))),
            Property::Android => self.android(at),
            Property::ClientData => one(F::ClientData, pair(line, "key", "value")),
            Property::Keyword => one(F::MiscKeywords, keyword(line)),
            Property::UserDefined => one(F::UserDefined, self.user_defined(at)),
            Property::Whole => whole(line, at),
        }
    }

    fn typed(&self, at: usize, field: PersonField, member: &str) -> Option<Entry> {
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

    fn kind(&self, at: usize, field: PersonField, entry: &mut Entry) {
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

    /// `N`, `FN` and the phonetic names. A name that follows from what else the card has is none.
    fn name(&self, at: usize) -> Option<Unit> {
        let group = self.line(at).group();
        let first = |name: &str| {
            let lines = self.lines.iter().enumerate();
            lines
                .filter(|(number, line)| {
                    line.is_named(name) && !self.taken[*number] && line.group() == group
                })
                .find(|(_, line)| line.param("PHONETIC").is_none())
                .map(|(number, _)| number)
        };
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
                full != self.stand_in()
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

    /// What a program writes as `FN` of somebody without a name.
    fn stand_in(&self) -> String {
        stand_in(self.lines)
    }

    fn nicknames(&self, at: usize, kind: &str) -> Option<Unit> {
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

    fn gender(&self, at: usize) -> Option<Unit> {
        let line = self.line(at);
        let mut lines = vec![at];
        let mut entry = Map::new();
        let parts = line.components();
        let letter = parts.first().map_or("", String::as_str).trim();
        let known = GENDERS.iter().find(|(value, known)| {
            known.eq_ignore_ascii_case(letter) || value.eq_ignore_ascii_case(letter)
        });
        let spoken = parts.get(1).cloned().unwrap_or_default();
        let value = match known {
            _ if !spoken.is_empty() => spoken,
            Some((value, _)) => (*value).to_owned(),
            None => letter.to_owned(),
        };
        put(&mut entry, "value", value);
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

    fn same_group(&self, at: usize, other: usize) -> bool {
        match (self.line(at).group(), self.line(other).group()) {
            (None, None) => true,
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        }
    }

    /// The lines of that name and group which no unit has.
    fn left(&self, at: usize, name: &str) -> Vec<usize> {
        (0..self.lines.len())
            .filter(|&other| {
                !self.taken[other] && self.line(other).is_named(name) && self.same_group(at, other)
            })
            .collect()
    }

    /// `ORG` with the `TITLE` and `ROLE` that belong to it: those that follow, up to the next one.
    fn organization(&self, at: usize) -> Option<Unit> {
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
    fn position(&self, at: usize) -> Option<Unit> {
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

    fn im(&self, at: usize) -> Option<Unit> {
        let line = self.line(at);
        let value = line.text();
        let service = line
            .param("SERVICE-TYPE")
            .or_else(|| line.param("X-SERVICE-TYPE"));
        let (scheme, address) = value
            .split_once(':')
            .filter(|(scheme, _)| {
                scheme
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
            .unwrap_or(("", &value));
        let unit = |field, entry| Unit {
            field,
            entries: vec![entry],
            lines: vec![at],
            spare: Vec::new(),
        };
        if service.is_none() && scheme.eq_ignore_ascii_case("sip") {
            let entry = self.typed(at, F::SipAddresses, "value")?;
            return Some(unit(F::SipAddresses, entry));
        }
        let known = match service {
            Some(service) => MESSENGERS.iter().find(|(protocol, name, _)| {
                name.eq_ignore_ascii_case(service) || protocol.eq_ignore_ascii_case(service)
            }),
            None => MESSENGERS
                .iter()
                .find(|(_, _, known)| known.eq_ignore_ascii_case(scheme) && *known != "x-apple"),
        };
        let protocol = match (known, service) {
            (Some((protocol, _, _)), _) => *protocol,
            (None, Some(service)) => service,
            (None, None) if scheme.eq_ignore_ascii_case("x-apple") => "",
            (None, None) => scheme,
        };
        let mut entry = Map::new();
        put(&mut entry, "username", percent_decode(address));
        if entry.is_empty() {
            return None;
        }
        put(&mut entry, "protocol", protocol.to_owned());
        self.kind(at, F::ImClients, &mut entry);
        Some(unit(F::ImClients, entry))
    }

    fn im_of(&self, at: usize, protocol: &str) -> Option<Entry> {
        let mut entry = text(self.line(at), "username", None)?;
        put(&mut entry, "protocol", protocol.to_owned());
        self.kind(at, F::ImClients, &mut entry);
        Some(entry)
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

pub(crate) fn membership(resource_name: &str) -> Entry {
    let group = Map::from_iter([("contactGroupResourceName".to_owned(), resource_name.into())]);
    Map::from_iter([("contactGroupMembership".to_owned(), group.into())])
}

/// Removes the text that follows from the parts of an address.
pub(crate) fn drop_composed_address(entry: &mut Entry) {
    let Some(formatted) = entry.remove("formattedValue") else {
        return;
    };
    let address: Option<people_model::Address> =
        serde_json::from_value(Value::Object(entry.clone())).ok();
    let composed = address.map(|address| people_rules::formatted_address(&address));
    if composed
        .as_deref()
        .is_none_or(|composed| composed.is_empty() || formatted != composed)
    {
        entry.insert("formattedValue".to_owned(), formatted);
    }
}

/// The name that an entry is.
pub(crate) fn name_of(entry: &Entry) -> Option<Name> {
    serde_json::from_value(Value::Object(entry.clone())).ok()
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

fn whole(line: &Line, at: usize) -> Option<Unit> {
    let field = PersonField::from_wire(line.param("FIELD")?)?;
    let Ok(Value::Object(entry)) = serde_json::from_str(&line.text()) else {
        return None;
    };
    let entry = super::portable_entry(field, &entry)?;
    crate::mapping::is_mapped(field).then(|| Unit {
        field,
        entries: vec![entry],
        lines: vec![at],
        spare: Vec::new(),
    })
}

fn pair(line: &Line, first: &str, second: &str) -> Option<Entry> {
    let mut entry = Map::new();
    let mut parts = line.components().into_iter();
    put(&mut entry, first, parts.next()?);
    put(&mut entry, second, parts.next()?);
    (!entry.is_empty() && parts.next().is_none()).then_some(entry)
}

fn text(line: &Line, member: &str, kind: Option<&str>) -> Option<Entry> {
    let mut entry = Map::new();
    put(&mut entry, member, line.text());
    if entry.is_empty() {
        return None;
    }
    put(&mut entry, "type", kind.unwrap_or_default().to_owned());
    Some(entry)
}

fn put(entry: &mut Entry, member: &str, value: String) {
    if !value.is_empty() {
        entry.insert(member.to_owned(), value.into());
    }
}

fn strip_scheme<'t>(value: &'t str, scheme: &str) -> Option<&'t str> {
    let (before, after) = value.split_once(':')?;
    before.eq_ignore_ascii_case(scheme).then_some(after)
}

/// The text of an address, whose other letters are `%XX`.
fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let quoted: String = text.replace('=', "=3D").replace('%', "=");
    String::from_utf8(crate::quoted_printable::decode(&quoted)).unwrap_or_else(|_| text.to_owned())
}
