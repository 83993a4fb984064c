use std::collections::{HashMap, HashSet};

use crate::{Invalid, Row, RowKind, Version, batch::is_id};

/// All live rows that an account has from now on: [`Store::replace`](crate::Store::replace) puts them in the
/// place of those that it has.
///
/// ```
/// use people_store::{
///     Account, Batch, Condition, Memory, Record, Replacement, RowKind, Store, Versions, Write,
/// };
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let (store, ada) = (Memory::new(), Account::new("ada").unwrap());
/// let put = |id| {
///     let (kind, record, condition) = (RowKind::Contact, Record::default(), Condition::Absent);
///     Batch { writes: vec![Write::Put { kind, id, record, condition }], time: 1 }
/// };
/// store.commit(&ada, put(7)).await?;
/// let then = store.get(&ada, RowKind::Contact, 7).await?;
/// store.commit(&ada, put(8)).await?;
///
/// // As it was then: row 7 has its version again, and the account goes on counting.
/// let rows = then.iter().map(|row| (RowKind::Contact, row.clone())).collect();
/// let replaced = store.replace(&ada, Replacement { rows, versions: Versions::Kept }).await?;
/// assert_eq!(replaced.version.0, 3);
/// assert_eq!(store.get(&ada, RowKind::Contact, 7).await?, then);
/// assert_eq!(store.count(&ada, RowKind::Contact).await?, 1);
/// # Ok::<(), people_store::CommitError>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // callers write it out
pub struct Replacement {
    /// The rows, each with the time that it shows. None is a tombstone, and none comes twice.
    pub rows: Vec<(RowKind, Row)>,
    /// Which versions the rows get.
    pub versions: Versions,
}

/// Which versions the rows of a [`Replacement`] get.
///
/// ```
/// use people_store::{Replacement, Versions};
///
/// // With no rows there is nothing to keep.
/// assert_eq!(Replacement::nothing().versions, Versions::New);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums)] // every engine must know every way
pub enum Versions {
    /// Each row keeps its version: it is a row of this account, as it was read at that version. The
    /// account takes the next version, which no row has.
    ///
    /// A version is of one content for ever. So a row that the account has at the same version is taken
    /// for the same row, and stays.
    Kept,
    /// Each row gets a version that the account never had: its own, counted from the account's last one on.
    /// So the rows keep their order. The account is then at the highest of them.
    New,
}

impl Replacement {
    /// No rows: what removes everything that an account has.
    pub fn nothing() -> Self {
        Self {
            rows: Vec::new(),
            versions: Versions::New,
        }
    }

    /// Checks what does not depend on the store's content: what every engine does first.
    ///
    /// # Errors
    ///
    /// The first reason why no store would take the rows.
    pub fn validate(&self) -> Result<(), Invalid> {
        let mut seen = HashSet::with_capacity(self.rows.len());
        for (kind, row) in &self.rows {
            if !is_id(row.id) {
                return Err(Invalid::Id);
            }
            if !is_id(row.version.0) {
                return Err(Invalid::Version);
            }
            if row.deleted {
                return Err(Invalid::Tombstone);
            }
            if !seen.insert((*kind, row.id)) {
                return Err(Invalid::RepeatedRow);
            }
            row.record.validate()?;
        }
        Ok(())
    }

    /// The rows with the versions that they get in an account that is at `version`, and the version that the
    /// account is at then.
    pub(crate) fn after(self, version: Version) -> Result<(Vec<(RowKind, Row)>, Version), Invalid> {
        let Self { mut rows, versions } = self;
        let highest = rows.iter().map(|(_, row)| row.version.0).max();
        let next = match versions {
            Versions::Kept if highest.is_some_and(|highest| highest > version.0) => None,
            Versions::Kept => version.0.checked_add(1),
            Versions::New => version.0.checked_add(highest.unwrap_or(1)),
        };
        let next = next.filter(|next| is_id(*next)).ok_or(Invalid::Version)?;
        if versions == Versions::New {
            for (_, row) in &mut rows {
                row.version.0 += version.0;
            }
        }
        Ok((rows, Version(next)))
    }
}

/// The state of an account, as of one moment. [`Default`] is an account that has committed nothing.
///
/// ```
/// use people_store::{RowKind, Standing, Version};
///
/// let standing = Standing { version: Version(7), live: [3, 1, 0, 0, 0, 0, 0, 0, 0, 0], ..Standing::default() };
/// assert_eq!((standing.count(RowKind::Contact), standing.rows()), (3, 4));
/// assert_eq!(standing.replaced, Version::ZERO, "its feeds are whole");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // engines outside this crate make them
pub struct Standing {
    /// The version of its last commit.
    pub version: Version,
    /// The version that it was at after its last [replacement](crate::Store::replace); zero if there was none. Feeds do
    /// not show what was before.
    pub replaced: Version,
    /// The number of its live rows of each kind, in the order of [`RowKind::ALL`].
    pub live: [u64; RowKind::ALL.len()],
}

impl Standing {
    /// The number of its live rows of a kind.
    pub fn count(&self, kind: RowKind) -> u64 {
        self.live[kind.index()]
    }

    /// The number of its live rows.
    pub fn rows(&self) -> u64 {
        self.live.iter().sum()
    }
}

/// A row that an account has before it is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct There {
    pub(crate) version: Version,
    pub(crate) deleted: bool,
}

/// Every row that an account has before it is replaced, tombstones included.
pub(crate) type AllThere = HashMap<(RowKind, u64), There>;

/// What a replacement changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Rows and tombstones that no longer exist.
    pub(crate) removed: Vec<(RowKind, u64)>,
    /// Rows that come, or get other values.
    pub(crate) put: Vec<(RowKind, Row)>,
    /// Whether some row stays as it is.
    pub(crate) keeps_some: bool,
}

impl Changes {
    /// The changes that lead from the existing rows to `rows`.
    pub(crate) fn between(mut there: AllThere, rows: Vec<(RowKind, Row)>) -> Self {
        let (mut put, mut keeps_some) = (Vec::new(), false);
        for (kind, row) in rows {
            let same = There {
                version: row.version,
                deleted: false,
            };
            match there.remove(&(kind, row.id)) == Some(same) {
                true => keeps_some = true,
                false => put.push((kind, row)),
            }
        }
        Self {
            removed: there.into_keys().collect(),
            put,
            keeps_some,
        }
    }
}
