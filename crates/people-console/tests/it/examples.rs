//! The examples, as tests.
#[path = "../../examples/in_process.rs"]
mod in_process;
#[allow(dead_code)] // its `main` is for the command line
#[path = "../../examples/on_a_port.rs"]
mod on_a_port;
