//! A server that cannot start says what is wrong, and where that was said.
use std::{fs, net::TcpListener, process::Command};

use crate::wait::output;

/// What `people serve` says that does not start.
#[track_caller]
fn refusal(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    command
        .args(["serve", "--listen", "127.0.0.1:0"])
        .args(arguments);
    let output = output(command.envs(variables.iter().copied()));
    assert!(!output.status.success(), "{arguments:?} {variables:?}");
    String::from_utf8(output.stderr).expect("text")
}

#[track_caller]
fn check(arguments: &[&str], parts: &[&str]) {
    let arguments = [&["--data", "memory"], arguments].concat();
    let said = refusal(&arguments, &[]);
    for part in parts {
        assert!(said.contains(part), "{part:?} is not in: {said}");
    }
}

#[test]
fn an_address_that_is_taken_is_named_with_its_flag() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    for flag in ["--listen", "--metrics"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
        command.args(["serve", "--data", "memory", flag, &address]);
        if flag == "--metrics" {
            command.args(["--listen", "127.0.0.1:0"]);
        }
        let output = output(&mut command);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let expected = format!("cannot listen on {address}, which {flag} names");
        assert!(
            said.contains(&expected) && said.contains("Address already in use"),
            "{said}"
        );
        assert!(said.contains("port 0 means any free port"), "{said}");
    }
}

#[test]
fn a_place_for_data_that_is_none_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("notes.txt");
    fs::write(&file, "mine").expect("a file to write");
    let below = file.join("data");
    let [file, below] = [&file, &below].map(|path| path.to_str().expect("text"));
    let said = refusal(&["--data", file], &[]);
    assert!(
        said.contains(&format!("--data {file}: not a folder")),
        "{said}"
    );
    let said = refusal(&["--data", below], &[]);
    assert!(said.contains(below) && said.contains("os error"), "{said}");
    assert_eq!(fs::read_to_string(file).expect("the file"), "mine");
    let said = refusal(&["--data", "mysql://db/people"], &[]);
    assert!(said.contains("`mysql` is not a kind of store"), "{said}");
}

#[test]
fn a_seed_is_named_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("no-such-seed.json");
    let missing = missing.to_str().expect("text");
    check(&["--seed", missing], &[missing, "No such file"]);
    let file = folder.path().join("seed.json");
    let file = file.to_str().expect("text");
    for (seed, line, complaint) in [
        ("{\n\"accounts\": {\n\"ada\": 5}}", 3, "invalid type"),
        (
            "{\"accounts\": {\"ada\": {\"contacts\": [\n{\"names\": [{\"givenName\": \"Ada\"}]},\n{}\n]}}}",
            3,
            "account `ada`, contact 2: Must specify a non-metadata contact field",
        ),
        (
            "{\"accounts\": {\n\"ada\": {\"groups\": [\n\n{\"nmae\": \"x\"}]}}}",
            4,
            "account `ada`, group 1: ",
        ),
        (
            "{\"accounts\": {\"ada\": {\n\"profile\": {\n\"id\": \"x\"}}}}",
            2,
            "account `ada`, its profile: a profile id is decimal digits",
        ),
        (
            "{\"accounts\": {\"ada\": {\n\"region\": \"Atlantis\"}}}",
            2,
            "account `ada`, its region: a region is two letters",
        ),
        (
            "[{\"ada\": {\"contacts\": []}}]",
            1,
            "invalid type: sequence, expected an object",
        ),
        (
            "{\"accounts\": {\n\"ada\": [\"NL\"]}}",
            2,
            "invalid type: sequence, expected an object",
        ),
        (
            "{\"accounts\": {\"ada\": {\n\n\"profile\": [\"1\"]}}}",
            3,
            "invalid type: sequence, expected an object",
        ),
        (
            "{\"accounts\": {\"ada\": {\"contacts\": [\n{\"birthdays\": [{\"date\": {\"month\": 13}}]}]}}}",
            2,
            "contact 1: Invalid date at",
        ),
        (
            "{\"accounts\": {\"ada\": {\"contacts\": [\n{\"nicknames\": [{\"value\": \"A\"}], \"memberships\": \
             [{\"contactGroupMembership\": {\"contactGroupResourceName\": \"contactGroups/Nope\"}}]}]}}}",
            2,
            "contact 1: it is in contactGroups/Nope, a group that does not exist",
        ),
    ] {
        fs::write(file, seed).expect("a file to write");
        check(&["--seed", file], &[&format!("{file}:{line}: "), complaint]);
        // The same is found without a start.
        let judged = crate::people(&["check-config", "--seed", file]);
        let said = String::from_utf8(judged.stderr).expect("text");
        assert!(!judged.status.success(), "{seed}");
        assert!(said.contains(&format!("{file}:{line}: ")), "{said}");
        assert!(said.contains(complaint), "{said}");
    }
    // Texts of a seed are as long as those of a request may be (rule N4).
    let long = format!(
        "{{\"accounts\": {{\"ada\": {{\"contacts\": [\n{{\"names\": [{{\"givenName\": \"{}\"}}]}}]}}}}}}",
        "x".repeat(1_025)
    );
    fs::write(file, long).expect("a file to write");
    let complaint = "contact 1: names[0].given_name has more than 1024 characters.";
    check(&["--seed", file], &[&format!("{file}:2: "), complaint]);
    let data = folder.path().join("data");
    let data = data.to_str().expect("text");
    for (more, taken) in [(&[][..], false), (&["--max-characters", "1025"], true)] {
        let command = [&["import", file, "--data", data], more].concat();
        let imported = crate::people(&command);
        let said = String::from_utf8(imported.stderr).expect("text");
        assert_eq!(imported.status.success(), taken, "{said}");
        assert!(taken || said.contains(complaint), "{said}");
        let judged = crate::people(&[&["check-config", "--seed", file], more].concat());
        assert_eq!(judged.status.success(), taken);
    }
}

#[test]
fn a_variable_is_named_that_is_wrong_or_empty() {
    let said = refusal(&["--data", "memory"], &[("PEOPLE_SEED", "")]);
    assert!(said.contains("the variable PEOPLE_SEED is empty"), "{said}");
    // A flag counts over it, and so the variable is not looked at.
    let said = refusal(
        &["--data", "memory", "--seed", "no-such-seed.json"],
        &[("PEOPLE_SEED", "")],
    );
    assert!(said.contains("no-such-seed.json"), "{said}");
    let said = refusal(&["--data", "memory"], &[("PEOPLE_MAX_BODY", "much")]);
    assert!(
        said.contains("invalid value 'much' for '--max-body <N>'"),
        "{said}"
    );
    assert!(
        said.contains("this value is from the variable PEOPLE_MAX_BODY"),
        "{said}"
    );
    let said = refusal(
        &["--data", "memory", "--max-body", "much"],
        &[("PEOPLE_MAX_BODY", "5")],
    );
    assert!(!said.contains("this value is from"), "{said}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    for (arguments, part) in [
        (&["--log", "verbose"][..], "people_server=debug"),
        (&["--max-calls", "0"], "expected a whole number from 1\n"),
        (
            &["--max-connections", "0"],
            "expected a whole number from 1\n",
        ),
        (&["--max-streams", "0"], "expected a whole number from 1\n"),
        (
            &["--max-head", "8191"],
            "expected a whole number from 8192\n",
        ),
        (&["--quota", "0,5"], "from 1"),
        (&["--public-url", "foo"], "is not a URL such as"),
        (
            &["--public-url", "ftp://example.com"],
            "is not a URL such as",
        ),
        (
            &["--public-url", "https://example.com/?a=b"],
            "is not a URL such as",
        ),
        (&["--jwt-audience", "people"], "--jwt-audience is only for"),
        (&["--jwt-leeway", "5"], "--jwt-leeway is only for"),
        (&["--listen", "8710"], "such as 127.0.0.1:8710"),
        (
            &["--listen", "no-such-host.invalid:8710"],
            "`no-such-host.invalid` has no address",
        ),
    ] {
        let arguments: Vec<&str> = ["serve", "--data", "memory"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let refused = crate::people(&arguments);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && said.contains(part),
            "{arguments:?}: {said}"
        );
    }
}

#[test]
fn a_name_to_listen_on_is_looked_up() {
    let server = crate::Server::start("memory", &[]);
    let port = server.url.rsplit_once(':').expect("a port").1.to_owned();
    drop(server);
    let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
    command.args([
        "serve",
        "--data",
        "memory",
        "--listen",
        &format!("localhost:{port}"),
    ]);
    let server = crate::Server::listening(
        command
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("it starts"),
    );
    assert_eq!(server.url, format!("http://127.0.0.1:{port}"));
}

/// Neither in what it refuses to read, nor in what it tried.
#[test]
fn no_message_has_the_password_of_a_database() {
    let address = "postgres://people:secret@127.0.0.1:1/people";
    for arguments in [
        &["serve", "--data", address][..],
        &["serve", "--data", "postgress://people:secret@db/people"],
        &["serve", "--data", "postgres://people:sec ret@db:x/people"],
        &[
            "serve",
            "--data",
            "postgres://db/people?password=secret&nonsense=1",
        ],
        &["serve", address],
        &["serve", "--listen", address],
        &["store", "check", address],
        &["store", "backup", address, "file"],
        &["store", "restore", "no-such-file", address],
        &["store", "copy", address, "memory"],
        &["import", address, "--data", address],
        &["get", address],
    ] {
        let output = crate::people(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{arguments:?}");
        for part in ["secret", "sec ret"] {
            assert!(!said.contains(part), "{arguments:?}: {said}");
        }
    }
}
