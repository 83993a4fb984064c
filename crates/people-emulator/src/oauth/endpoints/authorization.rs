//! `/o/oauth2/v2/auth`: where a program sends its user (rules `X42`, `X43`, `X50`).
use std::sync::Arc;

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use people_server::Api;
use people_store::Account;

use super::{Desk, Form, Refusal, decision, token};
use crate::oauth::{
    SECOND,
    clients::App,
    grants::{CODE, CODE_LIFETIME, Challenge, Code},
    pages::Page,
    people,
    scopes::ScopeSet,
};

/// What a program asks its user for.
#[derive(Clone, Debug)]
pub(in crate::oauth) struct Authorization {
    pub(super) app: Arc<App>,
    pub(super) redirect_uri: String,
    state: Option<String>,
    pub(super) scopes: ScopeSet,
    challenge: Option<Challenge>,
    nonce: Option<String>,
    is_offline: bool,
    /// Whether the token also permits what the account permitted before.
    with_granted: bool,
    login_hint: Option<String>,
    prompt: Prompt,
}

/// Which pages a user sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Prompt {
    /// Those that are needed.
    Usual,
    /// None.
    Never,
    /// The choice and the consent, even if they were given before.
    Always,
    /// Only the choice of the account.
    Choice,
}

/// Answers a program that sends its user here.
///
/// # Errors
///
/// When it is not known where to send the user back to: then a page says so.
pub(super) async fn answer<A: Api>(
    desk: &Desk<'_, A>,
    form: &Form,
) -> Result<Response<Body>, Refusal> {
    let id = form.need("client_id")?;
    let app = desk.oauth.clients().app(id);
    let app = app.ok_or_else(|| Refusal::invalid_client("The OAuth client was not found."))?;
    let uri = form.need("redirect_uri")?;
    if !app.redirects_to(uri) {
        let known = app.redirects().collect::<Vec<_>>().join(", ");
        return Err(Refusal::new(
            "redirect_uri_mismatch",
            format!(
                "The redirect URI in the request, {uri}, is none of those that the client registered: {known}."
            ),
        ));
    }
    // From here on the program hears of what is wrong.
    let asked = match Authorization::read(app, uri, form) {
        Ok(asked) => Arc::new(asked),
        Err(refused) => {
            let (app, state) = (Arc::clone(app), form.get("state").map(str::to_owned));
            return Ok(Authorization::failed(app, uri, state).refuse(&desk.base, &refused));
        }
    };
    let found = match &asked.login_hint {
        Some(hint) => people::find(desk.emulator, desk.oauth, hint).await,
        None => None,
    };
    if asked.prompt == Prompt::Never {
        return Ok(match asked.silent(desk, found) {
            Ok(account) => asked.permit(desk, &account, asked.scopes)?,
            Err(refused) => asked.refuse(&desk.base, &refused),
        });
    }
    match &found {
        Some(account) if asked.prompt == Prompt::Usual && asked.is_permitted(desk, account) => {
            asked.permit(desk, account, asked.scopes)
        }
        first => {
            let page = Page::Authorization(Arc::clone(&asked));
            decision::page(desk, page, first.as_ref(), None).await
        }
    }
}

impl Authorization {
    fn read(app: &Arc<App>, redirect_uri: &str, form: &Form) -> Result<Self, Refusal> {
        match form.need("response_type")? {
            "code" => {}
            other => {
                let text = format!("Unsupported response type: {other}");
                return Err(Refusal::new("unsupported_response_type", text));
            }
        }
        if let Some(mode) = form.get("response_mode").filter(|mode| *mode != "query") {
            return Err(Refusal::invalid_request(format!(
                "Invalid response_mode: {mode}"
            )));
        }
        for (parameter, error) in [
            ("request", "request_not_supported"),
            ("request_uri", "request_uri_not_supported"),
        ] {
            if form.get(parameter).is_some() {
                return Err(Refusal::new(
                    error,
                    format!("`{parameter}` is not supported."),
                ));
            }
        }
        let method = form.get("code_challenge_method");
        let challenge = match form.get("code_challenge") {
            Some(challenge) => {
                let read = Challenge::new(challenge, method);
                Some(read.ok_or_else(|| {
                    Refusal::invalid_request("Invalid code_challenge or code_challenge_method")
                })?)
            }
            None if method.is_some() => return Err(Refusal::missing("code_challenge")),
            None => None,
        };
        let is_offline = match form.get("access_type") {
            None | Some("online") => false,
            Some("offline") => true,
            Some(other) => {
                return Err(Refusal::invalid_request(format!(
                    "Invalid access_type: {other}"
                )));
            }
        };
        let with_granted = match form.get("include_granted_scopes") {
            None | Some("false") => false,
            Some("true") => true,
            Some(other) => {
                return Err(Refusal::invalid_request(format!(
                    "Invalid include_granted_scopes: {other}"
                )));
            }
        };
        let scopes = token::scopes(form.need("scope")?)?;
        if scopes.is_empty() {
            return Err(Refusal::missing("scope"));
        }
        Ok(Self {
            scopes,
            challenge,
            is_offline,
            with_granted,
            state: form.get("state").map(str::to_owned),
            nonce: form.get("nonce").map(str::to_owned),
            login_hint: form.get("login_hint").map(str::to_owned),
            prompt: Prompt::read(form.get("prompt"))?,
            ..Self::failed(Arc::clone(app), redirect_uri, None)
        })
    }

    /// As much of it as an error needs.
    fn failed(app: Arc<App>, redirect_uri: &str, state: Option<String>) -> Self {
        Self {
            app,
            redirect_uri: redirect_uri.to_owned(),
            state,
            scopes: ScopeSet::NONE,
            challenge: None,
            nonce: None,
            is_offline: false,
            with_granted: false,
            login_hint: None,
            prompt: Prompt::Usual,
        }
    }

    /// The account that permits this without a page (`prompt=none`).
    fn silent<A: Api>(
        &self,
        desk: &Desk<'_, A>,
        found: Option<Account>,
    ) -> Result<Account, Refusal> {
        if !desk.is_known() {
            return Err(Refusal::new(
                "interaction_required",
                "The token of the emulator is needed.",
            ));
        }
        if self.login_hint.is_some() {
            let account =
                found.ok_or_else(|| Refusal::new("login_required", "There is no such account."))?;
            return match self.is_permitted(desk, &account) {
                true => Ok(account),
                false => Err(Refusal::new(
                    "consent_required",
                    "The account did not permit this before.",
                )),
            };
        }
        let state = desk.oauth.state();
        let all = state.grants.all();
        let mut permitted = all
            .filter(|(_, client, scopes)| **client == self.app.id && scopes.contains(self.scopes));
        match (permitted.next(), permitted.next()) {
            (None, _) => Err(Refusal::new(
                "login_required",
                "No account permitted this before.",
            )),
            (Some((account, ..)), None) => Ok(account.clone()),
            (Some(_), Some(_)) => {
                let text = "Several accounts permitted this: name one by `login_hint`.";
                Err(Refusal::new("account_selection_required", text))
            }
        }
    }

    /// Whether an account permitted this before, and who asks needs no token.
    fn is_permitted<A: Api>(&self, desk: &Desk<'_, A>, account: &Account) -> bool {
        let granted = desk.oauth.state().grants.granted(account, &self.app.id);
        desk.is_known() && granted.contains(self.scopes)
    }

    /// Sends the user back with a code for these scopes.
    pub(super) fn permit<A: Api>(
        &self,
        desk: &Desk<'_, A>,
        account: &Account,
        scopes: ScopeSet,
    ) -> Result<Response<Body>, Refusal> {
        let text = format!(
            "{CODE}{}",
            desk.oauth
                .random()
                .text(&format!("{} {account}", self.app.id))?
        );
        let expires = desk
            .clock()
            .now(account)
            .saturating_add(CODE_LIFETIME * SECOND);
        let mut state = desk.oauth.state();
        let before = state.grants.granted(account, &self.app.id);
        state.name(account);
        state.grants.grant(account, &self.app.id, scopes);
        let scopes = match self.with_granted {
            // What was asked for and is not permitted now was withheld, even if it was permitted before.
            true => scopes.union(before.without(self.scopes)),
            false => scopes,
        };
        // A web server gets a refresh token with the first consent, and whenever it asks for consent.
        let is_offline = self.is_offline && (before.is_empty() || self.prompt == Prompt::Always);
        let family = state.next_family();
        let code = Code::new(
            account.clone(),
            Arc::clone(&self.app.id),
            self.redirect_uri.clone(),
            self.challenge.clone(),
            scopes,
            self.nonce.clone(),
            is_offline || self.app.is_installed,
            expires,
            family,
        );
        state.grants.add_code(text.clone(), code);
        drop(state);
        Ok(self.redirect(
            &desk.base,
            &[("code", &text), ("scope", &scopes.to_string())],
        ))
    }

    /// Sends the user back with an error.
    pub(super) fn refuse(&self, base: &str, refused: &Refusal) -> Response<Body> {
        self.redirect(
            base,
            &[
                ("error", refused.error),
                ("error_description", &refused.description),
            ],
        )
    }

    /// Sends the user back: with the state as it was given, and with who answers (RFC 9207).
    fn redirect(&self, base: &str, pairs: &[(&str, &str)]) -> Response<Body> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.state.as_deref().map(|state| ("state", state)));
        query.extend_pairs(pairs).append_pair("iss", base);
        let location = format!("{}?{}", self.redirect_uri, query.finish());
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SEE_OTHER;
        let headers = response.headers_mut();
        // What was registered has only characters of a header field.
        if let Ok(location) = HeaderValue::try_from(location) {
            headers.insert(header::LOCATION, location);
        }
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        );
        response
    }
}

impl Prompt {
    fn read(prompt: Option<&str>) -> Result<Self, Refusal> {
        let invalid =
            || Refusal::invalid_request(format!("Invalid prompt: {}", prompt.unwrap_or_default()));
        let mut read = Self::Usual;
        for word in prompt
            .unwrap_or_default()
            .split(' ')
            .filter(|word| !word.is_empty())
        {
            read = match (word, read) {
                ("none", Self::Usual) => Self::Never,
                (_, Self::Never) => return Err(invalid()),
                ("consent", _) | ("select_account", Self::Always) => Self::Always,
                ("select_account", _) => Self::Choice,
                _ => return Err(invalid()),
            };
        }
        Ok(read)
    }
}
