//! Who may control an emulator (rule `X1`).
use http::{HeaderMap, Uri, header};
use people_model::{Code, Status};
use people_server::HostCheck;

use crate::{ControlToken, Options};

/// The header field that may carry the token instead of `Authorization`.
const TOKEN: &str = "x-emulator-token";

/// Admits the programs of the machine that the emulator runs on, but no page of another site. From other machines, it
/// admits only requests with the token.
#[derive(Debug)]
pub(crate) struct Guard {
    own: HostCheck,
    token: Option<ControlToken>,
    needs_token: bool,
}

impl Guard {
    pub(crate) fn new(own: HostCheck, options: &Options) -> Self {
        Self {
            own,
            token: options.token.clone(),
            needs_token: options.beyond_loopback,
        }
    }

    /// Where a request reached the server: scheme and host.
    pub(crate) fn base(&self, uri: &Uri, headers: &HeaderMap) -> String {
        self.own.base(uri, headers)
    }

    /// Whether a request may control the emulator.
    pub(super) fn admit(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Status> {
        self.admit_own(uri, headers)?;
        self.admit_known(headers, None)
    }

    /// Whether a request is for the server's own address, and from no page of another origin.
    pub(crate) fn admit_own(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Status> {
        let own = self.own.check_own(uri, headers);
        own.map_err(|not| Status::new(Code::PermissionDenied, not.to_string()))
    }

    /// Whether a request may see a page: a link of another site leads there, but no frame or image.
    pub(crate) fn admit_visit(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Status> {
        let is = |name: &str, value: &str| headers.get(name).is_some_and(|it| *it == *value);
        if !(is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")) {
            return self.admit_own(uri, headers);
        }
        let mut headers = headers.clone();
        headers.remove("sec-fetch-site");
        self.admit_own(uri, &headers)
    }

    /// Whether who sends a request knows the token, if one is needed: in the header, or `typed` in a page.
    pub(crate) fn admit_known(
        &self,
        headers: &HeaderMap,
        typed: Option<&str>,
    ) -> Result<(), Status> {
        let mut presented = presented(headers).chain(typed);
        match &self.token {
            None if self.needs_token => Err(Status::new(Code::PermissionDenied, NO_TOKEN)),
            None => Ok(()),
            Some(token) if presented.any(|presented| token.is(presented)) => Ok(()),
            Some(_) => Err(Status::new(Code::Unauthenticated, WRONG_TOKEN)),
        }
    }
}

const NO_TOKEN: &str = "Other machines reach this server, so a request here needs a token. Start the \
     server with `--emulator-token SECRET`, and send `Authorization: Bearer SECRET`.";

const WRONG_TOKEN: &str = "A request here needs the token of `--emulator-token`: send \
     `Authorization: Bearer SECRET` or `X-Emulator-Token: SECRET`.";

fn presented(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let own = headers.get_all(TOKEN).iter();
    let own = own.filter_map(|value| value.to_str().ok());
    let bearers = headers.get_all(header::AUTHORIZATION).iter();
    let bearers = bearers.filter_map(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    });
    own.chain(bearers).map(str::trim)
}
