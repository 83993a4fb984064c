//! `cargo bench -p people-emulator`: how long an update over HTTP takes with an idle emulator in its path, beside
//! the same update without one; and how long a reset of one account takes, alone and beside others.
//!
//! Prints `name<TAB>value<TAB>unit`. The servers take turns, and each figure is the median of its rounds. Two of them
//! keep their contacts in memory. Two have the embedded store (`durable`), as `people serve` has: an update is on the
//! disk before its reply.
//!
//! An idle emulator has no rules, and no program asks it for findings. Each update leaves a draft, which is written into
//! the journal and noted for the findings after the reply is sent: so it is in the time of an update only as far as it
//! delays the next one. The emulator searches for losses beside the requests, once many updates wait. `emulator.look` is
//! the time that the search takes for each update.
//!
//! `--count CASE TURNS` makes so many updates, for a program that counts instructions: `router.without` and
//! `router.idle` without a connection, `http.without` and `http.idle` over one. What is done after a reply is counted
//! too. `router.asked` and `http.asked` ask for the findings at the end, so that the look at all of the updates is
//! counted too.
use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes};
use http::{Request, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use people_emulator::{Accounts, Clocks, Emulator, Grade, Options, Watcher};
use people_http::{Call, DeleteContact};
use people_model::ContactId;
use people_server::{Api, Caller, Dev, Front, HostCheck, People, Scopes, Seed, Settings, serve};
use people_store::{Account, Embedded, EmbeddedOptions, Memory, Store};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// That of the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    if let Some((case, turns)) = counted() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(count(&case, turns));
        return;
    }
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let (rounds, window) = match measuring {
        true => (15, Duration::from_millis(400)),
        false => (1, Duration::from_millis(20)),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(rounds, window));
}

async fn run(rounds: usize, window: Duration) {
    let folders: Vec<_> = (0..2).map(|_| tempfile::tempdir()).collect();
    let folders = folders.into_iter().collect::<Result<Vec<_>, _>>();
    let folders = folders.expect("folders");
    let open = |at: usize| {
        let options = EmbeddedOptions::default();
        Embedded::open(folders[at].path(), options).expect("a store")
    };
    let mut cases = Vec::new();
    for (name, served) in [
        ("emulator.update.without", start(Memory::new(), false).await),
        ("emulator.update.idle", start(Memory::new(), true).await),
        ("emulator.durable.without", start(open(0), false).await),
        ("emulator.durable.idle", start(open(1), true).await),
    ] {
        let (address, findings) = served;
        let mut client = Client::connect(address).await;
        let mut contact = Contact::default();
        contact.update(&client.send("POST", CREATE, Contact::to_create()).await);
        cases.push((name, client, contact, findings, Vec::new()));
    }
    for _ in 0..rounds {
        for (_, client, contact, _, times) in &mut cases {
            times.push(client.updates(contact, window).await);
        }
    }
    for (name, _, _, _, times) in &mut cases {
        println!("{name}\t{:.2}\tµs", median(times));
    }
    let with_emulator = cases.iter_mut().find(|case| case.3.is_some());
    if let Some((_, client, contact, Some(findings), _)) = with_emulator {
        let micros = look(client, contact, findings, rounds).await;
        println!("emulator.look\t{micros:.2}\tµs");
    }
    for accounts in [1, 1_000] {
        let micros = reset(accounts, rounds).await;
        println!("emulator.reset.of_{accounts}\t{micros:.2}\tµs");
    }
}

/// What the arguments ask to count, if they do.
fn counted() -> Option<(String, usize)> {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--count");
    let case = arguments.nth(1)?;
    let turns = arguments.next().and_then(|turns| turns.parse().ok());
    Some((case, turns.expect("--count CASE TURNS")))
}

/// Makes so many updates.
async fn count(case: &str, turns: usize) {
    let (way, server) = case.split_once('.').expect("a case");
    let with_emulator = match server {
        "without" => false,
        "idle" | "asked" => true,
        _ => panic!("no such case: {case}"),
    };
    let mut contact = Contact::default();
    let findings = match way {
        "http" => {
            let (address, findings) = start(Memory::new(), with_emulator).await;
            let mut client = Client::connect(address).await;
            contact.update(&client.send("POST", CREATE, Contact::to_create()).await);
            for _ in 0..turns {
                client.update(&mut contact).await;
            }
            findings
        }
        "router" => {
            let address = SocketAddr::from(([127, 0, 0, 1], 8710));
            let (router, host, findings) = router(Memory::new(), with_emulator, address).await;
            let send = async |verb: &str, address: &str, body: String| {
                let request = request(verb, address, &host, body).map(axum::body::Body::new);
                let reply = router.clone().oneshot(request).await.expect("a reply");
                assert_eq!(reply.status(), 200, "{address}");
                let body = reply.into_body().collect().await.expect("a body");
                body.to_bytes()
            };
            contact.update(&send("POST", CREATE, Contact::to_create()).await);
            for _ in 0..turns {
                contact.update(&send("PATCH", &contact.address, contact.body.clone()).await);
            }
            findings
        }
        _ => panic!("no such case: {case}"),
    };
    if let Some(findings) = findings.filter(|_| server == "asked") {
        println!("{} findings", findings().len());
    }
}

/// Microseconds that the look at an update takes, when somebody asks for the findings.
async fn look(
    client: &mut Client,
    contact: &mut Contact,
    findings: &Findings,
    rounds: usize,
) -> f64 {
    const UPDATES: u32 = 200;

    let mut times = Vec::new();
    for _ in 0..=rounds {
        for _ in 0..UPDATES {
            client.update(contact).await;
        }
        let begun = Instant::now();
        let found = findings();
        times.push(begun.elapsed().as_secs_f64() * 1e6 / f64::from(UPDATES));
        assert!(found.is_empty(), "the program does it right: {found:?}");
    }
    // The first one looked at the updates of others too.
    median(&mut times[1..])
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Contacts of each account that is reset.
const CONTACTS: usize = 100;

/// Microseconds that a reset of one account takes, beside so many, after one of its contacts was deleted. Each has a
/// profile.
async fn reset(accounts: usize, rounds: usize) -> f64 {
    let clocks = Arc::new(Clocks::new());
    let mut settings = Settings::default();
    settings.clock = Arc::clone(&clocks) as _;
    let people = People::open(Memory::new(), settings).await;
    let people = people.expect("an empty store");
    let state = Accounts::new(people.clone(), clocks, None);
    for number in 0..accounts {
        let contact = |place| {
            let name = format!("people/c{}", 17 + place);
            json!({"resourceName": name, "names": [{"givenName": name}]})
        };
        let contacts: Vec<Value> = (0..CONTACTS).map(contact).collect();
        let own = json!({"names": [{"givenName": "Ada"}],
            "emailAddresses": [{"value": format!("{number}@example.com")}]});
        let profile = json!({"id": format!("1{number:020}"), "person": own});
        let account = format!("ada{number}");
        let seed = json!({"accounts": {account: {"profile": profile, "contacts": contacts}}});
        let seed = Seed::from_json(&seed.to_string()).expect("a seed");
        state.seed(seed).await.expect("room for it");
    }
    let ada = Account::new("ada0").expect("a name");
    let caller = Caller::new(ada.clone(), Scopes::ALL);
    let mut times = Vec::new();
    for _ in 0..10 * rounds {
        let delete = DeleteContact::new(ContactId::new(17).expect("an id"));
        let deleted = people.call(&caller, Call::DeleteContact(delete)).await;
        deleted.expect("it is there");
        let begun = Instant::now();
        state.reset(&ada).await.expect("its seed");
        times.push(begun.elapsed().as_secs_f64() * 1e6);
    }
    median(&mut times)
}

/// Asks an emulator for its findings.
type Findings = Box<dyn Fn() -> Vec<Value>>;

/// A server with an emulator that has nothing to do, or without one.
async fn start<S: Store>(store: S, with_emulator: bool) -> (SocketAddr, Option<Findings>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (router, _, findings) = router(store, with_emulator, address).await;
    tokio::spawn(serve(listener, router, std::future::pending()));
    (address, findings)
}

/// What answers at an address, the name of its host, and what the emulator in front of it finds.
async fn router<S: Store>(
    store: S,
    with_emulator: bool,
    address: SocketAddr,
) -> (Router, String, Option<Findings>) {
    let mut settings = Settings::default();
    if with_emulator {
        settings.observer = Some(Arc::new(Watcher));
    }
    let people = People::open(store, settings).await;
    let people = people.expect("an empty store");
    let check = HostCheck::new(&format!("http://{address}").parse().expect("a URL"));
    let (router, findings) = match with_emulator {
        true => {
            let emulator = Emulator::new(people, Options::default());
            let front = Front::new(emulator.clone(), emulator.knowing(Dev));
            let router = emulator.layer(front.into_router(), check.clone());
            let findings = move || emulator.findings_as_json(Grade::Note);
            (router, Some(Box::new(findings) as Findings))
        }
        false => (Front::new(people, Dev).into_router(), None),
    };
    (check.layer(router), address.to_string(), findings)
}

/// What of the contact is replaced and returned.
const FIELDS: &str = "names,emailAddresses,phoneNumbers,addresses,organizations";
const CREATE: &str = "/v1/people:createContact?personFields=names,emailAddresses,phoneNumbers,addresses,organizations,\
                      metadata";

/// A contact, and the next update of it: a program changes one value of what it read, and sends it back.
#[derive(Default)]
struct Contact {
    address: String,
    /// What it sends, with marks in the place of what differs from update to update.
    template: String,
    body: String,
    turn: usize,
}

/// Stand for the etags of a contact and of its source.
const ETAGS: [&str; 2] = ["<etag>", "<etag of the source>"];
/// Stands for what is changed.
const TITLE: &str = "<title>";

impl Contact {
    /// One to create.
    fn to_create() -> String {
        let contact = include_str!("../../people-rules/benches/contact.json");
        let mut new: Value = serde_json::from_str(contact).expect("JSON");
        // Its group is not there.
        new["memberships"].take();
        new.to_string()
    }

    /// The update that follows this reply. It is a copy of text, so that the program takes little of what is counted.
    fn update(&mut self, reply: &[u8]) {
        let reply = std::str::from_utf8(reply).expect("text");
        if self.template.is_empty() {
            let mut contact: Value = serde_json::from_str(reply).expect("JSON");
            let name = contact["resourceName"].as_str().expect("a name");
            self.address = format!(
                "/v1/{name}:updateContact?updatePersonFields={FIELDS}&personFields={FIELDS},metadata"
            );
            contact["etag"] = ETAGS[0].into();
            contact["metadata"]["sources"][0]["etag"] = ETAGS[1].into();
            contact["organizations"][0]["title"] = TITLE.into();
            self.template = contact.to_string();
        }
        self.turn += 1;
        let title = format!("Engineer {}", self.turn);
        self.body = self.template.replacen(TITLE, &title, 1);
        // In the order in which a reply has them.
        let mut etags = reply.split("\"etag\": \"").skip(1);
        for mark in ETAGS {
            let etag = etags.next().and_then(|rest| rest.split('"').next());
            self.body = self.body.replacen(mark, etag.expect("an etag"), 1);
        }
    }
}

/// A connection.
struct Client {
    connection: SendRequest<Full<Bytes>>,
    host: String,
}

impl Client {
    async fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("an option");
        let (connection, driver) = handshake(TokioIo::new(stream)).await.expect("HTTP");
        tokio::spawn(driver);
        Self {
            connection,
            host: address.to_string(),
        }
    }

    /// Microseconds that an update takes, for as long as the window lasts.
    async fn updates(&mut self, contact: &mut Contact, window: Duration) -> f64 {
        let (begun, mut calls) = (Instant::now(), 0_u32);
        let mut busy = Duration::ZERO;
        while begun.elapsed() < window {
            busy += self.update(contact).await;
            calls += 1;
        }
        busy.as_secs_f64() * 1e6 / f64::from(calls.max(1))
    }

    /// Makes the next update, and says how long it took.
    async fn update(&mut self, contact: &mut Contact) -> Duration {
        let body = contact.body.clone();
        let sent = Instant::now();
        let reply = self.send("PATCH", &contact.address, body).await;
        let took = sent.elapsed();
        contact.update(&reply);
        took
    }

    async fn send(&mut self, verb: &str, address: &str, body: String) -> Bytes {
        self.connection.ready().await.expect("a connection");
        let reply = self
            .connection
            .send_request(request(verb, address, &self.host, body))
            .await
            .expect("a reply");
        let status = reply.status();
        let body = reply.into_body().collect().await.expect("a body");
        let body = body.to_bytes();
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        body
    }
}

fn request(verb: &str, address: &str, host: &str, body: String) -> Request<Full<Bytes>> {
    Request::builder()
        .method(verb)
        .uri(address)
        .header(header::HOST, host)
        .header(header::AUTHORIZATION, "Bearer ada")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Full::new(body.into()))
        .expect("a request")
}
