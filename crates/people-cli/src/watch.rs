//! Files that may change while the server runs.
use std::{path::PathBuf, time::Duration};

use tokio::task::JoinHandle;

/// What became of a file's new content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// It was accepted, or will never be.
    Done,
    /// It may be accepted after another change: it is passed on again.
    Later,
}

/// Reads a file again every second and passes it on when its content has changed.
///
/// It compares contents and does not use notifications of the system: those miss a folder that is
/// mounted again, which is how clusters replace secrets. Such small files cost little to read.
pub(crate) fn follow(
    path: PathBuf,
    mut before: Vec<u8>,
    mut changed: impl FnMut(&[u8]) -> Heard + Send + 'static,
) -> Following {
    Following(tokio::spawn(async move {
        let mut unreadable = false;
        loop {
            tokio::time::sleep(INTERVAL).await;
            match tokio::fs::read(&path).await {
                Ok(bytes) if bytes != before => {
                    if changed(&bytes) == Heard::Done {
                        before = bytes;
                    }
                    unreadable = false;
                }
                Ok(_) => unreadable = false,
                Err(error) if !unreadable => {
                    tracing::error!(
                        "cannot read {}: {error}; still using its last content",
                        path.display()
                    );
                    unreadable = true;
                }
                Err(_) => {}
            }
        }
    }))
}

const INTERVAL: Duration = Duration::from_secs(1);

/// Follows a file until it is dropped.
#[derive(Debug)]
pub(crate) struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}
