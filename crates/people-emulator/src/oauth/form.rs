//! The parameters of a request.
use axum::extract::Request;
use http::{HeaderMap, header};

use super::refusal::Refusal;
use crate::control;

/// Bytes of a form at most: an assertion has some thousands.
const LARGEST: usize = 64 << 10;

/// Parameters, each once. One without a value is as if it were not there (RFC 6749, 3.1).
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// The parameters of an address.
    pub(super) fn of_query(query: Option<&str>) -> Result<Self, Refusal> {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    /// Those of a body, and of the address too where `with_query` says so.
    pub(super) async fn of_body(request: Request, with_query: bool) -> Result<Self, Refusal> {
        let (head, body) = request.into_parts();
        let query = head.uri.query().filter(|_| with_query);
        let body = control::read(body, LARGEST).await;
        let body = body.map_err(|status| Refusal::invalid_request(status.message))?;
        if !body.is_empty() && !is_form(&head.headers) {
            return Err(Refusal::invalid_request(
                "The body is a form: `Content-Type: application/x-www-form-urlencoded`.",
            ));
        }
        match query {
            Some(query) => Self::parse(&[query.as_bytes(), b"&", &body].concat()),
            None => Self::parse(&body),
        }
    }

    fn parse(text: &[u8]) -> Result<Self, Refusal> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text) {
            // RFC 6749, 3.1. It would be open which of the two counts.
            if REPEATED != name && pairs.iter().any(|(known, _)| *known == name) {
                return Err(Refusal::invalid_request(format!(
                    "Parameter not allowed twice: {name}"
                )));
            }
            pairs.push((name.into_owned(), value.into_owned()));
            if pairs.len() > MOST {
                return Err(Refusal::invalid_request(format!(
                    "More than {MOST} parameters"
                )));
            }
        }
        Ok(Self(pairs))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let named = pairs.find(|(known, value)| known == name && !value.is_empty());
        named.map(|(_, value)| value.as_str())
    }

    /// The values of a parameter that may come several times.
    pub(super) fn withheld(&self) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(|(known, _)| known == REPEATED);
        named.map(|(_, value)| value.as_str())
    }

    pub(super) fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }
}

/// Parameters at most: comparing each with all others stays quick.
const MOST: usize = 100;

/// The one parameter of a page that comes for each scope that its user ticks.
const REPEATED: &str = "withhold";

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}
