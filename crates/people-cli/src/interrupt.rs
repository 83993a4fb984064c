//! Ctrl-C, for a command that first finishes or removes what it has begun.
use std::{
    io, process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

#[cfg(unix)]
use tokio::signal::unix::{Signal as CtrlC, SignalKind, signal};
#[cfg(windows)]
use tokio::signal::windows::CtrlC;

use crate::output;

/// Whether Ctrl-C was pressed.
#[derive(Debug)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Watches from now on. The second Ctrl-C ends the process at once.
    pub(crate) fn watch() -> Self {
        Self::watch_then(|| {})
    }

    /// The same; `last` runs before the second Ctrl-C ends the process.
    pub(crate) fn watch_then(last: impl FnOnce() + Send + 'static) -> Self {
        let pressed = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&pressed);
        // Registered here, and once: a Ctrl-C before the task runs, or right after the first one, counts.
        let Ok(mut presses) = presses() else {
            return Self(pressed);
        };
        tokio::spawn(async move {
            if presses.recv().await.is_some() {
                seen.store(true, Ordering::Relaxed);
                output::note("finishing the current call; press Ctrl-C again to stop at once");
                if presses.recv().await.is_some() {
                    last();
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

/// Completes when the process is asked to end, with the status that shells give to one that the signal has ended. The
/// signals are caught from now on.
pub(crate) fn asked_to_end() -> io::Result<impl Future<Output = i32>> {
    let mut interrupted = presses()?;
    #[cfg(unix)]
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = interrupted.recv() => INTERRUPTED,
            _ = terminated.recv() => TERMINATED,
        }
        #[cfg(windows)]
        {
            interrupted.recv().await;
            INTERRUPTED
        }
    })
}

#[cfg(unix)]
fn presses() -> io::Result<CtrlC> {
    signal(SignalKind::interrupt())
}

#[cfg(windows)]
fn presses() -> io::Result<CtrlC> {
    tokio::signal::windows::ctrl_c()
}

/// The status that shells give to a process that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;
/// To one that SIGTERM has ended.
#[cfg(unix)]
const TERMINATED: i32 = 143;
