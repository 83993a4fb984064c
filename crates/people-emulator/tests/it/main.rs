//! Integration tests.
mod accounts;
mod control;
mod drops;
mod findings;
mod journal;
mod rules;
mod server;
