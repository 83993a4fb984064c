mod error;
mod tls;

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, header};
use people_model::{
    ContactId, FieldMask, ListConnectionsResponse, Message, Method, Person, UpdateMask,
};
use reqwest::Url;

pub use self::error::Error;
use self::error::Kind;
use crate::{
    error_body::ErrorBody,
    people::{CreateContact, DeleteContact, GetPerson, ListConnections, UpdateContact},
    request::{Request, effective_verb},
    route::route,
};

/// Calls the API at one address, as one caller.
///
/// One method is one request: nothing is retried and nothing is merged. Cloning is cheap, and
/// clones share their connections.
///
/// ```no_run
/// use people_http::Client;
/// use people_model::FieldMask;
///
/// # async fn example() -> Result<(), people_http::Error> {
/// let client = Client::builder()
///     .base_url("http://127.0.0.1:8710")
///     .token("ada")
///     .build()?;
///
/// let mut ada = client.get("people/c1", FieldMask::ALL).await?;
/// ada.nicknames.clear();
/// match client.update(ada, FieldMask::NICKNAMES.try_into().unwrap()).await {
///     Ok(ada) => println!("now {}", ada.etag),
///     Err(error) if error.is_stale() => println!("someone else was faster"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base_url: Arc<str>,
    authorization: Option<HeaderValue>,
}

impl Client {
    /// A client that is yet to be told where to call, and as whom.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            base_url: GOOGLE.to_owned(),
            token: None,
            timeout: Duration::from_secs(60),
        }
    }

    /// Makes one call.
    ///
    /// # Errors
    ///
    /// When the request cannot be sent as it is, no answer comes, or the answer is an error or
    /// cannot be read. [`Error`] says which.
    pub async fn send<R: Request>(&self, request: R) -> Result<R::Response, Error> {
        let error = |kind| Error::new(Some(R::METHOD), kind);
        let reply = self
            .exchange(self.prepare::<R>(request.to_http())?)
            .await
            .map_err(|source| {
                let kind = if source.is_connect() {
                    Kind::Unreachable
                } else {
                    Kind::NoAnswer
                };
                // The address would say whose contact this is about.
                error(kind).because(source.without_url())
            })?;
        let (head, body) = reply.into_parts();
        if head.status.is_success() {
            decode(&body).map_err(|source| error(Kind::Unreadable).because(source))
        } else {
            let status = ErrorBody::decode(head.status, &body).into_status();
            Err(error(Kind::Refused {
                http: head.status.as_u16(),
                status,
            }))
        }
    }

    /// Reads the `read` fields of a person: `people/c1`, `people/me`.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn get(&self, name: &str, read: FieldMask) -> Result<Person, Error> {
        self.send(GetPerson::new(name, read)).await
    }

    /// Replaces the `mask` fields of the contact that `person` names, and returns it whole.
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. When [`Error::is_stale`], the contact changed since `person` was read.
    pub async fn update(&self, person: Person, mask: UpdateMask) -> Result<Person, Error> {
        let id = contact_id(Method::UpdateContact, &person.resource_name)?;
        self.send(UpdateContact::new(id, person, mask)).await
    }

    /// Creates a contact, and returns it whole.
    ///
    /// # Errors
    ///
    /// See [`Client::send`]. When [`Error::is_ambiguous`], the contact may exist all the same:
    /// trying again may make a second one.
    pub async fn create(&self, person: Person) -> Result<Person, Error> {
        self.send(CreateContact::new(person)).await
    }

    /// Deletes a contact.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn delete(&self, name: &str) -> Result<(), Error> {
        let id = contact_id(Method::DeleteContact, name)?;
        self.send(DeleteContact::new(id)).await.map(|_| ())
    }

    /// Reads the `read` fields of a page of the caller's contacts; an empty token is the first.
    ///
    /// # Errors
    ///
    /// See [`Client::send`].
    pub async fn connections(
        &self,
        read: FieldMask,
        page_token: &str,
    ) -> Result<ListConnectionsResponse, Error> {
        let mut list = ListConnections::new(read);
        page_token.clone_into(&mut list.page_token);
        self.send(list).await
    }

    /// Addresses a request, unless its resource name leads elsewhere than to its method.
    fn prepare<R: Request>(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<reqwest::Request, Error> {
        let (head, body) = request.into_parts();
        let verb = effective_verb(&head.method, &head.headers);
        let address = format!("{}{}", self.base_url, head.uri);
        let url = route(&verb, head.uri.path())
            .filter(|route| route.method == R::METHOD)
            .and_then(|_| Url::parse(&address).ok())
            // `people/..` would be taken for a step upwards.
            .filter(|url| url.as_str() == address)
            .ok_or_else(|| Error::new(Some(R::METHOD), Kind::NotAddressable))?;
        let mut prepared = reqwest::Request::new(head.method, url);
        *prepared.headers_mut() = head.headers;
        if let Some(authorization) = &self.authorization {
            let authorization = authorization.clone();
            prepared
                .headers_mut()
                .insert(header::AUTHORIZATION, authorization);
        }
        if !body.is_empty() {
            *prepared.body_mut() = Some(body.into());
        }
        Ok(prepared)
    }

    async fn exchange(
        &self,
        request: reqwest::Request,
    ) -> Result<http::Response<Bytes>, reqwest::Error> {
        let reply = self.http.execute(request).await?;
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = reply.status();
        *response.body_mut() = reply.bytes().await?;
        Ok(response)
    }
}

/// Shows where, and not as whom.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

/// Where a [`Client`] calls, and as whom.
pub struct ClientBuilder {
    base_url: String,
    token: Option<String>,
    timeout: Duration,
}

impl ClientBuilder {
    /// What the method's path is appended to; `https://people.googleapis.com` unless said.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// The bearer token that every call carries. Without one, calls carry no credential.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// How long one call may take, from connecting to the end of the reply; a minute unless said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// When the base URL is none of http or https, the token cannot stand in a header, or the
    /// machine has no certificates to trust.
    pub fn build(self) -> Result<Client, Error> {
        let setup = |reason| Error::new(None, Kind::Setup(reason));
        let base_url = Url::parse(&self.base_url)
            .map_err(|source| setup("the base URL is not one").because(source))?;
        let secure = match base_url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(setup("the base URL is neither http nor https")),
        };
        if base_url.query().is_some() || base_url.fragment().is_some() {
            return Err(setup("the base URL has more than a path"));
        }
        let authorization = match &self.token {
            Some(token) => {
                let mut value = HeaderValue::try_from(format!("Bearer {token}"))
                    .map_err(|_| setup("the token cannot stand in a header"))?;
                value.set_sensitive(true);
                Some(value)
            }
            None => None,
        };
        let http = reqwest::Client::builder()
            .user_agent(concat!("people-http/", env!("CARGO_PKG_VERSION")))
            // The API answers where it is asked, and a token is for one host.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(self.timeout)
            .tls_backend_preconfigured(
                tls::config(secure)
                    .map_err(|source| setup("no trusted certificates").because(source))?,
            )
            .build()
            .map_err(|source| setup("the HTTP client cannot start").because(source))?;
        Ok(Client {
            http,
            base_url: base_url.as_str().trim_end_matches('/').into(),
            authorization,
        })
    }
}

/// Shows where, and not as whom.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

const GOOGLE: &str = "https://people.googleapis.com";

fn contact_id(method: Method, name: &str) -> Result<ContactId, Error> {
    ContactId::from_resource_name(name)
        .ok_or_else(|| Error::new(Some(method), Kind::NotAddressable))
}

/// Reads a reply. Members that are unknown are kept; one that cannot be read would be lost, and
/// erased by the next update, so the whole reply is refused.
fn decode<T: Message>(body: &[u8]) -> Result<T, UnreadableReply> {
    if body.is_empty() {
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
    #[error("the reply is no JSON object")]
    NotJson,
    #[error("the reply's `{0}` is of another type")]
    Member(String),
}
