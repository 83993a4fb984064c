//! Integration tests.

mod etag;
mod field_mask;
mod update_mask;
