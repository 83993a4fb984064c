//! N4: texts have an end, in every request of the method table.
use std::collections::HashMap;

use people_model::{Descriptor, Method, ValueKind};
use people_server::Limits;
use serde_json::{Value, json};

use crate::fake::{Answer, Fake, UPDATE, ada, send};

async fn update(body: &Value) -> Answer {
    send(Fake::new().front(), ada("PATCH", UPDATE, body.to_string())).await
}

/// How each place of a body where there may be text is named, and a body with `text` there.
fn bodies(message: &'static Descriptor, text: &str) -> Vec<(String, Value)> {
    let mut bodies = Vec::new();
    for member in message.members.iter().filter(|member| !member.output_only) {
        let list = if member.repeated { "[0]" } else { "" };
        let within = match member.kind {
            ValueKind::String => vec![(String::new(), json!(text))],
            ValueKind::Message(message) => bodies_in(message, text, "."),
            ValueKind::Map(message) => bodies_in(message, text, "[\"people/c1\"].")
                .into_iter()
                .map(|(path, value)| (path, json!({"people/c1": value})))
                .collect(),
            _ => Vec::new(),
        };
        for (path, value) in within {
            let value = if member.repeated {
                json!([value])
            } else {
                value
            };
            bodies.push((
                format!("{}{list}{path}", member.proto),
                json!({member.json: value}),
            ));
        }
    }
    bodies
}

fn bodies_in(message: &'static Descriptor, text: &str, dot: &str) -> Vec<(String, Value)> {
    let within = bodies(message, text).into_iter();
    within
        .map(|(path, value)| (format!("{dot}{path}"), value))
        .collect()
}

fn address(method: Method) -> String {
    let (start, rest) = method.path().split_once('{').unwrap_or((method.path(), ""));
    let (capture, end) = rest.split_once('}').unwrap_or((rest, ""));
    let name = capture.split_once('=').map_or("", |(_, pattern)| pattern);
    let query = match method {
        Method::UpdateContact => "?updatePersonFields=names",
        _ => "",
    };
    format!("{start}{}{end}{query}", name.replace('*', "c1"))
}

/// In every method, and in each of its members.
#[tokio::test]
async fn a_text_that_is_too_long_is_refused_wherever_it_is() {
    let (longest, too_long) = ("é".repeat(1024), "é".repeat(1025));
    let mut places = HashMap::new();
    for method in Method::ALL {
        let Some(described) = method.body() else {
            continue;
        };
        let prefix = described
            .field
            .map(|field| format!("{field}."))
            .unwrap_or_default();
        let call = async |body: &Value| {
            let mut body = body.clone();
            if let (Method::BatchUpdateContacts, Some(members)) = (method, body.as_object_mut()) {
                members.entry("updateMask").or_insert(json!("names"));
            }
            let request = ada(method.verb(), &address(method), body.to_string());
            let answer = send(Fake::new().front(), request).await;
            match answer.status.as_u16() {
                200 => String::new(),
                400 => answer.message(),
                status => panic!("{}: {status} {}", method.id(), answer.text()),
            }
        };
        let good = bodies(described.message, &longest);
        let bad = bodies(described.message, &too_long);
        for ((path, bad), (_, good)) in bad.into_iter().zip(good) {
            let message = call(&bad).await;
            if path.contains("biographies") {
                assert!(!message.contains("has more"), "{}: {message}", method.id());
                continue;
            }
            let expected = format!("{prefix}{path} has more than 1024 characters.");
            // Another member may be missing, or of no type: that is the first error.
            if message != expected {
                let other = call(&good).await;
                // A message may repeat the text.
                let [message, other] = [
                    message.replace(&too_long, "…"),
                    other.replace(&longest, "…"),
                ];
                assert_eq!(message, other, "{}: {path}", method.id());
            } else {
                assert!(
                    !call(&good).await.contains("has more"),
                    "{}: {path}",
                    method.id()
                );
                *places.entry(method).or_insert(0) += 1;
            }
        }
    }
    // A batch has all places of a contact, in a list and in a map.
    let all = places[&Method::CreateContact];
    assert!(all >= 130, "{places:?}");
    assert_eq!(places[&Method::BatchCreateContacts], all, "{places:?}");
    assert_eq!(places[&Method::BatchUpdateContacts], all, "{places:?}");
}

#[tokio::test]
async fn it_is_characters_that_count() {
    for (text, long) in [
        ("\u{1f600}".repeat(1024), false),
        ("\u{1f600}".repeat(1025), true),
        ("\"\\\n".repeat(341), false),
        ("\"\\\n".repeat(342), true),
    ] {
        let answer = update(&json!({"names": [{"givenName": text}]})).await;
        assert_eq!(answer.status == 400, long, "{}", answer.text());
    }
    // Spelled with six bytes each, as some clients do.
    for (count, long) in [(1024, false), (1025, true)] {
        let body = format!(
            "{{\"names\": {{\"given_name\": \"{}\"}}}}",
            "\\u00e9".repeat(count)
        );
        let answer = send(Fake::new().front(), ada("PATCH", UPDATE, body)).await;
        assert_eq!(answer.status == 400, long, "{}", answer.text());
    }
}

/// What is no JSON, but taken as such, has the same limits.
#[tokio::test]
async fn n4_a_long_text_is_refused_however_it_is_written() {
    for (count, status) in [(1024, 200), (1025, 400)] {
        let name = "\"".repeat(count);
        for body in [
            format!("{{'names': {{given_name: '{name}'}}}}"),
            format!("{{names: {{given_name: \"{}\", }}, }}", "a".repeat(count)),
            format!(
                r#"{{"etag": "\ud800", "names": {{"givenName": "{}"}}}}"#,
                "a".repeat(count)
            ),
            format!("{{'\"': [], names: {{given_name: '{name}'}}}}")
                .replace("'\"': [], ", "'etag': '\"', "),
        ] {
            let answer = send(Fake::new().front(), ada("PATCH", UPDATE, body)).await;
            assert_eq!(answer.status, status, "{}", answer.text());
        }
    }
}

#[tokio::test]
async fn what_is_ignored_may_be_long() {
    let long = "x".repeat(5000);
    let answer = update(&json!({
        "names": [{"displayName": long}],
        "biographies": [{"value": long}],
        "photos": [{"url": long}],
    }))
    .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

#[tokio::test]
async fn the_length_can_be_chosen() {
    let mut limits = Limits::default();
    limits.characters = 3;
    let fake = Fake::new();
    for (name, status) in [("Ada", 200), ("Mary", 400)] {
        let body = json!({"names": [{"givenName": name}]}).to_string();
        let answer = send(
            fake.front_within(limits.clone()),
            ada("PATCH", UPDATE, body),
        )
        .await;
        assert_eq!(answer.status, status);
    }
}
