//! A card: its lines, and how it prints.

use std::fmt;

use crate::{
    error::{ParseError, ParseErrorKind},
    lex::Cards,
    line::Line,
};

/// The versions of vCard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // the code that reads and writes has to know each
pub enum Version {
    /// vCard 2.1, of the Internet Mail Consortium.
    V2_1,
    /// vCard 3.0: RFC 2426.
    V3,
    /// vCard 4.0: RFC 6350.
    V4,
}

impl Version {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::V2_1, Self::V3, Self::V4];

    /// What a card says.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2_1 => "2.1",
            Self::V3 => "3.0",
            Self::V4 => "4.0",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A vCard as its file has it. It prints as the same bytes (rule `Z1`).
///
/// ```
/// use people_cards::{Card, Version};
///
/// let file = b"begin:vcard\r\nversion:2.1\r\nfn;quoted-printable:Ren=FC=\r\n e\r\nend:vcard\r\n";
/// let card = Card::parse(file)?;
///
/// assert_eq!(card.version(), Version::V2_1);
/// assert_eq!(card.lines()[2].text(), "Ren\u{fc} e");
/// assert_eq!(card.to_bytes(), file);
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    lines: Vec<Line>,
    version: Version,
}

impl Card {
    /// Reads the one card of a file. [`Cards`] reads files of several.
    ///
    /// # Errors
    ///
    /// If there is no card, or more than one, or if it is cut off. A line of the card that cannot be read is no
    /// error: it is kept, and [`Card::problems`] names it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        let mut cards = Cards::new(bytes);
        let card = cards.next().unwrap_or_else(|| {
            let span = crate::Span::new(1, 1, 0..0);
            Err(ParseError::new(ParseErrorKind::NoCard, span))
        })?;
        match cards.next() {
            None => Ok(card),
            Some(Err(error)) => Err(error),
            Some(Ok(second)) => {
                let span = second.lines[0].span().clone();
                Err(ParseError::new(ParseErrorKind::Second, span))
            }
        }
    }

    pub(crate) fn of_lines(mut lines: Vec<Line>, version: Version) -> Self {
        for line in &mut lines {
            line.version = version;
        }
        Self { lines, version }
    }

    /// Its version. A card that names none is read as 3.0.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// All lines, `BEGIN` and `END` and blank ones included.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The first line with that property, in any case.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.is_named(name))
    }

    /// The bytes of the card.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.lines
            .iter()
            .flat_map(|line| line.raw())
            .copied()
            .collect()
    }

    /// The lines that cannot be read. They are kept as they are.
    ///
    /// ```
    /// let card = people_cards::Card::parse(b"BEGIN:VCARD\nFN:Ada\nan old note\nEND:VCARD\n")?;
    /// let problems: Vec<String> = card.problems().map(|problem| problem.to_string()).collect();
    ///
    /// assert_eq!(problems, ["line 3, column 1: the line is no property: NAME:value"]);
    /// # Ok::<(), people_cards::ParseError>(())
    /// ```
    pub fn problems(&self) -> impl Iterator<Item = ParseError> {
        self.lines
            .iter()
            .filter(|line| !line.is_property() && line.raw() != b"\xef\xbb\xbf")
            .filter(|line| !line.raw().iter().all(u8::is_ascii_whitespace))
            .map(|line| ParseError::new(ParseErrorKind::NotAProperty, line.span().clone()))
    }
}
