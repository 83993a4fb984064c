//! Integration tests.
mod address;
mod body;
mod credentials;
mod fake;
mod hostile;
mod listen;
mod replay;
mod reply;
mod socket;
