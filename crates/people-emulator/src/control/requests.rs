//! What the journal holds: `/emulator/v1/requests`.
use std::{sync::Arc, time::Duration};

use axum::{body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use people_model::{Code, Status};
use people_server::Api;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Answer, Asked, to_json};
use crate::words::invalid;
use crate::{
    Emulator,
    duration::{self, Span},
    journal::{Entry, Expected, Filter, Verdict, curl},
};

const FILTERS: [&str; 5] = ["account", "method", "test", "status", "after"];

/// The longest time that a request may wait for others.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

fn filter(asked: &Asked) -> Result<Filter, Status> {
    Ok(Filter {
        account: asked.parameter("account").map(str::to_owned),
        method: asked.parsed(
            "method",
            "the id of a method, such as `people.people.updateContact`",
        )?,
        test: asked.parameter("test").map(str::to_owned),
        status: asked.parsed("status", "a status, such as `404` or `4xx`")?,
        after: asked.parsed("after", "the number of a request")?,
        body: None,
    })
}

/// `GET /emulator/v1/requests`: the entries that match, at once or when there are some.
pub(super) async fn list<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[&FILTERS[..], &["wait"]].concat())?;
    let filter = filter(asked)?;
    let wait = asked.parsed::<Span>("wait", duration::FORM)?;
    let find = || emulator.journal().find(&filter);
    let more = || emulator.journal().more();
    let found = until(emulator, wait, more, find, |found| !found.is_empty()).await?;
    let requests: Vec<Value> = found.iter().map(|entry| entry.to_json()).collect();
    Ok(to_json(StatusCode::OK, &json!({"requests": requests})))
}

/// `DELETE /emulator/v1/requests`: forgets the entries that match.
pub(super) fn delete<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&FILTERS)?;
    let removed = emulator.journal().remove(&filter(asked)?);
    Ok(to_json(StatusCode::OK, &json!({"removed": removed})))
}

/// `GET /emulator/v1/requests/{number}`: one entry.
pub(super) fn get<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[])?;
    let entry = one(emulator, asked)?;
    Ok(to_json(StatusCode::OK, &entry.to_json()))
}

/// `GET /emulator/v1/requests/{number}/curl`: one entry, as a command.
pub(super) fn as_curl<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[])?;
    let entry = one(emulator, asked)?;
    let mut response: Response = Response::new(Body::from(curl(&entry, &asked.base)));
    let kind = HeaderValue::from_static("text/plain; charset=UTF-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// `POST /emulator/v1/requests:verify`: whether what a test expects is true.
pub(super) async fn verify<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Answer {
    asked.allow(&[])?;
    let expected = Expected::read(asked.json()?);
    let expected = expected.map_err(|error| invalid(format!("The body: {error}.")))?;
    let compare = || expected.compare(&emulator.journal().all());
    let more = || emulator.journal().more();
    let is_true = |verdict: &Verdict| verdict.verified;
    let verdict = until(emulator, expected.wait, more, compare, is_true).await?;
    let status = match verdict.verified {
        true => StatusCode::OK,
        false => StatusCode::EXPECTATION_FAILED,
    };
    Ok(to_json(status, &verdict.to_json()))
}

fn one<A: Api>(emulator: &Emulator<A>, asked: &Asked) -> Result<Arc<Entry>, Status> {
    let number = asked.segments.first().map_or("", String::as_str);
    let wanted: u64 = number
        .parse()
        .map_err(|_| invalid(format!("`{number}` is not the number of a request.")))?;
    let entries = emulator.journal().all();
    let found = entries.iter().find(|entry| entry.number == wanted);
    found.cloned().ok_or_else(|| {
        let held = match (entries.first(), entries.last()) {
            (Some(first), Some(last)) => {
                format!(
                    "The journal holds those from {} to {}.",
                    first.number, last.number
                )
            }
            _ => "The journal is empty.".to_owned(),
        };
        Status::new(
            Code::NotFound,
            format!("There is no request {wanted} here. {held}"),
        )
    })
}

/// Looks now and whenever there is `more`, until it is enough, the time is over, or the server stops.
pub(super) async fn until<A: Api, T, M: Future<Output = ()>>(
    emulator: &Emulator<A>,
    wait: Option<Span>,
    more: impl Fn() -> M,
    look: impl Fn() -> T,
    enough: impl Fn(&T) -> bool,
) -> Result<T, Status> {
    let Some(Span(wait)) = wait else {
        return Ok(look());
    };
    let _place = emulator.waiting()?;
    let end = Instant::now() + wait.min(LONGEST_WAIT);
    loop {
        let more = more();
        let found = look();
        if enough(&found) {
            return Ok(found);
        }
        tokio::select! {
            () = more => {}
            () = emulator.stopped() => return Ok(found),
            () = tokio::time::sleep_until(end) => return Ok(look()),
        }
    }
}
