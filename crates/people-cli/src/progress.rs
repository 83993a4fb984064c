//! How far a command is, on standard error, if that is a terminal.
use indicatif::{ProgressBar, ProgressStyle};

pub(crate) fn bar(what: &'static str, all: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} {msg}, {eta} left");
    let bar = ProgressBar::new(all).with_message(what);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

pub(crate) fn show(bar: &ProgressBar, done: u64, all: u64) {
    bar.set_length(all);
    bar.set_position(done);
}
