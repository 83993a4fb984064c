#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs, clippy::exhaustive_enums, clippy::exhaustive_structs)]

mod answer;
mod assets;
mod backend;
mod calls;
mod console;
mod creations;
mod demo;
mod duplicates;
mod guard;
mod imports;
mod lines;
mod live;
mod pages;
mod person;
mod routes;
mod visit;

pub use crate::console::{Console, NoRandom};
