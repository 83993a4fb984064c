//! What HTTP costs by itself: a handler that reads the same requests and answers with the same replies.
use std::net::SocketAddr;

use axum::{Router, body::Body, body::Bytes, response::Response, routing::any};
use http::{HeaderMap, Method, header};

use crate::client::{Call, Client};

/// A router that answers as the server at `address` answered once: with the same header fields and body, at no cost.
///
/// A create gets the reply of an update.
pub(crate) async fn echo(address: SocketAddr) -> Router {
    let mut client = Client::connect(address, "Bearer echoed".to_owned()).await;
    let mut known = [client.prepare().await];
    let get = Reply::new(client.exchange(Call::Get, &mut known).await);
    let update = Reply::new(client.exchange(Call::Update, &mut known).await);
    // The whole body has been read when the handler is called.
    Router::new().fallback(any(move |verb: Method, body: Bytes| {
        let reply = match verb {
            Method::GET => get.response(),
            _ => update.response(),
        };
        drop(body);
        async { reply }
    }))
}

#[derive(Clone)]
struct Reply {
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    fn new((mut headers, body): (HeaderMap, Bytes)) -> Self {
        // hyper writes these.
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::DATE);
        Self { headers, body }
    }

    fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.headers_mut() = self.headers.clone();
        response
    }
}
