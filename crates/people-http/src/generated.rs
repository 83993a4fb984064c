//! What `cargo xtask codegen` renders from the method table. This file is written by hand, the one
//! below it is not.

#[rustfmt::skip]
mod call;

pub use call::{Call, ListCall};
