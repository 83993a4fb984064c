#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod card;
mod composed;
mod contact_card;
mod csv;
mod dates;
mod draft;
mod encoding;
mod error;
mod escape;
mod file;
mod flavour;
mod groups;
mod head;
mod jcard;
mod lex;
mod line;
mod mapping;
mod param;
mod person;
mod photo;
mod quoted_printable;
mod read;
mod rest;
mod types;
mod version;
mod write;

pub use crate::{
    card::Card,
    contact_card::ContactCard,
    csv::{
        GoogleSheet, Layout, Map, ParseMapError, ReadRow, Row, Table, TableError, WrittenRow,
        outlook_header, outlook_row, outlook_row_with,
    },
    encoding::ValueEncoding,
    error::{ParseError, ParseErrorKind, Span},
    file::{ContactFile, ContactFileError, FileContact, OtherFile},
    flavour::{Flavour, ParseFlavourError},
    groups::Groups,
    jcard::{JcardError, from_jcard, to_jcard},
    lex::Cards,
    line::Line,
    param::Param,
    person::portable,
    photo::CardPhoto,
    rest::{Rest, from_person, to_person},
    version::Version,
};

/// The snippets of the document, as tests.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../../../docs/import.md")]
    struct Import;
}
