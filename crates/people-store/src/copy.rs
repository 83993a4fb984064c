mod target;

use std::collections::VecDeque;

pub use self::target::CopyTarget;
#[cfg(any(feature = "embedded", feature = "postgres"))]
pub(crate) use self::target::validate;
use crate::{Account, Cursor, Row, RowKind, Store, StoreError, Version};

/// How many rows are read, and how many and how large are written, at once.
const PAGE: usize = 500;
const BYTES: usize = 8 << 20;
const ACCOUNTS: usize = 1_000;

/// Why a store was not copied.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CopyError {
    /// The store that is copied failed.
    #[error("cannot read the store to copy")]
    #[non_exhaustive]
    From {
        /// Why.
        source: StoreError,
    },
    /// The store that the copy is made in failed.
    #[error("cannot write the copy")]
    #[non_exhaustive]
    To {
        /// Why.
        source: StoreError,
    },
    /// The copy is complete, and it differs from the original.
    #[error("the copy of account `{account}` differs from the original in {what}")]
    #[non_exhaustive]
    Differs {
        /// The account.
        account: Account,
        /// In what.
        what: String,
    },
}

/// What was copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Copied {
    /// How many accounts there are.
    pub accounts: u64,
    /// How many rows they have, tombstones included.
    pub rows: u64,
}

/// Copies a whole store to another, and then compares them.
///
/// Call it again to resume an interrupted copy: rows that are already copied are not read again. It calls
/// `progress` with the number of rows that are done, and of all rows.
///
/// Nothing else may write to either store during the copy. Within one process, the engines ensure this.
///
/// ```
/// use people_store::{Embedded, EmbeddedOptions, Memory, copy};
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let folder = folder.path().join("people-data");
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let to = Embedded::open_for_copy(&folder, EmbeddedOptions::default())?;
/// let copied = copy(&Memory::new(), &to, |_done, _all| {}).await?;
/// assert_eq!(copied.rows, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
///
/// # Errors
///
/// When either store fails, the second holds something else, or the two differ at the end. What was
/// copied by then stays, but no server serves it.
pub async fn copy<F: Store, T: CopyTarget>(
    from: &F,
    to: &T,
    mut progress: impl FnMut(u64, u64),
) -> Result<Copied, CopyError> {
    to.begin(from.secret().await.map_err(reading)?)
        .await
        .map_err(writing)?;
    let accounts = accounts(from).await?;
    // Each account is gone through twice, version by version.
    let all = 2 * accounts.iter().map(|(_, version)| version.0).sum::<u64>();
    let mut done = 0;
    for (account, version) in &accounts {
        copy_account(from, to, account, |at| progress(done + at.0, all)).await?;
        let standing = from.standing(account).await.map_err(reading)?;
        if standing.replaced > Version::ZERO {
            let put = to.put_standing(account, standing);
            put.await.map_err(writing)?;
        }
        done += version.0;
    }
    let mut copied = Copied::default();
    for (account, version) in &accounts {
        copied.rows += compare(from, to, account, |at| progress(done + at.0, all)).await?;
        copied.accounts += 1;
        done += version.0;
    }
    none_beside(to, &accounts).await?;
    to.finish().await.map_err(writing)?;
    Ok(copied)
}

/// The accounts, and the version that each is at.
async fn accounts<S: Store>(store: &S) -> Result<Vec<(Account, Version)>, CopyError> {
    let mut accounts: Vec<(Account, Version)> = Vec::new();
    loop {
        let last = accounts.last().map(|(account, _)| account);
        let page = store.accounts(last, ACCOUNTS).await.map_err(reading)?;
        let full = page.len() == ACCOUNTS;
        for account in page {
            let version = store.version(&account).await.map_err(reading)?;
            accounts.push((account, version));
        }
        if !full {
            return Ok(accounts);
        }
    }
}

/// Writes rows in the order of their versions, so that the copy always has every row up to some version.
async fn copy_account<F: Store, T: CopyTarget>(
    from: &F,
    to: &T,
    account: &Account,
    mut progress: impl FnMut(Version),
) -> Result<(), CopyError> {
    let there = to.version(account).await.map_err(writing)?;
    // The last version may be copied in part.
    let mut changes = Changes::new(from, account, Version(there.0.saturating_sub(1)));
    loop {
        let (mut rows, mut bytes) = (Vec::new(), 0);
        while rows.len() < PAGE && bytes < BYTES {
            let Some((kind, row)) = changes.next().await.map_err(reading)? else {
                break;
            };
            bytes += row.record.body.len();
            rows.push((kind, row));
        }
        let Some((_, last)) = rows.last() else {
            return Ok(());
        };
        let at = last.version;
        to.put_rows(account, rows).await.map_err(writing)?;
        progress(at);
    }
}

/// Compares everything that can be read of an account; returns how many rows it has.
async fn compare<F: Store, T: Store>(
    from: &F,
    to: &T,
    account: &Account,
    mut progress: impl FnMut(Version),
) -> Result<u64, CopyError> {
    let differs = |what: &str| CopyError::Differs {
        account: account.clone(),
        what: what.to_owned(),
    };
    let original = from.standing(account).await.map_err(reading)?;
    let copied = to.standing(account).await.map_err(writing)?;
    if copied.live != original.live {
        return Err(differs("how many rows it has"));
    }
    if copied != original {
        return Err(differs("its version"));
    }
    let mut ours = Changes::new(from, account, Version::ZERO);
    let mut theirs = Changes::new(to, account, Version::ZERO);
    let mut rows = 0;
    loop {
        let ours = ours.next().await.map_err(reading)?;
        let theirs = theirs.next().await.map_err(writing)?;
        if ours != theirs {
            return Err(differs("its rows"));
        }
        let Some((_, row)) = ours else {
            return Ok(rows);
        };
        rows += 1;
        progress(row.version);
    }
}

/// Another writer may have created an account in the copy since then.
async fn none_beside<T: Store>(to: &T, known: &[(Account, Version)]) -> Result<(), CopyError> {
    let mut last: Option<Account> = None;
    loop {
        let page = to.accounts(last.as_ref(), ACCOUNTS).await;
        let page = page.map_err(writing)?;
        let is_known =
            |account: &Account| known.binary_search_by(|(it, _)| it.cmp(account)).is_ok();
        if let Some(account) = page.iter().find(|account| !is_known(account)) {
            return Err(CopyError::Differs {
                account: account.clone(),
                what: "being there at all".to_owned(),
            });
        }
        if page.len() < ACCOUNTS {
            return Ok(());
        }
        last = page.last().cloned();
    }
}

fn reading(source: StoreError) -> CopyError {
    CopyError::From { source }
}

fn writing(source: StoreError) -> CopyError {
    CopyError::To { source }
}

/// The changes of all kinds after a version, in the order of versions.
struct Changes<'a, S> {
    store: &'a S,
    account: &'a Account,
    after: Version,
    feeds: [Feed; RowKind::ALL.len()],
}

#[derive(Default)]
struct Feed {
    rows: VecDeque<Row>,
    cursor: Option<Cursor>,
    ended: bool,
}

impl<'a, S: Store> Changes<'a, S> {
    fn new(store: &'a S, account: &'a Account, after: Version) -> Self {
        Self {
            store,
            account,
            after,
            feeds: Default::default(),
        }
    }

    async fn next(&mut self) -> Result<Option<(RowKind, Row)>, StoreError> {
        let mut first: Option<(RowKind, Version)> = None;
        for kind in RowKind::ALL {
            let feed = &mut self.feeds[kind.index()];
            if feed.rows.is_empty() && !feed.ended {
                let cursor = feed.cursor.take();
                let page = self
                    .store
                    .changes(self.account, kind, self.after, cursor.as_ref(), PAGE)
                    .await?;
                feed.ended = page.next.is_none();
                feed.cursor = page.next;
                feed.rows = page.rows.into();
            }
            if let Some(row) = feed.rows.front()
                && first.is_none_or(|(_, version)| row.version < version)
            {
                first = Some((kind, row.version));
            }
        }
        Ok(first.and_then(|(kind, _)| {
            let row = self.feeds[kind.index()].rows.pop_front()?;
            Some((kind, row))
        }))
    }
}
