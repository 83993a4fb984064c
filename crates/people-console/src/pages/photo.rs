//! The photo of a contact, from the own address: a page loads nothing from elsewhere.
use http::{HeaderValue, StatusCode, header};

use crate::{
    answer::{Answer, Refused, with_type},
    console::Shared,
};

/// `GET /console/photo/…`.
pub(crate) async fn show(shared: &Shared, token: &str) -> Answer {
    let photo = shared.backend.photo(token).await?;
    let none = || Refused::bare(StatusCode::NOT_FOUND, "There is no such photo.");
    let photo = photo.ok_or_else(none)?;
    let mut response = with_type(StatusCode::OK, photo.format.media_type(), photo.bytes);
    let long = HeaderValue::from_static("private, max-age=86400, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, long);
    Ok(response)
}
