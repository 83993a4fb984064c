//! What is wrong with a file, and where.

use std::{fmt, ops::Range};

/// A place in a file.
///
/// ```
/// use people_cards::Card;
///
/// let error = Card::parse(b"BEGIN:VCARD\r\nFN:Ada\r\n").unwrap_err();
/// assert_eq!(error.span.line, 1);
/// assert_eq!(error.span.range, 0..21);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// The line where it begins. The first one is 1.
    pub line: usize,
    /// The character of that line, by bytes. The first one is 1.
    pub column: usize,
    /// The bytes.
    pub range: Range<usize>,
}

impl Span {
    pub(crate) const fn new(line: usize, column: usize, range: Range<usize>) -> Self {
        Self {
            line,
            column,
            range,
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// Why bytes are not a card, or a line of a card cannot be read (rule `Z1`).
///
/// ```
/// use people_cards::{Card, ParseErrorKind};
///
/// let error = Card::parse(b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\n").unwrap_err();
/// assert_eq!(error.kind, ParseErrorKind::CutOff);
/// assert_eq!(error.to_string(), "line 1, column 1: the card has no END:VCARD");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{span}: {kind}")]
#[non_exhaustive]
pub struct ParseError {
    /// What is wrong.
    pub kind: ParseErrorKind,
    /// Where.
    pub span: Span,
}

impl ParseError {
    pub(crate) const fn new(kind: ParseErrorKind, span: Span) -> Self {
        Self { kind, span }
    }
}

/// What is wrong with a card or a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// There is no card.
    #[error("the text has no BEGIN:VCARD")]
    NoCard,
    /// There is text outside of a card.
    #[error("the line is outside of a card: a card begins with BEGIN:VCARD")]
    Stray,
    /// The card does not end before the file does, or before the next card begins.
    #[error("the card has no END:VCARD")]
    CutOff,
    /// The file has UTF-16, which has to be converted to UTF-8 first.
    #[error("the file is in UTF-16: convert it to UTF-8")]
    Utf16,
    /// There are several cards where one was expected.
    #[error("a second card begins here: `Cards` reads files of several cards")]
    Second,
    /// A line of a card has no property: there is no colon after a name.
    #[error("the line is not a property, such as NAME:value")]
    NotAProperty,
}
