//! Integration tests.

mod field_mask;
mod update_mask;
