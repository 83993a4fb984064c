//! Integration tests.

mod corpus;
mod document;
mod examples;
mod files;
mod fuzzed;
mod jcards;
mod joined;
mod laws;
mod lexer;
mod mapping;
mod oracle;
mod photos;
mod programs;
mod tables;
