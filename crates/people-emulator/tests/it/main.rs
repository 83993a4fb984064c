//! Integration tests.
mod accounts;
mod control;
mod drops;
mod examples;
mod findings;
mod journal;
mod model;
mod oauth;
mod records;
mod rules;
mod server;
mod sync_tokens;
