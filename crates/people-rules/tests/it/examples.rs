//! The examples, as tests.
#[path = "../../examples/check_and_apply.rs"]
mod check_and_apply;
#[path = "../../examples/one_contact_of_two.rs"]
mod one_contact_of_two;
#[path = "../../examples/three_way_merge.rs"]
mod three_way_merge;
