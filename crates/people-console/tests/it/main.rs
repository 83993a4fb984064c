//! Integration tests.
mod guard;
mod hostile;
mod pages;
mod requests;
mod server;
