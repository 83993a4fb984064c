use std::{io, sync::Arc};

use rusqlite::{ErrorCode, ffi};

use crate::{StoreError, Unavailable};

/// What an error of SQLite means for the store.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    let reason = match &error {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::FileLockingProtocolFailed => Unavailable::Busy,
            ErrorCode::DiskFull => Unavailable::Full,
            // The index of the log lies in a file that could not grow.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => {
                Unavailable::Full
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Unavailable::ReadOnly,
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen => Unavailable::Disk,
            ErrorCode::OutOfMemory => Unavailable::Memory,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                return damaged("the database file", error);
            }
            _ => return StoreError::engine(error),
        },
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => return damaged("a column's value", error),
        _ => return StoreError::engine(error),
    };
    StoreError::Unavailable {
        reason,
        source: Some(Arc::new(error)),
    }
}

/// What an error of the file system means for the store.
pub(super) fn file_fault(error: io::Error) -> StoreError {
    let reason = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Unavailable::Full,
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            Unavailable::ReadOnly
        }
        _ => Unavailable::Disk,
    };
    StoreError::Unavailable {
        reason,
        source: Some(Arc::new(error)),
    }
}

fn damaged(what: &str, error: rusqlite::Error) -> StoreError {
    StoreError::Corrupt {
        what: what.to_owned(),
        source: Some(Arc::new(error)),
    }
}
