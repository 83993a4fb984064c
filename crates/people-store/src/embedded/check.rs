use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use rusqlite::{Connection, OptionalExtension, params};

use super::{
    Embedded, checksum::Columns, connection, derived::Derived, fault::fault, folder, mark::Remains,
    reader, schema,
};
use crate::{
    Account, Fault, Row, RowKind, StoreError, Version,
    inspection::{KINDS, Tally},
    sql::{number, unsigned},
};

const RECORDS: &str = "SELECT count(*) FROM records";
/// Rows, terms and entries that name an account which does not exist.
const STRAY_ACCOUNTS: &str = "SELECT DISTINCT account FROM (SELECT account FROM records \
     UNION ALL SELECT account FROM terms UNION ALL SELECT account FROM changes) \
     WHERE account NOT IN (SELECT account FROM accounts)";
const STRAY_ACCOUNTS_OF_SCHEMA_5: &str = "SELECT DISTINCT account FROM (SELECT account FROM records \
     UNION ALL SELECT account FROM terms) WHERE account NOT IN (SELECT account FROM accounts)";
const STRAY_KINDS: &str = "SELECT DISTINCT kind FROM (SELECT account, kind FROM records \
     UNION ALL SELECT account, kind FROM terms UNION ALL SELECT account, kind FROM changes) \
     WHERE account = ?1 AND kind NOT BETWEEN 0 AND 9";
const STRAY_KINDS_OF_SCHEMA_5: &str = "SELECT DISTINCT kind FROM (SELECT account, kind FROM records \
     UNION ALL SELECT account, kind FROM terms) WHERE account = ?1 AND kind NOT BETWEEN 0 AND 9";
const ROWS: &str = "SELECT id, version, update_time, deleted, first_name, last_name, terms, \
     layout, body, checksum FROM records WHERE account = ?1 AND kind = ?2 ORDER BY id";
/// Of a store whose rows have no checksum yet.
const ROWS_OF_SCHEMA_1: &str = "SELECT id, version, update_time, deleted, first_name, last_name, \
     terms, layout, body, 0 FROM records WHERE account = ?1 AND kind = ?2 ORDER BY id";
/// Of a store without the kinds of schema 3.
const COUNTS_OF_SCHEMA_2: &str =
    "SELECT contacts, groups, profiles FROM accounts WHERE account = ?1";
/// Of a store without the kinds of schema 5.
const COUNTS_OF_SCHEMA_4: &str = "SELECT contacts, groups, profiles, photos, profile_photos, \
     other_contacts, directory_people, domains FROM accounts WHERE account = ?1";
const REPLACED: &str = "SELECT replaced FROM accounts WHERE account = ?1";
const OUTDATED: &str = "SELECT outdated, swept FROM accounts WHERE account = ?1";
/// A later entry comes before those that it may name.
const ENTRIES: &str = "SELECT version, id, previous, deleted FROM changes \
     WHERE account = ?1 AND kind = ?2 ORDER BY version DESC, id DESC";
const HAS_TERM: &str =
    "SELECT 1 FROM terms WHERE account = ?1 AND kind = ?2 AND term = ?3 AND id = ?4";
const TERMS_BY_ROW: &str =
    "SELECT id, count(*) FROM terms WHERE account = ?1 AND kind = ?2 GROUP BY id";

impl Embedded {
    /// Looks at everything in the store of `folder`, which may be open, here or in another process.
    ///
    /// Inspecting blocks for as long as reading everything takes.
    ///
    /// ```
    /// use people_store::{Embedded, EmbeddedOptions};
    ///
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let folder = folder.path().join("people-data");
    /// let store = Embedded::open(&folder, EmbeddedOptions::default())?;
    /// let mut faults = Vec::new();
    /// Embedded::inspect(&folder)?.run(|_, _, _| Vec::new(), |fault| faults.push(fault))?;
    /// assert_eq!(faults, []);
    /// # Ok::<(), people_store::StoreError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no store, or it cannot be read.
    pub fn inspect(folder: impl AsRef<Path>) -> Result<Inspection, StoreError> {
        Inspection::open(folder.as_ref())
    }
}

/// Checks everything in a store: [`Embedded::inspect`](crate::Embedded::inspect) makes one.
///
/// It reads one snapshot of the store, even if the check takes long and the store changes.
#[derive(Debug)]
pub struct Inspection {
    connection: Connection,
    /// What the store lacks, judged by the files beside the database.
    lacks: Option<String>,
    schema: u32,
    has_checksums: bool,
    rules: Option<u32>,
}

impl Inspection {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        // Read before the snapshot: all that was acknowledged by now must be in it.
        let remains = Remains::of(folder)?;
        let connection = connection::reader(&folder::existing_database(folder)?)?;
        schema::check(&connection)?;
        // SQLite takes the snapshot at the first read.
        connection.execute_batch("BEGIN").map_err(fault)?;
        let lacks = match remains.compare(&connection) {
            Ok(_) => None,
            // If nothing is left at all, nothing can be checked.
            Err(error @ StoreError::Behind { .. }) if schema::found(&connection)? > 0 => {
                Some(error.to_string())
            }
            Err(error) => return Err(error),
        };
        let mut inspection = Self {
            connection,
            lacks,
            schema: 0,
            has_checksums: false,
            rules: None,
        };
        inspection.rows()?;
        let connection = &inspection.connection;
        inspection.schema = schema::found(connection)?;
        if inspection.schema >= 2 {
            inspection.has_checksums = Derived::Checksum.rules(connection)?.is_some();
            inspection.rules = Derived::Index.rules(connection)?;
        }
        Ok(inspection)
    }

    /// The number of the rules that all rows were [brought up to](crate::Store::derive); none where
    /// that has not been done, or not to the end.
    pub fn rules(&self) -> Option<u32> {
        self.rules
    }

    /// Whether every row has a checksum: a store of an earlier schema gets them when it is opened.
    pub fn has_checksums(&self) -> bool {
        self.has_checksums
    }

    /// How many rows there are, tombstones included.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn rows(&self) -> Result<u64, StoreError> {
        let count: i64 = self
            .connection
            .query_row(RECORDS, [], |row| row.get(0))
            .map_err(fault)?;
        Ok(count.unsigned_abs())
    }

    /// Walks every row, account by account, and in each by kind: profiles, groups
    /// and sources before contacts, and photos after them. `audit`
    /// returns the faults in the meaning of a live row, which no store knows; `found` is called with
    /// every fault.
    ///
    /// # Errors
    ///
    /// When the database cannot be read at all.
    pub fn run(
        &self,
        mut audit: impl FnMut(&Account, RowKind, &Row) -> Vec<String>,
        mut found: impl FnMut(Fault),
    ) -> Result<(), StoreError> {
        self.database(&mut found)?;
        let names: Vec<String> = self.texts("SELECT account FROM accounts ORDER BY account")?;
        for name in names {
            match Account::stored(&name) {
                Ok(account) => self.account(&account, &mut audit, &mut found)?,
                Err(error) => found(Fault::impossible_account(&name, error)),
            }
        }
        Ok(())
    }

    /// Rows and terms of no account.
    fn database(&self, found: &mut impl FnMut(Fault)) -> Result<(), StoreError> {
        if let Some(what) = &self.lacks {
            found(Fault::of_database(what.as_str()));
        }
        for line in self.texts("PRAGMA integrity_check")? {
            if line != "ok" {
                found(Fault::of_database(line));
            }
        }
        match reader::secret(&self.connection) {
            Ok(_) => {}
            Err(StoreError::Corrupt { what, .. }) => found(Fault::of_database(what)),
            // Its table has lost a column, for example. The store cannot be opened.
            Err(error) => return Err(error),
        }
        let stray = match self.has_changes() {
            true => STRAY_ACCOUNTS,
            false => STRAY_ACCOUNTS_OF_SCHEMA_5,
        };
        for name in self.texts(stray)? {
            found(Fault::stray_account(&name));
        }
        Ok(())
    }

    fn account(
        &self,
        account: &Account,
        audit: &mut impl FnMut(&Account, RowKind, &Row) -> Vec<String>,
        found: &mut impl FnMut(Fault),
    ) -> Result<(), StoreError> {
        let version = reader::version(&self.connection, account)?;
        let replaced = match self.schema >= 4 {
            true => self.replaced(account)?,
            false => Version::ZERO,
        };
        let (outdated, swept) = match self.has_changes() {
            true => self.outdated(account)?,
            false => (0, 0),
        };
        let mut outdated_there = 0;
        let mut tally = Tally::new(account, version, replaced);
        for kind in KINDS {
            let mut terms = self.terms_by_row(account, kind)?;
            let mut versions = HashMap::new();
            let sql = if self.has_checksums {
                ROWS
            } else {
                ROWS_OF_SCHEMA_1
            };
            let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
            let parameters = params![account.as_str(), number(kind)];
            let mut rows = statement.query(parameters).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                let id: i64 = row.get(0).map_err(fault)?;
                let at: (i64, i64) = (row.get(1).map_err(fault)?, row.get(3).map_err(fault)?);
                versions.insert(id, at);
                tally.count(row.get(1).map_err(fault)?, row.get(3).map_err(fault)?);
                let indexed = terms.remove(&id).unwrap_or(0);
                let columns = Columns::of(account.as_str(), number(kind).into(), row);
                let parsed = columns.and_then(|columns| {
                    if self.has_checksums && !columns.are_intact(row)? {
                        found(tally.fault(kind, id, reader::CHANGED));
                    }
                    reader::parse(&columns)
                });
                let row = match parsed {
                    Ok(row) => row,
                    Err(StoreError::Corrupt { what, .. }) => {
                        found(tally.fault(kind, id, what));
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let there = self.terms_there(account, kind, &row)?;
                tally
                    .row(kind, &row, there, indexed)
                    .into_iter()
                    .for_each(&mut *found);
                if !row.deleted {
                    for what in audit(account, kind, &row) {
                        found(tally.fault(kind, id, what));
                    }
                }
            }
            for id in terms.into_keys() {
                found(tally.terms_without_row(kind, id));
            }
            if self.has_changes() {
                let (count, faults) = self.entries(account, kind, swept, versions)?;
                outdated_there += count;
                for (id, what) in faults {
                    found(tally.fault(kind, id, what));
                }
            }
            let counted = self.counted(account, kind)?;
            tally
                .end_of_kind(kind, counted)
                .into_iter()
                .for_each(&mut *found);
        }
        tally.end().into_iter().for_each(&mut *found);
        if outdated != outdated_there {
            found(tally.of_account(format!(
                "counted as {outdated} outdated entries in the order of versions, not {outdated_there}"
            )));
        }
        let stray = match self.has_changes() {
            true => STRAY_KINDS,
            false => STRAY_KINDS_OF_SCHEMA_5,
        };
        let mut statement = self.connection.prepare_cached(stray).map_err(fault)?;
        let kinds = statement.query_map([account.as_str()], |row| row.get::<_, i64>(0));
        for kind in kinds.map_err(fault)? {
            found(tally.stray_kind(kind.map_err(fault)?));
        }
        Ok(())
    }

    /// The version that the account was at after its last replacement, in a store of schema 4 or later.
    fn replaced(&self, account: &Account) -> Result<Version, StoreError> {
        let mut statement = self.connection.prepare_cached(REPLACED).map_err(fault)?;
        let replaced = statement.query_row([account.as_str()], |row| row.get(0));
        unsigned(replaced.map_err(fault)?).map(Version)
    }

    /// How many live rows of a kind the account says that it has.
    fn counted(&self, account: &Account, kind: RowKind) -> Result<u64, StoreError> {
        let counts = match self.schema {
            0..=2 => COUNTS_OF_SCHEMA_2,
            3 | 4 => COUNTS_OF_SCHEMA_4,
            _ => return reader::count(&self.connection, account, kind),
        };
        let mut statement = self.connection.prepare_cached(counts).map_err(fault)?;
        if kind.index() >= statement.column_count() {
            return Ok(0);
        }
        let count = statement.query_row([account.as_str()], |row| row.get::<_, i64>(kind.index()));
        unsigned(count.map_err(fault)?)
    }

    /// Whether a table keeps the order of versions; earlier schemas have an index, of which SQLite itself knows
    /// whether it is whole.
    fn has_changes(&self) -> bool {
        self.schema >= 6
    }

    /// How many entries the account counts as outdated, and the version up to which entries name none of them.
    fn outdated(&self, account: &Account) -> Result<(i64, i64), StoreError> {
        let mut statement = self.connection.prepare_cached(OUTDATED).map_err(fault)?;
        let outdated =
            statement.query_row([account.as_str()], |row| Ok((row.get(0)?, row.get(1)?)));
        outdated.map_err(fault)
    }

    /// Compares the order of versions with the versions that rows have, by their ids, and whether they are deleted.
    /// Returns how many entries are outdated, and the faults of rows.
    fn entries(
        &self,
        account: &Account,
        kind: RowKind,
        swept: i64,
        mut versions: HashMap<i64, (i64, i64)>,
    ) -> Result<(i64, Vec<(i64, String)>), StoreError> {
        let (mut outdated, mut named, mut faults) = (0, HashSet::new(), Vec::new());
        let mut statement = self.connection.prepare_cached(ENTRIES).map_err(fault)?;
        let parameters = params![account.as_str(), number(kind)];
        let mut entries = statement.query(parameters).map_err(fault)?;
        while let Some(entry) = entries.next().map_err(fault)? {
            let version: i64 = entry.get(0).map_err(fault)?;
            let id: i64 = entry.get(1).map_err(fault)?;
            let previous: i64 = entry.get(2).map_err(fault)?;
            let deleted: i64 = entry.get(3).map_err(fault)?;
            let row = versions.get(&id).filter(|(at, _)| *at == version);
            if let Some((_, is_deleted)) = row {
                if deleted != *is_deleted {
                    let how = if deleted == 0 { "live" } else { "deleted" };
                    faults.push((id, format!("the order of versions has it as {how}")));
                }
                versions.remove(&id);
            } else if named.remove(&(version, id)) {
                outdated += 1;
            } else {
                let what = format!("the order of versions has it at version {version}");
                faults.push((id, what));
            }
            if previous != 0 && !(1..version).contains(&previous) {
                // A sweep would remove the row's own entry.
                let what =
                    format!("at version {version}, it names version {previous} as one before");
                faults.push((id, what));
            }
            if version > swept && previous > 0 {
                named.insert((previous, id));
            }
        }
        for id in versions.into_keys() {
            faults.push((id, "the order of versions lacks it".to_owned()));
        }
        faults.sort_unstable();
        Ok((outdated, faults))
    }

    /// How many of a row's own terms find it.
    fn terms_there(&self, account: &Account, kind: RowKind, row: &Row) -> Result<u64, StoreError> {
        let mut there = 0;
        let mut statement = self.connection.prepare_cached(HAS_TERM).map_err(fault)?;
        for term in row.record.terms.iter() {
            let parameters = params![account.as_str(), number(kind), term, row.id.cast_signed()];
            let found = statement.query_row(parameters, |_| Ok(())).optional();
            there += u64::from(found.map_err(fault)?.is_some());
        }
        Ok(there)
    }

    /// How many terms find each id.
    fn terms_by_row(
        &self,
        account: &Account,
        kind: RowKind,
    ) -> Result<HashMap<i64, u64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(TERMS_BY_ROW)
            .map_err(fault)?;
        let parameters = params![account.as_str(), number(kind)];
        let counts = statement
            .query_map(parameters, |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))
            .map_err(fault)?;
        counts
            .map(|count| {
                count
                    .map(|(id, count)| (id, count.unsigned_abs()))
                    .map_err(fault)
            })
            .collect()
    }

    fn texts(&self, sql: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(sql).map_err(fault)?;
        let texts = statement.query_map([], |row| row.get(0)).map_err(fault)?;
        texts.map(|text| text.map_err(fault)).collect()
    }
}
