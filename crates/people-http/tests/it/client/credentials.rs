//! Tokens: where they come from, and what becomes of one that is refused (rule R6).
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use people_http::{Credentials, Token};
use people_model::FieldMask;

use super::{
    ada, names, predicates,
    script::{Answer, Script, ok, status},
};

type Asked<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Hands out `token-1`, and the next one when that is refused, until there are no more.
#[derive(Clone)]
struct Numbered {
    number: Arc<AtomicUsize>,
    last: usize,
}

impl Numbered {
    fn up_to(last: usize) -> Self {
        let number = Arc::new(AtomicUsize::new(1));
        Self { number, last }
    }
}

impl Credentials for Numbered {
    async fn token(&self) -> Asked<Token> {
        let number = self.number.load(Ordering::Relaxed);
        Ok(Token::new(format!("token-{number}")))
    }

    async fn refresh(&self, refused: &Token) -> Asked<Option<Token>> {
        assert_eq!(*refused, self.token().await?);
        if self.number.load(Ordering::Relaxed) == self.last {
            return Ok(None);
        }
        self.number.fetch_add(1, Ordering::Relaxed);
        self.token().await.map(Some)
    }
}

fn tokens(script: &Script) -> Vec<String> {
    script
        .asked()
        .into_iter()
        .map(|asked| asked.token)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn r6_a_token_that_is_refused_is_replaced_once() {
    let script = Script::new([status(401, ""), ok("{}"), ok("{}")]);
    let builder = Script::builder().credentials(Numbered::up_to(9));
    let client = builder.build_over(script.clone()).unwrap();
    client.create(ada()).await.unwrap();
    client.get("people/c17", FieldMask::NAMES).await.unwrap();
    assert_eq!(tokens(&script), ["token-1", "token-2", "token-2"]);
}

#[tokio::test(start_paused = true)]
async fn r6_a_second_refusal_is_final() {
    let script = Script::new([status(401, ""), status(401, "")]);
    let builder = Script::builder().credentials(Numbered::up_to(9));
    let client = builder.build_over(script.clone()).unwrap();
    let error = client.update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "unauthenticated");
    assert_eq!(tokens(&script), ["token-1", "token-2"]);
}

/// Like a single token, which cannot be replaced.
#[tokio::test(start_paused = true)]
async fn r6_a_refusal_is_final_without_another_token() {
    let script = Script::new([status(401, ""), status(401, "")]);
    let client = script.client();
    let error = client.update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "unauthenticated");
    let client = client.as_user(Numbered::up_to(1));
    client.delete("people/c17").await.unwrap_err();
    assert_eq!(tokens(&script), ["Secret-Token", "token-1"]);
}

struct Locked;

impl Credentials for Locked {
    async fn token(&self) -> Asked<Token> {
        Err(io::Error::other("the key ring is locked").into())
    }
}

/// The first token is refused, and there is none after it that could be sent.
struct Spent(Option<&'static str>);

impl Credentials for Spent {
    async fn token(&self) -> Asked<Token> {
        Ok(Token::new("token"))
    }

    async fn refresh(&self, _: &Token) -> Asked<Option<Token>> {
        match self.0 {
            Some(next) => Ok(Some(Token::new(next))),
            None => Err(io::Error::other("the grant was revoked").into()),
        }
    }
}

/// That there is no other token says nothing of the attempt before.
#[tokio::test(start_paused = true)]
async fn an_error_of_a_token_remembers_what_was_lost() {
    for next in [None, Some("a\nb")] {
        let script = Script::new([Answer::Reset, status(401, "")]);
        let client = script.client().as_user(Spent(next));
        let error = client.update(ada(), names()).await.unwrap_err();
        assert!(error.is_ambiguous(), "{error}");
    }
}

struct Deaf;

impl Credentials for Deaf {
    async fn token(&self) -> Asked<Token> {
        std::future::pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_token_nothing_is_sent() {
    let script = Script::new([]);
    let client = script.client().as_user(Locked);
    let error = client.update(ada(), names()).await.unwrap_err();
    assert_eq!(predicates(&error), "unauthenticated");
    assert_eq!(
        error.to_string(),
        "UpdateContact people/c17: there is no token for the call"
    );
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the key ring is locked");
    let error = client.as_user(Deaf).create(ada()).await.unwrap_err();
    assert_eq!(predicates(&error), "unauthenticated");
    let error = client.as_user(Token::new("a\nb")).create(ada()).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "CreateContact: the token has a character that an HTTP header cannot have"
    );
}

#[test]
fn debug_shows_no_secret() {
    assert_eq!(format!("{:?}", Token::new("Secret")), "Token(…)");
}
