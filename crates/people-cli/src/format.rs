//! How a command prints: for people, or for programs.
use clap::Args;
use serde::Serialize;

use crate::{Outcome, output};

#[derive(Args, Clone, Copy)]
pub(crate) struct Format {
    /// Print JSON for programs, one object per line.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Prints a value on one line of JSON.
pub(crate) fn json(value: &impl Serialize) -> Outcome {
    Ok(output::line(serde_json::to_string(value)?)?)
}
