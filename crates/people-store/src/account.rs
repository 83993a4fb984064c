use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

/// Whose contacts: the name that a store keeps them under.
///
/// A name has 1 to 256 bytes of UTF-8 and no control characters. Names are compared byte by byte:
/// what makes two names one account, such as their case, is decided before they get here.
///
/// ```
/// use people_store::Account;
///
/// let ada = Account::new("ada@example.com")?;
/// assert_eq!(ada.as_str(), "ada@example.com");
/// assert!(Account::new("").is_err());
/// # Ok::<(), people_store::InvalidAccount>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(Arc<str>);

impl Account {
    /// The most bytes that a name may have.
    pub const MAX_BYTES: usize = 256;

    /// The account of this name.
    ///
    /// # Errors
    ///
    /// When the name is empty, too long, or has a control character.
    pub fn new(name: &str) -> Result<Self, InvalidAccount> {
        if name.is_empty() || name.len() > Self::MAX_BYTES || name.chars().any(char::is_control) {
            return Err(InvalidAccount(()));
        }
        Ok(Self(name.into()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Account").field(&&*self.0).finish()
    }
}

impl FromStr for Account {
    type Err = InvalidAccount;

    fn from_str(name: &str) -> Result<Self, InvalidAccount> {
        Self::new(name)
    }
}

impl AsRef<str> for Account {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Account {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A name that no account can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an account's name has 1 to 256 bytes and no control characters")]
pub struct InvalidAccount(());
