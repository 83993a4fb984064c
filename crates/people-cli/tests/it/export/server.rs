//! `people export` of a server (rule Z22).
use std::fs;

use serde_json::Value;

use super::Place;
use crate::{Server, store::text};

/// A server gives the same as its store, but for what is kept beside contacts; and the photos are its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn z22_a_server_is_exported_as_its_store() {
    let place = Place::of_all();
    let from_store = |format: &str| place.export(&["--account", "ada", "--format", format]).1;
    let stored = [
        "vcard4",
        "vcard3",
        "google-csv",
        "outlook-csv",
        "jcard",
        "json",
    ]
    .map(from_store);
    assert!(
        stored[0].contains("PHOTO:data:image/png;base64,"),
        "{}",
        stored[0]
    );
    let jcards: Value = serde_json::from_str(&stored[4]).expect("JSON");
    assert_eq!(jcards.as_array().map(Vec::len), Some(3));
    let server = Server::start(&place.text("data"), &[]);
    fs::write(place.path("token"), "ada\n").expect("a file");
    let token = place.text("token");
    let from_url = |format: &str, more: &[&str]| {
        let args = ["export", "--url", &server.url, "--format", format];
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_people"));
        command.env_remove("PEOPLE_TOKEN").args(args).args(more);
        let output = crate::wait::output(&mut command);
        (text(&output.stdout), text(&output.stderr))
    };
    let formats = [
        "vcard4",
        "vcard3",
        "google-csv",
        "outlook-csv",
        "jcard",
        "json",
    ];
    for (format, stored) in formats.iter().zip(&stored) {
        let (printed, told) = from_url(format, &["--token-file", &token]);
        // Only the address of a photo tells a server.
        let there = stored.replace("http://127.0.0.1:8710", &server.url);
        let same = |text: &str| sorted(text);
        assert_eq!(same(&printed), same(&there), "{format}: {told}");
    }
    assert!(
        from_url("vcard4", &[]).0.contains("Harper"),
        "ada by default, on this machine"
    );
    fs::write(place.path("token"), "bob").expect("a file");
    assert_eq!(from_url("vcard4", &["--token-file", &token]).0, "");
    let none = from_url("vcard4", &["--no-photos", "--flavour", "apple"]).0;
    assert!(none.contains("Harper") && !none.contains("PHOTO"), "{none}");
}

/// Lines in any order, without the tokens of addresses.
fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// A server of two pages, between which its contacts change: none is written twice, and the change is told. It
/// redirects the photo to somewhere else, names another one there, and sees the token at its own address alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn z22_a_server_that_changes_is_exported_once() {
    use axum::{Router, extract::RawQuery, http::HeaderMap, response::Redirect, routing::get};
    use serde_json::json;
    let other = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let elsewhere = format!("http://{}/photo", other.local_addr().expect("an address"));
    let (seen, mut asked) = tokio::sync::mpsc::unbounded_channel::<bool>();
    let seen_there = seen.clone();
    let spy = Router::new().fallback(move |headers: HeaderMap| async move {
        seen_there.send(headers.contains_key("authorization")).ok();
        "no photo"
    });
    tokio::spawn(async move { axum::serve(other, spy).await });

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let photo = |url: String| json!([{"url": url, "metadata": {"primary": true, "source": {"type": "CONTACT", "id": "1"}}}]);
    let person = move |id: u64, name: &str, photos: Value| json!({"resourceName": format!("people/c{id}"), "etag": "%x", "names": [{"givenName": name}], "photos": photos});
    let redirected = photo(format!("{url}/photo"));
    let away = photo(elsewhere.clone());
    let list = move |RawQuery(query): RawQuery| async move {
        let query = query.unwrap_or_default();
        let says = |part: &str| query.contains(part);
        match (says("syncToken=s"), says("pageToken=2")) {
            (true, _) => {
                json!({"connections": [person(1, "Ida", json!([]))], "nextSyncToken": "t"})
            }
            (_, true) => {
                json!({"connections": [person(1, "Ida", json!([])), person(3, "Bea", json!([]))], "nextSyncToken": "s"})
            }
            _ => {
                json!({"connections": [person(1, "Ada", redirected), person(2, "Mia", away)], "nextPageToken": "2"})
            }
        }
        .to_string()
    };
    let to = elsewhere.clone();
    let app = Router::new()
        .route("/v1/people/me/connections", get(list))
        .route(
            "/v1/contactGroups",
            get(|| async { json!({"contactGroups": []}).to_string() }),
        )
        .route(
            "/photo",
            get(move || async move { Redirect::temporary(&to) }),
        );
    tokio::spawn(async move { axum::serve(listener, app).await });

    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_people"));
    command
        .args(["export", "--url", &url, "--format", "vcard4"])
        .env("PEOPLE_TOKEN", "secret");
    let output = tokio::task::spawn_blocking(move || crate::wait::output(&mut command));
    let output = output.await.expect("an output");
    let (printed, told) = (text(&output.stdout), text(&output.stderr));
    let names: Vec<&str> = printed
        .lines()
        .filter(|line| line.starts_with("FN:"))
        .collect();
    assert_eq!(names, ["FN:Ada", "FN:Mia", "FN:Bea"], "{printed}{told}");
    assert!(
        told.contains("the account was changed during the export"),
        "{told}"
    );
    assert!(told.contains("people/c1: left out: photos: "), "{told}");
    assert!(printed.contains(&format!("PHOTO:{elsewhere}")), "{printed}");
    assert!(!output.status.success());
    drop(seen);
    assert_eq!(asked.try_recv().ok(), None, "another server is not called");
}

/// A table has no photos, so none is read. All contacts are read then; that the server does not say in the end whether
/// it has changed takes nothing back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn z22_a_table_reads_no_photos_and_is_kept_without_the_last_call() {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use axum::{Router, extract::RawQuery, http::StatusCode, routing::get};
    use serde_json::json;

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let source = json!({"primary": true, "source": {"type": "CONTACT", "id": "1"}});
    let ada = json!({
        "resourceName": "people/c1",
        "etag": "%x",
        "names": [{"givenName": "Ada"}],
        "photos": [{"url": format!("{url}/photo"), "metadata": source}]
    });
    let list = move |RawQuery(query): RawQuery| async move {
        let is_last = query.is_some_and(|query| query.contains("syncToken=s"));
        match is_last {
            true => Err(StatusCode::FORBIDDEN),
            false => Ok(json!({"connections": [ada], "nextSyncToken": "s"}).to_string()),
        }
    };
    let photos = Arc::new(AtomicUsize::new(0));
    let read = Arc::clone(&photos);
    let photo = move || async move {
        read.fetch_add(1, Ordering::Relaxed);
        "no photo"
    };
    let groups = || async { json!({"contactGroups": []}).to_string() };
    let app = Router::new()
        .route("/v1/people/me/connections", get(list))
        .route("/v1/contactGroups", get(groups))
        .route("/photo", get(photo));
    tokio::spawn(async move { axum::serve(listener, app).await });

    let place = Place::new();
    for (format, reads) in [("google-csv", 0), ("outlook-csv", 0), ("vcard4", 1)] {
        let out = place.text(format);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_people"));
        command
            .args(["export", "--url", &url, "--format", format, "--out", &out])
            .env("PEOPLE_TOKEN", "secret");
        let output = tokio::task::spawn_blocking(move || crate::wait::output(&mut command));
        let told = text(&output.await.expect("an output").stderr);
        assert_eq!(photos.load(Ordering::Relaxed), reads, "{format}: {told}");
        let unknown = "cannot find out whether the account was changed during the export: ";
        assert!(told.contains(unknown), "{format}: {told}");
        let counted = "the format cannot hold everything of 1 contact; left out: photos 1\n";
        assert!(told.ends_with(counted), "{format}: {told}");
        let written = fs::read_to_string(out).expect("a file");
        assert!(written.contains("Ada"), "{format}: {written}");
    }
}
