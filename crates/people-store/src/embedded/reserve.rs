//! Reserved space that is freed when the disk is full, so that contacts can be deleted.
use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use fs4::FileExt;

const NAME: &str = "people.reserve";

/// How long to wait before the next attempt to reserve space.
const PAUSE: Duration = Duration::from_millis(250);

/// A file that reserves space on the disk.
///
/// SQLite needs space to delete: for the log, and for copying it into the database. When there is none,
/// the file is removed, and until it can be made again only deletions are carried out.
pub(super) struct Reserve {
    path: PathBuf,
    bytes: u64,
    /// How large it was when it was made last.
    last: Option<u64>,
    is_held: bool,
    was_given_up: bool,
    refused: Option<Instant>,
}

impl Reserve {
    /// A reserve of this size in bytes; 0 is none.
    pub(super) fn of(folder: &Path, bytes: u64) -> Self {
        let mut reserve = Self {
            path: folder.join(NAME),
            bytes,
            last: None,
            is_held: false,
            was_given_up: false,
            refused: None,
        };
        reserve.tend();
        reserve
    }

    /// Makes the file if it is missing and there is space for it.
    pub(super) fn tend(&mut self) {
        if self.is_held || self.bytes == 0 || self.refused.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        match self.make() {
            Ok(()) => {
                self.is_held = true;
                self.was_given_up = false;
            }
            Err(error) => {
                self.refused = Some(Instant::now());
                tracing::debug!("there is no space to keep in reserve: {error}");
                fs::remove_file(&self.path).ok();
            }
        }
    }

    /// Whether there is space for deletions only.
    pub(super) fn is_given_up(&self) -> bool {
        self.was_given_up
    }

    /// Frees the space; `false` if none is reserved.
    pub(super) fn give_up(&mut self) -> bool {
        if !self.is_held {
            return false;
        }
        self.is_held = false;
        self.was_given_up = fs::remove_file(&self.path).is_ok();
        self.was_given_up
    }

    fn make(&mut self) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.path)?;
        if file.metadata()?.len() >= self.bytes {
            return Ok(());
        }
        let sizes = match self.last {
            None => [self.bytes, self.bytes / 2, self.bytes / 4, self.bytes / 8],
            // Deletions may have used some of the freed space for ever.
            Some(last) => [self.bytes, last, last / 8 * 7, last / 2],
        };
        let mut failed = io::ErrorKind::StorageFull.into();
        for size in sizes {
            match file.allocate(size) {
                Ok(()) => {
                    self.last = Some(size);
                    return Ok(());
                }
                Err(error) => failed = error,
            }
            file.set_len(0)?;
        }
        Err(failed)
    }
}
