//! The rules of the emulator: what calls meet besides the API.
use askama::Template;
use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use serde_json::Value;

use super::{Page, Section};
use crate::{
    answer::{Answer, page, see_other},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules {
    page: Page,
    rules: Vec<Rule>,
    /// What was put in, if it is wrong.
    text: String,
    problem: Option<String>,
}

struct Rule {
    id: u64,
    when: String,
    then: String,
    seen: u64,
    fired: u64,
    left: String,
    error: String,
}

const ADDRESS: &str = "/emulator/v1/rules";

/// A rule to begin with.
const EXAMPLE: &str = r#"{
  "match": {"account": "ada", "method": "people.people.updateContact"},
  "times": 1,
  "then": {"status": "UNAVAILABLE", "retryAfter": "2s"}
}"#;

/// Rules of a page.
const PAGE: usize = 200;

/// `GET /console/rules`.
pub(crate) async fn list(shared: &Shared, visit: &Visit) -> Answer {
    shown(shared, visit, EXAMPLE.to_owned(), None).await
}

/// `POST /console/rules`: adds a rule, or removes all.
pub(crate) async fn change(shared: &Shared, visit: &Visit) -> Answer {
    if visit.form.text("do") == "remove" {
        shared
            .backend
            .control(Verb::DELETE, ADDRESS, Bytes::new())
            .await?;
        return Ok(see_other("/console/rules?done=rules-removed"));
    }
    let text = visit.form.text("rule").to_owned();
    let added = shared
        .backend
        .control(Verb::POST, ADDRESS, text.clone().into());
    match added.await {
        Ok(_) => Ok(see_other("/console/rules?done=rule-added")),
        Err(status) => shown(shared, visit, text, Some(status.message)).await,
    }
}

async fn shown(shared: &Shared, visit: &Visit, text: String, problem: Option<String>) -> Answer {
    let listed = shared
        .backend
        .control(Verb::GET, ADDRESS, Bytes::new())
        .await?;
    let rules = listed["rules"].as_array().into_iter().flatten();
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    page(
        status,
        &Rules {
            page: Page::new(shared, "Rules").at(Section::Rules).after(visit),
            rules: rules.take(PAGE).map(Rule::of).collect(),
            text,
            problem,
        },
    )
}

impl Rule {
    fn of(rule: &Value) -> Self {
        let number = |name: &str| rule[name].as_u64().unwrap_or_default();
        Self {
            id: number("id"),
            when: match &rule["match"] {
                Value::Null => "every call".to_owned(),
                when => when.to_string(),
            },
            then: rule["then"].to_string(),
            seen: number("seen"),
            fired: number("fired"),
            left: match rule["left"].as_u64() {
                Some(left) => left.to_string(),
                None => "always".to_owned(),
            },
            error: rule["error"].as_str().unwrap_or_default().to_owned(),
        }
    }
}
