use std::future::Future;

use crate::{Account, Row, RowKind, Standing, Store, StoreError};
#[cfg(any(feature = "embedded", feature = "postgres"))]
use crate::{Invalid, batch::is_id};

/// A store that can become an exact copy of another: with its versions, times, tombstones and secret, so
/// that etags and tokens stay valid.
///
/// From [`begin`](Self::begin) to [`finish`](Self::finish) it is unfinished, and is not served.
/// [`copy`](crate::copy()) does all of it.
pub trait CopyTarget: Store {
    /// Starts or resumes the copy of the store that has this secret.
    ///
    /// # Errors
    ///
    /// [`StoreError::Occupied`] when the store holds anything else.
    fn begin(&self, secret: [u8; 32]) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Writes rows of an account as they are in the original, all or none, over existing rows with their ids.
    /// The account is then at the highest version of the old and the new rows.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when no store would hold such rows.
    fn put_rows(
        &self,
        account: &Account,
        rows: Vec<(RowKind, Row)>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Sets the versions of an account to those of the original, after all of its rows are copied. This is needed
    /// because after a [replacement](Store::replace) no row has the version of the account. What `standing` counts has
    /// no effect.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn put_standing(
        &self,
        account: &Account,
        standing: Standing,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Ends the copy. From now on the store can be served.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn finish(&self) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Checks what does not depend on the store's content.
#[cfg(any(feature = "embedded", feature = "postgres"))]
pub(crate) fn validate(rows: &[(RowKind, Row)]) -> Result<(), Invalid> {
    for (_, row) in rows {
        if !is_id(row.id) || !is_id(row.version.0) {
            return Err(Invalid::Id);
        }
        row.record.validate()?;
    }
    Ok(())
}
