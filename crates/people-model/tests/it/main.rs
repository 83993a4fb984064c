//! Integration tests.

mod etag;
mod field_mask;
mod names;
mod update_mask;
