//! Dates, as the versions of vCard and the programs write them.

use serde_json::{Map, Value};

use crate::{mapping::Entry, version::Version};

/// The year that Apple writes for a date without a year.
const NO_YEAR: i64 = 1604;

const YEARS: i64 = 9999;
const MONTHS: i64 = 12;
const DAYS: i64 = 31;

/// A date of the API; none if the text is not a date.
pub(crate) fn read(text: &str) -> Option<Entry> {
    let text = text.trim();
    let date = match text.find(['T', 't', ' ']) {
        // With a time, which is dropped: the line keeps it.
        Some(at) if at >= 4 => &text[..at],
        _ => text,
    };
    if !date.is_ascii() {
        return None;
    }
    let (year, month, day) = parts(date)?;
    let year = year.filter(|&year| year != NO_YEAR);
    let is_part = |part: Option<i64>, most| part.is_none_or(|part| (1..=most).contains(&part));
    if !is_part(month, MONTHS) || !is_part(day, DAYS) || !is_part(year, YEARS) {
        return None;
    }
    let mut entry = Map::new();
    for (name, part) in [("year", year), ("month", month), ("day", day)] {
        if let Some(part) = part {
            entry.insert(name.to_owned(), part.into());
        }
    }
    (!entry.is_empty()).then_some(entry)
}

type Parts = (Option<i64>, Option<i64>, Option<i64>);

fn parts(date: &str) -> Option<Parts> {
    if let Some(day) = date.strip_prefix("---") {
        return Some((None, None, Some(number(day, 2)?)));
    }
    if let Some(rest) = date.strip_prefix("--") {
        let (month, day) = match rest.len() {
            2 => (rest, None),
            4 => (&rest[..2], Some(&rest[2..])),
            5 if rest.as_bytes()[2] == b'-' => (&rest[..2], Some(&rest[3..])),
            _ => return None,
        };
        let day = day.map(|day| number(day, 2).ok_or(())).transpose().ok()?;
        return Some((None, Some(number(month, 2)?), day));
    }
    let year = Some(number(date.get(..4)?, 4)?);
    let rest = &date[4..];
    match rest.len() {
        0 => Some((year, None, None)),
        3 if rest.starts_with('-') => Some((year, Some(number(&rest[1..], 2)?), None)),
        4 => Some((
            year,
            Some(number(&rest[..2], 2)?),
            Some(number(&rest[2..], 2)?),
        )),
        6 if rest.starts_with('-') && rest.as_bytes()[3] == b'-' => Some((
            year,
            Some(number(&rest[1..3], 2)?),
            Some(number(&rest[4..], 2)?),
        )),
        _ => None,
    }
}

fn number(digits: &str, length: usize) -> Option<i64> {
    let is_number = digits.len() == length && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten()
}

/// How a version writes a date; none if it is not a date.
pub(crate) fn write(date: &Value, version: Version) -> Option<String> {
    let date = date.as_object()?;
    let part = |name: &str| date.get(name).and_then(Value::as_i64).unwrap_or(0);
    let (year, month, day) = (part("year"), part("month"), part("day"));
    let is_part = |part: i64, most| (0..=most).contains(&part);
    if !is_part(year, YEARS) || !is_part(month, MONTHS) || !is_part(day, DAYS) {
        return None;
    }
    let is_extended = version != Version::V4;
    Some(match (year, month, day) {
        (0, 0, 0) => return None,
        (0, 0, day) => format!("---{day:02}"),
        (0, month, 0) => format!("--{month:02}"),
        (0, month, day) if is_extended => format!("--{month:02}-{day:02}"),
        (0, month, day) => format!("--{month:02}{day:02}"),
        (year, 0, _) => format!("{year:04}"),
        (year, month, 0) => format!("{year:04}-{month:02}"),
        (year, month, day) if is_extended => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day) => format!("{year:04}{month:02}{day:02}"),
    })
}

/// Apple's date without a year: the month and the day of 1604; none if there is a year.
pub(crate) fn write_1604(date: &Value) -> Option<String> {
    let date = date.as_object()?;
    let part = |name: &str| date.get(name).and_then(Value::as_i64).unwrap_or(0);
    let (month, day) = (part("month"), part("day"));
    (part("year") == 0 && month != 0 && day != 0).then(|| format!("{NO_YEAR}-{month:02}-{day:02}"))
}
