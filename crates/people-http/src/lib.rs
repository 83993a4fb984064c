//! The HTTP binding of the People API, in both directions, and a client.
//!
//! An update of a contact replaces whole fields, and fails if the contact changed since it was read.
//! Whoever sends one must therefore read first, send back what they do not mean to change, and start
//! over, with the changes of both, when somebody else was faster. `Client::edit` does all of it:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example() -> Result<(), people_http::Error> {
//! use people_http::Client;
//! use people_model::{Name, PhoneNumber};
//!
//! let client = Client::builder().token("ya29.a-token").build()?;
//! client
//!     .edit("people/c17", |contact| {
//!         contact.only::<Name>().family_name = "Lovelace".to_owned();
//!         contact.remove::<PhoneNumber>("+44 20 7946 0018");
//!     })
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Both directions
//!
//! Each method is described once, as a [`Request`]: [`to_http`](Request::to_http) is what a client
//! sends and [`from_http`](Request::from_http) what a server makes of it. Addresses, parameters and
//! verbs come from the method table of `people-model`, so the two cannot drift apart. Nothing here
//! but the client holds a socket.
//!
//! A server takes a request apart in this order:
//!
//! ```
//! use people_http::{Call, ErrorBody, Query, Rejection, SystemParameters, effective_verb, route};
//!
//! fn serve(request: http::Request<Vec<u8>>) -> Result<Call, ErrorBody> {
//!     let verb = effective_verb(request.method(), request.headers());
//!     // Unknown paths have a page of their own in the API; this sketch answers as for unknown ids.
//!     let route = route(&verb, request.uri().path())
//!         .ok_or_else(|| ErrorBody::new(people_http::status_of(&people_rules::Violation::NotFound)))?;
//!     // Here: the credential, and route.method.scopes().
//!     let read = || -> Result<Call, Rejection> {
//!         let query = Query::parse(request.uri().query().unwrap_or_default());
//!         let (_system, query) = SystemParameters::split(query)?;
//!         Call::from_http(&route, &query, request.body())
//!     };
//!     read().map_err(|rejection| ErrorBody::new(rejection.status()))
//! }
//!
//! let request = http::Request::patch("/v1/people/c1:updateContact?updatePersonFields=photos")
//!     .body(b"{}".to_vec())?;
//! let error = serve(request).unwrap_err();
//! assert_eq!(error.http_status(), 400);
//! assert!(error.status().message.starts_with("Invalid updatePersonFields mask path: \"photos\"."));
//! # Ok::<(), http::Error>(())
//! ```
//!
//! # Features
//!
//! - `client` (default): [`Client`], over reqwest with rustls, or over any tower service. Without it
//!   this crate has no network, no TLS and no async runtime among its dependencies.
//! - `google-credentials`: `GoogleCredentials`, for tokens of Google accounts and service accounts,
//!   over yup-oauth2.
#![warn(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod body;
#[cfg(feature = "client")]
mod client;
mod error_body;
mod generated;
mod group_fields;
mod methods;
mod query;
mod quota;
mod rejection;
mod request;
mod rewrite;
mod route;
mod selector;
mod system;

#[cfg(feature = "google-credentials")]
pub use crate::client::GoogleCredentials;
#[cfg(feature = "client")]
pub use crate::client::{
    Client, ClientBuilder, Credentials, EditContact, EditOutcome, Error, Paged, Pages, Plan,
    RetryPolicy, Sendable, Token,
};
pub use crate::{
    error_body::ErrorBody,
    generated::Call,
    group_fields::GroupFields,
    methods::{
        BatchDeleteContacts, BatchGetContactGroups, CreateContact, CreateContactGroup,
        DeleteContact, GetContactGroup, GetPeople, GetPerson, ListConnections, ListContactGroups,
        UpdateContact,
    },
    query::Query,
    quota::{Bucket, Cost, Quota},
    rejection::{Rejection, status_of, violation_of},
    request::{Request, effective_verb},
    rewrite::{MalformedReply, rewrite},
    route::{Route, route},
    selector::{InvalidSelector, Selector},
    system::SystemParameters,
};

/// The snippets of the documents, as tests. `cargo xtask check` looks whether one is left out.
#[cfg(all(doctest, feature = "client"))]
mod documents {
    #[doc = include_str!("../../../README.md")]
    struct Readme;

    #[doc = include_str!("../../../docs/client.md")]
    struct Client;

    #[doc = include_str!("../../../docs/rust.md")]
    struct Rust;
}
