//! What `cargo xtask codegen` renders from `schema/`. This file is written by hand,
//! the ones below it are not.

#[rustfmt::skip]
mod codec;
#[rustfmt::skip]
mod descriptors;
#[rustfmt::skip]
mod entry;
#[rustfmt::skip]
mod enums;
#[rustfmt::skip]
mod messages;
#[rustfmt::skip]
mod methods;
#[rustfmt::skip]
mod person;
#[rustfmt::skip]
mod person_field;
#[rustfmt::skip]
mod setters;
#[cfg(feature = "proptest")]
#[rustfmt::skip]
pub(crate) mod strategy;

pub use enums::*;
pub use messages::*;
pub use methods::*;
pub use person_field::*;
