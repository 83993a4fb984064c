//! Integration tests.
mod backup;
mod check;
mod copy;
mod embedded;
mod examples;
mod faults;
mod history;
mod loss;
mod model;
#[cfg(unix)]
mod postgres;
mod replaced;
mod suites;
mod upgrade;
#[cfg(unix)]
mod wait;
