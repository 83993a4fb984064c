//! Each rule is seen to differ: a server that breaks it, and no other, in one way.
mod fields;
mod methods;
mod server;
mod wire;

use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
};

use self::server::{Fault, Faulty, Reply, is, with_body};
use super::{rules, verify};

/// All faults; each is of one rule.
fn faults() -> Vec<Fault> {
    [fields::faults(), methods::faults(), wire::faults()]
        .into_iter()
        .flatten()
        .collect()
}

/// Each rule that is tried has a fault, and is reported as different under it.
#[tokio::test(flavor = "multi_thread")]
async fn each_rule_differs_where_a_server_breaks_it() {
    let faults = faults();
    let planted: BTreeSet<&str> = faults.iter().map(|fault| fault.rule).collect();
    let sound = Faulty::start(Fault::of("")).await;
    let (_, report) = run(&sound.url, vec!["--contract".into(), "documented".into()]).await;
    let held = rules(&report, "holds");
    let held: BTreeSet<&str> = held.iter().map(String::as_str).collect();
    assert_eq!(rules(&report, "differs"), [""; 0], "without a fault");
    assert_eq!(rules(&report, "untried"), [""; 0], "without a fault");
    assert_eq!(planted, held, "each rule that is tried has a fault");

    let mut missed = Vec::new();
    for fault in faults {
        let (rule, what) = (fault.rule, fault.what);
        let server = Faulty::start(fault).await;
        let (status, report) = run(&server.url, vec!["--rule".into(), rule.into()]).await;
        if rules(&report, "differs") != [rule] || status != Some(1) {
            missed.push(format!("{rule}, {what}: {report:#}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

/// The command waits while the quota is used up, and then makes the call again.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_quota_is_waited_for() {
    static REFUSED: AtomicUsize = AtomicUsize::new(0);

    let server = Faulty::start(Fault::of("U6").is("two calls are too many").does(
        |inner, request| {
            let is_refused =
                is(&request, ":createContact") && REFUSED.fetch_add(1, Ordering::Relaxed) < 2;
            Box::pin(async move {
                match is_refused {
                    true => full("1"),
                    false => inner(request).await,
                }
            })
        },
    ))
    .await;
    let (status, report) = run(&server.url, vec!["--rule".into(), "U6".into()]).await;
    assert_eq!(rules(&report, "holds"), ["U6"], "{report:#}");
    assert_eq!(status, Some(0));
    // Both, and the two creates that succeeded.
    assert_eq!(REFUSED.load(Ordering::Relaxed), 4);

    let server = Faulty::start(
        Fault::of("U6")
            .is("there is no quota")
            .does(|inner, request| {
                Box::pin(async move {
                    match is(&request, ":createContact") {
                        true => full("0"),
                        false => inner(request).await,
                    }
                })
            }),
    )
    .await;
    let (status, report) = run(&server.url, vec!["--rule".into(), "U6".into()]).await;
    assert_eq!(rules(&report, "untried"), ["U6"], "{report:#}");
    assert!(
        report["rules"][0]["why"]
            .to_string()
            .contains("the quota is used up"),
        "{report:#}"
    );
    assert_eq!(status, Some(0), "nothing differs");
}

/// The answer to a call for which there is no quota.
fn full(retry_after: &str) -> Reply {
    let body =
        r#"{"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}}"#;
    let reply = http::Response::builder()
        .status(429)
        .header("retry-after", retry_after);
    reply.body(body.into()).expect("a reply")
}

/// A method that a server does not have, and one that the token may not call, leave out their rules.
#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_is_missing_is_not_tried() {
    let server = Faulty::start(Fault::of("K1").is("there is no search").does(|inner, request| {
        Box::pin(async move {
            let missing = is(&request, ":searchContacts");
            let denied = is(&request, "/otherContacts");
            let mut reply = inner(request).await;
            if missing {
                *reply.status_mut() = http::StatusCode::NOT_FOUND;
                *reply.body_mut() = "<p>Cannot GET this</p>".into();
            }
            if denied {
                *reply.status_mut() = http::StatusCode::FORBIDDEN;
                let body = r#"{"error": {"code": 403, "status": "PERMISSION_DENIED", "details": [{"reason":
                    "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#;
                *reply.body_mut() = body.into();
            }
            reply
        })
    }))
    .await;
    let (status, report) = run(&server.url, vec!["--rule".into(), "K1,K2,O1,C1".into()]).await;
    assert_eq!(status, Some(0), "{report:#}");
    assert_eq!(rules(&report, "untried"), ["O1", "K1", "K2"], "{report:#}");
    assert_eq!(rules(&report, "holds"), ["C1"]);
    let why = |at: usize| report["rules"][at]["why"].to_string();
    assert!(why(1).contains("the token lacks a scope"), "{report:#}");
    assert!(
        why(2).contains("the server has no such method"),
        "{report:#}"
    );
}

/// Contacts and groups that a server had to refuse are removed like the others.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_should_have_refused_is_removed() {
    let taken = Fault::of("C2")
        .is("an empty person is created")
        .reads(|request| {
            if is(request, ":createContact") {
                with_body(request, |json| {
                    json["nicknames"] = serde_json::json!([{"value": "Nobody"}])
                });
            }
        });
    let server = Faulty::start(taken).await;
    let client = people_http::Client::builder()
        .base_url(&server.url)
        .token("ada")
        .build()
        .expect("a client");
    let list = || people_http::ListConnections::new(people_model::FieldMask::NAMES);
    let before = client.list(list()).all().await.expect("contacts").len();
    let (status, report) = run(&server.url, vec!["--rule".into(), "C2,B3".into()]).await;
    assert_eq!(status, Some(1), "{report:#}");
    assert_eq!(rules(&report, "differs"), ["C2"], "{report:#}");
    assert_eq!(
        report["left"],
        serde_json::json!({"resourceNames": []}),
        "{report:#}"
    );
    assert_eq!(
        client.list(list()).all().await.expect("contacts").len(),
        before
    );
}

/// Runs the command beside the server, which is in this process.
async fn run(url: &str, args: Vec<String>) -> (Option<i32>, serde_json::Value) {
    let url = url.to_owned();
    let run = move || {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (output, report) = verify(&url, &args);
        (output.status.code(), report)
    };
    tokio::task::spawn_blocking(run)
        .await
        .expect("the run ends")
}
