//! Bytes to cards: lines, their continuations, and where a card begins and ends (rule `Z1`).

use std::ops::Range;

use crate::{
    card::Card,
    error::{ParseError, ParseErrorKind, Span},
    head::Head,
    line::Line,
    quoted_printable::hex,
    version::Version,
};

/// Reads the cards of a file, one after the other.
///
/// Each item is a card, or the reason why some bytes are none. Blank lines and a byte order mark belong to a
/// card, so that the bytes of all items together are the file.
///
/// ```
/// use people_cards::Cards;
///
/// let file = b"BEGIN:VCARD\nFN:Ada\nEND:VCARD\nBEGIN:VCARD\nFN:Grace\n";
/// let cards: Vec<_> = Cards::new(file).collect();
///
/// assert_eq!(cards[0].as_ref().map(|card| card.lines().len()), Ok(3));
/// assert_eq!(cards[1].as_ref().unwrap_err().span.line, 4);
/// ```
#[derive(Clone, Debug)]
pub struct Cards<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    failed: bool,
}

impl<'a> Cards<'a> {
    /// Reads from the first byte.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            line: 1,
            failed: false,
        }
    }

    /// Whether the bytes look like a file of cards: the first line that is not blank begins one.
    ///
    /// ```
    /// assert!(people_cards::Cards::are_in(b"\n begin:vcard\r\n"));
    /// assert!(!people_cards::Cards::are_in(b"First Name,Last Name\n"));
    /// ```
    #[must_use]
    pub fn are_in(bytes: &[u8]) -> bool {
        let bytes = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut at = 0;
        while at < bytes.len() {
            let line = physical(bytes, at);
            let text = &bytes[at..line.end];
            if !is_blank(text) {
                return is_marker(text, BEGIN);
            }
            at = line.next;
        }
        false
    }
}

const BOM: &[u8] = b"\xef\xbb\xbf";
const BEGIN: &[u8] = b"BEGIN:VCARD";
const END: &[u8] = b"END:VCARD";

impl Card {
    /// Reads the one card of a file. [`Cards`] reads files of several.
    ///
    /// # Errors
    ///
    /// If there is no card, or more than one, or if it is cut off. A line of the card that cannot be read is not an
    /// error: it is kept, and [`Card::problems`] names it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ParseError> {
        let mut cards = Cards::new(bytes);
        let card = cards.next().unwrap_or_else(|| {
            let span = Span::new(1, 1, 0..0);
            Err(ParseError::new(ParseErrorKind::NoCard, span))
        })?;
        match cards.next() {
            None => Ok(card),
            Some(Err(error)) => Err(error),
            Some(Ok(second)) => {
                let span = second.lines()[0].span().clone();
                Err(ParseError::new(ParseErrorKind::Second, span))
            }
        }
    }
}

impl Iterator for Cards<'_> {
    type Item = Result<Card, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed || self.at >= self.bytes.len() {
            return None;
        }
        let start = (self.at, self.line);
        let mut lines = Vec::new();
        if self.at == 0 {
            if self.bytes.starts_with(b"\xff\xfe") || self.bytes.starts_with(b"\xfe\xff") {
                self.failed = true;
                let span = Span::new(1, 1, 0..self.bytes.len());
                return Some(Err(ParseError::new(ParseErrorKind::Utf16, span)));
            }
            if self.bytes.starts_with(BOM) {
                lines.push(Line::unread(BOM.to_vec(), Span::new(1, 1, 0..BOM.len())));
                self.at = BOM.len();
            }
        }
        self.blanks(&mut lines);
        if self.at >= self.bytes.len() {
            return Some(Err(self.error(ParseErrorKind::NoCard, start)));
        }
        if !is_marker(self.peek(), BEGIN) {
            while self.at < self.bytes.len() && !is_marker(self.peek(), BEGIN) {
                self.skip();
            }
            let kind = if start.0 == 0 && self.at >= self.bytes.len() {
                ParseErrorKind::NoCard
            } else {
                ParseErrorKind::Stray
            };
            return Some(Err(self.error(kind, start)));
        }
        let version = self.version();
        let mut first = true;
        loop {
            if self.at >= self.bytes.len() || (!first && is_marker(self.peek(), BEGIN)) {
                return Some(Err(self.error(ParseErrorKind::CutOff, start)));
            }
            first = false;
            if is_marker(self.peek(), END) {
                let end = self.logical(version);
                lines.push(end);
                break;
            }
            let line = self.logical(version);
            lines.push(line);
        }
        self.blanks(&mut lines);
        Some(Ok(Card::of_lines(lines, version)))
    }
}

impl Cards<'_> {
    fn error(&self, kind: ParseErrorKind, start: (usize, usize)) -> ParseError {
        ParseError::new(kind, Span::new(start.1, 1, start.0..self.at))
    }

    /// The next line without its end.
    fn peek(&self) -> &[u8] {
        &self.bytes[self.at..physical(self.bytes, self.at).end]
    }

    fn skip(&mut self) -> Physical {
        let line = physical(self.bytes, self.at);
        self.at = line.next;
        self.line += 1;
        line
    }

    /// Takes blank lines.
    fn blanks(&mut self, lines: &mut Vec<Line>) {
        while self.at < self.bytes.len() && is_blank(self.peek()) {
            let (start, number) = (self.at, self.line);
            self.skip();
            lines.push(self.unread(start, number));
        }
    }

    fn unread(&self, start: usize, number: usize) -> Line {
        let range = start..self.at;
        Line::unread(
            self.bytes[range.clone()].to_vec(),
            Span::new(number, 1, range),
        )
    }

    /// What the card that begins here says to be. A card that does not say it is read as 3.0.
    fn version(&self) -> Version {
        let mut at = self.at;
        let mut first = true;
        while at < self.bytes.len() {
            let line = physical(self.bytes, at);
            let text = &self.bytes[at..line.end];
            if is_marker(text, END) || (!first && is_marker(text, BEGIN)) {
                break;
            }
            first = false;
            if let Some(version) = version(text) {
                return version;
            }
            at = line.next;
        }
        Version::V3
    }

    /// One line with its continuations, which are as the version and the line's encoding have them.
    fn logical(&mut self, version: Version) -> Line {
        let (start, number) = (self.at, self.line);
        let first = self.skip();
        let mut text = self.bytes[start..first.end].to_vec();
        if is_blank(&text) {
            return self.unread(start, number);
        }
        let mut scan = Scan::default();
        let mut head = scan.head(&text);
        while self.at < self.bytes.len() {
            let next = physical(self.bytes, self.at);
            let more = &self.bytes[self.at..next.end];
            let (quoted, base64) = head
                .as_ref()
                .map_or((false, false), |head| (head.is_quoted, head.is_base64));
            if quoted && text.ends_with(b"=") && !is_marker(more, END) {
                // A soft break, also inside of a character.
                text.pop();
                text.extend_from_slice(more);
            } else if matches!(more.first(), Some(b' ' | b'\t')) {
                let kept = if version == Version::V2_1 && !base64 {
                    0
                } else {
                    1
                };
                text.extend_from_slice(&more[kept..]);
            } else if (quoted && is_quoted_continuation(more))
                || (base64 && is_base64_continuation(more))
            {
                text.extend_from_slice(more);
            } else {
                break;
            }
            self.skip();
            if head.is_none() {
                head = scan.head(&text);
            }
        }
        let Some(head) = head.or_else(|| scan.unclosed(&text)) else {
            return self.unread(start, number);
        };
        if head.is_named("AGENT") {
            self.agent(&text, &head, start, number)
        } else {
            self.property(head, text, start, number)
        }
    }

    fn property(&self, head: Head, text: Vec<u8>, start: usize, number: usize) -> Line {
        let range: Range<usize> = start..self.at;
        let raw = self.bytes[range.clone()].to_vec();
        Line::read(raw, Span::new(number, 1, range), head, text)
    }

    /// A card inside of a card (vCard 2.1). All of it is one line.
    fn agent(&mut self, text: &[u8], head: &Head, start: usize, number: usize) -> Line {
        let value = &text[head.length + 1..];
        let inline = is_marker(value, BEGIN);
        let follows =
            is_blank(value) && self.at < self.bytes.len() && is_marker(self.peek(), BEGIN);
        if !inline && !follows {
            return self.property(head.clone(), text.to_vec(), start, number);
        }
        let mut depth = usize::from(inline);
        let mut end = self.at;
        while self.at < self.bytes.len() {
            if is_marker(self.peek(), BEGIN) {
                depth += 1;
            } else if is_marker(self.peek(), END) {
                depth = depth.saturating_sub(1);
            }
            end = self.skip().end;
            if depth == 0 {
                break;
            }
        }
        let value_at = self.bytes[start..end]
            .iter()
            .position(|&byte| byte == b':')
            .map_or(end, |colon| start + colon + 1);
        let mut whole = text[..=head.length].to_vec();
        whole.extend_from_slice(&self.bytes[value_at..end]);
        self.property(head.clone(), whole, start, number)
    }
}

/// A line as it stands: where its text ends, and where the next line begins.
#[derive(Clone, Copy)]
struct Physical {
    end: usize,
    next: usize,
}

fn physical(bytes: &[u8], start: usize) -> Physical {
    let rest = &bytes[start..];
    match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        None => Physical {
            end: bytes.len(),
            next: bytes.len(),
        },
        Some(at) => {
            let wide = rest[at] == b'\r' && rest.get(at + 1) == Some(&b'\n');
            Physical {
                end: start + at,
                next: start + at + 1 + usize::from(wide),
            }
        }
    }
}

fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

/// Whether the line is `BEGIN:VCARD` or `END:VCARD`, in any case and with blanks around it.
fn is_marker(text: &[u8], marker: &[u8]) -> bool {
    text.trim_ascii().eq_ignore_ascii_case(marker)
}

fn version(text: &[u8]) -> Option<Version> {
    let colon = text.iter().position(|&byte| byte == b':')?;
    let name = text[..colon].split(|&byte| byte == b';').next()?;
    name.trim_ascii().eq_ignore_ascii_case(b"VERSION").then(|| {
        match text[colon + 1..].trim_ascii() {
            b"2.1" | b"2.0" => Version::V2_1,
            b"4.0" => Version::V4,
            _ => Version::V3,
        }
    })
}

/// Programs forget the `=` at the end of a line. No property begins with one.
fn is_quoted_continuation(text: &[u8]) -> bool {
    matches!(text, [b'=', high, low, ..] if hex(*high).is_some() && hex(*low).is_some())
}

/// Lines of base64 without a blank before them go on until an empty line.
fn is_base64_continuation(text: &[u8]) -> bool {
    !is_blank(text)
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+/= \t".contains(byte))
}

/// Looks for the end of a line's head, as far as the line is known.
#[derive(Default)]
struct Scan {
    at: usize,
    quoted: bool,
    done: bool,
}

impl Scan {
    fn head(&mut self, text: &[u8]) -> Option<Head> {
        if self.done {
            return None;
        }
        while let Some(&byte) = text.get(self.at) {
            match byte {
                b'"' => self.quoted = !self.quoted,
                b':' if !self.quoted => {
                    self.done = true;
                    return Head::parse(&text[..self.at]);
                }
                _ => {}
            }
            self.at += 1;
        }
        None
    }

    /// The head of a whole line whose quotes do not close: they are part of the text.
    fn unclosed(&self, text: &[u8]) -> Option<Head> {
        if self.done {
            return None;
        }
        let colon = text.iter().position(|&byte| byte == b':')?;
        Head::parse(&text[..colon])
    }
}
