//! What a caller gets in the place of a reply, because a rule asks for it (rule `X8`).
use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use http_body_util::BodyExt;
use people_server::HangUp;

use crate::{
    body::Cut,
    then::{Then, When},
};

/// What is sent: the response, or what a rule asked for.
pub(crate) async fn sent(response: Response<Body>, broken: Option<&Then>) -> Response<Body> {
    match broken {
        Some(Then::Page(status)) => page(*status),
        Some(Then::Drop(When::Before | When::After)) => hang_up(),
        Some(Then::Drop(When::Body)) => {
            let (head, body) = response.into_parts();
            match body.collect().await {
                Ok(body) => Response::from_parts(head, Cut::in_the_middle(&body.to_bytes())),
                Err(_) => hang_up(),
            }
        }
        _ => response,
    }
}

/// Without a listener that hangs up, this is an empty answer.
fn hang_up() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.extensions_mut().insert(HangUp);
    response
}

/// The page that a proxy sends: HTML, which a program that expects JSON has to bear.
fn page(status: StatusCode) -> Response<Body> {
    let code = status.as_u16();
    let title = status.canonical_reason().unwrap_or("Error");
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <title>Error {code} ({title})</title>\n\
         <p><b>{code}.</b> That's an error.</p>\n\
         <p>The server encountered a temporary error and could not complete your request.</p>\n"
    );
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/html; charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}
