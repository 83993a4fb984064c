//! Whether what a test expects of the requests is true (rule `X6`).
use std::{ops::RangeInclusive, sync::Arc};

use serde_json::{Value, json};

use super::{Entry, Filter};
use crate::{
    duration::{self, Span},
    members::Members,
};

/// What a test expects: that so many requests match, or that some came in this order.
#[derive(Debug)]
pub(crate) struct Expected {
    which: Which,
    /// How long to wait until it is true.
    pub(crate) wait: Option<Span>,
}

#[derive(Debug)]
enum Which {
    /// So many match.
    Counted {
        filter: Filter,
        count: RangeInclusive<u64>,
    },
    /// Each matches a later request than the one before it.
    Ordered(Vec<Filter>),
}

/// What an expectation looks like.
const FORM: &str = r#"{"match": {…}, "count": 2}"#;

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
    /// Reads what a test wrote.
    ///
    /// # Errors
    ///
    /// What cannot be meant, with what would be right.
    pub(crate) fn read(value: Value) -> Result<Self, String> {
        let mut members = Members::new("the body", FORM, value)?;
        let filter = members.take("match").map(Filter::read).transpose()?;
        let count = members.number("count", 2)?;
        let at_least = members.number("atLeast", 1)?;
        let at_most = members.number("atMost", 2)?;
        let order = members.take("order").map(filters).transpose()?;
        let wait = members.parsed("wait", duration::EXAMPLE)?;
        members.finish()?;
        let which = match (filter, order) {
            (Some(_), Some(_)) => {
                return Err("`match` and `order` are two questions: ask one".to_owned());
            }
            (None, None) => {
                return Err(format!(
                    "say which requests are meant: `{FORM}` or `{{\"order\": [{{…}}, {{…}}]}}`"
                ));
            }
            (None, Some(order)) => match (count, at_least, at_most) {
                (None, None, None) => Which::Ordered(order),
                _ => return Err("`order` has no count".to_owned()),
            },
            (Some(filter), None) => Which::Counted {
                filter,
                count: self::count(count, at_least, at_most)?,
            },
        };
        Ok(Self { which, wait })
    }

    /// Compares it with the entries, which are in the order of their numbers. Each call of a batch counts by itself, where
    /// the batch is not meant.
    pub(crate) fn compare(&self, entries: &[Arc<Entry>]) -> Verdict {
        let with_calls = entries.iter().flat_map(|entry| {
            let parts = entry.parts().into_iter().map(Arc::new);
            std::iter::once(Arc::clone(entry)).chain(parts)
        });
        let entries: Vec<Arc<Entry>> = with_calls.collect();
        match &self.which {
            Which::Counted { filter, count } => counted(filter, count, &entries),
            Which::Ordered(order) => in_order(order, &entries),
        }
    }
}

/// How many are expected. Default: at least one.
fn count(
    count: Option<u64>,
    at_least: Option<u64>,
    at_most: Option<u64>,
) -> Result<RangeInclusive<u64>, String> {
    match (count, at_least, at_most) {
        (None, None, None) => Ok(1..=u64::MAX),
        (Some(count), None, None) => Ok(count..=count),
        (Some(_), ..) => Err("`count` is exact: leave `atLeast` and `atMost` out".to_owned()),
        (None, Some(least), Some(most)) if least > most => Err(format!(
            "`atLeast` is {least} and `atMost` is {most}: no count is both"
        )),
        (None, least, most) => Ok(least.unwrap_or_default()..=most.unwrap_or(u64::MAX)),
    }
}

fn filters(value: Value) -> Result<Vec<Filter>, String> {
    match value {
        Value::Array(filters) if !filters.is_empty() => {
            filters.into_iter().map(Filter::read).collect()
        }
        other => Err(format!(
            "`order` is a list of one or more, such as `[{{…}}, {{…}}]`, and not `{other}`"
        )),
    }
}

fn counted(filter: &Filter, count: &RangeInclusive<u64>, entries: &[Arc<Entry>]) -> Verdict {
    let mut matching: Vec<u64> = Vec::new();
    // The batch that is meant: then its calls are not.
    let mut batch = None;
    for entry in entries {
        if entry.part.is_some() && batch == Some(entry.number) || !filter.means(entry) {
            continue;
        }
        matching.push(entry.number);
        batch = entry.part.is_none().then_some(entry.number);
    }
    let found = matching.len() as u64;
    let expected = match (*count.start(), *count.end()) {
        (least, most) if least == most => format!("{least}"),
        (least, u64::MAX) => format!("{least} or more"),
        (least, most) => format!("{least} to {most}"),
    };
    Verdict {
        verified: count.contains(&found),
        message: format!("{found} requests match; expected: {expected}."),
        nearest: match found < *count.start() {
            true => near_misses(filter, entries),
            false => Vec::new(),
        },
        matching,
    }
}

fn in_order(order: &[Filter], entries: &[Arc<Entry>]) -> Verdict {
    let mut rest = entries;
    let mut matching = Vec::new();
    for (index, filter) in order.iter().enumerate() {
        let Some(at) = rest.iter().position(|entry| filter.means(entry)) else {
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
