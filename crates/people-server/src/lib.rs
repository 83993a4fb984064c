//! Serve the People API from a store: a tower service and a listener.
mod api;

pub use crate::api::{Api, Caller, Failure, Reply, Scopes};
