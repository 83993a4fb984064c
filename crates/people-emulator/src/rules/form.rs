//! Rules as a test writes them.
use people_model::Method;
use people_store::Account;
use serde_json::Value;

use crate::{
    journal::MethodId,
    members::Members,
    then::{EditGrammar, Then},
};

/// Rules for the calls of an emulator, such as faults and edits by another program (rule `X7`).
///
/// ```
/// use people_emulator::Rules;
///
/// let rules = Rules::from_json(
///     r#"[{"match": {"account": "ada", "method": "people.people.updateContact"},
///          "times": 1,
///          "then": {"status": "UNAVAILABLE", "retryAfter": "2s"}}]"#,
/// )?;
/// assert_eq!(rules.len(), 1);
///
/// let wrong = Rules::from_json(r#"{"then": {"status": "UNAVAILABEL"}}"#).unwrap_err();
/// assert!(wrong.to_string().contains("UNAVAILABLE"));
/// # Ok::<(), people_emulator::InvalidRules>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Rules(Vec<Rule>);

impl Rules {
    /// Reads a list of rules, or one rule.
    ///
    /// # Errors
    ///
    /// An [`InvalidRules`] that says which rule is wrong, and what would be right.
    pub fn from_json(json: &str) -> Result<Self, InvalidRules> {
        Self::read(json, None)
    }

    /// The same, with edits as a command line writes them: see [`EditGrammar`].
    ///
    /// # Errors
    ///
    /// As [`from_json`](Self::from_json).
    pub fn from_json_with(json: &str, grammar: &dyn EditGrammar) -> Result<Self, InvalidRules> {
        Self::read(json, Some(grammar))
    }

    pub(crate) fn read(
        json: &str,
        grammar: Option<&dyn EditGrammar>,
    ) -> Result<Self, InvalidRules> {
        let value: Value =
            serde_json::from_str(json).map_err(|error| InvalidRules(error.to_string()))?;
        let forms = match value {
            Value::Array(forms) => forms,
            form => vec![form],
        };
        if forms.len() > MOST {
            return Err(InvalidRules(format!("there are at most {MOST} rules")));
        }
        let rules = forms.into_iter().enumerate().map(|(index, form)| {
            Rule::read(form, grammar)
                .map_err(|error| InvalidRules(format!("rule {index}: {error}")))
        });
        rules.collect::<Result<_, _>>().map(Self)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no rules.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_rules(self) -> Vec<Rule> {
        self.0
    }
}

/// How many rules an emulator has at most: each call looks at all of them.
const MOST: usize = 10_000;

/// Why a text is not [`Rules`].
///
/// ```
/// use people_emulator::Rules;
///
/// let wrong = Rules::from_json(r#"{"then": {}}"#).unwrap_err();
/// assert!(wrong.to_string().starts_with("rule 0: `then` has one of"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidRules(String);

/// A rule.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) filter: Match,
    /// How often it fires. Default: always.
    pub(crate) times: Option<u64>,
    /// Whether it is on at first.
    pub(crate) enabled: bool,
    pub(crate) then: Then,
    /// As it was written.
    pub(crate) form: Value,
}

/// Which calls a rule is for: those of which all that it names is true.
#[derive(Clone, Debug, Default)]
pub(crate) struct Match {
    pub(crate) account: Option<String>,
    pub(crate) method: Option<MethodId>,
    pub(crate) test: Option<String>,
    /// So many calls that match go by first.
    pub(crate) after: u64,
}

/// What a rule looks like.
const RULE: &str =
    r#"{"match": {"account": "ada"}, "times": 1, "then": {"status": "UNAVAILABLE"}}"#;

impl Rule {
    fn read(form: Value, grammar: Option<&dyn EditGrammar>) -> Result<Self, String> {
        let mut members = Members::new("rule", RULE, form.clone())?;
        let filter = members.take("match").map(Match::read).transpose()?;
        let times = members.number("times", 1)?;
        if times == Some(0) {
            return Err("`times` is 1 or more; without it a rule fires always".to_owned());
        }
        let enabled = members.boolean("enabled")?;
        let then = members.take("then");
        members.finish()?;
        let then = then.ok_or_else(|| format!("`then` says what happens: `{RULE}`"))?;
        Ok(Self {
            filter: filter.unwrap_or_default(),
            times,
            enabled: enabled.unwrap_or(true),
            then: Then::read(then, grammar)?,
            form,
        })
    }
}

impl Match {
    fn read(value: Value) -> Result<Self, String> {
        let mut members = Members::new("match", r#"{"account": "ada"}"#, value)?;
        let filter = Self {
            account: members.text("account", r#""ada""#)?,
            method: members.parsed("method", r#""people.people.updateContact""#)?,
            test: members.text("test", r#""t1""#)?,
            after: members.number("after", 1)?.unwrap_or_default(),
        };
        members.finish()?;
        Ok(filter)
    }
}

impl Match {
    pub(super) fn matches(&self, account: &Account, method: Method, test: Option<&str>) -> bool {
        self.account
            .as_deref()
            .is_none_or(|own| own == account.as_str())
            && self.method.is_none_or(|MethodId(own)| own == method)
            && self.test.as_deref().is_none_or(|own| Some(own) == test)
    }

    /// Whether a rule with this match is one of those that `self` names.
    pub(super) fn covers(&self, of: &Self) -> bool {
        let account = self.account.is_none() || self.account == of.account;
        let test = self.test.is_none() || self.test == of.test;
        account && test
    }
}
