//! Integration tests.
mod embedded;
mod faults;
mod model;
mod suites;
