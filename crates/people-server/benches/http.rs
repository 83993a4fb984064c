//! `cargo bench -p people-server`: calls per second through HTTP, beside an axum handler that reads
//! and echoes the same bodies.
//!
//! Prints `name<TAB>value<TAB>unit`. Client and server share the machine's cores, in one process:
//! the figures are for comparing with each other. Each is the median of rounds in which the cases
//! take turns. An argument picks the cases that have it in their names, for a profiler.
use std::{
    fmt::Write as _,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, routing::any};
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use people_model::{FieldMask, Person};
use people_server::{Dev, People, Settings, router, serve};
use people_store::{
    Account, Batch, Condition, Embedded, EmbeddedOptions, Memory, Record, RowKind, Store, Write,
};
use tokio::net::{TcpListener, TcpStream};

/// The typical contact, without its contact group, which no account here has.
fn contact() -> String {
    let contact = include_str!("../../people-rules/benches/contact.json");
    let mut contact: serde_json::Value = serde_json::from_str(contact).expect("JSON");
    contact["memberships"].take();
    contact.to_string()
}

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let (rounds, window) = if measuring {
        (5, Duration::from_millis(1_200))
    } else {
        (1, Duration::from_millis(50))
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let picked = std::env::args()
        .skip(1)
        .find(|arg| !arg.starts_with("--"))
        .unwrap_or_default();
    runtime.block_on(run(rounds, window, &picked));
}

async fn run(rounds: usize, window: Duration, picked: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let embedded = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let echo = start(Router::new().fallback(any(|body: Bytes| async move { body }))).await;
    let memory = start(people(Memory::new()).await).await;
    let durable = start(people(embedded.clone()).await).await;

    let cases = [
        ("http.echo.update.16", echo, Call::Update, 16),
        ("http.update.memory.16", memory, Call::Update, 16),
        ("http.echo.get.16", echo, Call::Get, 16),
        ("http.get.memory.16", memory, Call::Get, 16),
        ("http.get.embedded.16", durable, Call::Get, 16),
        ("http.echo.update.1", echo, Call::Update, 1),
        ("http.update.memory.1", memory, Call::Update, 1),
        ("http.update.embedded.1", durable, Call::Update, 1),
        ("http.update.embedded.16", durable, Call::Update, 16),
        ("http.update.embedded.64", durable, Call::Update, 64),
        ("http.batch_update.embedded.1", durable, Call::Batch, 1),
        ("http.list_1000.embedded.16", durable, Call::List, 16),
    ];
    let cases = cases.into_iter().filter(|(name, ..)| name.contains(picked));
    let cases: Vec<_> = cases.collect();
    let mut calls = cases.iter().map(|(_, _, call, _)| call);
    if calls.any(|call| matches!(call, Call::List)) {
        fill(durable).await;
    }
    // The same store without HTTP, in the same rounds: what a disk does differs from one to the next.
    let mut alone = [1, 16, 64].map(|writers| (writers, Vec::new()));
    let mut rates = vec![Vec::new(); cases.len()];
    let mut syncs = vec![Vec::new(); cases.len()];
    for _ in 0..rounds {
        for (index, &(name, address, call, connections)) in cases.iter().enumerate() {
            let before = embedded.stats();
            let (calls, rate) = load(address, call, connections, window, address == echo).await;
            let after = embedded.stats();
            rates[index].push(rate * call.contacts() as f64);
            if name.contains("update.embedded") {
                syncs[index].push((after.transactions - before.transactions) as f64 / calls as f64);
            }
        }
        for (writers, rates) in alone.iter_mut().filter(|_| picked.is_empty()) {
            rates.push(commits(&embedded, *writers, window).await);
        }
    }
    for (writers, rates) in alone.iter_mut().filter(|(_, rates)| !rates.is_empty()) {
        println!(
            "http.engine.commit.{writers}\t{:.0}\tupdates/s",
            median(rates)
        );
    }
    for (index, (name, ..)) in cases.iter().enumerate() {
        let unit = match cases[index].2 {
            Call::Get | Call::List | Call::Update => "calls/s",
            Call::Batch => "updates/s",
        };
        println!("{name}\t{:.0}\t{unit}", median(&mut rates[index]));
        if !syncs[index].is_empty() {
            println!(
                "{}\t{:.3}\tsyncs",
                name.replace("update", "syncs"),
                median(&mut syncs[index])
            );
        }
    }
}

/// Conditional updates per second by writers that have an account each.
async fn commits(store: &Embedded, writers: usize, window: Duration) -> f64 {
    let stop = Arc::new(AtomicBool::new(false));
    let start = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|number| {
            let (store, stop) = (store.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                let account = Account::new(&format!("writer-{number}")).expect("a name");
                let row = store
                    .get(&account, RowKind::Contact, 1)
                    .await
                    .expect("a read");
                let mut condition =
                    row.map_or(Condition::Absent, |row| Condition::Version(row.version));
                let (body, mut done) = (contact(), 0_u32);
                while !stop.load(Ordering::Relaxed) {
                    let batch = Batch {
                        writes: vec![Write::Put {
                            kind: RowKind::Contact,
                            id: 1,
                            record: record(body.clone()),
                            condition,
                        }],
                        time: 0,
                    };
                    let committed = store.commit(&account, batch).await.expect("a commit");
                    condition = Condition::Version(committed.version);
                    done += 1;
                }
                done
            })
        })
        .collect();
    tokio::time::sleep(window).await;
    stop.store(true, Ordering::Relaxed);
    let mut done = 0;
    for task in tasks {
        done += task.await.expect("a writer");
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}

/// Of the size of the typical contact's.
fn record(body: String) -> Record {
    Record {
        body,
        layout: vec![0; 24],
        sort_keys: ["ada\tlovelace".to_owned(), "lovelace\tada".to_owned()],
        terms: vec![
            "email:ada@example.com".to_owned(),
            "group:myContacts".to_owned(),
        ],
    }
}

async fn people<S: Store>(store: S) -> Router {
    router(
        People::open(store, Settings::default())
            .await
            .expect("a server"),
        Dev,
    )
}

async fn start(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(serve(listener, router, std::future::pending()));
    address
}

#[derive(Clone, Copy)]
enum Call {
    Get,
    List,
    Update,
    /// As many updates as a batch takes.
    Batch,
}

impl Call {
    /// How many contacts the caller knows and the call is about; a list is always of the same account.
    const fn contacts(self) -> usize {
        match self {
            Self::Get | Self::List | Self::Update => 1,
            Self::Batch => 200,
        }
    }
}

/// Every connection works on a contact of its own account, as different users do.
async fn load(
    address: SocketAddr,
    call: Call,
    connections: usize,
    window: Duration,
    echo: bool,
) -> (u64, f64) {
    let stop = Arc::new(AtomicBool::new(false));
    let calls = Arc::new(AtomicU64::new(0));
    let mut clients = Vec::new();
    for number in 0..connections {
        let mut client = Client::connect(address, format!("Bearer account-{number}")).await;
        let mut known = Vec::new();
        for _ in 0..call.contacts() {
            known.push(client.prepare(echo).await);
        }
        let (stop, calls) = (Arc::clone(&stop), Arc::clone(&calls));
        clients.push(async move {
            while !stop.load(Ordering::Relaxed) {
                client.exchange(call, &mut known, echo).await;
                calls.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    let start = Instant::now();
    let tasks: Vec<_> = clients.into_iter().map(tokio::spawn).collect();
    tokio::time::sleep(window).await;
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("a client");
    }
    let calls = calls.load(Ordering::Relaxed);
    (calls, calls as f64 / start.elapsed().as_secs_f64())
}

/// The account with a thousand contacts.
const LISTED: &str = "Bearer listed";

async fn fill(address: SocketAddr) {
    let mut client = Client::connect(address, LISTED.to_owned()).await;
    for _ in 0..1_000 {
        client.prepare(false).await;
    }
}

struct Client {
    sender: http1::SendRequest<Full<Bytes>>,
    authorization: String,
}

/// What a client knows of its contact: the least that the next update needs.
struct Known {
    name: String,
    etag: String,
    body: String,
}

impl Client {
    async fn connect(address: SocketAddr, authorization: String) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(connection);
        Self {
            sender,
            authorization,
        }
    }

    async fn prepare(&mut self, echo: bool) -> Known {
        let body = update_body();
        if echo {
            return Known { name: "people/c1234567890123456789".into(), etag: "%EigBAgMEBQYHCAkKCwwNDg8QERITFBUWFxkfISIjJCUmJy40NTc9Pj9AGgQBAgUHIgxBQUFBQUFBQUFBQT0=".into(), body };
        }
        let reply = self
            .send(
                "POST",
                "/v1/people:createContact?prettyPrint=false",
                contact(),
            )
            .await;
        let person: Person = serde_json::from_slice(&reply).expect("a person");
        Known {
            name: person.resource_name,
            etag: person.etag,
            body,
        }
    }

    async fn exchange(&mut self, call: Call, contacts: &mut [Known], echo: bool) {
        let known = &mut contacts[0];
        match call {
            Call::Get => {
                let uri = format!(
                    "/v1/{}?personFields={}&prettyPrint=false",
                    known.name,
                    FieldMask::UPDATABLE
                );
                // The echo sends back a body of the size of the person that the other one reads.
                let body = if echo {
                    known.body.clone()
                } else {
                    String::new()
                };
                self.send("GET", &uri, body).await;
            }
            Call::List => {
                // All connections read one account, which holds a thousand contacts.
                let uri = format!(
                    "/v1/people/me/connections?pageSize=1000&personFields={}&prettyPrint=false",
                    FieldMask::UPDATABLE
                );
                self.authorization = LISTED.to_owned();
                let reply = self.send("GET", &uri, String::new()).await;
                assert!(
                    reply.len() > 1_000_000,
                    "{} bytes are not 1,000 contacts",
                    reply.len()
                );
            }
            Call::Update => {
                let uri = format!(
                    "/v1/{}:updateContact?updatePersonFields=names,emailAddresses,phoneNumbers&prettyPrint=false",
                    known.name
                );
                let body = format!("{{\"etag\":\"{}\",{}", known.etag, known.body);
                let reply = self.send("PATCH", &uri, body).await;
                if !echo {
                    let begin = std::str::from_utf8(&reply[..256]).expect("ASCII so far");
                    known.etag = etag_of(begin).to_owned();
                }
            }
            Call::Batch => {
                // Of the same fields as an update, with the same fields in the reply.
                let mut body = "{\"contacts\":{".to_owned();
                for known in &*contacts {
                    let Known {
                        name,
                        etag,
                        body: rest,
                    } = known;
                    write!(body, "\"{name}\":{{\"etag\":\"{etag}\",{rest},").expect("a text");
                }
                body.pop();
                let read = FieldMask::UPDATABLE;
                write!(
                    body,
                    "}},\"updateMask\":\"names,emailAddresses,phoneNumbers\",\"readMask\":\"{read}\"}}"
                )
                .expect("a text");
                let uri = "/v1/people:batchUpdateContacts?prettyPrint=false";
                let reply = self.send("POST", uri, body).await;
                let reply = std::str::from_utf8(&reply).expect("JSON");
                let mut persons = reply.split("\"person\":{").skip(1);
                for known in contacts {
                    let person = persons.next().expect("a person for each contact");
                    known.etag = etag_of(person).to_owned();
                }
            }
        }
    }

    async fn send(&mut self, verb: &str, uri: &str, body: String) -> Bytes {
        let request = Request::builder()
            .method(verb)
            .uri(uri)
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, &self.authorization)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .expect("a request");
        self.sender.ready().await.expect("a connection");
        let response = self.sender.send_request(request).await.expect("a reply");
        assert!(
            response.status().is_success(),
            "{verb} {uri}: {}",
            response.status()
        );
        response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes()
    }
}

/// The etag is the second member of every person.
fn etag_of(person: &str) -> &str {
    let from = person.find("\"etag\":\"").expect("an etag") + 8;
    let length = person[from..].find('"').expect("its end");
    &person[from..from + length]
}

/// About a kilobyte: the members of an update after its etag.
fn update_body() -> String {
    let request = include_str!("../../people-rules/benches/request.json");
    let mut request: serde_json::Value = serde_json::from_str(request).expect("JSON");
    let request = request.as_object_mut().expect("an object");
    request.shift_remove("etag");
    request.shift_remove("resourceName");
    request["metadata"] = serde_json::json!({"sources": [{"type": "CONTACT"}]});
    serde_json::to_string(request).expect("JSON")[1..].to_owned()
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
