use rusqlite::{Connection, OptionalExtension, params};

use super::{
    super::{checksum::Columns, fault::fault},
    listing::Listed,
};
use crate::{
    Account, Batch, CommitError, Micros, Record, Replacement, Row, RowKind, StoreError, Terms,
    Version, Write,
    replacement::{AllThere, Changes, There},
    sql::{counts, kind, number, terms_from_text, terms_to_text, unsigned},
};

const FIND: &str = "SELECT version, deleted, first_name, last_name, terms FROM records \
     WHERE account = ?1 AND kind = ?2 AND id = ?3";
const HOLDER: &str = "SELECT version FROM records WHERE account = ?1 AND kind = ?2 AND id = \
     (SELECT min(id) FROM terms WHERE account = ?1 AND kind = ?2 AND term = ?3)";
const INSERT: &str = "INSERT INTO records (account, kind, id, version, update_time, deleted, \
     first_name, last_name, terms, layout, body, checksum) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
const REPLACE: &str = "UPDATE records SET version = ?4, update_time = ?5, deleted = ?6, \
     first_name = ?7, last_name = ?8, terms = ?9, layout = ?10, body = ?11, checksum = ?12 \
     WHERE account = ?1 AND kind = ?2 AND id = ?3";
/// For a live row that keeps its sort keys: their indexes are not touched.
const KEEP_NAMES: &str = "UPDATE records SET version = ?4, update_time = ?5, terms = ?6, \
     layout = ?7, body = ?8, checksum = ?9 WHERE account = ?1 AND kind = ?2 AND id = ?3";
const ADD_TERM: &str = "INSERT INTO terms (account, kind, term, id) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT DO NOTHING";
const REMOVE_TERM: &str =
    "DELETE FROM terms WHERE account = ?1 AND kind = ?2 AND term = ?3 AND id = ?4";
const LOAD: &str = concat!(
    "SELECT version, replaced, outdated, swept, ",
    counts!(),
    " FROM accounts WHERE account = ?1"
);
const THERE: &str = "SELECT kind, id, version, deleted FROM records WHERE account = ?1";
const REMOVE: &str = "DELETE FROM records WHERE account = ?1 AND kind = ?2 AND id = ?3";
const REMOVE_ALL: &str = "DELETE FROM records WHERE account = ?1";
const REMOVE_ALL_TERMS: &str = "DELETE FROM terms WHERE account = ?1";
const REMOVE_ALL_ENTRIES: &str = "DELETE FROM changes WHERE account = ?1";
const SAVE: &str = concat!(
    "INSERT INTO accounts (account, version, replaced, outdated, swept, ",
    counts!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (account) DO UPDATE \
     SET version = excluded.version, replaced = excluded.replaced, \
     outdated = excluded.outdated, swept = excluded.swept, contacts = excluded.contacts, groups = excluded.groups, \
     profiles = excluded.profiles, photos = excluded.photos, \
     profile_photos = excluded.profile_photos, other_contacts = excluded.other_contacts, \
     directory_people = excluded.directory_people, domains = excluded.domains, \
     sources = excluded.sources, undos = excluded.undos"
);

/// What a write finds in its place.
pub(super) struct Found {
    version: i64,
    deleted: bool,
    sort_keys: [String; 2],
    terms: String,
}

/// The state of an account: its last version, the version of its last replacement, and its live rows of each kind.
#[derive(Default)]
pub(in crate::embedded) struct Standing {
    pub(in crate::embedded) version: i64,
    pub(in crate::embedded) replaced: i64,
    /// How many of its entries in the order of versions are outdated.
    pub(super) outdated: i64,
    /// No entry up to this version names one that is.
    pub(super) swept: i64,
    live: [i64; RowKind::ALL.len()],
}

impl Standing {
    /// The number of its live rows.
    pub(super) fn rows(&self) -> i64 {
        self.live.iter().sum()
    }
}

/// Checks all conditions of a commit, and writes nothing.
pub(super) fn judge(
    connection: &Connection,
    account: &Account,
    batch: &Batch,
) -> Result<Vec<Option<Found>>, CommitError> {
    let judge = |(index, write): (usize, &Write)| {
        let found = match write.row() {
            Some(row) => find(connection, account, row)?,
            None => None,
        };
        let current = match write {
            Write::Put { .. } | Write::Delete { .. } | Write::RequireLive { .. } => {
                let live = found.as_ref().filter(|found| !found.deleted);
                live.map(|found| found.version)
            }
            Write::RequireFree { kind, term } => holder(connection, account, *kind, term)?,
        };
        let current = current.map(|version| Version(version as u64));
        if write.allows(current) {
            Ok(found)
        } else {
            Err(CommitError::Conflict { index, current })
        }
    };
    batch.writes.iter().enumerate().map(judge).collect()
}

/// Carries out a commit whose conditions hold.
pub(super) fn apply(
    connection: &Connection,
    standing: &mut Standing,
    account: &Account,
    batch: &Batch,
    found: &[Option<Found>],
) -> Result<Version, StoreError> {
    let version = standing.version + 1;
    for (write, found) in batch.writes.iter().zip(found) {
        let Some((kind, id)) = write.changes() else {
            continue;
        };
        let time = batch.time;
        let place = Place {
            connection,
            account,
            kind,
            id: id as i64,
            version,
            time,
        };
        let was_live = found.as_ref().is_some_and(|found| !found.deleted);
        let was_at = found.as_ref().map(|found| found.version);
        let deletes = matches!(write, Write::Delete { .. });
        place
            .listed()
            .advance(standing, was_at, (version, deletes))?;
        let is_live = match write {
            Write::Put { record, .. } => {
                place.put(record, found.as_ref())?;
                true
            }
            Write::Delete { .. } => {
                place.delete(found.as_ref())?;
                false
            }
            Write::RequireLive { .. } | Write::RequireFree { .. } => continue,
        };
        standing.live[place.kind.index()] += i64::from(is_live) - i64::from(was_live);
    }
    standing.version = version;
    Ok(Version(version as u64))
}

/// Writes a row as it was elsewhere.
pub(in crate::embedded) fn keep(
    connection: &Connection,
    standing: &mut Standing,
    account: &Account,
    kind: RowKind,
    row: &Row,
) -> Result<(), StoreError> {
    let found = find(connection, account, (kind, row.id))?;
    let place = Place {
        connection,
        account,
        kind,
        id: row.id as i64,
        version: row.version.0 as i64,
        time: row.update_time,
    };
    let was_at = found.as_ref().map(|found| (found.version, found.deleted));
    place
        .listed()
        .put(standing, was_at, (place.version, row.deleted))?;
    if row.deleted {
        place.delete(found.as_ref())?;
    } else {
        place.put(&row.record, found.as_ref())?;
    }
    let was_live = found.as_ref().is_some_and(|found| !found.deleted);
    standing.live[kind.index()] += i64::from(!row.deleted) - i64::from(was_live);
    standing.version = standing.version.max(place.version);
    Ok(())
}

/// Puts rows in the place of all that the account has.
pub(super) fn replace(
    connection: &Connection,
    account: &Account,
    replacement: Replacement,
) -> Result<Version, StoreError> {
    let mut standing = load(connection, account)?;
    let (rows, version) = replacement.after(Version(unsigned(standing.version)?))?;
    let changes = Changes::between(there(connection, account)?, rows);
    if changes.keeps_some {
        for (kind, id) in changes.removed {
            remove(connection, &mut standing, account, (kind, id))?;
        }
    } else {
        for sql in [REMOVE_ALL_TERMS, REMOVE_ALL_ENTRIES, REMOVE_ALL] {
            let mut statement = connection.prepare_cached(sql).map_err(fault)?;
            statement.execute([account.as_str()]).map_err(fault)?;
        }
        standing.live = Default::default();
        standing.outdated = 0;
    }
    for (kind, row) in &changes.put {
        keep(connection, &mut standing, account, *kind, row)?;
    }
    standing.version = version.0 as i64;
    standing.replaced = standing.version;
    save(connection, account, &standing)?;
    Ok(version)
}

fn there(connection: &Connection, account: &Account) -> Result<AllThere, StoreError> {
    let mut statement = connection.prepare_cached(THERE).map_err(fault)?;
    let mut rows = statement.query([account.as_str()]).map_err(fault)?;
    let mut there = AllThere::new();
    while let Some(row) = rows.next().map_err(fault)? {
        let found = row.get(0).map_err(fault)?;
        let kind = kind(found).ok_or_else(|| StoreError::corrupt("the kind of a row"))?;
        let id = unsigned(row.get(1).map_err(fault)?)?;
        let version = Version(unsigned(row.get(2).map_err(fault)?)?);
        let deleted = row.get(3).map_err(fault)?;
        there.insert((kind, id), There { version, deleted });
    }
    Ok(there)
}

/// Leaves nothing of a row, and no tombstone either.
fn remove(
    connection: &Connection,
    standing: &mut Standing,
    account: &Account,
    (kind, id): (RowKind, u64),
) -> Result<(), StoreError> {
    let Some(found) = find(connection, account, (kind, id))? else {
        return Ok(());
    };
    let place = Place {
        connection,
        account,
        kind,
        id: id as i64,
        version: found.version,
        time: 0,
    };
    place.listed().forget(standing, found.version)?;
    place.index(&terms_from_text(&found.terms)?, &Terms::new())?;
    place.execute(REMOVE, params![account.as_str(), number(kind), place.id])?;
    standing.live[kind.index()] -= i64::from(!found.deleted);
    Ok(())
}

pub(in crate::embedded) fn load(
    connection: &Connection,
    account: &Account,
) -> Result<Standing, StoreError> {
    let mut statement = connection.prepare_cached(LOAD).map_err(fault)?;
    let standing = |row: &rusqlite::Row<'_>| {
        let mut live = [0; RowKind::ALL.len()];
        for (column, live) in (4..).zip(&mut live) {
            *live = row.get(column)?;
        }
        Ok(Standing {
            version: row.get(0)?,
            replaced: row.get(1)?,
            outdated: row.get(2)?,
            swept: row.get(3)?,
            live,
        })
    };
    let known = statement
        .query_row([account.as_str()], standing)
        .optional()
        .map_err(fault)?;
    Ok(known.unwrap_or_default())
}

pub(in crate::embedded) fn save(
    connection: &Connection,
    account: &Account,
    standing: &Standing,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(SAVE).map_err(fault)?;
    let [
        contacts,
        groups,
        profiles,
        photos,
        of_profiles,
        others,
        people,
        domains,
        sources,
        undos,
    ] = standing.live;
    let parameters = params![
        account.as_str(),
        standing.version,
        standing.replaced,
        standing.outdated,
        standing.swept,
        contacts,
        groups,
        profiles,
        photos,
        of_profiles,
        others,
        people,
        domains,
        sources,
        undos
    ];
    statement.execute(parameters).map_err(fault)?;
    Ok(())
}

fn find(
    connection: &Connection,
    account: &Account,
    (kind, id): (RowKind, u64),
) -> Result<Option<Found>, StoreError> {
    let mut statement = connection.prepare_cached(FIND).map_err(fault)?;
    let found = |row: &rusqlite::Row<'_>| {
        Ok(Found {
            version: row.get(0)?,
            deleted: row.get(1)?,
            sort_keys: [row.get(2)?, row.get(3)?],
            terms: row.get(4)?,
        })
    };
    let parameters = params![account.as_str(), number(kind), id as i64];
    statement
        .query_row(parameters, found)
        .optional()
        .map_err(fault)
}

/// The version of the first row that has the term. Only live ones have terms.
fn holder(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    term: &str,
) -> Result<Option<i64>, StoreError> {
    let mut statement = connection.prepare_cached(HOLDER).map_err(fault)?;
    let parameters = params![account.as_str(), number(kind), term];
    statement
        .query_row(parameters, |row| row.get(0))
        .optional()
        .map_err(fault)
}

/// The row that is written, and what every write gives it.
struct Place<'a> {
    connection: &'a Connection,
    account: &'a Account,
    kind: RowKind,
    id: i64,
    version: i64,
    time: Micros,
}

impl Place<'_> {
    fn listed(&self) -> Listed<'_> {
        Listed {
            connection: self.connection,
            account: self.account,
            kind: number(self.kind),
            id: self.id,
        }
    }

    fn put(&self, record: &Record, found: Option<&Found>) -> Result<(), StoreError> {
        let terms = terms_to_text(&record.terms)?;
        match found {
            Some(found) if !found.deleted && found.sort_keys == record.sort_keys => {
                self.execute(
                    KEEP_NAMES,
                    params![
                        self.account.as_str(),
                        number(self.kind),
                        self.id,
                        self.version,
                        self.time,
                        terms,
                        record.layout,
                        record.body,
                        self.checksum(false, record, &terms)
                    ],
                )?;
            }
            _ => self.write(found, false, record, &terms)?,
        }
        match found {
            Some(found) if found.terms == terms => Ok(()),
            Some(found) => self.index(&terms_from_text(&found.terms)?, &record.terms),
            None => self.index(&Terms::new(), &record.terms),
        }
    }

    fn delete(&self, found: Option<&Found>) -> Result<(), StoreError> {
        self.write(found, true, &Record::default(), "")?;
        self.index(
            &terms_from_text(found.map_or("", |found| &found.terms))?,
            &Terms::new(),
        )
    }

    fn write(
        &self,
        found: Option<&Found>,
        deleted: bool,
        record: &Record,
        terms: &str,
    ) -> Result<(), StoreError> {
        let [first_name, last_name] = &record.sort_keys;
        let sql = if found.is_some() { REPLACE } else { INSERT };
        self.execute(
            sql,
            params![
                self.account.as_str(),
                number(self.kind),
                self.id,
                self.version,
                self.time,
                deleted,
                first_name,
                last_name,
                terms,
                record.layout,
                record.body,
                self.checksum(deleted, record, terms)
            ],
        )
    }

    fn checksum(&self, deleted: bool, record: &Record, terms: &str) -> u32 {
        let [first, last] = &record.sort_keys;
        let columns = Columns {
            account: self.account.as_str(),
            kind: number(self.kind).into(),
            id: self.id,
            version: self.version,
            update_time: self.time,
            deleted,
            sort_keys: [first, last],
            terms,
            layout: &record.layout,
            body: &record.body,
        };
        columns.checksum()
    }

    fn index(&self, old: &Terms, new: &Terms) -> Result<(), StoreError> {
        for (sql, of, not_in) in [(REMOVE_TERM, old, new), (ADD_TERM, new, old)] {
            for term in of.without(not_in) {
                let parameters = params![self.account.as_str(), number(self.kind), term, self.id];
                self.execute(sql, parameters)?;
            }
        }
        Ok(())
    }

    fn execute(&self, sql: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        statement.execute(parameters).map_err(fault)?;
        Ok(())
    }
}
