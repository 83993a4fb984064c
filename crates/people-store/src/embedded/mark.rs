//! A record of the last acknowledged commit, outside the database, so that a loss in the database is noticed.
use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension};

use super::{
    fault::{fault, file_fault},
    folder::{beside, database},
    schema,
};
use crate::{Account, Durability, StoreError, Version};

const NAME: &str = "people.mark";

/// One sector, which a disk writes as a whole.
const BYTES: usize = 512;

const VERSION: &str = "SELECT version FROM accounts WHERE account = ?1";

/// The last commit that was acknowledged, and whether the store is open. It is in a separate file, which
/// is written after each transaction and synced when the store is opened and closed.
///
/// If the database is synced at each commit, the mark is never ahead of it, even after a power failure. So
/// a database that is behind its mark has lost acknowledged commits.
pub(super) struct Mark {
    file: File,
    durability: Durability,
    last: Option<(Account, Version)>,
}

/// What a mark says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// None after the store was closed.
    open: Option<Durability>,
    last: Option<(Account, Version)>,
}

impl Mark {
    /// Marks the store as open.
    pub(super) fn open(
        folder: &Path,
        durability: Durability,
        last: Option<(Account, Version)>,
    ) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path(folder)).map_err(file_fault)?;
        let mark = Self {
            file,
            durability,
            last,
        };
        mark.write(Some(durability)).map_err(file_fault)?;
        mark.file.sync_all().map_err(file_fault)?;
        Ok(mark)
    }

    /// Records a commit before it is acknowledged.
    pub(super) fn note(&mut self, account: &Account, version: Version) {
        self.last = Some((account.clone(), version));
        if let Err(error) = self.write(Some(self.durability)) {
            tracing::debug!("cannot write the mark of the last commit: {error}");
        }
    }

    /// Marks the store as closed: its log is in the database.
    pub(super) fn close(self) -> Result<(), StoreError> {
        self.write(None).map_err(file_fault)?;
        self.file.sync_all().map_err(file_fault)
    }

    fn write(&self, open: Option<Durability>) -> io::Result<()> {
        let last = self.last.clone();
        write_at_start(&self.file, &Seen { open, last }.to_bytes())
    }
}

impl Seen {
    /// Reads the folder's mark; `None` if there is none or it cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        match fs::read(path(folder)) {
            Ok(bytes) => {
                let seen = Self::from_bytes(&bytes);
                if seen.is_none() {
                    tracing::warn!("{NAME} is damaged: cannot find out what was acknowledged");
                }
                Ok(seen)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(file_fault(error)),
        }
    }

    fn to_bytes(&self) -> [u8; BYTES] {
        let state = match self.open {
            Some(Durability::Full) => "open full",
            Some(Durability::Relaxed) => "open relaxed",
            None => "closed",
        };
        let (account, version) = match &self.last {
            Some((account, version)) => (account.as_str(), version.0),
            None => ("", 0),
        };
        let mut text = format!("{state}\n{version}\n{account}\n");
        let checksum = crc32fast::hash(text.as_bytes());
        text.push_str(&format!("{checksum:08x}\n"));
        let mut bytes = [b'\n'; BYTES];
        // An account's name has at most 256 bytes.
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?.trim_end_matches('\n');
        let (text, checksum) = text.rsplit_once('\n')?;
        let checksum = u32::from_str_radix(checksum, 16).ok()?;
        if checksum != crc32fast::hash(format!("{text}\n").as_bytes()) {
            return None;
        }
        let mut lines = text.split('\n');
        let open = match lines.next()? {
            "open full" => Some(Durability::Full),
            "open relaxed" => Some(Durability::Relaxed),
            "closed" => None,
            _ => return None,
        };
        let version = Version(lines.next()?.parse().ok()?);
        let last = match lines.next()? {
            "" => None,
            account => Some((Account::stored(account).ok()?, version)),
        };
        Some(Self { open, last })
    }
}

/// Which files of a store exist, before it is opened.
pub(super) struct Remains {
    folder: PathBuf,
    seen: Option<Seen>,
    has_log: bool,
}

impl Remains {
    /// # Errors
    ///
    /// [`StoreError::Behind`] when the mark names a database that is missing.
    pub(super) fn of(folder: &Path) -> Result<Self, StoreError> {
        let seen = Seen::read(folder)?;
        let bytes = |path: PathBuf| fs::metadata(path).map_or(0, |file| file.len());
        let database = database(folder);
        let remains = Self {
            folder: folder.to_owned(),
            seen,
            has_log: bytes(beside(&database, "-wal")) > 0,
        };
        match &remains.seen {
            Some(Seen {
                last: Some((_, version)),
                ..
            }) if bytes(database) == 0 && !remains.has_log => {
                Err(remains.behind(version.0, "people.sqlite3 is missing"))
            }
            _ => Ok(remains),
        }
    }

    /// Compares the mark with the database; returns the last commit to remember.
    ///
    /// # Errors
    ///
    /// [`StoreError::Behind`] when the database has not all that was acknowledged.
    pub(super) fn compare(
        &self,
        connection: &Connection,
    ) -> Result<Option<(Account, Version)>, StoreError> {
        let Some(Seen {
            open,
            last: Some((account, last)),
        }) = &self.seen
        else {
            return Ok(None);
        };
        let mut found = None;
        if schema::found(connection)? > 0 {
            let version = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
            found = connection
                .query_row(VERSION, [account.as_str()], version)
                .optional()
                .map_err(fault)?;
        }
        let found = Version(found.unwrap_or(0).unsigned_abs());
        let missing = last.0.saturating_sub(found.0);
        match (open, self.has_log) {
            _ if missing == 0 => {
                if open.is_some() {
                    tracing::info!("the store was not closed properly; it has every acknowledged commit");
                }
                Ok(Some((account.clone(), found)))
            }
            (Some(Durability::Relaxed), _) => {
                tracing::warn!(
                    "the store lacks the last {missing} commits of an account: it was not closed, \
                     and its durability was relaxed"
                );
                Ok(Some((account.clone(), found)))
            }
            (Some(Durability::Full), false) => Err(self.behind(
                missing,
                "it was not closed, and people.sqlite3-wal is missing",
            )),
            (Some(Durability::Full), true) => Err(self.behind(
                missing,
                "it was not closed, and people.sqlite3-wal is damaged, incomplete or from another time",
            )),
            (None, _) => Err(self.behind(missing, "people.sqlite3 is from an earlier time")),
        }
    }

    fn behind(&self, missing: u64, why: &str) -> StoreError {
        StoreError::Behind {
            missing,
            why: why.to_owned(),
            mark: path(&self.folder),
        }
    }
}

/// Removes the mark: another store takes the place of this one.
pub(super) fn forget(folder: &Path) -> io::Result<()> {
    match fs::remove_file(path(folder)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

#[cfg(unix)]
fn write_at_start(file: &File, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, 0)
}

#[cfg(not(unix))]
fn write_at_start(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    use std::io::{Seek, SeekFrom, Write};

    file.seek(SeekFrom::Start(0))?;
    file.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_it_was_written() {
        let longest = "ä".repeat(128);
        for last in [None, Some(("ada", 7)), Some((longest.as_str(), u64::MAX))] {
            for open in [None, Some(Durability::Full), Some(Durability::Relaxed)] {
                let last = last
                    .map(|(name, version)| (Account::new(name).expect("a name"), Version(version)));
                let seen = Seen { open, last };
                let mut bytes = seen.to_bytes();
                assert_eq!(Seen::from_bytes(&bytes), Some(seen));
                bytes[3] ^= 1;
                assert_eq!(Seen::from_bytes(&bytes), None);
            }
        }
        assert_eq!(Seen::from_bytes(b""), None);
    }
}
