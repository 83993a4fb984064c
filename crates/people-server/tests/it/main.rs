//! Integration tests.
mod address;
mod batch_requests;
mod body;
mod cors;
mod credentials;
mod discovery;
mod examples;
mod fake;
mod fuzzed;
mod golden;
mod host_check;
mod hostile;
mod http2;
mod listen;
mod metrics;
mod overload;
mod pieces;
#[path = "../../../people-store/tests/it/postgres/server.rs"]
#[allow(dead_code)] // what the tests of the store use
mod postgres;
mod quota;
mod replay;
mod reply;
mod service;
mod socket;
mod steps;
mod texts;
mod tokens;
mod values;
#[path = "../../../people-store/tests/it/wait.rs"]
#[allow(dead_code)] // what the tests of the store use
mod wait;
