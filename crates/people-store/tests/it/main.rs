//! Integration tests.
mod backup;
mod check;
mod embedded;
mod faults;
mod history;
mod model;
#[cfg(unix)]
mod postgres;
mod suites;
