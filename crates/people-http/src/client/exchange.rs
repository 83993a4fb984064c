//! One call, from the request to the final answer, with its retries.
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Uri, header};
use people_model::{Message, Method};
use reqwest::Url;
use tokio::time::{Instant, sleep, timeout};
use tracing::{Instrument, Span, field::Empty};

use super::{
    BoxError, Client,
    credentials::Token,
    error::{Error, ErrorKind},
    lost::Sendable,
    queue::{Turn, see_through},
    retry::retry_after,
    transport::{Lost, Reply},
};
use crate::{error_body::ErrorBody, request::Request};

impl Client {
    /// Makes one call. The request is not checked against the rules.
    ///
    /// It waits for its turn if it changes something, and is made again as the client's
    /// [`RetryPolicy`](crate::RetryPolicy) says.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent as it is, no answer comes, or the answer is an error or
    /// cannot be read. [`Error`] says which.
    pub async fn send<R: Sendable>(&self, request: R) -> Result<R::Response, Error> {
        let mut turn = None;
        if R::METHOD.mutates() {
            turn = Some(self.user.queue.turn().await);
        }
        self.perform(&request, &mut turn).await
    }

    /// Makes a call whose turn it is.
    ///
    /// The turn is lost only if the runtime ends.
    pub(super) async fn perform<R: Sendable>(
        &self,
        request: &R,
        turn: &mut Option<Turn>,
    ) -> Result<R::Response, Error> {
        let span = tracing::debug_span!(
            "call",
            method = R::METHOD.id(),
            attempt = Empty,
            status = Empty,
            waited_ms = Empty,
        );
        self.persist(request, turn).instrument(span).await
    }

    async fn persist<R: Sendable>(
        &self,
        request: &R,
        turn: &mut Option<Turn>,
    ) -> Result<R::Response, Error> {
        let prepared = self.prepare(request)?;
        let about = |error: Error| error.about(&prepared.name);
        let policy = &self.shared.retry;
        let begin = Instant::now();
        let mut waited = Duration::ZERO;
        let mut token = self.token::<R>().await.map_err(about)?;
        let mut refreshed = false;
        let mut unsettled = false;
        let mut attempt = 0;
        loop {
            attempt += 1;
            Span::current().record("attempt", attempt);
            let request_again = prepared
                .with::<R>(token.as_ref())
                .map_err(|error| about(error).unsettled(unsettled))?;
            if let Some(budget) = &self.user.budget {
                budget.spend(R::METHOD).await;
            }
            let error = match self.attempt::<R>(request_again, turn).await {
                Ok(response) => return Ok(response),
                Err(error) => about(error),
            };
            if error.http_status() == Some(401) && !refreshed {
                refreshed = true;
                // A call that is refused with 401 did not happen, so it does not count.
                attempt -= 1;
                let other = self.refresh::<R>(token.as_ref()).await;
                if let Some(other) = other.map_err(|error| about(error).unsettled(unsettled))? {
                    token = Some(other);
                    continue;
                }
                return Err(error.unsettled(unsettled));
            }
            unsettled |= error.is_ambiguous();
            let again = error.is_turned_away()
                || (error.is_lost() && !error.is_unreadable() && request.is_repeatable());
            let wait = policy.wait(attempt, error.retry_after());
            let until = begin.elapsed().saturating_add(wait);
            if !again || attempt >= policy.attempts || until > policy.total_time {
                return self.settle(request, error, unsettled).await;
            }
            tracing::debug!(wait_ms = millis(wait), "trying again");
            waited += wait;
            Span::current().record("waited_ms", millis(waited));
            sleep(wait).await;
        }
    }

    /// Finds out whether an earlier attempt succeeded, if the failure of the last attempt shows it.
    async fn settle<R: Sendable>(
        &self,
        request: &R,
        error: Error,
        unsettled: bool,
    ) -> Result<R::Response, Error> {
        let error = error.unsettled(unsettled);
        if !unsettled {
            return Err(error);
        }
        if error.is_not_found()
            && let Some(reply) = request.reply_if_gone()
        {
            tracing::debug!("settled: it is gone");
            return Ok(reply);
        }
        if error.is_stale()
            && let Some(read) = request.read_back()
            // Boxed: a call within a call.
            && let Ok(found) = Box::pin(self.perform(&read, &mut None)).await
            && let Some(reply) = request.reply_from(found)
        {
            tracing::debug!("settled: it holds what was sent");
            return Ok(reply);
        }
        if error.is_lost()
            && let Some(read) = request.read_back_photo()
            && let Ok(found) = Box::pin(self.perform(&read, &mut None)).await
            && let Ok(photo) = Box::pin(self.photo_of(&found)).await
            && let Some(reply) = request.reply_from_photo(found, photo)
        {
            tracing::debug!("settled: the photo is as it was sent");
            return Ok(reply);
        }
        if error.is_stale()
            && let Some(read) = request.read_back_group()
            && let Ok(found) = Box::pin(self.perform(&read, &mut None)).await
            && let Some(reply) = request.reply_from_group(found)
        {
            tracing::debug!("settled: the group is what was sent");
            return Ok(reply);
        }
        Err(error)
    }

    async fn attempt<R: Request>(
        &self,
        request: http::Request<Bytes>,
        turn: &mut Option<Turn>,
    ) -> Result<R::Response, Error> {
        let reply = self.exchange(R::METHOD, request, turn).await?;
        read::<R>(&reply)
    }

    /// Sends a request and reads the reply, which may be an error.
    pub(super) async fn exchange(
        &self,
        method: Method,
        request: http::Request<Bytes>,
        turn: &mut Option<Turn>,
    ) -> Result<Reply, Error> {
        let error = |kind| Error::new(Some(method), kind);
        let shared = &self.shared;
        let exchange = shared.transport.exchange(request, shared.longest_reply);
        let within = timeout(shared.timeout, exchange);
        let exchanged = match turn.take() {
            None => within.await,
            Some(mine) => match see_through(mine, within).await {
                Some((mine, exchanged)) => {
                    *turn = Some(mine);
                    exchanged
                }
                None => return Err(error(ErrorKind::NoAnswer)),
            },
        };
        let reply = match exchanged {
            Ok(Ok(reply)) => reply,
            Ok(Err(lost)) => {
                let error = match lost {
                    Lost::Unsent(source) => error(ErrorKind::Unreachable).because(source),
                    Lost::Unanswered(source) => error(ErrorKind::NoAnswer).because(source),
                    Lost::TooLong => error(ErrorKind::Unreadable).because(UnreadableReply::TooLong),
                };
                tracing::debug!("no reply");
                return Err(error);
            }
            Err(elapsed) => {
                tracing::debug!("no reply in time");
                return Err(error(ErrorKind::NoAnswer).because(elapsed));
            }
        };
        Span::current().record("status", reply.status().as_u16());
        tracing::debug!(status = reply.status().as_u16(), "reply");
        Ok(reply)
    }

    /// Addresses a request, unless its resource name leads elsewhere than to its method.
    fn prepare<R: Request>(&self, request: &R) -> Result<Prepared, Error> {
        let encoded = request.encode();
        let (mut head, body) = encoded.request.into_parts();
        let address = format!("{}{}", self.shared.base_url, head.uri);
        // `people/..` would be taken for a step upwards.
        let stays = |address: &str| Url::parse(address).is_ok_and(|url| url.as_str() == address);
        if !encoded.is_addressed || !stays(&address) {
            return Err(Error::new(Some(R::METHOD), ErrorKind::NotAddressable));
        }
        let uri = Uri::try_from(address)
            .map_err(|_| Error::new(Some(R::METHOD), ErrorKind::NotAddressable))?;
        head.uri = uri;
        head.headers.insert(header::USER_AGENT, USER_AGENT);
        Ok(Prepared {
            request: http::Request::from_parts(head, body),
            name: encoded.resource_name,
        })
    }

    async fn token<R: Request>(&self) -> Result<Option<Token>, Error> {
        let Some(credentials) = &self.user.credentials else {
            return Ok(None);
        };
        self.patiently::<R, _>(credentials.token()).await.map(Some)
    }

    async fn refresh<R: Request>(&self, refused: Option<&Token>) -> Result<Option<Token>, Error> {
        let (Some(credentials), Some(refused)) = (&self.user.credentials, refused) else {
            return Ok(None);
        };
        self.patiently::<R, _>(credentials.refresh(refused)).await
    }

    /// A token is waited for as long as a reply is.
    async fn patiently<R: Request, T>(
        &self,
        asked: impl Future<Output = Result<T, BoxError>>,
    ) -> Result<T, Error> {
        let no_token = || Error::new(Some(R::METHOD), ErrorKind::NoToken);
        match timeout(self.shared.timeout, asked).await {
            Ok(Ok(token)) => Ok(token),
            Ok(Err(source)) => Err(no_token().because(source)),
            Err(elapsed) => Err(no_token().because(elapsed)),
        }
    }
}

/// A request with its address, for any number of attempts.
struct Prepared {
    request: http::Request<Bytes>,
    name: String,
}

impl Prepared {
    fn with<R: Request>(&self, token: Option<&Token>) -> Result<http::Request<Bytes>, Error> {
        let mut request = self.request.clone();
        if let Some(token) = token {
            let value = bearer(token).map_err(|_| {
                let kind =
                    ErrorKind::Setup("the token has a character that an HTTP header cannot have");
                Error::new(Some(R::METHOD), kind)
            })?;
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        Ok(request)
    }
}

pub(super) const USER_AGENT: HeaderValue =
    HeaderValue::from_static(concat!("people-http/", env!("CARGO_PKG_VERSION")));

/// The token as a header's value, which is not shown.
pub(super) fn bearer(token: &Token) -> Result<HeaderValue, header::InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.secret()))?;
    value.set_sensitive(true);
    Ok(value)
}

fn read<R: Request>(reply: &Reply) -> Result<R::Response, Error> {
    let error = |kind| Error::new(Some(R::METHOD), kind);
    let http = reply.status();
    if http.is_success() {
        return decode(reply.body()).map_err(|source| error(ErrorKind::Unreadable).because(source));
    }
    Err(refusal(R::METHOD, reply))
}

/// The error that a reply is.
pub(super) fn refusal(method: Method, reply: &Reply) -> Error {
    let http = reply.status();
    let kind = ErrorKind::Refused {
        http: http.as_u16(),
        status: ErrorBody::decode(http, reply.body()).into_status(),
        retry_after: retry_after(reply.headers()),
    };
    Error::new(Some(method), kind)
}

/// Reads a reply. Unknown members are kept. A member that cannot be read would be lost, and the next update would erase
/// it. So the whole reply is refused.
fn decode<T: Message>(body: &[u8]) -> Result<T, UnreadableReply> {
    // An empty body is a reply only if the reply has no members.
    if body.is_empty() && T::DESCRIPTOR.members.is_empty() {
        return Ok(T::default());
    }
    let decoded = people_model::decode::<T>(body, "").map_err(|_| UnreadableReply::NotJson)?;
    let unreadable = decoded.problems.iter().find(|problem| !problem.is_kept());
    match unreadable {
        Some(problem) => Err(UnreadableReply::Member(problem.path().to_owned())),
        None => Ok(decoded.value),
    }
}

#[derive(Debug, thiserror::Error)]
enum UnreadableReply {
    #[error("the reply is not a JSON object")]
    NotJson,
    #[error("`{0}` in the reply has the wrong type")]
    Member(String),
    #[error("the reply is too large")]
    TooLong,
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
