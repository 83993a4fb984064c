use std::str::FromStr;

use people_model::Date;

/// The text is not a date, or could be several dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a date such as 1815-12-10, 18151210, 1815/12/10, 10 Dec 1815 or December 10, 1815; without \
     a year as --12-10, --1210 or 10 Dec; a month as 1815-12 or --12; a year as 1815"
)]
#[non_exhaustive]
pub struct ParseDateError;

/// Reads a date as vCards and people write it, if it can only be that one date.
///
/// A month is a number after a year or after `--`, or an English name. `10/12/1815` and `12-10` are refused, because it
/// is not clear which number is the day. Rule `U14` checks whether the date is in the calendar.
///
/// # Errors
///
/// [`ParseDateError`], which lists the forms.
///
/// ```
/// use people_rules::parse_date;
///
/// let date = parse_date("--12-10")?;
/// assert_eq!((date.year, date.month, date.day), (0, 12, 10));
/// assert_eq!(parse_date("10 Dec 1815")?, parse_date("18151210")?);
/// assert!(parse_date("10/12/1815").is_err());
/// # Ok::<(), people_rules::ParseDateError>(())
/// ```
pub fn parse_date(text: &str) -> Result<Date, ParseDateError> {
    let text = text.trim();
    let [year, month, day] = numbered(text)
        .or_else(|| named(text))
        .ok_or(ParseDateError)?;
    let mut date = Date::default();
    (date.year, date.month, date.day) = (year, month, day);
    Ok(date)
}

/// Year, month and day, zero where there is none.
type Parts = [i32; 3];

/// Dates of numbers, such as `1815-12-10`.
fn numbered(text: &str) -> Option<Parts> {
    if let Some(rest) = text.strip_prefix("--") {
        return match *parts(rest, '-') {
            [monthday] if monthday.len() == 4 => {
                Some([0, number(&monthday[..2], 2)?, number(&monthday[2..], 2)?])
            }
            [month] => Some([0, number(month, 2)?, 0]),
            [month, day] => Some([0, number(month, 2)?, number(day, 2)?]),
            _ => None,
        };
    }
    let separator = if text.contains('/') { '/' } else { '-' };
    match *parts(text, separator) {
        [all] if all.len() == 8 => {
            let month_and_day = [number(&all[4..6], 2)?, number(&all[6..], 2)?];
            Some([year(&all[..4])?, month_and_day[0], month_and_day[1]])
        }
        [only] => Some([year(only)?, 0, 0]),
        [of, month] => Some([year(of)?, number(month, 2)?, 0]),
        [of, month, day] => Some([year(of)?, number(month, 2)?, number(day, 2)?]),
        _ => None,
    }
}

fn parts(text: &str, separator: char) -> Vec<&str> {
    // Only then can it be cut anywhere.
    match text.is_ascii() {
        true => text.split(separator).collect(),
        false => Vec::new(),
    }
}

/// `10 Dec 1815`, `December 10, 1815`, `10 December`, `Dec 1815`.
fn named(text: &str) -> Option<Parts> {
    let words = text.split([' ', ',', '.']).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    match *words {
        [first, second] => match (month(first), month(second)) {
            (None, Some(month)) => Some([0, month, day(first)?]),
            (Some(month), None) => match year(second) {
                Some(year) => Some([year, month, 0]),
                None => Some([0, month, day(second)?]),
            },
            _ => None,
        },
        [first, second, last] => match (month(first), month(second)) {
            (None, Some(month)) => Some([year(last)?, month, day(first)?]),
            (Some(month), None) => Some([year(last)?, month, day(second)?]),
            _ => None,
        },
        _ => None,
    }
}

fn month(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let is_it = |month: &&str| match word.as_str() {
        "sept" => *month == "september",
        word => *month == word || month[..3] == *word,
    };
    let position = MONTHS.iter().position(is_it)?;
    i32::try_from(position + 1).ok()
}

/// `10`, `10th`.
fn day(word: &str) -> Option<i32> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end));
    number(digits.unwrap_or(word), 2)
}

fn year(text: &str) -> Option<i32> {
    (text.len() == 4).then(|| number(text, 4)).flatten()
}

fn number(text: &str, digits: usize) -> Option<i32> {
    let is_one = (1..=digits).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_one
        .then(|| i32::from_str(text).ok())
        .flatten()
        .filter(|number| *number > 0)
}
