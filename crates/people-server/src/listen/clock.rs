//! A clock that HTTP has no dates for.
use std::{
    future::poll_fn,
    io,
    pin::pin,
    task::Poll,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// hyper writes the date with every reply, and TLS and tokens look at it. All of them panic when the
/// clock is before 1970, and the first after 9999.
pub(super) fn check(now: SystemTime) -> io::Result<()> {
    const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);

    let is_usable = now
        .duration_since(UNIX_EPOCH)
        .is_ok_and(|since_epoch| since_epoch < YEAR_10000);
    if is_usable {
        return Ok(());
    }
    Err(io::Error::other(
        "the clock of this machine shows a year before 1970 or after 9999: set it right",
    ))
}

/// The output of `future`. If the clock is out of range when the future would continue, it is dropped.
pub(super) async fn checked<T>(
    now: fn() -> SystemTime,
    future: impl Future<Output = T>,
) -> io::Result<T> {
    let mut future = pin!(future);
    poll_fn(|context| match check(now()) {
        Ok(()) => future.as_mut().poll(context).map(Ok),
        Err(error) => Poll::Ready(Err(error)),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_clock_before_1970_ends_connections_and_panics_nowhere() {
        let before = || UNIX_EPOCH - Duration::from_nanos(1);
        let after = || UNIX_EPOCH + Duration::from_secs(253_402_300_800);
        let first = || UNIX_EPOCH;
        let last = || UNIX_EPOCH + Duration::from_secs(253_402_300_799);
        for now in [before, after] {
            let polled = checked(now, async { panic!("it would look at the clock") }).await;
            let refused: io::Error = polled.map(|()| "an answer").expect_err("a bad clock");
            assert!(refused.to_string().contains("before 1970"), "{refused}");
        }
        for now in [first, last] {
            assert_eq!(checked(now, async { 17 }).await.ok(), Some(17));
        }
    }
}
