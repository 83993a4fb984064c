//! The calls of a batch, each as a separate entry.
use std::sync::Arc;

use bytes::Bytes;
use http::{Method as Verb, StatusCode};
use people_http::effective_verb;
use people_server::{BatchPart, parts_of_batch};

use super::{Body, Entry, Headers, Sent};

/// The calls of a batch, as if each were a separate request; none if the entry is not a batch, or if one of the bodies
/// was not kept completely.
pub(super) fn parts(batch: &Entry) -> Vec<Entry> {
    let is_batch = batch.part.is_none() && batch.address.starts_with("/batch");
    let both = is_batch.then(|| messages(&batch.request).zip(messages(&batch.reply)));
    let Some((calls, replies)) = both.flatten() else {
        return Vec::new();
    };
    let replies = replies.into_iter().chain(std::iter::repeat(None));
    let pairs = (1..).zip(calls.into_iter().zip(replies));
    let parts = pairs.filter_map(|(number, (call, reply))| part(batch, number, &call?, reply));
    parts.collect()
}

/// The messages in a body.
fn messages(side: &Sent) -> Option<Vec<Option<BatchPart>>> {
    let mut fields = side.headers.iter();
    let (_, kind) = fields.find(|(name, _)| *name == "content-type")?;
    parts_of_batch(kind, &side.plain()?)
}

fn part(batch: &Entry, number: usize, call: &BatchPart, reply: Option<BatchPart>) -> Option<Entry> {
    let mut words = call.line.split_ascii_whitespace();
    let verb = Verb::from_bytes(words.next()?.as_bytes()).ok()?;
    let address: Arc<str> = words.next()?.into();
    let status = reply.as_ref().and_then(|reply| {
        let status = reply.line.split_ascii_whitespace().nth(1)?;
        status.parse().ok()
    });
    let made = batch.calls.iter().find(|made| made.part == Some(number));
    Some(Entry {
        number: batch.number,
        part: Some(number),
        test: batch.test.clone(),
        account: made
            .map(|made| made.account.clone())
            .or_else(|| batch.account.clone()),
        calls: Vec::new(),
        fired: Vec::new(),
        broken: batch.broken.clone(),
        at: batch.at,
        took: batch.took,
        effective: effective_verb(&verb, &call.headers),
        verb,
        address,
        request: sent(call),
        status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        reply: reply.as_ref().map_or_else(nothing, sent),
        has_parts: false.into(),
    })
}

/// One side of a call. Its credentials were removed with those of the batch.
fn sent(message: &BatchPart) -> Sent {
    let is_blank = message.body.iter().all(u8::is_ascii_whitespace);
    let body = match is_blank {
        true => Bytes::new(),
        false => message.body.clone(),
    };
    Sent {
        headers: Headers::of(&message.headers),
        body: Body::Kept(body),
    }
}

fn nothing() -> Sent {
    Sent {
        headers: Headers::default(),
        body: Body::LeftOut,
    }
}
