//! JSON as the API's front end takes it, written as JSON (rule `F4`).
//!
//! Google's front end uses protobuf's own parser, which accepts more than RFC 8259 allows. This
//! module rewrites a text that is not JSON, token by token, so that it can be parsed again. Texts
//! that are JSON never come here. The one parser finds the errors that remain.

use std::borrow::Cow;

use serde::de::IgnoredAny;

/// The text that [`decode`](crate::decode()) reads. JSON stays as it is. Other forms that the API's front end accepts
/// are rewritten as JSON (rule `F4`).
///
/// These forms are: strings in single quotes; names without quotes; a comma after the last entry of a list or an
/// object; control characters and unknown escapes in strings; numbers such as `1.`; a byte order mark at the beginning;
/// vertical tabs and form feeds between tokens. Half of a surrogate pair becomes U+FFFD, and a byte that is not UTF-8 a
/// blank. Anything else stays as it is, and is not JSON.
///
/// ```
/// use people_model::as_json;
///
/// assert_eq!(as_json(br"{names: [{givenName: 'O\'Hara'},]}"), r#"{"names": [{"givenName": "O'Hara"} ]}"#);
/// assert_eq!(as_json(br#"{"a": "\ud800"}"#), "{\"a\": \"\u{fffd}\"}");
/// assert_eq!(as_json(b"{'a': nope}"), r#"{"a": nope}"#);
/// ```
#[must_use]
pub fn as_json(json: &[u8]) -> Cow<'_, str> {
    let text = text(json);
    // What is ignored is not unescaped, so this takes half of a surrogate pair for JSON.
    let may_be_half = ["\\ud", "\\uD"].iter().any(|escape| text.contains(escape));
    if !may_be_half && serde_json::from_str::<IgnoredAny>(&text).is_ok() {
        return text;
    }
    match rewrite(&text) {
        Some(json) => json.into(),
        None => text,
    }
}

/// A body as text: each byte that is not UTF-8 is a blank, so that all others keep their place.
pub(crate) fn text(json: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(json) {
        Ok(text) => text.into(),
        Err(_) => {
            let mut text = String::with_capacity(json.len());
            for chunk in json.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|_| ' '));
            }
            text.into()
        }
    }
}

/// The text rewritten as JSON, as far as possible; `None` if there is nothing to rewrite.
pub(crate) fn rewrite(text: &str) -> Option<String> {
    let mut rewriter = Rewriter::new(text);
    while rewriter.step() {}
    rewriter.changed.then_some(rewriter.json)
}

/// Which byte of `text` the byte at `offset` of its [`rewrite`] comes from.
///
/// The text is read once more: to keep the place of every byte would take more memory than the text.
pub(crate) fn origin(text: &str, offset: usize) -> usize {
    let mut rewriter = Rewriter::new(text);
    loop {
        let (at, written) = (rewriter.at, rewriter.json.len());
        if !rewriter.step() {
            return text.len();
        }
        if rewriter.json.len() > offset {
            return (at + offset - written).min(rewriter.at - 1);
        }
    }
}

/// Reads a text token by token. Inside a string, a token is an escape or what lies between two.
struct Rewriter<'t> {
    text: &'t str,
    at: usize,
    json: String,
    changed: bool,
    /// The quote that ends the string that is open.
    quote: Option<char>,
    /// The token before, blanks left out: its first character.
    before: char,
}

impl<'t> Rewriter<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            json: String::with_capacity(text.len()),
            changed: false,
            quote: None,
            before: '\0',
        }
    }

    /// Writes a token; false at the end of the text.
    fn step(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else {
            return false;
        };
        match self.quote {
            Some(quote) => self.within_string(rest, first, quote),
            None => self.between_strings(rest, first),
        }
        true
    }

    fn keep(&mut self, bytes: usize) {
        self.json.push_str(&self.text[self.at..self.at + bytes]);
        self.at += bytes;
    }

    fn replace(&mut self, bytes: usize, with: &str) {
        self.json.push_str(with);
        self.at += bytes;
        self.changed = true;
    }

    fn between_strings(&mut self, rest: &str, first: char) {
        match first {
            ' ' | '\t' | '\n' | '\r' => return self.keep(1),
            '\u{b}' | '\u{c}' => return self.replace(1, " "),
            '\u{feff}' if self.at == 0 => return self.replace(first.len_utf8(), ""),
            '"' => {
                self.quote = Some('"');
                self.keep(1);
            }
            '\'' => {
                self.quote = Some('\'');
                self.replace(1, "\"");
            }
            ',' if self.is_trailing(rest) => return self.replace(1, " "),
            '-' | '0'..='9' => self.number(rest),
            _ if is_in_word(first) => self.word(rest),
            _ => self.keep(first.len_utf8()),
        }
        self.before = first;
    }

    /// Whether a comma ends a list or an object that has something in it.
    fn is_trailing(&self, rest: &str) -> bool {
        let next = rest[1..].trim_start_matches(is_blank);
        next.starts_with(['}', ']']) && !matches!(self.before, '\0' | '{' | '[' | ',' | ':')
    }

    /// `1.`, `-.5` and `01.5` are numbers. One with neither point nor exponent is as JSON has it.
    fn number(&mut self, rest: &str) {
        let end = rest.find(|it: char| !matches!(it, '0'..='9' | '.' | 'e' | 'E' | '+' | '-'));
        let token = &rest[..end.unwrap_or(rest.len())];
        let number = token.parse::<f64>().ok().filter(|it| it.is_finite());
        match number {
            Some(number)
                if token.contains(['.', 'e', 'E'])
                    && serde_json::from_str::<f64>(token).is_err() =>
            {
                self.replace(token.len(), &format!("{number:?}"));
            }
            _ => self.keep(token.len()),
        }
    }

    /// A word before a colon is a name, but for the three that are values.
    fn word(&mut self, rest: &str) {
        let end = rest.find(|it| !is_in_word(it)).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        let is_value = matches!(word, "true" | "false" | "null");
        if !is_value && rest.trim_start_matches(is_blank).starts_with(':') {
            self.replace(word.len(), &format!("\"{word}\""));
        } else {
            self.keep(word.len());
        }
    }

    fn within_string(&mut self, rest: &str, first: char, quote: char) {
        match first {
            '\\' => self.escape(rest),
            _ if first == quote => {
                self.quote = None;
                match quote {
                    '"' => self.keep(1),
                    _ => self.replace(1, "\""),
                }
            }
            '"' => self.replace(1, "\\\""),
            _ if is_control(first) => self.replace(1, &escaped(first)),
            _ => {
                let end =
                    rest.find(|it: char| it == quote || matches!(it, '\\' | '"') || is_control(it));
                self.keep(end.unwrap_or(rest.len()));
            }
        }
    }

    /// An escape that JSON does not have means the character itself, except `\v`.
    fn escape(&mut self, rest: &str) {
        match rest[1..].chars().next() {
            None => self.keep(1),
            Some('u') => self.unicode(rest),
            Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => self.keep(2),
            Some('v') => self.replace(2, &escaped('\u{b}')),
            Some(other) if is_control(other) => self.replace(2, &escaped(other)),
            Some(other) => self.replace(1 + other.len_utf8(), other.encode_utf8(&mut [0; 4])),
        }
    }

    /// Half of a surrogate pair is not a character: U+FFFD replaces it.
    fn unicode(&mut self, rest: &str) {
        const ESCAPE: usize = "\\u0000".len();
        match code_unit(rest) {
            Some(0xd800..=0xdbff) => match rest.get(ESCAPE..).and_then(code_unit) {
                Some(0xdc00..=0xdfff) => self.keep(2 * ESCAPE),
                _ => self.replace(ESCAPE, "\u{fffd}"),
            },
            Some(0xdc00..=0xdfff) => self.replace(ESCAPE, "\u{fffd}"),
            Some(_) => self.keep(ESCAPE),
            None => self.keep(2),
        }
    }
}

/// The code unit of a `\u` and four digits at the beginning of `rest`.
fn code_unit(rest: &str) -> Option<u16> {
    let digits = rest.strip_prefix("\\u")?.get(..4)?;
    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

/// As JSON writes it, for what JSON has no place for as it is.
fn escaped(control: char) -> String {
    match control {
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '\r' => "\\r".to_owned(),
        _ => format!("\\u{:04x}", u32::from(control)),
    }
}

fn is_control(letter: char) -> bool {
    letter < ' '
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t'..='\r')
}

fn is_in_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$')
}
