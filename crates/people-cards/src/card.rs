//! A card: its lines, and how it prints.

use crate::{
    error::{ParseError, ParseErrorKind},
    line::Line,
    version::Version,
};

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

    /// The card without the lines of a property, in any case.
    ///
    /// ```
    /// use people_cards::Card;
    ///
    /// let card = Card::parse(b"BEGIN:VCARD\nFN:Ada\nPHOTO;ENCODING=b:AAAA\n AAAA\nitem1.photo:cid:1\nEND:VCARD\n")?;
    /// assert_eq!(card.without("PHOTO").to_bytes(), b"BEGIN:VCARD\nFN:Ada\nEND:VCARD\n");
    /// # Ok::<(), people_cards::ParseError>(())
    /// ```
    #[must_use]
    pub fn without(&self, name: &str) -> Self {
        let lines = self.lines.iter().filter(|line| !line.is_named(name));
        Self::of_lines(lines.cloned().collect(), self.version)
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
    /// assert_eq!(problems, ["line 3, column 1: the line is not a property, such as NAME:value"]);
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
