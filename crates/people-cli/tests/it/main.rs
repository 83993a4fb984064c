//! The binary, as its users run it: real processes, real sockets, real signals.
mod auth;
mod batch_files;
mod batches;
mod commands;
mod config;
mod contacts;
mod crash;
mod deploy;
mod duplicates;
mod edits;
mod entries;
mod examples;
mod exec;
mod export;
#[cfg(target_os = "linux")]
mod failover;
mod faults;
mod first_test;
mod import;
mod import_cards;
mod import_documents;
mod import_killed;
mod import_tables;
mod import_url;
mod jwt;
mod log;
mod merge;
mod oauth;
mod otel;
#[cfg(target_os = "linux")]
mod outputs;
mod overload;
mod photos;
#[cfg(unix)]
mod postgres;
mod power;
mod race;
mod remote;
mod seed;
mod start;
mod store;
mod tls;
mod unseen;
mod upgrade;
mod verify;
#[path = "../../../people-store/tests/it/wait.rs"]
mod wait;
mod welcome;

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Output, Stdio},
};

use people_http::{Client, RetryPolicy};
use people_model::{FieldMask, Name, Nickname, Person, UpdateMask};

use self::wait::{PATIENCE, Watchdog, ended, output};

/// A `people serve` of its own, killed when dropped, and when it lives too long.
pub(crate) struct Server {
    child: Child,
    watchdog: Option<Watchdog>,
    stdout: BufReader<ChildStdout>,
    pub(crate) url: String,
}

impl Server {
    /// Starts a server on a free port.
    pub(crate) fn start(data: &(impl AsRef<OsStr> + ?Sized), args: &[&str]) -> Self {
        Self::start_with(data.as_ref(), args, &[], Stdio::inherit())
    }

    /// The same, with its log in a file.
    pub(crate) fn start_logging(data: &Path, args: &[&str], log: &Path) -> Self {
        let mut options = std::fs::OpenOptions::new();
        let log = options.create(true).append(true).open(log);
        Self::start_with(
            data.as_ref(),
            args,
            &[],
            log.expect("a file to write").into(),
        )
    }

    /// The same, with more in its environment.
    pub(crate) fn start_in(data: &Path, args: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_with(data.as_ref(), args, variables, Stdio::inherit())
    }

    fn start_with(data: &OsStr, args: &[&str], variables: &[(&str, &str)], stderr: Stdio) -> Self {
        let command = Command::new(env!("CARGO_BIN_EXE_people"));
        let mut command = serving(command, data, args);
        command.envs(variables.iter().copied()).stderr(stderr);
        Self::listening(command.spawn().expect("the binary starts"))
    }

    /// Starts a server as the child of a command that runs others.
    pub(crate) fn start_under(mut command: Command, data: &Path) -> Self {
        command.arg(env!("CARGO_BIN_EXE_people"));
        let started = serving(command, data.as_ref(), &[]).spawn();
        Self::listening(started.expect("the binary starts"))
    }

    pub(crate) fn listening(mut child: Child) -> Self {
        let watchdog = Some(Watchdog::of(&child));
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a first line");
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .expect("the first line says where")
            .to_owned();
        Self {
            child,
            watchdog,
            stdout,
            url,
        }
    }

    /// Lets it live as long as its test, whose waits have ends of their own.
    pub(crate) fn without_watchdog(mut self) -> Self {
        self.watchdog = None;
        self
    }

    /// A client that calls once: these tests count on seeing what the server does.
    pub(crate) fn client(&self, token: &str) -> Client {
        Client::builder()
            .base_url(&self.url)
            .token(token)
            .retry(RetryPolicy::none())
            .build()
            .expect("a client")
    }

    /// Sends these bytes and returns all that is answered until the connection is closed.
    pub(crate) fn exchange(&self, request: &str) -> String {
        exchange(self.url.trim_start_matches("http://"), request)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: the process gets no chance to finish anything.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a process to kill");
        ended(&mut self.child);
    }

    /// What it printed below its address.
    pub(crate) fn banner(&mut self) -> String {
        let mut banner = String::new();
        self.stdout.read_line(&mut banner).expect("an empty line");
        while banner.trim().is_empty() || !banner.ends_with("\n\n") {
            let read = self.stdout.read_line(&mut banner).expect("a line");
            assert_ne!(read, 0, "the banner ends with an empty line:\n{banner}");
        }
        banner
    }

    /// Asks it to stop and returns what else it printed.
    pub(crate) fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        let asked = output(Command::new("kill").args(["-TERM", &id]));
        assert!(asked.status.success());
        // From here on it is to end, however long it was allowed to live.
        self.watchdog = Some(Watchdog::of(&self.child));
        let mut printed = String::new();
        self.stdout.read_to_string(&mut printed).expect("text");
        assert!(
            ended(&mut self.child).success(),
            "a server that is asked to stop succeeds"
        );
        printed
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

pub(crate) fn exchange(address: &str, request: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).expect("a connection");
    stream
        .write_all(request.as_bytes())
        .expect("a server that reads");
    let limit = stream.set_read_timeout(Some(PATIENCE));
    limit.expect("a limit");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

/// A server that may not listen yet.
pub(crate) fn spawn(data: &Path, args: &[&str]) -> Child {
    let command = Command::new(env!("CARGO_BIN_EXE_people"));
    let spawned = serving(command, data.as_ref(), args).spawn();
    spawned.expect("the binary starts")
}

/// `people serve`, or what runs it, on a free port.
fn serving(mut command: Command, data: &OsStr, args: &[&str]) -> Command {
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(args)
        .stdout(Stdio::piped());
    command
}

/// Runs the binary to its end.
pub(crate) fn people(args: &[&str]) -> Output {
    output(Command::new(env!("CARGO_BIN_EXE_people")).args(args))
}

pub(crate) fn named(given: &str) -> Person {
    let mut name = Name::default();
    name.given_name = given.to_owned();
    let mut person = Person::default();
    person.names = vec![name];
    person
}

/// What `person` was read from, with another nickname.
pub(crate) fn nicknamed(person: &Person, value: &str) -> Person {
    let mut nickname = Nickname::default();
    nickname.value = value.to_owned();
    let mut update = Person::default();
    update.resource_name.clone_from(&person.resource_name);
    update.etag.clone_from(&person.etag);
    update.metadata.clone_from(&person.metadata);
    update.nicknames = vec![nickname];
    update
}

pub(crate) fn nicknames() -> UpdateMask {
    UpdateMask::try_from(FieldMask::NICKNAMES).expect("updatable")
}
