//! `RETRY_STORM` and `PARALLEL_WRITES`: how fast and how orderly a caller sends.
use std::collections::VecDeque;

use super::exchange::Exchange;

/// The same request that failed so often in a row within a [`SECOND`] is a storm. Updates of one contact or group count
/// as the same request, even if their content differs: a program that reads before each try sends another etag each
/// time.
///
/// A client that waits a tenth of a second before the first retry, and twice as long before each further one, needs
/// twelve seconds for this number.
const STORM: usize = 8;
/// In microseconds.
const SECOND: u64 = 1_000_000;
/// The most different requests of a caller that are followed at the same time.
const SERIES: usize = 16;
/// The most writes of a caller whose times are kept.
const WRITES: usize = 32;

/// The requests that a caller repeats, because they fail.
#[derive(Debug, Default)]
pub(super) struct Repeated {
    series: VecDeque<Series>,
}

#[derive(Debug)]
struct Series {
    signature: u64,
    /// The last tries: number, start.
    tries: VecDeque<(u64, u64)>,
    told: bool,
}

/// So many tries of one request, in so little time.
#[derive(Debug)]
pub(super) struct Storm {
    pub(super) first: u64,
    pub(super) last: u64,
    pub(super) tries: usize,
    pub(super) millis: u64,
}

impl Repeated {
    /// Says that there is a storm when it begins.
    pub(super) fn take(&mut self, exchange: &Exchange) -> Option<Storm> {
        if !exchange.is_failure() {
            if self.series.is_empty() {
                return None;
            }
            let (letter, target) = (exchange.signature(), exchange.target());
            self.series
                .retain(|it| it.signature != letter && Some(it.signature) != target);
            return None;
        }
        let signature = match exchange.is_stale() {
            // A program that reads again after a conflict sends another update, and is right to do so.
            true => exchange.signature(),
            false => exchange.target().unwrap_or_else(|| exchange.signature()),
        };
        let known = self.series.iter().position(|it| it.signature == signature);
        let mut series = match known.and_then(|known| self.series.remove(known)) {
            Some(series) => series,
            None => Series {
                signature,
                tries: VecDeque::new(),
                told: false,
            },
        };
        // The calls of one batch are no tries: it was sent before any of them had failed.
        if series
            .tries
            .back()
            .is_some_and(|(number, _)| *number == exchange.number)
        {
            series.tries.pop_back();
        }
        series.tries.push_back((exchange.number, exchange.started));
        if series.tries.len() > STORM {
            series.tries.pop_front();
        }
        let storm = series.storm();
        self.series.push_back(series);
        if self.series.len() > SERIES {
            self.series.pop_front();
        }
        storm
    }
}

impl Series {
    fn storm(&mut self) -> Option<Storm> {
        let (first, began) = *self.tries.front()?;
        let (last, ended) = *self.tries.back()?;
        let time = ended.saturating_sub(began);
        if self.told || self.tries.len() < STORM || time > SECOND {
            return None;
        }
        self.told = true;
        Some(Storm {
            first,
            last,
            tries: self.tries.len(),
            millis: time / 1000,
        })
    }
}

/// When a caller wrote.
#[derive(Debug, Default)]
pub(super) struct Times {
    writes: VecDeque<(u64, u64, u64)>,
}

impl Times {
    /// The write that was still being answered when this one began.
    pub(super) fn take(&mut self, exchange: &Exchange) -> Option<u64> {
        // Of one without a reply it is not known until when the caller waited.
        let shape = exchange.shape.as_ref();
        let mutates = shape.is_some_and(|shape| shape.method.mutates());
        if !mutates || !exchange.reached {
            return None;
        }
        let (number, started, ended) = (exchange.number, exchange.started, exchange.ended);
        let mut others = self.writes.iter();
        let beside = others
            .find(|(other, began, until)| *other != number && *began < ended && started < *until);
        let beside = beside.map(|(other, ..)| *other);
        self.writes.push_back((number, started, ended));
        if self.writes.len() > WRITES {
            self.writes.pop_front();
        }
        beside
    }
}
