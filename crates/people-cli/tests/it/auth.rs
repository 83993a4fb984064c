//! Who may call, with real files that change under a real server (rule A4).
use std::{path::Path, time::Duration};

use people_http::Error;
use people_model::{Code, FieldMask, Status};

use crate::{Server, named, people, wait::Deadline};

fn token(file: &Path, args: &[&str]) -> String {
    let file = file.to_str().expect("text");
    let made = people(&[&["token"], args, &["--file", file]].concat());
    assert!(made.status.success(), "{}", text(&made.stderr));
    text(&made.stdout).trim().to_owned()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn by(file: &Path) -> String {
    format!("tokens={}", file.to_str().expect("text"))
}

pub(crate) fn code(error: &Error) -> Option<Code> {
    error.status().and_then(Status::code)
}

/// Whether the token is believed.
async fn is_known(server: &Server, token: &str) -> bool {
    match server
        .client(token)
        .get("people/me", FieldMask::NAMES)
        .await
    {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(code(&error), Some(Code::Unauthenticated), "{error}");
            false
        }
    }
}

/// Waits for it, since files are looked at once in a while.
pub(crate) async fn until_known(server: &Server, token: &str, known: bool) {
    let deadline = Deadline::new();
    while is_known(server, token).await != known {
        deadline.check("the token is read");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn tokens_come_and_go_while_the_server_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    let first = token(&file, &["create", "ada", "--note", "her telephone"]);
    let server = Server::start(&folder.path().join("data"), &["--auth", &by(&file)]);
    assert!(is_known(&server, &first).await);
    assert!(!is_known(&server, "ada").await);
    let contact = server.client(&first).create(named("Ada")).await;
    let contact = contact.expect("a contact").resource_name;

    let second = token(&file, &["create", "mary", "--scope", "contacts.readonly"]);
    until_known(&server, &second, true).await;
    let refused = server.client(&second).create(named("Mary")).await;
    let refused = refused.expect_err("read only");
    assert_eq!(code(&refused), Some(Code::PermissionDenied));
    let missing = server.client(&second).get(&contact, FieldMask::NAMES).await;
    assert_eq!(code(&missing.expect_err("ada's")), Some(Code::NotFound));

    let listed = token(&file, &["list"]);
    let (line, _) = listed.split_once('\n').expect("two tokens");
    assert!(line.contains("her telephone") && !listed.contains(&first[7..]));
    let (id, _) = line.split_once('\t').expect("columns");
    token(&file, &["revoke", id]);
    until_known(&server, &first, false).await;
    assert!(is_known(&server, &second).await);
}

/// Whoever could read the file before can read it afterwards: a server that cannot would go on with the
/// tokens of before.
#[cfg(unix)]
#[test]
fn a_changed_file_is_for_whom_it_was_before() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    token(&file, &["create", "ada"]);
    let seen = || {
        let file = std::fs::metadata(&file).expect("a file");
        (file.uid(), file.gid(), file.mode() & 0o777)
    };
    assert_eq!(seen().2, 0o600);
    // To give a file away takes root.
    let given = chown(&file, Some(4_711), Some(4_712)).is_ok();
    let mode = std::fs::Permissions::from_mode(0o640);
    std::fs::set_permissions(&file, mode).expect("a file of ours");
    let before = seen();
    assert!(!given || before.0 == 4_711);
    token(&file, &["create", "mary"]);
    assert_eq!(seen(), before);
}

/// What was known stays known, and the log says why.
#[tokio::test]
async fn a_broken_file_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    let log = folder.path().join("log");
    let known = token(&file, &["create", "ada"]);
    let good = std::fs::read_to_string(&file).expect("a file");
    let data = folder.path().join("data");
    let server = Server::start_logging(&data, &["--auth", &by(&file)], &log);

    for broken in ["{", "{\"tokens\": [{}]}"] {
        std::fs::write(&file, broken).expect("a file to write");
        until_logged(&log, "still using the tokens that were read before").await;
        assert!(is_known(&server, &known).await, "{broken}");
        std::fs::write(&log, "").expect("a file to write");
    }
    std::fs::remove_file(&file).expect("a file to remove");
    until_logged(&log, "still using its last content").await;
    assert!(is_known(&server, &known).await);

    std::fs::write(&file, good.replace("\"ada\"", "\"mary\"")).expect("a file to write");
    let her_name = async || {
        let client = server.client(&known);
        let me = client.get("people/me", FieldMask::NAMES).await;
        me.expect("still known").resource_name
    };
    let before = her_name().await;
    let deadline = Deadline::new();
    while her_name().await == before {
        deadline.check("the file is read");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub(crate) async fn until_logged(log: &Path, text: &str) {
    let deadline = Deadline::new();
    while !std::fs::read_to_string(log).is_ok_and(|log| log.contains(text)) {
        deadline.check(text);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[test]
fn a_wrong_file_is_refused_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    let start = |auth: &str| {
        let refused = people(&[
            "serve",
            "--data",
            "memory",
            "--listen",
            "127.0.0.1:0",
            "--auth",
            auth,
        ]);
        assert!(!refused.status.success());
        text(&refused.stderr)
    };
    assert!(start(&by(&file)).contains("tokens.json: No such file"));
    std::fs::write(&file, "{\"tokens\": [{\"account\": \"ada\"}]}").expect("a file to write");
    let said = start(&by(&file));
    assert!(
        said.contains("tokens.json: not a file of tokens: missing field `scopes`"),
        "{said}"
    );
    assert!(start("password").contains("expected `dev`"));
}

#[test]
fn two_changes_at_a_time_are_one_too_many() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tokens.json");
    let arguments = [
        "token",
        "create",
        "ada",
        "--file",
        file.to_str().expect("text"),
    ];
    std::fs::write(folder.path().join("tokens.json.new"), "").expect("a file to write");
    let refused = people(&arguments);
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("another command is changing the tokens"));
    std::fs::remove_file(folder.path().join("tokens.json.new")).expect("a file to remove");
    let bad_scope = people(&[&arguments[..], &["--scope", "everything"]].concat());
    assert!(text(&bad_scope.stderr).contains("`everything` is not a scope"));
    assert!(
        people(&arguments).status.success(),
        "nothing was left behind"
    );
}
