//! The requests of the journal, live.
use askama::Template;
use http::StatusCode;
use people_emulator::Selection;
use people_http::{ErrorBody, violation_of};
use people_model::Method;
use people_rules::Violation;
use serde_json::{Value, json};

use super::{Page, Section, encoded};
use crate::{
    answer::{Answer, page},
    console::Shared,
    visit::Visit,
};

/// Requests of a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "requests.html")]
struct Requests {
    page: Page,
    lines: Vec<Line>,
    account: String,
    method: String,
    status: String,
    test: String,
    methods: Vec<&'static str>,
    /// Whether the newest requests are shown, so that newer ones join them.
    is_live: bool,
    is_filtered: bool,
    next: Option<String>,
    problem: Option<String>,
}

/// `GET /console/requests`.
pub(crate) fn list(shared: &Shared, visit: &Visit) -> Answer {
    let query = &visit.query;
    let filled = |name: &str| query.filled(name).map(str::to_owned);
    let mut selection = Selection::default();
    selection.account = filled("account");
    selection.method = filled("method");
    selection.status = filled("status");
    selection.test = filled("test");
    let is_filtered = selection != Selection::default();
    selection.before = filled("before").and_then(|before| before.parse().ok());
    let is_live = selection.before.is_none();
    let (found, problem) = match shared.backend.recent(&selection, PAGE + 1) {
        Ok(found) => (found, None),
        Err(status) => (Vec::new(), Some(status.message)),
    };
    let mut lines: Vec<Line> = found.iter().map(Line::of).collect();
    let next = (lines.len() > PAGE).then(|| {
        lines.truncate(PAGE);
        let last = lines.last().map_or(0, |line| line.number);
        let filters =
            ["account", "method", "status", "test"].map(|name| match query.filled(name) {
                Some(value) => format!("{name}={}&", encoded(value)),
                None => String::new(),
            });
        format!("/console/requests?{}before={last}", filters.concat())
    });
    page(
        StatusCode::OK,
        &Requests {
            page: Page::new(shared, "Requests")
                .at(Section::Requests)
                .after(visit),
            lines,
            account: query.text("account").to_owned(),
            method: query.text("method").to_owned(),
            status: query.text("status").to_owned(),
            test: query.text("test").to_owned(),
            methods: Method::ALL.into_iter().map(Method::id).collect(),
            is_live,
            is_filtered,
            next,
            problem,
        },
    )
}

/// A request, in a line.
pub(crate) struct Line {
    pub(crate) number: u64,
    pub(crate) verb: String,
    pub(crate) address: String,
    pub(crate) account: String,
    pub(crate) test: String,
    pub(crate) status: u64,
    pub(crate) is_bad: bool,
    /// What the API said against it.
    pub(crate) error: String,
    /// The rule that it broke.
    pub(crate) rule: Option<Rule>,
    /// What an emulator's rule did to it.
    pub(crate) fired: Vec<String>,
    /// Whether another program had changed the values that it wanted to change.
    pub(crate) is_stale: bool,
    pub(crate) time: String,
    pub(crate) took: String,
}

/// A rule of the semantics, and where it is explained.
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) meaning: String,
}

impl Line {
    /// What the journal says of a request.
    pub(crate) fn of(entry: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let status = entry["response"]["status"].as_u64().unwrap_or_default();
        let violation = violation(&entry["error"]);
        let fired = entry["fired"].as_array().into_iter().flatten();
        let fired = fired.map(|fired| match fired["rule"].as_u64() {
            Some(rule) => format!("rule {rule}"),
            None => "asked for".to_owned(),
        });
        let sent = entry["sent"].as_str().map(str::to_owned);
        Self {
            number: entry["number"].as_u64().unwrap_or_default(),
            verb: text(&entry["request"]["method"]),
            address: text(&entry["request"]["url"]),
            account: text(&entry["account"]),
            test: text(&entry["test"]),
            status,
            is_bad: status >= 400,
            error: text(&entry["error"]["message"]),
            is_stale: matches!(violation, Some(Violation::StaleEtag { .. }))
                && entry["method"] == Method::UpdateContact.id(),
            rule: violation.map(|violation| Rule::of(violation.rule())),
            fired: fired.chain(sent).collect(),
            time: text(&entry["time"]),
            took: took(entry["micros"].as_u64().unwrap_or_default()),
        }
    }
}

impl Rule {
    pub(crate) fn of(id: &'static str) -> Self {
        Self {
            id,
            meaning: format!("/console/rule/{id}"),
        }
    }
}

/// The rule that the text of an error is about.
fn violation(error: &Value) -> Option<Violation> {
    let body = json!({"error": error}).to_string();
    violation_of(ErrorBody::decode(StatusCode::BAD_REQUEST, body.as_bytes()).status())
}

fn took(micros: u64) -> String {
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        _ => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}
