//! Integration tests.
mod backup;
mod check;
mod embedded;
mod faults;
mod model;
mod suites;
