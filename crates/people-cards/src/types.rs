//! The type of a value: `TYPE`, labels, and what the API calls it.

use people_model::PersonField;

use crate::{
    encoding::decode_text, flavour::Flavour, line::Line, quoted_printable, version::Version,
};

/// Types that say how a value is transmitted, and not whose or what it is.
const SILENT: &[&str] = &[
    "pref",
    "internet",
    "voice",
    "msg",
    "text",
    "video",
    "textphone",
    "bbs",
    "modem",
    "isdn",
    "pcs",
    "x400",
    "dom",
    "intl",
    "postal",
    "parcel",
    "x-voice",
    "uri",
    "custom",
    "iphone",
    "applelink",
    "jpeg",
    "png",
    "gif",
];

/// Words of vCard for a relation or a number, and what the API calls it.
const WORDS: &[(PersonField, &str, &str)] = &[
    (PersonField::Relations, "kin", "relative"),
    (PersonField::PhoneNumbers, "cell", "mobile"),
    (PersonField::PhoneNumbers, "main-number", "main"),
    (PersonField::SipAddresses, "cell", "mobile"),
];

/// Labels that programs give to a type of the API.
const LABELS: &[(PersonField, &str, &str)] = &[
    (PersonField::PhoneNumbers, "GRAND_CENTRAL", "googleVoice"),
    (PersonField::Urls, "HOMEPAGE", "homePage"),
];

/// Types of numbers that take two words: the words, and what the API calls it.
const PAIRS: &[(&str, &str, &str)] = &[
    ("fax", "home", "homeFax"),
    ("fax", "work", "workFax"),
    ("fax", "", "otherFax"),
    ("pager", "work", "workPager"),
    ("pager", "", "pager"),
    ("cell", "work", "workMobile"),
    ("cell", "", "mobile"),
    ("iphone", "work", "workMobile"),
    ("iphone", "", "mobile"),
];

/// The type that a line says, its label first.
pub(crate) fn read(field: PersonField, line: &Line, label: Option<&str>) -> String {
    if let Some(label) = label.filter(|label| !label.is_empty()) {
        return of_label(field, label);
    }
    if let Some(custom) = custom(line) {
        return of_label(field, &custom);
    }
    let words: Vec<&str> = line.types().collect();
    let has = |word: &str| words.iter().any(|other| other.eq_ignore_ascii_case(word));
    if field == PersonField::PhoneNumbers {
        let pair = PAIRS
            .iter()
            .find(|(first, second, _)| has(first) && (second.is_empty() || has(second)));
        if let Some((_, _, kind)) = pair {
            return (*kind).to_owned();
        }
    }
    let spoken: Vec<&&str> = words
        .iter()
        .filter(|word| {
            !SILENT
                .iter()
                .any(|silent| silent.eq_ignore_ascii_case(word))
        })
        .collect();
    let known = spoken.iter().find_map(|word| known(field, word));
    known.unwrap_or_else(|| {
        spoken.first().map_or_else(String::new, |word| {
            let start = word.get(..2);
            let plain = if start.is_some_and(|start| start.eq_ignore_ascii_case("x-")) {
                &word[2..]
            } else {
                word
            };
            of_label(field, plain)
        })
    })
}

/// What a label says: `_$!<Home>!$_` is Apple's name of a type that it knows.
pub(crate) fn of_label(field: PersonField, label: &str) -> String {
    let inner = label
        .strip_prefix("_$!<")
        .and_then(|label| label.strip_suffix(">!$_"))
        .unwrap_or(label);
    known(field, inner).unwrap_or_else(|| inner.to_owned())
}

/// What the API calls a type, if it knows it.
fn known(field: PersonField, word: &str) -> Option<String> {
    let same = |other: &str| other.eq_ignore_ascii_case(word);
    let named = |table: &[(PersonField, &str, &str)]| {
        table
            .iter()
            .find(|(of, name, _)| *of == field && same(name))
            .map(|(_, _, kind)| (*kind).to_owned())
    };
    named(LABELS).or_else(|| named(WORDS)).or_else(|| {
        predefined(field)
            .iter()
            .find(|(kind, display)| same(kind) || same(display))
            .map(|(kind, _)| (*kind).to_owned())
    })
}

fn predefined(field: PersonField) -> &'static [(&'static str, &'static str)] {
    let member = field.descriptor().member("type");
    member.map_or(&[], |member| member.predefined)
}

/// Android's name of a custom type: `X-CUSTOM(…)`, with other parameters before the name.
fn custom(line: &Line) -> Option<String> {
    let value = line
        .params()
        .iter()
        .filter(|param| param.name.is_empty())
        .flat_map(|param| &param.values)
        .find(|value| {
            value
                .get(..9)
                .is_some_and(|start| start.eq_ignore_ascii_case("X-CUSTOM("))
        })?;
    let inner = value[9..].trim_end_matches(')');
    let name = inner.rsplit(',').next()?;
    let charset = inner
        .split(',')
        .find_map(|part| part.strip_prefix("CHARSET="));
    Some(decode_text(&quoted_printable::decode(name), charset))
}

/// How a type is written: words for `TYPE`, or a label.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Written {
    pub(crate) words: Vec<String>,
    pub(crate) label: Option<String>,
}

pub(crate) fn write(field: PersonField, kind: &str, version: Version, flavour: Flavour) -> Written {
    let words = |words: &[&str]| Written {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        label: None,
    };
    let label = |label: String| Written {
        words: Vec::new(),
        label: Some(label),
    };
    let is_phone = matches!(field, PersonField::PhoneNumbers | PersonField::SipAddresses);
    match kind {
        "" => Written::default(),
        "mobile" if is_phone => words(&["CELL"]),
        "workMobile" if is_phone => words(&["WORK", "CELL"]),
        "homeFax" if is_phone => words(&["HOME", "FAX"]),
        "workFax" if is_phone => words(&["WORK", "FAX"]),
        "otherFax" if is_phone && flavour == Flavour::Apple => words(&["OTHER", "FAX"]),
        "otherFax" if is_phone => words(&["FAX"]),
        "pager" if is_phone => words(&["PAGER"]),
        "workPager" if is_phone => words(&["WORK", "PAGER"]),
        "main" if is_phone && version == Version::V4 => words(&["MAIN-NUMBER"]),
        "main" if is_phone => words(&["MAIN"]),
        "googleVoice" if is_phone => label("GRAND_CENTRAL".to_owned()),
        "home" | "work" | "other" if field != PersonField::Events => {
            words(&[&kind.to_ascii_uppercase()])
        }
        _ if flavour == Flavour::Android && version == Version::V2_1 => {
            let mut custom = "X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,".to_owned();
            for byte in kind.bytes() {
                custom.push_str(&format!("={byte:02X}"));
            }
            custom.push(')');
            words(&[&custom])
        }
        _ => {
            let known = predefined(field).iter().find(|(known, _)| *known == kind);
            label(match (known, flavour) {
                (None, _) => kind.to_owned(),
                (Some((known, _)), Flavour::Apple | Flavour::Google) => {
                    let mut letters = known.chars();
                    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                    let name: String = first.into_iter().chain(letters).collect();
                    format!("_$!<{name}>!$_")
                }
                (Some((_, display)), _) => (*display).to_owned(),
            })
        }
    }
}
