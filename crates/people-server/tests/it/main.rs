//! Integration tests.
mod address;
mod body;
mod credentials;
mod fake;
mod golden;
mod hostile;
mod listen;
mod metrics;
mod overload;
mod quota;
mod replay;
mod reply;
mod service;
mod socket;
mod texts;
mod tokens;
