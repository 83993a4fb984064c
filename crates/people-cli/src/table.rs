//! Rows under a heading, each column as wide as its widest cell.
use unicode_width::UnicodeWidthStr;

use crate::{Outcome, output, style::STRONG};

pub(crate) struct Table<const COLUMNS: usize> {
    heading: [&'static str; COLUMNS],
    rows: Vec<[String; COLUMNS]>,
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    pub(crate) fn new(heading: [&'static str; COLUMNS]) -> Self {
        Self {
            heading,
            rows: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, cells: [&str; COLUMNS]) {
        self.rows.push(cells.map(cell));
    }

    /// Prints the table, or `empty` on standard error if it has no rows.
    pub(crate) fn print(&self, empty: &str) -> Outcome {
        if self.rows.is_empty() {
            output::note(empty);
            return Ok(());
        }
        let widths: [usize; COLUMNS] = std::array::from_fn(|column| {
            let cells = self.rows.iter().map(|row| row[column].width());
            let widest = cells.max().unwrap_or_default();
            widest.max(self.heading[column].width())
        });
        let heading = line(widths, self.heading);
        output::coloured(format_args!("{STRONG}{heading}{STRONG:#}"))?;
        for row in &self.rows {
            output::line(line(widths, row.each_ref().map(String::as_str)))?;
        }
        Ok(())
    }
}

/// The most that a cell shows, in columns of the terminal.
const WIDEST: usize = 40;

/// A text on one line, with all characters visible.
pub(crate) fn cell(text: &str) -> String {
    let text = text.lines().collect::<Vec<_>>().join(", ");
    let text = output::plain(&text).into_owned();
    if text.width() <= WIDEST {
        return text;
    }
    let mut short = String::new();
    for letter in text.chars() {
        if short.width() + letter.to_string().width() >= WIDEST {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

fn line<const COLUMNS: usize>(widths: [usize; COLUMNS], cells: [&str; COLUMNS]) -> String {
    let mut line = String::new();
    for (width, cell) in widths.into_iter().zip(cells) {
        line.push_str(cell);
        let blanks = width.saturating_sub(cell.width()) + 2;
        line.extend(std::iter::repeat_n(' ', blanks));
    }
    line.truncate(line.trim_end().len());
    line
}
