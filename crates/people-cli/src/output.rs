//! What a command prints. If the reader closes the output early, the command still does the rest of its work,
//! and its exit status is the same.
use std::{
    fmt,
    io::{self, ErrorKind, Write},
};

/// Prints a line on standard output.
///
/// # Errors
///
/// When it cannot be written, as on a full disk. A reader that has closed the output, as `head` does, has
/// read enough: that is no error.
pub(crate) fn line(text: impl fmt::Display) -> io::Result<()> {
    bytes(format!("{text}\n").as_bytes())
}

/// The same with colour, where that is wanted.
pub(crate) fn coloured(text: impl fmt::Display) -> io::Result<()> {
    unless_closed(writeln!(anstream::stdout(), "{text}"))
}

/// Prints on standard output as it stands.
pub(crate) fn bytes(text: &[u8]) -> io::Result<()> {
    unless_closed(taken(text))
}

/// Prints a line on standard output that must arrive, since it is shown only once.
pub(crate) fn secret(text: impl fmt::Display) -> io::Result<()> {
    taken(format!("{text}\n").as_bytes())
}

/// Prints a line on standard error. If that cannot be written, there is no place left to report it.
pub(crate) fn note(text: impl fmt::Display) {
    let line = format!("{text}\n");
    io::stderr().write_all(line.as_bytes()).ok();
}

/// The same with colour, where that is wanted.
pub(crate) fn coloured_note(text: impl fmt::Display) {
    writeln!(anstream::stderr(), "{text}").ok();
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
