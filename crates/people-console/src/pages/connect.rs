//! How to point programs at this server.
use askama::Template;
use http::StatusCode;

use super::{Page, Section};
use crate::{
    answer::{Answer, page},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "connect.html")]
struct Connect {
    page: Page,
    programs: Programs,
}

/// The first lines of a program, in each language.
pub(crate) struct Programs {
    pub(crate) each: Vec<Program>,
}

pub(crate) struct Program {
    pub(crate) language: &'static str,
    pub(crate) code: String,
}

impl Programs {
    /// Those that reach the server at `base` as `account`.
    pub(crate) fn of(base: &str, account: &str) -> Self {
        let program = |(language, code): &(&'static str, &str)| Program {
            language,
            code: code.replace("{base}", base).replace("{account}", account),
        };
        Self {
            each: LANGUAGES.iter().map(program).collect(),
        }
    }
}

/// Each language, and the first lines of a program in it. The documentation of the emulator has the same.
const LANGUAGES: &[(&str, &str)] = &[
    ("curl", include_str!("../../assets/connect/curl.txt")),
    ("Python", include_str!("../../assets/connect/python.txt")),
    ("Node", include_str!("../../assets/connect/node.txt")),
    ("Go", include_str!("../../assets/connect/go.txt")),
    ("Rust", include_str!("../../assets/connect/rust.txt")),
];

/// `GET /console/connect`.
pub(crate) fn show(shared: &Shared, visit: &Visit) -> Answer {
    let account = visit.query.filled("account").unwrap_or("ada");
    page(
        StatusCode::OK,
        &Connect {
            page: Page::new(shared, "Connect a program").at(Section::Connect),
            programs: Programs::of(&visit.base, account),
        },
    )
}
