//! Times as a test writes them: `300ms`, `5s`, `2m`, `1h`.
use std::{fmt, str::FromStr, time::Duration};

/// A time of at most a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) Duration);

/// What a [`Span`] looks like.
pub(crate) const FORM: &str = "a time such as `300ms`, `5s`, `2m` or `1h`, at most a day";

/// One in a text of JSON.
pub(crate) const EXAMPLE: &str = r#""300ms""#;

const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not {FORM}");
        let unit = text.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, unit) = text.split_at(unit.ok_or_else(wrong)?);
        let number: f64 = number.parse().map_err(|_| wrong())?;
        let seconds = match unit {
            "ms" => number / 1e3,
            "s" => number,
            "m" => number * 60.,
            "h" => number * 3600.,
            _ => return Err(wrong()),
        };
        let time = Duration::try_from_secs_f64(seconds).ok();
        let time = time.filter(|time| *time <= LONGEST);
        time.map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.as_millis();
        match millis % 1000 {
            0 => write!(f, "{}s", millis / 1000),
            _ => write!(f, "{millis}ms"),
        }
    }
}
