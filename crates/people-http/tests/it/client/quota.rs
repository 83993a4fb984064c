//! Quotas are spent before the service counts (rule R7).
use std::time::Duration;

use people_http::{Client, GetPeople, Quota, RetryPolicy, Token};
use people_model::FieldMask;
use tokio::time::Instant;

use super::{
    ada, names,
    script::{Script, ok},
};

fn client(calls: usize, quota: Quota) -> Client {
    let script = Script::new((0..calls).map(|_| ok("{}")));
    let builder = Script::builder().retry(RetryPolicy::none()).quota(quota);
    builder.build_over(script).unwrap()
}

/// In seconds, how long the next call waits.
async fn wait<T>(call: impl Future<Output = T>) -> u64 {
    let begin = Instant::now();
    call.await;
    Duration::as_secs(&begin.elapsed())
}

#[tokio::test(start_paused = true)]
async fn r7_the_91st_call_in_a_minute_waits_for_the_window() {
    let client = client(92, Quota::GOOGLE);
    let get = || client.get("people/c1", FieldMask::NAMES);
    for _ in 0..90 {
        assert_eq!(wait(get()).await, 0);
    }
    assert_eq!(wait(get()).await, 61);
    assert_eq!(wait(get()).await, 0);
}

/// A quiet minute saves nothing up for the one after.
#[tokio::test(start_paused = true)]
async fn r7_no_minute_has_more_than_the_quota() {
    let client = client(30, Quota::per_minute(10));
    let mut times = Vec::new();
    tokio::time::sleep(Duration::from_secs(600)).await;
    for call in 0..30 {
        client.get("people/c1", FieldMask::NAMES).await.unwrap();
        times.push(Instant::now());
        tokio::time::sleep(Duration::from_secs(call % 7)).await;
    }
    for (index, time) in times.iter().enumerate().skip(10) {
        assert!(
            *time - times[index - 10] > Duration::from_secs(60),
            "{index}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn r7_an_update_is_a_read_and_a_write() {
    let client = client(5, Quota::per_minute(2));
    let get = || client.get("people/c1", FieldMask::NAMES);
    assert_eq!(wait(client.update(ada(), names())).await, 0);
    // That leaves one of each.
    assert_eq!(wait(client.delete("people/c1")).await, 0);
    assert_eq!(wait(get()).await, 0);
    let (read, write) = tokio::join!(wait(get()), wait(client.delete("people/c1")));
    assert_eq!((read, write), (61, 61));
}

/// What waits for one quota holds up nothing of the other's.
#[tokio::test(start_paused = true)]
async fn r7_reads_do_not_wait_for_writes() {
    let client = client(3, Quota::per_minute(1));
    client.delete("people/c1").await.unwrap();
    let (write, read) = tokio::join!(
        wait(client.delete("people/c2")),
        wait(client.send(GetPeople::new(["people/c1"], FieldMask::NAMES))),
    );
    assert_eq!((write, read), (61, 0));
}

#[tokio::test(start_paused = true)]
async fn r7_each_user_has_a_quota() {
    let client = client(2, Quota::per_minute(1));
    let other = client.as_user(Token::new("grace"));
    assert_eq!(wait(client.delete("people/c1")).await, 0);
    assert_eq!(wait(other.delete("people/c1")).await, 0);
}
