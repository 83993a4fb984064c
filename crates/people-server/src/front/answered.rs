//! The log line and the metrics of an answer.
use std::time::Duration;

use super::{refusal::BrokenRule, response::Response};
use crate::{called::Called, metrics::Metrics};

/// Logs and counts an answer, and how long it took. A call of a batch has its number there; its line has the
/// number of the request.
pub(super) fn report(
    metrics: Option<&Metrics>,
    part: Option<usize>,
    called: Called,
    response: &mut Response,
    time: Duration,
) {
    let rule = response.extensions_mut().remove::<BrokenRule>();
    let rule = rule.map(|BrokenRule(id)| id);
    let status = response.status().as_u16();
    if let Some(metrics) = metrics {
        metrics.observe(called, status, time);
    }
    let (method, micros) = (called.name(), micros(time));
    tracing::info!(part, method, status, rule, micros, "answered");
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
