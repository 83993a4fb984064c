//! `cargo bench -p people-server --bench overload`: how long accepted calls take when far more is
//! asked than may be answered, beside when little is.
//!
//! Prints `name<TAB>value<TAB>unit`. Client and server share the machine's cores, in one process.
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use people_server::{Dev, Front, Limits, People, Settings, Sizes, serve_with};
use people_store::{Account, Embedded, EmbeddedOptions, Kind, Store};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

const ACCOUNTS: usize = 8;

fn main() {
    // `cargo test --benches` asks only whether it builds and runs.
    let measuring = std::env::args().any(|arg| arg == "--bench");
    let window = Duration::from_millis(if measuring { 5_000 } else { 50 });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(run(window));
}

async fn run(window: Duration) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Embedded::open(folder.path(), EmbeddedOptions::default()).expect("a store");
    let mut settings = Settings::default();
    let mut sizes = Sizes::default();
    sizes.contacts = u64::MAX / 2;
    settings.sizes = sizes;
    let people = People::open(store.clone(), settings)
        .await
        .expect("a service");
    let mut limits = Limits::default();
    limits.calls = 4;
    limits.waiting = 8;
    let router = Front::with_limits(people, Dev, limits.clone()).into_router();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(
        async move { serve_with(listener, router, &limits, std::future::pending()).await },
    );

    load(address, 2, window / 5).await; // until everything is warm
    let mut acknowledged = stored(&store).await;
    let little = load(address, 2, window).await;
    let before = resident();
    let much = load(address, 64, window).await;
    acknowledged += (little.times.len() + much.times.len()) as u64;
    println!("overload.unloaded.p99\t{}\tµs", little.percentile(99));
    println!("overload.p50\t{}\tµs", much.percentile(50));
    println!("overload.p99\t{}\tµs", much.percentile(99));
    let asked = much.times.len() + much.refused;
    println!("overload.accepted\t{}\tcalls", much.times.len());
    println!(
        "overload.refused\t{:.2}\tof all",
        much.refused as f64 / asked as f64
    );
    let grown = resident().saturating_sub(before);
    println!("overload.memory\t{grown}\tKiB more");
    assert_eq!(
        stored(&store).await,
        acknowledged,
        "what was acknowledged, and nothing else"
    );
}

struct Outcome {
    times: Vec<Duration>,
    refused: usize,
}

impl Outcome {
    fn percentile(&self, percent: usize) -> u128 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times
            .get(times.len() * percent / 100)
            .map_or(0, Duration::as_micros)
    }
}

/// Creates contacts over so many connections, each as fast as it can.
async fn load(address: SocketAddr, connections: usize, window: Duration) -> Outcome {
    let end = Instant::now() + window;
    let mut callers = JoinSet::new();
    for number in 0..connections {
        callers.spawn(call(
            address,
            format!("Bearer account-{}", number % ACCOUNTS),
            end,
        ));
    }
    let mut outcome = Outcome {
        times: Vec::new(),
        refused: 0,
    };
    for one in callers.join_all().await {
        outcome.times.extend(one.times);
        outcome.refused += one.refused;
    }
    outcome
}

async fn call(address: SocketAddr, token: String, end: Instant) -> Outcome {
    let stream = TcpStream::connect(address).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket option");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.expect("HTTP");
    tokio::spawn(connection);
    let body = Bytes::from_static(
        br#"{"names":[{"givenName":"Ada"}],"urls":[{"value":"https://example.com"}]}"#,
    );
    let mut outcome = Outcome {
        times: Vec::new(),
        refused: 0,
    };
    while Instant::now() < end {
        let request = Request::post("/v1/people:createContact")
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, &token)
            .body(Full::new(body.clone()))
            .expect("a request");
        let start = Instant::now();
        let response = sender.send_request(request).await.expect("a response");
        let status = response.status();
        response.into_body().collect().await.expect("a body");
        match status {
            StatusCode::OK => outcome.times.push(start.elapsed()),
            StatusCode::SERVICE_UNAVAILABLE => outcome.refused += 1,
            status => panic!("{status}"),
        }
    }
    outcome
}

async fn stored(store: &Embedded) -> u64 {
    let mut contacts = 0;
    for number in 0..ACCOUNTS {
        let account = Account::new(&format!("account-{number}")).expect("a name");
        contacts += store.count(&account, Kind::Contact).await.expect("a count");
    }
    contacts
}

/// KiB of memory, where the system says so.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
