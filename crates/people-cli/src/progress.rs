//! How far a command is, on standard error, if that is a terminal.
use indicatif::{ProgressBar, ProgressStyle};
use people_http::{Error, Paged, Pages};

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

/// Reads all pages of a list.
pub(crate) async fn reading<R: Paged>(
    what: &'static str,
    pages: &mut Pages<R>,
) -> Result<Vec<R::Item>, Error> {
    let spinner = ProgressBar::no_length().with_message(what);
    let style = ProgressStyle::with_template("{human_pos} {msg} read");
    let spinner = match style {
        Ok(style) => spinner.with_style(style),
        Err(_) => spinner,
    };
    let mut all = Vec::new();
    while let Some(page) = pages.next_page().await? {
        all.extend(page);
        spinner.set_position(all.len() as u64);
    }
    spinner.finish_and_clear();
    Ok(all)
}
