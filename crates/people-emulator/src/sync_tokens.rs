//! Sync tokens that programs got: what they hold, and their end (rule `X61`).
use std::{
    collections::{HashSet, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use people_http::{Call, SyncedList};
use people_server::{Failure, Reply};
use people_store::Account;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::context::Context;

/// The sync tokens that programs got, the newest of them; and those that were ended.
#[derive(Debug, Default)]
pub(crate) struct SyncTokens {
    state: Mutex<State>,
    /// Whether a token was ended: without one, a call needs to know nothing else.
    has_ended: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    given: VecDeque<Arc<Given>>,
    /// The id of the last one.
    last: u64,
    ended: HashSet<Digest>,
    /// The same, the oldest first.
    in_order: VecDeque<Digest>,
}

type Digest = [u8; 32];

/// A sync token that a program got.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) id: u64,
    pub(crate) account: Account,
    /// The list that got it.
    pub(crate) list: Call,
    pub(crate) token: String,
    /// The number of the request, and its test.
    pub(crate) request: Option<u64>,
    pub(crate) test: Option<Arc<str>>,
}

/// Tokens that are listed, and tokens that stay ended.
const MOST: usize = 1_000;
const MOST_ENDED: usize = 10_000;

impl SyncTokens {
    /// Why a list gets no answer: its sync token was ended.
    pub(crate) fn refusal(&self, list: Option<&SyncedList<'_>>) -> Option<Failure> {
        if !self.has_ended.load(Ordering::Acquire) {
            return None;
        }
        let token = &*list?.sync_token;
        let is_ended = !token.is_empty() && self.state().ended.contains(&digest(token));
        is_ended.then(Failure::expired_sync_token)
    }

    /// Notes the sync token that a list got, if it got one.
    pub(crate) fn note(&self, account: &Account, list: Call, reply: &Reply, by: Option<&Context>) {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Listed {
            #[serde(default)]
            next_sync_token: String,
        }

        let listed = serde_json::from_slice::<Listed>(&reply.body);
        let token = listed.map(|it| it.next_sync_token).unwrap_or_default();
        if token.is_empty() {
            return;
        }
        let mut state = self.state();
        state.last += 1;
        if state.given.len() == MOST {
            state.given.pop_front();
        }
        let id = state.last;
        state.given.push_back(Arc::new(Given {
            id,
            account: account.clone(),
            list,
            token,
            request: by.map(|context| context.number),
            test: by.and_then(|context| context.test.clone()),
        }));
    }

    /// Those of an account, the newest first, each with whether it was ended.
    pub(crate) fn of(&self, account: &Account) -> Vec<(Arc<Given>, bool)> {
        let state = self.state();
        let own = state.given.iter().rev().filter(|it| it.account == *account);
        own.map(|it| (Arc::clone(it), state.ended.contains(&digest(&it.token))))
            .collect()
    }

    /// Ends a token of an account: its next use is refused. None if there is no such token.
    pub(crate) fn end(&self, account: &Account, id: u64) -> Option<Arc<Given>> {
        let mut state = self.state();
        let mut given = state.given.iter();
        let given = given.find(|it| it.id == id && it.account == *account)?;
        let given = Arc::clone(given);
        let digest = digest(&given.token);
        if state.ended.insert(digest) {
            state.in_order.push_back(digest);
        }
        if state.in_order.len() > MOST_ENDED
            && let Some(oldest) = state.in_order.pop_front()
        {
            state.ended.remove(&oldest);
        }
        self.has_ended.store(true, Ordering::Release);
        Some(given)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn digest(token: &str) -> Digest {
    Sha256::digest(token).into()
}
