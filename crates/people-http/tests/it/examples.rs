//! The examples, as tests.
#[path = "../../examples/without_a_client.rs"]
mod without_a_client;
