//! `people batch` against `people serve`.
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::mpsc,
    thread,
};

use people_model::{FieldMask, Nickname, Person};
use serde_json::{Value, json};

use crate::{
    Server, people,
    wait::{PATIENCE, Watchdog, output},
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        path.to_str().expect("a path").to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).expect("a file");
        path
    }
}

fn batch(server: &Server, arguments: &[&str]) -> Output {
    let target = ["--url", &server.url, "--token", "ada"];
    people(&[&["batch"][..], arguments, &target].concat())
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn listed(server: &Server, arguments: &[&str]) -> String {
    let list = ["list", "--json", "--url", &server.url, "--token", "ada"];
    let listed = people(&[&list[..], arguments].concat());
    assert!(listed.status.success(), "{listed:?}");
    String::from_utf8(listed.stdout).expect("text")
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(path)).expect("a file")
}

#[tokio::test]
async fn a_file_of_450_is_created_updated_and_deleted() {
    let (server, folder) = (Server::start("memory", &[]), Folder::new());
    let name = |number: usize| json!({"names": [{"givenName": number.to_string()}]});
    let mut people: Vec<Value> = (0..450).map(name).collect();
    // The service refuses one without a field.
    people[300] = json!({});
    let file = folder.write("people.json", &json!(people).to_string());
    let left = folder.path("left.json");
    let created = batch(&server, &["create", &file, "--left", &left]);
    let told = stderr(&created);
    assert_eq!(created.status.code(), Some(1), "{told}");
    for part in [
        "contact 301: BatchCreateContacts: 400 INVALID_ARGUMENT: Must specify a non-metadata",
        "449 of 450 contacts created; 1 failed",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    let lines = String::from_utf8(created.stdout).expect("text");
    assert_eq!(lines.lines().count(), 449);
    let first = lines.lines().next().expect("a line");
    assert!(
        first.starts_with("created  people/c") && first.ends_with("  0"),
        "{first}"
    );
    assert_eq!(read(&left), "{}\n");

    // What is left is mended and sent again.
    fs::write(&left, name(300).to_string()).expect("a file");
    let again = batch(&server, &["create", &left, "--left", &left]);
    assert!(again.status.success(), "{}", stderr(&again));
    assert_eq!(read(&left), "");
    assert!(stderr(&again).contains("1 contact created"));

    // Somebody changes one of them before the update.
    let all = listed(&server, &["--fields", "names,metadata"]);
    let client = server.client("ada");
    let mut people: Vec<Person> = all
        .lines()
        .map(|line| serde_json::from_str(line).expect("a person"))
        .collect();
    assert_eq!(people.len(), 450);
    let stale = people[210].resource_name.clone();
    let edit = client.edit(stale.as_str(), |contact| {
        contact.add(Nickname::new().value("theirs"));
    });
    edit.await.expect("an edit");
    for person in &mut people {
        person.nicknames = vec![Nickname::new().value("ours")];
    }
    let lines: Vec<String> = people
        .iter()
        .map(|it| serde_json::to_string(it).expect("JSON"))
        .collect();
    let file = folder.write("update.jsonl", &lines.join("\n"));
    let updated = batch(
        &server,
        &[
            "update",
            &file,
            "--mask",
            "nicknames",
            "--json",
            "--left",
            &left,
        ],
    );
    assert_eq!(updated.status.code(), Some(1));
    assert!(stderr(&updated).contains("449 of 450 contacts updated; 1 failed"));
    let outcomes = String::from_utf8(updated.stdout).expect("text");
    let outcomes: Vec<Value> = outcomes
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert_eq!(outcomes.len(), 450);
    for (place, outcome) in outcomes.iter().enumerate() {
        let expected = if place == 210 { "failed" } else { "updated" };
        assert_eq!(outcome["outcome"], expected, "{outcome}");
        assert_eq!(
            outcome["resourceName"],
            people[place].resource_name.as_str()
        );
    }
    assert!(
        outcomes[210]["error"]
            .as_str()
            .expect("a text")
            .contains("etag is different")
    );
    assert!(read(&left).contains(&stale));
    let now = client
        .get(stale.as_str(), FieldMask::NICKNAMES)
        .await
        .expect("it");
    assert_eq!(now.nicknames[0].value, "theirs");

    // Names as lines, one of them twice, and persons.
    let names: Vec<&str> = people[..201]
        .iter()
        .map(|it| it.resource_name.as_str())
        .collect();
    let file = folder.write("names", &format!("{}\n\n{}\n", names.join("\n"), names[0]));
    let deleted = batch(&server, &["delete", &file]);
    assert!(deleted.status.success(), "{}", stderr(&deleted));
    assert!(stderr(&deleted).contains("201 contacts deleted"));
    let file = folder.write("rest.jsonl", &listed(&server, &["--fields", "metadata"]));
    let deleted = batch(&server, &["delete", &file]);
    assert!(deleted.status.success(), "{}", stderr(&deleted));
    assert_eq!(listed(&server, &[]), "");
}

/// What one account lists another one can have.
#[test]
fn a_list_is_a_file_of_creates() {
    let (server, folder) = (Server::start("memory", &[]), Folder::new());
    let people = r#"{"connections": [{"names": [{"givenName": "Ada"}], "birthdays": [{"date": {"month": 12}}]}]}"#;
    let file = folder.write("page.json", people);
    assert!(batch(&server, &["create", &file]).status.success());
    let file = folder.write("list.jsonl", &listed(&server, &[]));
    let created = batch(&server, &["create", &file]);
    assert!(created.status.success(), "{}", stderr(&created));
    assert_eq!(listed(&server, &["--fields", "names"]).lines().count(), 2);
}

/// Nothing is sent of a file that is wrong anywhere, nor if the rest could not be kept.
#[test]
fn a_wrong_file_is_refused_before_anything_is_sent() {
    let (server, folder) = (Server::start("memory", &[]), Folder::new());
    let good = r#"{"names": [{"givenName": "Ada"}]}"#;
    for (text, told) in [
        (format!("{good}\n{{"), "EOF while parsing"),
        (format!("[{good}, 7]"), "contact 2: expected a JSON object"),
        (
            format!(r#"{good} {{"names": "Ada"}}"#),
            "contact 2: `names` has the wrong type",
        ),
    ] {
        let file = folder.write("people.json", &text);
        let refused = batch(&server, &["create", &file]);
        let error = stderr(&refused);
        assert_eq!(refused.status.code(), Some(1), "{error}");
        assert!(
            error.contains(told) && error.contains("people.json"),
            "{error}"
        );
    }
    let file = folder.write("people.json", good);
    let refused = batch(&server, &["create", &file, "--left", "/nowhere/left.json"]);
    assert!(stderr(&refused).contains("/nowhere/left.json"));
    let refused = batch(&server, &["update", &file, "--mask", "photos"]);
    assert!(stderr(&refused).contains("photos"));
    let refused = batch(&server, &["delete", &file]);
    assert!(stderr(&refused).contains("contact 1: `resourceName` is missing"));
    assert_eq!(listed(&server, &[]), "");
}

/// A batch that fails as a whole: its contacts are one line, and the rest is not tried.
#[test]
fn what_is_not_tried_is_left() {
    let (server, folder) = (Server::start("memory", &[]), Folder::new());
    let url = server.url.clone();
    server.kill();
    let names: Vec<String> = (1..=501)
        .map(|number| format!("people/c{number}"))
        .collect();
    let file = folder.write("names", &names.join("\n"));
    let left = folder.path("left");
    let refused = people(&["batch", "delete", &file, "--left", &left, "--url", &url]);
    let told = stderr(&refused);
    for part in [
        "contacts 1 to 500, people/c1 to people/c500: BatchDeleteContacts: cannot connect",
        "0 of 501 contacts deleted; 500 failed; 1 not tried: BatchDeleteContacts: cannot connect",
        "Start one by `people serve`",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
    assert_eq!(read(&left).lines().count(), 501);
}

/// After Ctrl-C the call under way is finished, no other is begun, and the rest is left.
#[cfg(unix)]
#[test]
fn an_interrupted_batch_says_how_far_it_came() {
    let folder = Folder::new();
    let names: Vec<String> = (1..=501)
        .map(|number| format!("people/c{number}"))
        .collect();
    let (file, left) = (
        folder.write("names", &names.join("\n")),
        folder.path("left"),
    );
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    command.args(["batch", "delete", &file, "--left", &left, "--url", &url]);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    let _watchdog = Watchdog::of(&child);

    let (accepted, connection) = mpsc::channel();
    thread::spawn(move || accepted.send(listener.accept()));
    let connection = connection.recv_timeout(PATIENCE).expect("a connection");
    let (mut socket, _) = connection.expect("a connection");
    let limit = socket.set_read_timeout(Some(PATIENCE));
    limit.expect("a limit");
    let mut request = BufReader::new(socket.try_clone().expect("a socket"));
    let mut length = 0;
    loop {
        let mut line = String::new();
        request.read_line(&mut line).expect("a line");
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().expect("a number");
        }
        if line.is_empty() {
            break;
        }
    }
    request.read_exact(&mut vec![0; length]).expect("a body");
    let id = child.id().to_string();
    assert!(
        output(Command::new("kill").args(["-INT", &id]))
            .status
            .success()
    );
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    stderr.read_line(&mut line).expect("a line");
    assert!(line.starts_with("finishing the current call"), "{line}");
    let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    socket.write_all(reply).expect("a reply");

    let mut told = String::new();
    stderr.read_to_string(&mut told).expect("text");
    let ended = child.wait_with_output().expect("the command ends");
    assert_eq!(ended.status.code(), Some(1), "{told}");
    let sum = "500 of 501 contacts deleted; 1 not tried: the command was interrupted";
    assert!(told.contains(sum), "{told}");
    assert_eq!(String::from_utf8_lossy(&ended.stdout).lines().count(), 500);
    assert_eq!(read(&left), "people/c501\n");
}
