//! Runs one case for callgrind, which counts its instructions.
//!
//! A count hardly differs from run to run, so a small change shows. `cargo xtask bench instructions` asks for
//! each case by `--count NAME TURNS`.
use std::env;

/// A case to count, and how often to run it.
pub(crate) struct Counted {
    pub(crate) name: String,
    turns: usize,
}

/// What the arguments ask to count, if they do.
pub(crate) fn wanted() -> Option<Counted> {
    let mut arguments = env::args().skip_while(|argument| argument != "--count");
    let name = arguments.nth(1)?;
    let turns = arguments.next().and_then(|turns| turns.parse().ok());
    let turns = turns.expect("--count NAME TURNS");
    Some(Counted { name, turns })
}

impl Counted {
    /// Runs the case once, which fills what is filled once, and then in turns.
    pub(crate) fn run(&self, case: &mut dyn FnMut()) {
        case();
        for _ in 0..self.turns {
            case();
        }
    }
}
