//! What is logged, and what never is.
use std::{fs, path::Path};

use people_http::{DeleteContactPhoto, UpdateContactPhoto};
use people_model::{ContactId, FieldMask, Person};
use people_rules::Sources;
use serde_json::Value;

use crate::{Server, nicknamed, nicknames, people};

/// Words that stand for secrets, each in another place of a request.
const SECRETS: [&str; 10] = [
    "secret-account",
    "SecretGiven",
    "SecretNote",
    "secret-mail",
    "+15550123456",
    "SecretKey",
    "SecretValue",
    "SecretMember",
    "SecretGroup",
    "SecretQuery",
];

/// H4: at every level below trace, of every crate, with callers who are known and who are not, calls
/// that succeed and calls that fail.
#[tokio::test]
async fn no_data_and_no_secret_is_logged() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let secrets = call_with_secrets(
        folder.path(),
        &folder.path().join("data"),
        &["--log", "debug"],
        &log,
    )
    .await;
    let log = fs::read_to_string(&log).expect("a log");
    assert!(
        log.contains("answered"),
        "something is logged at all:\n{log}"
    );
    for secret in secrets {
        assert!(!log.contains(&secret), "`{secret}` is in the log:\n{log}");
    }
}

/// The life of a server that is called in many ways. Returns the secrets.
pub(crate) async fn call_with_secrets(
    folder: &Path,
    data: &Path,
    arguments: &[&str],
    log: &Path,
) -> Vec<String> {
    let tokens = folder.join("tokens.json");
    let file = tokens.to_str().expect("text");
    let made = people(&["token", "create", "secret-account", "--file", file]);
    let token = String::from_utf8(made.stdout)
        .expect("text")
        .trim()
        .to_owned();
    let hash = fs::read_to_string(&tokens).expect("a file");
    let hash: Value = serde_json::from_str(&hash).expect("JSON");
    let hash = hash["tokens"][0]["sha256"]
        .as_str()
        .expect("text")
        .to_owned();

    let auth = format!("tokens={file}");
    let arguments = [&["--auth", &auth], arguments].concat();
    let server = Server::start_logging(data, &arguments, log);
    let client = server.client(&token);
    let person = serde_json::from_str(
        r#"{"names": [{"givenName": "SecretGiven"}], "biographies": [{"value": "SecretNote"}],
            "emailAddresses": [{"value": "secret-mail@example.com"}],
            "phoneNumbers": [{"value": "+15550123456"}],
            "userDefined": [{"key": "SecretKey", "value": "SecretValue"}]}"#,
    );
    let created = client
        .create(person.expect("a person"))
        .await
        .expect("a contact");
    let read = client
        .get(&created.resource_name, FieldMask::ALL)
        .await
        .expect("a contact");
    let updated = client
        .update(nicknamed(&read, "SecretGiven"), nicknames())
        .await;
    let updated = updated.expect("an update");
    // Stale by now.
    client
        .update(nicknamed(&read, "SecretNote"), nicknames())
        .await
        .expect_err("stale");

    let long = "SecretValue".repeat(200);
    let name = &created.resource_name;
    let call = |head: &str, token: &str, body: &str| {
        let length = body.len();
        server.exchange(&format!(
            "{head} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-length: {length}\r\nconnection: close\r\n\r\n{body}"
        ))
    };
    let update = format!("PATCH /v1/{name}:updateContact?updatePersonFields=");
    for (head, token, body, status) in [
        (
            format!("{update}names"),
            &*token,
            "{\"names\": [{\"SecretMember\": 1}]}",
            "400",
        ),
        (
            format!("{update}names"),
            &token,
            "{\"SecretMember\": \"SecretValue\"",
            "400",
        ),
        (format!("{update}SecretQuery"), &token, "{}", "400"),
        (
            format!("{update}names"),
            &token,
            &format!("{{\"names\": [{{\"givenName\": \"{long}\"}}]}}"),
            "400",
        ),
        (
            "POST /v1/contactGroups".to_owned(),
            &token,
            "{\"contactGroup\": {\"name\": \"SecretGroup\"}}",
            "200",
        ),
        (
            "POST /v1/contactGroups".to_owned(),
            &token,
            "{\"contactGroup\": {\"name\": \"SecretGroup\"}}",
            "409",
        ),
        (
            "GET /v1/people:searchContacts?readMask=names&query=SecretQuery".to_owned(),
            &token,
            "",
            "200",
        ),
        (
            format!("GET /v1/{name}?personFields=names&access_token={token}"),
            "SecretValue",
            "",
            "401",
        ),
        (
            format!("GET /v1/{name}?personFields=names"),
            "people_SecretValue",
            "",
            "401",
        ),
        ("GET /SecretQuery".to_owned(), &token, "", "404"),
        (
            format!(
                "GET /v1/people/me/connections?personFields=names&pageToken=SecretQuery{}",
                read.etag.replace('%', "%25")
            ),
            &token,
            "",
            "400",
        ),
    ] {
        let answer = call(&head, token, body);
        assert_eq!(answer.get(9..12), Some(status), "{head}: {answer}");
    }
    let photo = photo_address(&client, &updated, &server).await;
    server.stop();

    let etags = [&read.etag, &updated.etag].map(|etag| etag[etag.len() - 12..].to_owned());
    let secrets = SECRETS.iter().map(|secret| (*secret).to_owned());
    secrets.chain([token, hash, photo]).chain(etags).collect()
}

/// Gives the contact a photo, reads it at its address, and takes it away. Returns what is secret of the
/// address.
async fn photo_address(client: &people_http::Client, person: &Person, server: &Server) -> String {
    let id = ContactId::parse(&person.resource_name).expect("a contact");
    let photo = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\x01\xff\xd9";
    let update = UpdateContactPhoto::new(id, photo.to_vec());
    let update = update.returning(FieldMask::PHOTOS, Sources::DEFAULT);
    let answer = client.send(update).await.expect("a photo");
    let photos = answer.person.expect("a contact").photos;
    let (_, token) = photos[0].url.rsplit_once('/').expect("an address");
    let get = format!(
        "GET /photos/contacts/{token} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
    );
    for status in ["200", "404"] {
        let answer = server.exchange(&get);
        assert_eq!(answer.get(9..12), Some(status), "{answer}");
        let delete = client.send(DeleteContactPhoto::new(id)).await;
        assert_eq!(delete.is_ok(), status == "200");
    }
    let (token, _) = token.split_once('=').expect("a size");
    token.to_owned()
}

/// One line of JSON for each event, and all of a request's under its number.
#[tokio::test]
async fn a_log_can_be_read_by_programs() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let arguments = ["--log", "info", "--log-format", "json"];
    let server = Server::start_logging(&folder.path().join("data"), &arguments, &log);
    for _ in 0..2 {
        let client = server.client("ada");
        client
            .get("people/me", FieldMask::NAMES)
            .await
            .expect("a person");
    }
    server.stop();
    let log = fs::read_to_string(&log).expect("a log");
    let events: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|event: &Value| event["fields"]["message"] == "answered")
        .collect();
    assert_eq!(events.len(), 2, "{log}");
    for event in &events {
        assert_eq!(event["fields"]["method"], "people.people.get");
        assert_eq!(event["fields"]["status"], 200);
    }
    assert_ne!(events[0]["span"]["id"], events[1]["span"]["id"]);
}

/// Rule F20.
#[test]
fn f20_each_call_of_a_batch_has_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let arguments = ["--log", "info", "--log-format", "json"];
    let server = Server::start_logging(&folder.path().join("data"), &arguments, &log);
    let body = "--b\n\nGET /v1/people/me?personFields=names\n\n--b\n\nHello\n--b--";
    let answer = server.exchange(&format!(
        "POST /batch HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\n\
         content-type: multipart/mixed; boundary=b\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ));
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    server.stop();
    let log = fs::read_to_string(&log).expect("a log");
    let events: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|event: &Value| event["fields"]["message"] == "answered")
        .collect();
    let of = |event: &Value| {
        ["part", "method", "status", "rule"].map(|name| event["fields"][name].clone())
    };
    let expected = [
        [
            1.into(),
            "people.people.get".into(),
            200.into(),
            Value::Null,
        ],
        [2.into(), "none".into(), 400.into(), "F20".into()],
        [Value::Null, "batch".into(), 200.into(), Value::Null],
    ];
    assert_eq!(events.iter().map(of).collect::<Vec<_>>(), expected, "{log}");
    for event in &events {
        assert_eq!(event["span"]["id"], events[0]["span"]["id"]);
    }
}

/// With all that is needed to see which server it was, and without the password of its database.
#[test]
fn start_ready_and_stop_are_in_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let arguments = ["--log", "info", "--log-format", "json"];
    let server = Server::start_logging(&folder.path().join("data"), &arguments, &log);
    let url = server.url.clone();
    server.stop();
    let log = fs::read_to_string(&log).expect("a log");
    let events: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|event| event["target"] == "people::serve")
        .map(|event| event["fields"].clone())
        .collect();
    let messages: Vec<_> = events
        .iter()
        .map(|event| event["message"].clone())
        .collect();
    assert_eq!(
        messages,
        [
            "starting",
            "ready",
            "stopping: finishing the requests that have begun",
            "stopped"
        ]
    );
    assert_eq!(events[0]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(events[0]["contract"], "documented");
    let data = events[0]["data"].as_str().expect("text");
    assert!(data.ends_with("data"), "{data}");
    assert_eq!(events[1]["url"], url);
}

/// Somebody may have put a token where its hash belongs.
#[test]
fn a_broken_file_of_tokens_is_not_quoted() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    for text in [
        "{\"tokens\": [\"people_SecretToken\"]}",
        "{\"tokens\": \"people_SecretToken\"}",
    ] {
        fs::write(&file, text).expect("a file to write");
        let auth = format!("tokens={}", file.display());
        let refused = people(&["serve", "--data", "memory", "--auth", &auth]);
        let said = String::from_utf8(refused.stderr).expect("text");
        assert!(
            said.contains("a value is not of its type at line 1"),
            "{said}"
        );
        assert!(!said.contains("SecretToken"), "{said}");
    }
}

#[tokio::test]
async fn metrics_are_answered_beside_the_api() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), &["--metrics", "127.0.0.1:0"]);
    let client = server.client("ada");
    let ada = client.create(crate::named("Ada")).await.expect("a contact");
    client
        .get(&ada.resource_name, FieldMask::NAMES)
        .await
        .expect("a person");
    let banner = server.banner();
    let address = banner.lines().find_map(|line| {
        let (_, address) = line.trim().split_once("metrics   http://")?;
        address.strip_suffix("/metrics")
    });
    let address = address.expect("an address");
    let metrics = crate::exchange(
        address,
        "GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    );
    let count =
        "people_request_duration_seconds_count{method=\"people.people.get\",status=\"200\"} 1";
    assert!(metrics.contains(count), "{metrics}");
    for (figure, least) in [
        ("people_store_commits_total", 1.0),
        ("people_store_conflicts_total", 0.0),
        ("people_store_transactions_total", 1.0),
        ("people_store_checkpoints_total", 0.0),
        ("people_store_cache_hits_total", 1.0),
        ("people_store_cache_misses_total", 0.0),
        ("people_store_size_bytes", 4096.0),
    ] {
        assert!(value(&metrics, figure) >= least, "{figure}: {metrics}");
    }
    #[cfg(target_os = "linux")]
    for (figure, least) in [
        ("process_cpu_seconds_total", 0.0),
        ("process_resident_memory_bytes", 1_000_000.0),
        ("process_threads", 2.0),
        ("process_open_fds", 5.0),
        ("process_max_fds", 100.0),
        ("process_start_time_seconds", 1_700_000_000.0),
    ] {
        assert!(value(&metrics, figure) >= least, "{figure}: {metrics}");
    }

    // What reads it in earnest.
    let Ok(promtool) = std::process::Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
    else {
        let required = std::env::var("PEOPLE_TEST_TOOLS").is_ok_and(|value| value == "required");
        assert!(!required, "`promtool` is not installed");
        eprintln!("SKIPPED: it needs `promtool`, which is not installed");
        return;
    };
    let (_, body) = metrics.split_once("\r\n\r\n").expect("a body");
    let mut input = promtool.stdin.as_ref().expect("a pipe");
    std::io::Write::write_all(&mut input, body.as_bytes()).expect("a tool that reads");
    let mut promtool = promtool;
    drop(promtool.stdin.take());
    let checked = crate::wait::finished(promtool);
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(checked.status.success() && said.is_empty(), "{said}{body}");
}

fn value(metrics: &str, name: &str) -> f64 {
    let line = metrics
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.expect(name).trim().parse().expect("a number")
}

/// What keeps a server from starting too, and what clap says in many lines.
#[test]
fn every_line_of_a_json_log_is_an_object() {
    let json = ["serve", "--data", "memory", "--log-format", "json"];
    for (arguments, said) in [
        (
            &["--seed", "no-such-seed.json"][..],
            "no-such-seed.json: No such file",
        ),
        (&["--listen", "127.0.0.1:99999"], "--listen"),
        (&["--no-such-flag"], "--no-such-flag"),
        (&["--config", "no-such-file.toml"], "no-such-file.toml"),
        (&["--jwt-audience", "people"], "--auth jwt"),
    ] {
        let refused = people(&[&json, arguments].concat());
        assert!(!refused.status.success());
        let stderr = String::from_utf8(refused.stderr).expect("text");
        let lines: Vec<Value> = stderr
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{stderr}")))
            .collect();
        let last = lines
            .last()
            .unwrap_or_else(|| panic!("{arguments:?} says nothing"));
        let message = last["fields"]["message"].as_str().expect("text");
        assert!(message.contains(said), "{message}");
        assert!(!message.contains('\u{1b}'), "{message:?}");
        assert_eq!(last["level"], "ERROR");
        assert!(
            last["timestamp"]
                .as_str()
                .is_some_and(|time| time.ends_with('Z')),
            "{last}"
        );
    }
}

/// The format may come from the file of `--config`, and a flag counts over it.
#[test]
fn an_error_is_in_the_format_that_the_file_asks_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("people.toml");
    fs::write(&file, "log-format = \"json\"\nlisten = \"nowhere\"\n").expect("a file");
    let file = file.to_str().expect("text");
    let serve = |more: &[&str]| {
        let refused = people(&[&["serve", "--data", "memory", "--config", file], more].concat());
        assert!(!refused.status.success());
        String::from_utf8(refused.stderr).expect("text")
    };
    let said = serve(&[]);
    for line in said.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{said}"));
        assert_eq!(line["level"], "ERROR");
    }
    assert!(said.contains("people.toml:2"), "{said}");
    let said = serve(&["--log-format", "text"]);
    assert!(said.starts_with("error: "), "{said}");
}

#[test]
fn a_log_says_which_rule_a_request_broke() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let arguments = [
        "--log",
        "info",
        "--log-format",
        "json",
        "--max-contact-values",
        "10",
        "--max-contacts",
        "1",
    ];
    let server = Server::start_logging(&folder.path().join("data"), &arguments, &log);
    let update = "PATCH /v1/people/c1:updateContact?updatePersonFields=";
    let create = "POST /v1/people:createContact";
    let names = r#"{"names":[{"givenName":"Ada"}]}"#;
    let long = format!(r#"{{"names":[{{"givenName":"{}"}}]}}"#, "x".repeat(1025));
    let many = format!(r#"{{"urls":[{}]}}"#, ["{}"; 121].join(","));
    let eleven = format!(r#"{{"urls":[{}]}}"#, [r#"{"value":"x"}"#; 11].join(","));
    let unknown: Vec<String> = (0..121).map(|at| format!(r#""x{at}":0"#)).collect();
    let unknown = format!("{{{}}}", unknown.join(","));
    let calls = [
        (format!("{create}?key=x"), "ada", names, "200", None),
        (create.to_owned(), "ada", names, "400", Some("N1")),
        (create.to_owned(), "bob", &*eleven, "400", Some("N3")),
        (create.to_owned(), "bob", &many, "400", Some("N3")),
        (create.to_owned(), "bob", &unknown, "400", Some("N6")),
        (create.to_owned(), "bob", &long, "400", Some("N4")),
        (create.to_owned(), "bob", "{}", "400", Some("C2")),
        (create.to_owned(), "bob", "{", "400", Some("F4")),
        (
            create.to_owned(),
            "bob",
            r#"{"nmaes":1}"#,
            "400",
            Some("F4"),
        ),
        (format!("{create}?x=1"), "bob", names, "400", Some("F3")),
        (
            format!("{create}?prettyPrint=x"),
            "bob",
            names,
            "400",
            Some("F3"),
        ),
        (
            format!("{create}?fields=nmaes"),
            "bob",
            names,
            "400",
            Some("F8"),
        ),
        (
            format!("{create}?alt=proto"),
            "bob",
            names,
            "400",
            Some("F12"),
        ),
        (format!("{update}nmaes"), "ada", names, "400", Some("U2")),
        (format!("{update}names"), "ada", names, "400", Some("U5")),
        (
            "GET /v1/people/c1?personFields=names".to_owned(),
            "ada",
            "",
            "404",
            Some("U15"),
        ),
        ("GET /v1/people/me".to_owned(), "ada", "", "400", Some("U3")),
        (
            create.to_owned(),
            "bob;scopes=contacts.readonly",
            names,
            "403",
            Some("U12"),
        ),
        (
            "GET /v1/people/me?personFields=names".to_owned(),
            "",
            "",
            "401",
            Some("A1"),
        ),
        ("GET /v2/people/me".to_owned(), "ada", "", "404", Some("F1")),
        (
            "POST /v1/contactGroups".to_owned(),
            "ada",
            r#"{"contactGroup":{"name":"friends"}}"#,
            "409",
            Some("G1"),
        ),
    ];
    for (head, token, body, status, _) in &calls {
        let answer = server.exchange(&format!(
            "{head} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ));
        assert_eq!(answer.get(9..12), Some(*status), "{head}: {answer}");
    }
    server.stop();
    let log = fs::read_to_string(&log).expect("a log");
    let rules: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .filter(|event: &Value| event["fields"]["message"] == "answered")
        .map(|event| event["fields"].get("rule").cloned().unwrap_or_default())
        .collect();
    let expected: Vec<Value> = calls.iter().map(|(.., rule)| (*rule).into()).collect();
    assert_eq!(rules, expected, "{log}");
}
