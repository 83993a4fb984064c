use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

/// Whose contacts: the name that a store keeps them under.
///
/// A name has 1 to 256 bytes of UTF-8 and no control characters. Names are compared byte by byte.
/// If two spellings, such as upper and lower case, mean one account, the caller has to fold them.
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

    /// How the text of the account of a domain begins: with a tab, which no other account has.
    pub const OF_DOMAIN: &str = "domain\t";

    /// The account of this name.
    ///
    /// # Errors
    ///
    /// When the name is empty, too long, or has a control character.
    pub fn new(name: &str) -> Result<Self, InvalidAccount> {
        if name.is_empty() || name.len() > Self::MAX_BYTES || name.chars().any(char::is_control) {
            return Err(OF_ACCOUNT);
        }
        Ok(Self(name.into()))
    }

    /// The account that has the people of a domain, such as `corp.example`. No caller can be it: its
    /// text has a tab, which no name of an account has.
    ///
    /// ```
    /// use people_store::Account;
    ///
    /// let domain = Account::of_domain("corp.example")?;
    /// assert_eq!(domain.domain(), Some("corp.example"));
    /// assert_eq!(domain.to_string(), "domain corp.example");
    ///
    /// assert!(Account::new(domain.as_str()).is_err());
    /// # Ok::<(), people_store::InvalidAccount>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the name is empty, has a control character, or is longer than 249 bytes.
    pub fn of_domain(domain: &str) -> Result<Self, InvalidAccount> {
        let name = format!("{}{domain}", Self::OF_DOMAIN);
        if Self::new(domain).is_err() || name.len() > Self::MAX_BYTES {
            return Err(OF_DOMAIN);
        }
        Ok(Self(name.into()))
    }

    /// The account that a store keeps under this text.
    #[cfg(any(feature = "embedded", feature = "postgres"))]
    pub(crate) fn stored(text: &str) -> Result<Self, InvalidAccount> {
        match text.strip_prefix(Self::OF_DOMAIN) {
            Some(domain) => Self::of_domain(domain),
            None => Self::new(text),
        }
    }

    /// The name; of the account of a domain, the text that a store keeps it under.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name of the domain, if this is the account of a domain.
    pub fn domain(&self) -> Option<&str> {
        self.0.strip_prefix(Self::OF_DOMAIN)
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.domain() {
            Some(domain) => write!(f, "domain {domain}"),
            None => f.write_str(&self.0),
        }
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
#[error("{0} and no control characters")]
pub struct InvalidAccount(&'static str);

const OF_ACCOUNT: InvalidAccount = InvalidAccount("an account's name has 1 to 256 bytes");
const OF_DOMAIN: InvalidAccount = InvalidAccount("a domain's name has 1 to 249 bytes");
