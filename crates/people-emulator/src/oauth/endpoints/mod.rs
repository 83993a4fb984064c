//! The addresses of OAuth.
mod authorization;
mod control;
mod decision;
mod device;
mod discovery;
mod id_token;
mod revocation;
mod token;
mod token_info;
mod user_info;

use axum::{body::Body, extract::Request, response::Response};
use http::{HeaderMap, HeaderValue, Method as Verb, StatusCode, header};
use people_server::{Api, Clock};

pub(super) use self::authorization::Authorization;
pub(crate) use self::control::{OfGrants, answer_control};
use super::{OAuth, form::Form, pages, refusal::Refusal};
use crate::{
    Emulator,
    control::{Guard, refusal},
};

/// What an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    Authorization,
    Token,
    DeviceCode,
    Device,
    TokenInfo,
    Revocation,
    UserInfo,
    Keys,
    Discovery,
}

impl Endpoint {
    /// The one at a path, where Google has it.
    fn at(path: &str) -> Option<Self> {
        Some(match path {
            "/o/oauth2/v2/auth" | "/o/oauth2/auth" => Self::Authorization,
            "/token" => Self::Token,
            "/device/code" => Self::DeviceCode,
            "/device" => Self::Device,
            "/tokeninfo" => Self::TokenInfo,
            "/revoke" => Self::Revocation,
            "/oauth2/v3/userinfo" | "/v1/userinfo" => Self::UserInfo,
            "/oauth2/v3/certs" => Self::Keys,
            "/.well-known/openid-configuration" => Self::Discovery,
            _ => return None,
        })
    }

    /// Whether people see it, and not programs.
    fn is_page(self) -> bool {
        match self {
            Self::Authorization | Self::Device => true,
            Self::Token
            | Self::DeviceCode
            | Self::TokenInfo
            | Self::Revocation
            | Self::UserInfo
            | Self::Keys
            | Self::Discovery => false,
        }
    }

    /// The verbs that it answers.
    fn verbs(self) -> &'static [Verb] {
        match self {
            Self::Token | Self::DeviceCode => &[Verb::POST],
            Self::Keys | Self::Discovery => &[Verb::GET],
            Self::Authorization
            | Self::Device
            | Self::TokenInfo
            | Self::Revocation
            | Self::UserInfo => &[Verb::GET, Verb::POST],
        }
    }
}

/// Whether OAuth has something at this path.
pub(crate) fn is_address(path: &str) -> bool {
    Endpoint::at(path).is_some()
}

/// What answers a request.
struct Desk<'r, A> {
    emulator: &'r Emulator<A>,
    oauth: &'r OAuth,
    guard: &'r Guard,
    headers: HeaderMap,
    /// Where the request reached the server: so the server is its own issuer under each of its names.
    base: String,
}

impl<A: Api> Desk<'_, A> {
    fn clock(&self) -> &dyn Clock {
        self.emulator.clock()
    }

    /// Whether who asks may act for any account without being asked for the emulator's token.
    fn is_known(&self) -> bool {
        self.guard.admit_known(&self.headers, None).is_ok()
    }
}

/// Answers a request to one of these addresses.
pub(crate) async fn answer<A: Api>(
    emulator: &Emulator<A>,
    oauth: &OAuth,
    guard: &Guard,
    request: Request,
) -> Response<Body> {
    let Some(endpoint) = Endpoint::at(request.uri().path()) else {
        return Refusal::invalid_request("There is no such address.")
            .with_status(StatusCode::NOT_FOUND)
            .into_response();
    };
    let (uri, headers) = (request.uri(), request.headers());
    let is_visit = endpoint.is_page() && request.method() == Verb::GET;
    let admitted = match is_visit {
        true => guard.admit_visit(uri, headers),
        false => guard.admit_own(uri, headers),
    };
    if let Err(status) = admitted {
        return refusal(status);
    }
    if !endpoint.verbs().contains(request.method()) {
        return other_verb(endpoint);
    }
    let desk = Desk {
        emulator,
        oauth,
        guard,
        headers: headers.clone(),
        base: guard.base(uri, headers),
    };
    let answered = operate(&desk, endpoint, request).await;
    answered.unwrap_or_else(|refused| match endpoint.is_page() {
        true => page_of(&refused),
        false => refused.into_response(),
    })
}

async fn operate<A: Api>(
    desk: &Desk<'_, A>,
    endpoint: Endpoint,
    request: Request,
) -> Result<Response<Body>, Refusal> {
    let is_get = request.method() == Verb::GET;
    // Beside what is revoked, a token may stand in the address of these.
    let with_query = matches!(endpoint, Endpoint::Revocation | Endpoint::TokenInfo);
    let form = match is_get {
        true => Form::of_query(request.uri().query())?,
        false => Form::of_body(request, with_query).await?,
    };
    match endpoint {
        Endpoint::Authorization if is_get => authorization::answer(desk, &form).await,
        Endpoint::Device if is_get => device::page(desk, &form).await,
        Endpoint::Authorization | Endpoint::Device => decision::answer(desk, &form).await,
        Endpoint::Token => token::answer(desk, &form).await,
        Endpoint::DeviceCode => device::code(desk, &form),
        Endpoint::TokenInfo => token_info::answer(desk, &form).await,
        Endpoint::Revocation => revocation::answer(desk, &form),
        Endpoint::UserInfo => user_info::answer(desk).await,
        Endpoint::Keys => discovery::keys(desk).await,
        Endpoint::Discovery => Ok(discovery::document(&desk.base)),
    }
}

/// A refusal as a page, for an address that people see.
fn page_of(refused: &Refusal) -> Response<Body> {
    let title = format!("Error {}: {}", refused.status.as_u16(), refused.error);
    pages::message(refused.status, &title, &refused.description)
}

fn other_verb(endpoint: Endpoint) -> Response<Body> {
    let verbs = endpoint.verbs().iter().map(Verb::as_str);
    let verbs = verbs.collect::<Vec<_>>().join(", ");
    let mut response = Refusal::invalid_request(format!("This address answers {verbs}."))
        .with_status(StatusCode::METHOD_NOT_ALLOWED)
        .into_response();
    if let Ok(allow) = HeaderValue::try_from(verbs) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}
