//! The seam between transport and meaning: what a request is once it is understood, and what an
//! answer is before it is written.
use std::{error::Error, fmt, future::Future, pin::Pin, time::Duration};

use bytes::Bytes;
use http::{Method as Verb, Uri};
use people_http::{Call, Rejection, Selector, status_of};
use people_model::{Code, Descriptor, ErrorInfo, Method, SCOPES, Status};
use people_rules::{PhotoFormat, Violation};
use people_store::{Account, StoreError};

use crate::fault_log;

/// What answers calls. The transport is generic over it.
pub trait Api: Clone + Send + Sync + 'static {
    /// Answers one call.
    ///
    /// By now the caller is known, their scopes suffice for the method, and the call was decoded.
    ///
    /// # Errors
    ///
    /// A [`Failure`]: the status that is sent.
    fn call(
        &self,
        caller: &Caller,
        call: Call,
    ) -> impl Future<Output = Result<Reply, Failure>> + Send;

    /// Answers one call that came over HTTP, as [`call`](Self::call) does, which is also what this does by default.
    ///
    /// An implementation that has to know how the request was written overrides it.
    ///
    /// # Errors
    ///
    /// Those of [`call`](Self::call).
    fn received(
        &self,
        caller: &Caller,
        call: Call,
        request: Received<'_>,
    ) -> impl Future<Output = Result<Reply, Failure>> + Send {
        let _ = request;
        self.call(caller, call)
    }

    /// Answers one call that came over HTTP, as [`received`](Self::received) does, which is also what this does by
    /// default.
    ///
    /// An implementation with long replies overrides it, and sends them in pieces. The transport calls
    /// [`received`](Self::received) where it needs the whole reply, such as for a part of it.
    ///
    /// # Errors
    ///
    /// Those of [`call`](Self::call).
    fn answer(
        &self,
        caller: &Caller,
        call: Call,
        request: Received<'_>,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send {
        async move {
            let reply = self.received(caller, call, request).await?;
            Ok(Answer::Whole(reply))
        }
    }

    /// The photo whose address ends with this token; none if there is no such photo (rule `H4`).
    ///
    /// Who asks is not known: the address is what permits it. By default there are no photos.
    ///
    /// # Errors
    ///
    /// When the photo cannot be read.
    fn photo(&self, token: &str) -> impl Future<Output = Result<Option<Photo>, Failure>> + Send {
        let _ = token;
        std::future::ready(Ok(None))
    }

    /// Whether calls can be answered now: what `/readyz` says.
    fn ready(&self) -> impl Future<Output = bool> + Send;
}

/// The request that a call was decoded from: see [`Api::received`].
///
/// ```
/// use people_server::Received;
///
/// /// Bytes of what a program sent.
/// fn size(request: Received<'_>) -> usize {
///     request.uri.to_string().len() + request.body.len()
/// }
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Received<'r> {
    /// The verb that counts, if the request overrides one.
    pub verb: &'r Verb,
    /// The address. That of a call in a batch has the parameters of the batch too.
    pub uri: &'r Uri,
    /// The body as it was before it was compressed. Empty if the method has none.
    pub body: &'r Bytes,
    /// What of the reply the caller wants.
    pub selector: Option<&'r Selector>,
    /// The number of the call in its batch, from 1 on; none if the request is not a batch.
    pub part: Option<usize>,
}

/// Shows no contact's data and no credential.
impl fmt::Debug for Received<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("verb", self.verb)
            .field("path", &self.uri.path())
            .field("bytes", &self.body.len())
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}

/// Who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Caller {
    /// The account whose contacts are meant.
    pub account: Account,
    /// What the caller's token permits.
    pub scopes: Scopes,
}

impl Caller {
    /// A caller with this account and these scopes.
    pub fn new(account: Account, scopes: Scopes) -> Self {
        Self { account, scopes }
    }
}

/// A set of OAuth scopes: those that some method of the API accepts, and no others.
///
/// ```
/// use people_model::Method;
/// use people_server::Scopes;
///
/// let read_only: Scopes = ["https://www.googleapis.com/auth/contacts.readonly"].into_iter().collect();
///
/// assert!(read_only.permits(Method::GetPerson));
/// assert!(!read_only.permits(Method::UpdateContact));
/// assert!(Scopes::ALL.permits(Method::UpdateContact));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u32); // bit i is SCOPES[i]

const SCOPE_PREFIX: &str = "https://www.googleapis.com/auth/";

const _: () = assert!(SCOPES.len() < u32::BITS as usize);

impl Scopes {
    /// No scope.
    pub const NONE: Self = Self(0);
    /// Every scope of the API.
    pub const ALL: Self = Self((1 << SCOPES.len()) - 1);

    /// The set of this scope, by its URL; `None` when no method accepts it.
    pub fn of(url: &str) -> Option<Self> {
        let index = SCOPES.iter().position(|scope| scope.url == url)?;
        Some(Self(1 << index))
    }

    /// The set of this scope, by its URL or by what follows the last slash of it.
    pub fn named(name: &str) -> Option<Self> {
        let named = |url: &str| url == name || url.strip_prefix(SCOPE_PREFIX) == Some(name);
        let index = SCOPES.iter().position(|scope| named(scope.url))?;
        Some(Self(1 << index))
    }

    /// The scopes in either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all scopes of `other` are in this set.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether these scopes suffice for a method: one of those it lists is enough (rule `U12`), unless it
    /// needs all of them (rule `O4`).
    pub fn permits(self, method: Method) -> bool {
        let has = |url: &&str| Self::of(url).is_some_and(|scope| self.contains(scope));
        let mut scopes = method.scopes().iter();
        match method.needs_every_scope() {
            _ if self == Self::ALL => true,
            true => scopes.all(has),
            false => scopes.any(has),
        }
    }

    /// The URLs, in the schema's order.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        SCOPES
            .iter()
            .enumerate()
            .filter(move |(index, _)| self.0 & (1 << index) != 0)
            .map(|(_, scope)| scope.url)
    }
}

/// URLs of scopes that no method accepts are left out: they permit nothing.
impl<'a> FromIterator<&'a str> for Scopes {
    fn from_iter<I: IntoIterator<Item = &'a str>>(urls: I) -> Self {
        urls.into_iter()
            .filter_map(Self::of)
            .fold(Self::NONE, Self::union)
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// The answer to a call that succeeded.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reply {
    /// One message as JSON, without blanks between tokens; the transport adds them.
    pub body: Vec<u8>,
    /// The message's type.
    pub descriptor: &'static Descriptor,
}

impl Reply {
    /// A reply whose `body` is a message that `descriptor` describes, as compact JSON.
    pub fn new(body: impl Into<Vec<u8>>, descriptor: &'static Descriptor) -> Self {
        Self {
            body: body.into(),
            descriptor,
        }
    }
}

/// Shows no contact's data.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("descriptor", self.descriptor)
            .field("bytes", &self.body.len())
            .finish()
    }
}

/// A reply that may be long: see [`Api::answer`].
///
/// ```
/// use people_server::{Answer, Reply};
///
/// /// What of a reply is there at once.
/// fn beginning(answer: &Answer) -> &Reply {
///     match answer {
///         Answer::Whole(reply) => reply,
///         Answer::Begun { begun, .. } => begun,
///     }
/// }
/// # let _ = beginning;
/// ```
#[derive(Debug)]
#[allow(clippy::exhaustive_enums)] // the transport must know all of them
pub enum Answer {
    /// All of it.
    Whole(Reply),
    /// Its beginning.
    Begun {
        /// A reply whose body is not JSON yet: it ends between two tokens, and not directly behind `{` or `[`.
        begun: Reply,
        /// What comes behind it.
        rest: Rest,
    },
}

/// The next piece of a reply. It is made when somebody waits for it; if it is dropped, the rest is not made.
///
/// If it fails, the caller has a part of the reply already. The transport then closes the connection, and
/// the caller sees that the reply is cut.
pub struct Rest(Pin<Box<dyn Future<Output = Result<Piece, Failure>> + Send>>);

/// A piece of a reply, behind others.
#[allow(clippy::exhaustive_structs)] // the transport must use all of it
pub struct Piece {
    /// It begins and ends between two tokens, and does not end directly behind `{` or `[`.
    pub json: Vec<u8>,
    /// What comes behind it; none if this is the last piece.
    pub rest: Option<Rest>,
}

impl Rest {
    /// A rest that begins with this piece.
    ///
    /// ```
    /// use people_server::{Piece, Rest};
    ///
    /// let last = Rest::new(async {
    ///     let json = b",\"b\":2}".to_vec();
    ///     Ok(Piece { json, rest: None })
    /// });
    /// ```
    pub fn new(piece: impl Future<Output = Result<Piece, Failure>> + Send + 'static) -> Self {
        Self(Box::pin(piece))
    }

    /// The next piece.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub async fn next(self) -> Result<Piece, Failure> {
        self.0.await
    }
}

/// Shows no contact's data.
impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Piece")
            .field("bytes", &self.json.len())
            .field("rest", &self.rest)
            .finish()
    }
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").finish_non_exhaustive()
    }
}

/// A photo of a contact.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Photo {
    /// What kind of file it is.
    pub format: PhotoFormat,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Photo {
    /// A photo of this format.
    pub fn new(format: PhotoFormat, bytes: Vec<u8>) -> Self {
        Self { format, bytes }
    }
}

/// Shows nothing of the photo but its size.
impl fmt::Debug for Photo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Photo")
            .field("format", &self.format)
            .field("bytes", &self.bytes.len())
            .finish()
    }
}

/// The answer to a call that did not succeed, as the wire states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    status: Status,
    rule: Option<&'static str>,
    retry_after: Option<Duration>,
}

impl Failure {
    /// A failure with this code and message.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Status::new(code, message).into()
    }

    /// The same, with the id of the rule that the request broke, for the log.
    ///
    /// ```
    /// use people_model::Code;
    /// use people_server::Failure;
    ///
    /// let full = Failure::new(Code::FailedPrecondition, "No room.").by_rule("N1");
    /// assert_eq!(full.rule(), Some("N1"));
    /// ```
    #[must_use]
    pub fn by_rule(mut self, id: &'static str) -> Self {
        self.rule = Some(id);
        self
    }

    /// The API's text for a code without further details: `The service is currently unavailable.`
    ///
    /// ```
    /// use people_model::Code;
    /// use people_server::Failure;
    ///
    /// let failure = Failure::of(Code::Internal);
    /// assert_eq!(failure.status().message, "Internal error encountered.");
    /// ```
    pub fn of(code: Code) -> Self {
        let message = match code {
            Code::Ok => "OK",
            Code::Cancelled => "The operation was cancelled.",
            Code::Unknown => "Unknown Error.",
            Code::InvalidArgument => "Request contains an invalid argument.",
            Code::DeadlineExceeded => "Deadline expired before operation could complete.",
            Code::NotFound => "Requested entity was not found.",
            Code::AlreadyExists => "Requested entity already exists",
            Code::PermissionDenied => "The caller does not have permission",
            Code::ResourceExhausted => "Resource has been exhausted (e.g. check quota).",
            Code::FailedPrecondition => "Precondition check failed.",
            Code::Aborted => "The operation was aborted.",
            Code::OutOfRange => "Request contains an argument that is out of range.",
            Code::Unimplemented => "Operation is not implemented, or supported, or enabled.",
            Code::Internal => "Internal error encountered.",
            Code::Unavailable => "The service is currently unavailable.",
            Code::DataLoss => "Unrecoverable data loss or corruption.",
            Code::Unauthenticated => {
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login \
                 cookie or other valid authentication credential. See \
                 https://developers.google.com/identity/sign-in/web/devconsole-project."
            }
        };
        Self::new(code, message)
    }

    /// The sync token is older than the server remembers (rule `Y3`).
    ///
    /// ```
    /// use people_server::Failure;
    ///
    /// let expired = Failure::expired_sync_token();
    /// let info = expired.status().error_info().expect("details");
    /// assert_eq!(info.reason, "EXPIRED_SYNC_TOKEN");
    /// ```
    pub fn expired_sync_token() -> Self {
        let message =
            "Sync token is expired. Clear local cache and retry call without the sync token.";
        let info = ErrorInfo::new("EXPIRED_SYNC_TOKEN", "people.googleapis.com");
        let status = Status::new(Code::FailedPrecondition, message).with_detail(info);
        Self::from(status).by_rule("Y3")
    }

    /// The same, with the time after which the caller should try again: `Retry-After`, in whole seconds.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use people_model::Code;
    /// use people_server::Failure;
    ///
    /// let busy = Failure::of(Code::Unavailable).retry_after(Duration::from_secs(2));
    /// ```
    #[must_use]
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = Some(time);
        self
    }

    /// After how many seconds the caller should try again, if the failure says so.
    pub(crate) fn wait(&self) -> Option<u64> {
        let up = |time: Duration| time.as_secs() + u64::from(time.subsec_nanos() > 0);
        self.retry_after.map(up)
    }

    /// The answer as the wire states it.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// The id of the rule that the request broke, where one is known.
    pub fn rule(&self) -> Option<&'static str> {
        self.rule
    }

    /// What is answered.
    pub fn into_status(self) -> Status {
        self.status
    }

    /// An error of the server while doing `what`: 500, with the cause in the log and not in the reply.
    pub fn internal(what: &str, error: &dyn Error) -> Self {
        fault_log::error(&format!("cannot {what}"), Chain(error));
        Self::of(Code::Internal)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.status.message)
    }
}

impl Error for Failure {}

impl From<Status> for Failure {
    fn from(status: Status) -> Self {
        Self {
            status,
            rule: None,
            retry_after: None,
        }
    }
}

impl From<Violation> for Failure {
    fn from(violation: Violation) -> Self {
        Self::from(status_of(&violation)).by_rule(violation.rule())
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self {
            status: rejection.status(),
            rule: rejection.rule(),
            retry_after: None,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => {
                fault_log::warn("the store is unavailable", Chain(&error));
                Self::of(Code::Unavailable)
            }
            error => Self::internal("use the store", &error),
        }
    }
}

/// An error and what caused it.
struct Chain<'e>(&'e dyn Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
