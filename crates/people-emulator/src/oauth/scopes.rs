//! What a token permits, as OAuth names it: the scopes of the API, and those of OpenID Connect.
use std::{fmt, sync::LazyLock};

use people_model::SCOPES;
use people_server::Scopes;

use crate::words::nearest;

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ScopeSet(u64); // bit i is KNOWN[i]

/// All scopes, each once: their full names.
static KNOWN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut known = vec![OPENID, EMAIL, PROFILE];
    for scope in SCOPES {
        if !known.contains(&scope.url) {
            known.push(scope.url);
        }
    }
    assert!(known.len() < 64, "a set has a bit for each");
    known
});

const OPENID: &str = "openid";
const EMAIL: &str = "https://www.googleapis.com/auth/userinfo.email";
const PROFILE: &str = "https://www.googleapis.com/auth/userinfo.profile";

/// A text names an unknown scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnknownScope {
    pub(super) name: String,
    pub(super) near: Option<&'static str>,
}

impl ScopeSet {
    pub(super) const NONE: Self = Self(0);

    /// Every scope.
    pub(super) fn all() -> Self {
        Self((1 << KNOWN.len()) - 1)
    }

    /// The scopes of a list that blanks separate. `email` and `profile` are the short names that OpenID Connect has for
    /// two of them.
    pub(super) fn parse(list: &str) -> Result<Self, UnknownScope> {
        let names = list.split(' ').filter(|name| !name.is_empty());
        names
            .map(Self::named)
            .try_fold(Self::NONE, |set, scope| Ok(set.union(scope?)))
    }

    fn named(name: &str) -> Result<Self, UnknownScope> {
        let full = match name {
            "email" => EMAIL,
            "profile" => PROFILE,
            name => name,
        };
        match KNOWN.iter().position(|known| *known == full) {
            Some(index) => Ok(Self(1 << index)),
            None => Err(UnknownScope {
                name: name.to_owned(),
                near: nearest(full, KNOWN.iter().copied()),
            }),
        }
    }

    #[must_use]
    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub(super) fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) fn has_openid(self) -> bool {
        self.has(OPENID)
    }

    /// Whether the token's owner may learn the account's e-mail address.
    pub(super) fn has_email(self) -> bool {
        self.has(EMAIL)
    }

    /// Whether the token's owner may learn the account's name and photo.
    pub(super) fn has_profile(self) -> bool {
        self.has(PROFILE)
    }

    fn has(self, name: &str) -> bool {
        self.iter().any(|scope| scope == name)
    }

    /// The full names.
    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        let is_in = move |index: &usize| self.0 & (1 << index) != 0;
        (0..KNOWN.len()).filter(is_in).map(|index| KNOWN[index])
    }

    /// What they permit of the API.
    pub(super) fn of_api(self) -> Scopes {
        self.iter().collect()
    }
}

/// As `scope` lists them.
impl fmt::Display for ScopeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = self.iter();
        if let Some(first) = names.next() {
            f.write_str(first)?;
        }
        names.try_for_each(|name| write!(f, " {name}"))
    }
}

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Some requested scopes were invalid: `{}`.", self.name)?;
        match self.near {
            Some(near) => write!(f, " Did you mean `{near}`?"),
            None => write!(
                f,
                " This server knows the scopes of the People API, openid, email and profile."
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x45_a_scope_has_one_name() {
        let set = ScopeSet::parse("email  openid https://www.googleapis.com/auth/contacts email");
        let set = set.expect("scopes");
        assert_eq!(
            set.to_string(),
            format!("openid {EMAIL} https://www.googleapis.com/auth/contacts")
        );
        assert!(set.has_openid() && set.has_email() && !set.has_profile());
        assert_eq!(ScopeSet::parse(&set.to_string()), Ok(set));
        assert!(ScopeSet::all().contains(set) && !set.contains(ScopeSet::all()));
        let unknown =
            ScopeSet::parse("openid https://www.googleapis.com/auth/contact").unwrap_err();
        assert_eq!(
            unknown.near,
            Some("https://www.googleapis.com/auth/contacts")
        );
        assert!(ScopeSet::parse("contacts").is_err(), "the full name alone");
    }
}
