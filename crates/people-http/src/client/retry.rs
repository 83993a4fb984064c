//! How often a call is repeated, and how long the client waits in between.
use std::{
    num::IntErrorKind,
    time::{Duration, SystemTime},
};

use http::{HeaderMap, header};

/// How failed calls are repeated.
///
/// | outcome | a read | an update | a delete | a create |
/// |---|---|---|---|---|
/// | 429, no connection | again | again | again | again |
/// | no reply, 500, 502, 503, 504, unknown 5xx | again | again, if it carries an etag | again | fails |
/// | any other refusal | fails | fails | fails | fails |
///
/// An update may be repeated because of its etag: if the first attempt did happen, the second finds
/// the etag stale and changes nothing. The contact is then read back; if it holds what was sent, the
/// update has succeeded. If not, the error is both [stale](crate::Error::is_stale) and
/// [ambiguous](crate::Error::is_ambiguous): the update may have happened, and someone changed the
/// contact since. A delete whose repetition finds no contact has succeeded. Batches are called again like
/// single calls: see [`Client::create_contacts`](crate::Client::create_contacts).
///
/// Before each repetition the client waits twice as long as the time before, less a random part of up to half of it. It
/// waits at least as long as the reply's `Retry-After` says.
///
/// ```
/// use std::time::Duration;
/// use people_http::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().attempts(10).total_time(Duration::from_secs(600));
/// let client = Client::builder().retry(patient).build();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often a call is made, the first time included: 5.
    pub attempts: u32,
    /// How long it waits before the second attempt: half a second.
    pub first_wait: Duration,
    /// How long it waits at most, unless the service asks for more: 16 seconds.
    pub longest_wait: Duration,
    /// No attempt begins later than this after the call did: two minutes.
    pub total_time: Duration,
    /// How often [`edit`](crate::Client::edit) replays its edit on a contact that changed: 100.
    pub merges: u32,
}

impl RetryPolicy {
    /// Every call is made once, and an edit is never replayed.
    pub const fn none() -> Self {
        Self {
            attempts: 1,
            first_wait: Duration::ZERO,
            longest_wait: Duration::ZERO,
            total_time: Duration::ZERO,
            merges: 0,
        }
    }

    /// Sets how often a call is made, the first time included.
    #[must_use]
    pub const fn attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// Sets how long it waits before the second attempt.
    #[must_use]
    pub const fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// Sets how long it waits at most, unless the service asks for more.
    #[must_use]
    pub const fn longest_wait(self, longest_wait: Duration) -> Self {
        Self {
            longest_wait,
            ..self
        }
    }

    /// Sets the time after which no further attempt begins.
    #[must_use]
    pub const fn total_time(self, total_time: Duration) -> Self {
        Self { total_time, ..self }
    }

    /// Sets how often an edit is replayed on a contact that changed.
    #[must_use]
    pub const fn merges(self, merges: u32) -> Self {
        Self { merges, ..self }
    }

    /// How long to wait after this number of failures; at least `asked`.
    pub(super) fn wait(&self, failures: u32, asked: Option<Duration>) -> Duration {
        let doubled = self
            .first_wait
            .saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1)));
        let jitter = jitter(doubled.min(self.longest_wait));
        asked.unwrap_or_default().saturating_add(jitter)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 5,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(16),
            total_time: Duration::from_secs(120),
            merges: 100,
        }
    }
}

/// Between half of it and all of it: callers that failed at the same time do not return at the same time.
pub(super) fn jitter(wait: Duration) -> Duration {
    wait.mul_f64(0.5 + fastrand::f64() / 2.0)
}

/// How long to wait before an edit is replayed again, given the time that the last attempt took.
///
/// An edit that competes with others may lose the race again. So the more races it lost, the more
/// of such times it waits, by a random factor. This spreads many edits out, at the service's pace.
pub(super) fn between_merges(merges: u32, took: Duration) -> Duration {
    const LONGEST: Duration = Duration::from_secs(8);
    let times = 2_u32.pow(merges.min(5) + 1);
    (took * times).mul_f64(fastrand::f64()).min(LONGEST)
}

/// How long the reply says to wait, in seconds or until a date by its own clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let date = |text: &str| httpdate::parse_http_date(text.trim()).ok();
    let after = text(header::RETRY_AFTER)?;
    match after.trim().parse::<u64>() {
        Ok(seconds) => return Some(Duration::from_secs(seconds)),
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => return Some(Duration::MAX),
        Err(_) => {}
    }
    let now = text(header::DATE)
        .and_then(date)
        .unwrap_or_else(SystemTime::now);
    Some(date(after)?.duration_since(now).unwrap_or_default())
}
