//! Colour on a terminal.
//!
//! Written through [`anstream`], which leaves it out where the output is no terminal, and where
//! `NO_COLOR` is set.
use std::io;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// A headline, or the one thing to look at.
pub(crate) const STRONG: Style = Style::new().bold();
/// A label beside a value.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// What is sent, and what can be typed.
pub(crate) const SENT: Style = AnsiColor::Cyan.on_default();
/// What succeeded.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// What was refused, and what needs care.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();

/// Whether colour goes to standard error, for a writer that decides by itself otherwise.
pub(crate) fn is_on_stderr() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}
