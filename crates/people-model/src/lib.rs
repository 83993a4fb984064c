//! Wire types for contacts, as the Google People API spells them.
//!
//! This crate is data only: it parses, prints and compares. It never performs IO, reads a
//! clock or decides whether an update is allowed; that is the work of `people-rules`.
//!
//! ```
//! use people_model::{FieldMask, Message, Person};
//!
//! let person: Person = serde_json::from_str(r#"{"names":[{"givenName":"Ada"}],"etag":"%e"}"#)?;
//! let mask: FieldMask = "names,emailAddresses".parse()?;
//!
//! assert_eq!(mask, FieldMask::NAMES | FieldMask::EMAIL_ADDRESSES);
//! assert_eq!(person.names[0].given_name, "Ada");
//! assert_eq!(person.to_json(), r#"{"etag":"%e","names":[{"givenName":"Ada"}]}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Messages
//!
//! [`Person`] and the other messages are structs with public fields, rendered from a schema
//! that holds the API's facts. They follow protobuf: a member that has the default of its
//! type (an empty text, zero, false, an empty list) is unset, and is not encoded; only a
//! message within a message is an [`Option`]. A member that this version does not know is
//! kept in [`Extra`] and encoded again. More members may come, so a message is made by `new()`
//! and chainable setters, one for each member, under the member's name:
//!
//! ```
//! use people_model::{Birthday, Date, Name, Person};
//!
//! let ada = Person::new()
//!     .names([Name::new().given_name("Ada").family_name("Lovelace")])
//!     .birthdays([Birthday::new().date(Date::new().year(1815).month(12).day(10))]);
//! assert_eq!(ada.names[0].family_name, "Lovelace");
//! ```
//!
//! A setter takes what converts into the member: text, the name of an enum's value, a message or
//! an `Option` of one, anything that iterates for a list. `Debug` shows which members are set and
//! no values, so that a log holds no contact data; `{:#?}` shows all of it.
//!
//! Enums of answers keep a value they do not know; enums of requests refuse it.
//!
//! # Decoding and encoding
//!
//! [`decode`] is as lenient as the API's front end and returns a list of [`Problem`]s beside
//! the message: what a server answers with and a client may ignore. `serde`'s `Deserialize`
//! reads the same way, but its first problem that would lose something is an error.
//! Encoding writes members in the order of the wire, with `serde_json`'s printers or
//! [`Message::to_json`].
//!
//! # Names, masks, etags, methods
//!
//! A field's values are [`Entry`]s: [`PersonField::visit`] leads from a field to their type.
//!
//! [`PersonField`] names what masks can name, [`FieldMask`] is a set of it and [`UpdateMask`]
//! one that an update accepts. [`PersonName`] and [`GroupName`] are resource names,
//! [`ContactId`], [`ProfileId`] and [`GroupId`] the ids in them: `FromStr` reads the text that
//! `Display` prints.
//! [`PersonEtag`] reads and writes the API's etags. [`Method`] is the table of the API's 24
//! methods, with verbs, paths, parameters and scopes. [`Status`] is how calls fail.
//!
//! # Features
//!
//! - `proptest`: strategies that draw messages and masks, in the module `strategy`.
#![warn(missing_docs)]

mod debug;
mod decode;
mod encode;
mod entry;
mod etag;
mod extra;
mod field_mask;
mod fields;
mod generated;
mod message;
mod method;
mod person;
mod resource;
mod setters;
mod status;
#[cfg(feature = "proptest")]
pub mod strategy;
mod update_mask;

pub use crate::{
    decode::{
        Decoded, Problem, SyntaxError, SyntaxErrorKind, as_json, decode, parse_bool, parse_int32,
    },
    entry::{Entry, EntryVisitor},
    etag::{Fingerprint, PersonEtag, SourceEtag},
    extra::Extra,
    field_mask::{
        FieldMask, FieldMaskIter, ParseFieldMaskError, ParseFieldMaskErrorKind, mask_paths,
    },
    fields::{Fields, InvalidFields},
    generated::*, // the messages, the enums, `PersonField`: as many as the schema has
    message::{Descriptor, EnumDescriptor, Member, Message, ParseEnumError, ValueKind},
    method::{Body, Parameter, Scope, SystemParameter},
    person::display_protocol,
    resource::{ContactId, GroupId, GroupName, ParseNameError, PersonName, ProfileId, SystemGroup},
    status::{
        BadRequest, Code, ErrorInfo, FieldViolation, ParseCodeError, QuotaFailure, QuotaViolation,
    },
    update_mask::{InvalidUpdateMask, UpdateMask},
};
