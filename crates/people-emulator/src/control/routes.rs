//! The addresses under `/emulator/v1/`, each with its operation.
#[cfg(test)]
mod tests;

use http::Method as Verb;
use people_model::{Code, Status};
use percent_encoding::percent_decode_str;

use super::{
    accounts::{OfAccounts, OfOne, Whose},
    clock::OfClock,
    sync_tokens::OfSyncTokens,
};
use crate::{oauth::OfGrants, words::nearest};

/// What an address does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    /// Says what the others are.
    Describe,
    ListRequests,
    DeleteRequests,
    VerifyRequests,
    GetRequest,
    GetRequestAsCurl,
    ListFindings,
    DeleteFindings,
    /// Something with the state of accounts.
    Accounts(OfAccounts),
    ListRules,
    ReplaceRules,
    AddRules,
    DeleteRules,
    GetRule,
    /// Turns it on or off.
    EnableRule,
    DeleteRule,
    /// Something with the sync tokens of an account.
    SyncTokens(OfSyncTokens),
    /// Something with what accounts permitted to programs.
    Grants(OfGrants),
}

/// An address: a verb, and a path in which `{name}` stands for a segment. The last segment may end with a
/// custom verb, such as `:reset`.
#[derive(Debug)]
pub(super) struct Route {
    verb: Verb,
    path: &'static str,
    operation: Operation,
}

impl Route {
    const fn new(verb: Verb, path: &'static str, operation: Operation) -> Self {
        Self {
            verb,
            path,
            operation,
        }
    }
}

/// All addresses. `openapi.json` describes each of them.
const ROUTES: &[Route] = &[
    Route::new(Verb::GET, "/emulator/v1/openapi.json", Operation::Describe),
    Route::new(Verb::GET, REQUESTS, Operation::ListRequests),
    Route::new(Verb::DELETE, REQUESTS, Operation::DeleteRequests),
    Route::new(
        Verb::POST,
        "/emulator/v1/requests:verify",
        Operation::VerifyRequests,
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/requests/{number}",
        Operation::GetRequest,
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/requests/{number}/curl",
        Operation::GetRequestAsCurl,
    ),
    Route::new(Verb::GET, FINDINGS, Operation::ListFindings),
    Route::new(Verb::DELETE, FINDINGS, Operation::DeleteFindings),
    Route::new(
        Verb::GET,
        "/emulator/v1/accounts",
        Operation::Accounts(OfAccounts::List),
    ),
    Route::new(
        Verb::DELETE,
        "/emulator/v1/accounts",
        Operation::Accounts(OfAccounts::RemoveAll),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/seed",
        Operation::Accounts(OfAccounts::Seed),
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/accounts/{account}",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Dump)),
    ),
    Route::new(
        Verb::PUT,
        "/emulator/v1/accounts/{account}",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Load)),
    ),
    Route::new(
        Verb::DELETE,
        "/emulator/v1/accounts/{account}",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Remove)),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/accounts/{account}:reset",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Reset)),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/accounts/{account}:save",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Save)),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/accounts/{account}:restore",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Restore)),
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/accounts/{account}/saves",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Saves)),
    ),
    Route::new(
        Verb::DELETE,
        "/emulator/v1/accounts/{account}/saves/{name}",
        Operation::Accounts(OfAccounts::One(Whose::Account, OfOne::Forget)),
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/domains/{domain}",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Dump)),
    ),
    Route::new(
        Verb::PUT,
        "/emulator/v1/domains/{domain}",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Load)),
    ),
    Route::new(
        Verb::DELETE,
        "/emulator/v1/domains/{domain}",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Remove)),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/domains/{domain}:reset",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Reset)),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/domains/{domain}:save",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Save)),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/domains/{domain}:restore",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Restore)),
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/domains/{domain}/saves",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Saves)),
    ),
    Route::new(
        Verb::DELETE,
        "/emulator/v1/domains/{domain}/saves/{name}",
        Operation::Accounts(OfAccounts::One(Whose::Domain, OfOne::Forget)),
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/accounts/{account}/clock",
        Operation::Accounts(OfAccounts::Clock(OfClock::Read)),
    ),
    Route::new(
        Verb::PUT,
        "/emulator/v1/accounts/{account}/clock",
        Operation::Accounts(OfAccounts::Clock(OfClock::Set)),
    ),
    Route::new(
        Verb::DELETE,
        "/emulator/v1/accounts/{account}/clock",
        Operation::Accounts(OfAccounts::Clock(OfClock::Reset)),
    ),
    Route::new(
        Verb::GET,
        "/emulator/v1/accounts/{account}/syncTokens",
        Operation::SyncTokens(OfSyncTokens::List),
    ),
    Route::new(
        Verb::POST,
        "/emulator/v1/accounts/{account}/syncTokens/{id}:expire",
        Operation::SyncTokens(OfSyncTokens::Expire),
    ),
    Route::new(Verb::GET, RULES, Operation::ListRules),
    Route::new(Verb::PUT, RULES, Operation::ReplaceRules),
    Route::new(Verb::POST, RULES, Operation::AddRules),
    Route::new(Verb::DELETE, RULES, Operation::DeleteRules),
    Route::new(Verb::GET, RULE, Operation::GetRule),
    Route::new(Verb::PATCH, RULE, Operation::EnableRule),
    Route::new(Verb::DELETE, RULE, Operation::DeleteRule),
    Route::new(Verb::GET, GRANTS, Operation::Grants(OfGrants::List)),
    Route::new(Verb::POST, GRANTS, Operation::Grants(OfGrants::Add)),
    Route::new(Verb::DELETE, GRANTS, Operation::Grants(OfGrants::Revoke)),
];

const GRANTS: &str = "/emulator/v1/oauth/grants";

const FINDINGS: &str = "/emulator/v1/findings";

const RULES: &str = "/emulator/v1/rules";

const RULE: &str = "/emulator/v1/rules/{id}";

const REQUESTS: &str = "/emulator/v1/requests";

/// What a request asks for, and the segments that stand for the names in the path, decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) operation: Operation,
    pub(super) segments: Vec<String>,
}

/// Why no operation matches.
#[derive(Debug)]
pub(super) enum NotFound {
    /// The path is unknown.
    Path(Status),
    /// It is known, and answers other verbs.
    Verb { path: String, allowed: String },
}

/// Finds the operation at an address. `HEAD` is answered as `GET`, and the body is left out where it is sent.
///
/// # Errors
///
/// A [`NotFound`], with what would have been right (rule `X2`).
pub(super) fn find(verb: &Verb, path: &str) -> Result<Found, NotFound> {
    let here: Vec<(&Route, Vec<String>)> = ROUTES
        .iter()
        .filter_map(|route| Some((route, segments(route.path, path)?)))
        .collect();
    if here.is_empty() {
        return Err(NotFound::Path(Status::new(
            Code::NotFound,
            unknown_path(path),
        )));
    }
    let meant = match *verb == Verb::HEAD {
        true => &Verb::GET,
        false => verb,
    };
    let verbs: Vec<&str> = here.iter().map(|(route, _)| route.verb.as_str()).collect();
    let allowed = verbs.join(", ");
    let mut here = here.into_iter();
    match here.find(|(route, _)| route.verb == *meant) {
        Some((route, segments)) => Ok(Found {
            operation: route.operation,
            segments,
        }),
        None => Err(NotFound::Verb {
            path: path.to_owned(),
            allowed,
        }),
    }
}

/// The segments of a path for the names in `template`; `None` if the path does not match.
fn segments(template: &str, path: &str) -> Option<Vec<String>> {
    let (template, custom) = split_custom(template);
    let (path, given) = split_custom(path);
    if custom != given {
        return None;
    }
    let (mut templates, mut parts) = (template.split('/'), path.split('/'));
    let mut segments = Vec::new();
    loop {
        match (templates.next(), parts.next()) {
            (None, None) => return Some(segments),
            (Some(name), Some(part)) if name.starts_with('{') && !part.is_empty() => {
                segments.push(percent_decode_str(part).decode_utf8().ok()?.into_owned());
            }
            (Some(literal), Some(part)) if literal == part => {}
            _ => return None,
        }
    }
}

/// A path without the custom verb at its end, and that verb.
fn split_custom(path: &str) -> (&str, Option<&str>) {
    match path.rsplit_once(':') {
        Some((path, verb)) if !verb.contains('/') => (path, Some(verb)),
        _ => (path, None),
    }
}

fn unknown_path(path: &str) -> String {
    let mut known: Vec<&str> = ROUTES.iter().map(|route| route.path).collect();
    known.dedup();
    let near = nearest(path, known.iter().copied());
    let near = near.map(|near| format!(" Did you mean `{near}`?"));
    format!(
        "There is no `{path}` here.{} The addresses are: {}.",
        near.unwrap_or_default(),
        known.join(", ")
    )
}
