//! A body of `multipart/mixed` in its parts (RFC 2046, 5.1), as strict as has to be and as lenient as can be.
use std::ops::Range;

use memchr::memmem;

use crate::front::invalid_batch::{InvalidBatch, MAX_PARTS};

/// The boundary that a content type names.
pub(super) fn boundary(content_type: &[u8]) -> Result<String, InvalidBatch> {
    let text = str::from_utf8(content_type).map_err(|_| InvalidBatch::ContentType)?;
    let (kind, parameters) = text.split_once(';').ok_or(InvalidBatch::ContentType)?;
    if !kind.trim().eq_ignore_ascii_case("multipart/mixed") {
        return Err(InvalidBatch::ContentType);
    }
    let mut rest = parameters;
    while let Some((name, after)) = rest.split_once('=') {
        let (value, after) = value(after.trim_start())?;
        if name.trim().eq_ignore_ascii_case("boundary") {
            return match is_boundary(&value) {
                true => Ok(value),
                false => Err(InvalidBatch::Boundary),
            };
        }
        rest = after;
    }
    Err(InvalidBatch::ContentType)
}

/// A parameter's value, quoted or not, and what follows its semicolon.
///
/// Without quotes it may have signs that a token may not: clients write a boundary that way.
fn value(text: &str) -> Result<(String, &str), InvalidBatch> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return Ok((value.trim_end().to_owned(), rest));
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => {
                let rest = &quoted[at + 1..];
                return Ok((value, rest.split_once(';').map_or("", |(_, rest)| rest)));
            }
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            letter => value.push(letter),
        }
    }
    Err(InvalidBatch::ContentType)
}

fn is_boundary(text: &str) -> bool {
    let is_allowed =
        |letter: u8| letter.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(&letter);
    (1..=70).contains(&text.len()) && text.bytes().all(is_allowed) && !text.ends_with(' ')
}

/// Where the parts of a body are, without the lines between them.
///
/// Lines end with or without a carriage return; the line break before a delimiter belongs to the delimiter.
pub(super) fn split(body: &[u8], boundary: &str) -> Result<Vec<Range<usize>>, InvalidBatch> {
    let mut parts = Vec::new();
    let mut open = None;
    for delimiter in delimiters(body, boundary) {
        if let Some(begun) = open.take() {
            if parts.len() == MAX_PARTS {
                return Err(InvalidBatch::TooMany);
            }
            parts.push(begun..without_break(body, begun, delimiter.line.start));
        }
        match delimiter.kind {
            Kind::Next => open = Some(delimiter.line.end),
            Kind::Last if parts.is_empty() => break,
            Kind::Last => return Ok(parts), // an epilogue means nothing
        }
    }
    let boundary = boundary.to_owned();
    match open {
        Some(_) => Err(InvalidBatch::Open { boundary }),
        None => Err(InvalidBatch::Empty { boundary }),
    }
}

/// A line between two parts, or after the last one.
struct Delimiter {
    /// With its end.
    line: Range<usize>,
    kind: Kind,
}

enum Kind {
    Next,
    Last,
}

/// The delimiters of a body, in order. Each byte is looked at a few times at most.
fn delimiters(body: &[u8], boundary: &str) -> impl Iterator<Item = Delimiter> {
    let dashes = format!("--{boundary}");
    // A boundary has no line break, so that no match hides one that begins a line.
    let found = memmem::find_iter(body, &dashes).collect::<Vec<_>>();
    found.into_iter().filter_map(move |start| {
        let begins_line = start == 0 || body[start - 1] == b'\n';
        let rest = &body[start + dashes.len()..];
        let (rest, kind) = match rest.strip_prefix(b"--") {
            Some(rest) => (rest, Kind::Last),
            None => (rest, Kind::Next),
        };
        // Nothing but blanks may follow.
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        let blanks = rest.iter().position(|byte| !is_blank(byte));
        let left = match blanks {
            None => 0,
            Some(blanks) if rest[blanks] == b'\n' => rest.len() - blanks - 1,
            Some(_) => return None,
        };
        begins_line.then_some(Delimiter {
            line: start..body.len() - left,
            kind,
        })
    })
}

/// The end of a part before the delimiter at `at`.
fn without_break(body: &[u8], begun: usize, at: usize) -> usize {
    let part = &body[begun..at];
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    begun + part.strip_suffix(b"\r").unwrap_or(part).len()
}
