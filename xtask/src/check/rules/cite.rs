//! Rule ids as comments, strings and documents cite them.

use super::{super::tree::File, table::is_id};

/// One citation: an id, or a range such as `U8–U10`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Citation<'a> {
    pub(super) line: usize,
    first: &'a str,
    last: &'a str,
}

impl<'a> Citation<'a> {
    pub(super) fn covers(&self, id: &str) -> bool {
        let number = |id: &str| id[1..].parse::<u8>().ok();
        let range = number(self.first)..=number(self.last);
        self.first[..1] == id[..1] && range.contains(&number(id))
    }

    /// The ids as written: both ends of a range.
    pub(super) fn ends(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        [
            Some(self.first),
            (self.last != self.first).then_some(self.last),
        ]
        .into_iter()
        .flatten()
    }
}

/// Everything in the file that looks like the id of a rule and stands where prose may stand.
pub(super) fn citations(file: &File) -> Vec<Citation<'_>> {
    let Some(prose) = prose(file) else {
        return Vec::new();
    };
    let mut found: Vec<Citation<'_>> = Vec::new();
    for (line, text) in file.lines() {
        for part in prose(text) {
            let mut end = 0;
            for (at, id) in ids(part) {
                let between = part[end..at].trim_matches([' ', '`']);
                let range = matches!(between, "-" | "–" | "to" | "through");
                match found.last_mut() {
                    Some(last)
                        if range && end > 0 && last.line == line && last.first[..1] == id[..1] =>
                    {
                        last.last = id;
                    }
                    _ => found.push(Citation {
                        line,
                        first: id,
                        last: id,
                    }),
                }
                end = at + id.len();
            }
        }
    }
    found
}

/// The parts of a line where an id is a citation.
type Prose = fn(&str) -> Vec<&str>;

/// How to find them in this file; absent where ids mean something else.
fn prose(file: &File) -> Option<Prose> {
    let extension = file.path.rsplit('.').next();
    match extension {
        Some("rs") => Some(rust),
        Some("md" | "py") => Some(|line| vec![line]),
        _ => None,
    }
}

/// The comment at the end of a line, and the strings that are an id and nothing else.
fn rust(line: &str) -> Vec<&str> {
    let comment = line
        .match_indices("//")
        .map(|(at, _)| at)
        .find(|&at| !line[..at].ends_with(':'))
        .unwrap_or(line.len());
    let (code, comment) = line.split_at(comment);
    let strings = code
        .split('"')
        .skip(1)
        .step_by(2)
        .filter(|string| is_id(string));
    strings.chain([comment]).collect()
}

/// The ids in a text, and where they start. One that is part of something else is none: `U+0041`,
/// `B1.8`, `sha1-C2`, the end of a URL.
fn ids(text: &str) -> Vec<(usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || "_+#%\\$.:/-–".contains(c);
    let mut found = Vec::new();
    let mut start = 0;
    for token in text.split_inclusive(|c: char| !inside(c)) {
        let word = token.trim_end_matches(|c: char| !c.is_alphanumeric());
        let parts = word.split(['/', '-', '–']);
        if parts.clone().all(is_id) {
            let mut at = start;
            for part in parts {
                found.push((at, part));
                at += part.len();
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
        }
        start += token.len();
    }
    found
}
