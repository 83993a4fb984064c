//! Many calls in one request (F19, F20).
use serde_json::{Value, json};

use super::{
    api::{Call, Reply},
    rule::Rule,
    trial::{Trial, Tried, each, name, nobody, verb},
};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "F19",
        "A request can hold many calls, and the reply their replies in order",
        |trial| Box::pin(f19(trial)),
    ),
    Rule::new(
        "F20",
        "Each call of a batch is made like a single call",
        |trial| Box::pin(f20(trial)),
    ),
];

/// A batch of calls, each with its id and text.
fn batch(path: &str, parts: &[(&str, String)]) -> Call {
    let mut body = String::new();
    for (id, call) in parts {
        body.push_str("--verify\r\nContent-Type: application/http\r\nContent-ID: <");
        body.push_str(id);
        body.push_str(">\r\n\r\n");
        body.push_str(call);
        body.push_str("\r\n");
    }
    body.push_str("--verify--\r\n");
    verb("POST", path)
        .header("content-type", "multipart/mixed; boundary=verify")
        .bytes(body)
}

fn read(person: &str) -> String {
    format!("GET /v1/{person}?personFields=nicknames HTTP/1.1\r\n\r\n")
}

fn change(person: &Value, value: &str) -> String {
    let body = json!({
        "etag": person["etag"],
        "metadata": {"sources": [{"type": "CONTACT"}]},
        "nicknames": [{"value": value}],
    })
    .to_string();
    format!(
        "PATCH /v1/{}:updateContact?updatePersonFields=nicknames&personFields=nicknames HTTP/1.1\r\nContent-Type: \
         application/json\r\nContent-Length: {}\r\n\r\n{body}",
        name(person),
        body.len()
    )
}

/// The parts of a reply: the id, the status and the body of each.
fn parts(reply: &Reply) -> Vec<(String, u16, String)> {
    let kind = reply.header("content-type");
    let boundary = kind
        .split("boundary=")
        .nth(1)
        .unwrap_or_default()
        .trim_matches('"');
    let text = String::from_utf8_lossy(&reply.bytes).into_owned();
    if boundary.is_empty() {
        return Vec::new();
    }
    let delimiter = format!("--{boundary}");
    let parts = text
        .split(&delimiter)
        .skip(1)
        .take_while(|part| !part.starts_with("--"));
    parts
        .map(|part| {
            let id = part.lines().find_map(|line| {
                let (field, value) = line.split_once(':')?;
                field
                    .eq_ignore_ascii_case("content-id")
                    .then(|| value.trim().to_owned())
            });
            let line = part
                .lines()
                .find(|line| line.starts_with("HTTP/"))
                .unwrap_or_default();
            let status = line
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok())
                .unwrap_or_default();
            let body = part
                .find('{')
                .map(|start| part[start..].trim().to_owned())
                .unwrap_or_default();
            (id.unwrap_or_default(), status, body)
        })
        .collect()
}

fn statuses(reply: &Reply) -> Value {
    parts(reply)
        .into_iter()
        .map(|(_, status, _)| Value::from(status))
        .collect()
}

async fn f19(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let calls = [
        ("first", read(&name(&person))),
        ("second", read(&nobody(0))),
        ("third", read(&name(&person))),
    ];
    for path in ["/batch", "/batch/people/v1"] {
        let reply = trial.send(batch(path, &calls)).await?;
        trial.accepted(path, &reply);
        let is_mixed = reply.header("content-type").starts_with("multipart/mixed");
        trial.so(
            &format!("{path}: its type"),
            "multipart/mixed",
            is_mixed,
            reply.header("content-type"),
        );
        trial.same(
            &format!("{path}: the replies in order"),
            json!([200, 404, 200]),
            statuses(&reply),
        );
        let ids: Vec<String> = parts(&reply).into_iter().map(|(id, _, _)| id).collect();
        let expected = ["<response-first>", "<response-second>", "<response-third>"];
        trial.same(
            &format!("{path}: response- stands before each id"),
            json!(expected),
            json!(ids),
        );
    }
    let cut = verb("POST", "/batch").header("content-type", "multipart/mixed; boundary=verify");
    let reply = trial
        .send(
            cut.clone()
                .bytes(format!("--verify\r\n\r\n{}", change(&person, "Wrong"))),
        )
        .await?;
    trial.so("without its last line", "400", reply.status == 400, &reply);
    let after = trial.read(&person, "nicknames").await?;
    trial.same(
        "no call of it is made",
        json!(["Before"]),
        each(&after, "nicknames", "value"),
    );
    let reply = trial
        .send(cut.header("content-type", "application/json").bytes("{}"))
        .await?;
    trial.so("a body of another type", "400", reply.status == 400, &reply);
    Ok(())
}

async fn f20(trial: &mut Trial) -> Tried {
    let person = trial.any_contact().await?;
    let calls = [
        ("one", change(&person, "After")),
        ("two", change(&person, "Stale")),
        ("three", read(&name(&person))),
        (
            "four",
            "GET https://people.example/v1/people/me?personFields=names HTTP/1.1\r\n\r\n"
                .to_owned(),
        ),
        (
            "five",
            "POST /batch HTTP/1.1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--"
                .to_owned(),
        ),
        ("six", read(&name(&person))),
    ];
    let reply = trial.send(batch("/batch", &calls)).await?;
    trial.accepted("a batch", &reply);
    trial.same(
        "one that fails changes nothing for the others",
        json!([200, 400, 200, 400, 400, 200]),
        statuses(&reply),
    );
    let parts = parts(&reply);
    let third = parts
        .get(2)
        .map(|(_, _, body)| body.clone())
        .unwrap_or_default();
    trial.so(
        "they are made one after the other",
        "\"After\"",
        third.contains("\"After\""),
        third,
    );
    let outer = batch("/batch?prettyPrint=false", &calls[2..3]);
    let reply = trial.send(outer).await?;
    let compact = self::parts(&reply)
        .into_iter()
        .all(|(_, _, body)| body.starts_with("{\"resourceName\":\""));
    trial.so(
        "a parameter of the batch holds for each call",
        "a compact reply",
        compact,
        compact,
    );
    Ok(())
}
