//! V1: the gate by itself.
use std::{
    pin::Pin,
    task::{Context, Poll, Waker},
};

use proptest::prelude::*;

use super::*;

fn gate(calls: usize, account_calls: usize, waiting: usize) -> Gate {
    Gate::new(&Limits {
        calls,
        account_calls,
        waiting,
        ..Limits::default()
    })
}

/// One call and what became of it.
enum Call<'g> {
    Waits(Pin<Box<dyn Future<Output = Result<Pass<'g>, Busy>> + 'g>>),
    Runs { _pass: Pass<'g> },
    Over,
}

impl Call<'_> {
    fn look(&mut self) {
        if let Self::Waits(entering) = self {
            match entering
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()))
            {
                Poll::Ready(Ok(_pass)) => *self = Self::Runs { _pass },
                Poll::Ready(Err(Busy)) => *self = Self::Over,
                Poll::Pending => {}
            }
        }
    }
}

/// Calls of accounts `a`, `b`, … on one gate.
struct Calls<'g> {
    gate: &'g Gate,
    accounts: &'g [Account],
    calls: Vec<(usize, Call<'g>)>,
}

impl<'g> Calls<'g> {
    fn enter(&mut self, account: usize) {
        let entering = Box::pin(self.gate.enter(&self.accounts[account]));
        self.calls.push((account, Call::Waits(entering)));
        self.look();
    }

    fn end(&mut self, index: usize) {
        self.calls[index].1 = Call::Over;
        self.look();
    }

    fn look(&mut self) {
        // Twice, since a later one may turn an earlier one away.
        for _ in 0..2 {
            self.calls.iter_mut().for_each(|(_, call)| call.look());
        }
    }

    /// A letter for each call, in the order in which they came: capital while it runs, small while
    /// it waits, a dot once it is over.
    fn shown(&self) -> String {
        let letter = |account: usize| char::from(b'a' + account as u8);
        self.calls
            .iter()
            .map(|(account, call)| match call {
                Call::Waits(_) => letter(*account),
                Call::Runs { .. } => letter(*account).to_ascii_uppercase(),
                Call::Over => '.',
            })
            .collect()
    }

    fn count(&self, is: impl Fn(usize, &Call<'_>) -> bool) -> usize {
        self.calls
            .iter()
            .filter(|(account, call)| is(*account, call))
            .count()
    }
}

fn accounts() -> Vec<Account> {
    let name = |name| Account::new(name).expect("a name");
    ["a", "b", "c", "d"].map(name).to_vec()
}

/// Plays a script: a letter is a call of that account, a digit ends the call of that number.
#[track_caller]
fn check(gate: &Gate, script: &str, expected: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let runtime = runtime.expect("a runtime");
    let _entered = runtime.enter();
    let accounts = accounts();
    let mut calls = Calls {
        gate,
        accounts: &accounts,
        calls: Vec::new(),
    };
    for step in script.bytes() {
        match step {
            b'0'..=b'9' => calls.end(usize::from(step - b'0')),
            letter => calls.enter(usize::from(letter - b'a')),
        }
    }
    assert_eq!(calls.shown(), expected, "{script}");
}

#[test]
fn accounts_take_turns() {
    check(&gate(1, 1, 100), "aaab", "Aaab");
    check(&gate(1, 1, 100), "aaab0", ".Aab");
    check(&gate(1, 1, 100), "aaab01", "..aB");
    check(&gate(1, 1, 100), "aaab013", "..A.");
    // Free room is used, however much each account already has.
    check(&gate(4, 4, 100), "aaaab", "AAAAb");
}

#[test]
fn an_account_leaves_room_for_others() {
    check(&gate(4, 2, 100), "aaaab", "AAaaB");
    check(&gate(4, 2, 100), "aaaab0", ".AAaB");
    check(&gate(4, 2, 100), "aaaabbb", "AAaaBBb");
}

#[test]
fn the_longest_queue_is_cut() {
    check(&gate(1, 1, 3), "aaaaa", "Aaaa.");
    check(&gate(1, 1, 3), "aaaab", "Aaa.b");
    check(&gate(1, 1, 3), "aaaabc", "Aa..bc");
    check(&gate(1, 1, 3), "aaaabcd", "Aa..bc.");
    check(&gate(1, 1, 0), "ab", "A.");
}

#[test]
fn whoever_leaves_the_queue_is_not_waited_for() {
    check(&gate(1, 1, 100), "aab10", "..B");
    check(&gate(1, 1, 100), "abab10", "..aB");
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_ever() {
    let limits = Limits {
        calls: 1,
        waiting_time: Duration::from_secs(3),
        ..Limits::default()
    };
    let (gate, accounts) = (Gate::new(&limits), accounts());
    let pass = gate.enter(&accounts[0]).await.expect("room");
    assert_eq!(gate.enter(&accounts[1]).await.err(), Some(Busy));
    drop(pass);
    assert!(gate.enter(&accounts[1]).await.is_ok());
}

proptest! {
    /// However calls come and go: no more run than may, nobody waits while there is room for them,
    /// and in the end nothing is left.
    #[test]
    fn room_is_neither_lost_nor_overdrawn(
        steps in prop::collection::vec((0..4_usize, any::<bool>(), any::<prop::sample::Index>()), 1..80),
        (most, own, waiting) in (1..5_usize, 1..5_usize, 0..8_usize),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let _entered = runtime.enter();
        let (gate, accounts) = (gate(most, own, waiting), accounts());
        let mut calls = Calls { gate: &gate, accounts: &accounts, calls: Vec::new() };
        for (account, comes, index) in steps {
            if comes || calls.calls.is_empty() {
                calls.enter(account);
            } else {
                // Sometimes one that waits, or one that was let through and does not know it yet.
                let index = index.index(calls.calls.len());
                calls.calls[index].1 = Call::Over;
                if account > 0 {
                    calls.look();
                }
            }
        }
        calls.look();
        let running = calls.count(|_, call| matches!(call, Call::Runs { .. }));
        prop_assert!(running <= most, "{}", calls.shown());
        prop_assert!(calls.count(|_, call| matches!(call, Call::Waits(_))) <= waiting);
        for account in 0..4 {
            let is = |other, call: &Call<'_>| other == account && matches!(call, Call::Runs { .. });
            let runs = calls.count(is);
            prop_assert!(runs <= own);
            let waits = calls.count(|other, call| other == account && matches!(call, Call::Waits(_)));
            prop_assert!(waits == 0 || running == most || runs == own, "{}", calls.shown());
        }
        drop(calls);
        let state = gate.lock();
        prop_assert_eq!((state.running, state.waiting, state.turns.len(), state.accounts.len()), (0, 0, 0, 0));
    }
}
