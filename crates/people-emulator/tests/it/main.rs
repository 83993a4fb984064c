//! Integration tests.
mod control;
mod journal;
mod server;
