//! The accounts that there are, with what each has.
use askama::Template;
use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, connect::Programs, encoded};
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::Shared,
    demo,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "accounts.html")]
struct Accounts {
    page: Page,
    accounts: Vec<Row>,
    domains: Vec<Domain>,
    /// Where the next page is.
    next: Option<String>,
    programs: Programs,
}

struct Row {
    whose: Whose,
    contacts: u64,
    groups: u64,
    others: u64,
    photos: u64,
    has_profile: bool,
}

struct Domain {
    name: String,
    people: u64,
}

/// `GET /console`.
pub(crate) async fn list(shared: &Shared, visit: &Visit) -> Answer {
    let address = match visit.query.filled("page") {
        Some(token) => format!("/emulator/v1/accounts?pageToken={}", encoded(token)),
        None => "/emulator/v1/accounts".to_owned(),
    };
    let listed = shared
        .backend
        .control(Verb::GET, &address, Bytes::new())
        .await?;
    let number = |value: &Value, name: &str| value[name].as_u64().unwrap_or_default();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let each = |name: &str| listed[name].as_array().cloned().unwrap_or_default();
    let accounts = each("accounts").into_iter().map(|it| Row {
        whose: Whose::new(&text(&it, "name")),
        contacts: number(&it, "contacts"),
        groups: number(&it, "groups"),
        others: number(&it, "otherContacts"),
        photos: number(&it, "photos"),
        has_profile: it["hasProfile"] == true,
    });
    let domains = each("domains").into_iter().map(|it| Domain {
        name: text(&it, "name"),
        people: number(&it, "people"),
    });
    let next = listed["nextPageToken"].as_str();
    page(
        StatusCode::OK,
        &Accounts {
            page: Page::new(shared, "Accounts")
                .at(Section::Accounts)
                .after(visit),
            accounts: accounts.collect(),
            domains: domains.collect(),
            next: next.map(|token| format!("/console?page={}", encoded(token))),
            programs: Programs::of(&visit.base, "ada"),
        },
    )
}

/// `GET /console/open?account=ada`: leads to the account.
pub(crate) fn open(visit: &Visit) -> Answer {
    let name = visit.query.text("account").trim();
    let account = account(name)?;
    Ok(see_other(&Whose::new(account.as_str()).path))
}

/// `POST /console/demo`: adds the account of the demo.
pub(crate) async fn load_demo(shared: &Shared, visit: &Visit) -> Answer {
    demo::load(shared, visit).await?;
    Ok(see_other("/console?done=demo"))
}

/// The account of this name.
pub(crate) fn account(name: &str) -> Result<Account, Refused> {
    Account::new(name).map_err(|error| Refused::invalid(format!("`{name}`: {error}.")))
}
