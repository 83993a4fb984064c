//! The credentials of a client.
use std::{
    fmt,
    future::{Future, ready},
    pin::Pin,
};

use super::BoxError;

/// Supplies the bearer token of each call.
///
/// A [`Token`] is the simplest one. Implement it for anything that issues tokens: it is asked before every
/// call, so it should keep a token while that is valid.
///
/// ```
/// use people_http::{Credentials, Token};
///
/// /// Reads a token that another program keeps current.
/// struct File(std::path::PathBuf);
///
/// impl Credentials for File {
///     async fn token(&self) -> Result<Token, Box<dyn std::error::Error + Send + Sync>> {
///         Ok(Token::new(std::fs::read_to_string(&self.0)?.trim()))
///     }
/// }
/// ```
pub trait Credentials: Send + Sync + 'static {
    /// The token for a call that is about to be made.
    ///
    /// # Errors
    ///
    /// When there is no token. The call fails with an error that
    /// [is unauthenticated](crate::Error::is_unauthenticated), and this one as its source.
    fn token(&self) -> impl Future<Output = Result<Token, BoxError>> + Send;

    /// Another token, after the service refused one with 401; `None` if there is no other.
    ///
    /// A call asks once, and is repeated with that token.
    ///
    /// # Errors
    ///
    /// When there should be another token, but it cannot be fetched.
    fn refresh(
        &self,
        refused: &Token,
    ) -> impl Future<Output = Result<Option<Token>, BoxError>> + Send {
        let _ = refused;
        ready(Ok(None))
    }
}

/// A bearer token. It is secret, and `Debug` keeps it so.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token with this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for a header.
    pub fn secret(&self) -> &str {
        &self.0
    }
}

/// Shows that there is one.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The same token for every call.
impl Credentials for Token {
    fn token(&self) -> impl Future<Output = Result<Token, BoxError>> + Send {
        ready(Ok(self.clone()))
    }
}

type Answer<'c, T> = Pin<Box<dyn Future<Output = Result<T, BoxError>> + Send + 'c>>;

/// [`Credentials`] of any type.
pub(super) trait AnyCredentials: Send + Sync {
    fn token(&self) -> Answer<'_, Token>;
    fn refresh<'c>(&'c self, refused: &'c Token) -> Answer<'c, Option<Token>>;
}

impl<C: Credentials> AnyCredentials for C {
    fn token(&self) -> Answer<'_, Token> {
        Box::pin(Credentials::token(self))
    }

    fn refresh<'c>(&'c self, refused: &'c Token) -> Answer<'c, Option<Token>> {
        Box::pin(Credentials::refresh(self, refused))
    }
}
