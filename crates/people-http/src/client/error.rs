mod text;

use std::{sync::Arc, time::Duration};

use people_model::{Code, Method, Status};
use people_rules::{Conflict, Violation};

use super::BoxError;
use crate::rejection::violation_of;

/// Why a call failed. Branch with the predicates; print the chain of sources.
///
/// `Display` says which call it was, and the code, reason, field and message of the answer, which
/// may repeat what was sent. `Debug` leaves out all contact data. A clone costs little
/// more than the message of the answer.
///
/// ```
/// # use people_http::Client;
/// # use people_model::{FieldMask, Method};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), people_http::Error> {
/// # let nobody = tower::service_fn(|_: http::Request<_>| async {
/// #     let body = r#"{"error": {"code": 404, "message": "Requested entity was not found.", "status": "NOT_FOUND"}}"#;
/// #     let reply = http::Response::builder().status(404).body(http_body_util::Full::<bytes::Bytes>::from(body));
/// #     reply
/// # });
/// # let client = Client::builder().build_over(nobody)?;
/// let error = client.get("people/c17", FieldMask::NAMES).await.unwrap_err();
///
/// assert!(error.is_not_found());
/// assert_eq!(error.method(), Some(Method::GetPerson));
/// assert_eq!(error.resource_name(), Some("people/c17"));
/// assert_eq!(error.http_status(), Some(404));
/// assert_eq!(
///     error.to_string(),
///     "GetPerson people/c17: 404 NOT_FOUND: Requested entity was not found.",
/// );
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Error(Box<Details>);

#[derive(Clone)]
struct Details {
    /// `None` while the client is being built.
    method: Option<Method>,
    /// The resource of the call; empty if it is not a single one.
    name: String,
    kind: ErrorKind,
    violations: Vec<Violation>,
    /// Whether an earlier attempt of the call may have taken effect.
    unsettled: bool,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

#[derive(Clone)]
pub(super) enum ErrorKind {
    /// The client cannot be built.
    Setup(&'static str),
    /// The resource name does not fit the method. Nothing was sent.
    NotAddressable,
    /// It breaks rules: not sent.
    Broken,
    /// The caller's closure failed: not sent.
    EditFailed,
    /// It changes fields that were not read: not sent.
    NotRead,
    /// It changes what others changed as well: not sent.
    Conflict(Vec<Conflict>),
    /// An earlier call failed as a whole: not sent.
    NotTried,
    /// There is no token for the call. Nothing was sent.
    NoToken,
    /// There was no connection: not sent.
    Unreachable,
    /// It may have been sent, and no whole answer came.
    NoAnswer,
    /// A success was announced and cannot be read.
    Unreadable,
    /// The service refused the call.
    Refused {
        http: u16,
        status: Status,
        retry_after: Option<Duration>,
    },
}

impl Error {
    pub(super) fn new(method: Option<Method>, kind: ErrorKind) -> Self {
        let violations = match &kind {
            ErrorKind::Refused { status, .. } => violation_of(status).into_iter().collect(),
            _ => Vec::new(),
        };
        Self(Box::new(Details {
            method,
            name: String::new(),
            kind,
            violations,
            unsettled: false,
            source: None,
        }))
    }

    pub(super) fn about(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.name);
        self
    }

    pub(super) fn breaking(mut self, violations: Vec<Violation>) -> Self {
        self.0.violations = violations;
        self
    }

    pub(super) fn because(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    pub(super) fn unsettled(mut self, unsettled: bool) -> Self {
        self.0.unsettled |= unsettled;
        self
    }

    /// It turned out that no earlier attempt took effect.
    pub(super) fn settled(mut self) -> Self {
        self.0.unsettled = false;
        self
    }

    /// The method that was called; none while the client is being built.
    pub fn method(&self) -> Option<Method> {
        self.0.method
    }

    /// The resource of the call, such as `people/c17`; `None` if it is not a single one.
    pub fn resource_name(&self) -> Option<&str> {
        Some(self.0.name.as_str()).filter(|name| !name.is_empty())
    }

    /// The status of the HTTP reply, if the service refused the call.
    pub fn http_status(&self) -> Option<u16> {
        match &self.0.kind {
            ErrorKind::Refused { http, .. } => Some(*http),
            _ => None,
        }
    }

    /// The status that the service answered, if it did.
    pub fn status(&self) -> Option<&Status> {
        match &self.0.kind {
            ErrorKind::Refused { status, .. } => Some(status),
            _ => None,
        }
    }

    /// The rules that the request broke. If the client found them before it sent the request, these are all of them;
    /// otherwise it is the one that the service names.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// The conflicts between an edit and a change by another program that no policy has decided.
    pub fn conflicts(&self) -> &[Conflict] {
        match &self.0.kind {
            ErrorKind::Conflict(conflicts) => conflicts,
            _ => &[],
        }
    }

    /// How long the service asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            ErrorKind::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether the contact changed since the etag that was sent was read (rule `U6`).
    ///
    /// [`Client::edit`](crate::Client::edit) handles this. After an
    /// [`update`](crate::Client::update), get the latest person, make the edit again, and update
    /// that.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.update(person, UpdateMask::NAMES).await {
    ///     Err(error) if error.is_stale() => println!("somebody was faster: read it again"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_stale(&self) -> bool {
        // The same code for a call without any etag was seen too.
        self.0.method.is_some_and(|method| method.mutates())
            && self.status().is_some_and(|status| {
                status.code() == Some(Code::FailedPrecondition)
                    && status.message.contains("etag")
                    && !status.message.starts_with("Request must set")
            })
    }

    /// Whether a sync token is too old (rule `Y3`): list everything once more, without it.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error, ListConnections};
    /// # use people_model::{FieldMask, Person};
    /// async fn changes(client: &Client, token: &str) -> Result<Vec<Person>, Error> {
    ///     let everything = ListConnections::new(FieldMask::NAMES).request_sync_token(true);
    ///     match client.list(everything.clone().sync_token(token)).all().await {
    ///         Err(error) if error.is_sync_expired() => client.list(everything).all().await,
    ///         changes => changes,
    ///     }
    /// }
    /// ```
    pub fn is_sync_expired(&self) -> bool {
        let info = self.status().and_then(Status::error_info);
        info.is_some_and(|info| info.reason == "EXPIRED_SYNC_TOKEN")
    }

    /// Whether the closure of an [`edit`](crate::Client::edit) failed. Its error is the
    /// [source](std::error::Error::source); nothing was sent.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::PhoneNumber;
    /// # async fn example(client: &Client) -> Result<(), Error> {
    /// let edit = client.edit("people/c17", |ada| {
    ///     ada.get_mut::<PhoneNumber>("020 7946 0018").ok_or("she has no such number")?.r#type = "home".to_owned();
    ///     Ok::<(), &str>(())
    /// });
    /// match edit.await {
    ///     Err(error) if error.is_edit_failed() => println!("nothing to do: {error}"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_edit_failed(&self) -> bool {
        matches!(self.0.kind, ErrorKind::EditFailed)
    }

    /// Whether an edit and another program changed the same value, and no policy decides between the two: see
    /// [`conflicts`](Self::conflicts).
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// let edit = client.edit("people/c17", |ada| ada.only::<Name>().given_name = "Augusta".to_owned());
    /// match edit.await {
    ///     Err(error) if error.is_conflict() => error.conflicts().iter().for_each(|it| println!("{it}")),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_conflict(&self) -> bool {
        !self.conflicts().is_empty()
    }

    /// Whether nothing was sent of a contact, because an earlier [batch](crate::Batches) failed as a whole.
    /// The error of that batch is the [source](std::error::Error::source).
    ///
    /// ```no_run
    /// # use people_http::Client;
    /// # use people_model::Person;
    /// # async fn example(client: &Client, people: Vec<Person>) {
    /// for (person, created) in people.iter().zip(client.create_contacts(people.clone()).all().await) {
    ///     match created {
    ///         Err(error) if error.is_not_tried() => println!("send it again: {}", person.names[0].display_name),
    ///         Err(error) => println!("{error}"),
    ///         Ok(created) => println!("{}", created.resource_name),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn is_not_tried(&self) -> bool {
        matches!(self.0.kind, ErrorKind::NotTried)
    }

    /// Whether the request itself is wrong: repeating it does not help.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.create(person).await {
    ///     Err(error) if error.is_invalid() => println!("mend it before trying again: {error}"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_invalid(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::NotAddressable | ErrorKind::Broken | ErrorKind::NotRead
        ) || self.is(Code::InvalidArgument)
    }

    /// Whether the contact does not exist, or does not belong to the caller.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.delete("people/c17").await {
    ///     Err(error) if error.is_not_found() => println!("it was gone before"),
    ///     other => other?,
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_not_found(&self) -> bool {
        self.is(Code::NotFound)
    }

    /// Whether the resource to create exists already, such as a group with that name.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.create_group("Book club").await {
    ///     Err(error) if error.is_already_exists() => println!("there is one of that name"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_already_exists(&self) -> bool {
        self.is(Code::AlreadyExists)
    }

    /// Whether the credential is missing or no longer valid.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.get("people/me", FieldMask::NAMES).await {
    ///     Err(error) if error.is_unauthenticated() => println!("sign in again"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_unauthenticated(&self) -> bool {
        matches!(self.0.kind, ErrorKind::NoToken) || self.is(Code::Unauthenticated)
    }

    /// Whether the caller may not do this, for example because the token lacks a scope.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.create(person).await {
    ///     Err(error) if error.is_forbidden() => println!("ask for the scope to change contacts"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_forbidden(&self) -> bool {
        self.is(Code::PermissionDenied)
    }

    /// Whether a quota is used up: wait before the next call.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.get("people/me", FieldMask::NAMES).await {
    ///     Err(error) if error.is_quota() => println!("too many calls: wait {:?}", error.retry_after()),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_quota(&self) -> bool {
        self.is(Code::ResourceExhausted)
    }

    /// Whether the service cannot be reached or says that it is not there just now.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.get("people/me", FieldMask::NAMES).await {
    ///     Err(error) if error.is_unavailable() => println!("try again later"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_unavailable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unreachable) || self.is(Code::Unavailable)
    }

    /// Whether the call may have taken effect although it failed.
    ///
    /// Of a read this is never so. Of an update, read the contact to find out; a create must not be
    /// repeated blindly.
    ///
    /// ```no_run
    /// # use people_http::{Client, Error};
    /// # use people_model::{FieldMask, Name, Person, UpdateMask};
    /// # async fn example(client: &Client, person: Person) -> Result<(), Error> {
    /// match client.create(person).await {
    ///     Err(error) if error.is_ambiguous() => println!("look whether it exists before trying again"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_ambiguous(&self) -> bool {
        let mutates = self.0.method.is_some_and(|method| method.mutates());
        self.0.unsettled || (self.is_lost() && mutates)
    }

    /// Whether this attempt may have reached the service and its outcome is not known.
    pub(super) fn is_lost(&self) -> bool {
        match &self.0.kind {
            ErrorKind::NoAnswer | ErrorKind::Unreadable => true,
            // A code that no standard defines counts as 500; 501 and 505 are refusals.
            ErrorKind::Refused { http, .. } => matches!(http, 500 | 502 | 503 | 504 | 506..),
            _ => false,
        }
    }

    /// Whether this attempt surely changed nothing, and the next one may succeed.
    pub(super) fn is_turned_away(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Unreachable => true,
            ErrorKind::Refused { http, .. } => *http == 429,
            _ => false,
        }
    }

    /// Whether another attempt would end as this one did, though its outcome is not known.
    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unreadable)
    }

    fn is(&self, code: Code) -> bool {
        self.status().and_then(Status::code) == Some(code)
    }
}
