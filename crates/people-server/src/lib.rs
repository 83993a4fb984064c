#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod api;
mod auth;
mod called;
mod fault_log;
mod front;
mod limits;
mod listen;
mod metrics;
mod service;
mod texts;

pub use crate::{
    api::{Answer, Api, Caller, Failure, Photo, Piece, Received, Reply, Rest, Scopes},
    auth::{
        Authenticate, Denied, Dev, InvalidTokenFile, NotLoopback, SecretToken, TokenEntry,
        TokenFile, Tokens,
    },
    front::{
        BatchPart, BrokenOff, ContentEncoding, Cors, CorsOrigin, Front, HostCheck,
        InvalidCorsOrigin, InvalidPublicUrl, NotOwn, PublicUrl, ResponseBody, parts_of_batch,
        router,
    },
    limits::Limits,
    listen::{Handshake, HangUp, Plain, Protocol, serve, serve_through, serve_with},
    metrics::{Figure, Metrics},
    service::{
        AccountState, Audit, Clock, Differing, Effect, FoundEntries, Ids, ImportOptions, Imported,
        ImportedEntry, ImportedFile, InvalidRegion, KeptSource, Mirror, ObservedCall, Observer,
        People, PlannedEntry, PlannedPhoto, RandomIds, Region, RowState, Seed, SeedError,
        SeedReport, Settings, Sizes, SourceConflicts, SourceEntry, SourceFile, SourceGroup,
        SourceRecord, SyncToken, SystemClock, Union, Written,
    },
};
