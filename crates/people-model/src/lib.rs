#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs)]

mod by_name;
mod debug;
mod decode;
mod descriptor;
mod encode;
mod entry;
mod etag;
mod extra;
mod field_mask;
mod fields;
mod fields_ref;
mod generated;
mod literal;
mod message;
mod method;
mod person;
mod places;
mod resource;
mod scan;
mod setters;
mod status;
#[cfg(feature = "proptest")]
pub mod strategy;
mod text;
mod update_mask;

pub use crate::{
    by_name::ByName,
    decode::{Decoded, Problem, SyntaxError, SyntaxErrorKind, as_json},
    descriptor::{Descriptor, EnumDescriptor, Member, ParseEnumError, ValueKind},
    entry::{Composed, Entry, EntryVisitor},
    etag::{Fingerprint, PersonEtag, SourceEtag},
    extra::Extra,
    field_mask::{
        FieldMask, FieldMaskIter, ParseFieldMaskError, ParseFieldMaskErrorKind, mask_paths,
    },
    fields::{Fields, InvalidFields},
    fields_ref::FieldsRef,
    generated::*, // the messages, the enums, `PersonField`: as many as the schema has
    literal::{parse_bool, parse_int32},
    message::{Message, decode},
    method::{Body, Parameter, Resources, Scope, SystemParameter},
    person::display_protocol,
    resource::{
        ContactId, GroupId, GroupResourceName, ParseNameError, PersonResourceName, ProfileId,
        SystemGroup,
    },
    scan::{member_name, string_end},
    status::{
        BadRequest, Code, ErrorInfo, FieldViolation, ParseCodeError, QuotaFailure, QuotaViolation,
    },
    update_mask::{InvalidUpdateMask, UpdateMask},
};
