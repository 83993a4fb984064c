//! The examples, as tests.
#[path = "../../examples/compare_and_swap.rs"]
mod compare_and_swap;
#[path = "../../examples/on_disk.rs"]
mod on_disk;
