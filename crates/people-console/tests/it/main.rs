//! Integration tests.
mod edits;
mod guard;
mod hostile;
mod pages;
mod requests;
mod server;
