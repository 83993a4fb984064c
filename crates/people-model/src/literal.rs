//! Truth values and numbers that come as text.

/// Reads a boolean that comes as text, in any case: `true`, `t`, `yes`, `y` and `1`, or `false`, `f`, `no`, `n` and `0`
/// (rules `F3`, `F4`).
///
/// ```
/// use people_model::parse_bool;
///
/// assert_eq!(parse_bool("True"), Some(true));
/// assert_eq!(parse_bool("n"), Some(false));
/// assert_eq!(parse_bool("on"), None);
/// ```
#[must_use]
pub fn parse_bool(text: &str) -> Option<bool> {
    let is = |word: &&str| word.eq_ignore_ascii_case(text);
    if ["true", "t", "yes", "y", "1"].iter().any(is) {
        Some(true)
    } else if ["false", "f", "no", "n", "0"].iter().any(is) {
        Some(false)
    } else {
        None
    }
}

/// Reads a number that comes as text: decimal, with a sign or without, or any number that is a
/// whole one (rules `F3`, `F4`). Tabs and line breaks around it do not count; spaces are refused.
///
/// ```
/// use people_model::parse_int32;
///
/// assert_eq!(parse_int32("+007"), Some(7));
/// assert_eq!(parse_int32("1e3"), Some(1000));
/// assert_eq!(parse_int32("1.5"), None);
/// assert_eq!(parse_int32(" 7"), None);
/// ```
#[must_use]
pub fn parse_int32(text: &str) -> Option<i32> {
    let number = text.trim_matches(|letter| matches!(letter, '\t'..='\r'));
    number.parse().ok().or_else(|| whole(number.parse().ok()?))
}

/// The float as the whole number that it is.
pub(crate) fn whole(value: f64) -> Option<i32> {
    let fits = value.fract() == 0.0 && (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&value);
    #[allow(clippy::cast_possible_truncation)] // it is whole and in range
    fits.then_some(value as i32)
}
