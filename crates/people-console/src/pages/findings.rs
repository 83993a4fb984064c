//! What programs lost.
use askama::Template;
use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use serde_json::Value;

use super::{Page, Section, edit::Changed, encoded};
use crate::{
    answer::{Answer, page, see_other},
    console::Shared,
    person,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "findings.html")]
struct Findings {
    page: Page,
    findings: Vec<Finding>,
    /// How many further findings there are.
    more: usize,
}

struct Finding {
    id: String,
    grade: String,
    is_error: bool,
    account: String,
    test: String,
    resource: String,
    text: String,
    advice: String,
    requests: Vec<u64>,
    changes: Vec<Changed>,
}

/// Findings of a page.
const PAGE: usize = 100;

const ADDRESS: &str = "/emulator/v1/findings";

/// `GET /console/findings`.
pub(crate) async fn list(shared: &Shared, visit: &Visit) -> Answer {
    let address = match visit.query.filled("account") {
        Some(account) => format!("{ADDRESS}?account={}", encoded(account)),
        None => ADDRESS.to_owned(),
    };
    let found = shared
        .backend
        .control(Verb::GET, &address, Bytes::new())
        .await?;
    let all = found["findings"].as_array().cloned().unwrap_or_default();
    page(
        StatusCode::OK,
        &Findings {
            page: Page::new(shared, "Findings")
                .at(Section::Findings)
                .after(visit),
            findings: all.iter().rev().take(PAGE).map(Finding::of).collect(),
            more: all.len().saturating_sub(PAGE),
        },
    )
}

/// `POST /console/findings`: removes them.
pub(crate) async fn clear(shared: &Shared) -> Answer {
    shared
        .backend
        .control(Verb::DELETE, ADDRESS, Bytes::new())
        .await?;
    Ok(see_other("/console/findings?done=findings-removed"))
}

impl Finding {
    fn of(finding: &Value) -> Self {
        let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let shown = |value: &Value| (!value.is_null()).then(|| person::value_text(value));
        let requests = finding["requests"].as_array().into_iter().flatten();
        let values = finding["values"].as_array().into_iter().flatten();
        Self {
            id: text("id"),
            is_error: finding["grade"] == "error",
            grade: text("grade"),
            account: text("account"),
            test: text("test"),
            resource: text("resourceName"),
            text: text("text"),
            advice: text("advice"),
            requests: requests.filter_map(Value::as_u64).collect(),
            changes: values
                .map(|value| Changed {
                    path: value["path"].as_str().unwrap_or_default().to_owned(),
                    before: shown(&value["before"]),
                    after: shown(&value["after"]),
                })
                .collect(),
        }
    }
}
