//! The examples, as tests.
#[path = "../../examples/in_process.rs"]
mod in_process;
#[path = "../../examples/on_a_port.rs"]
mod on_a_port;
