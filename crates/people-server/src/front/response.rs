use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Frame, SizeHint};

use super::streamed::{BrokenOff, Streamed};

/// What answers a request.
pub(super) type Response = http::Response<ResponseBody>;

/// The body of a response: most are whole, long ones are made while they are sent.
///
/// If it ends with an error, the response was not sent to its end. What was sent is no reply then.
///
/// ```
/// use bytes::Bytes;
/// use http::Response;
/// use people_server::ResponseBody;
///
/// // For services around a [`Front`](people_server::Front) that answer themselves.
/// let body = Bytes::from_static(b"try again later\n");
/// let response: Response<ResponseBody> = Response::new(body.into());
/// ```
#[derive(Debug)]
pub struct ResponseBody(Inner);

#[derive(Debug)]
enum Inner {
    Whole(Full<Bytes>),
    Streamed(Box<Streamed>),
}

impl ResponseBody {
    /// All of it, if it is whole.
    pub(super) fn into_whole(self) -> Option<Bytes> {
        match self.0 {
            Inner::Whole(body) => body.into_inner(),
            Inner::Streamed(_) => None,
        }
    }
}

impl From<Bytes> for ResponseBody {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(Full::new(bytes)))
    }
}

impl From<Streamed> for ResponseBody {
    fn from(streamed: Streamed) -> Self {
        Self(Inner::Streamed(Box::new(streamed)))
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match &mut self.0 {
            Inner::Whole(body) => Pin::new(body)
                .poll_frame(context)
                .map_err(|never: Infallible| match never {}),
            Inner::Streamed(body) => body.poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Whole(body) => body.is_end_stream(),
            Inner::Streamed(body) => body.is_over(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(body) => body.size_hint(),
            Inner::Streamed(_) => SizeHint::default(),
        }
    }
}
