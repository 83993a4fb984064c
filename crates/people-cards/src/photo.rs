//! The photo of a card, which a program keeps apart from the card (rule `Z21`).

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    card::Card,
    draft::{Content, Draft},
    encoding::ValueEncoding,
    line::Line,
    version::Version,
};

/// The parameter of a line whose photo was taken out: how the line was folded.
const FOLD: &str = "X-PEOPLE-FOLD";

/// The parameters that follow from the photo and the version.
const OF_VALUE: [&str; 6] = ["", "TYPE", "ENCODING", "VALUE", "MEDIATYPE", FOLD];

/// A photo to be put into a card.
///
/// ```
/// use people_cards::{Card, CardPhoto};
///
/// let file = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw==\r\nEND:VCARD\r\n";
/// let card = Card::parse(file)?;
/// let (photo, rest) = card.take_photo().ok_or("a photo").unwrap();
/// assert_eq!(photo, b"\x89PNG");
///
/// let mut again = CardPhoto::new("image/png", &photo);
/// again.is_unchanged = true;
/// assert_eq!(rest.with_photo(Some(again)).to_bytes(), file);
/// # Ok::<(), people_cards::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CardPhoto<'p> {
    /// Its media type, such as `image/png`.
    pub media_type: &'p str,
    /// The file.
    pub bytes: &'p [u8],
    /// Whether it is the photo that was taken out of the card: then its line keeps its parameters.
    pub is_unchanged: bool,
}

impl<'p> CardPhoto<'p> {
    /// Another photo than the card had.
    #[must_use]
    pub const fn new(media_type: &'p str, bytes: &'p [u8]) -> Self {
        Self {
            media_type,
            bytes,
            is_unchanged: false,
        }
    }
}

impl Card {
    /// Takes out the first photo that is in the card itself: its bytes, and the card with an empty line in its place.
    ///
    /// [`with_photo`](Self::with_photo) puts it back. A line that is already empty in this way is left out. A line
    /// that cannot be made again from its photo stays as it is. None if the card has no photo, or its address alone.
    #[must_use]
    pub fn take_photo(&self) -> Option<(Vec<u8>, Self)> {
        let lines = self.lines().iter().enumerate();
        let mut photos = lines.filter(|(_, line)| line.is_named("PHOTO") && !is_emptied(line));
        let (at, photo) = photos.find_map(|(at, line)| Some((at, line.bytes()?)))?;
        let emptied = emptied(&self.lines()[at], &photo, self.version());
        let rest = self.with_lines(|other, line| match other == at {
            true => emptied.as_deref().unwrap_or(line.raw()),
            // Another empty line says nothing, and would be taken for this one.
            false if is_emptied(line) => b"",
            false => line.raw(),
        });
        Some((photo, rest))
    }

    /// Puts a photo where [`take_photo`](Self::take_photo) has taken one out, or else at the end of the card. Without
    /// a photo, the empty line goes.
    ///
    /// The photo that was taken out makes the same card again, byte for byte. In a card of another version, and where
    /// the card has the address of a photo, the line is written anew.
    #[must_use]
    pub fn with_photo(&self, photo: Option<CardPhoto<'_>>) -> Self {
        let place = |is_it: &dyn Fn(&Line) -> bool| {
            let mut lines = self.lines().iter();
            lines.position(|line| line.is_named("PHOTO") && is_it(line))
        };
        let emptied = place(&is_emptied);
        let Some(photo) = photo else {
            return emptied.map_or_else(|| self.clone(), |at| self.with_line(at, b""));
        };
        if let Some(at) = emptied {
            let line = &self.lines()[at];
            let filled = photo.is_unchanged.then(|| self.filled(line, photo.bytes));
            let line = filled.flatten().unwrap_or_else(|| self.anew(line, photo));
            return self.with_line(at, &line);
        }
        if place(&|line| line.bytes().as_deref() == Some(photo.bytes)).is_some() {
            return self.clone();
        }
        let line = self.print(&Draft::new("PHOTO", Content::Text(String::new())), photo);
        match place(&|line| line.bytes().is_none()) {
            Some(at) => self.with_line(at, &line),
            None => {
                // In front of other photos: a reader takes the first one.
                let at = place(&|_| true).unwrap_or_else(|| self.end());
                let next = self.lines().get(at).map_or(&b""[..], Line::raw);
                self.with_line(at, &[&line, next].concat())
            }
        }
    }

    /// The line of the photo as it was, if the card is still of its version.
    fn filled(&self, emptied: &Line, photo: &[u8]) -> Option<Vec<u8>> {
        let (version, fold) = Fold::of_emptied(emptied)?;
        if version != self.version() {
            return None;
        }
        let raw = std::str::from_utf8(emptied.raw()).ok()?;
        let end = end_of(raw);
        let head = raw.strip_suffix(end)?;
        let from = head.find(&format!(";{FOLD}="))?;
        let length = head.get(from + 1..)?.find([';', ':'])?;
        let head = format!("{}{}", head.get(..from)?, head.get(from + 1 + length..)?);
        Some(fold.line(&head, &STANDARD.encode(photo), end).into_bytes())
    }

    /// A line for a photo in the place of another line.
    fn anew(&self, before: &Line, photo: CardPhoto<'_>) -> Vec<u8> {
        let mut draft = Draft::new(before.name(), Content::Text(String::new()));
        draft.group = before.group().map(str::to_owned);
        if photo.is_unchanged {
            let kept = before.params().iter();
            let kept = kept.filter(|param| !OF_VALUE.iter().any(|name| param.is_named(name)));
            draft.params.extend(kept.cloned());
        }
        self.print(&draft, photo)
    }

    fn print(&self, draft: &Draft, photo: CardPhoto<'_>) -> Vec<u8> {
        let mut draft = draft.clone();
        let CardPhoto {
            media_type, bytes, ..
        } = photo;
        let end = self.lines().first().map_or("\r\n", |line| {
            std::str::from_utf8(line.raw()).map_or("\r\n", end_of)
        });
        match self.version() {
            Version::V4 => {
                let data = STANDARD.encode(bytes);
                draft.value = Content::Uri(format!("data:{media_type};base64,{data}"));
            }
            Version::V2_1 | Version::V3 => {
                let (_, kind) = media_type.split_once('/').unwrap_or(("", media_type));
                draft.types.push(kind.to_ascii_uppercase());
                draft.value = Content::Bytes(bytes.to_vec());
            }
        }
        draft.print(self.version(), end)
    }

    fn end(&self) -> usize {
        let mut lines = self.lines().iter();
        let end = lines.rposition(|line| line.is_named("END"));
        end.unwrap_or(self.lines().len())
    }

    /// The card with other bytes in the place of a line.
    fn with_line(&self, at: usize, raw: &[u8]) -> Self {
        self.with_lines(|other, line| if other == at { raw } else { line.raw() })
    }

    fn with_lines<'l>(&'l self, raw: impl Fn(usize, &'l Line) -> &'l [u8]) -> Self {
        let lines = self.lines().iter().enumerate();
        let lines = lines.map(|(at, line)| raw(at, line));
        let bytes = lines.collect::<Vec<_>>().concat();
        Self::parse(&bytes).unwrap_or_else(|_| self.clone())
    }
}

/// Whether the line is one whose photo was taken out. A line of another program may have a parameter of that name.
fn is_emptied(line: &Line) -> bool {
    let is_empty = || line.text().is_empty() || line.bytes().is_some_and(|bytes| bytes.is_empty());
    line.is_named("PHOTO") && Fold::of_emptied(line).is_some() && is_empty()
}

/// The line without its photo, if it can be put back.
fn emptied(line: &Line, photo: &[u8], version: Version) -> Option<Vec<u8>> {
    let last = match line.encoding() {
        ValueEncoding::Base64 => ':',
        ValueEncoding::Plain => ',',
        // An `=` at the end of the photo would take the next line along.
        ValueEncoding::QuotedPrintable => return None,
    };
    let raw = std::str::from_utf8(line.raw()).ok()?;
    let end = end_of(raw);
    let mut parts = raw.strip_suffix(end).unwrap_or(raw).split(end);
    if end.is_empty() {
        parts = raw.split("\r\n");
    }
    let parts: Vec<&str> = parts.collect();
    let whole: String = parts.iter().map(|part| part.trim_start()).collect();
    let data = STANDARD.encode(photo);
    let head = match whole.strip_suffix(&*data) {
        Some(head) => head,
        // Written in another way: the value begins behind the colon, or that of an address behind the comma.
        None => head_of(&whole).filter(|head| head.ends_with(last))?,
    };
    let fold = Fold::of(&parts);
    let fold = match fold.is_sound() && fold.line(head, &data, end) == raw {
        true => fold,
        false => Fold::USUAL,
    };
    let at = head.find([';', ':'])?;
    let (name, more) = head.split_at(at);
    let end = if end.is_empty() { "\r\n" } else { end };
    Some(format!("{name};{FOLD}={version}-{fold}{more}{end}").into_bytes())
}

fn head_of(whole: &str) -> Option<&str> {
    let mut quoted = false;
    let colon = whole.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    })?;
    let value = whole.get(colon + 1..)?;
    let is_address = value.get(..5)?.eq_ignore_ascii_case("data:");
    let comma = value.find(',').filter(|_| is_address);
    whole.get(..=comma.map_or(colon, |comma| colon + 1 + comma))
}

fn end_of(raw: &str) -> &'static str {
    match raw.as_bytes() {
        [.., b'\r', b'\n'] => "\r\n",
        [.., b'\n'] => "\n",
        [.., b'\r'] => "\r",
        _ => "",
    }
}

/// How a line is folded: how long its first part is, and the others, and how many blanks or tabs these begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fold {
    first: usize,
    next: usize,
    blanks: usize,
    is_tab: bool,
}

impl Fold {
    const USUAL: Self = Self {
        first: 75,
        next: 75,
        blanks: 1,
        is_tab: false,
    };

    /// The most blanks that a part begins with. Programs write one or two.
    const BLANKS: usize = 16;

    fn of(parts: &[&str]) -> Self {
        let [first, next, ..] = parts else {
            return Self {
                first: usize::MAX,
                ..Self::USUAL
            };
        };
        Self {
            first: first.len(),
            next: next.len(),
            blanks: next.len() - next.trim_start().len(),
            is_tab: next.starts_with('\t'),
        }
    }

    /// Whether a line that is folded so is not much longer than what it says.
    const fn is_sound(self) -> bool {
        self.blanks <= Self::BLANKS && self.next > self.blanks
    }

    /// How the photo was folded that was taken out of the line, and in which version.
    fn of_emptied(line: &Line) -> Option<(Version, Self)> {
        let (version, fold) = line.param(FOLD)?.split_once('-')?;
        let version = Version::ALL
            .iter()
            .find(|known| known.as_str() == version)?;
        Some((*version, Self::parse(fold)?))
    }

    /// What [`fmt`](std::fmt::Display) has written.
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('-');
        let first = match numbers.next()? {
            "" => usize::MAX,
            number => number.parse().ok()?,
        };
        let next = numbers.next()?.parse().ok()?;
        let blanks = numbers.next()?;
        let is_tab = blanks.ends_with('t');
        let blanks = blanks.trim_end_matches('t').parse().ok()?;
        let fold = Self {
            first,
            next,
            blanks,
            is_tab,
        };
        fold.is_sound().then_some(fold)
    }

    fn line(self, head: &str, data: &str, end: &str) -> String {
        let mut line = head.to_owned();
        let fits = self.first.saturating_sub(head.len()).min(data.len());
        let (first, mut rest) = data.split_at(fits);
        line.push_str(first);
        let blank = if self.is_tab { "\t" } else { " " };
        let width = self.next.saturating_sub(self.blanks).max(1);
        while !rest.is_empty() {
            let (part, more) = rest.split_at(width.min(rest.len()));
            line.push_str(if end.is_empty() { "\r\n" } else { end });
            line.push_str(&blank.repeat(self.blanks));
            line.push_str(part);
            rest = more;
        }
        line.push_str(end);
        line
    }
}

impl std::fmt::Display for Fold {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            first,
            next,
            blanks,
            is_tab,
        } = self;
        if *first < usize::MAX {
            write!(f, "{first}")?;
        }
        let tab = if *is_tab { "t" } else { "" };
        write!(f, "-{next}-{blanks}{tab}")
    }
}
