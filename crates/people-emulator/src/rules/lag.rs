//! Reads that answer what they answered before a write (rule `X8`).
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use people_http::Call;
use people_server::{Failure, Reply};
use people_store::Account;
use tokio::time::Instant;

use crate::then::Lag;

/// What reads answered before, for one rule.
#[derive(Debug, Default)]
pub(super) struct Before(Mutex<Memory>);

#[derive(Debug, Default)]
struct Memory {
    reads: VecDeque<Read>,
    bytes: usize,
    /// When an account last changed something.
    writes: HashMap<Account, Instant>,
}

#[derive(Debug)]
struct Read {
    account: Account,
    call: Call,
    answer: Answer,
    /// How often it was answered since the answer would have been another one.
    stale: u64,
}

type Answer = Result<Reply, Failure>;

/// Reads that are remembered, and bytes of their replies.
const MOST: usize = 256;
const MOST_BYTES: usize = 32 << 20;

impl Before {
    /// Notes that an account changed something.
    pub(super) fn written(&self, account: &Account) {
        self.memory().writes.insert(account.clone(), Instant::now());
    }

    /// Forgets all answers.
    pub(super) fn forget(&self) {
        *self.memory() = Memory::default();
    }

    /// What a read answers: `now`, or what it answered before the last write. Says also whether that differs.
    pub(super) fn answer(
        &self,
        lag: Lag,
        account: &Account,
        call: &Call,
        now: Answer,
    ) -> (Answer, bool) {
        let mut memory = self.memory();
        let written = memory.writes.get(account).copied();
        let is_this = |read: &Read| read.account == *account && read.call == *call;
        let Some(at) = memory.reads.iter().position(is_this) else {
            memory.remember(account, call, &now);
            return (now, false);
        };
        let read = &mut memory.reads[at];
        if is_same(&read.answer, &now) {
            read.stale = 0;
            return (now, false);
        }
        read.stale += 1;
        let lags = match lag {
            Lag::Time(time) => written.is_some_and(|written| written.elapsed() < time),
            Lag::Reads(reads) => read.stale <= reads,
        };
        if lags {
            return (read.answer.clone(), true);
        }
        if let Some(read) = memory.reads.remove(at) {
            memory.bytes -= bytes(&read.answer);
        }
        memory.remember(account, call, &now);
        (now, false)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    fn remember(&mut self, account: &Account, call: &Call, answer: &Answer) {
        self.bytes += bytes(answer);
        self.reads.push_back(Read {
            account: account.clone(),
            call: call.clone(),
            answer: answer.clone(),
            stale: 0,
        });
        while self.reads.len() > MOST || self.bytes > MOST_BYTES {
            let Some(oldest) = self.reads.pop_front() else {
                break;
            };
            self.bytes -= bytes(&oldest.answer);
        }
    }
}

fn bytes(answer: &Answer) -> usize {
    answer.as_ref().map_or(0, |reply| reply.body.len())
}

fn is_same(one: &Answer, other: &Answer) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one.body == other.body,
        (Err(one), Err(other)) => one == other,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    }
}
