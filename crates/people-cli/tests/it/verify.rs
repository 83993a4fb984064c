//! `people verify` against servers that keep the rules, and against servers that do not.
mod faults;

use std::{
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use people_http::ListConnections;
use people_model::FieldMask;
use serde_json::Value;

use crate::{Server, people, wait};

/// An account with a profile, a domain and other contacts, so that each rule can be tried.
const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/verify/seed.json");

/// Runs `people verify` with a report; returns what it printed, and the report.
fn verify(url: &str, args: &[&str]) -> (Output, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report.json");
    let token = folder.path().join("token");
    std::fs::write(&token, "ada;scopes=contacts.readonly\n").expect("a file");
    let text = |path: &Path| path.to_str().expect("a path").to_owned();
    let (token, path) = (text(&token), text(&report));
    let fixed = [
        "verify",
        url,
        "--report",
        &path,
        "--read-only-token-file",
        &token,
    ];
    let output = people(&[&fixed[..], args].concat());
    let report = std::fs::read(&report).unwrap_or_default();
    (output, serde_json::from_slice(&report).unwrap_or_default())
}

/// The ids of the rules that ended so.
fn rules(report: &Value, outcome: &str) -> Vec<String> {
    let rules = report["rules"].as_array().into_iter().flatten();
    let ended = rules.filter(|rule| rule["outcome"] == outcome);
    ended
        .map(|rule| rule["rule"].as_str().expect("an id").to_owned())
        .collect()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// How many contacts and contact groups an account has.
async fn count(server: &Server) -> (usize, usize) {
    let client = server.client("ada");
    let list = ListConnections::new(FieldMask::NAMES);
    let contacts = client.list(list).all().await.expect("contacts").len();
    let groups = client.groups().all().await.expect("groups").len();
    (contacts, groups)
}

async fn holds(data: &Path, contract: &str) {
    let server = Server::start(data, &["--seed", SEED, "--contract", contract]);
    let before = count(&server).await;
    let (output, report) = verify(&server.url, &["--contract", contract]);
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        stderr(&output)
    );
    assert_eq!(rules(&report, "differs"), [""; 0]);
    assert_eq!(rules(&report, "untried"), [""; 0]);
    let held = rules(&report, "holds").len();
    assert!(held > 100, "{held}");
    assert_eq!(report["summary"]["holds"], held);
    assert_eq!(count(&server).await, before, "it removes what it makes");
}

#[tokio::test]
async fn all_rules_hold_as_documented_in_memory() {
    holds(Path::new("memory"), "documented").await;
}

#[tokio::test]
async fn all_rules_hold_as_observed_in_memory() {
    holds(Path::new("memory"), "observed").await;
}

#[tokio::test]
async fn all_rules_hold_as_documented_in_the_embedded_store() {
    let data = tempfile::tempdir().expect("a folder");
    holds(&data.path().join("data"), "documented").await;
}

#[tokio::test]
async fn all_rules_hold_as_observed_in_the_embedded_store() {
    let data = tempfile::tempdir().expect("a folder");
    holds(&data.path().join("data"), "observed").await;
}

/// A server of the other contract differs in what the contracts disagree about, and in nothing else.
#[test]
fn the_contracts_are_told_apart() {
    for (served, expected) in [("documented", "observed"), ("observed", "documented")] {
        let server = Server::start("memory", &["--seed", SEED, "--contract", served]);
        let (output, report) = verify(&server.url, &["--contract", expected]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            rules(&report, "differs"),
            ["U5", "U6", "U17", "O6"],
            "{served}"
        );
        assert!(
            stderr(&output).contains("4 of the rules differ"),
            "{}",
            stderr(&output)
        );
    }
}

/// An account that has only what `verify` makes: the rest is reported with the reason.
#[test]
fn what_an_account_lacks_is_not_tried() {
    let server = Server::start("memory", &[]);
    let output = people(&["verify", &server.url, "--json", "--token", "bob"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let stdout = String::from_utf8(output.stdout).expect("text");
    let lines: Vec<Value> = stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let untried = |id: &str| {
        let rule = lines.iter().find(|line| line["rule"] == id).expect(id);
        assert_eq!(rule["outcome"], "untried", "{rule}");
        rule["why"].as_str().expect("a reason").to_owned()
    };
    for (id, reason) in [
        ("S1", "has no profile"),
        ("O4", "has no other contact"),
        ("W2", "Must be a G Suite domain user."),
        ("U12", "--read-only-token-file"),
    ] {
        let why = untried(id);
        assert!(why.contains(reason), "{id}: {why}");
    }
}

#[test]
fn some_rules_are_chosen() {
    let server = Server::start("memory", &[]);
    let (output, report) = verify(&server.url, &["--rule", "u6,D3", "--rule", "C4"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(rules(&report, "holds"), ["U6", "C4", "D3"]);
    for (line, reason) in [
        (["--rule", "M1"], "a client merges"),
        (["--rule", "ZZ9"], "no such rule"),
        (["--pace", "fast"], "500ms"),
    ] {
        let (output, _) = verify(&server.url, &line);
        assert_eq!(output.status.code(), Some(2), "{line:?}");
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
    let far = people(&["verify", "http://192.0.2.1:8710"]);
    assert_eq!(far.status.code(), Some(2));
    assert!(stderr(&far).contains("https"), "{}", stderr(&far));
}

/// The members that programs read: docs/verify.md describes them.
#[test]
fn the_report_has_its_form() {
    let server = Server::start("memory", &[]);
    let (_, report) = verify(&server.url, &["--rule", "C1", "--contract", "observed"]);
    let keys = |value: &Value| -> Vec<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let all = [
        "form", "version", "url", "contract", "began", "millis", "summary", "rules", "left",
    ];
    assert_eq!(keys(&report), all);
    assert_eq!(
        keys(&report["rules"][0]),
        ["rule", "says", "outcome", "cases"]
    );
    let case = &report["rules"][0]["cases"][0];
    assert_eq!(
        keys(case),
        ["case", "request", "outcome", "expected", "got"]
    );
    assert_eq!(
        (&report["form"], &report["contract"]),
        (&1.into(), &"observed".into())
    );
    assert_eq!(case["request"], "POST /v1/people:createContact");
    assert_eq!(
        case["got"],
        "400 INVALID_ARGUMENT: Request must contain a person."
    );
}

/// A token is in no output, also where the server quotes it.
#[test]
fn a_token_comes_from_a_file_and_is_not_shown() {
    let server = Server::start("memory", &[]);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    let secret = "a-token-of-a-user-that-is-secret";
    std::fs::write(&file, format!("{secret}\n")).expect("a file");
    let file = file.to_str().expect("a path");
    let (output, report) = verify(&server.url, &["--token-file", file, "--rule", "A2,U6,C3"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!report.is_null());
    for text in [
        report.to_string(),
        stderr(&output),
        String::from_utf8_lossy(&output.stdout).into_owned(),
    ] {
        assert!(!text.contains(secret), "{text}");
    }
    std::fs::write(file, " \n").expect("a file");
    let (output, _) = verify(&server.url, &["--token-file", file]);
    assert!(
        stderr(&output).contains("the file has no token"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_server_that_is_not_there_is_reported_once() {
    let (output, _) = verify("http://127.0.0.1:9", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("is the server running?"),
        "{}",
        stderr(&output)
    );

    let server = Server::start("memory", &[]);
    let (output, _) = verify(&server.url, &["--token", "ada;scopes=nothing"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("refuses the token"),
        "{}",
        stderr(&output)
    );
}

/// A place that answers each request with this.
fn answering(answer: &'static str) -> String {
    use std::io::{BufRead, BufReader, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let Ok(reading) = stream.try_clone() else {
                return;
            };
            let mut lines = BufReader::new(reading).lines();
            while lines
                .next()
                .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
            {}
            // The caller may have gone.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    url
}

#[test]
fn what_is_no_server_of_the_api_is_reported_once() {
    for (answer, says) in [
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\n<p>Hi</p>",
            "answers 200 with text/html",
        ),
        (
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "answers 404",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{\"ok\": true}",
            "answers 200 with application/json",
        ),
    ] {
        let url = answering(answer);
        let (output, _) = verify(&url, &[]);
        assert_eq!(output.status.code(), Some(1));
        let said = stderr(&output);
        assert_eq!(said.lines().count(), 1, "{said}");
        let expected =
            format!("{url} is not a server of this API: GET /v1/people/me/connections {says}");
        assert!(said.contains(&expected), "{said}");
    }
    let (output, _) = verify("nonsense", &[]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(
        said.contains("a URL such as http://127.0.0.1:8710"),
        "{said}"
    );
}

/// A run that begins, is stopped while it has contacts, and says which.
fn begin(url: &str) -> std::process::Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    // Slow enough to be stopped between two calls of a rule.
    command.args(["verify", url, "--pace", "1s", "--rule", "U10,U6"]);
    let started = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    started.expect("the binary starts")
}

/// Waits until the run has changed the contact that it made: it knows the name of that then.
async fn until_changed(server: &Server) {
    let client = server.client("ada");
    let wait = async {
        loop {
            let list = ListConnections::new(FieldMask::NICKNAMES);
            let contacts = client.list(list).all().await.expect("contacts");
            let mut values = contacts.iter().flat_map(|contact| &contact.nicknames);
            if values.any(|nickname| nickname.value == "Three") {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(wait::PATIENCE, wait).await;
    waited.expect("the run changes its contact");
}

#[cfg(unix)]
fn interrupt(run: &std::process::Child) {
    let sent = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(sent.expect("kill starts").success());
}

#[cfg(unix)]
#[tokio::test]
async fn a_run_that_is_interrupted_removes_what_it_has_made() {
    let server = Server::start("memory", &["--seed", SEED]);
    let before = count(&server).await;
    let run = begin(&server.url);
    until_changed(&server).await;
    interrupt(&run);
    let output = wait::finished(run);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(
        told.contains("the run was interrupted: Ctrl-C was pressed"),
        "{told}"
    );
    assert!(!told.contains("left in the account"), "{told}");
    assert_eq!(count(&server).await, before);
}

/// Nothing can be removed: the run names what is left, and `--clean` finds it by the mark.
#[cfg(unix)]
#[tokio::test]
async fn a_run_that_is_cut_off_says_what_it_left() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path(), &[]);
    let kept = server
        .client("ada")
        .create(crate::named("Ada"))
        .await
        .expect("a contact");
    let run = begin(&server.url);
    until_changed(&server).await;
    server.kill();
    let output = wait::finished(run);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(
        told.contains("the run was interrupted: the connection to the server was lost"),
        "{told}"
    );
    assert!(told.contains("left in the account: people/c"), "{told}");
    assert!(told.contains("--clean"), "{told}");

    let server = Server::start(data.path(), &[]);
    let client = server.client("ada");
    let before = count(&server).await;
    for group in ["people-verify qabcdefghijk g1", "people-verify", "Engine"] {
        client.create_group(group).await.expect("a group");
    }
    let cleaned = people(&["verify", &server.url, "--clean"]);
    assert!(cleaned.status.success(), "{}", stderr(&cleaned));
    let printed = String::from_utf8_lossy(&cleaned.stdout).into_owned();
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 2, "{printed}");
    assert!(lines[0].starts_with("people/c"), "{printed}");
    assert!(lines[1].starts_with("contactGroups/"), "{printed}");
    assert!(
        lines.iter().all(|line| line.ends_with(" is deleted")),
        "{printed}"
    );
    // The two groups that no run has made stay.
    assert_eq!(count(&server).await, (before.0 - 1, before.1 + 2));
    let again = people(&["verify", &server.url, "--clean"]);
    assert!(again.status.success() && again.stdout.is_empty());
    assert!(
        stderr(&again).contains("earlier runs left nothing"),
        "{}",
        stderr(&again)
    );
    let contact = server.client("ada").get(&kept, FieldMask::NAMES).await;
    assert!(contact.is_ok(), "a contact that no run has made stays");
}

/// The second Ctrl-C ends the process at once; it says what it left all the same.
#[cfg(unix)]
#[test]
fn a_run_that_is_interrupted_twice_says_what_it_left() {
    use std::io::{BufRead, BufReader, Read};

    let (url, hangs) = hanging();
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    command.args(["verify", &url, "--rule", "U10"]);
    let run = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut run = run.expect("the binary starts");
    let watchdog = wait::Watchdog::of(&run);
    let _socket = hangs.recv_timeout(wait::PATIENCE).expect("a third call");
    let mut stderr = BufReader::new(run.stderr.take().expect("a pipe"));
    interrupt(&run);
    let mut line = String::new();
    stderr.read_line(&mut line).expect("a line");
    assert!(line.contains("press Ctrl-C again"), "{line}");
    interrupt(&run);
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("text");
    assert_eq!(wait::ended(&mut run).code(), Some(130));
    drop(watchdog);
    assert!(rest.contains("left: people/c17\n"), "{rest}");
    assert!(
        rest.contains("remove it by `people verify --clean`"),
        "{rest}"
    );
}

/// A server that answers two calls, the second as a create, and hands over the connection of the third.
#[cfg(unix)]
fn hanging() -> (String, std::sync::mpsc::Receiver<std::net::TcpStream>) {
    use std::io::{Read, Write};

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for body in ["{}", r#"{"resourceName": "people/c17", "etag": "x"}"#, ""] {
            let (mut socket, _) = listener.accept().expect("a connection");
            if body.is_empty() {
                sender.send(socket).ok();
                return;
            }
            let mut request = Vec::new();
            // A read ends with its head, and the body of the create with the mark of the run.
            let end = |request: &[u8]| -> &[u8] {
                if request.starts_with(b"GET") {
                    b"\r\n\r\n"
                } else {
                    b"]}"
                }
            };
            while !request.ends_with(end(&request)) {
                let mut part = [0; 1024];
                let read = socket.read(&mut part).expect("a request");
                request.extend(&part[..read]);
            }
            let length = body.len();
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
            socket
                .write_all(format!("{head}{body}").as_bytes())
                .expect("a client that reads");
        }
    });
    (url, receiver)
}
