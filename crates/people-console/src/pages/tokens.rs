//! The sync tokens that programs got of an account, and their end.
use askama::Template;
use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use people_store::Account;
use serde_json::Value;

use super::{Page, Section, Whose, count, encoded, state};
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "tokens.html")]
struct Tokens {
    page: Page,
    whose: Whose,
    /// The time of the account.
    now: String,
    tokens: Vec<Token>,
}

struct Token {
    id: u64,
    method: String,
    fields: String,
    request: Option<u64>,
    test: String,
    version: Option<u64>,
    changes: String,
    since: String,
    expires: String,
    /// In words, why it is no longer valid for a list.
    ended: Option<&'static str>,
    text: String,
}

/// `GET /console/@ada/tokens`.
pub(crate) async fn list(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let own = state::own(account);
    let clock = format!("{own}/clock");
    let clock = shared.backend.control(Verb::GET, &clock, Bytes::new());
    let clock = clock.await?;
    let tokens = format!("{own}/syncTokens");
    let listed = shared.backend.control(Verb::GET, &tokens, Bytes::new());
    let listed = listed.await?;
    let tokens = listed["syncTokens"].as_array().into_iter().flatten();
    page(
        StatusCode::OK,
        &Tokens {
            page: Page::new(shared, format!("Sync tokens of {account}"))
                .at(Section::Tokens)
                .of(account.as_str())
                .after(visit),
            whose: Whose::new(account.as_str()),
            now: clock["now"].as_str().unwrap_or_default().to_owned(),
            tokens: tokens.map(Token::of).collect(),
        },
    )
}

/// `POST /console/@ada/tokens`: ends one.
pub(crate) async fn change(shared: &Shared, visit: &Visit, account: &Account) -> Answer {
    let Some(id) = visit.form.text("do").strip_prefix("end:") else {
        return Err(Refused::invalid("This form says nothing that can be done."));
    };
    let address = format!("{}/syncTokens/{}:expire", state::own(account), encoded(id));
    let ended = shared.backend.control(Verb::POST, &address, Bytes::new());
    ended.await?;
    let path = Whose::new(account.as_str()).path;
    Ok(see_other(&format!("{path}/tokens?done=token-ended")))
}

impl Token {
    fn of(token: &Value) -> Self {
        let text = |name: &str| token[name].as_str().unwrap_or_default().to_owned();
        let changes = token["changes"].as_u64();
        Self {
            id: token["id"].as_u64().unwrap_or_default(),
            method: text("method"),
            fields: text("fields").replace(',', ", "),
            request: token["request"].as_u64(),
            test: text("test"),
            version: token["version"].as_u64(),
            changes: changes
                .map(|changes| count(changes, "change since", "changes since"))
                .unwrap_or_default(),
            since: text("since"),
            expires: text("expireTime"),
            ended: match token["state"].as_str() {
                Some("ENDED") => Some("ended here"),
                Some("EXPIRED") => Some("expired"),
                Some("REPLACED") => Some("the data was replaced"),
                Some("INVALID") => Some("of another domain"),
                Some(_) | None => None,
            },
            text: text("syncToken"),
        }
    }
}
