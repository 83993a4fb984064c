//! What is not JSON, or not an object.

use std::fmt;

use serde::de::IgnoredAny;
use serde_json::error::Category;

/// Bytes that are not one JSON object, as leniently as [`decode`](crate::decode) reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    kind: SyntaxErrorKind,
    summary: &'static str,
    excerpt: String,
    line: usize,
    column: usize,
    offset: usize,
}

/// How bytes fail to be a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// They are not JSON, or more than one JSON text.
    Malformed,
    /// They nest deeper than 128 levels.
    TooDeep,
    /// They are JSON, but not an object.
    NotAnObject,
}

impl SyntaxError {
    pub(crate) fn new(text: &str, error: &serde_json::Error) -> Self {
        let described = error.to_string();
        let starts = |prefix: &str| described.starts_with(prefix);
        let (kind, summary) = if starts("recursion limit exceeded") {
            (SyntaxErrorKind::TooDeep, "Message too deep.")
        } else if starts("expected `,` or `}`") {
            (
                SyntaxErrorKind::Malformed,
                "Expected , or } after key:value pair.",
            )
        } else if starts("expected `,` or `]`") {
            (
                SyntaxErrorKind::Malformed,
                "Expected , or ] after array value.",
            )
        } else if starts("expected `:`") {
            (
                SyntaxErrorKind::Malformed,
                "Expected : between key:value pair.",
            )
        } else if error.classify() == Category::Eof {
            (SyntaxErrorKind::Malformed, "Unexpected end of string.")
        } else {
            (SyntaxErrorKind::Malformed, "Unexpected token.")
        };
        let lines_before = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let line_start: usize = lines_before.map(str::len).sum();
        let offset = line_start + error.column().saturating_sub(1);
        Self {
            kind,
            summary,
            excerpt: excerpt(text, offset),
            line: error.line(),
            column: error.column(),
            offset: offset.min(text.len()),
        }
    }

    /// The same error where it is in the text that was rewritten.
    pub(crate) fn moved_to(self, text: &str, offset: usize) -> Self {
        if self.kind == SyntaxErrorKind::NotAnObject {
            return self;
        }
        let before = &text.as_bytes()[..offset];
        let line_start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        Self {
            excerpt: excerpt(text, offset),
            line: before.iter().filter(|&&byte| byte == b'\n').count() + 1,
            column: offset - line_start + 1,
            offset,
            ..self
        }
    }

    /// For a text that does not start with `{`.
    pub(super) fn without_object(text: &str) -> Self {
        match serde_json::from_str::<IgnoredAny>(text) {
            Err(error) => Self::new(text, &error),
            Ok(IgnoredAny) => Self {
                kind: SyntaxErrorKind::NotAnObject,
                summary: "Unknown name \"\": Root element must be a message.",
                excerpt: String::new(),
                line: 1,
                column: 1,
                offset: 0,
            },
        }
    }

    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> SyntaxErrorKind {
        self.kind
    }

    /// What the API's front end says about it: a sentence, then the text around the
    /// error and a caret below it.
    #[must_use]
    pub fn message(&self) -> String {
        format!("{}{}", self.summary, self.excerpt)
    }

    /// The line of the error, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The byte of the error in its line, from 1; 0 when the text is empty.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// The byte of the error, from 0.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            SyntaxErrorKind::Malformed => "malformed JSON",
            SyntaxErrorKind::TooDeep => "JSON nested deeper than 128 levels",
            SyntaxErrorKind::NotAnObject => {
                return formatter.write_str("JSON that is not an object");
            }
        };
        write!(
            formatter,
            "{what} at line {} column {}",
            self.line, self.column
        )
    }
}

impl std::error::Error for SyntaxError {}

/// Up to 20 characters on either side of `offset` in one line, and below them a caret.
fn excerpt(text: &str, offset: usize) -> String {
    const REACH: usize = 20;
    let mut middle = offset.min(text.len());
    while !text.is_char_boundary(middle) {
        middle -= 1;
    }
    let (before, after) = text.split_at(middle);
    let start = before
        .char_indices()
        .rev()
        .take(REACH)
        .last()
        .map_or(middle, |(at, _)| at);
    let before = &before[start..];
    let visible = |letter: char| if letter.is_control() { ' ' } else { letter };
    let shown: String = before
        .chars()
        .chain(after.chars().take(REACH))
        .map(visible)
        .collect();
    format!("\n{shown}\n{:>1$}", '^', before.chars().count() + 1)
}
