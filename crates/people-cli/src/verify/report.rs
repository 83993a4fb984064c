//! The result of each rule, for people and for programs.
use std::time::{Instant, SystemTime};

use people_rules::Contract;
use serde::Serialize;

use super::{made::Made, rule::Rule, trial::Case};
use crate::{
    base::Base,
    format::{self, Format},
    output,
    style::{BAD, FAINT, GOOD, STRONG},
};

/// The results of a run. docs/verify.md describes the form of its JSON.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    form: u32,
    version: &'static str,
    url: String,
    contract: String,
    /// Seconds since 1970.
    began: u64,
    millis: u64,
    summary: Summary,
    rules: Vec<Outcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cut_off: Option<String>,
    left: Left,
    #[serde(skip)]
    start: Instant,
}

/// How many rules ended how.
#[derive(Debug, Default, Serialize)]
struct Summary {
    holds: usize,
    differs: usize,
    untried: usize,
}

/// What the run has made and not removed.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Left {
    resource_names: Vec<String>,
    /// Why there may be more, if that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    maybe_more: Option<String>,
}

/// The result of one rule.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    rule: &'static str,
    says: &'static str,
    outcome: Verdict,
    /// Why it could not be tried, or not all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    cases: Vec<Answer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
enum Verdict {
    Holds,
    Differs,
    Untried,
}

#[derive(Debug, Serialize)]
struct Answer {
    case: String,
    request: String,
    outcome: Verdict,
    expected: String,
    got: String,
}

impl Outcome {
    /// `untried` is why the rule ended early, and `left_out` why a part of it was not tried.
    pub(super) fn new(
        rule: &Rule,
        cases: Vec<Case>,
        untried: Option<String>,
        left_out: Option<String>,
    ) -> Self {
        let outcome = if cases.iter().any(|case| !case.holds) {
            Verdict::Differs
        } else if cases.is_empty() || untried.is_some() {
            // What came before the end does not show that all of the rule holds.
            Verdict::Untried
        } else {
            Verdict::Holds
        };
        Self {
            rule: rule.id,
            says: rule.says,
            outcome,
            why: untried.or(left_out),
            cases: cases.into_iter().map(Answer::from).collect(),
        }
    }

    fn print(&self) -> std::io::Result<()> {
        let (colour, word) = match self.outcome {
            Verdict::Holds => (GOOD, "holds"),
            Verdict::Differs => (BAD, "differs"),
            Verdict::Untried => (FAINT, "untried"),
        };
        output::coloured(format_args!(
            "{STRONG}{:<4}{STRONG:#} {colour}{word:<8}{colour:#} {}",
            self.rule, self.says
        ))?;
        for answer in self
            .cases
            .iter()
            .filter(|answer| answer.outcome == Verdict::Differs)
        {
            output::coloured(format_args!(
                "              {}\n                {FAINT}sent{FAINT:#}      {}\n                \
                 {FAINT}expected{FAINT:#}  {}\n                {FAINT}got{FAINT:#}       {}",
                answer.case,
                visible(&answer.request),
                visible(&answer.expected),
                visible(&answer.got)
            ))?;
        }
        match &self.why {
            Some(why) => output::coloured(format_args!("              {}", visible(why))),
            None => Ok(()),
        }
    }
}

impl From<Case> for Answer {
    fn from(case: Case) -> Self {
        Self {
            case: case.name,
            request: case.request,
            outcome: if case.holds {
                Verdict::Holds
            } else {
                Verdict::Differs
            },
            expected: case.expected,
            got: case.got,
        }
    }
}

impl Report {
    pub(super) fn new(url: &Base, contract: Contract) -> Self {
        let began = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Self {
            form: 1,
            version: env!("CARGO_PKG_VERSION"),
            url: url.to_string(),
            contract: contract.to_string(),
            began: began.map_or(0, |time| time.as_secs()),
            millis: 0,
            summary: Summary::default(),
            rules: Vec::new(),
            cut_off: None,
            left: Left::default(),
            start: Instant::now(),
        }
    }

    /// Adds the result of a rule, and prints it.
    pub(super) fn add(&mut self, outcome: Outcome, format: Format) -> crate::Outcome {
        match outcome.outcome {
            Verdict::Holds => self.summary.holds += 1,
            Verdict::Differs => self.summary.differs += 1,
            Verdict::Untried => self.summary.untried += 1,
        }
        match format.json {
            true => format::json(&outcome)?,
            false => outcome.print()?,
        }
        self.rules.push(outcome);
        Ok(())
    }

    /// The run ends before all rules were tried.
    pub(super) fn cut_off(&mut self, why: String) {
        self.cut_off = Some(why);
    }

    pub(super) fn left(&mut self, made: &Made) {
        self.left.resource_names = made.names();
        let unsure = made
            .is_unsure()
            .then(|| "the reply to a create was lost".to_owned());
        self.left.maybe_more = made.unswept().or(unsure);
        self.millis = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
    }

    /// Prints the summary.
    ///
    /// # Errors
    ///
    /// When a rule differs, and when the run was cut off or left something: the error says so.
    pub(super) fn finish(&self, format: Format) -> crate::Outcome {
        let Summary {
            holds,
            differs,
            untried,
        } = self.summary;
        let summary = format!(
            "{holds} hold, {differs} {}, {untried} could not be tried",
            if differs == 1 { "differs" } else { "differ" }
        );
        match format.json {
            true => output::note(format_args!("rules: {summary}")),
            false => output::coloured(format_args!("\n{STRONG}rules: {summary}{STRONG:#}"))?,
        }
        let mut faults = Vec::new();
        if let Some(why) = &self.cut_off {
            faults.push(format!("the run was interrupted: {why}"));
        }
        if differs > 0 {
            faults.push(format!(
                "{differs} of the rules {}",
                if differs == 1 { "differs" } else { "differ" }
            ));
        }
        if !self.left.resource_names.is_empty() {
            faults.push(format!(
                "left in the account: {}",
                self.left.resource_names.join(", ")
            ));
        }
        if let Some(why) = &self.left.maybe_more {
            faults.push(format!("more may be left: {why}"));
        }
        if !self.left.resource_names.is_empty() || self.left.maybe_more.is_some() {
            faults.push("remove it by `people verify --clean`".to_owned());
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(faults.join("; ").into()),
        }
    }
}

/// A server's text, on a terminal.
fn visible(text: &str) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}
