//! The state of one account: what it has, its clock, its saved states.
use askama::Template;
use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use people_store::Account;
use serde_json::{Value, json};

use super::{Page, Section, Whose, count, encoded};
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "state.html")]
struct State {
    page: Page,
    now: String,
    is_frozen: bool,
    saves: Vec<Save>,
    /// What was not done, and why.
    problem: Option<String>,
}

struct Save {
    name: String,
    rows: String,
    size: String,
}

/// `GET /console/@ada/state`.
pub(crate) async fn show(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    shown(shared, visit, account, StatusCode::OK, None).await
}

/// `POST /console/@ada/state`.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    match perform(shared, visit, account).await {
        Ok(done) => {
            let path = Whose::new(account.as_str()).path;
            Ok(see_other(&format!("{path}/state?done={done}")))
        }
        Err(refused) => {
            let why = Some(refused.text().to_owned());
            shown(shared, visit, account, StatusCode::BAD_REQUEST, why).await
        }
    }
}

async fn perform(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
) -> Result<&'static str, Refused> {
    let form = &visit.form;
    let own = own(account);
    let name = json!({"name": form.text("name").trim()});
    let (verb, address, body, done) = match form.text("do") {
        "reset" => (Verb::POST, format!("{own}:reset"), None, "reset"),
        "remove" => (Verb::DELETE, own, None, "removed"),
        "save" => (Verb::POST, format!("{own}:save"), Some(name), "saved"),
        "restore" => (Verb::POST, format!("{own}:restore"), Some(name), "restored"),
        "forget" => {
            let save = encoded(form.text("name"));
            (
                Verb::DELETE,
                format!("{own}/saves/{save}"),
                None,
                "forgotten",
            )
        }
        "advance" => {
            let by = json!({"advance": form.text("advance").trim()});
            (Verb::PUT, format!("{own}/clock"), Some(by), "clock")
        }
        "set" => {
            let time = json!({"time": form.text("time").trim()});
            (Verb::PUT, format!("{own}/clock"), Some(time), "clock")
        }
        "freeze" | "go-on" => {
            let freeze = json!({"freeze": form.text("do") == "freeze"});
            (Verb::PUT, format!("{own}/clock"), Some(freeze), "clock")
        }
        "clock-reset" => (Verb::DELETE, format!("{own}/clock"), None, "clock"),
        _ => return Err(Refused::invalid("This form says nothing that can be done.")),
    };
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    shared.backend.control(verb, &address, body.into()).await?;
    Ok(done)
}

async fn shown(
    shared: &Shared,
    visit: &Visit,
    account: &Account,
    status: StatusCode,
    problem: Option<String>,
) -> Answer {
    let read = async |address: String| {
        let read = shared.backend.control(Verb::GET, &address, Bytes::new());
        read.await
    };
    let clock = read(format!("{}/clock", own(account))).await?;
    let saves = read(format!("{}/saves", own(account))).await?;
    let save = |save: &Value| Save {
        name: save["name"].as_str().unwrap_or_default().to_owned(),
        rows: count(save["rows"].as_u64().unwrap_or_default(), "row", "rows"),
        size: size(save["bytes"].as_u64().unwrap_or_default()),
    };
    page(
        status,
        &State {
            page: Page::new(shared, format!("State of {account}"))
                .at(Section::State)
                .of(account.as_str())
                .after(visit),
            now: clock["now"].as_str().unwrap_or_default().to_owned(),
            is_frozen: clock["frozen"] == true,
            saves: saves["saves"]
                .as_array()
                .into_iter()
                .flatten()
                .map(save)
                .collect(),
            problem,
        },
    )
}

/// The address of an account under `/emulator/v1/`.
pub(crate) fn own(account: &Account) -> String {
    format!("/emulator/v1/accounts/{}", encoded(account.as_str()))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{} KiB", bytes.div_ceil(1_024)),
        _ => format!("{} MiB", bytes.div_ceil(1_048_576)),
    }
}
