//! Traces, as a collector gets them; and, in builds without them, what the flag says.
#[cfg(feature = "otel")]
mod collector;

#[cfg(feature = "otel")]
use std::{ffi::OsStr, fs};

#[cfg(feature = "otel")]
use self::collector::{Collector, Span, Traced};
use crate::people;
#[cfg(feature = "otel")]
use crate::{Server, log::call_with_secrets};

#[cfg(not(feature = "otel"))]
#[test]
fn a_build_without_traces_says_so() {
    let refused = people(&["serve", "--data", "memory", "--otlp", "http://127.0.0.1:1"]);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).expect("text");
    assert!(said.contains("build with the feature `otel`"), "{said}");
}

#[cfg(feature = "otel")]
#[tokio::test(flavor = "multi_thread")]
async fn calls_and_their_commits_are_traced() {
    let folder = tempfile::tempdir().expect("a folder");
    let collector = Collector::start().await;
    let arguments = ["--otlp", &*collector.url];
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    call_with_secrets(folder.path(), &data, &arguments, &log).await;

    let traced = collector.traced();
    assert_eq!(traced.service, "\"people\"");
    let updates: Vec<_> = traced.named("people.people.updateContact").collect();
    let updated = updates.iter().find(|span| span.has("200"));
    let updated = updated.unwrap_or_else(|| panic!("no update that succeeded: {:?}", traced.spans));
    assert_eq!(updated.kind, 2, "of a server");
    assert!(updates.iter().any(|span| span.has("400")), "the stale one");

    assert!(!updated.failed);
    let mut searches = traced.named("people.people.searchContacts");
    assert!(searches.any(|span| span.has("200") && !span.failed));

    let commit = commit_of(&traced, updated);
    let mut transactions = traced.named("transaction");
    assert!(transactions.any(|span| span.links.contains(&commit.id)));
    assert_eq!(
        traced.named("people.contactGroups.create").count(),
        2,
        "everything is sent before the process ends"
    );
}

/// That of the call's one write.
#[cfg(feature = "otel")]
fn commit_of<'t>(traced: &'t Traced, call: &Span) -> &'t Span {
    let mut commits = traced.named("commit");
    let commit = commits.find(|span| span.parent == call.id);
    let commit = commit.expect("that of the update");
    assert_eq!(commit.trace, call.trace);
    let one = ("writes".to_owned(), "1".to_owned());
    assert_eq!(commit.attributes, [one]);
    commit
}

/// Commits on PostgreSQL are traced as those on the embedded store.
#[cfg(all(feature = "otel", unix))]
#[tokio::test(flavor = "multi_thread")]
async fn commits_on_postgres_are_traced() {
    let Some(database) = crate::postgres::copy::database() else {
        return;
    };
    let (folder, collector) = (
        tempfile::tempdir().expect("a folder"),
        Collector::start().await,
    );
    let arguments = ["--otlp", &*collector.url];
    let log = folder.path().join("log");
    call_with_secrets(folder.path(), database.as_ref(), &arguments, &log).await;
    let traced = collector.traced();
    let mut updates = traced.named("people.people.updateContact");
    let updated = updates.find(|span| span.has("200")).expect("an update");
    commit_of(&traced, updated);
    assert!(traced.named("commit").count() > 1);
}

/// The calls are those that the log is searched after.
#[cfg(feature = "otel")]
#[tokio::test(flavor = "multi_thread")]
async fn no_data_and_no_secret_is_traced() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data").into_os_string();
    tells_nothing(&data, &[]).await;
    #[cfg(unix)]
    if let Some(database) = crate::postgres::copy::database() {
        tells_nothing(database.as_ref(), &["hush"]).await;
    }
}

#[cfg(feature = "otel")]
async fn tells_nothing(data: &OsStr, more: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let collector = Collector::start().await;
    let log = folder.path().join("log");
    let arguments = ["--log", "debug", "--otlp", &*collector.url];
    let mut secrets = call_with_secrets(folder.path(), data.as_ref(), &arguments, &log).await;
    secrets.extend(more.iter().map(|&secret| secret.to_owned()));
    for body in collector.bodies() {
        let sent = String::from_utf8_lossy(&body);
        for secret in &secrets {
            assert!(!sent.contains(secret), "`{secret}` is sent");
        }
    }
    let log = fs::read_to_string(&log).expect("a log");
    for secret in &secrets {
        assert!(!log.contains(secret), "`{secret}` is in the log:\n{log}");
    }

    // If you add another, check what it can contain.
    let known = ["commits", "http.response.status_code", "id", "writes"];
    for span in &collector.traced().spans {
        for (key, value) in &span.attributes {
            assert!(known.contains(&&**key), "{key} = {value}");
        }
    }
}

#[cfg(feature = "otel")]
#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_gone_keeps_nobody_from_serving() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let arguments = ["--otlp", "http://127.0.0.1:1"];
    let server = Server::start_logging(&folder.path().join("data"), &arguments, &log);
    let client = server.client("ada");
    client
        .get("people/me", people_model::FieldMask::NAMES)
        .await
        .expect("a person");
    server.stop();
    let log = fs::read_to_string(&log).expect("a log");
    assert!(log.contains("ExportError"), "{log}");
}

#[cfg(feature = "otel")]
#[test]
fn an_address_with_a_secret_is_refused() {
    for (url, why) in [
        ("http://ada:key@127.0.0.1:1", "OTEL_EXPORTER_OTLP_HEADERS"),
        ("http://127.0.0.1:1?key=1", "OTEL_EXPORTER_OTLP_HEADERS"),
        ("ftp://127.0.0.1", "expected a URL with http or https"),
        ("127.0.0.1:1", "expected a URL"),
    ] {
        let refused = people(&["serve", "--data", "memory", "--otlp", url]);
        let said = String::from_utf8(refused.stderr).expect("text");
        assert!(said.contains(why), "{url}: {said}");
    }
}
