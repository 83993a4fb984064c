//! Integration tests.
mod creations;
mod edits;
mod examples;
mod groups;
mod guard;
mod hostile;
mod merges;
mod pages;
mod people;
mod requests;
mod rules;
mod server;
mod tokens;
