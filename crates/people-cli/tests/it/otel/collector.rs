//! A collector on loopback that keeps what it gets, and as much of protobuf as reading that takes.
use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Empty};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

pub(super) struct Collector {
    pub(super) url: String,
    bodies: Arc<Mutex<Vec<Bytes>>>,
}

impl Collector {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&bodies);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = Arc::clone(&kept);
                let service = service_fn(move |request| keep(request, Arc::clone(&kept)));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { url, bodies }
    }

    pub(super) fn bodies(&self) -> Vec<Bytes> {
        let bodies = self.bodies.lock().expect("nobody panicked");
        assert!(!bodies.is_empty(), "something is sent");
        bodies.clone()
    }

    pub(super) fn traced(&self) -> Traced {
        let mut traced = Traced::default();
        for body in self.bodies() {
            // `ExportTraceServiceRequest` of opentelemetry.proto.collector.trace.v1, and down from it.
            for spans in message(&body, 1) {
                let resource = message(spans, 1).flat_map(|resource| message(resource, 1));
                let name = resource
                    .map(attribute)
                    .find(|(key, _)| key == "service.name");
                traced.service = name.expect("a name").1;
                let spans = message(spans, 2).flat_map(|scope| message(scope, 2));
                traced.spans.extend(spans.map(Span::read));
            }
        }
        traced
    }
}

async fn keep(
    request: Request<Incoming>,
    kept: Arc<Mutex<Vec<Bytes>>>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    assert_eq!(request.uri().path(), "/v1/traces");
    assert_eq!(request.headers()["content-type"], "application/x-protobuf");
    let body = request.into_body().collect().await.expect("a body");
    kept.lock().expect("nobody panicked").push(body.to_bytes());
    Ok(Response::new(Empty::new()))
}

/// What was sent, of which one looks at this.
#[derive(Default)]
pub(super) struct Traced {
    pub(super) service: String,
    pub(super) spans: Vec<Span>,
}

impl Traced {
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &Span> {
        self.spans.iter().filter(move |span| span.name == name)
    }
}

#[derive(Debug)]
pub(super) struct Span {
    pub(super) trace: Vec<u8>,
    pub(super) id: Vec<u8>,
    pub(super) parent: Vec<u8>,
    pub(super) name: String,
    pub(super) kind: u64,
    pub(super) failed: bool,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) links: Vec<Vec<u8>>,
}

impl Span {
    fn read(span: &[u8]) -> Self {
        let bytes = |number| message(span, number).next().unwrap_or_default().to_vec();
        Self {
            trace: bytes(1),
            id: bytes(2),
            parent: bytes(4),
            name: text(&bytes(5)),
            kind: number(span, 6).unwrap_or_default(),
            failed: message(span, 15).any(|status| number(status, 3) == Some(2)),
            attributes: message(span, 9).map(attribute).collect(),
            links: message(span, 13)
                .filter_map(|link| message(link, 2).next().map(<[u8]>::to_vec))
                .collect(),
        }
    }

    /// Whether it was answered with this status.
    pub(super) fn has(&self, status: &str) -> bool {
        let status = ("http.response.status_code".to_owned(), status.to_owned());
        self.attributes.contains(&status)
    }
}

/// A `KeyValue`, whose value is a text, which comes in quotes, or a number.
fn attribute(bytes: &[u8]) -> (String, String) {
    let key = message(bytes, 1).next().expect("a key");
    let value = message(bytes, 2).next().expect("a value");
    let value = match message(value, 1).next() {
        Some(value) => format!("{:?}", text(value)),
        None => number(value, 3).map_or_else(String::new, |value| value.to_string()),
    };
    (text(key), value)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// The messages or texts with this number.
fn message(bytes: &[u8], number: u64) -> impl Iterator<Item = &[u8]> {
    fields(bytes).filter_map(move |field| match field {
        (found, Value::Bytes(bytes)) if found == number => Some(bytes),
        _ => None,
    })
}

fn number(bytes: &[u8], number: u64) -> Option<u64> {
    fields(bytes).find_map(|field| match field {
        (found, Value::Number(value)) if found == number => Some(value),
        _ => None,
    })
}

enum Value<'b> {
    Number(u64),
    Bytes(&'b [u8]),
}

fn fields(mut bytes: &[u8]) -> impl Iterator<Item = (u64, Value<'_>)> {
    std::iter::from_fn(move || {
        if bytes.is_empty() {
            return None;
        }
        let tag = varint(&mut bytes);
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut bytes)),
            1 => Value::Bytes(take(&mut bytes, 8)),
            2 => {
                let length = varint(&mut bytes);
                Value::Bytes(take(&mut bytes, usize::try_from(length).expect("a length")))
            }
            5 => Value::Bytes(take(&mut bytes, 4)),
            other => panic!("there is no wire type {other}"),
        };
        Some((tag >> 3, value))
    })
}

fn varint(bytes: &mut &[u8]) -> u64 {
    let mut value = 0;
    for place in 0..10 {
        let byte = take(bytes, 1)[0];
        value |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    value
}

fn take<'b>(bytes: &mut &'b [u8], length: usize) -> &'b [u8] {
    let (taken, rest) = bytes.split_at(length);
    *bytes = rest;
    taken
}
