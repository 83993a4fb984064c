//! The console never slows the API (rule `W24`).
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    time::Duration,
};

use axum::{Router, body::Body};
use http::{Request, StatusCode, header};
use people_console::Console;
use people_emulator::{Emulator, Options};
use people_http::Call;
use people_server::{
    Api, Caller, Clock, Dev, Failure, Front, HostCheck, People, Photo, Reply, Settings,
};
use people_store::{Account, Memory, Micros};
use tower::ServiceExt;

use crate::{
    imports::upload,
    server::{HOST, Server},
};

/// The account whose calls hold their thread.
const SLOW: &str = "slow";

/// An API whose calls of one account hold their thread until they may go on.
#[derive(Clone)]
struct Slow {
    people: People<Memory>,
    /// Calls that hold their thread now.
    held: Arc<AtomicUsize>,
    began: mpsc::Sender<()>,
    may_go_on: Arc<Mutex<mpsc::Receiver<()>>>,
}

impl Api for Slow {
    async fn call(&self, caller: &Caller, call: Call) -> Result<Reply, Failure> {
        if caller.account.as_str() == SLOW {
            self.held.fetch_add(1, Ordering::SeqCst);
            self.began.send(()).ok();
            let gate = self.may_go_on.lock();
            gate.unwrap_or_else(PoisonError::into_inner).recv().ok();
            self.held.fetch_sub(1, Ordering::SeqCst);
        }
        self.people.call(caller, call).await
    }

    async fn ready(&self) -> bool {
        true
    }

    async fn photo(&self, token: &str) -> Result<Option<Photo>, Failure> {
        self.people.photo(token).await
    }
}

/// A router with a console, whose pages of one account are made until `go_on` hears of it.
struct Held {
    router: Router,
    held: Arc<AtomicUsize>,
    began: mpsc::Receiver<()>,
    go_on: mpsc::Sender<()>,
}

async fn held() -> Held {
    let people = People::open(Memory::new(), Settings::default()).await;
    let (begin, began) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let held = Arc::new(AtomicUsize::new(0));
    let api = Slow {
        people: people.expect("opened"),
        held: Arc::clone(&held),
        began: begin,
        may_go_on: Arc::new(Mutex::new(may_go_on)),
    };
    let emulator = Emulator::new(api, Options::default());
    let own = HostCheck::new(&format!("http://{HOST}").parse().expect("a url"));
    let front = Front::new(emulator.clone(), emulator.knowing(Dev));
    let router = emulator.layer(front.into_router(), own.clone());
    let console = Console::new(&emulator, own.clone()).expect("random bytes");
    Held {
        router: own.layer(console.layer(router)),
        held,
        began,
        go_on,
    }
}

fn page() -> Request<Body> {
    let page = Request::get(format!("/console/@{SLOW}")).header("host", HOST);
    page.header("accept", "text/html")
        .body(Body::empty())
        .expect("a request")
}

fn places() -> usize {
    (std::thread::available_parallelism().map_or(1, usize::from) / 2).max(1)
}

/// A page that holds the only thread of the runtime would hold this call too: the test would end by its patience.
#[test]
fn w24_a_call_of_the_api_is_answered_while_pages_are_made() {
    const PATIENCE: Duration = Duration::from_secs(60);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let held = runtime.block_on(held());
    for _ in 0..places() + 3 {
        let router = held.router.clone();
        runtime.spawn(async move { router.oneshot(page()).await });
    }
    held.began.recv_timeout(PATIENCE).expect("a page is made");

    let (answer, answered) = mpsc::channel();
    let router = held.router.clone();
    runtime.spawn(async move {
        let call = Request::get("/v1/contactGroups").header("host", HOST);
        let call = call.header("authorization", "Bearer ada");
        let response = router.oneshot(call.body(Body::empty()).expect("a request"));
        let status = response.await.map(|response| response.status());
        answer.send(status.expect("answered")).ok();
    });
    assert_eq!(answered.recv_timeout(PATIENCE), Ok(StatusCode::OK));
    drop(held.go_on);
    runtime.shutdown_timeout(PATIENCE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w24_so_many_pages_are_made_and_wait_and_another_one_hears_when_to_come_back() {
    const MOST: usize = 32;
    let held = held().await;
    let (answer, mut answered) = tokio::sync::mpsc::unbounded_channel();
    for _ in 0..=MOST {
        let (router, answer) = (held.router.clone(), answer.clone());
        tokio::spawn(async move { answer.send(router.oneshot(page()).await) });
    }
    // Until they may go on, no page is made to its end: it is the one that is too many.
    let refused = answered.recv().await.expect("an answer").expect("answered");
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(refused.headers()[header::RETRY_AFTER], "2");
    let began = held.began;
    let began = tokio::task::spawn_blocking(move || {
        (0..places()).for_each(|_| began.recv().expect("a page is made"));
        began
    });
    let began = began.await.expect("begun");
    assert_eq!(held.held.load(Ordering::SeqCst), places());
    assert!(
        began.try_recv().is_err(),
        "no more are made than there are places"
    );
    drop(held.go_on);
    for _ in 0..MOST {
        let answer = answered.recv().await.expect("an answer");
        assert_eq!(answer.expect("answered").status(), StatusCode::OK);
    }
}

/// A clock that holds each commit of one account until it may go on.
#[derive(Debug)]
struct HeldClock {
    clock: Arc<dyn Clock>,
    began: mpsc::Sender<()>,
    may_go_on: Mutex<mpsc::Receiver<()>>,
}

impl Clock for HeldClock {
    fn now(&self, account: &Account) -> Micros {
        self.clock.now(account)
    }

    fn stamp(&self, account: &Account) -> Micros {
        if account.as_str() == SLOW {
            self.began.send(()).ok();
            let gate = self.may_go_on.lock();
            gate.unwrap_or_else(PoisonError::into_inner).recv().ok();
        }
        self.clock.stamp(account)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn w24_an_import_takes_no_place_of_pages() {
    const MOST: usize = 4;
    let (begin, began) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel();
    let server = Server::with_settings(|settings| {
        settings.clock = Arc::new(HeldClock {
            clock: Arc::clone(&settings.clock),
            began: begin,
            may_go_on: Mutex::new(may_go_on),
        });
    });
    let server = Arc::new(server.await);
    let (answer, mut answered) = tokio::sync::mpsc::unbounded_channel();
    let mut reviews = Vec::new();
    for number in 0..=MOST {
        let file = format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{number}\r\nEND:VCARD\r\n");
        reviews.push(upload(&server, SLOW, &file).await);
    }
    for review in reviews {
        let (server, answer) = (Arc::clone(&server), answer.clone());
        tokio::spawn(async move { answer.send(server.post(&review, &[]).await.status) });
    }
    // One is imported, the others wait, and one is too many.
    let refused = answered.recv().await;
    assert_eq!(refused, Some(StatusCode::SERVICE_UNAVAILABLE));
    let began = tokio::task::spawn_blocking(move || began.recv().map(|()| began));
    let _began = began.await.expect("joined").expect("an import has begun");
    for page in ["/console", "/console/@ada", "/console/@ada/import"] {
        assert_eq!(server.get(page).await.status, StatusCode::OK, "{page}");
    }
    drop(go_on);
    for _ in 0..MOST {
        assert_eq!(answered.recv().await, Some(StatusCode::SEE_OTHER));
    }
}
