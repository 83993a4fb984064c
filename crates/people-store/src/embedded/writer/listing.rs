//! The entries by which lists and feeds find rows in the order of their versions.
//!
//! A new entry comes after all others of its account, so that the updates of a group share a page. The one that
//! it replaces is somewhere else. If each update removed it, it would write one more page in a large account. So it
//! stays, outdated, and readers pass over it. The new entry names it. When there are many of them, a [`Sweep`]
//! removes them in their order: then many are in the same page.
//!
//! From the current entry of a row, every outdated one is found step by step: an entry that is removed hands on
//! the one that it names, and a sweep removes the oldest first.
use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    super::fault::fault,
    changes::{self, Standing},
};
use crate::{Account, RowKind, StoreError, sql::number};

/// Up to how many versions back an entry is removed at once: that one is probably in the page of the new one.
const NEAR: i64 = 100;

/// A sweep begins when more than a part of the account's entries, and more than the least, are outdated. Readers pass
/// over about that many: some are added before the sweep comes to them. The most bounds what a sweep keeps in memory to
/// 1.5 MiB.
const PART: i64 = 8;
const LEAST: i64 = 16;
const MOST: i64 = 65_536;

/// How many entries a sweep removes for each row that is written meanwhile.
pub(super) const PACE: usize = 16;

const ADD: &str = "INSERT OR REPLACE INTO changes (account, kind, version, id, previous, deleted) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const REMOVE: &str = "DELETE FROM changes WHERE account = ?1 AND kind = ?2 AND version = ?3 AND id = ?4 \
     RETURNING previous";
const OUTDATED: &str = "SELECT previous, id FROM changes \
     WHERE account = ?1 AND kind = ?2 AND version > ?3 AND previous > 0";

/// Which row an entry is of.
#[derive(Clone, Copy)]
pub(super) struct Listed<'a> {
    pub(super) connection: &'a Connection,
    pub(super) account: &'a Account,
    pub(super) kind: i16,
    pub(super) id: i64,
}

impl Listed<'_> {
    /// Lists the row at the account's next version, after that at which it was `found`.
    pub(super) fn advance(
        self,
        standing: &mut Standing,
        found: Option<i64>,
        (version, deleted): (i64, bool),
    ) -> Result<(), StoreError> {
        let previous = match found {
            None => 0,
            Some(found) if version - found <= NEAR => {
                let named = self.remove(found)?.unwrap_or(0);
                if found > standing.swept { named } else { 0 }
            }
            Some(found) => {
                if standing.outdated == 0 {
                    standing.swept = standing.version;
                }
                standing.outdated += 1;
                found
            }
        };
        self.add(version, previous, deleted)
    }

    /// Lists the row at any version, as one that was elsewhere. Here it was `found` at a version, deleted or not.
    pub(super) fn put(
        self,
        standing: &mut Standing,
        found: Option<(i64, bool)>,
        (version, deleted): (i64, bool),
    ) -> Result<(), StoreError> {
        if found == Some((version, deleted)) {
            return Ok(());
        }
        if let Some((found, _)) = found {
            self.forget(standing, found)?;
        }
        self.add(version, 0, deleted)
    }

    /// Leaves no entry of the row.
    pub(super) fn forget(self, standing: &mut Standing, found: i64) -> Result<(), StoreError> {
        let mut named = self.remove(found)?;
        while let Some(version) = named.filter(|version| *version > 0) {
            named = self.remove(version)?;
            standing.outdated -= i64::from(named.is_some());
        }
        Ok(())
    }

    fn add(self, version: i64, previous: i64, deleted: bool) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(ADD).map_err(fault)?;
        let parameters = params![
            self.account.as_str(),
            self.kind,
            version,
            self.id,
            previous,
            deleted
        ];
        statement.execute(parameters).map_err(fault)?;
        Ok(())
    }

    /// Removes an entry, and returns which one it names; `None` if there is none.
    fn remove(self, version: i64) -> Result<Option<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached(REMOVE).map_err(fault)?;
        let parameters = params![self.account.as_str(), self.kind, version, self.id];
        let removed = statement.query_row(parameters, |row| row.get(0));
        removed.optional().map_err(fault)
    }
}

/// Whether so many entries of the account are outdated that they are to be removed.
pub(super) fn is_sweep_due(standing: &Standing) -> bool {
    standing.outdated > (standing.rows() / PART).clamp(LEAST, MOST)
}

/// The sweeps of a store.
#[derive(Default)]
pub(in crate::embedded) struct Sweeps {
    /// One account at a time.
    pub(super) under_way: Option<Sweep>,
    /// Accounts whose sweep failed by itself. It would fail again, so there is none until the store is opened again.
    pub(super) failed: HashSet<Account>,
    /// Whether the last transaction went through entries.
    pub(super) took_part: bool,
}

/// The outdated entries of an account, which are removed a few at a time.
///
/// It holds for as long as rows only get later versions. If an account is replaced, it has to begin again.
pub(super) struct Sweep {
    account: Account,
    until: i64,
    /// Kind, version and id of each. The first to be removed is the last.
    left: Vec<(i16, i64, i64)>,
}

impl Sweep {
    pub(super) fn begin(
        connection: &Connection,
        account: &Account,
        standing: &Standing,
    ) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached(OUTDATED).map_err(fault)?;
        let mut left = Vec::new();
        for kind in RowKind::ALL.map(number) {
            let parameters = params![account.as_str(), kind, standing.swept];
            let mut rows = statement.query(parameters).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                left.push((kind, row.get(0).map_err(fault)?, row.get(1).map_err(fault)?));
            }
        }
        left.sort_unstable_by(|one, other| other.cmp(one));
        Ok(Self {
            account: account.clone(),
            until: standing.version,
            left,
        })
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    /// Removes up to `most` entries. Returns how many it went through, and whether they were the last.
    pub(super) fn step(
        &mut self,
        connection: &Connection,
        standing: &mut Standing,
        most: usize,
    ) -> Result<(usize, bool), StoreError> {
        let rest = self.left.len().saturating_sub(most);
        let steps = self.left.len() - rest;
        for (kind, version, id) in self.left.drain(rest..).rev() {
            let listed = Listed {
                connection,
                account: &self.account,
                kind,
                id,
            };
            standing.outdated -= i64::from(listed.remove(version)?.is_some());
        }
        let is_done = self.left.is_empty();
        if is_done {
            standing.swept = self.until;
        }
        Ok((steps, is_done))
    }

    /// [`Self::step`], in a transaction that does not write to the account.
    pub(super) fn step_alone(
        &mut self,
        connection: &Connection,
        most: usize,
    ) -> Result<(usize, bool), StoreError> {
        let account = self.account.clone();
        let mut standing = changes::load(connection, &account)?;
        let stepped = self.step(connection, &mut standing, most)?;
        changes::save(connection, &account, &standing)?;
        Ok(stepped)
    }
}
