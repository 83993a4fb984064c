//! Integration tests.
mod embedded;
mod model;
mod suites;
