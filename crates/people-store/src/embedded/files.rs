//! Whether the files that are open are still those that their names lead to.
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use super::folder::{beside, database};
use crate::{StoreError, Unavailable};

/// The files of an open store. If the database's file is deleted, moved away or replaced, SQLite continues
/// without an error, and the commits since then are lost when the process ends.
#[derive(Debug)]
pub(super) struct Files {
    watched: Vec<(PathBuf, Option<Identity>)>,
    are_gone: AtomicBool,
}

/// Which file a name leads to: its device and number.
type Identity = (u64, u64);

impl Files {
    /// The files as they are now.
    pub(super) fn of(folder: &Path) -> Self {
        let watched = ["", "-wal", "-shm"].map(|suffix| {
            let path = beside(&database(folder), suffix);
            let identity = identity(&path);
            (path, identity)
        });
        Self {
            watched: watched.into(),
            are_gone: AtomicBool::new(false),
        }
    }

    /// Checks that the files are still in place.
    ///
    /// # Errors
    ///
    /// [`Unavailable::Moved`] while they are not.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let gone = self
            .watched
            .iter()
            .find(|(path, was)| was.is_some() && identity(path) != *was);
        let were_gone = self.are_gone.swap(gone.is_some(), Relaxed);
        let Some((path, _)) = gone else {
            if were_gone {
                tracing::warn!("the files of the store are back");
            }
            return Ok(());
        };
        if !were_gone {
            tracing::error!(
                "the store has stopped: {} was deleted, moved or replaced while it was open",
                path.display()
            );
        }
        Err(StoreError::unavailable(Unavailable::Moved))
    }

    /// The same for a read, which does not check by itself: it checks again only after a check has found the
    /// files missing.
    pub(super) fn check_if_gone(&self) -> Result<(), StoreError> {
        match self.are_gone.load(Relaxed) {
            true => self.check(),
            false => Ok(()),
        }
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;

    let file = path.metadata().ok()?;
    Some((file.dev(), file.ino()))
}

/// Elsewhere the system keeps files that are open from being deleted and moved.
#[cfg(not(unix))]
fn identity(_path: &Path) -> Option<Identity> {
    None
}
