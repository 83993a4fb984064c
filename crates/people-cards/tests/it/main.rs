//! Integration tests.

mod lexer;
