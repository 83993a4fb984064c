use std::{
    fs::{self, OpenOptions},
    io,
    path::Path,
};

use rusqlite::{
    Connection,
    backup::{Backup, StepResult},
};

use super::{
    Embedded, connection,
    fault::{fault, file_fault},
    folder::{self, Folder},
    mark::{self, Remains},
    schema,
};
use crate::StoreError;

/// How many pages are copied between two calls of `progress`: 4 MiB.
const STEP: i32 = 1024;

impl Embedded {
    /// Copies a snapshot of the store in `folder` into one file. The store may be open, here or in another process, and
    /// may change during the backup.
    ///
    /// It blocks until the file is on the disk, and calls `progress` with the pages that are copied
    /// and all of them. The file appears under its name when it is whole.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] when the file exists; another error when the store cannot be read or
    /// the file cannot be written.
    pub fn back_up(
        folder: impl AsRef<Path>,
        file: impl AsRef<Path>,
        progress: impl FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        back_up(folder.as_ref(), file.as_ref(), progress)
    }

    /// Makes a store in `folder` from a file that [`back_up`](Self::back_up) has made. Etags and
    /// tokens from the time of the backup are valid in it.
    ///
    /// It blocks like `back_up`.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] when the folder has a store or a part of one;
    /// [`StoreError::Corrupt`] when the file is not whole, or not a store's.
    pub fn restore(
        file: impl AsRef<Path>,
        folder: impl AsRef<Path>,
        progress: impl FnMut(u64, u64),
    ) -> Result<(), StoreError> {
        restore(file.as_ref(), folder.as_ref(), progress)
    }
}

/// Copies the database of a folder, which may be in use, into one file.
fn back_up(folder: &Path, file: &Path, progress: impl FnMut(u64, u64)) -> Result<(), StoreError> {
    let remains = Remains::of(folder)?;
    let source = connection::reader(&folder::existing_database(folder)?)?;
    schema::check(&source)?;
    schema::require_ours(&source)?;
    remains.compare(&source)?;
    copy(&source, file, progress)
}

/// Makes a folder's database from a file that `back_up` has made.
fn restore(file: &Path, folder: &Path, progress: impl FnMut(u64, u64)) -> Result<(), StoreError> {
    if !file.try_exists().map_err(file_fault)? {
        return Err(StoreError::Missing);
    }
    let source = connection::reader(file)?;
    schema::check(&source)?;
    schema::require_ours(&source)?;
    let mut folder = Folder::open(folder)?;
    folder.require_empty()?;
    mark::forget(folder.path()).map_err(file_fault)?;
    copy(&source, &folder.database(), progress)?;
    folder.keep();
    Ok(())
}

/// Copies a snapshot, under another name until the copy is complete and synced.
fn copy(
    source: &Connection,
    file: &Path,
    mut progress: impl FnMut(u64, u64),
) -> Result<(), StoreError> {
    if file.try_exists().map_err(file_fault)? {
        return Err(StoreError::Exists {
            path: file.to_owned(),
        });
    }
    let partial = folder::beside(file, ".partial");
    make(&partial).map_err(file_fault)?;
    let mut target = connection::writer(&partial)?;
    // A read that stays open: the copy would start again at each commit of somebody else.
    source.execute_batch("BEGIN").map_err(fault)?;
    schema::check(source)?;
    {
        let backup = Backup::new(source, &mut target).map_err(fault)?;
        loop {
            let step = backup.step(STEP).map_err(fault)?;
            let pages = backup.progress();
            let count = |pages: i32| u64::from(pages.unsigned_abs());
            progress(
                count(pages.pagecount - pages.remaining),
                count(pages.pagecount),
            );
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                // Somebody holds the partial file, or the lock that each step takes.
                _ => std::thread::sleep(std::time::Duration::from_millis(10)),
            }
        }
    }
    source.execute_batch("COMMIT").map_err(fault)?;
    // One file, with nothing beside it.
    let mode = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    target
        .pragma_update_and_check(None, "journal_mode", "delete", mode)
        .map_err(fault)?;
    let verdict: String = target
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .map_err(fault)?;
    if verdict != "ok" {
        return Err(StoreError::corrupt(format!("the copy: {verdict}")));
    }
    target.close().map_err(|(_, error)| fault(error))?;
    keep(&partial, file).map_err(file_fault)
}

/// An empty file in place of what an earlier attempt left, for its owner only.
fn make(partial: &Path) -> io::Result<()> {
    for left in [partial.to_owned(), folder::beside(partial, "-journal")] {
        match fs::remove_file(left) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(partial)?;
    Ok(())
}

/// Gives the file its name, once its content is on the disk.
fn keep(partial: &Path, file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(partial)?.sync_all()?;
    fs::rename(partial, file)?;
    folder::sync(folder::parent(file))
}
