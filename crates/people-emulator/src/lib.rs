#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod body;
mod broken;
mod context;
mod control;
mod duration;
mod emulator;
mod findings;
mod journal;
mod options;
mod request;
mod rules;

pub use crate::{
    emulator::{Emulator, Knowing},
    findings::{Grade, UnknownGrade, Watcher},
    options::{ControlToken, Options},
    rules::{InvalidRules, Rules},
};
