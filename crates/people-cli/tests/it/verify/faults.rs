//! Each rule is seen to differ: a server that breaks it, and no other, in one way.
mod fields;
mod methods;
mod server;
mod wire;

use std::collections::BTreeSet;

use self::server::{Fault, Faulty};
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
    let sound = Faulty::start(Fault::of("").into()).await;
    let (_, report) = run(&sound.url, vec!["--contract".into(), "documented".into()]).await;
    let held = rules(&report, "holds");
    let held: BTreeSet<&str> = held.iter().map(String::as_str).collect();
    assert_eq!(rules(&report, "differs"), [""; 0], "without a fault");
    assert_eq!(rules(&report, "untried"), [""; 0], "without a fault");
    assert_eq!(planted, held, "each rule that is tried has a fault");

    let mut missed = Vec::new();
    for fault in faults {
        let (rule, what) = (fault.rule, fault.what);
        let server = Faulty::start(fault.into()).await;
        let (status, report) = run(&server.url, vec!["--rule".into(), rule.into()]).await;
        if rules(&report, "differs") != [rule] || status != Some(1) {
            missed.push(format!("{rule}, {what}: {report:#}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
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
