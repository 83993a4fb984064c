//! Integration tests.

mod etag;
mod field_mask;
mod names;
mod status;
mod update_mask;
