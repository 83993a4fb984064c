//! Finds out what a program lost, and what it does that will lose data.
//!
//! It notes requests when their replies are made, mostly after they are sent: see [`Records`]. It examines them when
//! somebody asks, or when many have been noted.
//!
//! [`Records`]: crate::records::Records
mod account;
mod created;
mod exchange;
mod finding;
mod groups;
mod history;
mod knowledge;
mod loss;
mod noting;
mod overwritten;
mod photos;
mod repeated;
mod synced;
mod telling;

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;
use people_server::Written;
use people_store::Account;
use serde::Serialize;
use tokio::{
    runtime::Handle,
    sync::{Notify, futures::Notified},
};

use self::account::Watch;
pub(crate) use self::{
    exchange::{Author, Exchange, Original, Outcome},
    finding::Finding,
    noting::{Calls, Ending, LARGEST_BODY, Noted, somebody_else},
};
pub use self::{
    finding::{Grade, UnknownGrade},
    noting::Watcher,
};

/// The most bytes of exchanges that wait until somebody asks: few, so that what they hold is still in the processor's
/// cache. More than that is examined beside the requests.
const NOTED: usize = 256 << 10;
/// Bytes of exchanges that wait at all.
const MOST_NOTED: usize = 32 << 20;
/// Bytes of what is known of all callers.
const KNOWLEDGE: usize = 64 << 20;
/// The most accounts that are distinguished at the same time.
const ACCOUNTS: usize = 10_000;

/// The findings of all accounts.
pub(crate) struct Findings {
    /// When time began.
    began: std::time::Instant,
    noted: Mutex<Waiting>,
    watched: Mutex<Watched>,
    changed: Notify,
    /// Whether a thread looks at what was noted.
    looking: AtomicBool,
}

/// What is not looked at yet.
#[derive(Default)]
struct Waiting {
    events: VecDeque<Event>,
    bytes: usize,
}

enum Event {
    Exchange(Box<Exchange>),
    Forget(Account),
}

#[derive(Default)]
struct Watched {
    accounts: HashMap<Account, (u64, Watch)>,
    /// Of the last finding.
    number: u64,
    /// Of the last event.
    turn: u64,
    /// Whether accounts were forgotten.
    forgot: bool,
}

/// Which findings a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) account: Option<Account>,
    pub(crate) test: Option<String>,
    /// This grade and worse.
    pub(crate) grade: Grade,
}

/// The findings that a filter lets through.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Found {
    pub(crate) findings: Vec<Finding>,
    /// Findings of the accounts for which there was no room.
    #[serde(skip_serializing_if = "is_zero")]
    pub(crate) left_out: u64,
}

impl Filter {
    fn takes(&self, finding: &Finding) -> bool {
        self.account
            .as_ref()
            .is_none_or(|it| *it == finding.account)
            && self.of_test(finding.test.as_deref())
            && finding.grade >= self.grade
    }

    fn of_test(&self, test: Option<&str>) -> bool {
        self.test
            .as_deref()
            .is_none_or(|wanted| test == Some(wanted))
    }
}

impl Default for Findings {
    fn default() -> Self {
        Self {
            began: std::time::Instant::now(),
            noted: Mutex::default(),
            watched: Mutex::default(),
            changed: Notify::default(),
            looking: AtomicBool::default(),
        }
    }
}

impl Findings {
    /// Microseconds from when it began to this moment.
    pub(crate) fn at(&self, moment: std::time::Instant) -> u64 {
        let passed = moment.saturating_duration_since(self.began);
        u64::try_from(passed.as_micros()).unwrap_or(u64::MAX)
    }

    /// Notes an exchange that has ended.
    pub(crate) fn note(self: &Arc<Self>, exchange: Exchange) {
        let bytes = weight(&exchange);
        let mut noted = lock(&self.noted);
        noted.bytes += bytes;
        noted.events.push_back(Event::Exchange(Box::new(exchange)));
        let bytes = noted.bytes;
        drop(noted);
        if bytes > MOST_NOTED {
            self.look();
        } else if bytes > NOTED && !self.looking.swap(true, Ordering::AcqRel) {
            let looking = Looking(Arc::clone(self));
            // Without a runtime it looks here.
            if let Ok(runtime) = Handle::try_current() {
                runtime.spawn_blocking(move || drop(looking));
            }
        }
    }

    /// Wakes those who wait for findings. They look at once, so the caller holds no lock.
    pub(crate) fn tell(&self) {
        self.changed.notify_waiters();
    }

    /// Forgets what callers know about an account, because its state was replaced.
    pub(crate) fn forget(&self, account: Account) {
        lock(&self.noted).events.push_back(Event::Forget(account));
    }

    /// The findings up to now, those included that a later request may withdraw.
    pub(crate) fn all(&self, filter: &Filter) -> Found {
        self.select(filter, true)
    }

    /// Those that no later request withdraws.
    pub(crate) fn settled(&self, filter: &Filter) -> Found {
        self.select(filter, false)
    }

    /// Completes once there may be another finding. It listens from now on, and not from the first poll.
    pub(crate) fn changed(&self) -> Notified<'_> {
        self.changed.notified()
    }

    /// Removes findings. What callers know stays known.
    pub(crate) fn clear(&self, filter: &Filter) {
        self.look();
        let mut watched = lock(&self.watched);
        for (account, (_, watch)) in &mut watched.accounts {
            if filter.account.as_ref().is_none_or(|it| it == account) {
                watch.clear(|finding| filter.takes(finding), filter.test.as_deref());
            }
        }
    }

    fn select(&self, filter: &Filter, open: bool) -> Found {
        self.look();
        let watched = lock(&self.watched);
        let mut found = Found::default();
        for (account, (_, watch)) in &watched.accounts {
            if filter.account.as_ref().is_some_and(|it| it != account) {
                continue;
            }
            found.left_out += watch.left_out;
            let settled = watch.findings.iter().filter(|it| filter.takes(it));
            found.findings.extend(settled.cloned());
            if open {
                let open = watch.open(account).into_iter();
                found.findings.extend(open.filter(|it| filter.takes(it)));
            }
        }
        // Those that may be withdrawn come last.
        let order = |finding: &Finding| (finding.number == 0, finding.number);
        found.findings.sort_by_key(order);
        found
    }

    /// Examines everything that was noted, in the order in which it ended.
    fn look(&self) {
        let mut watched = lock(&self.watched);
        let events = std::mem::take(&mut *lock(&self.noted)).events;
        for event in events {
            watched.take(event);
        }
    }
}

/// Looks at what was noted when it is dropped.
struct Looking(Arc<Findings>);

impl Drop for Looking {
    fn drop(&mut self) {
        // Before it looks: what is noted from now on is for another look.
        self.0.looking.store(false, Ordering::Release);
        self.0.look();
    }
}

impl Watched {
    fn take(&mut self, event: Event) {
        match event {
            Event::Forget(account) => {
                if let Some((_, watch)) = self.accounts.get_mut(&account) {
                    watch.forget();
                }
            }
            Event::Exchange(exchange) => {
                self.turn += 1;
                let account = exchange.account.clone();
                let forgot = self.forgot;
                let known = self.accounts.entry(account);
                let (turn, watch) = known.or_insert_with(|| (0, Watch::new(forgot)));
                *turn = self.turn;
                watch.take(&exchange, &mut self.number);
                if self.turn.is_multiple_of(256) {
                    self.shrink();
                }
            }
        }
    }

    /// Forgets the accounts whose last call is the longest ago. Their findings go with them.
    fn shrink(&mut self) {
        let mut bytes: usize = self.accounts.values().map(|(_, it)| it.bytes()).sum();
        if bytes <= KNOWLEDGE && self.accounts.len() <= ACCOUNTS {
            return;
        }
        let mut order: Vec<(u64, Account)> = self
            .accounts
            .iter()
            .map(|(account, (turn, _))| (*turn, account.clone()))
            .collect();
        order.sort_unstable_by_key(|(turn, _)| *turn);
        for (_, account) in order {
            if bytes <= KNOWLEDGE / 2 && self.accounts.len() <= ACCOUNTS {
                return;
            }
            if let Some((_, watch)) = self.accounts.get_mut(&account) {
                bytes -= watch.bytes();
                watch.drop_knowledge();
                if watch.findings.is_empty() || self.accounts.len() > ACCOUNTS {
                    self.accounts.remove(&account);
                    self.forgot = true;
                }
            }
        }
    }
}

/// Shows no contact's data.
impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Findings").finish_non_exhaustive()
    }
}

fn weight(exchange: &Exchange) -> usize {
    let body = exchange.body().map_or(0, Bytes::len);
    let (reply, rows) = (exchange.outcome.bytes(), bytes_of_rows(&exchange.written));
    size_of::<Exchange>() + body + reply + rows
}

/// Bytes of the rows as they were before, and as they are now.
fn bytes_of_rows(written: &[Written]) -> usize {
    let rows = written.iter().flat_map(|it| [&it.before, &it.after]);
    rows.flatten().map(|it| it.row.record.body.len()).sum()
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[cfg(test)]
mod tests;
