//! The rules of the emulator: what calls meet besides the API.
use askama::Template;
use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use serde_json::{Value, json};

use super::{
    Page, Section, encoded,
    rule_form::{self, KINDS, RuleForm},
};
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules {
    page: Page,
    rules: Vec<Rule>,
    /// How many rules there are.
    all: usize,
    form: RuleForm,
    /// Whether the place of a rule as JSON is open: when that rule is refused.
    is_json_open: bool,
    /// What is wrong with the form.
    problem: Option<String>,
}

struct Rule {
    id: u64,
    is_on: bool,
    /// What it names, and the value.
    calls: Vec<(&'static str, String)>,
    what: String,
    seen: u64,
    fired: u64,
    left: String,
    error: String,
}

const ADDRESS: &str = "/emulator/v1/rules";

/// Rules of a page.
const PAGE: usize = 200;

/// `GET /console/rules`.
pub(crate) async fn list(shared: &Shared, visit: &Visit) -> Answer {
    shown(shared, visit, RuleForm::new(), None).await
}

/// `POST /console/rules`: adds a rule, turns one on or off, removes one or all.
pub(crate) async fn change(shared: &Shared, visit: &Visit) -> Answer {
    let of_one = |id: &str| format!("{ADDRESS}/{}", encoded(id));
    let enabled = |enabled: bool| json!({"enabled": enabled}).to_string();
    let (action, id) = match visit.form.text("do").split_once(':') {
        Some((action, id)) => (action, id),
        None => (visit.form.text("do"), ""),
    };
    let (verb, address, body, done) = match action {
        "remove-all" => (
            Verb::DELETE,
            ADDRESS.to_owned(),
            String::new(),
            "rules-removed",
        ),
        "remove" => (Verb::DELETE, of_one(id), String::new(), "rule-removed"),
        "on" => (Verb::PATCH, of_one(id), enabled(true), "rule-on"),
        "off" => (Verb::PATCH, of_one(id), enabled(false), "rule-off"),
        "add" => {
            let rule = RuleForm::sent(&visit.form).rule().to_string();
            (Verb::POST, ADDRESS.to_owned(), rule, "rule-added")
        }
        "add-json" => {
            let rule = visit.form.text("rule").to_owned();
            (Verb::POST, ADDRESS.to_owned(), rule, "rule-added")
        }
        _ => return Err(Refused::invalid("This form says nothing that can be done.")),
    };
    let changed = shared.backend.control(verb, &address, body.into()).await;
    match changed {
        Ok(_) => Ok(see_other(&format!("/console/rules?done={done}"))),
        Err(status) if action.starts_with("add") => {
            let form = RuleForm::sent(&visit.form);
            shown(shared, visit, form, Some(status.message)).await
        }
        Err(status) => Err(status.into()),
    }
}

async fn shown(shared: &Shared, visit: &Visit, form: RuleForm, problem: Option<String>) -> Answer {
    let listed = shared
        .backend
        .control(Verb::GET, ADDRESS, Bytes::new())
        .await?;
    let rules = listed["rules"].as_array().map_or(&[][..], Vec::as_slice);
    let status = match problem {
        None => StatusCode::OK,
        Some(_) => StatusCode::BAD_REQUEST,
    };
    page(
        status,
        &Rules {
            page: Page::new(shared, "Rules").at(Section::Rules).after(visit),
            rules: rules.iter().take(PAGE).map(Rule::of).collect(),
            all: rules.len(),
            is_json_open: problem.is_some() && visit.form.text("do") == "add-json",
            form,
            problem,
        },
    )
}

impl Rule {
    fn of(rule: &Value) -> Self {
        let number = |name: &str| rule[name].as_u64().unwrap_or_default();
        Self {
            id: number("id"),
            is_on: rule["enabled"] == true,
            calls: rule_form::calls(rule),
            what: rule_form::what(rule),
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
