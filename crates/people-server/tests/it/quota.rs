//! Q3: what an account may call in a minute.
use std::time::Duration;

use people_http::Quota;
use people_server::{Dev, Front, Limits};

use crate::fake::{Answer, Fake, GET, UPDATE, anonymous, send, with};

const DELETE: &str = "/v1/people/c17:deleteContact";

struct Server {
    fake: Fake,
    front: Front<Fake, Dev>,
}

impl Server {
    fn new(reads: u32, writes: u32) -> Self {
        let mut limits = Limits::default();
        limits.quota = Some(Quota { reads, writes });
        let fake = Fake::new();
        Self {
            front: fake.front_within(limits),
            fake,
        }
    }

    async fn call(&self, account: &str, verb: &str, address: &str) -> Answer {
        let token = format!("Bearer {account}");
        let request = with(anonymous(verb, address, "{}"), "authorization", &token);
        send(self.front.clone(), request).await
    }

    /// The status, and after how many seconds to try again.
    async fn status(&self, account: &str, verb: &str, address: &str) -> (u16, String) {
        let answer = self.call(account, verb, address).await;
        (
            answer.status.as_u16(),
            answer.header("retry-after").to_owned(),
        )
    }
}

fn ok() -> (u16, String) {
    (200, String::new())
}

/// Waiting does not help a caller that asks for more than the whole quota.
#[tokio::test(start_paused = true)]
async fn a_call_that_no_minute_brings_enough_for_has_no_time_to_try_again() {
    for (reads, writes) in [(90, 0), (0, 90), (0, 0)] {
        let server = Server::new(reads, writes);
        let refused = server.status("ada", "PATCH", UPDATE).await;
        assert_eq!(refused, (429, String::new()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_beyond_the_quota_is_429() {
    let server = Server::new(60, 3);
    for _ in 0..3 {
        assert_eq!(server.status("ada", "PATCH", UPDATE).await, ok());
    }
    let refused = server.call("ada", "PATCH", UPDATE).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json()["error"]["status"], "RESOURCE_EXHAUSTED");
    assert!(
        refused
            .message()
            .starts_with("Quota exceeded for quota metric 'Critical write")
    );
    assert_eq!(server.fake.calls().len(), 3, "it was not called");
    assert_eq!(
        refused.header("retry-after"),
        "21",
        "one write comes in twenty seconds"
    );

    // Reads have their own bucket, others have theirs, and what costs nothing is not counted.
    assert_eq!(server.status("ada", "GET", GET).await, ok());
    assert_eq!(server.status("mary", "PATCH", UPDATE).await, ok());
    assert_eq!(server.status("ada", "GET", "/v1/contactGroups").await, ok());
    assert_eq!(server.status("ada", "DELETE", DELETE).await.0, 429);

    tokio::time::advance(Duration::from_secs(19)).await;
    assert_eq!(
        server.status("ada", "PATCH", UPDATE).await,
        (429, "2".to_owned())
    );
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(server.status("ada", "PATCH", UPDATE).await, ok());
    assert_eq!(server.status("ada", "PATCH", UPDATE).await.0, 429);
    // A long rest fills the bucket, and no more than that.
    tokio::time::advance(Duration::from_secs(3600)).await;
    for _ in 0..3 {
        assert_eq!(server.status("ada", "DELETE", DELETE).await, ok());
    }
    assert_eq!(server.status("ada", "DELETE", DELETE).await.0, 429);
}

/// An update costs of both buckets. Where one is empty nothing is taken out of the other.
#[tokio::test(start_paused = true)]
async fn a_call_that_is_refused_costs_nothing() {
    let server = Server::new(5, 2);
    for _ in 0..2 {
        assert_eq!(server.status("ada", "PATCH", UPDATE).await, ok());
    }
    for _ in 0..10 {
        assert_eq!(server.status("ada", "PATCH", UPDATE).await.0, 429);
    }
    for _ in 0..3 {
        assert_eq!(server.status("ada", "GET", GET).await, ok());
    }
    let (status, _) = server.status("ada", "GET", GET).await;
    assert_eq!(status, 429);
    let refused = server.call("ada", "PATCH", UPDATE).await.message();
    assert!(
        refused.contains("Critical read requests (Contact"),
        "{refused}"
    );
}

/// A caller without permission gets that answer, and spends nothing of the account's quota.
#[tokio::test(start_paused = true)]
async fn strangers_spend_nothing() {
    let server = Server::new(1, 1);
    for _ in 0..3 {
        assert_eq!(server.status("ada;scopes=", "PATCH", UPDATE).await.0, 403);
        assert_eq!(server.status("ada;", "PATCH", UPDATE).await.0, 401);
    }
    assert_eq!(server.status("ada", "PATCH", UPDATE).await, ok());
}

#[tokio::test(start_paused = true)]
async fn without_a_quota_nothing_is_counted() {
    let fake = Fake::new();
    for _ in 0..500 {
        let answer = send(fake.front(), crate::fake::ada("GET", GET, "")).await;
        assert_eq!(answer.status, 200);
    }
}
