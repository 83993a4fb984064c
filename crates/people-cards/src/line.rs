//! One line of a card: its bytes, and what they say.

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::{card::Version, error::Span, quoted_printable};

/// A line of a card, with its continuations, its line ends and everything else that it had in its file.
///
/// ```
/// use people_cards::Card;
///
/// let card = Card::parse(b"BEGIN:VCARD\nVERSION:3.0\nitem1.TEL;type=CELL:1 2\n 3\nEND:VCARD\n")?;
/// let tel = &card.lines()[2];
///
/// assert_eq!(tel.group(), Some("item1"));
/// assert_eq!(tel.name(), "TEL");
/// assert_eq!(tel.params()[0].values, ["CELL"]);
/// assert_eq!(tel.text(), "1 23");
/// assert_eq!(tel.raw(), b"item1.TEL;type=CELL:1 2\n 3\n");
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    raw: Vec<u8>,
    span: Span,
    property: Option<Property>,
    pub(crate) version: Version,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Property {
    head: Head,
    /// What follows the colon, with its continuations joined. Its encoding and charset are as the file has them.
    value: Vec<u8>,
}

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

/// How a value is encoded.
///
/// ```
/// use people_cards::{Card, ValueEncoding};
///
/// let card = Card::parse(b"BEGIN:VCARD\nKEY;ENCODING=b:AQID\nEND:VCARD\n")?;
///
/// assert_eq!(card.lines()[1].encoding(), ValueEncoding::Base64);
/// assert_eq!(card.lines()[1].bytes(), Some(vec![1, 2, 3]));
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums)] // those of vCard
pub enum ValueEncoding {
    /// As text.
    Plain,
    /// As vCard 2.1 encodes text that is not ASCII.
    QuotedPrintable,
    /// As bytes are encoded.
    Base64,
}

impl Line {
    pub(crate) const fn unread(raw: Vec<u8>, span: Span) -> Self {
        Self {
            raw,
            span,
            property: None,
            version: Version::V3,
        }
    }

    pub(crate) fn read(raw: Vec<u8>, span: Span, head: Head, mut text: Vec<u8>) -> Self {
        // The colon ends the head.
        text.drain(..=head.length);
        Self {
            raw,
            span,
            property: Some(Property { head, value: text }),
            version: Version::V3,
        }
    }

    /// The bytes, as they stand in the file.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Where the line is in its file.
    #[must_use]
    pub const fn span(&self) -> &Span {
        &self.span
    }

    /// Whether the line has a property. A blank line has none.
    #[must_use]
    pub const fn is_property(&self) -> bool {
        self.property.is_some()
    }

    /// What joins this line with others: the `item1` of `item1.X-ABLabel`.
    #[must_use]
    pub fn group(&self) -> Option<&str> {
        self.property.as_ref()?.head.group.as_deref()
    }

    /// The name of the property, as it is written. A line without a property has an empty one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.property
            .as_ref()
            .map_or("", |property| &property.head.name)
    }

    /// Whether this is the property of that name, in any case.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.is_property() && self.name().eq_ignore_ascii_case(name)
    }

    /// The parameters, in their order.
    #[must_use]
    pub fn params(&self) -> &[Param] {
        self.property
            .as_ref()
            .map_or(&[], |property| &property.head.params)
    }

    /// The first value of the first parameter of that name, in any case.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        let param = self.params().iter().find(|param| param.is_named(name))?;
        param.values.first().map(String::as_str)
    }

    /// The types: values of `TYPE`, and parameters that are a value alone.
    pub fn types(&self) -> impl Iterator<Item = &str> {
        self.params()
            .iter()
            .filter(|param| param.name.is_empty() || param.is_named("TYPE"))
            .flat_map(|param| &param.values)
            .flat_map(|value| {
                // Android's name of a custom type has commas in it.
                let whole = value.starts_with("X-CUSTOM(").then_some(value.as_str());
                let split = whole.is_none().then(|| value.split(','));
                whole.into_iter().chain(split.into_iter().flatten())
            })
            .map(str::trim)
            .filter(|value| !value.is_empty() && encoding_of(value).is_none())
    }

    /// How the value is encoded.
    #[must_use]
    pub fn encoding(&self) -> ValueEncoding {
        self.property
            .as_ref()
            .map_or(ValueEncoding::Plain, |property| {
                if property.head.is_base64 {
                    ValueEncoding::Base64
                } else if property.head.is_quoted {
                    ValueEncoding::QuotedPrintable
                } else {
                    ValueEncoding::Plain
                }
            })
    }

    /// The value as text: decoded, and with its escapes resolved.
    #[must_use]
    pub fn text(&self) -> String {
        self.finish(&self.source())
    }

    /// The value as it is written, in UTF-8: with its escapes.
    #[must_use]
    pub fn written(&self) -> String {
        match self.encoding() {
            ValueEncoding::QuotedPrintable => {
                self.charset_text(&quoted_printable::decode(&self.source()))
            }
            ValueEncoding::Plain | ValueEncoding::Base64 => self.source(),
        }
    }

    /// The parts between semicolons, as `N`, `ADR` and `ORG` have them.
    #[must_use]
    pub fn components(&self) -> Vec<String> {
        self.parts(';')
    }

    /// The parts between commas, as `CATEGORIES` and `NICKNAME` have them.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        self.parts(',')
    }

    /// The bytes that base64 stands for: of `ENCODING=b`, or of a `data:` URI. None if it is neither, or broken.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self.encoding() {
            ValueEncoding::Base64 => decode_base64(&self.source()),
            ValueEncoding::Plain | ValueEncoding::QuotedPrintable => {
                let text = self.text();
                let data = text.get(5..).filter(|_| {
                    text.get(..5)
                        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
                })?;
                // Programs escape the comma, and the reader of a text has resolved that.
                let (kind, data) = data.split_once(',')?;
                kind.trim_end()
                    .to_ascii_lowercase()
                    .ends_with(";base64")
                    .then(|| decode_base64(data))?
            }
        }
    }

    /// The parts between semicolons, each of which is a list between commas.
    pub(crate) fn structured(&self) -> Vec<Vec<String>> {
        let source = self.source();
        let parts = split(&source, ';').into_iter();
        parts
            .map(|part| {
                let list = split(part, ',').into_iter();
                list.map(|text| self.finish(text)).collect()
            })
            .collect()
    }

    fn parts(&self, separator: char) -> Vec<String> {
        let source = self.source();
        let parts = split(&source, separator).into_iter();
        parts.map(|part| self.finish(part)).collect()
    }

    /// The value before its escapes are resolved. In quoted-printable, escapes stand outside of what is encoded.
    fn source(&self) -> String {
        let Some(Property { value, .. }) = &self.property else {
            return String::new();
        };
        match self.encoding() {
            ValueEncoding::Plain => self.charset_text(value),
            ValueEncoding::QuotedPrintable | ValueEncoding::Base64 => decode_text(value, None),
        }
    }

    fn finish(&self, source: &str) -> String {
        let text = match self.encoding() {
            ValueEncoding::Base64 => return source.to_owned(),
            ValueEncoding::Plain => unescape(source, self.version),
            ValueEncoding::QuotedPrintable => {
                let bytes = quoted_printable::decode(&unescape(source, self.version));
                self.charset_text(&bytes)
            }
        };
        if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text
        }
    }

    fn charset_text(&self, bytes: &[u8]) -> String {
        decode_text(bytes, self.param("CHARSET"))
    }
}

/// The parts of a value between separators that are not escaped.
fn split(source: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (at, letter) in source.char_indices() {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == separator {
            parts.push(&source[start..at]);
            start = at + 1;
        }
    }
    parts.push(&source[start..]);
    parts
}

/// Text in the charset that its line names, or else in UTF-8, or else in Windows-1252, which has a character for each
/// byte.
pub(crate) fn decode_text(bytes: &[u8], charset: Option<&str>) -> String {
    let named = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let named = named.filter(|&encoding| encoding != UTF_8);
    match (named, std::str::from_utf8(bytes)) {
        (Some(encoding), _) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        (None, Ok(text)) => text.to_owned(),
        (None, Err(_)) => WINDOWS_1252
            .decode_without_bom_handling(bytes)
            .0
            .into_owned(),
    }
}

/// Resolves the escapes of a value.
pub(crate) fn unescape(source: &str, version: Version) -> String {
    if !source.contains('\\') {
        return source.to_owned();
    }
    let mut text = String::with_capacity(source.len());
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        let resolved = (letter == '\\')
            .then(|| resolve(*letters.peek()?, version))
            .flatten();
        if resolved.is_some() {
            letters.next();
        }
        text.push(resolved.unwrap_or(letter));
    }
    text
}

/// What stands for the letter after a backslash. vCard 2.1 escapes nothing but separators.
const fn resolve(letter: char, version: Version) -> Option<char> {
    match (version, letter) {
        (_, ';' | ',') => Some(letter),
        (Version::V2_1, _) => None,
        (Version::V3 | Version::V4, 'n' | 'N') => Some('\n'),
        // Google escapes the colon of an address.
        (Version::V3 | Version::V4, '\\' | ':') => Some(letter),
        (Version::V3 | Version::V4, _) => None,
    }
}

fn decode_base64(text: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
    let text: String = text.split_ascii_whitespace().collect();
    engine.decode(text).ok()
}

fn encoding_of(value: &str) -> Option<ValueEncoding> {
    if value.eq_ignore_ascii_case("QUOTED-PRINTABLE") {
        Some(ValueEncoding::QuotedPrintable)
    } else if value.eq_ignore_ascii_case("BASE64") || value.eq_ignore_ascii_case("B") {
        Some(ValueEncoding::Base64)
    } else {
        None
    }
}

/// What a line has before its colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    group: Option<String>,
    name: String,
    params: Vec<Param>,
    /// The bytes before the colon.
    pub(crate) length: usize,
    pub(crate) is_quoted: bool,
    pub(crate) is_base64: bool,
}

impl Head {
    /// None if it has no name.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = decode_text(bytes, None);
        let (name, params) = match text.find(';') {
            None => (&*text, ""),
            Some(at) => (&text[..at], &text[at..]),
        };
        let (group, name) = match name.trim().rsplit_once('.') {
            None => (None, name.trim()),
            Some((group, name)) => (Some(group.to_owned()), name),
        };
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || "-_/".contains(letter))
        };
        if !is_name(name) {
            return None;
        }
        let params = parse_params(params);
        let encoding = |wanted| {
            params.iter().any(|param| {
                (param.name.is_empty() || param.is_named("ENCODING"))
                    && param
                        .values
                        .iter()
                        .any(|value| encoding_of(value.trim()) == Some(wanted))
            })
        };
        Some(Self {
            name: name.to_owned(),
            length: bytes.len(),
            is_quoted: encoding(ValueEncoding::QuotedPrintable),
            is_base64: encoding(ValueEncoding::Base64),
            group,
            params,
        })
    }

    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// Parameters, each with its semicolon.
fn parse_params(text: &str) -> Vec<Param> {
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
