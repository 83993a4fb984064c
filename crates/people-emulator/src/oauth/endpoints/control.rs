//! `/emulator/v1/oauth/grants`: what accounts permitted, as a test sees and sets it (rule `X52`).
use std::sync::Arc;

use http::StatusCode;
use people_model::{Code, Status};
use people_store::Account;
use serde::Deserialize;
use serde_json::{Value, json};

use super::OAuth;
use crate::{
    control::{Answer, Asked, to_json},
    oauth::{clients::App, scopes::ScopeSet},
    words::invalid,
};

/// What is done with what accounts permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfGrants {
    List,
    Add,
    Revoke,
}

/// What a test has an account permit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Permit {
    account: String,
    client_id: Option<String>,
    scopes: Option<Vec<String>>,
}

/// Does what a test asks.
pub(crate) fn answer_control(oauth: Option<&OAuth>, operation: OfGrants, asked: &Asked) -> Answer {
    let oauth = oauth.ok_or_else(|| Status::new(Code::FailedPrecondition, NO_OAUTH))?;
    let answered = match operation {
        OfGrants::List => list(oauth, asked),
        OfGrants::Add => add(oauth, asked),
        OfGrants::Revoke => revoke(oauth, asked),
    };
    Ok(to_json(StatusCode::OK, &answered?))
}

const NO_OAUTH: &str = "This server gives no tokens. Start it with `--oauth DIR`; `people oauth init --out DIR` \
     writes the files.";

fn list(oauth: &OAuth, asked: &Asked) -> Result<Value, Status> {
    asked.allow(&["account"])?;
    let account = asked.parameter("account");
    let state = oauth.state();
    let all = state.grants.all();
    let of_account = all.filter(|(of, ..)| account.is_none_or(|account| account == of.as_str()));
    let grants = of_account.map(|(account, client, scopes)| shown(account, client, scopes));
    Ok(json!({"grants": grants.collect::<Vec<_>>()}))
}

fn add(oauth: &OAuth, asked: &Asked) -> Result<Value, Status> {
    asked.allow(&[])?;
    let permit: Permit = asked.json()?;
    let account = named(&permit.account)?;
    let clients = oauth.clients();
    let app: Option<&Arc<App>> = match &permit.client_id {
        Some(id) => clients.app(id),
        None => clients.only_app(),
    };
    let app = app.ok_or_else(|| {
        let known = clients.apps().map(|app| format!("`{}`", app.id));
        let known = known.collect::<Vec<_>>().join(", ");
        invalid(format!("`clientId` names the program: one of {known}."))
    })?;
    let scopes = match &permit.scopes {
        Some(scopes) => ScopeSet::parse(&scopes.join(" ")),
        None => Ok(ScopeSet::all()),
    };
    let scopes = scopes.map_err(|unknown| invalid(unknown.to_string()))?;
    let mut state = oauth.state();
    state.name(&account);
    state.grants.grant(&account, &app.id, scopes);
    Ok(shown(
        &account,
        &app.id,
        state.grants.granted(&account, &app.id),
    ))
}

fn revoke(oauth: &OAuth, asked: &Asked) -> Result<Value, Status> {
    asked.allow(&["account", "clientId"])?;
    let account = asked.parameter("account");
    let account = account.ok_or_else(|| invalid("`account` names whose tokens are revoked."))?;
    oauth
        .state()
        .revoke(&named(account)?, asked.parameter("clientId"));
    Ok(json!({}))
}

fn shown(account: &Account, client: &str, scopes: ScopeSet) -> Value {
    json!({
        "account": account.as_str(),
        "clientId": client,
        "scopes": scopes.iter().collect::<Vec<_>>(),
    })
}

fn named(name: &str) -> Result<Account, Status> {
    Account::new(name).map_err(|error| invalid(format!("`{name}`: {error}.")))
}
