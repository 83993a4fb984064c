#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod card;
mod csv;
mod dates;
mod draft;
mod error;
mod flavour;
mod groups;
mod jcard;
mod lex;
mod line;
mod mapping;
mod person;
mod quoted_printable;
mod read;
mod rest;
mod types;
mod write;

pub use crate::{
    card::{Card, Version},
    csv::{
        GoogleSheet, Layout, Map, ParseMapError, ReadRow, Row, Table, TableError, WrittenRow,
        outlook_header, outlook_row,
    },
    error::{ParseError, ParseErrorKind, Span},
    flavour::{Flavour, ParseFlavourError},
    groups::Groups,
    jcard::{JcardError, from_jcard, to_jcard},
    lex::Cards,
    line::{Line, Param, ValueEncoding},
    person::portable,
    rest::{Rest, from_person, to_person},
};

/// The snippets of the document, as tests.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../docs/import.md")]
    struct Import;
}
