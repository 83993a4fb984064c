//! Whether what a test expects of the requests is true (rule `X6`).
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Entry, Filter};
use crate::{control::invalid, duration::Span};

/// What a test expects: that so many requests match, or that some came in this order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Expected {
    #[serde(default, rename = "match")]
    filter: Option<Filter>,
    /// Exactly so many match. Default: at least one.
    count: Option<usize>,
    at_least: Option<usize>,
    at_most: Option<usize>,
    /// Each matches a later request than the one before it.
    order: Option<Vec<Filter>>,
    /// How long to wait until it is true.
    #[serde(default)]
    pub(crate) wait: Option<Span>,
}

/// What is true.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) verified: bool,
    /// The numbers of the requests that match.
    matching: Vec<u64>,
    message: String,
    nearest: Vec<Value>,
}

/// How many near misses are shown.
const NEAREST: usize = 3;

impl Expected {
    /// Refuses what cannot be meant.
    pub(crate) fn check(&self) -> Result<(), people_model::Status> {
        let counts = self.count.is_some() || self.at_least.is_some() || self.at_most.is_some();
        match (&self.order, &self.filter) {
            (Some(_), Some(_)) => Err(invalid("`match` and `order` are two questions: ask one.")),
            (Some(_), None) if counts => Err(invalid("`order` has no count.")),
            (None, None) => Err(invalid(
                "Say which requests are meant: `{\"match\": {…}, \"count\": 2}` or `{\"order\": [{…}, {…}]}`.",
            )),
            _ => Ok(()),
        }
    }

    /// Compares it with the entries, which are in the order of their numbers.
    pub(crate) fn compare(&self, entries: &[Arc<Entry>]) -> Verdict {
        match (&self.order, &self.filter) {
            (Some(order), _) => in_order(order, entries),
            (None, Some(filter)) => self.counted(filter, entries),
            (None, None) => self.counted(&Filter::default(), entries),
        }
    }

    fn counted(&self, filter: &Filter, entries: &[Arc<Entry>]) -> Verdict {
        let matching = entries.iter().filter(|entry| filter.matches(entry));
        let matching: Vec<u64> = matching.map(|entry| entry.number).collect();
        let found = matching.len();
        let unset = self.count.is_none() && self.at_least.is_none() && self.at_most.is_none();
        let at_least = self.count.or(self.at_least).unwrap_or(usize::from(unset));
        let at_most = self.count.or(self.at_most).unwrap_or(usize::MAX);
        let expected = match (at_least, at_most) {
            (least, most) if least == most => format!("{least}"),
            (least, usize::MAX) => format!("{least} or more"),
            (least, most) => format!("{least} to {most}"),
        };
        Verdict {
            verified: (at_least..=at_most).contains(&found),
            message: format!("{found} requests match; expected: {expected}."),
            nearest: match found < at_least {
                true => near_misses(filter, entries),
                false => Vec::new(),
            },
            matching,
        }
    }
}

fn in_order(order: &[Filter], entries: &[Arc<Entry>]) -> Verdict {
    let mut rest = entries;
    let mut matching = Vec::new();
    for (index, filter) in order.iter().enumerate() {
        let Some(at) = rest.iter().position(|entry| filter.matches(entry)) else {
            let after = match matching.last() {
                Some(last) => format!("after number {last}"),
                None => "at all".to_owned(),
            };
            return Verdict {
                verified: false,
                message: format!("No request matches `order[{index}]` {after}."),
                nearest: near_misses(filter, rest),
                matching,
            };
        };
        matching.push(rest[at].number);
        rest = &rest[at + 1..];
    }
    Verdict {
        verified: true,
        message: format!("{} requests came in this order.", matching.len()),
        nearest: Vec::new(),
        matching,
    }
}

/// The entries that differ in the least, and in what.
fn near_misses(filter: &Filter, entries: &[Arc<Entry>]) -> Vec<Value> {
    let mut misses: Vec<(Vec<String>, &Arc<Entry>)> = entries
        .iter()
        .map(|entry| (filter.differences(entry).collect::<Vec<_>>(), entry))
        .filter(|(differences, _)| !differences.is_empty())
        .collect();
    misses.sort_by_key(|(differences, _)| differences.len());
    let shown = misses.into_iter().take(NEAREST).map(|(differs, entry)| {
        json!({
            "number": entry.number,
            "request": format!("{} {}", entry.verb, entry.address),
            "differs": differs,
        })
    });
    shown.collect()
}

impl Verdict {
    /// As a test sees it; an expectation that is not true is an error.
    pub(crate) fn to_json(&self) -> Value {
        let mut verdict = json!({
            "verified": self.verified,
            "count": self.matching.len(),
            "matching": self.matching,
        });
        if !self.verified {
            verdict["nearest"] = self.nearest.clone().into();
            verdict["error"] = json!({
                "code": 417,
                "message": self.message,
                "status": "FAILED_PRECONDITION",
            });
        }
        verdict
    }
}
