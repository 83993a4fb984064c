//! The examples, as tests.
#[path = "../../examples/keep_unknown.rs"]
mod keep_unknown;
#[path = "../../examples/masks.rs"]
mod masks;
