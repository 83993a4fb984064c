//! Reserved space that is freed when the disk is full, so that contacts can be deleted.
use std::{
    fs::{self, OpenOptions},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use fs4::{FileExt, available_space};

const NAME: &str = "people.reserve";

/// How long to wait before the next attempt to reserve space.
const PAUSE: Duration = Duration::from_millis(250);

/// A file begins with a note of how large it was when it was made first, on a line. A file of at most this size is the
/// note that a reserve was given up.
const NOTE: u64 = 64;

/// A file that reserves space on the disk.
///
/// SQLite needs space to delete: for the log, and for copying it into the database. When there is no space, the store
/// gives up the reserve. Until it can make the reserve again, it accepts only deletions. A note in its place keeps a
/// restart from forgetting this.
pub(super) struct Reserve {
    folder: PathBuf,
    path: PathBuf,
    bytes: u64,
    /// How large it was when it was made first.
    first: u64,
    /// How large it was when it was made last.
    last: Option<u64>,
    is_held: bool,
    was_given_up: bool,
    refused: Option<Instant>,
}

impl Reserve {
    /// A reserve of this size in bytes; 0 means no reserve.
    pub(super) fn of(folder: &Path, bytes: u64) -> Self {
        let path = folder.join(NAME);
        let found = match bytes {
            0 => Found::Nothing,
            _ => Found::at(&path, bytes),
        };
        let (first, last, was_given_up) = match found {
            Found::Nothing => (0, None, false),
            Found::Reserve { first, size } => (first, Some(size.min(bytes)), false),
            Found::Note { first } => (first, Some(first.min(bytes)), true),
        };
        let mut reserve = Self {
            folder: folder.to_owned(),
            path,
            bytes,
            first: first.min(bytes),
            last,
            is_held: false,
            was_given_up,
            refused: None,
        };
        reserve.tend();
        reserve.report();
        reserve
    }

    /// Frees the reserve of a store that cannot be opened without the space; `false` if it has none.
    pub(super) fn give_up_of(folder: &Path) -> bool {
        let path = folder.join(NAME);
        match Found::at(&path, 0) {
            Found::Reserve { first, size } => note(&path, first.max(size)).is_ok(),
            Found::Note { .. } | Found::Nothing => false,
        }
    }

    /// Makes the file if it is missing and there is space for it.
    pub(super) fn tend(&mut self) {
        if self.is_held || self.bytes == 0 || self.refused.is_some_and(|at| at.elapsed() < PAUSE) {
            return;
        }
        match self.make() {
            Ok(size) => {
                self.is_held = true;
                self.was_given_up = false;
                self.last = Some(size);
            }
            Err(error) => {
                self.refused = Some(Instant::now());
                tracing::debug!("cannot reserve disk space: {error}");
                let left = match self.was_given_up {
                    true => note(&self.path, self.first),
                    false => fs::remove_file(&self.path),
                };
                left.ok();
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
        self.was_given_up = true;
        note(&self.path, self.first).is_ok()
    }

    /// How many bytes of rows commits may write together, so that the database can take in the log, if
    /// need be in the space of the reserve.
    pub(super) fn portion(&self) -> u64 {
        match self.bytes {
            0 => u64::MAX,
            _ => self.last.unwrap_or(self.bytes) / 4,
        }
    }

    /// Whether the disk has space for so many bytes beside the reserve.
    pub(super) fn leaves(&self, bytes: u64) -> bool {
        // Without an answer, SQLite finds out.
        self.bytes == 0 || available_space(&self.folder).map_or(true, |space| space >= bytes)
    }

    /// The smallest size at which it is made again. Deletions may have used some of it for ever; without
    /// an end to this, other changes would use up the rest in turns.
    fn least(&self) -> u64 {
        self.first / 2
    }

    fn make(&mut self) -> io::Result<u64> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        let found = file.metadata()?.len();
        if found >= self.bytes {
            return Ok(found);
        }
        let sizes = match self.last {
            None => [self.bytes, self.bytes / 2, self.bytes / 4, self.bytes / 8],
            Some(last) => [self.bytes, last, last / 8 * 7, self.least()],
        };
        let mut failed = io::ErrorKind::StorageFull.into();
        for size in sizes.into_iter().filter(|&size| size >= self.least()) {
            match file.allocate(size) {
                Ok(()) => {
                    self.first = self.first.max(size);
                    file.write_all(format!("{}\n", self.first).as_bytes())?;
                    return Ok(size);
                }
                Err(error) => failed = error,
            }
            // Some of it may have been allocated.
            file.set_len(found)?;
        }
        Err(failed)
    }

    /// Reports at the start what is not as it should be.
    fn report(&self) {
        let (bytes, last) = (self.bytes, self.last.unwrap_or(0));
        match (self.is_held, self.was_given_up) {
            (true, _) if last >= bytes => {}
            (true, _) => {
                tracing::warn!("the disk has space for a reserve of {last} bytes, not of {bytes}");
            }
            (false, true) => tracing::warn!(
                "the disk is full: until it has space for a reserve of {} bytes, the store accepts only \
                 deletions",
                self.least()
            ),
            (false, false) if bytes == 0 => {}
            (false, false) => tracing::warn!(
                "the disk has no space for a reserve: when the disk is full, deletions may fail too"
            ),
        }
    }
}

/// What is in the place of a reserve.
enum Found {
    Nothing,
    /// One of this size, which was larger at `first`.
    Reserve {
        first: u64,
        size: u64,
    },
    Note {
        first: u64,
    },
}

impl Found {
    /// A reserve whose note cannot be read had `otherwise` bytes at first.
    fn at(path: &Path, otherwise: u64) -> Self {
        let Ok(file) = fs::File::open(path) else {
            return Self::Nothing;
        };
        let size = file.metadata().map_or(0, |file| file.len());
        let mut start = Vec::new();
        let read = file.take(NOTE).read_to_end(&mut start);
        let line = start.split(|byte| *byte == b'\n').next();
        let line = line.filter(|_| read.is_ok()).unwrap_or_default();
        let first = std::str::from_utf8(line).ok();
        let first = first.and_then(|first| first.parse().ok());
        let first = first.unwrap_or(otherwise);
        match size > NOTE {
            true => Self::Reserve { first, size },
            false => Self::Note { first },
        }
    }
}

/// Puts a note in the place of a reserve, which frees its space.
fn note(path: &Path, size: u64) -> io::Result<()> {
    let emptied = OpenOptions::new().write(true).truncate(true).open(path);
    emptied?;
    // The space for this is there now. If it is not, an empty note still says that there was a reserve.
    fs::write(path, format!("{size}\n")).ok();
    Ok(())
}
