//! The file of a state, which its owner alone can read and one run at a time has.
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use crate::file::private;

/// A file that is locked until this value is dropped.
#[derive(Debug)]
pub(super) struct Lock(pub(super) File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::debug!("the lock of a state ends when its file is closed: {error}");
        }
    }
}

/// The file that a path leads to, which is created if there is none.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    if !path.try_exists()? {
        drop(create(path)?);
    }
    path.canonicalize()
}

/// Opens a file to append to it, which others cannot read.
pub(super) fn create(path: &Path) -> io::Result<File> {
    private().create(true).append(true).open(path)
}

/// Takes a file away from others who could read it.
#[cfg(unix)]
pub(super) fn hide(path: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let hide = || {
        let mut permissions = std::fs::metadata(path)?.permissions();
        if permissions.mode() & 0o077 == 0 {
            return Ok(());
        }
        permissions.set_mode(0o600);
        std::fs::set_permissions(path, permissions)
    };
    // Some file systems have no modes.
    if let Err(error) = hide() {
        tracing::warn!(
            "{}: cannot make the file private, so other users may read it: {error}",
            path.display()
        );
    }
}

#[cfg(not(unix))]
pub(super) fn hide(_: &Path) {}
