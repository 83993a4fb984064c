//! Rules: what calls meet besides the API (rules `X7` to `X9`).
mod edit;
mod failure;
mod form;
mod lag;
mod once;

use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use people_http::{Call, Returns};
use people_model::{Code, Message, SearchResponse};
use people_server::{Api, Caller, Failure, Reply};
use people_store::Account;
use serde_json::{Value, json};

pub use self::form::{InvalidRules, Rules};
use self::lag::Before;
pub(crate) use self::{
    form::{Match, Rule},
    once::once,
};
use crate::{
    context::{Context, Fired},
    findings::somebody_else,
    then::{self, Then, When},
};

/// The rules of an emulator, with what became of each.
#[derive(Debug, Default)]
pub(crate) struct Engine {
    state: Mutex<State>,
    /// Whether there are rules that are on: without any, a call needs to know nothing else.
    busy: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    rules: Vec<Arc<Held>>,
    /// The id of the last rule.
    last: u64,
}

/// A rule, and what became of it.
#[derive(Debug)]
struct Held {
    id: u64,
    rule: Rule,
    /// Whether it is on: one that is off sees no call.
    enabled: AtomicBool,
    counts: Mutex<Counts>,
    /// For a lag.
    before: Before,
}

#[derive(Debug, Default)]
struct Counts {
    /// Calls that match.
    seen: u64,
    fired: u64,
    /// Accounts whose searches are warm, with the method.
    warm: Vec<(Account, people_model::Method)>,
    /// Why the last edit could not be made.
    error: Option<String>,
}

impl Engine {
    /// Replaces the rules that `of` means by these.
    pub(crate) fn replace(&self, of: &Match, rules: Vec<Rule>) {
        let mut state = self.state();
        state.rules.retain(|held| !of.covers(&held.rule.filter));
        self.append(&mut state, rules);
    }

    /// Adds rules behind the others.
    pub(crate) fn add(&self, rules: Vec<Rule>) {
        self.append(&mut self.state(), rules);
    }

    fn append(&self, state: &mut State, rules: Vec<Rule>) {
        for rule in rules {
            state.last += 1;
            state.rules.push(Arc::new(Held {
                id: state.last,
                enabled: AtomicBool::new(rule.enabled),
                rule,
                counts: Mutex::default(),
                before: Before::default(),
            }));
        }
        self.know_busy(state);
    }

    /// Removes the rules that `of` means, and says how many there were.
    pub(crate) fn remove(&self, of: &Match) -> usize {
        let mut state = self.state();
        let before = state.rules.len();
        state.rules.retain(|held| !of.covers(&held.rule.filter));
        self.know_busy(&state);
        before - state.rules.len()
    }

    /// A rule, with how often it fired and what is left.
    pub(crate) fn get(&self, id: u64) -> Option<Value> {
        let state = self.state();
        let held = state.rules.iter().find(|held| held.id == id)?;
        Some(held.to_json())
    }

    /// Turns a rule on or off. Its counts stay.
    pub(crate) fn enable(&self, id: u64, enabled: bool) -> Option<Value> {
        let state = self.state();
        let held = state.rules.iter().find(|held| held.id == id)?;
        if held.enabled.swap(enabled, Ordering::AcqRel) != enabled {
            // What it knows of reads is from before it was off.
            held.before.forget();
        }
        self.know_busy(&state);
        Some(held.to_json())
    }

    /// Removes a rule. Says whether there was one.
    pub(crate) fn remove_one(&self, id: u64) -> bool {
        let mut state = self.state();
        let before = state.rules.len();
        state.rules.retain(|held| held.id != id);
        self.know_busy(&state);
        state.rules.len() < before
    }

    /// `state` is that of the engine.
    fn know_busy(&self, state: &State) {
        let is_busy = state.rules.iter().any(|held| held.is_enabled());
        self.busy.store(is_busy, Ordering::Release);
    }

    /// The rules that `of` means, each with how often it fired and what is left.
    pub(crate) fn list(&self, of: &Match) -> Vec<Value> {
        let state = self.state();
        let rules = state.rules.iter();
        let rules = rules.filter(|held| of.covers(&held.rule.filter));
        rules.map(|held| held.to_json()).collect()
    }

    /// Whether a call may meet a rule: one that is on, or one that the request has for itself.
    pub(crate) fn has_any(&self, context: Option<&Context>) -> bool {
        self.busy.load(Ordering::Acquire) || context.is_some_and(Context::has_once)
    }

    /// Makes a call, and what the rules have for it.
    pub(crate) async fn call<A: Api>(
        &self,
        api: &A,
        caller: &Caller,
        call: Call,
        context: Option<&Context>,
    ) -> Result<Reply, Failure> {
        let once = context.map(Context::take_once).unwrap_or_default();
        if context.is_some_and(|context| context.known().broken.is_some()) {
            // An earlier call of this batch broke the connection.
            return Err(Failure::of(Code::Unavailable));
        }
        let test = context.and_then(|context| context.test.as_deref());
        let (mut firing, lags) = self.firing(&caller.account, &call, test);
        let once = once.into_iter().map(|then| Firing { held: None, then });
        firing.splice(0..0, once);

        for Firing { held, then } in firing {
            let mut fired = Fired {
                rule: held.as_ref().map(|held| held.id),
                error: None,
            };
            let answer = match &then {
                Then::Delay(time) => {
                    tokio::time::sleep(*time).await;
                    None
                }
                Then::Edit(edit) => {
                    let edited = somebody_else(edit::commit(api, caller, edit)).await;
                    if let Err(failed) = edited {
                        let error = failed.status().message.clone();
                        if let Some(held) = &held {
                            held.failed(&error);
                        }
                        fired.error = Some(error);
                    }
                    None
                }
                Then::Fail { error, retry_after } => {
                    Some(Err(failure::failure(*error, &call, *retry_after)))
                }
                Then::WarmUp => Some(Ok(Reply::new("{}", SearchResponse::DESCRIPTOR))),
                Then::Page(_) | Then::Drop(When::Before) => {
                    Some(Err(Failure::of(Code::Unavailable)))
                }
                // When there is an answer.
                Then::Drop(When::After | When::Body) | Then::Lag(_) => None,
            };
            if let Some(context) = context {
                let mut known = context.known();
                known.fired.push(fired);
                if let Then::Page(_) | Then::Drop(_) = then {
                    known.broken = Some(then);
                }
            }
            if let Some(answer) = answer {
                return answer;
            }
        }
        self.lagging(api, caller, call, &lags, context).await
    }

    /// Makes a call that may lag behind.
    async fn lagging<A: Api>(
        &self,
        api: &A,
        caller: &Caller,
        call: Call,
        lags: &[Arc<Held>],
        context: Option<&Context>,
    ) -> Result<Reply, Failure> {
        let account = &caller.account;
        if call.method().mutates() {
            let answer = api.call(caller, call).await;
            if answer.is_ok() {
                let rules = self.state().rules.clone();
                let lags = rules.iter();
                let lags =
                    lags.filter(|held| held.is_enabled() && matches!(held.rule.then, Then::Lag(_)));
                lags.for_each(|held| held.before.written(account));
            }
            return answer;
        }
        let [held, ..] = lags else {
            return api.call(caller, call).await;
        };
        let Then::Lag(lag) = held.rule.then else {
            return api.call(caller, call).await;
        };
        let now = api.call(caller, call.clone()).await;
        let (answer, fires) = held.before.answer(lag, account, &call, now);
        if fires {
            held.counts().fired += 1;
            if let Some(context) = context {
                context.known().fired.push(Fired {
                    rule: Some(held.id),
                    error: None,
                });
            }
        }
        answer
    }

    /// The rules that fire at a call, up to the first that answers it, and those whose reads lag.
    fn firing(
        &self,
        account: &Account,
        call: &Call,
        test: Option<&str>,
    ) -> (Vec<Firing>, Vec<Arc<Held>>) {
        let (mut firing, mut lags) = (Vec::new(), Vec::new());
        // Under the lock, so that calls at the same time are counted one after the other.
        let state = self.state();
        for held in &state.rules {
            let rule = &held.rule;
            if !held.is_enabled()
                || !rule.filter.matches(account, call.method(), test)
                || !applies(&rule.then, call)
            {
                continue;
            }
            let mut counts = held.counts();
            let is_spent = |counts: &Counts| rule.times.is_some_and(|times| counts.fired >= times);
            if is_spent(&counts) {
                continue;
            }
            counts.seen += 1;
            if counts.seen <= rule.filter.after {
                continue;
            }
            match &rule.then {
                // It fires when an answer is another one.
                Then::Lag(_) => {
                    lags.push(Arc::clone(held));
                    continue;
                }
                Then::WarmUp => {
                    let search = (account.clone(), call.method());
                    if cached_query(call).as_deref() == Some("") {
                        counts.warm.push(search);
                        continue;
                    }
                    if counts.warm.contains(&search) {
                        continue;
                    }
                }
                _ => {}
            }
            counts.fired += 1;
            firing.push(Firing {
                held: Some(Arc::clone(held)),
                then: rule.then.clone(),
            });
            if rule.then.answers() {
                break;
            }
        }
        (firing, lags)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What fires at a call; without a rule it was asked for in a header field.
struct Firing {
    held: Option<Arc<Held>>,
    then: Then,
}

impl Held {
    fn is_enabled(&self) -> bool {
        self.enabled.load(Ordering::Acquire)
    }

    /// The edit could not be made: it counts as one that did not fire.
    fn failed(&self, error: &str) {
        let mut counts = self.counts();
        counts.fired -= 1;
        counts.error = Some(error.to_owned());
    }

    fn to_json(&self) -> Value {
        let counts = self.counts();
        let mut rule = json!({
            "id": self.id,
            "enabled": self.is_enabled(),
            "match": self.rule.form["match"],
            "then": self.rule.form["then"],
            "seen": counts.seen,
            "fired": counts.fired,
        });
        if let Some(times) = self.rule.times {
            rule["times"] = times.into();
            rule["left"] = times.saturating_sub(counts.fired).into();
        }
        if let Some(error) = &counts.error {
            rule["error"] = error.as_str().into();
        }
        rule
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Then {
    /// Whether the API is not asked.
    fn answers(&self) -> bool {
        match self {
            Self::Fail { .. } | Self::Page(_) | Self::Drop(When::Before) | Self::WarmUp => true,
            Self::Delay(_) | Self::Drop(_) | Self::Lag(_) | Self::Edit(_) => false,
        }
    }
}

/// Whether a rule can do anything to a call.
fn applies(then: &Then, call: &Call) -> bool {
    match then {
        Then::Fail {
            error: then::Error::ExpiredSyncToken,
            ..
        } => {
            let list = call.shape().list;
            list.is_some_and(|list| !list.sync_token.is_empty())
        }
        Then::Lag(_) => !call.method().mutates(),
        Then::WarmUp => cached_query(call).is_some(),
        Then::Fail { .. } | Then::Page(_) | Then::Delay(_) | Then::Drop(_) | Then::Edit(_) => true,
    }
}

/// What a search asks for, if it has a cache to warm up: a directory has none.
fn cached_query(call: &Call) -> Option<Cow<'_, str>> {
    let shape = call.shape();
    match shape.returns {
        Returns::People { .. } | Returns::OtherContacts(_) => shape.search,
        Returns::DirectoryPeople(_) | Returns::Groups(_) | Returns::Nothing => None,
    }
}
