//! Wire types for contacts, as the Google People API spells them.
#![warn(missing_docs)]

mod generated;

pub use crate::generated::*;
