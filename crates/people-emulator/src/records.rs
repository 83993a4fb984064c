//! What an emulator keeps of requests: the journal and the findings, and the drafts of what neither of them has yet.
//!
//! To take credentials out of two heads, to copy two bodies, and to build what the journal and the findings keep of
//! them, is much of what an emulator adds to the time of a request. The caller need not wait for it. So a request only
//! leaves a [`Draft`] behind, and a task writes the drafts down. With HTTP/1 and several threads, the runtime mostly
//! runs that task right after the one that sends the reply, on the same thread.
//!
//! Programs see no difference. [`Records::journal`] and [`Records::findings`] first write down what is waiting, and all
//! code that reads the two calls these functions. So a program that has its reply finds its request there.
//! There is one queue, and one who writes at a time, so that the requests that may wait are written down in the order
//! in which they ended. One that may not wait is written down before its reply is sent. While its bodies are copied,
//! others that end later may come before it.
use std::{
    collections::VecDeque,
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use people_store::Account;
use tokio::runtime::Handle;

use crate::{
    draft::Draft,
    findings::{Findings, lock},
    journal::Journal,
};

/// Drafts, at which no more may wait. A runtime that is busy may not come to the task for a long time.
const DRAFTS: usize = 64;
/// Bytes that they hold, at which no more may wait.
const MOST_BYTES: usize = 256 << 10;

/// The journal and the findings of an emulator, and the drafts of what they get next.
pub(crate) struct Records {
    journal: Journal,
    findings: Arc<Findings>,
    drafts: Mutex<Drafts>,
    /// The thread that holds it writes drafts down, and no other thread does.
    writing: Mutex<()>,
    /// Whether a task will write down the drafts that wait now.
    is_coming: AtomicBool,
}

/// The drafts that wait, in the order in which the requests ended.
#[derive(Default)]
struct Drafts {
    drafts: VecDeque<Draft>,
    /// Of all of them.
    bytes: usize,
}

impl Records {
    pub(crate) fn new(journal: Journal) -> Self {
        Self {
            journal,
            findings: Arc::default(),
            drafts: Mutex::default(),
            writing: Mutex::default(),
            is_coming: AtomicBool::default(),
        }
    }

    /// The journal, with all requests that have ended.
    pub(crate) fn journal(&self) -> &Journal {
        self.write_down();
        &self.journal
    }

    /// The findings, with all requests that have ended.
    pub(crate) fn findings(&self) -> &Arc<Findings> {
        self.write_down();
        &self.findings
    }

    /// Whether the journal keeps requests at all.
    pub(crate) fn has_journal(&self) -> bool {
        self.journal.is_kept()
    }

    /// Bytes of a body that the journal keeps.
    pub(crate) fn largest_body(&self) -> usize {
        self.journal.largest_body()
    }

    /// Forgets what callers know about an account, because its state was replaced.
    pub(crate) fn forget(&self, account: &Account) {
        self.findings().forget(account.clone());
    }

    /// Notes a request that has ended. It is written down soon, or now if it may not wait.
    pub(crate) fn note(self: &Arc<Self>, draft: Draft) {
        if !draft.may_wait() {
            // Its bodies may be large. They are copied before this takes the turn, so that other threads can have it.
            let notes = draft.notes(&self.journal, &self.findings);
            let turn = lock(&self.writing);
            self.write_all();
            notes.add_to(&self.journal, &self.findings);
            drop(turn);
            self.tell();
            return;
        }
        let is_full = lock(&self.drafts).push(draft);
        if is_full {
            self.write_down();
        } else if !self.is_coming.swap(true, Ordering::AcqRel) {
            let turn = Turn(Arc::clone(self));
            // Without a runtime the turn is dropped here.
            if let Ok(runtime) = Handle::try_current() {
                runtime.spawn(async move { drop(turn) });
            }
        }
    }

    /// Writes down what is waiting. If somebody does that already, waits until it is done.
    fn write_down(&self) {
        let turn = lock(&self.writing);
        let written = self.write_all();
        drop(turn);
        if written > 0 {
            self.tell();
        }
    }

    /// Wakes those who wait for more. They look at once and need the turn, so it has to be over.
    fn tell(&self) {
        self.journal.tell();
        self.findings.tell();
    }

    /// For who has the turn: writes down what is waiting now. What comes meanwhile is for the next turn, or this one
    /// would have no end. Returns how many there were.
    fn write_all(&self) -> usize {
        let waiting = lock(&self.drafts).drafts.len();
        for _ in 0..waiting {
            // Those that end meanwhile do not wait for the lock.
            let first = lock(&self.drafts).pop();
            let Some(draft) = first else { break };
            let notes = draft.notes(&self.journal, &self.findings);
            notes.add_to(&self.journal, &self.findings);
        }
        waiting
    }
}

impl Drafts {
    /// Adds one, and says whether no more may wait.
    fn push(&mut self, draft: Draft) -> bool {
        self.bytes += draft.bytes();
        self.drafts.push_back(draft);
        self.drafts.len() >= DRAFTS || self.bytes >= MOST_BYTES
    }

    fn pop(&mut self) -> Option<Draft> {
        let draft = self.drafts.pop_front()?;
        self.bytes -= draft.bytes();
        Some(draft)
    }
}

/// Writes down what is waiting when it is dropped: by a task that ran, or by a runtime that ends and runs none.
struct Turn(Arc<Records>);

impl Drop for Turn {
    fn drop(&mut self) {
        // Before it looks: whoever adds a draft from now on sends another task.
        self.0.is_coming.swap(false, Ordering::AcqRel);
        self.0.write_down();
    }
}

/// Shows nothing that a program sent or got: a draft has its credentials.
impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Records").finish_non_exhaustive()
    }
}
