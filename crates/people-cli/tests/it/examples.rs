//! The examples, as tests.
#[path = "../../examples/plan.rs"]
mod plan;
#[path = "../../examples/two_editors.rs"]
mod two_editors;
