//! What an operator chooses of an emulator.
use std::{fmt, sync::Arc};

use subtle::ConstantTimeEq;

use crate::{EditGrammar, Rules};

/// What an operator chooses of an [`Emulator`](crate::Emulator).
///
/// ```
/// use people_emulator::{ControlToken, Options};
///
/// let mut options = Options::default();
/// options.beyond_loopback = true;
/// options.token = Some(ControlToken::new("a secret of the tests"));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// What a request to `/emulator/v1/` has to present. Default: nothing.
    pub token: Option<ControlToken>,
    /// Whether other machines reach the server. Then only a request with the [`token`](Self::token) controls the
    /// emulator. Without a token, no request does.
    pub beyond_loopback: bool,
    /// How many requests the journal keeps: 1,000. With 0, no request is kept.
    pub journal: usize,
    /// Bytes that the journal takes at most: 64 MiB. Of a body that is larger than an eighth of them it
    /// keeps only that there was one.
    pub journal_bytes: usize,
    /// The rules at the start. Default: none.
    pub rules: Rules,
    /// What knows edits of rules as a command line writes them. Default: none, and an edit of a rule is a person and
    /// a mask.
    pub grammar: Option<Arc<dyn EditGrammar>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: None,
            beyond_loopback: false,
            journal: 1000,
            journal_bytes: 64 << 20,
            rules: Rules::default(),
            grammar: None,
        }
    }
}

/// A secret that permits to control an emulator.
///
/// ```
/// use people_emulator::ControlToken;
///
/// let token = ControlToken::new("secret");
/// assert!(token.is("secret"));
/// assert!(!token.is("secre"));
/// assert_eq!(format!("{token:?}"), "ControlToken(…)");
/// ```
#[derive(Clone)]
pub struct ControlToken(String);

impl ControlToken {
    /// This secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// Whether `presented` is the secret. The duration of this comparison reveals only the length of the secret.
    pub fn is(&self, presented: &str) -> bool {
        self.0.as_bytes().ct_eq(presented.as_bytes()).into()
    }
}

/// Shows nothing of the secret.
impl fmt::Debug for ControlToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ControlToken(…)")
    }
}
