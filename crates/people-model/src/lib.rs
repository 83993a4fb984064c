//! Wire types for contacts, as the Google People API spells them.
#![warn(missing_docs)]

mod decode;
mod encode;
mod etag;
mod extra;
mod field_mask;
mod generated;
mod message;
mod method;
mod names;
mod person;
mod status;
#[cfg(feature = "proptest")]
pub mod strategy;
mod update_mask;

pub use crate::{
    decode::{Decoded, Problem, SyntaxError, SyntaxErrorKind, decode},
    etag::{Fingerprint, PersonEtag, SourceEtag},
    extra::Extra,
    field_mask::{FieldMask, ParseFieldMaskError, ParseFieldMaskErrorKind},
    generated::*, // the messages, the enums, `PersonField`: as many as the schema has
    message::{Descriptor, EnumDescriptor, Kind, Member, Message, ParseEnumError},
    method::{Body, Parameter, Scope, SystemParameter},
    names::{ContactId, GroupId, GroupName, PersonName, ProfileId, SystemGroup},
    person::display_protocol,
    status::{
        BadRequest, Code, ErrorInfo, FieldViolation, ParseCodeError, QuotaFailure, QuotaViolation,
    },
    update_mask::{InvalidUpdateMask, UpdateMask},
};
