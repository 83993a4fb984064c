//! Who may see a page and send a form (rules `W20`, `W21`).
use http::{HeaderMap, StatusCode, Uri, header};
use people_emulator::{ControlToken, Options};
use people_server::HostCheck;

use crate::answer::Refused;

/// Admits the browsers of the machine that the server runs on, and no page of another site. If the emulator has a
/// token, a browser signs in with it once.
#[derive(Debug)]
pub(crate) struct Guard {
    own: HostCheck,
    token: Option<ControlToken>,
    needs_token: bool,
    /// In each form: a page of another site does not know it.
    form: ControlToken,
    form_text: String,
    /// In the cookie of a browser that signed in.
    session: ControlToken,
    session_text: String,
}

/// The cookie of a browser that signed in.
const COOKIE: &str = "people-console";

/// Why a page is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// A token is needed, and the emulator has none.
    NoToken,
    /// The browser has not signed in.
    NotSignedIn,
}

impl Guard {
    pub(crate) fn new(own: HostCheck, options: &Options, form: String, session: String) -> Self {
        Self {
            own,
            token: options.token.clone(),
            needs_token: options.beyond_loopback,
            form: ControlToken::new(form.clone()),
            form_text: form,
            session: ControlToken::new(session.clone()),
            session_text: session,
        }
    }

    /// Where a request reached the server: scheme and host.
    pub(crate) fn base(&self, uri: &Uri, headers: &HeaderMap) -> String {
        self.own.base(uri, headers)
    }

    /// What each form carries.
    pub(crate) fn form_token(&self) -> &str {
        &self.form_text
    }

    /// Whether a request is for the server's own address, and of no page of another site.
    pub(crate) fn admit_origin(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refused> {
        let own = self.own.check_own(uri, headers);
        own.map_err(|not| Refused::bare(StatusCode::FORBIDDEN, not.to_string()))
    }

    /// Whether a browser may see pages.
    pub(crate) fn admit_visitor(&self, headers: &HeaderMap) -> Result<(), Stranger> {
        match &self.token {
            None if self.needs_token => Err(Stranger::NoToken),
            None => Ok(()),
            Some(_) if sessions(headers).any(|session| self.session.is(session)) => Ok(()),
            Some(_) => Err(Stranger::NotSignedIn),
        }
    }

    /// Whether a form is from this server.
    pub(crate) fn admit_form(&self, token: Option<&str>) -> Result<(), Refused> {
        match token.is_some_and(|token| self.form.is(token)) {
            true => Ok(()),
            false => Err(Refused::new(
                StatusCode::FORBIDDEN,
                "This form is not one of this server, or the server was started again since. Nothing was \
                 changed. Open the page again and repeat what you did.",
            )),
        }
    }

    /// The cookie for a browser that knows the token, and reached the server at `base`.
    pub(crate) fn sign_in(&self, presented: &str, base: &str) -> Option<String> {
        let token = self.token.as_ref()?;
        let secure = match base.starts_with("https://") {
            true => "; Secure",
            false => "",
        };
        token.is(presented).then(|| {
            let session = &self.session_text;
            format!("{COOKIE}={session}; Path=/console; HttpOnly; SameSite=Strict{secure}")
        })
    }
}

fn sessions(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let cookies = cookies.filter_map(|value| value.to_str().ok());
    let cookies = cookies.flat_map(|cookies| cookies.split(';'));
    cookies.filter_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    })
}
