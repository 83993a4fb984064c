//! What a request to control the emulator says.
use std::{str::FromStr, time::Duration};

use axum::{body::Body, extract::Request};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use people_model::Status;
use serde::de::DeserializeOwned;

use crate::words::{invalid, nearest};

/// A request, read to its end.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The segments that stand for the names in the path, decoded.
    pub(crate) segments: Vec<String>,
    /// The parameters, decoded, in their order.
    parameters: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// Where the server was reached: scheme and host.
    pub(crate) base: String,
}

/// Bytes of a body: enough for the seed of an account that is full.
const LARGEST_BODY: usize = 64 << 20;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

impl Asked {
    /// Reads a request.
    pub(super) async fn read(
        request: Request,
        segments: Vec<String>,
        base: String,
    ) -> Result<Self, Status> {
        let (head, body) = request.into_parts();
        let query = head.uri.query().unwrap_or_default();
        let parameters = form_urlencoded::parse(query.as_bytes()).into_owned();
        Ok(Self {
            base,
            segments,
            parameters: parameters.collect(),
            body: read(body, LARGEST_BODY).await?,
        })
    }

    /// Refuses parameters that are none of these.
    pub(crate) fn allow(&self, known: &[&'static str]) -> Result<(), Status> {
        let is_unknown = |(name, _): &&(String, String)| !known.contains(&name.as_str());
        let Some((name, _)) = self.parameters.iter().find(is_unknown) else {
            return Ok(());
        };
        let near = nearest(name, known.iter().copied());
        let near = near.map(|near| format!(" Did you mean `{near}`?"));
        let known = match known {
            [] => "none".to_owned(),
            known => known.join(", "),
        };
        Err(invalid(format!(
            "There is no parameter `{name}` here.{} The parameters are: {known}.",
            near.unwrap_or_default()
        )))
    }

    /// The value of a parameter. Of several, the last one counts.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let named = self.parameters.iter().rev().find(|(own, _)| own == name);
        named.map(|(_, value)| value.as_str())
    }

    /// The value of a parameter, parsed; `form` says what it looks like.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str, form: &str) -> Result<Option<T>, Status> {
        let parse = |value: &str| {
            let parsed = value.parse();
            parsed.map_err(|_| invalid(format!("`{name}={value}`: it is {form}.")))
        };
        self.parameter(name).map(parse).transpose()
    }

    /// The body as JSON.
    ///
    /// # Errors
    ///
    /// 400, with where it is wrong.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Status> {
        serde_json::from_slice(&self.body).map_err(|error| invalid(format!("The body: {error}.")))
    }
}

/// A body, read to its end: at most so many bytes.
pub(crate) async fn read(body: Body, largest: usize) -> Result<Bytes, Status> {
    let limited = Limited::new(body, largest);
    match tokio::time::timeout(BODY_TIME, limited.collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(invalid(format!("A body has at most {largest} bytes.")))
        }
        Ok(Err(error)) => Err(invalid(format!("The body did not arrive: {error}."))),
        Err(_) => {
            let seconds = BODY_TIME.as_secs();
            let message = format!("The body did not arrive in {seconds} seconds.");
            Err(invalid(message))
        }
    }
}
