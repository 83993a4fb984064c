#![no_main]
#[path = "../../tests/it/fuzzed.rs"]
mod fuzzed;
#[path = "../../tests/it/steps.rs"]
mod steps;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzzed::conversation(bytes));
