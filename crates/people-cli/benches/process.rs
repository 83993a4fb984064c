//! `cargo bench -p people-cli --bench process`: how soon a server answers, and how much memory it takes, with
//! nothing, with ten thousand contacts, and while it sends a hundred long lists.
//!
//! Prints `name<TAB>value<TAB>unit`. A start is from the moment the process is made to its first
//! answer, the median of several, of a server with an emulator. Memory is what is resident, after every contact was
//! listed once; of the lists it is the most that was resident meanwhile. Each is measured at a server with tokens, as
//! operators have it, and at one with an emulator, which keeps requests and replies. The first sends the lists to
//! clients that wait until each of them has the beginning of its list, the other to clients that read at once.
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use people_http::Client;
use people_model::FieldMask;
use people_server::{People, Seed, Settings};
use people_store::{Embedded, EmbeddedOptions};
use serde_json::{Value, json};

const AT_ONCE: u64 = 500;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let (rounds, contacts) = if measuring { (15, 10_000) } else { (1, 10) };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(rounds, contacts));
}

async fn run(rounds: usize, contacts: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let tokens = Tokens::new(folder.path());
    for (name, contacts) in [("empty", 0), ("10k", contacts)] {
        let data = folder.path().join(name);
        fill(&data, contacts).await;
        let mut starts = Vec::new();
        for _ in 0..rounds {
            starts.push(Server::start(&data, None).started);
        }
        starts.sort_unstable();
        let start = starts[rounds / 2].as_secs_f64() * 1_000.0;
        println!("process.start.{name}\t{start:.1}\tms");

        // A store has one server at a time.
        for (kind, tokens) in [(".tokens", Some(&tokens)), ("", None)] {
            let server = Server::start(&data, tokens);
            list_all(&server, contacts).await;
            if let Some(memory) = server.memory("VmRSS") {
                println!("process.memory.{name}{kind}\t{memory:.1}\tMB");
            }
        }
        if contacts > 0 {
            lists(&data, Some(&tokens));
            lists(&data, None);
        }
    }
}

async fn list_all(server: &Server, contacts: u64) {
    let client = Client::builder().base_url(&server.url).token(&server.token);
    let client = client.build().expect("a client");
    let listed = client.connections(FieldMask::NAMES).all().await;
    assert_eq!(listed.expect("contacts").len() as u64, contacts);
}

/// Asks a new server for so many lists of a thousand contacts, all at once. One without tokens has an emulator.
fn lists(data: &Path, tokens: Option<&Tokens>) {
    const LISTS: usize = 100;

    let server = Server::start(data, tokens);
    let fields = FieldMask::UPDATABLE;
    let path = format!("/v1/people/me/connections?pageSize=1000&personFields={fields}");
    let all_have_begun = Barrier::new(LISTS);
    let bytes: Vec<usize> = thread::scope(|scope| {
        let read = || loop {
            let mut reply = server.ask(&path);
            let mut text = String::new();
            if tokens.is_some() {
                reply.read_line(&mut text).expect("a beginning");
                all_have_begun.wait();
            }
            reply.read_to_string(&mut text).expect("an answer");
            // With an emulator a reply is whole, and there is no memory for so many.
            if tokens.is_none() && text.starts_with("HTTP/1.1 503 ") {
                thread::sleep(Duration::from_millis(100));
                continue;
            }
            let end = tokens.map_or("}\n", |_| "\r\n0\r\n\r\n");
            assert!(text.starts_with("HTTP/1.1 200 ") && text.ends_with(end));
            break text.len();
        };
        let asked: Vec<_> = (0..LISTS).map(|_| scope.spawn(read)).collect();
        let replies = asked.into_iter().map(|reply| reply.join());
        replies.map(|bytes| bytes.expect("a reply")).collect()
    });
    let kind = match tokens {
        Some(_) => "lists",
        None => "lists.emulator",
    };
    println!("process.{kind}.bytes\t{}\tbytes", bytes[0]);
    if let Some(memory) = server.memory("VmHWM") {
        println!("process.memory.{kind}\t{memory:.1}\tMB");
    }
}

async fn fill(data: &Path, contacts: u64) {
    let store = Embedded::open(data, EmbeddedOptions::default()).expect("a store");
    let people = People::open(store.clone(), Settings::default()).await;
    let people = people.expect("people");
    let numbers: Vec<u64> = (1..=contacts).collect();
    for numbers in numbers.chunks(AT_ONCE as usize) {
        let contacts: Vec<Value> = numbers.iter().map(|&number| contact(number)).collect();
        let seed = json!({"accounts": {"ada": {"contacts": contacts}}});
        let seed = Seed::from_json(&seed.to_string()).expect("a seed");
        people.seed(seed).await.expect("a seed that can be kept");
    }
    store.close().await.expect("closed");
}

/// A typical contact.
fn contact(number: u64) -> Value {
    let contact = include_str!("../../people-rules/benches/contact.json");
    let mut contact: Value = serde_json::from_str(contact).expect("JSON");
    contact["resourceName"] = format!("people/c{number}").into();
    contact["emailAddresses"][0]["value"] = format!("ada.{number}@example.com").into();
    // Of groups that no account here has.
    contact
        .as_object_mut()
        .expect("an object")
        .remove("memberships");
    contact
}

/// A file of tokens, and that of an account.
struct Tokens {
    /// The value of `--auth`.
    auth: String,
    ada: String,
}

impl Tokens {
    fn new(folder: &Path) -> Self {
        let file = folder.join("tokens.json");
        let mut create = Command::new(env!("CARGO_BIN_EXE_people"));
        create.args(["token", "create", "ada", "--file"]).arg(&file);
        let created = create.output().expect("the binary starts");
        let token = String::from_utf8(created.stdout).expect("a token");
        Self {
            auth: format!("tokens={}", file.display()),
            ada: token.trim().to_owned(),
        }
    }
}

/// A `people serve` that has answered; killed when dropped.
struct Server {
    child: Child,
    /// It would not like to find it closed.
    _stdout: BufReader<ChildStdout>,
    url: String,
    token: String,
    started: Duration,
}

impl Server {
    /// With an emulator, if there are no tokens.
    fn start(data: &Path, tokens: Option<&Tokens>) -> Self {
        let begin = Instant::now();
        let auth = tokens.map_or("dev", |tokens| &tokens.auth);
        let mut child = Command::new(env!("CARGO_BIN_EXE_people"))
            .args(["serve", "--listen", "127.0.0.1:0", "--auth", auth, "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut line).expect("a first line");
        let url = line.trim().strip_prefix("listening on ").expect("where");
        let mut server = Self {
            started: Duration::ZERO,
            url: url.to_owned(),
            token: tokens.map_or("ada", |tokens| &tokens.ada).to_owned(),
            child,
            _stdout: stdout,
        };
        server.get("/readyz");
        server.started = begin.elapsed();
        server
    }

    /// The reply, with its head.
    fn get(&self, path: &str) -> String {
        let mut answer = String::new();
        let mut reply = self.ask(path);
        reply.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        answer
    }

    /// The reply, of which nothing was read.
    fn ask(&self, path: &str) -> BufReader<TcpStream> {
        let address = self.url.strip_prefix("http://").expect("an address");
        let mut stream = TcpStream::connect(address).expect("a connection");
        let token = &self.token;
        let head =
            format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n");
        let ask = head + "connection: close\r\n\r\n";
        stream.write_all(ask.as_bytes()).expect("a request");
        BufReader::new(stream)
    }

    /// Megabytes of a kind, where the system tells.
    fn memory(&self, kind: &str) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(kind));
        let kibibytes = line?.strip_prefix(':')?.trim().strip_suffix(" kB")?;
        let kibibytes: f64 = kibibytes.parse().ok()?;
        Some(kibibytes * 1_024.0 / 1e6)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
