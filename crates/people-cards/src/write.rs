//! The lines that say a value.

mod messenger;
mod name;
mod organization;

use people_model::PersonField;
use serde_json::Value;

use crate::{
    card::Card,
    dates,
    draft::{Content, Draft},
    flavour::Flavour,
    groups::Groups,
    lex::Cards,
    mapping::{ADDRESS, ANDROID, Entry, GENDERS, GRAMMATICAL_GENDERS},
    read::units,
    types,
    version::Version,
};

use PersonField as F;

/// How a card is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner<'g> {
    pub(crate) version: Version,
    pub(crate) flavour: Flavour,
    pub(crate) groups: &'g Groups,
}

/// The group of lines that belong together, until the card gives it a name.
pub(crate) const NEW_GROUP: &str = "new";

impl Manner<'_> {
    /// The lines of one value. They are read as that value: what no property of the version can have gets a line of
    /// ours.
    pub(crate) fn entry(&self, field: PersonField, entry: &Entry) -> Vec<Draft> {
        let mut drafts = self.lines(field, entry);
        let read = self.read(&drafts, field);
        let Some(read) = read.filter(|_| !drafts.is_empty()) else {
            return self.whole(field, entry);
        };
        if read == *entry {
            return drafts;
        }
        let names: Vec<&String> = entry
            .keys()
            .chain(read.keys().filter(|name| !entry.contains_key(*name)))
            .filter(|name| entry.get(*name) != read.get(*name))
            .collect();
        for name in names {
            let is_word = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
            if !name.chars().all(is_word) || name.is_empty() {
                return self.whole(field, entry);
            }
            let value = match entry.get(name) {
                None => String::new(),
                Some(Value::String(text)) if is_text(field, name) => text.clone(),
                Some(value) => value.to_string(),
            };
            drafts.push(Draft::text(crate::mapping::MEMBER, &value).param("NAME", name));
        }
        for draft in &mut drafts {
            draft.group = Some(NEW_GROUP.to_owned());
        }
        if self.read(&drafts, field).as_ref() == Some(entry) {
            drafts
        } else {
            self.whole(field, entry)
        }
    }

    /// The line of a value that no property can have. Other programs read a name beside it.
    pub(crate) fn whole(&self, field: PersonField, entry: &Entry) -> Vec<Draft> {
        let json = Value::Object(entry.clone()).to_string();
        let whole = Draft::text(crate::mapping::WHOLE, &json).param("FIELD", field.as_str());
        let mut drafts = vec![whole];
        if field == F::Names {
            let name = self.name(entry).into_iter();
            drafts.extend(name.filter(|draft| draft.name == "N" || draft.name == "FN"));
        }
        drafts
    }

    /// The lines of the values of a field: one line for all groups, else those of each value.
    pub(crate) fn entries(
        &self,
        field: PersonField,
        entries: &[Entry],
        spare: &[String],
    ) -> Vec<Vec<Draft>> {
        if field != F::Memberships {
            return entries
                .iter()
                .map(|entry| self.entry(field, entry))
                .collect();
        }
        let name = |entry: &Entry| {
            let drafts = self.entry(field, entry);
            match &drafts[..] {
                [
                    Draft {
                        name,
                        value: Content::List(names),
                        ..
                    },
                ] if name == "CATEGORIES" => names.first().cloned(),
                _ => None,
            }
        };
        let names: Option<Vec<String>> = entries.iter().map(name).collect();
        match names {
            Some(mut names) => {
                names.extend(spare.iter().cloned());
                vec![vec![Draft::new("CATEGORIES", Content::List(names))]]
            }
            None => entries
                .iter()
                .map(|entry| self.entry(field, entry))
                .chain(
                    (!spare.is_empty())
                        .then(|| vec![Draft::new("CATEGORIES", Content::List(spare.to_vec()))]),
                )
                .collect(),
        }
    }

    /// What the lines say, if they say one value of that field and nothing else.
    fn read(&self, drafts: &[Draft], field: PersonField) -> Option<Entry> {
        let card = self.card(drafts.iter().map(|draft| draft.print(self.version, "\n")))?;
        let mut said = units(&card, self.groups);
        let unit = said
            .pop()
            .filter(|unit| said.is_empty() && unit.field == field)?;
        let [entry] = <[Entry; 1]>::try_from(unit.entries).ok()?;
        Some(entry)
    }

    /// A card of nothing but these lines.
    pub(crate) fn card(&self, lines: impl Iterator<Item = Vec<u8>>) -> Option<Card> {
        let mut text = format!("BEGIN:VCARD\nVERSION:{}\n", self.version).into_bytes();
        for line in lines {
            text.extend(line);
        }
        text.extend_from_slice(b"END:VCARD\n");
        Cards::new(&text).next()?.ok()
    }

    fn lines(&self, field: PersonField, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let typed =
            |name: &str, member: &str| self.typed(field, entry, Draft::text(name, text(member)));
        let uri = |name: &str, member: &str| {
            let draft = Draft::new(name, Content::Uri(text(member).to_owned()));
            self.typed(field, entry, draft)
        };
        let is_v4 = self.version == Version::V4;
        match field {
            F::Names => self.name(entry),
            F::Nicknames => self.nickname(entry),
            F::EmailAddresses => typed("EMAIL", "value"),
            F::PhoneNumbers => typed("TEL", "value"),
            F::Addresses => self.address(entry),
            F::Urls => uri("URL", "value"),
            F::Biographies => vec![Draft::text("NOTE", text("value"))],
            F::Birthdays => self.birthday(entry),
            F::Events => self.event(entry),
            F::Relations => self.relation(entry),
            F::Organizations => self.organization(entry),
            F::Occupations => {
                let mut role = Draft::text("ROLE", text("value"));
                // Alone in its group, it belongs to no organization.
                role.group = Some(NEW_GROUP.to_owned());
                leading(entry, vec![role])
            }
            F::Genders => self.gender(entry),
            F::ImClients => self.im(entry),
            F::SipAddresses => self.sip(entry),
            F::Memberships => {
                let group = entry.get("contactGroupMembership");
                let resource_name = group
                    .and_then(|group| group.get("contactGroupResourceName"))
                    .and_then(Value::as_str);
                let name = resource_name.and_then(|name| self.groups.name(name));
                name.map(|name| Draft::new("CATEGORIES", Content::List(vec![name.to_owned()])))
                    .into_iter()
                    .collect()
            }
            F::Locales if is_v4 => leading(entry, vec![Draft::text("LANG", text("value"))]),
            F::Locales => leading(entry, vec![Draft::text("X-LANGUAGE", text("value"))]),
            F::Interests if is_v4 => leading(entry, vec![Draft::text("INTEREST", text("value"))]),
            F::Interests => leading(entry, vec![Draft::text("X-INTEREST", text("value"))]),
            F::CalendarUrls if text("type") == "freeBusy" => {
                let url = Content::Uri(text("url").to_owned());
                leading(entry, vec![Draft::new("FBURL", url)])
            }
            F::CalendarUrls => uri("CALURI", "url"),
            F::UserDefined => {
                let field = Draft::text("X-PEOPLE-FIELD", text("value"));
                leading(entry, labelled(field, text("key").to_owned()))
            }
            F::ClientData => {
                let line = Draft::text("X-PEOPLE-CLIENT-DATA", text("value"));
                leading(entry, vec![line.param("KEY", text("key"))])
            }
            F::ExternalIds => typed("X-PEOPLE-EXTERNAL-ID", "value"),
            F::Locations => typed("X-PEOPLE-LOCATION", "value"),
            F::MiscKeywords => {
                let mut line = Draft::text("X-PEOPLE-KEYWORD", text("value"));
                line.types.push(text("type").to_owned());
                leading(entry, vec![line])
            }
            F::AgeRanges | F::CoverPhotos | F::Metadata | F::Photos | F::Skills => Vec::new(),
        }
    }

    /// A line with its type, which may be a label, and its `PREF`.
    fn typed(&self, field: PersonField, entry: &Entry, mut draft: Draft) -> Vec<Draft> {
        let kind = entry
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let types::Written { words, label } = types::write(field, kind, self.version, self.flavour);
        draft.types = words;
        let drafts = match label {
            None => vec![draft],
            Some(label) => labelled(draft, label),
        };
        leading(entry, drafts)
    }

    fn address(&self, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let parts = ADDRESS.map(|member| text(member).to_owned()).to_vec();
        let mut line = Draft::new("ADR", Content::Parts(parts));
        let (code, formatted) = (text("countryCode"), text("formattedValue"));
        if self.version == Version::V4 {
            if !code.is_empty() {
                line = line.param("CC", code);
            }
            if !formatted.is_empty() {
                line = line.param("LABEL", formatted);
            }
            return self.typed(F::Addresses, entry, line);
        }
        let mut drafts = self.typed(F::Addresses, entry, line);
        let types = drafts[0].types.clone();
        if !formatted.is_empty() {
            let mut label = Draft::text("LABEL", formatted);
            label.types = types;
            drafts.push(label);
        }
        if !code.is_empty() {
            let country = Draft::text("X-ABADR", &code.to_ascii_lowercase());
            drafts.push(country);
        }
        if drafts.len() > 1 {
            for draft in &mut drafts {
                draft.group = Some(NEW_GROUP.to_owned());
            }
        }
        drafts
    }

    fn birthday(&self, entry: &Entry) -> Vec<Draft> {
        let date = entry.get("date");
        if self.flavour == Flavour::Apple
            && self.version == Version::V3
            && let Some(date) = date.and_then(dates::write_1604)
        {
            let line = Draft::text("BDAY", &date);
            return vec![line.param("X-APPLE-OMIT-YEAR", "1604")];
        }
        match date.and_then(|date| dates::write(date, self.version)) {
            Some(date) => vec![Draft::text("BDAY", &date)],
            None => {
                let text = entry.get("text").and_then(Value::as_str);
                let line = Draft::text("BDAY", text.unwrap_or_default());
                vec![line.param("VALUE", "text")]
            }
        }
    }

    fn event(&self, entry: &Entry) -> Vec<Draft> {
        let kind = entry
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let date = entry
            .get("date")
            .and_then(|date| dates::write(date, self.version));
        let Some(date) = date else {
            return Vec::new();
        };
        let of = |name| leading(entry, vec![Draft::text(name, &date)]);
        match (kind, self.version, self.flavour) {
            (_, Version::V2_1, Flavour::Android) => {
                leading(entry, android(F::Events, entry).into_iter().collect())
            }
            ("anniversary", _, Flavour::Outlook) => of("X-MS-ANNIVERSARY"),
            (
                "anniversary",
                Version::V4,
                Flavour::Rfc
                | Flavour::Thunderbird
                | Flavour::Nextcloud
                | Flavour::Google
                | Flavour::Android,
            ) => of("ANNIVERSARY"),
            ("anniversary", _, Flavour::Rfc | Flavour::Thunderbird) => of("X-ANNIVERSARY"),
            _ => self.typed(F::Events, entry, Draft::text("X-ABDATE", &date)),
        }
    }

    fn relation(&self, entry: &Entry) -> Vec<Draft> {
        let kind = entry
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let person = entry
            .get("person")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let of = |name: &str| leading(entry, vec![Draft::text(name, person)]);
        match (kind, self.version, self.flavour) {
            (_, Version::V2_1, Flavour::Android) => {
                leading(entry, android(F::Relations, entry).into_iter().collect())
            }
            ("spouse", _, Flavour::Outlook) => of("X-MS-SPOUSE"),
            ("manager", _, Flavour::Outlook) => of("X-MS-MANAGER"),
            ("assistant", _, Flavour::Outlook) => of("X-MS-ASSISTANT"),
            ("child", _, Flavour::Outlook) => of("X-MS-CHILD"),
            ("spouse" | "child" | "parent" | "friend" | "relative", Version::V4, flavour)
                if flavour != Flavour::Apple =>
            {
                let mut line = Draft::text("RELATED", person).param("VALUE", "text");
                line.types
                    .push(if kind == "relative" { "kin" } else { kind }.to_owned());
                leading(entry, vec![line])
            }
            _ => self.typed(F::Relations, entry, Draft::text("X-ABRELATEDNAMES", person)),
        }
    }

    fn gender(&self, entry: &Entry) -> Vec<Draft> {
        let text = |member: &str| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let value = text("value");
        let letter = GENDERS.iter().find(|(known, _)| *known == value);
        let mut drafts = match (letter, self.version) {
            _ if value.is_empty() => Vec::new(),
            (_, Version::V2_1 | Version::V3) => vec![Draft::text("X-GENDER", value)],
            (Some((_, letter)), Version::V4) => vec![Draft::text("GENDER", letter)],
            (None, Version::V4) => {
                let parts = vec![String::new(), value.to_owned()];
                vec![Draft::new("GENDER", Content::Parts(parts))]
            }
        };
        let address = text("addressMeAs");
        if !address.is_empty() {
            let grammar = GRAMMATICAL_GENDERS
                .iter()
                .find(|(known, _)| *known == address);
            drafts.push(match grammar {
                Some((_, grammar)) => Draft::text("GRAMGENDER", grammar),
                None => Draft::text("PRONOUNS", address),
            });
        }
        drafts
    }

    fn is_android(&self) -> bool {
        self.flavour == Flavour::Android && self.version == Version::V2_1
    }
}

/// Android's line for what vCard 2.1 has no property for.
fn android(field: PersonField, entry: &Entry) -> Option<Draft> {
    let (kind, _, member, kinds) = ANDROID.iter().find(|(_, of, ..)| *of == field)?;
    let value = match *member {
        "date" => dates::write(entry.get("date")?, Version::V2_1)?,
        _ => entry.get(*member)?.as_str()?.to_owned(),
    };
    let said = entry
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let number = kinds.iter().skip(1).position(|known| *known == said);
    let number = match (number, said, field) {
        (Some(number), ..) => number + 1,
        (None, "", PersonField::Nicknames) => 1,
        (None, ..) => 0,
    };
    let label = if number == 0 { said } else { "" };
    let mut parts = vec![
        (*kind).to_owned(),
        value,
        number.to_string(),
        label.to_owned(),
    ];
    parts.resize(16, String::new());
    Some(Draft::new("X-ANDROID-CUSTOM", Content::Parts(parts)))
}

/// A line and its label, which are one group.
fn labelled(mut draft: Draft, label: String) -> Vec<Draft> {
    draft.group = Some(NEW_GROUP.to_owned());
    let mut name = Draft::text("X-ABLabel", &label);
    name.group = Some(NEW_GROUP.to_owned());
    vec![draft, name]
}

/// Lines of which the first one says whether the value leads.
fn leading(entry: &Entry, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let leads = entry
        .get("metadata")
        .and_then(|metadata| metadata.get("sourcePrimary"))
        .and_then(Value::as_bool);
    if let Some(first) = drafts.first_mut() {
        first.is_preferred = leads == Some(true);
    }
    drafts
}

fn is_text(field: PersonField, name: &str) -> bool {
    field
        .descriptor()
        .member(name)
        .is_some_and(|member| matches!(member.kind, people_model::ValueKind::String))
}
