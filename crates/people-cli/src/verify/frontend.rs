//! Callers, addresses, parameters and the form of replies (A1, A2, F1 to F3, F8 to F14, F18).
use std::io::Read;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::{
    api::{Call, Credential, Reply, text},
    rule::Rule,
    trial::{
        INVALID, INVALID_TEXT, NOT_FOUND, Stop, Trial, Tried, each, get, name, nobody, update, verb,
    },
};

pub(super) const RULES: &[Rule] = &[
    Rule::new("A1", "A caller without a good credential is 401", |trial| {
        Box::pin(a1(trial))
    }),
    Rule::new(
        "A2",
        "A token stands in the header or in a parameter",
        |trial| Box::pin(a2(trial)),
    ),
    Rule::new("F1", "An unknown address is 404 with a page", |trial| {
        Box::pin(f1(trial))
    }),
    Rule::new("F2", "A POST can count as another verb", |trial| {
        Box::pin(f2(trial))
    }),
    Rule::new(
        "F3",
        "A query is read leniently, and the error names each fault",
        |trial| Box::pin(f3(trial)),
    ),
    Rule::new("F8", "fields selects parts of a reply", |trial| {
        Box::pin(f8(trial))
    }),
    Rule::new(
        "F9",
        "Old clients find the reasons of errors in errors[]",
        |trial| Box::pin(f9(trial)),
    ),
    Rule::new("F10", "Enums come as numbers if asked for", |trial| {
        Box::pin(f10(trial))
    }),
    Rule::new(
        "F11",
        "A reply is gzip for callers that accept it",
        |trial| Box::pin(f11(trial)),
    ),
    Rule::new(
        "F12",
        "A reply is JSON on lines, and compact if asked for",
        |trial| Box::pin(f12(trial)),
    ),
    Rule::new("F13", "A head of too many fields is 431", |trial| {
        Box::pin(f13(trial))
    }),
    Rule::new("F14", "An argument out of its range is 400", |trial| {
        Box::pin(f14(trial))
    }),
    Rule::new(
        "F18",
        "The discovery document is at both addresses",
        |trial| Box::pin(f18(trial)),
    ),
];

const LIST: &str = "/v1/people/me/connections?personFields=metadata&pageSize=1";
const UNAUTHENTICATED: (u16, &str) = (401, "UNAUTHENTICATED");

async fn a1(trial: &mut Trial) -> Tried {
    let begins = |reply: &Reply, text: &str| reply.message().starts_with(text);
    let none = "Request is missing required authentication credential.";
    let reply = trial.send_raw(Call::get(LIST).by(Credential::None)).await?;
    trial.refused("no credential", UNAUTHENTICATED, None, &reply);
    trial.so("its text", none, begins(&reply, none), reply.message());
    trial.so(
        "it says how to log in",
        "WWW-Authenticate: Bearer …",
        reply.header("www-authenticate").starts_with("Bearer"),
        reply.header("www-authenticate"),
    );
    let wrong = "Request had invalid authentication credentials.";
    for (case, header) in [
        ("an unknown token", "Bearer people-verify;scopes=nothing"),
        ("another kind of credential", "Basic cGVvcGxlOnZlcmlmeQ=="),
    ] {
        let reply = trial
            .send_raw(Call::get(LIST).by(Credential::Header(header.to_owned())))
            .await?;
        trial.refused(case, UNAUTHENTICATED, None, &reply);
        trial.so("its text", wrong, begins(&reply, wrong), reply.message());
    }
    Ok(())
}

async fn a2(trial: &mut Trial) -> Tried {
    if !trial.api().is_here() {
        let why = "a token in a URL can end up in logs: tried only on this machine";
        return Err(Stop::Untried(why.to_owned()));
    }
    let token = trial.api().token().to_owned();
    for parameter in ["access_token", "oauth_token"] {
        let call = Call::get(LIST)
            .query(parameter, &token)
            .by(Credential::None);
        let reply = trial.send_raw(call).await?;
        trial.accepted(parameter, &reply);
    }
    let wrong = Credential::Header("Bearer people-verify;scopes=nothing".to_owned());
    let reply = trial
        .send_raw(Call::get(LIST).query("access_token", &token).by(wrong))
        .await?;
    trial.refused(
        "the header counts over the parameter",
        UNAUTHENTICATED,
        None,
        &reply,
    );
    Ok(())
}

async fn f1(trial: &mut Trial) -> Tried {
    for (case, call) in [
        ("an unknown path", Call::get("/v1/persons/me")),
        (
            "another version",
            Call::get("/v2/people/me?personFields=names"),
        ),
        (
            "an unknown verb after the colon",
            verb("POST", "/v1/people/me:createContact"),
        ),
        (
            "another HTTP verb",
            verb("PATCH", "/v1/people:createContact"),
        ),
        (
            "a path without an id",
            Call::get("/v1/people/?personFields=names"),
        ),
    ] {
        let reply = trial.send_raw(call).await?;
        let is_page = reply.status == 404 && reply.header("content-type").starts_with("text/html");
        trial.so(
            case,
            "404 with a page of HTML",
            is_page,
            format!("{reply}, {}", reply.header("content-type")),
        );
    }
    Ok(())
}

async fn f2(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let body = json!({"etag": person["etag"], "metadata": {"sources": [{"type": "CONTACT"}]}, "nicknames": [{"value": "After"}]});
    let call = Call::post(&format!("/v1/{}:updateContact", name(&person)), &body)
        .query("updatePersonFields", "nicknames");
    let reply = trial
        .send_raw(call.header("x-http-method-override", "PATCH"))
        .await?;
    trial.accepted("POST as PATCH", &reply);
    let form = format!(
        "resourceNames={}&personFields=nicknames",
        name(&person).replace('/', "%2F")
    );
    let call = verb("POST", "/v1/people:batchGet")
        .bytes(form)
        .header("content-type", "application/x-www-form-urlencoded");
    let reply = trial
        .send_raw(call.header("x-http-method-override", "GET"))
        .await?;
    trial.accepted("POST as GET, with the query as a form", &reply);
    trial.same(
        "it is read",
        json!("After"),
        reply.at("/responses/0/person/nicknames/0/value"),
    );
    let read = get(&person, "nicknames").header("x-http-method-override", "DELETE");
    let reply = trial.send_raw(read).await?;
    trial.accepted("a GET stays a GET", &reply);
    Ok(())
}

async fn f3(trial: &mut Trial) -> Tried {
    let unknown = |name: &str| {
        format!(
            "Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not \
             be found in request message."
        )
    };
    let reply = trial.send(Call::get(LIST).query("parent", "1")).await?;
    trial.refused(
        "a parameter that does not exist",
        INVALID,
        &*unknown("parent"),
        &reply,
    );
    trial.same(
        "with a detail",
        json!(unknown("parent")),
        reply.at("/error/details/0/fieldViolations/0/description"),
    );
    let reply = trial
        .send(Call::get(
            "/v1/people/me/connections?personFields=metadata&pageSize=ten",
        ))
        .await?;
    trial.refused(
        "a value of another type",
        INVALID,
        "Invalid value at 'page_size' (TYPE_INT32), \"ten\"",
        &reply,
    );
    trial.same(
        "the detail names the field",
        "page_size",
        reply.at("/error/details/0/fieldViolations/0/field"),
    );
    for (case, rest) in [
        ("a number as a float", "pageSize=1e0"),
        ("truth in another word", "pageSize=1&requestSyncToken=No"),
        (
            "an enum in another case",
            "pageSize=1&sources=read-source-type-contact",
        ),
        ("a name in snake_case", "page_size=1"),
    ] {
        let reply = trial
            .send(Call::get(&format!(
                "/v1/people/me/connections?personFields=metadata&{rest}"
            )))
            .await?;
        trial.accepted(case, &reply);
    }
    Ok(())
}

async fn f8(trial: &mut Trial) -> Tried {
    let person = trial
        .contact(json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": "Before"}]}))
        .await?;
    let parts = |fields: &str| get(&person, "names,nicknames,metadata").query("fields", fields);
    let reply = trial
        .send(parts("resourceName,names(displayName,metadata/primary)"))
        .await?;
    let expected = json!({
        "resourceName": name(&person),
        "names": [{"metadata": {"primary": true}, "displayName": "Ada"}],
    });
    trial.so(
        "parts of a reply",
        &expected.to_string(),
        reply.json == expected,
        &reply.json,
    );
    let reply = trial.send(parts("nicknames/value")).await?;
    trial.same(
        "a part of a list",
        json!({"nicknames": [{"value": "Before"}]}),
        reply.json,
    );
    let reply = trial.send(parts("names(")).await?;
    trial.refused("a selection that is none", INVALID, INVALID_TEXT, &reply);
    let reply = trial.send(parts("shoeSize").query("$.xgafv", "1")).await?;
    trial.refused("a member that does not exist", INVALID, None, &reply);
    trial.same(
        "the reason",
        "invalidParameter",
        reply.at("/error/errors/0/reason"),
    );
    let call = update(&person, "nicknames", json!({"nicknames": []})).query("fields", "shoeSize");
    trial.send(call).await?;
    let after = trial.read(&person, "nicknames").await?;
    trial.same(
        "it is checked before anything is changed",
        json!(["Before"]),
        each(&after, "nicknames", "value"),
    );
    Ok(())
}

async fn f9(trial: &mut Trial) -> Tried {
    let call = || Call::get(&format!("/v1/{}", nobody(0))).query("personFields", "names");
    let reply = trial.send(call()).await?;
    trial.same(
        "not unless it is asked for",
        Value::Null,
        reply.at("/error/errors"),
    );
    let asked = call().query("$.xgafv", "1");
    let old = || call().header("user-agent", "google-api-nodejs-client/8.0.3 (gzip)");
    for (case, call) in [
        ("asked for", asked),
        ("for a client library that expects it", old()),
    ] {
        let reply = trial.send(call).await?;
        let expected =
            json!([{"message": reply.message(), "domain": "global", "reason": "notFound"}]);
        trial.same(case, expected, reply.at("/error/errors"));
    }
    let reply = trial.send(old().query("$.xgafv", "2")).await?;
    trial.same("declined", Value::Null, reply.at("/error/errors"));
    Ok(())
}

async fn f10(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let reply = trial
        .send(get(&person, "metadata").query("$alt", "json;enum-encoding=int"))
        .await?;
    trial.same(
        "as numbers",
        json!([1, 4]),
        json!([
            reply.at("/metadata/objectType"),
            reply.at("/metadata/sources/0/type")
        ]),
    );
    let reply = trial
        .send(get(&person, "metadata").query("$alt", "json"))
        .await?;
    trial.same("as names", "CONTACT", reply.at("/metadata/sources/0/type"));
    Ok(())
}

async fn f11(trial: &mut Trial) -> Tried {
    let note = json!([{"value": "People. ".repeat(600)}]);
    let person = trial.contact(json!({"biographies": note})).await?;
    let large = || get(&person, "biographies");
    let reply = trial.send(large()).await?;
    trial.same(
        "not unless the caller accepts it",
        "",
        reply.header("content-encoding"),
    );
    let reply = trial
        .send_raw(large().header("accept-encoding", "gzip"))
        .await?;
    trial.same("a large reply", "gzip", reply.header("content-encoding"));
    let mut inflated = String::new();
    // What is larger than this is not what was asked for.
    let read = GzDecoder::new(&*reply.bytes)
        .take(1 << 20)
        .read_to_string(&mut inflated);
    let json: Value = serde_json::from_str(&inflated).unwrap_or_default();
    let holds = read.is_ok() && name(&json) == name(&person);
    trial.so(
        "it is the reply",
        "the person",
        holds,
        format!("{} bytes", reply.bytes.len()),
    );
    let small = get(&person, "nicknames").header("accept-encoding", "gzip");
    let reply = trial.send_raw(small).await?;
    trial.same("a small reply is not", "", reply.header("content-encoding"));
    Ok(())
}

async fn f12(trial: &mut Trial) -> Tried {
    let person = trial
        .contact(json!({"names": [{"givenName": "Ada"}], "nicknames": [{"value": "Before"}]}))
        .await?;
    let read = || get(&person, "nicknames,names");
    let reply = trial.send(read()).await?;
    let shown = String::from_utf8_lossy(&reply.bytes).into_owned();
    let is_pretty = shown.starts_with("{\n  \"resourceName\": \"") && shown.ends_with("}\n");
    trial.so(
        "on lines, two spaces deep, with a line break at the end",
        "{⏎  \"resourceName\": …",
        is_pretty,
        begin(&shown),
    );
    let places = ["\"resourceName\"", "\"etag\"", "\"names\"", "\"nicknames\""]
        .map(|member| shown.find(member));
    trial.so(
        "in the order of the wire",
        "resourceName, etag, names, nicknames",
        places.is_sorted() && places[0].is_some(),
        begin(&shown),
    );
    trial.so(
        "without defaults and empty lists",
        "no [] and no null",
        !shown.contains("[]") && !shown.contains("null"),
        begin(&shown),
    );
    let reply = trial.send(read().query("prettyPrint", "false")).await?;
    let shown = String::from_utf8_lossy(&reply.bytes).into_owned();
    trial.so(
        "compact",
        "no line break",
        shown.starts_with("{\"resourceName\":\"") && !shown.contains('\n'),
        begin(&shown),
    );
    trial.same(
        "the content type",
        "application/json; charset=UTF-8",
        reply.header("content-type"),
    );
    let refused = trial
        .send(Call::get(&format!("/v1/{}", nobody(0))).query("personFields", "names"))
        .await?;
    let same = refused.header("content-type") == "application/json; charset=UTF-8";
    trial.so(
        "also of an error",
        "application/json; charset=UTF-8",
        same,
        refused.header("content-type"),
    );
    Ok(())
}

fn begin(text: &str) -> String {
    text.chars().take(60).collect::<String>().replace('\n', "⏎")
}

async fn f13(trial: &mut Trial) -> Tried {
    let call = (0..101).fold(Call::get(LIST), |call, _| {
        call.more_header("x-people-verify", "1")
    });
    let reply = trial.send_raw(call).await?;
    trial.same("more than 100 fields", 431, reply.status.as_u16());
    let reply = trial
        .send_raw(Call::get(LIST).header("x-people-verify", "1"))
        .await?;
    trial.accepted("a few", &reply);
    Ok(())
}

async fn f14(trial: &mut Trial) -> Tried {
    for (case, call) in [
        (
            "a page token that never was",
            Call::get(LIST).query("pageToken", "people"),
        ),
        (
            "a sync token that never was",
            Call::get(LIST).query("syncToken", "people"),
        ),
        (
            "a batch without names",
            Call::get("/v1/people:batchGet?personFields=names"),
        ),
    ] {
        let reply = trial.send(call).await?;
        trial.refused(case, INVALID, INVALID_TEXT, &reply);
    }
    let reply = trial
        .send(Call::get(&format!("/v1/{}", nobody(0))).query("personFields", "names"))
        .await?;
    trial.refused("a better text where one is known", NOT_FOUND, None, &reply);
    Ok(())
}

async fn f18(trial: &mut Trial) -> Tried {
    let mut documents = Vec::new();
    for path in [
        "/$discovery/rest?version=v1",
        "/discovery/v1/apis/people/v1/rest",
    ] {
        let reply = trial.send_raw(Call::get(path).by(Credential::None)).await?;
        trial.accepted(path, &reply);
        let said = json!([
            reply.at("/name"),
            reply.at("/version"),
            reply.at("/batchPath")
        ]);
        trial.same(
            &format!("{path}: what it is of"),
            json!(["people", "v1", "batch"]),
            said,
        );
        let method = reply.at("/resources/people/methods/updateContact/id");
        trial.same(
            &format!("{path}: it has the methods"),
            "people.people.updateContact",
            method,
        );
        documents.push(text(&reply.at("/rootUrl")));
    }
    trial.so(
        "it says where to call",
        "an address",
        documents.iter().all(|root| root.ends_with('/')),
        documents.join(", "),
    );
    Ok(())
}
