use std::{fmt, str::FromStr};

/// Which of two sources decides where Google's page and Google's servers disagree.
///
/// Every difference is a row of `docs/semantics.md`. It is a value, never a Cargo feature, so one
/// program can hold both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // there are two sources of truth, and no third
pub enum Contract {
    /// The method's reference page, to the letter.
    #[default]
    Documented,
    /// The behaviour that was seen of the live service.
    Observed,
}

impl Contract {
    /// The name used on command lines and in configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
        }
    }
}

impl fmt::Display for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Contract {
    type Err = ParseContractError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "documented" => Ok(Self::Documented),
            "observed" => Ok(Self::Observed),
            _ => Err(ParseContractError(())),
        }
    }
}

/// A contract's name was neither `documented` nor `observed`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `documented` or `observed`")]
pub struct ParseContractError(());
