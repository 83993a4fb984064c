//! Integration tests.
mod edits;
mod guard;
mod hostile;
mod merges;
mod pages;
mod requests;
mod server;
