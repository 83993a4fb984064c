use std::{fmt, sync::Arc};

use deadpool_postgres::{HookError, PoolError, TimeoutType};
use tokio_postgres::{
    Error,
    error::{DbError, Severity, SqlState},
};

use crate::{Cause, StoreError, Unavailable};

/// What an error says about the statement that failed.
pub(super) enum Trouble {
    /// The server refused it. Nothing of its transaction is kept.
    Refused(StoreError),
    /// As `Refused`, but the same may succeed at once: it collided with another transaction.
    Again(StoreError),
    /// The server could not reach another server that it needs, such as a node of its cluster. Nothing of the
    /// transaction is kept. But if this is the answer to the end of a transaction, it may be kept.
    Relayed(StoreError),
    /// The connection is gone, and the store does not know what the server did with the last statements.
    Lost(StoreError),
}

impl Trouble {
    pub(super) fn of(error: Error) -> Self {
        let Some(said) = error.as_db_error() else {
            return Self::Lost(unreachable_because(Arc::new(error)));
        };
        let code = said.code();
        let retry = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
        ];
        let unknown = [
            SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN,
            SqlState::TRANSACTION_RESOLUTION_UNKNOWN,
        ];
        if said.parsed_severity() != Some(Severity::Error) || unknown.contains(code) {
            return Self::Lost(unreachable_because(Said::cause(said)));
        }
        if retry.contains(code) {
            return Self::Again(unavailable(Unavailable::Busy, said));
        }
        if is_relayed(code) {
            return Self::Relayed(unreachable_because(Said::cause(said)));
        }
        Self::Refused(refusal(said))
    }

    pub(super) fn into_error(self) -> StoreError {
        match self {
            Self::Refused(error)
            | Self::Again(error)
            | Self::Relayed(error)
            | Self::Lost(error) => error,
        }
    }
}

/// The error for a caller, who cannot fix it.
pub(super) fn fault(error: Error) -> StoreError {
    Trouble::of(error).into_error()
}

/// A column that does not hold what this crate writes there.
pub(super) fn damaged(error: Error) -> StoreError {
    StoreError::Corrupt {
        what: "a column's value".to_owned(),
        source: Some(Arc::new(error)),
    }
}

/// Why there is no connection.
pub(super) fn pool_fault(error: PoolError) -> StoreError {
    match error {
        PoolError::PostCreateHook(HookError::Backend(error)) if is_of_statement(&error) => {
            fault(error)
        }
        PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
            match error.as_db_error() {
                Some(said) if *said.code() == SqlState::TOO_MANY_CONNECTIONS => {
                    unavailable(Unavailable::Overloaded, said)
                }
                Some(said) => unreachable_because(Said::cause(said)),
                None => unreachable_because(Arc::new(error)),
            }
        }
        PoolError::Timeout(TimeoutType::Wait) => StoreError::unavailable(Unavailable::Overloaded),
        PoolError::Closed => StoreError::unavailable(Unavailable::Closed),
        error => unreachable_because(Arc::new(error)),
    }
}

/// The error if the server does not answer in time.
pub(super) fn slow() -> StoreError {
    StoreError::unavailable(Unavailable::Busy)
}

/// Whether an error concerns another connection, and leaves this one open: it is of class 08, or it is what a server
/// says when it closes a connection.
fn is_relayed(code: &SqlState) -> bool {
    let closing = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
    ];
    let ours = *code == SqlState::PROTOCOL_VIOLATION;
    closing.contains(code) || code.code().starts_with("08") && !ours
}

/// Whether a reachable server refuses a statement that every connection prepares, for example because a function is
/// missing. Such an error is not about a connection, a login, a shutdown or a limit.
fn is_of_statement(error: &Error) -> bool {
    let code = error.code().map_or("08", SqlState::code);
    !["08", "28", "53", "57P"]
        .iter()
        .any(|class| code.starts_with(class))
}

fn refusal(said: &DbError) -> StoreError {
    let code = said.code();
    let reason = if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        Unavailable::ReadOnly
    } else if *code == SqlState::DISK_FULL {
        Unavailable::Full
    } else if *code == SqlState::OUT_OF_MEMORY {
        Unavailable::Memory
    } else if [
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::CONFIGURATION_LIMIT_EXCEEDED,
    ]
    .contains(code)
    {
        Unavailable::Overloaded
    } else if [SqlState::LOCK_NOT_AVAILABLE, SqlState::QUERY_CANCELED].contains(code) {
        Unavailable::Busy
    } else if *code == SqlState::IO_ERROR {
        Unavailable::Disk
    } else if [
        SqlState::DATA_CORRUPTED,
        SqlState::INDEX_CORRUPTED,
        // All parameters have a type, except a row's list of terms.
        SqlState::INVALID_TEXT_REPRESENTATION,
    ]
    .contains(code)
    {
        return StoreError::Corrupt {
            what: "the database".to_owned(),
            source: Some(Said::cause(said)),
        };
    } else {
        return StoreError::Engine {
            source: Said::cause(said),
        };
    };
    unavailable(reason, said)
}

fn unavailable(reason: Unavailable, said: &DbError) -> StoreError {
    StoreError::Unavailable {
        reason,
        source: Some(Said::cause(said)),
    }
}

fn unreachable_because(cause: Cause) -> StoreError {
    StoreError::Unavailable {
        reason: Unavailable::Unreachable,
        source: Some(cause),
    }
}

/// The server's message without its detail: the detail quotes rows.
#[derive(Debug)]
struct Said {
    code: String,
    message: String,
}

impl Said {
    fn cause(said: &DbError) -> Cause {
        Arc::new(Self {
            code: said.code().code().to_owned(),
            message: said.message().to_owned(),
        })
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (SQLSTATE {})", self.message, self.code)
    }
}

impl std::error::Error for Said {}
