//! The examples, as tests.
#[path = "../../examples/fail_once.rs"]
mod fail_once;
#[path = "../../examples/what_was_lost.rs"]
mod what_was_lost;
