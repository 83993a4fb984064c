//! The examples, as tests.
#[path = "../../examples/edit_a_card.rs"]
mod edit_a_card;
#[path = "../../examples/read_a_table.rs"]
mod read_a_table;
