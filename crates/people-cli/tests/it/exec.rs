//! `people exec`, `people health`, and how a server tells that it is ready.
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{Server, exchange, people, wait::output};

/// What `people exec` did with this command.
fn exec(flags: &[&str], command: &[&str]) -> std::process::Output {
    let mut exec = Command::new(env!("CARGO_BIN_EXE_people"));
    exec.arg("exec").args(flags).arg("--").args(command);
    output(&mut exec)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn x10_a_command_runs_beside_a_server() {
    let binary = env!("CARGO_BIN_EXE_people");
    let done = exec(&[], &["sh", "-c", "echo \"$PEOPLE_URL $0\"", "{url}/v1"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    let (url, address) = said.trim().split_once(' ').expect("two words");
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    assert_eq!(address, format!("{url}/v1"));

    // Commands of this binary find the server by themselves; nothing is left of it.
    let done = exec(
        &[],
        &[binary, "create", "--set", "names.givenName=Ada", "--json"],
    );
    assert!(done.status.success(), "{}", text(&done.stderr));
    let created: Value = serde_json::from_slice(&done.stdout).expect("a person");
    assert_eq!(created["names"][0]["givenName"], "Ada");
    let done = exec(&[], &[binary, "list", "--json"]);
    assert_eq!(text(&done.stdout), "");
}

#[test]
fn x10_the_exit_status_is_that_of_the_command() {
    for (command, status) in [
        (&["true"][..], 0),
        (&["sh", "-c", "exit 7"], 7),
        (&["sh", "-c", "kill -KILL $$"], 137),
        (&["/nothing/here"], 127),
        (&["/"], 126),
    ] {
        let done = exec(&[], command);
        assert_eq!(done.status.code(), Some(status), "{command:?}");
    }
    let without = output(Command::new(env!("CARGO_BIN_EXE_people")).arg("exec"));
    assert_eq!(without.status.code(), Some(2));
    let done = exec(&["--seed", "/nothing/here"], &["true"]);
    assert_eq!(done.status.code(), Some(1));
}

/// Runs a command of sh that writes the ids of its processes, sends a signal to `people exec` once they are there, and
/// returns its exit status and those of the processes that are left.
#[cfg(target_os = "linux")]
fn signalled(signal: &str, script: &str) -> (Option<i32>, Vec<String>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let ids = folder.path().join("ids");
    let script = format!("sleep 600 & echo $! $$ >> '{}'; {script}", ids.display());
    let mut exec = Command::new(env!("CARGO_BIN_EXE_people"));
    exec.args(["exec", "--journal-on-failure", "--", "sh", "-c", &script])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let exec = exec.spawn().expect("a process");
    let mut written = String::new();
    for _ in 0..3000 {
        written = fs::read_to_string(&ids).unwrap_or_default();
        if written.ends_with('\n') {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    if !signal.is_empty() {
        // The shell has set its traps once it says so.
        thread::sleep(Duration::from_millis(200));
        let id = exec.id().to_string();
        let sent = output(Command::new("kill").args([signal, &id]));
        assert!(sent.status.success());
    }
    let done = exec.wait_with_output().expect("its end");
    // An orphan that ended may wait for init to know: it is no process that runs.
    let runs = |id: &&str| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let state = stat.rsplit(") ").next().unwrap_or_default().to_owned();
        !stat.is_empty() && !state.starts_with('Z')
    };
    let left = written.split_whitespace().filter(runs).map(str::to_owned);
    (done.status.code(), left.collect(), text(&done.stdout))
}

#[cfg(target_os = "linux")]
#[test]
fn x10_a_signal_reaches_the_command_and_all_that_it_started() {
    for (signal, status) in [("-TERM", 143), ("-HUP", 129), ("-INT", 130)] {
        // A command that ends by the signal, and one that has something to do before.
        let name = signal.trim_start_matches('-');
        let (code, left, _) = signalled(signal, "wait");
        assert_eq!((code, left), (Some(status), vec![]), "{signal}");
        let script = format!("trap 'echo {name}; exit 7' {name}; wait");
        let (code, left, said) = signalled(signal, &script);
        assert_eq!((code, left), (Some(status), vec![]), "{signal}");
        assert_eq!(said, format!("{name}\n"));
    }
    // One that does not listen is killed.
    let (code, left, _) = signalled("-TERM", "trap '' TERM; while :; do sleep 1; done");
    assert_eq!((code, left), (Some(143), vec![]));
}

#[cfg(target_os = "linux")]
#[test]
fn x10_nothing_is_left_behind_the_command() {
    let (code, left, _) = signalled("", "exit 3");
    assert_eq!((code, left), (Some(3), vec![]));
}

#[test]
fn x10_a_seed_and_rules_are_there_at_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, json: Value| {
        let path = folder.path().join(name);
        fs::write(&path, json.to_string()).expect("a file to write");
        path.to_str().expect("text").to_owned()
    };
    let contact = json!({"resourceName": "people/c17", "names": [{"givenName": "Charles"}]});
    let seed = file(
        "seed.json",
        json!({"accounts": {"ada": {"contacts": [contact]}}}),
    );
    let rule = json!({"match": {"account": "ada", "method": "people.people.get"}, "times": 1,
                      "then": {"status": "NOT_FOUND"}});
    let rules = file("rules.json", json!([rule]));
    let report = folder.path().join("report.json");
    let binary = env!("CARGO_BIN_EXE_people");
    let get = format!("'{binary}' get people/c17");
    let flags = ["--seed", &seed, "--rules", &rules, "--journal-on-failure"];
    let flags = [&flags[..], &["--report", report.to_str().expect("text")]].concat();
    let done = exec(&flags, &["sh", "-c", &format!("{get}; {get} && exit 3")]);
    assert_eq!(done.status.code(), Some(3));
    assert!(text(&done.stdout).contains("Charles"));
    let said = text(&done.stderr);
    let refused = "#1 ada GET /v1/people/c17?personFields=";
    assert!(said.contains(refused), "{said}");
    assert!(
        said.contains("→ 404 NOT_FOUND: Requested entity was not found. (rule 1)"),
        "{said}"
    );
    assert!(
        said.contains("#2 ada GET") && said.contains("→ 200"),
        "{said}"
    );

    let report: Value = serde_json::from_slice(&fs::read(report).expect("a report")).expect("JSON");
    assert_eq!(report["exitStatus"], 3);
    assert_eq!(report["rules"][0]["fired"], 1);
    assert_eq!(report["requests"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["command"][0], "sh");

    let wrong = file("wrong.json", json!({"then": {"status": "UNAVAILABEL"}}));
    let done = exec(&["--rules", &wrong], &["true"]);
    assert_eq!(done.status.code(), Some(1));
    assert!(
        text(&done.stderr).contains("`UNAVAILABLE`"),
        "{}",
        text(&done.stderr)
    );
}

/// An edit of a rule has the form of `people edit` too.
#[test]
fn x8_somebody_else_edits_as_a_command_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, json: Value| {
        let path = folder.path().join(name);
        fs::write(&path, json.to_string()).expect("a file to write");
        path.to_str().expect("text").to_owned()
    };
    let contact = json!({"resourceName": "people/c17", "names": [{"givenName": "Ada", "familyName": "Byron"}],
        "emailAddresses": [{"value": "ada@x.example"}], "phoneNumbers": [{"value": "+442079460000"}],
        "urls": [{"value": "https://ada.example"}]});
    let seed = file(
        "seed.json",
        json!({"accounts": {"ada": {"contacts": [contact]}}}),
    );
    let edit = json!({"resourceName": "people/c17", "set": "names.familyName=Lovelace", "clear": ["urls"],
        "add": ["emailAddresses=new@z.example,type=work", "nicknames=Countess"],
        "remove": "phoneNumbers=+44 20 7946 0000"});
    let get = json!({"account": "ada", "method": "people.people.get"});
    let rule = |edit: &Value| json!([{"match": get, "times": 1, "then": {"edit": edit}}]);
    let rules = file("rules.json", rule(&edit));
    let report = folder.path().join("report.json");
    let report = report.to_str().expect("text");
    let get = [env!("CARGO_BIN_EXE_people"), "get", "people/c17"];
    let flags = ["--seed", &seed, "--rules", &rules, "--report", report];
    let done = exec(&flags, &get);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let written: Value =
        serde_json::from_slice(&fs::read(report).expect("a report")).expect("JSON");
    let person = &written["requests"][0]["response"]["body"];
    assert_eq!(person["names"][0]["givenName"], "Ada", "{written}");
    assert_eq!(person["names"][0]["familyName"], "Lovelace", "{written}");
    assert_eq!(person["emailAddresses"][1]["value"], "new@z.example");
    assert_eq!(person["emailAddresses"][1]["type"], "work");
    assert_eq!(person["nicknames"][0]["value"], "Countess");
    for gone in ["phoneNumbers", "urls"] {
        assert_eq!(person.get(gone), None, "{person}");
    }
    assert_eq!(written["rules"][0]["fired"], 1);

    // One that cannot be made says why.
    let edit = json!({"resourceName": "people/c17", "remove": "phoneNumbers=+1"});
    let rules = file("rules.json", rule(&edit));
    let flags = ["--seed", &seed, "--rules", &rules, "--report", report];
    assert!(exec(&flags, &get).status.success());
    let written: Value =
        serde_json::from_slice(&fs::read(report).expect("a report")).expect("JSON");
    let error = written["rules"][0]["error"].as_str().expect("an error");
    assert!(error.contains("+1"), "{error}");
    assert_eq!(written["rules"][0]["fired"], 0);
    let edit = json!({"resourceName": "people/c17", "set": "names.familyNam=B"});
    let rules = file("rules.json", rule(&edit));
    let done = exec(&["--rules", &rules], &["true"]);
    let said = text(&done.stderr);
    assert!(said.contains("rule 0: `set`: `familyNam`"), "{said}");
}

/// A program that clears a field that it never read: run by the test below.
#[test]
#[ignore = "a program for another test"]
fn a_program_that_loses_data() {
    let url = std::env::var("PEOPLE_URL").expect("an address");
    let address = url.strip_prefix("http://").expect("http");
    let send = |head: &str, body: &str| {
        let length = body.len();
        let fields = "Authorization: Bearer ada\r\nConnection: close";
        let answer = exchange(
            address,
            &format!(
                "{head} HTTP/1.1\r\nHost: {address}\r\n{fields}\r\nContent-Length: {length}\r\n\r\n{body}"
            ),
        );
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
        serde_json::from_str::<Value>(body).expect("JSON")
    };
    let fields = std::env::var("PEOPLE_TEST_FIELDS").unwrap_or("names".to_owned());
    let get = format!("GET /v1/people/c17?personFields=metadata,{fields}");
    let mut ada = send(&get, "");
    ada.as_object_mut()
        .expect("a person")
        .remove("emailAddresses");
    ada["names"][0]["familyName"] = "Lovelace".into();
    let mask = "names,emailAddresses";
    send(
        &format!("PATCH /v1/people/c17:updateContact?updatePersonFields={mask}"),
        &ada.to_string(),
    );
}

#[test]
fn x10_what_a_program_lost_fails_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let (seed, junit, report) = (path("seed.json"), path("junit.xml"), path("report.json"));
    let contact = json!({"resourceName": "people/c17", "names": [{"givenName": "Ada <&>"}],
                         "emailAddresses": [{"value": "ada@x.example"}]});
    let accounts = json!({"accounts": {"ada": {"contacts": [contact]}}});
    fs::write(&seed, accounts.to_string()).expect("a file to write");
    let program = std::env::current_exe().expect("this program");
    let program = program.to_str().expect("text");
    let name = "exec::a_program_that_loses_data";
    let sinner = [program, "--exact", name, "--ignored", "-q"];
    let binary = env!("CARGO_BIN_EXE_people");
    let saint = [
        binary,
        "edit",
        "people/c17",
        "--set",
        "names.familyName=Byron",
    ];

    let with = |flag: &'static str| {
        [
            "--seed", &seed, "--junit", &junit, "--report", &report, flag,
        ]
    };
    for (flag, status) in [
        ("--journal-on-failure", 0),
        ("--fail-on-findings", 1),
        ("--fail-on-findings=note", 1),
    ] {
        let done = exec(&with(flag), &sinner);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(status), "{flag}: {said}");
        let told = said.contains("error: FIELD_ERASED: ") && said.contains("#2 ada PATCH");
        assert_eq!(told, status == 1, "{flag}: {said}");
        let written: Value =
            serde_json::from_slice(&fs::read(&report).expect("a report")).expect("JSON");
        assert_eq!(written["findings"][0]["id"], "FIELD_ERASED", "{written}");
        assert_eq!(written["exitStatus"], status);
        let written = fs::read_to_string(&junit).expect("a report");
        assert!(
            written.contains("tests=\"2\" skipped=\"0\" errors=\"0\" failures=\"1\""),
            "{written}"
        );
        assert!(written.contains("FIELD_ERASED people/c17"), "{written}");
    }
    let done = exec(&with("--fail-on-findings=note"), &saint);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let written = fs::read_to_string(&junit).expect("a report");
    assert!(written.contains("failures=\"0\""), "{written}");
    // What is of a lower grade is told and does not fail: the program has read what it leaves out.
    let knowing = [
        &["env", "PEOPLE_TEST_FIELDS=names,emailAddresses"],
        &sinner[..],
    ]
    .concat();
    for (flag, status) in [("--fail-on-findings", 0), ("--fail-on-findings=warning", 1)] {
        let done = exec(&with(flag), &knowing);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(status), "{flag}: {said}");
        assert!(said.contains("warning: FIELD_ERASED: "), "{said}");
        let hint = said.contains(
            "1 finding is of a lower grade, which --fail-on-findings=warning would count",
        );
        assert_eq!(hint, status == 0, "{said}");
    }

    // In colour on a terminal alone, and where it is asked for.
    let said = exec(&with("--fail-on-findings"), &sinner).stderr;
    assert!(!said.contains(&0x1b), "{}", text(&said));
    let coloured = Command::new(env!("CARGO_BIN_EXE_people"))
        .args(["exec", "--seed", &seed, "--fail-on-findings", "--"])
        .args(sinner)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("it runs");
    let said = text(&coloured.stderr);
    let told = "\u{1b}[31merror\u{1b}[0m: \u{1b}[1mFIELD_ERASED\u{1b}[0m: The mask";
    assert!(said.contains(told), "{said:?}");

    // A file that cannot be written is an error before the command runs.
    for flag in ["--report", "--junit"] {
        let done = exec(&[flag, "/nothing/here"], &["sh", "-c", "echo it ran"]);
        assert_eq!(done.status.code(), Some(1));
        assert_eq!(text(&done.stdout), "");
        assert!(text(&done.stderr).contains("/nothing/here"));
    }
    // What fails by itself keeps its status.
    let done = exec(&["--fail-on-findings"], &["sh", "-c", "exit 7"]);
    assert_eq!(done.status.code(), Some(7));
    assert_eq!(
        exec(&["--fail-on-findings=fatal"], &["true"]).status.code(),
        Some(2)
    );
}

#[test]
fn a_server_says_whether_it_is_healthy() {
    let server = Server::start("memory", &[]);
    let health = people(&["health", &server.url]);
    assert!(health.status.success(), "{}", text(&health.stderr));
    assert_eq!(text(&health.stdout), "ready\n");
    let url = server.url.clone();
    drop(server);
    let health = people(&["health", &url]);
    assert_eq!(health.status.code(), Some(1));
    assert!(
        text(&health.stderr).contains(&url),
        "{}",
        text(&health.stderr)
    );
}

#[test]
fn a_program_learns_where_a_server_listens_and_the_server_stops_by_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ready.json");
    let mut serve = Command::new(env!("CARGO_BIN_EXE_people"));
    serve
        .args(["serve", "--data", "memory", "--listen", "127.0.0.1:0"])
        .args(["--ready", "json", "--exit-after", "1", "--ready-file"])
        .arg(&file);
    let done = output(&mut serve);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said: Value = serde_json::from_slice(&done.stdout).expect("one object");
    let port = said["port"].as_u64().expect("a port");
    assert_eq!(said["url"], format!("http://127.0.0.1:{port}"));
    assert!(said["pid"].as_u64().is_some_and(|pid| pid > 0));
    let written: Value = serde_json::from_slice(&fs::read(&file).expect("a file")).expect("JSON");
    assert_eq!(written, said);

    let nowhere = Path::new("/nothing/here/ready.json");
    let mut serve = Command::new(env!("CARGO_BIN_EXE_people"));
    serve.args([
        "serve",
        "--data",
        "memory",
        "--listen",
        "127.0.0.1:0",
        "--ready-file",
    ]);
    let refused = output(serve.arg(nowhere));
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("/nothing/here/ready.json"));
}
