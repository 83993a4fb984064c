//! Times on the command line, and the time from one call to the next.
use std::{str::FromStr, time::Duration};

use tokio::time::{Instant, sleep};

use crate::interrupt::Interrupt;

/// A time such as `500ms`, `1s` or `2m`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) Duration);

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "expected a time such as 500ms, 1s or 2m";

        let end = text.find(|c: char| !c.is_ascii_digit()).ok_or(match text {
            "0" => return Ok(Self(Duration::ZERO)),
            _ => FORM,
        })?;
        let number: u64 = text[..end].parse().map_err(|_| FORM)?;
        let millis = match &text[end..] {
            "ms" => Some(number),
            "s" => number.checked_mul(1000),
            "m" => number.checked_mul(60_000),
            _ => None,
        };
        // An hour from one call to the next is a mistake.
        let millis = millis.filter(|millis| *millis <= 3_600_000).ok_or(FORM)?;
        Ok(Self(Duration::from_millis(millis)))
    }
}

/// Keeps calls apart.
#[derive(Debug)]
pub(super) struct Pace {
    apart: Duration,
    next: Option<Instant>,
}

impl Pace {
    pub(super) fn new(apart: Duration) -> Self {
        Self { apart, next: None }
    }

    /// When a call may be made: the ones after it come later.
    pub(super) fn take(&mut self) -> Instant {
        let now = Instant::now();
        let turn = self.next.map_or(now, |next| next.max(now));
        self.next = Some(turn + self.apart);
        turn
    }
}

/// Waits, and ends early when Ctrl-C is pressed.
pub(super) async fn until(end: Instant, interrupt: &Interrupt) {
    const LOOK: Duration = Duration::from_millis(100);

    loop {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || interrupt.is_pressed() {
            return;
        }
        sleep(left.min(LOOK)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        for (text, millis) in [
            ("0", 0),
            ("0s", 0),
            ("250ms", 250),
            ("2s", 2000),
            ("1m", 60_000),
        ] {
            let span = Span(Duration::from_millis(millis));
            assert_eq!(text.parse(), Ok(span), "{text}");
        }
        for text in [
            "",
            "1",
            "s",
            "-1s",
            "1.5s",
            "2h",
            "61m",
            "99999999999999999999s",
            "1 s",
        ] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
