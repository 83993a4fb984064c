//! Integration tests.
mod creations;
mod edits;
mod examples;
mod groups;
mod guard;
mod held_store;
mod hostile;
mod imports;
mod merges;
mod pages;
mod people;
mod places;
mod requests;
mod rules;
mod server;
mod tokens;
