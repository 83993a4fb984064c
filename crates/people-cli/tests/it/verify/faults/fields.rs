//! Faults in what an update does, and in what the API fills: U1 to U19, D1 to D12, S1 to S6, E1 to E5.
use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{Request, StatusCode};
use serde_json::{Value, json};

use super::server::{
    Answer, Fault, Inner, accept, copy, entries, is, parameter, replace, reverse, take, with_body,
    with_parameters, with_reply, without,
};

pub(super) fn faults() -> Vec<Fault> {
    [updates(), filled(), identity()]
        .into_iter()
        .flatten()
        .collect()
}

fn updates() -> Vec<Fault> {
    vec![
        Fault::of("U1").is("the body names the contact").reads(|request| {
            if !is(request, ":updateContact") {
                return;
            }
            let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
            if let Some(name) = body["resourceName"].as_str() {
                let query = request.uri().query().unwrap_or_default().to_owned();
                let uri = format!("/v1/{name}:updateContact?{query}");
                *request.uri_mut() = uri.parse().expect("an address");
            }
        }),
        Fault::of("U1").is("people/me is another text").says(|request, reply| {
            if is(request, "people/me:") {
                with_reply(reply, |json| json["error"]["message"] = "It is not a contact.".into());
            }
        }),
        Fault::of("U2").is("an unknown path is left out").reads(|request| {
            replace(request, "updatePersonFields", "nicknames,nickname", "nicknames");
        }),
        Fault::of("U2").is("of two masks the last counts").reads(|request| {
            if is(request, ":updateContact") {
                with_parameters(request, |pairs| {
                    let masks = |pair: &&(String, String)| pair.0 == "updatePersonFields";
                    let last = pairs.iter().rfind(masks).cloned();
                    pairs.retain(|pair| !masks(&pair));
                    pairs.extend(last);
                });
            }
        }),
        Fault::of("U3").is("a read returns all fields").reads(|request| {
            if request.method() == "GET" {
                replace(request, "personFields", "nicknames", "names,nicknames,metadata,photos");
            }
        }),
        Fault::of("U4").is("sources count for nothing").reads(|request| without(request, "sources")),
        Fault::of("U5").is("a source is not required").reads(|request| {
            if is(request, ":updateContact") {
                with_body(request, |json| json["metadata"] = json!({"sources": [{"type": "CONTACT"}]}));
            }
        }),
        Fault::of("U6").is("a stale etag wins").does(last_wins),
        Fault::of("U7").is("a contact without groups is put in myContacts").reads(|request| {
            let mine = "contactGroups/myContacts";
            if parameter(request, "updatePersonFields") == "memberships" {
                with_body(request, |json| {
                    let is_empty = json["memberships"].as_array().is_none_or(Vec::is_empty);
                    if is_empty {
                        json["memberships"] = json!([{"contactGroupMembership": {"contactGroupResourceName": mine}}]);
                    }
                });
            }
        }),
        Fault::of("U8").is("the first of two values counts").reads(|request| {
            with_body(request, |json| {
                for field in ["names", "birthdays", "genders", "biographies"] {
                    if let Some(values) = json.get_mut(field).and_then(Value::as_array_mut) {
                        values.truncate(1);
                    }
                }
            });
        }),
        Fault::of("U9").is("a value of a profile becomes the contact's own").reads(|request| {
            with_body(request, |json| entries(json, "nicknames").for_each(|value| take(value, "metadata")));
        }),
        Fault::of("U10").is("the mask is dropped: names are replaced too").reads(|request| {
            replace(request, "updatePersonFields", "nicknames", "nicknames,names");
        }),
        Fault::of("U10").is("values are added to those that are there").does(adds),
        Fault::of("U11").is("the reply has the etag of before").says(|request, reply| {
            if is(request, ":updateContact") && reply.status() == 200 {
                let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
                with_reply(reply, |json| json["etag"] = body["etag"].clone());
            }
        }),
        Fault::of("U12").is("scopes are not asked for").reads(|request| {
            request.headers_mut().insert("authorization", "Bearer ada".parse().expect("a value"));
        }),
        Fault::of("U13").is("edits are lost").does(last_wins),
        Fault::of("U14").is("a date that is none is taken").says(|request, reply| {
            if parameter(request, "updatePersonFields") == "events" {
                accept(reply);
            }
        }),
        Fault::of("U15").is("what does not exist is 403").says(|_, reply| {
            if reply.status() == 404 {
                *reply.status_mut() = StatusCode::FORBIDDEN;
                with_reply(reply, |json| json["error"]["code"] = 403.into());
            }
        }),
        Fault::of("U16").is("a deprecated group takes members").says(|request, reply| {
            if is(request, ":updateContact") {
                accept(reply);
            }
        }),
        Fault::of("U17").is("a contact stays in myContacts").observes(),
        Fault::of("U18").is("an update of nothing is none").does(|inner, request| {
            Box::pin(async move {
                if is(&request, ":updateContact") {
                    let (path, sent) = (request.uri().path().to_owned(), copy(&request));
                    let before = inner(read(&request, path.trim_end_matches(":updateContact"))).await;
                    let before_json: Value = serde_json::from_slice(before.body()).unwrap_or_default();
                    let body: Value = serde_json::from_slice(sent.body()).unwrap_or_default();
                    if before_json["nicknames"][0]["value"] == body["nicknames"][0]["value"] {
                        return before;
                    }
                }
                inner(request).await
            })
        }),
        Fault::of("U19").is("all that race succeed").does(last_wins),
    ]
}

/// A read of what a call is about, by the same caller.
fn read(request: &Request<Bytes>, path: &str) -> Request<Bytes> {
    let mut read = Request::new(Bytes::new());
    *read.uri_mut() = format!("{path}?personFields=metadata,nicknames")
        .parse()
        .expect("an address");
    let credential = request.headers().get("authorization").cloned();
    read.headers_mut()
        .extend(credential.map(|value| (http::header::AUTHORIZATION, value)));
    read.headers_mut().extend(
        request
            .headers()
            .get("host")
            .cloned()
            .map(|value| (http::header::HOST, value)),
    );
    read
}

/// Updates with whatever etag is current.
fn last_wins(inner: Inner, request: Request<Bytes>) -> Answer {
    Box::pin(async move {
        let mut request = request;
        if is(&request, ":updateContact") {
            // A race inside the server is lost by one of two: again.
            for _ in 0..100 {
                let path = request
                    .uri()
                    .path()
                    .trim_end_matches(":updateContact")
                    .to_owned();
                let current = inner(read(&request, &path)).await;
                let current: Value = serde_json::from_slice(current.body()).unwrap_or_default();
                with_body(&mut request, |json| {
                    json["etag"] = current["etag"].clone();
                    json["metadata"] = json!({"sources": [{"type": "CONTACT"}]});
                });
                let reply = inner(copy(&request)).await;
                if reply.status() == 200 {
                    return reply;
                }
            }
        }
        inner(request).await
    })
}

/// Adds nicknames to those that the contact has.
fn adds(inner: Inner, request: Request<Bytes>) -> Answer {
    Box::pin(async move {
        let mut request = request;
        if is(&request, ":updateContact") {
            let path = request
                .uri()
                .path()
                .trim_end_matches(":updateContact")
                .to_owned();
            let current = inner(read(&request, &path)).await;
            let current: Value = serde_json::from_slice(current.body()).unwrap_or_default();
            with_body(&mut request, |json| {
                let mut all = current["nicknames"].as_array().cloned().unwrap_or_default();
                all.extend(entries(json, "nicknames").map(|value| value.clone()));
                json["nicknames"] = all.into();
            });
        }
        inner(request).await
    })
}

/// A fault of a member that the API fills.
fn wrong(rule: &'static str, what: &'static str, change: fn(&mut Value)) -> Fault {
    Fault::of(rule).is(what).changes(change)
}

fn filled() -> Vec<Fault> {
    vec![
        wrong("D1", "a display name is taken from the request", |person| {
            entries(person, "names").for_each(|name| name["displayName"] = "Nobody".into());
        }),
        wrong("D2", "all values are primary", |person| {
            entries(person, "urls").for_each(|url| url["metadata"]["primary"] = true.into());
        }),
        wrong("D3", "the last name comes first", |person| {
            entries(person, "names")
                .for_each(|name| name["displayName"] = name["displayNameLastFirst"].clone());
        }),
        wrong("D4", "the parts are not guessed", |person| {
            entries(person, "names").for_each(|name| take(name, "familyName"));
        }),
        wrong("D5", "an address has no text", |person| {
            entries(person, "addresses").for_each(|address| take(address, "formattedValue"));
        }),
        wrong("D6", "a birthday keeps its text", |person| {
            entries(person, "birthdays")
                .for_each(|birthday| birthday["text"] = "10 December 1815".into());
        }),
        wrong("D7", "a number has no canonical form", |person| {
            entries(person, "phoneNumbers").for_each(|number| take(number, "canonicalForm"));
        }),
        wrong("D8", "a contact has no photo", |person| {
            take(person, "photos")
        }),
        wrong("D9", "system groups come first", |person| {
            reverse(person, "memberships")
        }),
        wrong("D10", "values without content are kept", |person| {
            if let Some(values) = person.get_mut("nicknames").and_then(Value::as_array_mut) {
                values.push(json!({"value": ""}));
            }
        }),
        wrong("D11", "a type is shown as it is", |person| {
            entries(person, "phoneNumbers")
                .for_each(|number| number["formattedType"] = number["type"].clone());
        }),
        wrong("D12", "a biography has no content type", |person| {
            entries(person, "biographies").for_each(|note| take(note, "contentType"));
        }),
    ]
}

fn identity() -> Vec<Fault> {
    vec![
        wrong("S1", "the profile's values come first", |person| {
            reverse(person, "emailAddresses")
        }),
        wrong("S2", "no contact is linked", |person| {
            if let Some(sources) = person
                .pointer_mut("/metadata/sources")
                .and_then(Value::as_array_mut)
            {
                sources.retain(|source| source["type"] == "CONTACT");
            }
        }),
        wrong("S3", "a profile's value is primary too", |person| {
            entries(person, "emailAddresses")
                .for_each(|address| address["metadata"]["primary"] = true.into());
        }),
        Fault::of("S4")
            .is("people/me is not there")
            .says(|request, reply| {
                if request.uri().path() == "/v1/people/me" {
                    *reply.status_mut() = StatusCode::NOT_FOUND;
                    *reply.body_mut() =
                        Bytes::from_static(br#"{"error": {"code": 404, "status": "NOT_FOUND"}}"#);
                }
            }),
        wrong("S5", "a list has 99 addresses", |person| {
            if let Some(addresses) = person
                .get_mut("emailAddresses")
                .and_then(Value::as_array_mut)
            {
                addresses.truncate(99);
            }
        }),
        Fault::of("S6")
            .is("a narrow mask has no etag")
            .says(|request, reply| {
                if request.method() == "GET" {
                    with_reply(reply, |json| take(json, "etag"));
                }
            }),
        wrong("E1", "the etag of a source has no sign", |person| {
            entries(&mut person["metadata"], "sources").for_each(|source| {
                let etag = source["etag"].as_str().unwrap_or_default().replace('#', "");
                source["etag"] = etag.into();
            });
        }),
        wrong("E2", "the etag is that of the source", |person| {
            let etag = person.pointer("/metadata/sources/0/etag").cloned();
            person["etag"] = etag.unwrap_or_default();
        }),
        wrong(
            "E3",
            "a linked person has the fingerprint of the contact",
            |person| {
                let own = person
                    .pointer("/metadata/sources/0/etag")
                    .and_then(Value::as_str);
                if let Some(own) = own {
                    let message = [b"\x22\x0c", own.trim_start_matches('#').as_bytes()].concat();
                    person["etag"] = format!("%{}", BASE64_STANDARD.encode(message)).into();
                }
            },
        ),
        wrong("E4", "the id of the source is decimal", |person| {
            let number = person["resourceName"]
                .as_str()
                .unwrap_or_default()
                .replace("people/c", "");
            entries(&mut person["metadata"], "sources")
                .for_each(|source| source["id"] = number.clone().into());
        }),
        wrong("E5", "a time has an offset", |person| {
            entries(&mut person["metadata"], "sources").for_each(|source| {
                let time = source["updateTime"]
                    .as_str()
                    .unwrap_or_default()
                    .replace('Z', "+00:00");
                source["updateTime"] = time.into();
            });
        }),
    ]
}
