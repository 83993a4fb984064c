//! The clock of an account (rule `J3`): `/emulator/v1/accounts/{account}/clock`.
use jiff::{Span, Timestamp, fmt::temporal::DateTimePrinter};
use people_model::Status;
use people_store::{Account, Micros};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Asked;
use crate::words::invalid;
use crate::{
    Clocks,
    clocks::{OutOfRange, RANGE},
};

/// What is done with a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OfClock {
    Read,
    Set,
    Reset,
}

/// What a clock is set to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    advance: Option<String>,
    time: Option<String>,
    freeze: Option<bool>,
}

pub(super) fn answer(
    clocks: &Clocks,
    account: &Account,
    operation: OfClock,
    asked: &Asked,
) -> Result<Value, Status> {
    asked.allow(&[])?;
    match operation {
        OfClock::Read => {}
        OfClock::Set => set(clocks, account, asked.json()?)?,
        OfClock::Reset => clocks.reset(account),
    }
    let state = clocks.state(account);
    let now = shown(state.now);
    Ok(json!({"account": account.as_str(), "now": now, "frozen": state.is_frozen}))
}

/// A time as RFC 3339 has it.
pub(super) fn shown(time: Micros) -> String {
    let time = Timestamp::from_microsecond(time).unwrap_or(Timestamp::MAX);
    DateTimePrinter::new().timestamp_to_string(&time)
}

fn set(clocks: &Clocks, account: &Account, set: Set) -> Result<(), Status> {
    let refused = |error: OutOfRange| invalid(format!("{error}."));
    let Set {
        advance,
        time,
        freeze,
    } = set;
    let by = advance.as_deref().map(span).transpose()?;
    let time = time.as_deref().map(timestamp).transpose()?;
    let before = clocks.setting(account);
    // First, so that a clock that stands shows the time that it is set to, and not a little more.
    if let Some(freeze) = freeze {
        clocks.freeze(account, freeze);
    }
    let moved = match (by, time) {
        (None, None) if freeze.is_none() => return Err(invalid(FORMS)),
        (None, None) => Ok(()),
        (Some(_), Some(_)) => {
            clocks.restore(account, before);
            return Err(invalid(
                "A clock is moved by `advance` or set to `time`, not both.",
            ));
        }
        (Some(by), None) => clocks.advance(account, by),
        (None, Some(time)) => clocks.set(account, time.as_microsecond()),
    };
    moved.map_err(|error| {
        clocks.restore(account, before);
        refused(error)
    })
}

fn timestamp(text: &str) -> Result<Timestamp, Status> {
    text.parse().map_err(|error| {
        let form = "2026-05-01T12:00:00Z";
        invalid(format!(
            "`time`: `{text}` is no time such as {form}, from {RANGE}: {error}."
        ))
    })
}

fn span(text: &str) -> Result<Span, Status> {
    let span: Span = text.parse().map_err(|error| {
        invalid(format!(
            "`advance`: `{text}` is no duration such as P8D or PT90S: {error}. A clock shows times from {RANGE}."
        ))
    })?;
    match span.is_negative() {
        true => Err(invalid(
            "`advance` moves a clock on. Set it back with `time`.",
        )),
        false => Ok(span),
    }
}

const FORMS: &str = "The body says what the clock is set to: {\"advance\": \"P8D\"}, \
     {\"time\": \"2026-05-01T12:00:00Z\"}, {\"freeze\": true}, or one of the first two and `freeze`.";
