//! Integration tests.
mod accounts;
mod control;
mod drops;
mod findings;
mod journal;
mod model;
mod rules;
mod server;
