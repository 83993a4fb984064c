//! The bodies of requests (F4 to F6).
use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use super::{
    api::Call,
    rule::Rule,
    trial::{INVALID, Trial, Tried, each, name, update},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "F4",
        "A body is read leniently, and the error names each fault",
        |trial| Box::pin(f4(trial)),
    ),
    Rule::new("F5", "A body may be gzip", |trial| Box::pin(f5(trial))),
    Rule::new("F6", "A body has at most 1 MiB", |trial| {
        Box::pin(f6(trial))
    }),
];

/// An update of nicknames with a body as it stands.
fn raw(person: &Value, body: impl Into<Vec<u8>>) -> Call {
    let call = Call::patch(&format!("/v1/{}:updateContact", name(person)), &Value::Null);
    call.query("updatePersonFields", "nicknames").bytes(body)
}

async fn f4(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let unknown =
        "Invalid JSON payload received. Unknown name \"shoeSize\" at 'person': Cannot find field.";
    let reply = trial.send(raw(&person, r#"{"shoeSize": 7}"#)).await?;
    trial.refused("a member that does not exist", INVALID, unknown, &reply);
    trial.same(
        "the detail names the place",
        "person",
        reply.at("/error/details/0/fieldViolations/0/field"),
    );
    let text = "Invalid value at 'person.birthdays[0].date.year' (TYPE_INT32), \"long ago\"";
    let reply = trial
        .send(raw(
            &person,
            r#"{"birthdays": [{"date": {"year": "long ago"}}]}"#,
        ))
        .await?;
    trial.refused("a value of another type", INVALID, text, &reply);
    for (case, body) in [
        ("no JSON", r#"{"nicknames": [}"#),
        ("it ends early", r#"{"nicknames": ["#),
        ("a list", "[1]"),
    ] {
        let reply = trial.send(raw(&person, body)).await?;
        let begin = "Invalid JSON payload received.";
        let holds = reply.status == 400
            && reply.error_status() == INVALID.1
            && reply.message().starts_with(begin);
        trial.so(
            case,
            &format!("400 INVALID_ARGUMENT: {begin} …"),
            holds,
            &reply,
        );
    }
    let mut etag = person["etag"].clone();
    for (case, form, expected) in [
        (
            "null, one value for a list, a number for an enum",
            r#"{"metadata": {"sources": {"type": 4}}, "etag": ETAG, "nicknames": {"value": "One", "type": 2}, "urls": null}"#,
            "One",
        ),
        (
            "snake_case and the last of duplicate members",
            r#"{"metadata": {"sources": [{"type": "CONTACT"}]}, "resource_name": "x", "etag": ETAG, "nicknames": [], "nicknames": [{"value": "Two"}]}"#,
            "Two",
        ),
        (
            "single quotes, names without quotes, a comma at the end",
            r#"{metadata: {sources: [{type: 'contact',}]}, etag: ETAG, nicknames: [{value: 'Three'}],}"#,
            "Three",
        ),
    ] {
        let reply = trial
            .send(raw(&person, form.replace("ETAG", &etag.to_string())))
            .await?;
        trial.accepted(case, &reply);
        trial.same(
            &format!("{case}: it is understood"),
            json!([expected]),
            each(&reply.json, "nicknames", "value"),
        );
        if reply.status == 200 {
            etag = reply.at("/etag");
        }
    }
    Ok(())
}

async fn f5(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let packed = |etag: &Value, value: &str| {
        let body = json!({
            "etag": etag,
            "metadata": {"sources": [{"type": "CONTACT"}]},
            "nicknames": [{"value": value}],
        });
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        // A vector takes everything.
        let written = gzip.write_all(body.to_string().as_bytes());
        written.and_then(|()| gzip.finish()).unwrap_or_default()
    };
    let call = raw(&person, packed(&person["etag"], "After")).header("content-encoding", "gzip");
    let reply = trial.send(call).await?;
    trial.accepted("gzip", &reply);
    trial.same(
        "it is inflated",
        json!(["After"]),
        each(&reply.json, "nicknames", "value"),
    );
    let call = raw(&person, packed(&reply.at("/etag"), "Wrong")).header("content-encoding", "br");
    let reply = trial.send(call).await?;
    trial.so(
        "another encoding is refused",
        "4xx",
        reply.status.is_client_error(),
        &reply,
    );
    Ok(())
}

async fn f6(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let body = |bytes: usize| format!(r#"{{"shoeSize": "{}"}}"#, "a".repeat(bytes));
    let reply = trial.send(raw(&person, body(1 << 20))).await?;
    trial.refused("a larger one", INVALID, None, &reply);
    trial.so(
        "for its size",
        "no word of shoeSize",
        !reply.message().contains("shoeSize"),
        &reply,
    );
    let reply = trial.send(raw(&person, body(1000))).await?;
    let is_read = reply.status == 400 && reply.message().contains("shoeSize");
    trial.so(
        "a smaller one is read",
        "400 INVALID_ARGUMENT: … shoeSize …",
        is_read,
        &reply,
    );
    let reply = trial
        .send(update(&person, "nicknames", json!({"nicknames": []})))
        .await?;
    trial.accepted("an update of a usual size", &reply);
    Ok(())
}
