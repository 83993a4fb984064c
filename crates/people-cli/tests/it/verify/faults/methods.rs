//! Faults in what methods do: C1 to C4, B1 to B5, L1 to Y2, G1 to G8, O1 to O6, W1 to W5, K1 to K5, H1 to H4.
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use super::server::{
    Fault, Reply, accept, copy, entries, is, parameter, replace, reverse, take, with_body,
    with_parameters, with_reply, without,
};

pub(super) fn faults() -> Vec<Fault> {
    [
        contacts(),
        lists(),
        groups(),
        others(),
        searches(),
        photos(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn contacts() -> Vec<Fault> {
    vec![
        Fault::of("C1").is("no body is an empty person").reads(|request| {
            if is(request, ":createContact") && request.body().is_empty() {
                *request.body_mut() = Bytes::from_static(b"{}");
            }
        }),
        Fault::of("C2").is("an empty person is created").reads(|request| {
            if is(request, ":createContact") {
                with_body(request, |json| {
                    if json.get("userDefined").is_none() {
                        json["nicknames"] = json!([{"value": "Nobody"}]);
                    }
                });
            }
        }),
        Fault::of("C3").is("a new contact is starred").reads(|request| {
            let starred = "contactGroups/starred";
            if is(request, ":createContact") {
                with_body(request, |json| {
                    if json.get("memberships").is_none() {
                        json["memberships"] = json!([{"contactGroupMembership": {"contactGroupResourceName": starred}}]);
                    }
                });
            }
        }),
        Fault::of("C4").is("another delete succeeds").says(|request, reply| {
            if is(request, ":deleteContact") {
                accept(reply);
            }
        }),
        Fault::of("B1").is("answers come in another order").says(|_, reply| {
            with_reply(reply, |json| reverse(json, "responses"));
        }),
        Fault::of("B2").is("the refused contacts are not named").says(|request, reply| {
            if is(request, ":batch") {
                with_reply(reply, |json| take(&mut json["error"], "details"));
            }
        }),
        Fault::of("B2").is("what can be done is done").reads(|request| {
            if is(request, ":batchUpdateContacts") {
                with_body(request, |json| {
                    // Only the first of several: the one that is not stale.
                    if let Some(contacts) = json["contacts"].as_object_mut() && contacts.len() > 1 {
                        let first = contacts.iter().next().map(|(name, body)| (name.clone(), body.clone()));
                        *contacts = first.into_iter().collect();
                    }
                });
            }
        }),
        Fault::of("B3").is("new contacts come in another order").says(|_, reply| {
            with_reply(reply, |json| reverse(json, "createdPeople"));
        }),
        Fault::of("B4").is("a missing etag has the status of a single update").says(|request, reply| {
            if is(request, ":batchUpdateContacts") {
                with_reply(reply, |json| {
                    if json["error"]["status"] == "FAILED_PRECONDITION" {
                        json["error"]["status"] = "INVALID_ARGUMENT".into();
                    }
                });
            }
        }),
        Fault::of("B5").is("a contact that is missing does not count").says(|request, reply| {
            if is(request, ":batchDeleteContacts") && reply.status() == 404 {
                accept(reply);
            }
        }),
    ]
}

fn lists() -> Vec<Fault> {
    vec![
        Fault::of("L1")
            .is("a page of one has two")
            .reads(|request| replace(request, "pageSize", "1", "2")),
        Fault::of("L2")
            .is("there is one order")
            .reads(|request| without(request, "sortOrder")),
        Fault::of("P1")
            .is("a token that never was is left out")
            .reads(|request| {
                if parameter(request, "pageToken") == "people" {
                    without(request, "pageToken");
                }
            }),
        Fault::of("P2")
            .is("the fields of a page may be others")
            .reads(|request| {
                if !parameter(request, "pageToken").is_empty() {
                    replace(request, "personFields", "names", "nicknames");
                }
            }),
        Fault::of("Y1")
            .is("changes are all contacts")
            .reads(|request| {
                if parameter(request, "syncToken") != "people" {
                    without(request, "syncToken");
                }
            }),
        Fault::of("Y2")
            .is("deleted contacts are left out")
            .says(|_, reply| {
                with_reply(reply, |json| {
                    if let Some(people) = json.get_mut("connections").and_then(Value::as_array_mut)
                    {
                        people.retain(|person| person["metadata"]["deleted"] != true);
                    }
                });
            }),
    ]
}

fn groups() -> Vec<Fault> {
    vec![
        Fault::of("G1")
            .is("a name that is taken is 400")
            .says(|_, reply| {
                if reply.status() == 409 {
                    *reply.status_mut() = StatusCode::BAD_REQUEST;
                }
            }),
        Fault::of("G2")
            .is("a system group has an etag")
            .says(|request, reply| {
                if is(request, "contactGroups/starred") {
                    with_reply(reply, |json| json["etag"] = "AAAAAAAAAAA=".into());
                }
            }),
        Fault::of("G3")
            .is("the system's groups come first")
            .says(|_, reply| {
                with_reply(reply, |json| reverse(json, "contactGroups"));
            }),
        Fault::of("G4")
            .is("a page has no sync token")
            .says(|_, reply| {
                with_reply(reply, |json| take(json, "nextSyncToken"));
            }),
        Fault::of("G5")
            .is("answers come in another order")
            .says(|_, reply| {
                with_reply(reply, |json| reverse(json, "responses"));
            }),
        Fault::of("G6")
            .is("an etag counts for nothing")
            .reads(|request| {
                if request.method() == "PUT" {
                    with_body(request, |json| take(&mut json["contactGroup"], "etag"));
                }
            }),
        Fault::of("G7")
            .is("what does not exist is not named")
            .says(|_, reply| {
                with_reply(reply, |json| take(json, "notFoundResourceNames"));
            }),
        Fault::of("G7").is("members are lost").reads(|request| {
            if is(request, "members:modify") {
                with_body(request, |json| {
                    if let Some(names) = json["resourceNamesToAdd"].as_array_mut() {
                        names.retain(|name| {
                            name.as_str()
                                .is_some_and(|name| name.contains("c8888888888888888"))
                        });
                    }
                });
            }
        }),
        Fault::of("G8")
            .is("contacts stay")
            .reads(|request| without(request, "deleteContacts")),
    ]
}

/// Replies with an error in place of what was found.
fn fail(reply: &mut Reply) {
    *reply.status_mut() = StatusCode::NOT_FOUND;
    *reply.body_mut() = Bytes::from_static(br#"{"error": {"code": 404, "status": "NOT_FOUND"}}"#);
}

fn others() -> Vec<Fault> {
    vec![
        Fault::of("O1")
            .is("they have the source of a contact")
            .says(|request, reply| {
                if is(request, "/otherContacts") {
                    with_reply(reply, |json| {
                        for other in entries(json, "otherContacts") {
                            entries(&mut other["metadata"], "sources")
                                .for_each(|source| source["type"] = "CONTACT".into());
                        }
                    });
                }
            }),
        Fault::of("O2")
            .is("a field that they do not have is left out")
            .reads(|request| {
                if is(request, "/otherContacts") && parameter(request, "sources").is_empty() {
                    replace(request, "readMask", "names,organizations", "names");
                }
            }),
        Fault::of("O3")
            .is("they are not counted")
            .says(|request, reply| {
                if is(request, "/otherContacts") {
                    with_reply(reply, |json| take(json, "totalSize"));
                }
            }),
        Fault::of("O4")
            .is("a copy is in no group")
            .says(|request, reply| {
                if is(request, ":copyOtherContact") {
                    with_reply(reply, |json| take(json, "memberships"));
                }
            }),
        Fault::of("O6")
            .is("nobody is found")
            .says(|request, reply| {
                if is(request, "otherContacts:search") {
                    with_reply(reply, |json| take(json, "results"));
                }
            }),
        Fault::of("W1")
            .is("there is no directory")
            .says(|request, reply| {
                if is(request, ":listDirectoryPeople") {
                    fail(reply);
                }
            }),
        Fault::of("W2")
            .is("they have the source of a profile")
            .changes(|person| {
                entries(&mut person["metadata"], "sources")
                    .for_each(|source| source["type"] = "PROFILE".into());
            }),
        Fault::of("W3")
            .is("sources are not required")
            .reads(|request| {
                if is(request, ":listDirectoryPeople") && parameter(request, "sources").is_empty() {
                    with_parameters(request, |pairs| {
                        pairs.push((
                            "sources".to_owned(),
                            "DIRECTORY_SOURCE_TYPE_DOMAIN_PROFILE".to_owned(),
                        ));
                    });
                }
            }),
        Fault::of("W4")
            .is("each page is the first")
            .reads(|request| {
                if is(request, ":listDirectoryPeople")
                    && parameter(request, "pageToken") != "people"
                {
                    without(request, "pageToken");
                }
            }),
        Fault::of("W5")
            .is("nobody is found")
            .says(|request, reply| {
                if is(request, ":searchDirectoryPeople") {
                    with_reply(reply, |json| take(json, "people"));
                }
            }),
    ]
}

fn searches() -> Vec<Fault> {
    vec![
        Fault::of("K1")
            .is("there are nine results at most")
            .says(|_, reply| {
                with_reply(reply, |json| {
                    if let Some(results) = json.get_mut("results").and_then(Value::as_array_mut) {
                        results.truncate(9);
                    }
                });
            }),
        Fault::of("K2")
            .is("a query finds what stands inside of a word")
            .does(|inner, request| {
                Box::pin(async move {
                    let again = is(&request, ":searchContacts").then(|| copy(&request));
                    let reply = inner(request).await;
                    match again {
                        Some(mut again) if reply.body().len() < 5 => {
                            // The words of a run begin with a `q`.
                            let query = parameter(&again, "query");
                            replace(&mut again, "query", &query, &format!("q{query}"));
                            inner(again).await
                        }
                        _ => reply,
                    }
                })
            }),
        Fault::of("K3")
            .is("00 is not understood")
            .says(|request, reply| {
                if parameter(request, "query").starts_with("00") {
                    *reply.body_mut() = Bytes::from_static(b"{}");
                }
            }),
        Fault::of("K4").is("case counts").says(|request, reply| {
            let query = parameter(request, "query");
            if query.contains(|c: char| c.is_ascii_uppercase()) {
                *reply.body_mut() = Bytes::from_static(b"{}");
            }
        }),
        Fault::of("K5")
            .is("results come in another order")
            .says(|_, reply| {
                with_reply(reply, |json| reverse(json, "results"));
            }),
    ]
}

fn photos() -> Vec<Fault> {
    vec![
        Fault::of("H1")
            .is("the answer has no contact")
            .says(|request, reply| {
                if is(request, ":updateContactPhoto") {
                    with_reply(reply, |json| take(json, "person"));
                }
            }),
        Fault::of("H2").is("a GIF is taken").says(|request, reply| {
            if is(request, ":updateContactPhoto") {
                accept(reply);
            }
        }),
        Fault::of("H3")
            .is("a photo that is not there is taken away")
            .says(|request, reply| {
                if is(request, ":deleteContactPhoto") {
                    accept(reply);
                }
            }),
        Fault::of("H4")
            .is("the address stays")
            .says(|request, reply| {
                if is(request, ":updateContactPhoto") {
                    with_reply(reply, |json| {
                        entries(&mut json["person"], "photos")
                            .for_each(|photo| photo["url"] = "http://127.0.0.1:9/a".into());
                    });
                }
            }),
    ]
}
