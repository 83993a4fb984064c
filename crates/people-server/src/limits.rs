use std::time::Duration;

use people_http::Quota;

/// How much of a server one caller may use.
///
/// [`Front`](crate::Front) holds requests to those about bodies, replies and calls, [`serve_with`](crate::serve_with)
/// holds connections to the others. A time may be as long as a [`Duration`] can be. A time of many years means no
/// limit.
///
/// ```
/// use people_server::Limits;
///
/// let mut limits = Limits::default();
/// limits.connections = 64;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a request's body as it is sent, compressed or not: 1 MiB.
    ///
    /// Larger than the 128 KB that a contact may have, since a client may escape every character of it in six bytes. A
    /// larger body is 400 (rule `F6`). For a method that takes several contacts, or a photo, this limit is multiplied
    /// by its [`Body::room`](people_model::Body::room).
    pub body: usize,
    /// Bytes of a request's body after inflation: 1 MiB.
    pub inflated_body: usize,
    /// Characters of each text in a request, but for notes: 1,024. A longer one is 400 (rule `N4`).
    pub characters: usize,
    /// Values that a contact may have: 500, as [`Sizes::values`](crate::Sizes::values) has it. A
    /// request in which a contact has more than twice as many and a hundred is 400 before it is decoded
    /// (rule `N3`), and so is one with as many unknown members (rule `N6`).
    pub values: usize,
    /// How long a request's body may take to arrive: 30 seconds, then 408 (rule `F7`).
    pub body_time: Duration,
    /// Header fields of a request: 100, which is also the fastest. More are 431 (rule `F13`).
    pub headers: usize,
    /// Bytes of a request's head, which is the request line and the header fields: 64 KiB, and never
    /// less than 8 KiB. A larger one is 431 (rule `F13`).
    pub head: usize,
    /// How long a request's head may take to arrive, and how long a connection may rest between
    /// requests: 60 seconds, then it is closed without an answer.
    pub head_time: Duration,
    /// How long a client may take nothing of a reply, over HTTP/2 of any reply: 30 seconds, then the
    /// connection is closed.
    pub write_time: Duration,
    /// Open connections: 512. For one more the one that rests for longest is closed; it waits only while none does
    /// (rule `V3`).
    ///
    /// Each takes a file descriptor, of which a process often has 1,024, and the store needs some.
    pub connections: usize,
    /// Concurrent requests on one HTTP/2 connection: 64.
    pub streams: u32,
    /// How long the answer of a call may take: 60 seconds, then 504 (rule `V2`).
    pub call_time: Duration,
    /// Bytes of all request bodies in memory, without the first 16 KiB of each, and with half a KiB for each value in
    /// them: 128 MiB. One account can use half of it. A request that needs more is 503 (rule `V1`), and one whose
    /// values never fit is 400 (rule `N3`).
    pub bodies: usize,
    /// Bytes of all replies until they are sent, without the first 16 KiB of each: 256 MiB. One account can use half of
    /// it. A read that needs more is 503, a write waits (rule `V1`). The replies of a batch may take an eighth (rule
    /// `V4`).
    pub replies: usize,
    /// The quota of each account in a minute (rule `Q3`). Default: none.
    pub quota: Option<Quota>,
    /// Calls that the server answers at the same time: 256 (rule `V1`).
    pub calls: usize,
    /// Calls of one account that the server answers at the same time: 12. There are more connections to a database, so
    /// one account cannot use all of them.
    pub account_calls: usize,
    /// Calls that wait until others are answered: 1,024. One more and the last of the account with
    /// most of them waiting is 503.
    pub waiting: usize,
    /// How long a call waits for that: 10 seconds, then 503.
    pub waiting_time: Duration,
    /// How long requests under way may take to finish once the server shuts down: 30 seconds.
    pub shutdown_time: Duration,
}

impl Limits {
    /// The same, with times that can be added to a clock: a longer time means never.
    pub(crate) fn within_clocks(&self) -> Self {
        const NEVER: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

        let mut limits = self.clone();
        for time in [
            &mut limits.body_time,
            &mut limits.head_time,
            &mut limits.write_time,
            &mut limits.call_time,
            &mut limits.waiting_time,
            &mut limits.shutdown_time,
        ] {
            *time = NEVER.min(*time);
        }
        limits
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            inflated_body: 1 << 20,
            characters: 1024,
            values: 500,
            body_time: Duration::from_secs(30),
            headers: 100,
            head: 64 << 10,
            head_time: Duration::from_secs(60),
            write_time: Duration::from_secs(30),
            connections: 512,
            streams: 64,
            call_time: Duration::from_secs(60),
            bodies: 128 << 20,
            replies: 256 << 20,
            quota: None,
            calls: 256,
            account_calls: 12,
            waiting: 1024,
            waiting_time: Duration::from_secs(10),
            shutdown_time: Duration::from_secs(30),
        }
    }
}
