//! Integration tests.
mod backup;
mod check;
mod copy;
mod embedded;
mod examples;
mod faults;
mod full_disk;
mod history;
mod listing;
mod loss;
mod model;
#[cfg(unix)]
mod postgres;
mod replaced;
mod suites;
#[cfg(unix)]
mod syncs;
mod upgrade;
#[cfg(unix)]
mod wait;
