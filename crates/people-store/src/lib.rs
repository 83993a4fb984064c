//! Keep contacts: versioned rows, compare-and-swap, per account.
//!
//! A [`Store`] is, per [`Account`], a map from ids to [`Row`]s whose every change is conditional and
//! takes the account's next [`Version`]. It never looks into what it keeps: bodies are opaque JSON.
//! From the versions come etags, the feed of changes, and the order of "last modified".
//!
//! - There is one way to write: [`Store::commit`] with a [`Batch`], all of it or none. Each write
//!   names what it expects to find; there is no unconditional one.
//! - There are few ways to read: [one row](Store::get) or [many](Store::get_many), a
//!   [page](Store::page) in an [`Order`], what [changed](Store::changes) after a version, and which
//!   rows have a [term](Store::find).
//!
//! ```
//! use people_store::{Account, Batch, Condition, RowKind, Memory, Record, Store, Version, Write};
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let store = Memory::new();
//! let account = Account::new("ada@example.com")?;
//! let record = Record {
//!     body: r#"{"names":[{"givenName":"Ada"}]}"#.into(),
//!     terms: vec!["group:myContacts".into()],
//!     ..Record::default()
//! };
//! let writes = vec![Write::Put { kind: RowKind::Contact, id: 7, record, condition: Condition::Absent }];
//! let committed = store.commit(&account, Batch { writes, time: 1_700_000_000_000_000 }).await?;
//!
//! assert_eq!(committed.version, Version(1));
//! assert_eq!(store.find(&account, RowKind::Contact, "group:myContacts", 0, 10).await?, [7]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Engines
//!
//! - [`Memory`] keeps rows in the process, for tests and for servers that may forget.
#![cfg_attr(
    feature = "embedded",
    doc = "- [`Embedded`] keeps them in SQLite, in a folder."
)]
#![cfg_attr(
    not(feature = "embedded"),
    doc = "- `Embedded` keeps them in SQLite, in a folder."
)]
#![cfg_attr(
    feature = "postgres",
    doc = "- [`Postgres`] keeps them in PostgreSQL, for several servers at once."
)]
#![cfg_attr(
    not(feature = "postgres"),
    doc = "- `Postgres` keeps them in PostgreSQL, for several servers at once."
)]
//!
//! # What follows from bodies
//!
//! Sort keys, terms and layouts follow from bodies by rules that the store does not know and that
//! change. [`Store::derive`] brings all rows up to the rules of a number, once for each number.
//!
//! # How a schema changes
//!
//! An engine on SQL has its schema in steps, `schema/1.sql` and so on. A step that was released is never
//! changed; each takes the schema to the next number, all that are missing in one transaction, when a
//! store is opened. A store of a later schema is refused.
//!
//! A step must take no longer for many rows than for few: it adds tables, and columns with a default.
//! What has to be done to each row has a line in the table `derived`, with the number of its rules and
//! the row that it came to, and goes through the rows in transactions of a bounded size. The checksums
//! of rows are one; what follows from bodies is another, by [`Store::derive`]. To add a third, give it
//! a name there, and a function that visits a row.
//!
//! A new [`RowKind`] needs no step for its rows, but a column in the table of accounts for their count.
//!
//! Engines mean the same by every method: one conformance suite, exported for engines elsewhere,
//! runs on all of them.
//!
//! # Features
//!
//! - `embedded` (default): the engine on SQLite. Without it this crate has neither SQLite nor an
//!   async runtime among its dependencies.
//! - `postgres`: the engine on PostgreSQL.
//! - `conformance`: the suite of cases that every engine must pass, one test per case.
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
mod memory;
mod page;
#[cfg(feature = "postgres")]
mod postgres;
mod row;
#[cfg(any(feature = "embedded", feature = "postgres"))]
mod sql;
mod store;

#[cfg(any(feature = "embedded", feature = "postgres"))]
pub use crate::durability::Durability;
#[cfg(feature = "embedded")]
pub use crate::embedded::{Embedded, EmbeddedOptions, Fault, Inspection, Stats};
#[cfg(feature = "postgres")]
pub use crate::postgres::{Postgres, PostgresOptions};
pub use crate::{
    account::{Account, InvalidAccount},
    batch::{Batch, Committed, Condition, Write},
    copy::{Copied, CopyError, CopyTarget, copy},
    derivation::Derivation,
    error::{Cause, CommitError, Invalid, StoreError, Unavailable},
    memory::Memory,
    page::{Cursor, InvalidCursor, Order, Page},
    row::{Micros, Record, Row, RowKind, Version},
    store::Store,
};
