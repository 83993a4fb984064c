//! Integration tests.
mod control;
mod drops;
mod journal;
mod rules;
mod server;
