//! Wire types for contacts, as the Google People API spells them.
#![warn(missing_docs)]

mod decode;
mod encode;
mod extra;
mod generated;
mod message;
mod method;
mod person;

pub use crate::{
    decode::{Decoded, Problem, SyntaxError, SyntaxErrorKind, decode},
    extra::Extra,
    generated::*, // the messages, the enums, `PersonField`: as many as the schema has
    message::{Descriptor, EnumDescriptor, Kind, Member, Message, ParseEnumError},
    method::{Body, Parameter, Scope, SystemParameter},
    person::display_protocol,
};
