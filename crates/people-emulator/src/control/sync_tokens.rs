//! The sync tokens of an account: `/emulator/v1/accounts/{account}/syncTokens` (rule `X61`).
use http::StatusCode;
use people_model::{Code, Status};
use people_server::{Api, SyncToken};
use serde_json::{Value, json};

use super::{
    Answer, Asked,
    accounts::{Keeping, Whose, named},
    clock, no_accounts, to_json,
};
use crate::{Emulator, sync_tokens::Given, words::invalid};

/// What is done with sync tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OfSyncTokens {
    List,
    /// Ends one.
    Expire,
}

/// Tokens of a list: the newest.
const LISTED: usize = 100;

pub(super) async fn answer<A: Api>(
    emulator: &Emulator<A>,
    operation: OfSyncTokens,
    asked: &Asked,
) -> Answer {
    asked.allow(&[])?;
    let account = named(asked, Whose::Account)?;
    let keeping = emulator.keeping().ok_or_else(no_accounts)?;
    let tokens = emulator.sync_tokens();
    let answer = match operation {
        OfSyncTokens::List => {
            let mut listed = Vec::new();
            for (given, is_ended) in tokens.of(&account).into_iter().take(LISTED) {
                listed.push(opened(keeping, &given, is_ended).await?);
            }
            json!({"syncTokens": listed})
        }
        OfSyncTokens::Expire => {
            let text = asked.segments.get(1).map_or("", |id| id.as_str());
            let id = text.parse();
            let id =
                id.map_err(|_| invalid(format!("`{text}`: a token has a number from 1 on.")))?;
            let none = || {
                let message = format!("The account `{account}` has no sync token {id}.");
                Status::new(Code::NotFound, message)
            };
            let given = tokens.end(&account, id).ok_or_else(none)?;
            opened(keeping, &given, true).await?
        }
    };
    Ok(to_json(StatusCode::OK, &answer))
}

/// A token with its content.
async fn opened(keeping: &dyn Keeping, given: &Given, is_ended: bool) -> Result<Value, Status> {
    let opened = keeping.open_sync_token(&given.account, &given.list, &given.token);
    let opened = match opened.await {
        Ok(opened) => opened,
        // Its list fails as well: the account is of another domain now.
        Err(failure) if failure.status().code().is_some_and(is_of_caller) => None,
        Err(failure) => return Err(failure.into_status()),
    };
    let mut shown = json!({
        "id": given.id,
        "method": given.list.method().id(),
        "fields": given.list.shape().returns.to_string(),
        "request": given.request,
        "test": given.test.as_deref(),
        "state": state(opened, is_ended),
        "syncToken": given.token,
    });
    if let Some(opened) = opened {
        shown["version"] = opened.version.0.into();
        shown["changes"] = opened.changes.into();
        shown["since"] = clock::shown(opened.since).into();
        shown["expireTime"] = clock::shown(opened.expires).into();
    }
    Ok(shown)
}

fn state(opened: Option<SyncToken>, is_ended: bool) -> &'static str {
    match opened {
        _ if is_ended => "ENDED",
        None => "INVALID",
        Some(token) if token.is_replaced => "REPLACED",
        Some(token) if token.is_expired => "EXPIRED",
        Some(_) => "VALID",
    }
}

fn is_of_caller(code: Code) -> bool {
    code.http_status() < 500
}
