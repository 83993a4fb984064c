//! Ctrl-C, for a command that first finishes what it has begun.
use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::signal::ctrl_c;

use crate::output;

/// Whether somebody has pressed Ctrl-C.
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Watches from now on. The second Ctrl-C ends the process at once.
    pub(crate) fn watch() -> Self {
        let pressed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&pressed);
        tokio::spawn(async move {
            if ctrl_c().await.is_ok() {
                seen.store(true, Ordering::Relaxed);
                output::note("finishing the call under way; press Ctrl-C again to stop at once");
                if ctrl_c().await.is_ok() {
                    process::exit(INTERRUPTED);
                }
            }
        });
        Self(pressed)
    }

    pub(crate) fn is_pressed(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The status that shells give to a process that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;
