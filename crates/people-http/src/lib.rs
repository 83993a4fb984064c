// Half of it is about the client.
#![cfg_attr(any(not(doctest), feature = "client"), doc = include_str!("../README.md"))]
#![cfg_attr(docsrs, feature(doc_cfg))]
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
mod shape;
mod system;

#[cfg(feature = "google-credentials")]
pub use crate::client::GoogleCredentials;
#[cfg(feature = "client")]
pub use crate::client::{
    BaseUrl, Batches, Client, ClientBuilder, Credentials, EditContact, EditOutcome, Error, Paged,
    Pages, Plan, RetryPolicy, Sendable, Token,
};
pub use crate::{
    error_body::ErrorBody,
    generated::{Call, ListCall},
    group_fields::GroupFields,
    methods::{
        BatchCreateContacts, BatchDeleteContacts, BatchGetContactGroups, BatchUpdateContacts,
        CopyOtherContactToMyContactsGroup, CreateContact, CreateContactGroup, DeleteContact,
        DeleteContactGroup, DeleteContactPhoto, GetContactGroup, GetPeople, GetPerson,
        ListConnections, ListContactGroups, ListDirectoryPeople, ListOtherContacts,
        ModifyContactGroupMembers, SearchContacts, SearchDirectoryPeople, SearchOtherContacts,
        UpdateContact, UpdateContactGroup, UpdateContactPhoto,
    },
    query::Query,
    quota::{Bucket, Cost, Quota},
    rejection::{Rejection, status_of, violation_of},
    request::{Request, effective_verb},
    rewrite::{MalformedReply, rewrite},
    route::{Route, route},
    selector::{InvalidSelector, Selector},
    shape::{Change, Returns, Shape, SyncedList},
    system::SystemParameters,
};

/// The snippets of the documents, as tests. `cargo xtask check` looks whether one is left out.
#[cfg(all(doctest, feature = "client"))]
mod documents {
    #[doc = include_str!("../../../README.md")]
    struct Readme;

    #[doc = include_str!("../../../docs/client.md")]
    struct Client;

    #[doc = include_str!("../../../docs/emulator/first-test.md")]
    struct FirstTest;

    #[doc = include_str!("../../../docs/rust.md")]
    struct Rust;
}
