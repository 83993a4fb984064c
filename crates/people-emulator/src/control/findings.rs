//! `/emulator/v1/findings`: what programs lost.
use http::StatusCode;
use people_model::{Code, Status};
use people_server::Api;
use people_store::Account;
use serde_json::json;

use super::{Answer, Asked, requests::until, to_json};
use crate::words::invalid;
use crate::{
    Emulator,
    duration::{self, Span},
    findings::{Filter, Grade},
};

/// The findings, or those of an account, a test or a grade (rule `X31`).
pub(super) async fn list<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&["account", "test", "grade", "wait"])?;
    let filter = filter(asked)?;
    let wait = asked.parsed::<Span>("wait", duration::FORM)?;
    if wait.is_some() {
        let changed = || emulator.findings().changed();
        let look = || emulator.findings().settled(&filter);
        until(emulator, wait, changed, look, |it| !it.findings.is_empty()).await?;
    }
    let found = emulator.findings().all(&filter);
    let found = serde_json::to_value(&found);
    let found = found.map_err(|error| Status::new(Code::Internal, error.to_string()))?;
    Ok(to_json(StatusCode::OK, &found))
}

/// Removes findings.
pub(super) fn clear<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&["account", "test", "grade"])?;
    emulator.findings().clear(&filter(asked)?);
    Ok(to_json(StatusCode::OK, &json!({})))
}

fn filter(asked: &Asked) -> Result<Filter, Status> {
    let account = asked.parameter("account").map(|name| {
        let account = Account::new(name);
        account.map_err(|error| invalid(format!("`account={name}`: {error}.")))
    });
    Ok(Filter {
        account: account.transpose()?,
        test: asked.parameter("test").map(str::to_owned),
        grade: asked
            .parsed::<Grade>("grade", "`error`, `warning` or `note`")?
            .unwrap_or_default(),
    })
}
