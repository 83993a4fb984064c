//! Integration tests.

mod corpus;
mod laws;
mod lexer;
mod mapping;
mod tables;
