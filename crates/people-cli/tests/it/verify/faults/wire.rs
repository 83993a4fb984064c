//! Faults of the front end: A1, A2, F1 to F20, N2 to N7.
use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

use super::server::{
    Fault, Reply, accept, is, parameter, take, with_body, with_parameters, without,
};

pub(super) fn faults() -> Vec<Fault> {
    [replies(), requests(), sizes()]
        .into_iter()
        .flatten()
        .collect()
}

fn say(reply: &mut Reply, from: &str, to: &str) {
    let text = String::from_utf8_lossy(reply.body()).replace(from, to);
    *reply.body_mut() = Bytes::from(text);
}

fn replies() -> Vec<Fault> {
    vec![
        Fault::of("A1")
            .is("a 401 does not say how to log in")
            .says(|_, reply| {
                reply.headers_mut().remove("www-authenticate");
            }),
        Fault::of("F1")
            .is("an unknown address is JSON")
            .says(|_, reply| {
                if reply.status() == 404 {
                    reply
                        .headers_mut()
                        .insert("content-type", "application/json".parse().expect("a type"));
                    *reply.body_mut() = Bytes::from_static(b"{}");
                }
            }),
        Fault::of("F10")
            .is("enums are names")
            .reads(|request| without(request, "$alt")),
        Fault::of("F11")
            .is("a reply is never gzip")
            .reads(|request| {
                request.headers_mut().remove("accept-encoding");
            }),
        Fault::of("F12")
            .is("a reply is always compact")
            .reads(|request| {
                with_parameters(request, |pairs| {
                    pairs.push(("prettyPrint".to_owned(), "false".to_owned()))
                });
            }),
        Fault::of("F13").is("a head has many fields").headers(500),
        Fault::of("F14")
            .is("the text is another")
            .says(|_, reply| say(reply, "invalid argument", "wrong argument")),
        Fault::of("F18")
            .is("one address has no document")
            .says(|request, reply| {
                if is(request, "/discovery/v1") {
                    *reply.status_mut() = StatusCode::NOT_FOUND;
                    *reply.body_mut() = Bytes::new();
                }
            }),
        Fault::of("F19")
            .is("an id comes back as it was")
            .says(|request, reply| {
                if is(request, "/batch") {
                    say(reply, "<response-", "<");
                }
            }),
        Fault::of("F19")
            .is("replies come in another order")
            .says(|request, reply| {
                if is(request, "/batch") {
                    say(reply, "<response-first>", "<response-?>");
                    say(reply, "<response-third>", "<response-first>");
                    say(reply, "<response-?>", "<response-third>");
                }
            }),
        Fault::of("F20")
            .is("a call that fails succeeds")
            .says(|request, reply| {
                if is(request, "/batch") {
                    say(reply, "HTTP/1.1 400 Bad Request", "HTTP/1.1 200 OK");
                }
            }),
    ]
}

fn requests() -> Vec<Fault> {
    vec![
        Fault::of("A2")
            .is("a token stands in the header alone")
            .reads(|request| without(request, "oauth_token")),
        Fault::of("F2").is("a POST is a POST").reads(|request| {
            request.headers_mut().remove("x-http-method-override");
        }),
        Fault::of("F3")
            .is("an unknown parameter is left out")
            .reads(|request| without(request, "parent")),
        Fault::of("F4")
            .is("an unknown member is left out")
            .reads(|request| {
                with_body(request, |json| take(json, "shoeSize"));
            }),
        Fault::of("F4")
            .is("only JSON is read")
            .says(|request, reply| {
                if is(request, ":updateContact")
                    && serde_json::from_slice::<Value>(request.body()).is_err()
                {
                    *reply.status_mut() = StatusCode::BAD_REQUEST;
                    *reply.body_mut() = Bytes::from_static(
                        br#"{"error": {"code": 400, "status": "INVALID_ARGUMENT"}}"#,
                    );
                }
            }),
        Fault::of("F5").is("any encoding is gzip").reads(|request| {
            if request.headers().contains_key("content-encoding") {
                request
                    .headers_mut()
                    .insert("content-encoding", "gzip".parse().expect("a value"));
            }
        }),
        Fault::of("F6")
            .is("a larger body is 413")
            .says(|request, reply| {
                if request.body().len() > 1 << 20 {
                    *reply.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
                }
            }),
        Fault::of("F8")
            .is("a reply is always whole")
            .reads(|request| without(request, "fields")),
        Fault::of("F9")
            .is("reasons are never there")
            .reads(|request| without(request, "$.xgafv")),
    ]
}

fn sizes() -> Vec<Fault> {
    vec![
        Fault::of("N2")
            .is("a contact has any size")
            .says(|request, reply| {
                if parameter(request, "updatePersonFields") == "biographies" {
                    accept(reply);
                }
            }),
        Fault::of("N3")
            .is("a contact has any number of values")
            .says(|request, reply| {
                if parameter(request, "updatePersonFields") == "urls" {
                    accept(reply);
                }
            }),
        Fault::of("N4")
            .is("a text has any length")
            .says(|request, reply| {
                if parameter(request, "updatePersonFields") == "nicknames" {
                    accept(reply);
                }
            }),
        Fault::of("N6")
            .is("all unknown members are told")
            .says(|_, reply| {
                say(
                    reply,
                    "More than 1100 names are unknown",
                    "Many names are unknown",
                );
            }),
        Fault::of("N7")
            .is("a photo has any size")
            .says(|request, reply| {
                if is(request, ":updateContactPhoto") {
                    accept(reply);
                }
            }),
    ]
}
