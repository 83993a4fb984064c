//! `people get` and `people update` against `people serve`, and what `people demo` shows.
use std::{
    net::TcpListener,
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use people_model::Person;

use crate::{Server, named, output, people};

#[tokio::test]
async fn an_update_is_checked_before_it_is_sent() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(&data.path().join("data"), &[]);
    let name = server
        .client("ada")
        .create(named("Ada"))
        .await
        .expect("a contact")
        .resource_name;
    let get = || {
        let output = people(&["get", &name, "--url", &server.url, "--token", "ada"]);
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice::<Person>(&output.stdout).expect("a person")
    };

    let file = data.path().join("person.json");
    let update = |person: &Person| {
        std::fs::write(&file, serde_json::to_string(person).expect("JSON")).expect("a file");
        let file = file.to_str().expect("a path");
        people(&[
            "update",
            &name,
            "--mask",
            "names",
            "--person",
            file,
            "--url",
            &server.url,
            "--token",
            "ada",
        ])
    };
    let read = get();
    let mut edited = read.clone();
    edited.names[0].family_name = "Lovelace".to_owned();
    edited.names[0].unstructured_name.clear();
    assert!(update(&edited).status.success());
    assert_eq!(get().names[0].display_name, "Ada Lovelace");

    // The same again is stale, which only the server can know.
    let stale = update(&edited);
    let stderr = String::from_utf8_lossy(&stale.stderr).into_owned();
    assert!(
        !stale.status.success() && stderr.contains("FAILED_PRECONDITION"),
        "{stderr}"
    );

    // Two names and no source are known before anything is sent: all of it is said.
    let mut broken = named("A");
    broken.names.push(broken.names[0].clone());
    let refused = update(&broken);
    let stderr = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success(), "{stderr}");
    for rule in ["U8: ", "U5: ", "U6: ", "not sent"] {
        assert!(stderr.contains(rule), "{stderr}");
    }
}

#[test]
fn the_demo_tells_its_story() {
    let output = people(&["demo"]);
    let told = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success(), "{told}");
    for part in [
        "POST /v1/people:createContact",
        "PATCH /v1/people/c",
        "200 OK",
        "400 Bad Request",
        "FAILED_PRECONDITION",
        r#"names [{"familyName":"Lovelace","givenName":"Augusta Ada"}]"#,
        "conflict: names.givenName: base \"Ada\", ours \"A.\", theirs \"Augusta Ada\"",
    ] {
        assert!(told.contains(part), "{part} is not in:\n{told}");
    }
}

/// Rule A3.
#[test]
fn dev_authentication_stays_at_home() {
    let output = people(&["serve", "--listen", "0.0.0.0:0", "--data", "memory"]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && stderr.contains("loopback"),
        "{stderr}"
    );
}

#[test]
fn a_second_server_is_kept_from_the_same_data() {
    let data = tempfile::tempdir().expect("a folder");
    let _first = Server::start(data.path(), &[]);
    let output = people(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        data.path().to_str().expect("a path"),
    ]);
    assert!(!output.status.success());
}

/// A proxy of the environment gets no token of a server that is called by plain http.
#[test]
fn z22_a_token_in_the_clear_goes_through_no_proxy() {
    let server = Server::start(Path::new("memory"), &[]);
    let proxy = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", proxy.local_addr().expect("an address"));
    let called = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&called);
    thread::spawn(move || {
        for connection in proxy.incoming() {
            count.fetch_add(1, Ordering::Relaxed);
            drop(connection);
        }
    });
    for arguments in [
        &["export", "--format", "json", "--url", &*server.url][..],
        &["get", "people/me", "--token", "ada", "--url", &*server.url],
        &["verify", "--rule", "U6", &*server.url],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_people"));
        command.args(arguments);
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            command.env(name, &address);
        }
        for name in ["NO_PROXY", "no_proxy"] {
            command.env_remove(name);
        }
        let output = output(&mut command);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
    }
    assert_eq!(called.load(Ordering::Relaxed), 0, "calls of the proxy");
    server.stop();
}
