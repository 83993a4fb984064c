//! How much memory the bodies of requests take: V1.
use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};

use bytes::Bytes;
use http::Request;
use http_body_util::Full;
use people_server::{Dev, Front};
use tower::ServiceExt;

use super::limits;
use crate::{
    body::{Half, gzip},
    fake::{Fake, UPDATE, ada, anonymous, send, with},
    socket::within,
};

#[tokio::test]
async fn bodies_have_so_much_memory() {
    let fake = Fake::new();
    let front = fake.front_within(limits(|limits| limits.bodies = 200 << 10));
    let body = |bytes: usize| format!("{}{{\"names\":[]}}", " ".repeat(bytes));
    let small = ada("PATCH", UPDATE, body(10 << 10));
    let large = || ada("PATCH", UPDATE, body(110 << 10));
    let too_large = ada("PATCH", UPDATE, body(120 << 10));
    let inflated = with(
        ada("PATCH", UPDATE, gzip(body(120 << 10).as_bytes())),
        "content-encoding",
        "gzip",
    );

    assert_eq!(send(front.clone(), too_large).await.status, 503);
    assert_eq!(send(front.clone(), inflated).await.status, 503);
    assert_eq!(send(front.clone(), small).await.status, 200);
    for _ in 0..3 {
        assert_eq!(
            send(front.clone(), large()).await.status,
            200,
            "it is given back"
        );
    }
    // Held by one, it is not there for another.
    within(fake.began.notified()).await; // of those before
    let fake = fake.holds();
    let first = tokio::spawn(send(front.clone(), large()));
    within(fake.began.notified()).await;
    assert_eq!(send(front.clone(), large()).await.status, 503);
    fake.go_on.notify_one();
    assert_eq!(within(first).await.expect("an answer").status, 200);
}

/// A caller whose bodies are on their way for long leaves half of the memory to others.
#[tokio::test]
async fn v1_an_account_has_half_the_memory_for_bodies() {
    const CREATES: &str = "/v1/people:batchCreateContacts";
    const PHOTO: &str = "/v1/people/c17:updateContactPhoto";
    for (verb, address, megabytes) in [
        ("POST", "/batch", 8),
        ("POST", "/batch/people/v1", 8),
        ("POST", CREATES, 8),
        ("PATCH", PHOTO, 4),
        ("PATCH", UPDATE, 1),
    ] {
        let front = Fake::new().front();
        let part = Bytes::from(vec![b' '; megabytes << 20]);
        let send_half = async |account: &str| {
            let mut sent = Vec::new();
            for _ in 0..2 * (128 / megabytes) {
                let request = of(account, anonymous(verb, address, ""));
                let request = with(request, "content-type", "multipart/mixed; boundary=b");
                let half = Half([part.clone()].into());
                sent.push(begun(front.clone(), request, half).await);
            }
            sent
        };
        let of_ada = send_half("ada").await;
        assert_eq!(update(&front, "ada", LARGE).await, 503, "{address}");
        assert_eq!(update(&front, "ada", SMALL).await, 200, "{address}");
        for _ in 0..3 {
            assert_eq!(update(&front, "mary", LARGE).await, 200, "{address}");
        }
        // A call of a batch has its account's share too.
        let call = update_of(LARGE);
        let call = format!(
            "--b\r\nContent-Type: application/http\r\n\r\nPATCH {UPDATE}\r\n\r\n{call}\r\n--b--\r\n"
        );
        let batch = of("mary", anonymous("POST", "/batch", call));
        let batch = with(batch, "content-type", "multipart/mixed; boundary=b");
        let answer = send(front.clone(), batch).await;
        assert!(
            answer.text().contains("HTTP/1.1 200 OK"),
            "{}",
            answer.text()
        );

        // Several accounts together can have all of it.
        let of_eve = send_half("eve").await;
        assert_eq!(update(&front, "mary", LARGE).await, 503, "{address}");
        assert_eq!(update(&front, "mary", SMALL).await, 200, "{address}");
        drop((of_ada, of_eve));
        for account in ["ada", "eve", "mary"] {
            assert_eq!(update(&front, account, LARGE).await, 200, "{address}");
        }
    }
}

/// A body that is refused is discarded while it arrives, and takes nothing meanwhile.
#[tokio::test]
async fn v1_a_body_that_is_discarded_takes_no_memory() {
    let front = Fake::new().front_within(limits(|limits| limits.bodies = 8 << 20));
    let too_large = Half([vec![b' '; 1 << 20].into(), Bytes::from_static(b" ")].into());
    let mut discarded = Vec::new();
    for _ in 0..8 {
        let request = of("ada", anonymous("PATCH", UPDATE, ""));
        discarded.push(begun(front.clone(), request, too_large.clone()).await);
    }
    assert_eq!(update(&front, "ada", LARGE).await, 200);
    drop(discarded);
}

/// A request that was taken as far as its body goes.
async fn begun(
    front: Front<Fake, Dev>,
    request: Request<Full<Bytes>>,
    half: Half,
) -> Pin<Box<impl Future>> {
    let mut answer = Box::pin(front.oneshot(request.map(|_| half)));
    let step = poll_fn(|context| Poll::Ready(answer.as_mut().poll(context))).await;
    assert!(step.is_pending(), "its end is missing");
    answer
}

const SMALL: usize = 10 << 10;
const LARGE: usize = 1_000_000;

async fn update(front: &Front<Fake, Dev>, account: &str, bytes: usize) -> u16 {
    let request = of(account, anonymous("PATCH", UPDATE, update_of(bytes)));
    send(front.clone(), request).await.status.as_u16()
}

fn update_of(bytes: usize) -> String {
    format!("{}{{\"names\":[]}}", " ".repeat(bytes))
}

fn of(account: &str, request: Request<Full<Bytes>>) -> Request<Full<Bytes>> {
    with(request, "authorization", &format!("Bearer {account}"))
}
