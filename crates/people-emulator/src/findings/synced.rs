//! `SYNC_ABANDONED`: a sync that ended at an expired token, or before its last page.
use std::collections::BTreeMap;

use people_model::Method;

use super::{
    exchange::{Exchange, Outcome},
    finding::Grade,
};

/// The most lists of a caller that are kept.
const LISTS: usize = 64;

/// How far a caller has come with each list that it syncs.
#[derive(Debug, Default)]
pub(super) struct Synced {
    open: BTreeMap<Method, Open>,
}

/// A sync that has to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) number: u64,
    pub(super) why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// The sync token has expired.
    Expired,
    /// There is another page, under this token.
    Page(String),
}

impl Why {
    pub(super) fn grade(&self) -> Grade {
        match self {
            Self::Expired => Grade::Error,
            Self::Page(_) => Grade::Warning,
        }
    }
}

impl Synced {
    pub(super) fn take(&mut self, exchange: &Exchange) {
        let Some((method, list)) = exchange.list() else {
            return;
        };
        let expired = matches!(
            exchange.outcome,
            Outcome::Failed {
                rule: Some("Y3"),
                ..
            }
        );
        let number = exchange.number;
        if expired && exchange.reached && !list.sync_token.is_empty() {
            let why = Why::Expired;
            self.open.insert(method, Open { number, why });
        } else if let Some((whole, _)) = exchange.seen_reply() {
            let starts = list.page_token.is_empty();
            match self.open.get(&method).map(|open| &open.why) {
                // A list from the start has everything, unless it is a sync as well.
                Some(Why::Expired) if !(starts && list.sync_token.is_empty()) => return,
                // Another list under the same name goes on.
                Some(Why::Page(token)) if !starts && *token != list.page_token => return,
                Some(Why::Expired | Why::Page(_)) | None => {}
            }
            let follows = self.open.remove(&method).is_some() && !starts;
            let next = whole["nextPageToken"].as_str().unwrap_or_default();
            let syncs = list.asks_for_sync_token || !list.sync_token.is_empty() || follows;
            if syncs && !next.is_empty() && self.open.len() < LISTS {
                let why = Why::Page(next.to_owned());
                self.open.insert(method, Open { number, why });
            }
        }
    }

    /// The syncs that have not gone on.
    pub(super) fn open(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }

    pub(super) fn clear(&mut self) {
        self.open.clear();
    }
}
