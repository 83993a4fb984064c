//! From bytes to the cells of rows.

use csv::StringRecord;

use super::TableError;
use crate::{encoding::decode_text, error::Span};

pub(super) fn text_of(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => encoding
            .decode_without_bom_handling(&bytes[length..])
            .0
            .into_owned(),
        None => decode_text(bytes, None),
    }
}

/// What stands between the names of the columns most often.
pub(super) fn separator(text: &str) -> char {
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("");
    let count = |separator: char| first.matches(separator).count();
    let best = [',', ';', '\t']
        .into_iter()
        .rev()
        .max_by_key(|&separator| count(separator));
    best.unwrap_or(',')
}

/// The most columns of a row. Google's largest tables have about 150.
pub(super) const COLUMNS: usize = 2_000;

/// The cells of each row, and where it is; no rows after the first `most`.
pub(super) fn records(
    text: &str,
    separator: char,
    most: usize,
) -> Result<Vec<(StringRecord, Span)>, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator as u8)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while rows.len() < most {
        let start = reader.position().clone();
        let at = usize::try_from(start.byte()).unwrap_or(text.len());
        let is_read = reader
            .read_record(&mut record)
            .map_err(|error| TableError {
                span: Span::new(start.line() as usize, 1, at..text.len()),
                reason: error.to_string(),
            })?;
        if !is_read {
            return Ok(rows);
        }
        let begin = record.position().map_or(at, |position| {
            usize::try_from(position.byte()).unwrap_or(text.len())
        });
        let line = record
            .position()
            .map_or(1, |position| position.line() as usize);
        // The reader has not yet taken the second half of a line end.
        let is_behind = begin > 0 && text.as_bytes().get(begin - 1..=begin) == Some(b"\r\n");
        let (begin, line) = if is_behind {
            (begin + 1, line + 1)
        } else {
            (begin, line)
        };
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let span = Span::new(line, 1, begin..end);
        let raw = text.get(begin..end).unwrap_or_default();
        if raw.matches('"').count() % 2 == 1 && end >= text.len() {
            let reason = "a quoted cell that begins in this row does not end".to_owned();
            return Err(TableError { span, reason });
        }
        // Each row on its own: one of commas alone would be millions of cells.
        if record.len() > COLUMNS {
            let reason = format!("the row has more than {COLUMNS} columns");
            return Err(TableError { span, reason });
        }
        // A row of empty cells says nothing. The row of names is the first one, even if it is empty.
        if !rows.is_empty() && record.iter().all(str::is_empty) {
            continue;
        }
        // A clone would have the room of the largest row so far.
        rows.push((record.iter().collect(), span));
    }
    Ok(rows)
}
