//! The photo of a contact that has none.
use http::{HeaderValue, header};

use super::{document::document, response::Response};

/// The default photo of a contact (rule `D8`): a silhouette, as large as the token's `=s100` says.
pub(crate) fn photo(token: &str) -> Response {
    let size = token
        .rsplit_once("=s")
        .and_then(|(_, size)| size.parse().ok())
        .unwrap_or(100_u16)
        .clamp(1, 2048);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" \
         viewBox=\"0 0 100 100\"><path fill=\"#dfe3e8\" d=\"M0 0h100v100H0z\"/>\
         <g fill=\"#8f98a3\"><circle cx=\"50\" cy=\"38\" r=\"17\"/>\
         <path d=\"M15 100a35 36 0 0 1 70 0z\"/></g></svg>\n"
    );
    let mut response = document("image/svg+xml", svg.into());
    let for_a_day = HeaderValue::from_static("public, max-age=86400");
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, for_a_day);
    response
}
