use std::{fmt, future::Future};

use crate::{
    Account, Batch, CommitError, Committed, Cursor, Derivation, Hit, Order, Page, Replacement, Row,
    RowKind, Standing, StoreError, Version,
};

/// Keeps rows: per account, a versioned map with compare-and-swap, and nothing more.
///
/// Every implementation passes the suite of feature `conformance`, which verifies:
///
/// - Every read that starts after the answer to a commit sees the commit. The commit stays
///   for as long as the engine promises.
/// - Each commit takes the account's next [`Version`]: none is skipped, none is used twice. A
///   [replacement](Self::replace) may take several.
/// - The writes of a batch happen together or not at all, and no read sees some of them.
/// - A commit whose future is dropped happens or does not; it never happens in part.
/// - Accounts have nothing to do with each other.
/// - A deleted row leaves a tombstone with the version of its deletion. Only
///   [`changes`](Self::changes) shows it.
///
/// All methods fail with [`StoreError::Unavailable`] while the engine cannot answer.
///
/// ```
/// use people_store::{Account, Batch, Condition, RowKind, Record, Store, Write};
///
/// async fn rename<S: Store>(store: &S, account: &Account, id: u64) -> Result<(), people_store::CommitError> {
///     let Some(row) = store.get(account, RowKind::Contact, id).await? else { return Ok(()) };
///     let record = Record { body: r#"{"names":[{"givenName":"Ada"}]}"#.into(), ..Record::clone(&row.record) };
///     let condition = Condition::Version(row.version);
///     let writes = vec![Write::Put { kind: RowKind::Contact, id, record, condition }];
///     store.commit(account, Batch { writes, time: row.update_time + 1 }).await?;
///     Ok(())
/// }
/// ```
pub trait Store: Clone + fmt::Debug + Send + Sync + 'static {
    /// The live row of this id.
    ///
    /// # Errors
    ///
    /// When the engine fails. An id that no row can have is not an error: there is no such row.
    fn get(
        &self,
        account: &Account,
        kind: RowKind,
        id: u64,
    ) -> impl Future<Output = Result<Option<Row>, StoreError>> + Send;

    /// The live rows of these ids, in the order of the ids, all as of one moment.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn get_many(
        &self,
        account: &Account,
        kind: RowKind,
        ids: &[u64],
    ) -> impl Future<Output = Result<Vec<Option<Row>>, StoreError>> + Send;

    /// At most `limit` live rows in `order`, from the start or after a cursor.
    ///
    /// A listing is read page by page while others write. A row whose position does not change during the listing is
    /// seen exactly once. One that does may be seen again, or missed if it moves to where the listing has passed;
    /// [`Order::VersionAscending`] has no such place.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when `limit` is 0 or the cursor is of another order.
    fn page(
        &self,
        account: &Account,
        kind: RowKind,
        order: Order,
        after: Option<&Cursor>,
        limit: usize,
    ) -> impl Future<Output = Result<Page, StoreError>> + Send;

    /// At most `limit` rows that changed after a version, tombstones included, in the order of
    /// their last change. A cursor continues from an earlier page; `after` has no effect then.
    ///
    /// Commits become visible in the order of their versions. So a reader that follows the feed to its end has seen
    /// every commit up to the version of the last row, and none twice.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when `limit` is 0 or the cursor is not of version order.
    fn changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
        cursor: Option<&Cursor>,
        limit: usize,
    ) -> impl Future<Output = Result<Page, StoreError>> + Send;

    /// The ids above `after` of at most `limit` live rows with this term, ascending.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn find(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
        after: u64,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send;

    /// At most `limit` terms of live rows that begin with `prefix`, each with its row. It starts at the first one, or
    /// after a hit. They come in the order of the terms' bytes, and for the same term by id.
    ///
    /// A row with several such terms is found several times. A call reads `limit` entries of the index at
    /// most, and no row, however many terms there are.
    ///
    /// ```
    /// use people_store::{Account, Batch, Condition, Memory, Record, RowKind, Store, Terms, Write};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let (store, ada) = (Memory::new(), Account::new("ada").unwrap());
    /// let terms = Terms::from(["word:ada lovelace", "word:lovelace"]);
    /// let record = Record { terms, ..Record::default() };
    /// let put = Write::Put { kind: RowKind::Contact, id: 7, record, condition: Condition::Absent };
    /// store.commit(&ada, Batch { writes: vec![put], time: 1 }).await?;
    ///
    /// let hits = store.find_prefix(&ada, RowKind::Contact, "word:love", None, 10).await?;
    /// assert_eq!((hits[0].id, hits[0].term.as_str()), (7, "word:lovelace"));
    /// # Ok::<(), people_store::CommitError>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn find_prefix(
        &self,
        account: &Account,
        kind: RowKind,
        prefix: &str,
        after: Option<&Hit>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Hit>, StoreError>> + Send;

    /// The number of live rows, without counting them.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn count(
        &self,
        account: &Account,
        kind: RowKind,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// The number of live rows with this term. It may take as long as there are such rows.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn count_term(
        &self,
        account: &Account,
        kind: RowKind,
        term: &str,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// The number of rows that changed after a version, tombstones included: the length of the
    /// whole feed of [`changes`](Self::changes). It reads no record, but may take as long as there
    /// are such rows.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn count_changes(
        &self,
        account: &Account,
        kind: RowKind,
        after: Version,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// The version of the account's last commit; [`Version::ZERO`] if it has none.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn version(
        &self,
        account: &Account,
    ) -> impl Future<Output = Result<Version, StoreError>> + Send;

    /// The state of the account: its version, the version of its last replacement, and its counts.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn standing(
        &self,
        account: &Account,
    ) -> impl Future<Output = Result<Standing, StoreError>> + Send;

    /// Commits a batch, if all of its conditions hold.
    ///
    /// # Errors
    ///
    /// [`CommitError::Conflict`] with the first write whose condition does not hold; [`StoreError::Invalid`] when the
    /// batch is invalid for every store. With any error, nothing of the batch was written, with two exceptions. After
    /// [`Unavailable::Disk`](crate::Unavailable::Disk), the commit may still be on the disk: the disk failed during its
    /// sync. After [`StoreError::Unsettled`] it is not known whether the commit happened.
    fn commit(
        &self,
        account: &Account,
        batch: Batch,
    ) -> impl Future<Output = Result<Committed, CommitError>> + Send;

    /// Puts these rows in the place of all that the account has, at once: every read sees what was before, or
    /// what is after.
    ///
    /// It is the only write without a condition, and is for emulators and tests. It leaves no tombstones, so feeds do
    /// not show which rows it removed. The account's version goes on, and never back: a version that a row had before
    /// the replacement is that of no other content after it. A reader that follows a feed from a version before
    /// [`Standing::replaced`] has to read everything again.
    ///
    /// # Errors
    ///
    /// [`StoreError::Invalid`] when the replacement is invalid for every store, or a row that keeps its version
    /// has one that the account has not come to. With any error nothing was written, with the two exceptions of
    /// [`commit`](Self::commit).
    fn replace(
        &self,
        account: &Account,
        replacement: Replacement,
    ) -> impl Future<Output = Result<Committed, StoreError>> + Send;

    /// 32 random bytes that identify the store. They are minted when the store is created, and kept in it.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn secret(&self) -> impl Future<Output = Result<[u8; 32], StoreError>> + Send;

    /// Updates the derived data of all rows to these rules, and returns how many rows it looked at.
    ///
    /// Call it before the store is used. The first call with a new number goes through all live rows, in transactions
    /// of a bounded size, and updates those that differ. Rows keep their versions and times, and feeds do not show
    /// these updates. A call after an interrupted one resumes it. If all rows are up to the number, the call does
    /// nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::NewerRules`] when rows were brought up to a higher number; else when the engine
    /// fails.
    fn derive(
        &self,
        derivation: Derivation,
    ) -> impl Future<Output = Result<u64, StoreError>> + Send;

    /// At most `limit` accounts that have committed something, by name after `after`.
    ///
    /// # Errors
    ///
    /// When the engine fails.
    fn accounts(
        &self,
        after: Option<&Account>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Account>, StoreError>> + Send;
}
