//! What `cargo xtask codegen` renders from `schema/`. This file is written by hand,
//! the ones below it are not.

#[rustfmt::skip]
mod person_field;

pub use person_field::PersonField;
