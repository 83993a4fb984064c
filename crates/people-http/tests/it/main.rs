//! Integration tests.

mod anything;
#[cfg(feature = "client")]
mod client;
mod client_forms;
mod error_body;
mod error_texts;
mod examples;
mod fuzzed;
#[cfg(feature = "client")]
mod landed;
mod methods;
mod quota;
mod replies;
mod round_trip;
mod routes;
mod system;
