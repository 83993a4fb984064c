//! More than can be served: V1, V2, V3.
mod bodies;
mod slow_batches;

use std::{sync::Arc, time::Duration};

use expect_test::expect;
use http_body_util::BodyExt;
use people_server::Limits;
use tokio::{io::AsyncWriteExt, task::JoinHandle};
use tower::ServiceExt;

use crate::{
    fake::{Answer, Fake, GET, UPDATE, ada, anonymous, send, with},
    socket::{Server, within},
};

const REQUEST: &str = "GET /v1/people/c17?personFields=names HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ada\r\n";

fn limits(change: impl FnOnce(&mut Limits)) -> Limits {
    let mut limits = Limits::default();
    change(&mut limits);
    limits
}

#[tokio::test]
async fn a_call_that_cannot_even_wait_is_503() {
    let fake = Fake::new().holds();
    let front = fake.front_within(limits(|limits| {
        limits.calls = 1;
        limits.waiting = 0;
    }));
    let first = tokio::spawn(send(front.clone(), ada("GET", GET, "")));
    within(fake.began.notified()).await;
    let refused = send(front.clone(), ada("GET", GET, "")).await;
    expect![[r#"
        503 Service Unavailable
        {
          "error": {
            "code": 503,
            "message": "The service is currently unavailable.",
            "status": "UNAVAILABLE"
          }
        }
    "#]]
    .assert_eq(&format!("{}\n{}", refused.status, refused.text()));
    assert_eq!(fake.calls().len(), 1);

    fake.go_on.notify_one();
    assert_eq!(within(first).await.expect("an answer").status, 200);
    fake.go_on.notify_one();
    assert_eq!(send(front, ada("GET", GET, "")).await.status, 200);
}

/// A caller with many calls waits for its own calls.
#[tokio::test]
async fn one_account_does_not_keep_the_others_waiting() {
    let fake = Fake::new().holds();
    let front = fake.front_within(limits(|limits| limits.calls = 1));
    let call = |account: &str| -> JoinHandle<Answer> {
        let request = anonymous("GET", GET, "");
        let request = with(request, "authorization", &format!("Bearer {account}"));
        tokio::spawn(send(front.clone(), request))
    };
    let mut calls = vec![call("ada")];
    within(fake.began.notified()).await;
    calls.extend((0..20).map(|_| call("ada")));
    tokio::task::yield_now().await;
    calls.push(call("mary"));
    tokio::task::yield_now().await;
    for _ in 0..21 {
        fake.go_on.notify_one();
        within(fake.began.notified()).await;
    }
    fake.go_on.notify_one();
    for call in calls {
        assert_eq!(within(call).await.expect("an answer").status, 200);
    }
    let callers = fake.callers();
    let mary = callers
        .iter()
        .position(|(caller, _)| caller.account.as_str() == "mary");
    assert_eq!(mary, Some(2), "after the one that was next");
}

/// V1: what one account has answered at a time leaves room in the store, of whose connections there
/// are 16.
#[tokio::test]
async fn one_account_is_not_all_that_the_store_is_busy_with() {
    let fake = Fake::new().holds();
    let front = fake.front();
    let call = |account: &str| {
        let request = anonymous("GET", GET, "");
        let request = with(request, "authorization", &format!("Bearer {account}"));
        tokio::spawn(send(front.clone(), request))
    };
    let calls: Vec<_> = (0..100).map(|_| call("ada")).collect();
    tokio::task::yield_now().await;
    let mary = call("mary");
    tokio::task::yield_now().await;
    let begun: Vec<String> = fake
        .callers()
        .into_iter()
        .map(|(caller, _)| caller.account.to_string())
        .collect();
    let of = |name: &str| begun.iter().filter(|account| *account == name).count();
    assert_eq!((of("ada"), of("mary")), (12, 1));
    drop((calls, mary));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_takes_too_long_is_504() {
    let fake = Fake::new().holds();
    let answer = send(fake.front(), ada("GET", GET, "")).await;
    assert_eq!(answer.status, 504);
    assert_eq!(answer.json()["error"]["status"], "DEADLINE_EXCEEDED");
}

/// A reply takes memory until it is sent, and no account's replies take all of it.
#[tokio::test]
async fn replies_have_so_much_memory() {
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(200 << 10));
    let front = Fake::new()
        .replies(long)
        .front_within(limits(|limits| limits.replies = 300 << 10));
    let call = || front.clone().oneshot(ada("GET", GET, ""));
    let Ok(first) = call().await;
    let Ok(refused) = call().await;
    assert_eq!(
        (first.status().as_u16(), refused.status().as_u16()),
        (200, 503)
    );
    drop(refused);
    let body = first
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes();
    let Ok(refused) = call().await;
    assert_eq!(
        refused.status(),
        503,
        "it is not sent as long as it is somewhere"
    );
    drop(body);
    for _ in 0..3 {
        assert_eq!(send(front.clone(), ada("GET", GET, "")).await.status, 200);
    }

    // It is what is sent that counts.
    let mut zipped = Vec::new();
    for _ in 0..20 {
        let request = with(ada("GET", GET, ""), "accept-encoding", "gzip");
        let Ok(response) = front.clone().oneshot(request).await;
        assert_eq!(response.status(), 200);
        zipped.push(response);
    }

    // Small ones are free, and one that is larger than all goes out alone.
    for (bytes, also, expected) in [(15 << 10, 15 << 10, 200), (400 << 10, 20 << 10, 503)] {
        let fake = Fake::new();
        let front = fake.front_within(limits(|limits| limits.replies = 300 << 10));
        let reply = |bytes: usize| format!("{{\"etag\":\"{}\"}}", "x".repeat(bytes));
        fake.clone().replies(reply(bytes));
        let Ok(first) = front.clone().oneshot(ada("GET", GET, "")).await;
        assert_eq!(first.status(), 200);
        fake.clone().replies(reply(also));
        let second = send(front.clone(), ada("GET", GET, "")).await;
        assert_eq!(second.status, expected);
        drop(first);
        assert_eq!(send(front, ada("GET", GET, "")).await.status, 200);
    }
}

/// A caller that does not read its replies leaves half of the memory to others.
#[tokio::test]
async fn an_account_has_half_the_memory_for_replies() {
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(200 << 10));
    let front = Fake::new()
        .replies(long)
        .front_within(limits(|limits| limits.replies = 600 << 10));
    let call = async |account: &str| {
        let request = anonymous("GET", GET, "");
        let request = with(request, "authorization", &format!("Bearer {account}"));
        let Ok(response) = front.clone().oneshot(request).await;
        response
    };
    let mut held = Vec::new();
    for (account, expected) in [
        ("ada", 200),
        ("ada", 503),
        ("mary", 200),
        ("mary", 503),
        ("ada", 503),
        ("eve", 200),
        ("joan", 503),
    ] {
        let response = call(account).await;
        assert_eq!(response.status(), expected, "{account}");
        if expected == 200 {
            held.push(response);
        }
    }
    held.clear();
    for account in ["ada", "mary", "joan"] {
        held.push(call(account).await);
    }
    assert!(
        held.iter().all(|response| response.status() == 200),
        "it is given back"
    );
}

/// While it is written, others are answered: here by the only worker there is.
/// Addresses whose reply is all there is, in each form that it can have.
const FORMS: [&str; 4] = [
    "",
    "&fields=etag",
    "&$alt=json;enum-encoding=int",
    "&prettyPrint=false&fields=*&$alt=json;enum-encoding=int",
];

#[tokio::test]
async fn a_large_reply_holds_no_worker() {
    for form in FORMS {
        for (verb, address, body) in [("GET", GET, ""), ("PATCH", UPDATE, "{}")] {
            let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(16 << 20));
            let request = ada(verb, &format!("{address}{form}"), body);
            let large = send(Fake::new().replies(long).front(), request);
            let small = send(Fake::new().front(), ada("GET", GET, ""));
            tokio::select! {
                biased;
                answer = large => panic!("{form} was first, after {} bytes", answer.body.len()),
                answer = small => assert_eq!(answer.status, 200),
            }
        }
    }
}

/// Rules F8, F10: a part counts as all of it until it is written.
#[tokio::test]
async fn v1_a_part_of_a_reply_has_so_much_memory() {
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(200 << 10));
    for form in FORMS.iter().chain(&["&fields=resourceName"]) {
        let front = Fake::new()
            .replies(long.clone())
            .front_within(limits(|limits| limits.replies = 300 << 10));
        let Ok(first) = front.clone().oneshot(ada("GET", GET, "")).await;
        let request = || ada("GET", &format!("{GET}{form}"), "");
        let refused = send(front.clone(), request()).await;
        assert_eq!(
            (first.status().as_u16(), refused.status.as_u16()),
            (200, 503),
            "{form}"
        );
        drop(first);
        let answer = send(front.clone(), request()).await;
        assert_eq!(answer.status, 200, "{form}");
    }

    // Of a part it is the part that is held.
    let front = Fake::new()
        .replies(long)
        .front_within(limits(|limits| limits.replies = 300 << 10));
    let mut parts = Vec::new();
    for _ in 0..20 {
        let address = format!("{GET}&prettyPrint=false&fields=resourceName");
        let part = send(front.clone(), ada("GET", &address, "")).await.body;
        let part = part.try_into_mut().expect("it is nobody else's");
        assert!(part.capacity() < 1024, "{} bytes", part.capacity());
        parts.push(part);
    }
}

/// What a store gives is read by nothing but this before it is sent.
#[tokio::test]
async fn f8_a_part_of_no_json_is_500() {
    let fake = Fake::new().replies("{\"etag\"");
    let answer = send(fake.front(), ada("GET", &format!("{GET}&fields=etag"), "")).await;
    assert_eq!(answer.status, 500);
    assert_eq!(answer.message(), "Internal error encountered.");
}

/// What is on its way on a socket counts until the client has taken it.
#[tokio::test]
async fn a_reply_that_nobody_takes_keeps_its_memory() {
    let limits = limits(|limits| limits.replies = 40 << 20);
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(32 << 20));
    let server = Server::start_within(Fake::new().replies(long), limits).await;
    let mut deaf = server.connect().await;
    deaf.write(format!("{REQUEST}\r\n")).await;
    deaf.begun().await;
    let mut other = server.connect().await;
    other.write(format!("{REQUEST}\r\n")).await;
    assert_eq!(other.read().await.expect("a response").0, 503);
    assert_eq!(deaf.read().await.expect("a response").0, 200);
    // It has it all, which the server learns a moment later.
    let again = async {
        loop {
            other.write(format!("{REQUEST}\r\n")).await;
            if other.read().await.expect("a response").0 == 200 {
                return;
            }
        }
    };
    within(again).await;
}

/// A write is not refused after it was made: its reply waits.
#[tokio::test]
async fn the_reply_to_a_write_waits_for_memory() {
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(200 << 10));
    let fake = Fake::new().replies(long);
    let front = fake.front_within(limits(|limits| limits.replies = 300 << 10));
    let Ok(first) = front.clone().oneshot(ada("GET", GET, "")).await;
    within(fake.began.notified()).await;
    let update = tokio::spawn(send(front, ada("PATCH", UPDATE, "{\"names\":[]}")));
    within(fake.began.notified()).await;
    tokio::task::yield_now().await;
    assert!(!update.is_finished());
    drop(first);
    assert_eq!(within(update).await.expect("an answer").status, 200);
    assert_eq!(fake.calls().len(), 2);
}

#[tokio::test]
async fn a_connection_at_rest_makes_room_for_a_new_one() {
    let limits = limits(|limits| limits.connections = 2);
    let server = Server::start_within(Fake::new(), limits).await;
    let mut sockets = [server.connect().await, server.connect().await];
    for socket in &mut sockets {
        socket.write(format!("{REQUEST}\r\n")).await;
        assert_eq!(socket.read().await.expect("a response").0, 200);
    }
    let [mut first, mut second] = sockets;
    let mut third = server.connect().await;
    third.write(format!("{REQUEST}\r\n")).await;
    assert_eq!(third.read().await.expect("a response").0, 200);
    assert_eq!(first.read().await, None, "it had rested for longest");
    second.write(format!("{REQUEST}\r\n")).await;
    assert_eq!(second.read().await.expect("a response").0, 200);
}

#[tokio::test]
async fn a_connection_that_is_answered_keeps_its_place() {
    let limits = limits(|limits| limits.connections = 1);
    let server = Server::start_within(Fake::new().holds(), limits).await;
    let fake = server.fake.clone();
    let mut first = server.connect().await;
    first.write(format!("{REQUEST}\r\n")).await;
    within(fake.began.notified()).await;
    let mut second = server.connect().await;
    second.write(format!("{REQUEST}\r\n")).await;
    // Time enough for a server that makes room too early.
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(fake.calls().len(), 1);
    fake.go_on.notify_one();
    assert_eq!(first.read().await.expect("a response").0, 200);
    within(fake.began.notified()).await;
    fake.go_on.notify_one();
    assert_eq!(second.read().await.expect("a response").0, 200);
    assert_eq!(first.read().await, None);
}

/// A client that opens connections and sends nothing, or half a request, keeps nobody out.
#[tokio::test]
async fn idle_connections_keep_nobody_out() {
    let limits = limits(|limits| limits.connections = 16);
    let server = Arc::new(Server::start_within(Fake::new(), limits).await);
    let mut idle = Vec::new();
    for number in 0..200 {
        let mut socket = server.connect().await;
        // The server may have closed it before this arrives.
        let half = if number % 2 == 0 { "" } else { &REQUEST[..40] };
        let _ = socket.stream.write_all(half.as_bytes()).await;
        idle.push(socket);
    }
    for _ in 0..20 {
        let mut socket = server.connect().await;
        socket.write(format!("{REQUEST}\r\n")).await;
        assert_eq!(socket.read().await.expect("a response").0, 200);
    }
}

const HALF: &str =
    "POST /v1/people:createContact HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n";

/// A stranger, or a caller of an unknown address, gets an answer, and its connection makes room (rule F7).
#[tokio::test]
async fn half_a_body_of_a_stranger_keeps_nobody_out() {
    let limits = limits(|limits| {
        limits.connections = 4;
        limits.body_time = Duration::from_secs(600);
    });
    let server = Server::start_within(Fake::new(), limits).await;
    for (head, status) in [
        (format!("{HALF}\r\n{{"), 401),
        (format!("{HALF}authorization: Bearer ;\r\n\r\n{{"), 401),
        (HALF.replace("people:", "nothing:") + "\r\n{", 404),
    ] {
        let mut half = server.connect().await;
        half.write(&head).await;
        assert_eq!(half.read().await.expect("an answer").0, status);
        assert_eq!(half.read().await, None, "the body is not waited for");
    }
    let mut strangers = Vec::new();
    for _ in 0..40 {
        let mut stranger = server.connect().await;
        stranger.write(format!("{HALF}\r\n{{")).await;
        strangers.push(stranger);
    }
    let mut socket = server.connect().await;
    socket.write(format!("{REQUEST}\r\n")).await;
    assert_eq!(socket.read().await.expect("a response").0, 200);
}

/// Half a body of a caller makes room too, but only where nothing else does.
#[tokio::test]
async fn half_a_body_of_a_caller_makes_room_last() {
    let limits = limits(|limits| {
        limits.connections = 2;
        limits.body_time = Duration::from_secs(600);
    });
    let server = Server::start_within(Fake::new(), limits).await;
    let half = format!("{HALF}authorization: Bearer ada\r\nexpect: 100-continue\r\n\r\n");
    let mut first = server.connect().await;
    first.write(&half).await;
    assert_eq!(first.read().await.expect("a word to go on").0, 100);
    let mut idle = server.connect().await;
    let mut second = server.connect().await;
    second.write(&half).await;
    assert_eq!(second.read().await.expect("a word to go on").0, 100);
    assert_eq!(idle.read().await, None, "it came later, and has nothing");

    let mut third = server.connect().await;
    third.write(format!("{REQUEST}\r\n")).await;
    assert_eq!(third.read().await.expect("a response").0, 200);
    assert_eq!(first.read().await, None, "it came first");
    second.write(format!("{{}}{}", " ".repeat(998))).await;
    assert_eq!(second.read().await.expect("a response").0, 200);
}

/// A reply that nobody takes is not kept for ever, and neither is its connection.
#[tokio::test]
async fn a_client_that_reads_nothing_is_cut_off() {
    let limits = limits(|limits| {
        limits.connections = 1;
        limits.write_time = Duration::from_millis(50);
    });
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(4 << 20));
    let server = Server::start_within(Fake::new().replies(long), limits).await;
    let mut deaf = server.connect().await;
    deaf.write(format!("{REQUEST}\r\n").repeat(8)).await;
    // It does not rest while there is something to write, so only its end makes room.
    let mut other = server.connect().await;
    other
        .write("GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await;
    assert_eq!(other.read().await.expect("a response").0, 200);
    assert!(server.fake.calls().len() < 8);
}

/// The server does not keep a connection for a reply that a stranger does not read.
#[tokio::test]
async fn answers_to_strangers_keep_nobody_out() {
    let limits = limits(|limits| {
        limits.connections = 1;
        limits.write_time = Duration::from_secs(600);
    });
    let server = Server::start_within(Fake::new(), limits).await;
    let deaf = server.connect().await;
    let (_reader, mut writer) = deaf.stream.into_split();
    let flood = tokio::spawn(async move {
        let stranger = "GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(100);
        // Until the server reads no more, or hangs up.
        while writer.write_all(stranger.as_bytes()).await.is_ok() {}
    });
    // Time enough for it to get stuck.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut socket = server.connect().await;
    socket.write(format!("{REQUEST}\r\n")).await;
    assert_eq!(socket.read().await.expect("a response").0, 200);
    within(flood).await.expect("no panic");
}

/// The same client, slow but not deaf, gets all of it.
#[tokio::test]
async fn a_client_that_reads_slowly_is_not() {
    let limits = limits(|limits| limits.write_time = Duration::from_secs(20));
    let long = format!("{{\"etag\":\"{}\"}}", "x".repeat(4 << 20));
    let server = Server::start_within(Fake::new().replies(long), limits).await;
    let mut slow = server.connect().await;
    slow.write(format!("{REQUEST}\r\n").repeat(3)).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    for _ in 0..3 {
        let (status, _, body) = slow.read().await.expect("a response");
        assert_eq!((status, body.len() > 4 << 20), (200, true));
    }
}
