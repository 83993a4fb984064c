use std::{fmt, sync::Arc};

use crate::{Account, Record, Row, RowKind};

/// Derives sort keys, terms and layout from a body.
///
/// A store keeps them and does not know how they are derived. When the rules change, the code that
/// derives them raises the number, and [`Store::derive`](crate::Store::derive) updates the rows.
///
/// ```
/// use people_store::{Derivation, Record};
///
/// /// Sorts rows by the length of their bodies.
/// let by_length = Derivation {
///     rules: 2,
///     of: |_, _, row| {
///         let key = format!("{:08}", row.record.body.len());
///         Some(Record { sort_keys: [key.clone(), key], ..(*row.record).clone() })
///     },
/// };
/// assert_eq!(by_length.rules, 2);
/// ```
#[derive(Clone, Copy)]
#[allow(clippy::exhaustive_structs)] // callers write it out
pub struct Derivation {
    /// The number of the rules, from 1 on: higher whenever they make another record of some body.
    pub rules: u32,
    /// The record of a live row by these rules. Its body counts as that of the row. None leaves the
    /// row as it is, such as one whose body cannot be read.
    pub of: fn(&Account, RowKind, &Row) -> Option<Record>,
}

impl Derivation {
    /// The updated row, if it differs.
    pub(crate) fn change(&self, account: &Account, kind: RowKind, row: &Row) -> Option<Row> {
        if row.deleted {
            return None;
        }
        let mut record = (self.of)(account, kind, row)?;
        record.body.clone_from(&row.record.body);
        if record == *row.record || record.validate().is_err() {
            return None;
        }
        Some(Row {
            record: Arc::new(record),
            ..row.clone()
        })
    }
}

impl fmt::Debug for Derivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Derivation")
            .field("rules", &self.rules)
            .finish_non_exhaustive()
    }
}

/// Logs the progress of a pass over all rows: at its start and end, and every ten seconds.
#[cfg(any(feature = "embedded", feature = "postgres"))]
pub(crate) struct Progress {
    what: &'static str,
    rows: u64,
    told: std::time::Instant,
}

#[cfg(any(feature = "embedded", feature = "postgres"))]
impl Progress {
    const PAUSE: std::time::Duration = std::time::Duration::from_secs(10);

    /// A store without rows reports nothing.
    pub(crate) fn begin(what: &'static str, all: u64) -> Self {
        if all > 0 {
            tracing::warn!("updating {what}: at most {all} rows are left");
        }
        let told = std::time::Instant::now();
        Self {
            what,
            rows: 0,
            told,
        }
    }

    pub(crate) fn add(&mut self, rows: u64) {
        self.rows += rows;
        if self.told.elapsed() >= Self::PAUSE {
            self.told = std::time::Instant::now();
            tracing::warn!("updating {}: {} rows done", self.what, self.rows);
        }
    }

    pub(crate) fn end(self) {
        if self.rows > 0 {
            tracing::warn!("{} are up to date: {} rows checked", self.what, self.rows);
        }
    }
}
