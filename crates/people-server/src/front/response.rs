use bytes::Bytes;
use http_body_util::Full;

/// What answers a request.
pub(super) type Response = http::Response<Full<Bytes>>;
