//! The parameters of a line.

/// A parameter of a property: `type=HOME,WORK`.
///
/// ```
/// use people_cards::Card;
///
/// let card = Card::parse(b"BEGIN:VCARD\nVERSION:2.1\nTEL;CELL;X-Line=\"a;b\":1\nEND:VCARD\n")?;
/// let [cell, line] = card.lines()[2].params() else { panic!("two parameters") };
///
/// assert_eq!((&*cell.name, &*cell.values[0]), ("", "CELL"));
/// assert!(line.is_named("x-line"));
/// assert_eq!(line.values, ["a;b"]);
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Param {
    /// The name, as it is written. A parameter of vCard 2.1 may be a value alone: its name is empty.
    pub name: String,
    /// The values, without their quotes and escapes.
    pub values: Vec<String>,
}

impl Param {
    pub(crate) fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.to_owned(),
            values: vec![value.to_owned()],
        }
    }

    /// Whether this is the parameter of that name, in any case.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Parameters, each with its semicolon.
pub(crate) fn parse_params(text: &str) -> Vec<Param> {
    let mut params = Vec::new();
    let mut rest = text;
    while let Some(after) = rest.strip_prefix(';') {
        // Android writes parameters inside the name of a custom type.
        let custom = after
            .get(..9)
            .is_some_and(|start| start.eq_ignore_ascii_case("X-CUSTOM("))
            .then(|| after.find(')'))
            .flatten();
        let end = match custom {
            Some(close) => close + 1 + unquoted(&after[close + 1..], &[';']),
            None => unquoted(after, &[';']),
        };
        let param = &after[..end];
        rest = &after[end..];
        if param.trim().is_empty() {
            continue;
        }
        let equals = custom
            .is_none()
            .then(|| unquoted(param, &['=']))
            .filter(|&at| at < param.len());
        let (name, values) = match equals {
            None => ("", param),
            Some(at) => (param[..at].trim(), &param[at + 1..]),
        };
        let values = match custom {
            Some(_) => vec![values.to_owned()],
            None => split_values(values),
        };
        params.push(Param {
            name: name.to_owned(),
            values,
        });
    }
    params
}

fn split_values(mut text: &str) -> Vec<String> {
    let mut values = Vec::new();
    loop {
        let end = unquoted(text, &[',']);
        values.push(unquote(&text[..end]));
        match text.get(end + 1..) {
            None => return values,
            Some(rest) => text = rest,
        }
    }
}

/// Where one of the letters stands outside of quotes, or the end.
fn unquoted(text: &str, letters: &[char]) -> usize {
    let mut quoted = false;
    for (at, letter) in text.char_indices() {
        if letter == '"' {
            quoted = !quoted;
        } else if !quoted && letters.contains(&letter) {
            return at;
        }
    }
    if quoted {
        // They do not close.
        return text.find(letters).unwrap_or(text.len());
    }
    text.len()
}

/// A value without its quotes, and with the escapes of RFC 6868 resolved.
fn unquote(text: &str) -> String {
    let trimmed = text.trim();
    let inner = trimmed
        .strip_prefix('"')
        .and_then(|inner| inner.strip_suffix('"'))
        .unwrap_or(trimmed);
    if !inner.contains('^') {
        return inner.to_owned();
    }
    let mut value = String::with_capacity(inner.len());
    let mut letters = inner.chars().peekable();
    while let Some(letter) = letters.next() {
        let resolved = match (letter, letters.peek()) {
            ('^', Some('n')) => Some('\n'),
            ('^', Some('\'')) => Some('"'),
            ('^', Some('^')) => Some('^'),
            _ => None,
        };
        if resolved.is_some() {
            letters.next();
        }
        value.push(resolved.unwrap_or(letter));
    }
    value
}
