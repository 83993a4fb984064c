//! `people exec`: a command, such as the tests of a program, beside a temporary server.
mod command;
mod junit;

use std::{
    error::Error,
    ffi::OsString,
    fs::{self, OpenOptions},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use clap::Args as ClapArgs;
use people_emulator::{Emulator, Grade, OAuth, OAuthFiles, OAuthSettings, Watcher};
use people_rules::Contract;
use people_server::{Cors, Dev, Limits, People, PublicUrl, Settings};
use people_store::Memory;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};

use crate::{
    emulator::{self, Kept},
    file::in_file,
    front::Fronts,
    oauth, output, serve,
    style::{BAD, FAINT, STRONG},
};

/// Run a command, such as the tests of a program, beside a temporary server.
///
/// The server listens on a free port of this machine. The command gets these variables:
///
/// - PEOPLE_URL: the address of the server. It also replaces {url} in an argument.
///
/// - GOOGLE_APPLICATION_CREDENTIALS: the file of a service account of this server.
///
/// - PEOPLE_OAUTH_CLIENT: the file of a client, for programs that let their users log in.
///
/// The exit status is that of the command. With --fail-on-findings, it is 1 if the command succeeds but lost data.
#[derive(ClapArgs)]
pub(crate) struct Args {
    /// A JSON file of accounts, profiles, groups and contacts that the server starts with.
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// A JSON file of rules for calls, such as faults and edits by another program.
    #[arg(long, value_name = "FILE")]
    rules: Option<PathBuf>,
    /// Which behaviour to have where Google's documentation and Google's servers differ: `documented` or `observed`.
    #[arg(long, default_value_t)]
    contract: Contract,
    /// Fail if the command lost data, and print to standard error what it lost. GRADE is the lowest grade that fails:
    /// `error`, `warning` or `note`. Without GRADE, it is `error`.
    #[arg(
        long,
        value_name = "GRADE",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "error"
    )]
    fail_on_findings: Option<Grade>,
    /// Write a test report to this file as JUnit XML: one test for the command, and one for each finding.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// If the command fails, print its last requests to standard error.
    #[arg(long)]
    journal_on_failure: bool,
    /// Write a report to this file as JSON: the exit status, the rules, the requests and the findings.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Refuse tokens that the server did not issue, such as `Bearer ada`.
    #[arg(long)]
    strict_tokens: bool,
    /// The command and its arguments, after `--`.
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Requests that are printed if the command fails.
const SHOWN: usize = 20;

/// Runs the command, and returns its exit status.
pub(crate) async fn run(args: Args) -> Result<ExitCode, Box<dyn Error>> {
    // Before the command runs, which may take long.
    for file in args.report.iter().chain(&args.junit) {
        let written = OpenOptions::new().create(true).append(true).open(file);
        written.map_err(|error| in_file(file, &error))?;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let own: PublicUrl = url.parse()?;
    let made = {
        let own = own.clone();
        // It takes a moment, and the rest goes on meanwhile.
        tokio::task::spawn_blocking(move || OAuthFiles::generate(&own))
    };
    let mut settings = Settings::default();
    settings.contract = args.contract;
    settings.public_url.clone_from(&url);
    settings.observer = Some(Arc::new(Watcher));
    let kept = Kept::usual();
    kept.apply(&mut settings);
    let clock = kept.clock();
    let people = People::open(Memory::new(), settings).await?;
    let accounts = kept.accounts(people.clone());
    if let Some(file) = &args.seed {
        serve::seed(&people, Some(&accounts), file).await?;
    }
    let mut options = emulator::usual();
    if let Some(file) = &args.rules {
        options.rules = emulator::rules(file)?;
    }
    let folder = tempfile::tempdir()?;
    let files = made.await??;
    oauth::write(folder.path(), &files)?;
    let mut strict = OAuthSettings::default();
    strict.strict_tokens = args.strict_tokens;
    let oauth = OAuth::new(files.clients()?, strict);
    let emulator = Emulator::new(people, options)
        .with_accounts(accounts)
        .with_oauth(oauth);
    let fronts = Fronts {
        limits: Limits::default(),
        cors: Cors::default(),
        own,
        public: &[],
        metrics: None,
        clock: Some(clock),
    };
    let router = fronts.emulated(&emulator, Dev)?;
    let (stop, stopped) = oneshot::channel::<()>();
    let limits = fronts.limits.clone();
    let serving = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        people_server::serve_with(listener, router, &limits, stopped).await
    });

    let ended = command::run(&args.command, &url, folder.path()).await;
    emulator.stop();
    drop(stop);
    serving.await??;

    let of_command = ended?;
    let requests = emulator.requests();
    let failing = args.fail_on_findings;
    let findings = emulator.findings_as_json(Grade::Note);
    let lost = failing.is_some_and(|least| tell_all(&findings, least, &requests));
    let status = match of_command {
        0 if lost => 1,
        status => status,
    };
    if args.journal_on_failure && status != 0 {
        let first = requests.len().saturating_sub(SHOWN);
        if first > 0 {
            output::note(format_args!("… {first} requests before these"));
        }
        requests[first..]
            .iter()
            .for_each(|request| output::note(line(request)));
    }
    if let Some(file) = &args.report {
        let command = args.command.iter().map(|word| word.to_string_lossy());
        let report = json!({
            "command": command.collect::<Vec<_>>(),
            "exitStatus": status,
            "rules": emulator.rules_as_json(),
            "requests": requests,
            "findings": findings,
        });
        fs::write(file, format!("{report:#}\n")).map_err(|error| in_file(file, &error))?;
    }
    if let Some(file) = &args.junit {
        let words = args.command.iter().map(|word| word.to_string_lossy());
        let command = words.collect::<Vec<_>>().join(" ");
        let fails = |finding: &Value| grade(finding) >= failing.unwrap_or(Grade::Error);
        let report = junit::report(&command, of_command, &findings, fails)?;
        fs::write(file, report).map_err(|error| in_file(file, &error))?;
    }
    Ok(ExitCode::from(status))
}

/// Prints all findings, those that fail at the end, and returns whether one does: it has this grade at least.
fn tell_all(findings: &[Value], least: Grade, requests: &[Value]) -> bool {
    let (fail, pass): (Vec<&Value>, Vec<&Value>) =
        findings.iter().partition(|finding| grade(finding) >= least);
    for finding in pass.iter().chain(&fail) {
        tell(finding, requests);
    }
    if let Some(worst) = pass.iter().max_by_key(|finding| grade(finding)) {
        output::note(format_args!(
            "{} of a lower grade, which --fail-on-findings={} would count",
            counted(pass.len()),
            worst["grade"].as_str().unwrap_or_default()
        ));
    }
    !fail.is_empty()
}

/// Prints a finding, with the requests that it is about.
fn tell(finding: &Value, requests: &[Value]) {
    output::coloured_note(in_colour(finding));
    for number in finding["requests"].as_array().into_iter().flatten() {
        let sent = requests.iter().find(|it| it["number"] == *number);
        match sent {
            Some(request) => output::note(format_args!("  {}", line(request))),
            None => output::note(format_args!("  #{number}, no longer in the journal")),
        }
    }
}

/// What a finding says, with its grade in colour.
fn in_colour(finding: &Value) -> String {
    let (grade, id) = (&finding["grade"], &finding["id"]);
    let [grade, id] = [grade, id].map(|it| it.as_str().unwrap_or_default());
    let full = in_full(finding);
    let full = output::lines(&full);
    let rest = full.get(grade.len() + 2 + id.len()..).unwrap_or_default();
    let style = match self::grade(finding) {
        Grade::Error | Grade::Warning => BAD,
        Grade::Note => FAINT,
    };
    format!("{style}{grade}{style:#}: {STRONG}{id}{STRONG:#}{rest}")
}

/// What a finding says: what was lost, which values, and what to do.
fn in_full(finding: &Value) -> String {
    let text = |name: &str| finding[name].as_str().unwrap_or_default();
    let mut full = format!("{}: {}: {}", text("grade"), text("id"), text("text"));
    for value in finding["values"].as_array().into_iter().flatten() {
        // A name of an entry is text of the contact, and begins no line.
        let path = output::plain(value["path"].as_str().unwrap_or_default());
        full.push_str(&format!(
            "\n  {path}: {} before, {} after",
            value["before"], value["after"]
        ));
    }
    full.push_str(&format!("\n  {}", text("advice")));
    full
}

fn counted(findings: usize) -> String {
    match findings {
        1 => "1 finding is".to_owned(),
        many => format!("{many} findings are"),
    }
}

fn grade(finding: &Value) -> Grade {
    let grade = finding["grade"].as_str().map(str::parse);
    grade.and_then(Result::ok).unwrap_or_default()
}

/// A request in a line.
fn line(request: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (sent, reply) = (&request["request"], &request["response"]);
    let mut line = format!("#{} {}", request["number"], text(&request["account"]));
    line.push_str(&format!(
        " {} {}",
        text(&sent["method"]),
        text(&sent["url"])
    ));
    line.push_str(&format!(" → {}", reply["status"]));
    if let Some(error) = reply["body"]["error"].as_object() {
        let part = |name: &str| error.get(name).map(text).unwrap_or_default();
        line.push_str(&format!(" {}: {}", part("status"), part("message")));
    }
    for fired in request["fired"].as_array().into_iter().flatten() {
        line.push_str(&format!(" (rule {})", fired["rule"]));
    }
    if let Some(sent) = request["sent"].as_str() {
        line.push_str(&format!(" ({sent})"));
    }
    line
}
