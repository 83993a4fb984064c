//! What HTTP costs by itself: a handler that reads the same requests and answers with the same replies.
use std::net::SocketAddr;

use axum::{Router, body::Body, body::Bytes, response::Response, routing::any};
use http::{HeaderMap, Method, Uri, header};

use crate::client::{Call, Client};

/// A router that answers as the server at `address` answered once: with the same header fields and body, at no cost.
///
/// A create gets the reply of an update. Lists are answered if the server has the account to list.
pub(crate) async fn echo(address: SocketAddr, with_lists: bool) -> Router {
    let mut client = Client::connect(address, "Bearer echoed".to_owned()).await;
    let mut known = [client.prepare().await];
    let get = Reply::new(client.exchange(Call::Get, &mut known).await);
    let update = Reply::new(client.exchange(Call::Update, &mut known).await);
    let mut lists = Vec::new();
    if with_lists {
        for call in [Call::List, Call::PrettyList] {
            lists.push(Reply::new(client.exchange(call, &mut known).await));
        }
    }
    // The whole body has been read when the handler is called.
    Router::new().fallback(any(move |verb: Method, uri: Uri, body: Bytes| {
        let is_list = uri.path().ends_with("/connections");
        let is_pretty = uri.query().is_some_and(|query| query.ends_with("=true"));
        let reply = match verb {
            Method::GET if is_list => lists[usize::from(is_pretty)].response(),
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
        // hyper writes these. The server sends a long list in pieces; here it is whole, which costs less.
        headers.remove(header::CONTENT_LENGTH);
        headers.remove(header::TRANSFER_ENCODING);
        headers.remove(header::DATE);
        Self { headers, body }
    }

    fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.headers_mut() = self.headers.clone();
        response
    }
}
