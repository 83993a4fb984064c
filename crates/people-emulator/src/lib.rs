#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod accounts;
mod body;
mod broken;
mod clocks;
mod context;
mod control;
mod draft;
mod duration;
mod emulator;
mod findings;
mod inside;
mod journal;
mod members;
mod oauth;
mod options;
mod records;
mod request;
mod rules;
mod sequence;
mod style;
mod sync_tokens;
mod then;
mod words;

pub use crate::{
    accounts::{Accounts, SaveInfo},
    clocks::{ClockState, Clocks, OutOfRange},
    context::ActingAs,
    emulator::{Emulator, Knowing},
    findings::{Grade, UnknownGrade, Watcher},
    inside::Selection,
    oauth::{CannotGenerate, Clients, InvalidClient, OAuth, OAuthFiles, OAuthSettings},
    options::{ControlToken, Options},
    rules::{InvalidRules, Rules},
    sequence::Sequence,
    style::STYLE_SHEET,
    then::{EditGrammar, EditStep},
};
