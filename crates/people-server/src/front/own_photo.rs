//! The photo of a contact, as it was uploaded.
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use people_http::SystemParameters;
use people_rules::PhotoFormat;

use super::{
    document::document, parts::FrontParts, refusal::Refusal, response::Response, within::within,
};
use crate::api::Api;

impl<A: Api, C> FrontParts<A, C> {
    /// Answers with the photo that has an address (rule `H4`). Nothing of the address is logged or measured:
    /// it is what permits to see the photo.
    pub(super) async fn photo(&self, path: &str) -> Response {
        let token = path.rsplit('/').next().unwrap_or_default();
        let token = token.split('=').next().unwrap_or_default();
        let read = async {
            let turn = self.photos.acquire().await;
            let _turn = turn.map_err(|_| Refusal::Busy)?;
            let Some(found) = self.api.photo(token).await? else {
                return Ok(none());
            };
            let bytes = self.replies.hold(found.bytes)?;
            Ok(photo(found.format, bytes))
        };
        let read = within(self.limits.call_time, read).await;
        let read: Result<Response, Refusal> = read.unwrap_or(Err(Refusal::Slow));
        read.unwrap_or_else(|refusal| {
            refusal.response(&SystemParameters::default(), &HeaderMap::new())
        })
    }
}

/// The file, with what keeps a browser from running anything that may be in it (rule `H4`).
fn photo(format: PhotoFormat, bytes: Bytes) -> Response {
    let mut response = document(format.media_type(), bytes);
    for (name, value) in [
        (header::CACHE_CONTROL, "private, max-age=86400, immutable"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
        // Pages of any origin may show it that know where it is.
        (CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName =
    HeaderName::from_static("cross-origin-resource-policy");

/// There is no such photo, or it was deleted. The address is not repeated.
fn none() -> Response {
    let text = Bytes::from_static(b"There is no such photo.\n");
    let mut response = document("text/plain; charset=UTF-8", text);
    *response.status_mut() = StatusCode::NOT_FOUND;
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, never);
    response
}
