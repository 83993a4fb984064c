#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod card;
mod error;
mod lex;
mod line;
mod quoted_printable;

pub use crate::{
    card::{Card, Version},
    error::{ParseError, ParseErrorKind, Span},
    lex::Cards,
    line::{Line, Param, ValueEncoding},
};
