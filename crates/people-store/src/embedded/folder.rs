use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
};

use super::fault::file_fault;
use crate::StoreError;

const DATABASE: &str = "people.sqlite3";
const LOCK: &str = "people.lock";

/// The folder of a store. As long as this value lives, no other process can open the store.
///
/// The locks are on a separate file and on the folder itself, not on the database. So an operator can look into a store
/// with `sqlite3` while a server uses it. The lock on the folder still holds if the file is removed. The system
/// releases both when the process dies.
pub(super) struct Folder {
    path: PathBuf,
    _locks: [Option<Lock>; 2],
    /// The file of the lock, if it was made for a store that may not come to be.
    unused: Option<PathBuf>,
}

impl Folder {
    /// Creates the folder if there is none, readable by its owner only, and takes the lock.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        create(path).map_err(file_fault)?;
        let lock_path = path.join(LOCK);
        let is_new = !lock_path.try_exists().map_err(file_fault)?;
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path);
        let lock = match Lock::of(lock.map_err(file_fault)?) {
            Ok(lock) => lock,
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked { path: lock_path }),
            Err(TryLockError::Error(error)) => return Err(file_fault(error)),
        };
        Ok(Self {
            path: path.to_owned(),
            _locks: [Some(lock), lock_folder(path)?],
            unused: is_new.then_some(lock_path),
        })
    }

    /// Keeps the file of the lock: there is a store now. Without this call, a new one is removed again,
    /// so that nothing is left in a folder that is not a store's.
    pub(super) fn keep(&mut self) {
        self.unused = None;
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn database(&self) -> PathBuf {
        database(&self.path)
    }

    /// Fails if the folder has a store, or a file that SQLite would take for a part of one.
    pub(super) fn require_empty(&self) -> Result<(), StoreError> {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let path = beside(&self.database(), suffix);
            if path.try_exists().map_err(file_fault)? {
                return Err(StoreError::Exists { path });
            }
        }
        Ok(())
    }

    /// Syncs the names of the files: without them their content would be lost.
    pub(super) fn sync(&self) -> Result<(), StoreError> {
        sync(&self.path).map_err(file_fault)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(lock) = &self.unused {
            fs::remove_file(lock).ok();
        }
    }
}

/// A file that is locked until this value is dropped.
///
/// To close the file would release the lock too late: while this process starts a program, both have the
/// file open for a moment.
struct Lock(File);

impl Lock {
    fn of(file: File) -> Result<Self, TryLockError> {
        file.try_lock()?;
        Ok(Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::debug!("the lock of a store ends when its file is closed: {error}");
        }
    }
}

/// Where the database of a folder is that must have one.
pub(super) fn existing_database(folder: &Path) -> Result<PathBuf, StoreError> {
    let path = database(folder);
    match path.try_exists().map_err(file_fault)? {
        true => Ok(path),
        false => Err(StoreError::Missing),
    }
}

/// Where a folder's database is.
pub(super) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// A file that belongs to another.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder that a path is in.
pub(super) fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn create(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = parent(path);
    fs::create_dir_all(parent)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    sync(parent)
}

/// None if the file system can only lock files.
#[cfg(unix)]
fn lock_folder(path: &Path) -> Result<Option<Lock>, StoreError> {
    let folder = File::open(path).map_err(file_fault)?;
    match Lock::of(folder) {
        Ok(lock) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(error)) => {
            tracing::warn!(
                "cannot lock the database file, only {LOCK}: do not delete that file: {error}"
            );
            Ok(None)
        }
    }
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
fn lock_folder(_path: &Path) -> Result<Option<Lock>, StoreError> {
    Ok(None)
}

#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// On other systems a folder cannot be synced like a file, and the file system keeps names by itself.
#[cfg(not(unix))]
pub(super) fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
