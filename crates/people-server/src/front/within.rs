use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::{Poll, ready},
    time::Duration,
};

use tokio::time::sleep;

/// The output of `future`; `None` if it takes longer than `time`.
///
/// Mostly it is done at once, and then nothing is timed.
pub(super) async fn within<T>(time: Duration, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut too_long = pin!(None);
    poll_fn(|context| {
        if let Poll::Ready(done) = future.as_mut().poll(context) {
            return Poll::Ready(Some(done));
        }
        if too_long.is_none() {
            too_long.set(Some(sleep(time)));
        }
        if let Some(too_long) = too_long.as_mut().as_pin_mut() {
            ready!(too_long.poll(context));
        }
        Poll::Ready(None)
    })
    .await
}
