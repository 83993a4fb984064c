//! The page where a browser presents the token of the emulator, once.
use askama::Template;
use http::{HeaderValue, Method as Verb, StatusCode, header};

use super::Page;
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::Shared,
    guard::Stranger,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    page: Page,
    is_wrong: bool,
}

/// Asks for the token, or takes it.
pub(crate) fn answer(shared: &Shared, visit: &Visit, why: Stranger) -> Answer {
    if why == Stranger::NoToken {
        return Err(Refused::bare(StatusCode::FORBIDDEN, NO_TOKEN));
    }
    let is_sign_in = visit.verb == Verb::POST && visit.segments == ["sign-in"];
    if is_sign_in && let Some(cookie) = shared.guard.sign_in(visit.form.text("token"), &visit.base)
    {
        let mut response = see_other("/console");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        return Ok(response);
    }
    page(
        StatusCode::UNAUTHORIZED,
        &SignIn {
            page: Page::new(shared, "Sign in"),
            is_wrong: is_sign_in,
        },
    )
}

const NO_TOKEN: &str = "Other machines reach this server, so the console needs a token. Start the server with \
     `--emulator-token SECRET`, and open this page again.\n";
