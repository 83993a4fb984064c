//! One request and its reply: as they were sent, as a command, and sent again.
use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::{Router, body::Body};
use bytes::Bytes;
use http::{Method as Verb, Request, StatusCode, header};
use http_body_util::BodyExt;
use people_emulator::ActingAs;
use serde_json::Value;
use tower::ServiceExt;

use super::{Page, Section, accounts, encoded, requests::Line};
use crate::{
    answer::{Answer, Refused, page, see_other},
    console::Shared,
    visit::Visit,
};

#[derive(Template)]
#[template(path = "request.html")]
struct One {
    page: Page,
    line: Line,
    method: String,
    sides: [Side; 2],
    curl: String,
}

struct Side {
    name: &'static str,
    headers: Vec<(String, String)>,
    body: String,
    /// Whether it is only the beginning.
    is_cut: bool,
    is_left_out: bool,
}

/// Bytes of a body that a page shows.
const LONGEST: usize = 64 << 10;

/// `GET /console/requests/17`.
pub(crate) async fn show(shared: &Shared, visit: &Visit, number: &str) -> Answer {
    let entry = read(shared, number).await?;
    let number = encoded(number);
    let curl = format!("{}/emulator/v1/requests/{number}/curl", visit.base);
    let curl = shared
        .backend
        .control(Verb::GET, &curl, Bytes::new())
        .await?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut line = entry.clone();
    line["error"] = entry["response"]["body"]["error"].clone();
    page(
        StatusCode::OK,
        &One {
            page: Page::new(shared, format!("Request {number}")).at(Section::Requests),
            line: Line::of(&line),
            method: text(&entry["method"]),
            sides: [
                side("Request", &entry["request"]),
                side("Reply", &entry["response"]),
            ],
            curl: cut(text(&curl).trim_end()).0,
        },
    )
}

/// `POST /console/requests/17`: sends it again, as the same account.
pub(crate) async fn replay(shared: &Shared, visit: &Visit, number: &str) -> Answer {
    let entry = read(shared, number).await?;
    let sent = &entry["request"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut request = Request::builder()
        .method(&*text(&sent["method"]))
        .uri(text(&sent["url"]));
    for (name, value) in sent["headers"].as_object().into_iter().flatten() {
        if !LEFT_OUT.contains(&name.as_str()) {
            request = request.header(name, text(value));
        }
    }
    let host = visit.base.split_once("://").map_or("", |(_, host)| host);
    request = request.header(header::HOST, host);
    if let Some(account) = entry["account"].as_str() {
        // The journal keeps no token, and the name of an account may be none.
        request = request
            .header(header::AUTHORIZATION, "Bearer console")
            .extension(ActingAs::new(accounts::account(account)?));
    }
    let body = match &sent["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    let request = request.body(Body::from(body));
    let request = request.map_err(|error| Refused::invalid(format!("{error}.")))?;
    let mut response = see_other("/console/requests?done=replayed");
    let later = Later(Arc::new(Mutex::new(Some((visit.api.clone(), request)))));
    response.extensions_mut().insert(later);
    Ok(response)
}

/// A request that is sent before a page is answered, once the page takes no place of those that are made: a rule may
/// delay it for minutes.
#[derive(Clone)]
pub(crate) struct Later(Arc<Mutex<Option<Replay>>>);

/// A request, and what answers it.
type Replay = (Router, Request<Body>);

impl Later {
    /// Sends it, even if the browser has gone.
    pub(crate) async fn send(self) {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((api, request)) = taken else {
            return;
        };
        let sent = tokio::spawn(async move {
            let Ok(response) = api.oneshot(request).await;
            // To its end, so that the journal has it.
            let _ = response.into_body().collect().await;
        });
        // A request that breaks off is in the journal, or is not.
        let _ = sent.await;
    }
}

/// Of the connection then, and what was a credential.
const LEFT_OUT: [&str; 10] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "content-encoding",
    "accept-encoding",
    "authorization",
    "cookie",
    "origin",
    "x-goog-api-key",
];

pub(crate) async fn read(shared: &Shared, number: &str) -> Result<Value, Refused> {
    let address = format!("/emulator/v1/requests/{}", encoded(number));
    Ok(shared
        .backend
        .control(Verb::GET, &address, Bytes::new())
        .await?)
}

fn side(name: &'static str, sent: &Value) -> Side {
    let headers = sent["headers"].as_object().into_iter().flatten();
    let text = match &sent["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        body => format!("{body:#}"),
    };
    let (body, is_cut) = cut(&text);
    Side {
        name,
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        body,
        is_cut,
        is_left_out: sent["bodyLeftOut"] == true,
    }
}

/// The beginning of a text, and whether there is more.
fn cut(text: &str) -> (String, bool) {
    let is_end = |at: &usize| text.is_char_boundary(*at);
    match text.len() > LONGEST {
        true => {
            let end = (0..=LONGEST).rev().find(is_end).unwrap_or_default();
            (text[..end].to_owned(), true)
        }
        false => (text.to_owned(), false),
    }
}
