//! One line of a card: its bytes, and what they say.

use crate::{
    encoding::{ValueEncoding, decode_base64, decode_text, encoding_of},
    error::Span,
    escape::{split, unescape},
    head::Head,
    param::Param,
    quoted_printable,
    version::Version,
};

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
