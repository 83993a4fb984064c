#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod account;
mod batch;
#[cfg(feature = "conformance")]
pub mod conformance;
mod copy;
mod derivation;
#[cfg(any(feature = "embedded", feature = "postgres"))]
mod durability;
#[cfg(feature = "embedded")]
mod embedded;
mod error;
mod hit;
#[cfg(any(feature = "embedded", feature = "postgres"))]
mod inspection;
mod memory;
mod page;
#[cfg(feature = "postgres")]
mod postgres;
mod replacement;
mod row;
#[cfg(any(feature = "embedded", feature = "postgres"))]
mod sql;
mod store;
mod terms;

#[cfg(any(feature = "embedded", feature = "postgres"))]
pub use crate::durability::Durability;
#[cfg(feature = "embedded")]
pub use crate::embedded::{Embedded, EmbeddedOptions, Inspection, Stats};
#[cfg(any(feature = "embedded", feature = "postgres"))]
pub use crate::inspection::Fault;
#[cfg(feature = "postgres")]
pub use crate::postgres::{Postgres, PostgresInspection, PostgresOptions};
pub use crate::{
    account::{Account, InvalidAccount},
    batch::{Batch, Committed, Condition, Write},
    copy::{Copied, CopyError, CopyTarget, copy},
    derivation::Derivation,
    error::{Cause, CommitError, Invalid, StoreError, Unavailable},
    hit::Hit,
    memory::Memory,
    page::{Cursor, InvalidCursor, Order, Page},
    replacement::{Replacement, Standing, Versions},
    row::{Micros, Record, Row, RowKind, Version},
    store::Store,
    terms::Terms,
};
