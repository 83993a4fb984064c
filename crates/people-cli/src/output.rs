//! What a command prints. If the reader closes the output early, the command still does the rest of its work,
//! and its exit status is the same.
//!
//! Everyone can write the texts of contacts and groups. What a terminal acts on, what turns the direction of a text and
//! what has no look are printed as JSON escapes them: `\u202e`. A program that reads JSON gets the same text.
use std::{
    borrow::Cow,
    fmt,
    io::{self, ErrorKind, Write},
};

/// Prints a line on standard output.
///
/// # Errors
///
/// When it cannot be written, as on a full disk. A reader that has closed the output, as `head` does, has read enough:
/// that is not an error.
pub(crate) fn line(text: impl fmt::Display) -> io::Result<()> {
    let text = text.to_string();
    bytes(format!("{}\n", lines(&text)).as_bytes())
}

/// The same with colour, where that is wanted. What the text quotes has to be [`plain`] before.
pub(crate) fn coloured(text: impl fmt::Display) -> io::Result<()> {
    unless_closed(writeln!(anstream::stdout(), "{text}"))
}

/// Prints to standard output, unchanged.
pub(crate) fn bytes(text: &[u8]) -> io::Result<()> {
    unless_closed(taken(text))
}

/// Prints a line on standard output that must arrive, since it is shown only once.
pub(crate) fn secret(text: impl fmt::Display) -> io::Result<()> {
    taken(format!("{text}\n").as_bytes())
}

/// Prints a line on standard error. If that cannot be written, there is no place left to report it.
pub(crate) fn note(text: impl fmt::Display) {
    let text = text.to_string();
    let line = format!("{}\n", lines(&text));
    io::stderr().write_all(line.as_bytes()).ok();
}

/// The same with colour, where that is wanted. What the text quotes has to be [`plain`] before.
pub(crate) fn coloured_note(text: impl fmt::Display) {
    writeln!(anstream::stderr(), "{text}").ok();
}

/// A text on one line, with all characters visible.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    escaped(text, is_unseen)
}

/// The same on the lines that it has.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |letter| {
        !matches!(letter, '\n' | '\t') && is_unseen(letter)
    })
}

fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_escaped) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 5);
    for letter in text.chars() {
        match is_escaped(letter) {
            // All of them have four digits.
            true => escaped.push_str(&format!("\\u{:04x}", u32::from(letter))),
            false => escaped.push(letter),
        }
    }
    Cow::Owned(escaped)
}

/// Whether a terminal acts on a character, or shows nothing of it. The two joiners are no such characters:
/// scripts and emoji need them.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

fn taken(text: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()
}

fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    written.or_else(|error| match error.kind() {
        ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })
}
