//! One mutation at a time for each user, and what a caller who leaves leaves behind (rule U13).
use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use people_http::{Client, Token};
use people_model::FieldMask;
use tokio::{task::yield_now, time::sleep};

use super::{
    ada, names,
    script::{Answer, Script, held, ok},
};

/// How many requests there were at once: mutations of each user, and all.
#[derive(Default)]
struct Overlap {
    now: HashMap<String, usize>,
    most_of_one: usize,
    most_of_all: usize,
    order: Vec<String>,
}

/// A client of a server that takes its time and counts.
fn counted() -> (Client, Arc<Mutex<Overlap>>) {
    let overlap: Arc<Mutex<Overlap>> = Arc::default();
    let counting = Arc::clone(&overlap);
    let server = tower::service_fn(move |request: Request<Full<Bytes>>| {
        let overlap = Arc::clone(&counting);
        async move {
            let who = request.headers()["authorization"]
                .to_str()
                .unwrap()
                .to_owned();
            let key = if request.method() == "GET" {
                "reads".to_owned()
            } else {
                who
            };
            {
                let mut overlap = overlap.lock().unwrap();
                *overlap.now.entry(key.clone()).or_default() += 1;
                overlap.order.push(request.uri().path().to_owned());
                let mutations = overlap.now.iter().filter(|(key, _)| *key != "reads");
                let most = mutations.map(|(_, count)| *count).max().unwrap_or_default();
                let all = overlap.now.values().sum();
                overlap.most_of_one = overlap.most_of_one.max(most);
                overlap.most_of_all = overlap.most_of_all.max(all);
            }
            sleep(Duration::from_millis(10)).await;
            *overlap.lock().unwrap().now.get_mut(&key).unwrap() -= 1;
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::from("{}")))
        }
    });
    (Script::builder().build_over(server).unwrap(), overlap)
}

#[tokio::test(start_paused = true)]
async fn u13_mutations_of_one_user_take_turns_in_the_order_they_came() {
    let (client, overlap) = counted();
    let calls: Vec<_> = (1..=20)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { client.delete(&format!("people/c{number}")).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let overlap = overlap.lock().unwrap();
    assert_eq!(overlap.most_of_one, 1);
    let expected: Vec<_> = (1..=20)
        .map(|number| format!("/v1/people/c{number}:deleteContact"))
        .collect();
    assert_eq!(overlap.order, expected);
}

#[tokio::test(start_paused = true)]
async fn u13_users_do_not_wait_for_each_other() {
    let (client, overlap) = counted();
    let calls: Vec<_> = ["ada", "grace", "edsger"]
        .into_iter()
        .flat_map(|user| {
            let client = client.as_user(Token::new(user));
            (0..5).map(move |_| {
                let client = client.clone();
                tokio::spawn(async move { client.update(ada(), names()).await })
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let overlap = overlap.lock().unwrap();
    assert_eq!((overlap.most_of_one, overlap.most_of_all), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn reads_wait_for_nothing() {
    let (client, overlap) = counted();
    let writes = async {
        for _ in 0..2 {
            client.update(ada(), names()).await.unwrap();
        }
    };
    let read = async || client.get("people/c17", FieldMask::NAMES).await.unwrap();
    tokio::join!(writes, read(), read(), read());
    let overlap = overlap.lock().unwrap();
    assert_eq!((overlap.most_of_one, overlap.most_of_all), (1, 4));
}

/// The caller was dropped, but the next change still waits for the reply.
#[tokio::test(start_paused = true)]
async fn u13_a_call_that_is_dropped_under_way_is_not_overtaken() {
    let (answer, go_on) = held("{}");
    let script = Script::new([answer, ok("{}")]);
    let client = script.client();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.delete("people/c1").await }
    });
    while script.asked().is_empty() {
        yield_now().await;
    }
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let second = tokio::spawn(async move { client.delete("people/c2").await });
    // Less than the time that the first one has.
    sleep(Duration::from_secs(19)).await;
    assert_eq!(script.asked().len(), 1);
    go_on.notify_one();
    second.await.unwrap().unwrap();
    assert_eq!(script.asked().len(), 2);
}

/// A reply that never comes holds up the next change for the timeout, and no longer.
#[tokio::test(start_paused = true)]
async fn u13_a_call_that_is_dropped_under_way_does_not_block() {
    let script = Script::new([Answer::Silence, ok("{}")]);
    let client = script.client();
    let hasty = tokio::time::timeout(Duration::from_secs(1), client.delete("people/c1"));
    hasty.await.unwrap_err();
    client.delete("people/c2").await.unwrap();
    assert_eq!(script.gaps(), [Duration::from_secs(20)]);
}

#[tokio::test(start_paused = true)]
async fn u13_a_call_that_is_dropped_in_line_was_never_made() {
    let (answer, go_on) = held("{}");
    let script = Script::new([answer, ok("{}")]);
    let client = script.client();
    let call = |name: &'static str| {
        let client = client.clone();
        tokio::spawn(async move { client.delete(name).await })
    };
    let (first, second, third) = (call("people/c1"), call("people/c2"), call("people/c3"));
    sleep(Duration::from_secs(1)).await;
    second.abort();
    assert!(second.await.unwrap_err().is_cancelled());
    go_on.notify_one();
    first.await.unwrap().unwrap();
    third.await.unwrap().unwrap();
    let lines = script.lines();
    assert!(lines[1].contains("c3") && lines.len() == 2, "{lines:?}");
}

/// A call that is dropped between two attempts makes no second one, and the next call starts at once.
#[tokio::test(start_paused = true)]
async fn u13_a_call_that_is_dropped_before_it_is_made_again_is_over() {
    let busy = super::script::with(super::script::status(503, ""), "retry-after", "60");
    let script = Script::new([busy, ok("{}")]);
    let client = script.client();
    let hasty = tokio::time::timeout(Duration::from_secs(1), client.delete("people/c1"));
    hasty.await.unwrap_err();
    client.delete("people/c2").await.unwrap();
    assert_eq!(script.gaps(), [Duration::from_secs(1)]);
}
