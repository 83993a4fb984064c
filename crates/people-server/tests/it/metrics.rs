//! What is counted.
use people_server::{Figure, Front, Limits, Metrics};

use crate::fake::{Fake, GET, UPDATE, ada, anonymous, send};
use crate::socket::within;

/// The lines of the counts, without those of the buckets.
fn counts(metrics: &Metrics) -> Vec<String> {
    let text = metrics.render();
    let counts = text
        .lines()
        .filter(|line| line.starts_with("people_request_duration_seconds_count"));
    let mut counts: Vec<String> = counts.map(str::to_owned).collect();
    counts.sort();
    counts
}

#[tokio::test]
async fn requests_are_counted_by_method_and_status() {
    let metrics = Metrics::new();
    let front = Fake::new().front().with_metrics(metrics.clone());
    for request in [
        ada("GET", GET, ""),
        ada("GET", GET, ""),
        ada("PATCH", UPDATE, "{}"),
        ada("PATCH", UPDATE, "{"),
        anonymous("GET", GET, ""),
        ada("GET", "/v1/nowhere", ""),
    ] {
        send(front.clone(), request).await;
    }
    let count = |method: &str, status: u16, count: u32| {
        format!(
            "people_request_duration_seconds_count{{method=\"{method}\",status=\"{status}\"}} {count}"
        )
    };
    assert_eq!(
        counts(&metrics),
        [
            count("none", 404, 1),
            count("people.people.get", 200, 2),
            count("people.people.get", 401, 1),
            count("people.people.updateContact", 200, 1),
            count("people.people.updateContact", 400, 1),
        ]
    );
    assert!(
        !metrics.render().contains("ada"),
        "no label says who called"
    );
}

#[tokio::test]
async fn what_is_under_way_is_counted_while_it_is() {
    let metrics = Metrics::new();
    let fake = Fake::new().holds();
    let mut limits = Limits::default();
    limits.calls = 1;
    let front =
        Front::with_limits(fake.clone(), people_server::Dev, limits).with_metrics(metrics.clone());
    let shows = |in_flight: usize, waiting: usize| {
        let text = metrics.render();
        text.contains(&format!("\npeople_requests_in_flight {in_flight}\n"))
            && text.contains(&format!("\npeople_calls_waiting {waiting}\n"))
    };
    assert!(shows(0, 0), "{}", metrics.render());
    let first = tokio::spawn(send(front.clone(), ada("GET", GET, "")));
    within(fake.began.notified()).await;
    let second = tokio::spawn(send(front.clone(), ada("GET", GET, "")));
    tokio::task::yield_now().await;
    assert!(shows(2, 1), "{}", metrics.render());
    second.abort();
    second.await.expect_err("it was given up");
    assert!(shows(1, 0), "{}", metrics.render());
    fake.go_on.notify_one();
    within(first).await.expect("an answer");
    assert!(shows(0, 0), "{}", metrics.render());
}

#[tokio::test]
async fn metrics_have_an_address_of_their_own() {
    let metrics = Metrics::new();
    let front = Fake::new().front().with_metrics(metrics.clone());
    let answer = send(front.into_router(), anonymous("GET", "/metrics", "")).await;
    assert_eq!(answer.status, 404);
    let router = metrics.into_router();
    let plain = send(router.clone(), anonymous("GET", "/metrics", "")).await;
    assert_eq!(plain.status, 200);
    assert_eq!(
        plain.header("content-type"),
        "text/plain; version=0.0.4; charset=utf-8"
    );
    assert!(
        plain.text().contains("# TYPE people_build_info gauge\n"),
        "{}",
        plain.text()
    );
    let mut request = anonymous("GET", "/metrics", "");
    let accept = "application/openmetrics-text".parse().expect("a value");
    request.headers_mut().insert("accept", accept);
    let open = send(router, request).await;
    assert!(
        open.header("content-type")
            .starts_with("application/openmetrics-text")
    );
    assert!(open.text().ends_with("# EOF\n"));
}

/// Each time anew, with the names that either text demands.
#[test]
fn figures_are_read_for_every_answer() {
    let reads = std::sync::atomic::AtomicU32::new(0);
    let metrics = Metrics::with_figures(move || {
        let read = reads.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        vec![
            Figure::counter("naps", "Naps that were taken", f64::from(read)),
            Figure::gauge("bed_bytes", "What the bed weighs", 0.5),
        ]
    });
    let open = metrics.render();
    assert!(
        open.contains("# TYPE naps counter\nnaps_total 0.0\n"),
        "{open}"
    );
    let plain = metrics.render_plain();
    assert!(
        plain.contains("# TYPE naps_total counter\nnaps_total 1"),
        "{plain}"
    );
    assert!(
        plain.contains("# TYPE bed_bytes gauge\nbed_bytes 0.5\n"),
        "{plain}"
    );
}
