//! Integration tests.
mod control;
mod server;
