//! Integration tests.

mod decode;
mod encode;
mod etag;
mod field_mask;
mod fields;
mod fuzzed;
mod laws;
mod names;
mod schema;
mod status;
mod update_mask;
