//! Integration tests.

mod debug;
mod decode;
mod encode;
mod etag;
mod examples;
mod field_mask;
mod fields;
mod fuzzed;
mod laws;
mod lenient;
mod resource;
mod schema;
mod setters;
mod status;
mod update_mask;
