//! Files that may change while the server runs.
use std::{path::PathBuf, time::Duration};

use tokio::task::JoinHandle;

/// Reads a file again every second and hands it over whenever it differs from what was read before.
///
/// By its content, not by notices of the system: those miss a folder that is mounted anew, which is
/// how secrets are replaced in clusters, and there is nothing to save on files this small.
pub(crate) fn follow(
    path: PathBuf,
    mut before: Vec<u8>,
    mut changed: impl FnMut(&[u8]) + Send + 'static,
) -> Following {
    Following(tokio::spawn(async move {
        let mut unreadable = false;
        loop {
            tokio::time::sleep(INTERVAL).await;
            match tokio::fs::read(&path).await {
                Ok(bytes) if bytes != before => {
                    changed(&bytes);
                    before = bytes;
                    unreadable = false;
                }
                Ok(_) => unreadable = false,
                Err(error) if !unreadable => {
                    tracing::error!(
                        "cannot read {}: {error}; what it held stays",
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
