//! What a user answers on a page: which account, and whether it permits what is asked (rule `X50`).
use std::sync::Arc;

use axum::{body::Body, response::Response};
use http::StatusCode;
use people_model::Code;
use people_server::{Api, SystemClock};
use people_store::Account;

use super::{Authorization, Desk, Form, Refusal};
use crate::oauth::{
    pages::{self, Consent, Page},
    people,
    scopes::ScopeSet,
};

/// A page that asks for an account and its consent; `first` is offered before the others. It works once, and is
/// shown once more after an answer that cannot be.
pub(super) async fn page<A: Api>(
    desk: &Desk<'_, A>,
    page: Page,
    first: Option<&Account>,
    again: Option<Again<'_>>,
) -> Result<Response<Body>, Refusal> {
    let Some(asked) = Asked::of(desk, &page) else {
        return Err(outdated());
    };
    // Others who reach the server learn no name of an account.
    let mut accounts = match desk.is_known() {
        true => people::offered(desk.emulator, desk.oauth).await,
        false => Vec::new(),
    };
    if let Some(first) = first.filter(|_| desk.is_known()) {
        accounts.retain(|account| account != first);
        accounts.insert(0, first.clone());
    }
    let value = desk.oauth.random().text("pages")?;
    let (action, redirect) = match &page {
        Page::Authorization(asked) => ("/o/oauth2/v2/auth", Some(asked.redirect_uri.as_str())),
        Page::Device(_) => ("/device", None),
    };
    let mut consent = Consent::new(&asked.client, action, &value);
    let withheld = again
        .as_ref()
        .map_or(ScopeSet::NONE, |again| again.withheld);
    let scopes = asked.scopes.iter();
    let scopes = scopes.map(|scope| (scope, withheld.iter().any(|it| it == scope)));
    consent.scopes = scopes.collect();
    consent.accounts = accounts.iter().map(Account::to_string).collect();
    consent.asks_for_token = !desk.is_known();
    let mut status = StatusCode::OK;
    if let Some(again) = again {
        status = again.status;
        consent.other = again.other;
        consent.error = Some(again.error);
        consent.refused = again.refused;
    }
    let response = consent.into_response(status, redirect);
    desk.oauth.state().pages.insert(value, page);
    Ok(response)
}

/// An answer that cannot be: the page is shown again with what was typed and ticked.
pub(super) struct Again<'f> {
    status: StatusCode,
    error: String,
    /// The name that the error is about.
    refused: Option<&'f str>,
    other: &'f str,
    withheld: ScopeSet,
}

/// What a page asks for.
struct Asked {
    client: Arc<str>,
    scopes: ScopeSet,
}

impl Asked {
    /// `None` for a device that no longer waits.
    fn of<A: Api>(desk: &Desk<'_, A>, page: &Page) -> Option<Self> {
        let (client, scopes) = match page {
            Page::Authorization(asked) => (Arc::clone(&asked.app.id), asked.scopes),
            Page::Device(code) => {
                let state = desk.oauth.state();
                let device = state.devices.get(code)?;
                (Arc::clone(&device.client), device.scopes)
            }
        };
        Some(Self { client, scopes })
    }
}

/// Does what the user answers.
pub(super) async fn answer<A: Api>(
    desk: &Desk<'_, A>,
    form: &Form,
) -> Result<Response<Body>, Refusal> {
    let value = form.need("page")?;
    let page = desk
        .oauth
        .state()
        .pages
        .remove(value)
        .ok_or_else(outdated)?;
    let asked = Asked::of(desk, &page).ok_or_else(outdated)?;
    let is_denied = form.get("decision") == Some("deny");
    // It does nothing here: the program alone hears of it.
    if is_denied && matches!(page, Page::Authorization(_)) {
        return deny(desk, &page);
    }
    let withheld = form
        .withheld()
        .filter_map(|scope| ScopeSet::parse(scope).ok())
        .fold(ScopeSet::NONE, ScopeSet::union);
    let other = form.get("other").unwrap_or_default();
    let again = |status, error| Again {
        status,
        error,
        refused: None,
        other,
        withheld,
    };
    let known = desk
        .guard
        .admit_known(&desk.headers, form.get("emulator_token"));
    if let Err(status) = known {
        let error = match status.code() {
            // Its text is for programs, which send the token in a header field.
            Some(Code::Unauthenticated) => {
                "This is not the token of `--emulator-token`.".to_owned()
            }
            _ => status.message,
        };
        return self::page(desk, page, None, Some(again(StatusCode::FORBIDDEN, error))).await;
    }
    if is_denied {
        return deny(desk, &page);
    }
    // The button of an account counts, and not the typed name.
    let name = form.get("account").unwrap_or(other);
    if name.is_empty() {
        let error = "Choose an account, or type the name of one.".to_owned();
        return self::page(
            desk,
            page,
            None,
            Some(again(StatusCode::BAD_REQUEST, error)),
        )
        .await;
    }
    let account = match people::find(desk.emulator, desk.oauth, name).await {
        Some(account) => account,
        // A new name is a new account, as it is for `Bearer NAME`.
        None => match Account::new(name) {
            Ok(account) => account,
            Err(error) => {
                let again = Again {
                    refused: Some(name),
                    ..again(StatusCode::BAD_REQUEST, format!("{error}."))
                };
                return self::page(desk, page, None, Some(again)).await;
            }
        },
    };
    let scopes = asked.scopes.without(withheld);
    if scopes.is_empty() {
        return deny(desk, &page);
    }
    match page {
        Page::Authorization(asked) => asked.permit(desk, &account, scopes),
        Page::Device(code) => {
            let mut state = desk.oauth.state();
            if !state
                .devices
                .decide(&code, Some((account.clone(), scopes)), SystemClock.time())
            {
                return Err(outdated());
            }
            state.name(&account);
            state.grants.grant(&account, &asked.client, scopes);
            Ok(pages::message(
                StatusCode::OK,
                "The device is connected",
                "You can go back to it.",
            ))
        }
    }
}

fn deny<A: Api>(desk: &Desk<'_, A>, page: &Page) -> Result<Response<Body>, Refusal> {
    match page {
        Page::Authorization(asked) => {
            let denied = Refusal::new("access_denied", "The user denied access.");
            Ok(Authorization::refuse(asked, &desk.base, &denied))
        }
        Page::Device(code) => {
            match desk
                .oauth
                .state()
                .devices
                .decide(code, None, SystemClock.time())
            {
                true => Ok(pages::message(
                    StatusCode::OK,
                    "The device gets nothing",
                    "You can close this page.",
                )),
                false => Err(outdated()),
            }
        }
    }
}

fn outdated() -> Refusal {
    Refusal::invalid_request(
        "This page was answered before, or it is too old. Begin again in the program.",
    )
}
