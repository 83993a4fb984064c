//! Updates derived data row by row when its rules change. Each transaction has a bounded size, and records the
//! progress. If the process is killed in between, the next one continues from there.
use rusqlite::{Connection, OptionalExtension, Row as SqlRow, TransactionBehavior, params};

use super::{checksum::Columns, fault::fault, reader, writer::changes};
use crate::{
    Account, Derivation, Row, RowKind, StoreError,
    derivation::Progress,
    sql::{count_of_all, kind},
};

/// What a transaction goes through at most.
const ROWS: usize = 500;
const BYTES: usize = 4 << 20;

const FIND: &str = "SELECT rules, account, kind, id FROM derived WHERE name = ?1";
const BEGIN: &str = "INSERT INTO derived (name, rules, account, kind, id) VALUES (?1, ?2, '', 0, 0) \
     ON CONFLICT (name) DO UPDATE SET rules = excluded.rules, account = '', kind = 0, id = 0";
const ADVANCE: &str = "UPDATE derived SET account = ?2, kind = ?3, id = ?4 WHERE name = ?1";
const FORGET: &str = "DELETE FROM derived WHERE name = 'index'";
const NEXT: &str = "SELECT id, version, update_time, deleted, first_name, last_name, terms, layout, \
     body, checksum, account, kind FROM records WHERE (account, kind, id) > (?1, ?2, ?3) \
     ORDER BY account, kind, id LIMIT ?4";
const SET_CHECKSUM: &str =
    "UPDATE records SET checksum = ?4 WHERE account = ?1 AND kind = ?2 AND id = ?3";
/// Live rows only: nothing is derived for tombstones.
const ROWS_LEFT: &str = concat!(
    "SELECT coalesce(sum(",
    count_of_all!(),
    "), 0) FROM accounts"
);

/// What is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Derived {
    /// By the store.
    Checksum,
    /// By the code that uses the store.
    Index,
}

impl Derived {
    fn name(self) -> &'static str {
        match self {
            Self::Checksum => "checksum",
            Self::Index => "index",
        }
    }

    /// The rules of the update that is under way, and the last row that it has updated.
    fn state(self, connection: &Connection) -> Result<Option<(u32, Option<Place>)>, StoreError> {
        let state = |row: &SqlRow<'_>| {
            let account: Option<String> = row.get(1)?;
            let place = match account {
                Some(account) => Some(Place {
                    account,
                    kind: row.get(2)?,
                    id: row.get(3)?,
                }),
                None => None,
            };
            Ok((row.get(0)?, place))
        };
        let state = connection.query_row(FIND, [self.name()], state);
        state.optional().map_err(fault)
    }

    /// The rules that all rows follow.
    pub(super) fn rules(self, connection: &Connection) -> Result<Option<u32>, StoreError> {
        Ok(match self.state(connection)? {
            Some((rules, None)) => Some(rules),
            _ => None,
        })
    }
}

/// A row by its primary key.
struct Place {
    account: String,
    kind: i64,
    id: i64,
}

/// Gives every row a checksum, if an earlier schema left rows without one.
pub(super) fn bring_checksums_up_to_date(connection: &mut Connection) -> Result<(), StoreError> {
    if Derived::Checksum.rules(connection)?.is_some() {
        return Ok(());
    }
    let mut progress = Progress::begin("checksums", rows_left(connection)?);
    loop {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(fault)?;
        let done = checksums(&transaction)?;
        transaction.commit().map_err(fault)?;
        match done {
            Some(rows) => progress.add(rows),
            None => break,
        }
    }
    progress.end();
    Ok(())
}

/// Starts or resumes the update of the index to these rules. Returns whether there is anything to do.
pub(super) fn begin_index(connection: &Connection, rules: u32) -> Result<bool, StoreError> {
    match Derived::Index.state(connection)? {
        Some((found, _)) if found > rules => Err(StoreError::NewerRules {
            found,
            known: rules,
        }),
        Some((found, place)) if found == rules => Ok(place.is_some()),
        _ => {
            let parameters = params![Derived::Index.name(), rules];
            connection.execute(BEGIN, parameters).map_err(fault)?;
            Ok(true)
        }
    }
}

/// Updates some more rows, and returns how many it looked at; `None` when all are up to date.
pub(super) fn index(
    connection: &Connection,
    derivation: Derivation,
) -> Result<Option<u64>, StoreError> {
    let mut rows: Vec<(Account, RowKind, Row)> = Vec::new();
    let looked_at = walk(connection, Derived::Index, |place, row| {
        let (Ok(account), Some(kind)) = (Account::stored(&place.account), kind(place.kind)) else {
            return Ok(());
        };
        match reader::row(account.as_str(), kind, row) {
            Ok(row) => {
                if let Some(row) = derivation.change(&account, kind, &row) {
                    rows.push((account, kind, row));
                }
            }
            // It stays unchanged, and is not sealed again.
            Err(StoreError::Corrupt { what, .. }) => {
                tracing::warn!("a row was not updated: {what}");
            }
            Err(error) => return Err(error),
        }
        Ok(())
    })?;
    for of_one in rows.chunk_by(|(one, ..), (other, ..)| one == other) {
        let account = &of_one[0].0;
        let mut standing = changes::load(connection, account)?;
        for (_, kind, row) in of_one {
            changes::keep(connection, &mut standing, account, *kind, row)?;
        }
        changes::save(connection, account, &standing)?;
    }
    Ok(looked_at)
}

/// Forgets what is known of the rows: they come from another store.
pub(super) fn forget_index(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(FORGET, []).map_err(fault)?;
    Ok(())
}

/// How many rows there are to go through.
pub(super) fn rows_left(connection: &Connection) -> Result<u64, StoreError> {
    let rows: i64 = connection
        .query_row(ROWS_LEFT, [], |row| row.get(0))
        .map_err(fault)?;
    Ok(rows.unsigned_abs())
}

fn checksums(connection: &Connection) -> Result<Option<u64>, StoreError> {
    let mut sums = Vec::new();
    let looked_at = walk(connection, Derived::Checksum, |place, row| {
        match Columns::of(&place.account, place.kind, row) {
            Ok(columns) => sums.push((
                place.account.clone(),
                place.kind,
                place.id,
                columns.checksum(),
            )),
            // Its checksum stays one that does not fit.
            Err(StoreError::Corrupt { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    })?;
    let mut statement = connection.prepare_cached(SET_CHECKSUM).map_err(fault)?;
    for (account, kind, id, sum) in sums {
        let parameters = params![account, kind, id, sum];
        statement.execute(parameters).map_err(fault)?;
    }
    Ok(looked_at)
}

/// Visits the next rows and records the progress; `None` when there are no more rows.
fn walk(
    connection: &Connection,
    derived: Derived,
    mut visit: impl FnMut(&Place, &SqlRow<'_>) -> Result<(), StoreError>,
) -> Result<Option<u64>, StoreError> {
    let Some((_, Some(from))) = derived.state(connection)? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(NEXT).map_err(fault)?;
    let parameters = params![from.account, from.kind, from.id, ROWS as i64];
    let mut rows = statement.query(parameters).map_err(fault)?;
    let (mut last, mut count, mut bytes) = (None, 0, 0);
    while bytes < BYTES
        && let Some(row) = rows.next().map_err(fault)?
    {
        let place = Place {
            account: row.get(10).map_err(fault)?,
            kind: row.get(11).map_err(fault)?,
            id: row.get(0).map_err(fault)?,
        };
        let body = row.get_ref(8).map_err(fault)?;
        bytes += body.as_bytes().map_or(0, <[u8]>::len);
        visit(&place, row)?;
        count += 1;
        last = Some(place);
    }
    drop(rows);
    let name = derived.name();
    let parameters = match &last {
        Some(place) => params![name, place.account, place.kind, place.id],
        None => params![name, None::<&str>, None::<i64>, None::<i64>],
    };
    connection.execute(ADVANCE, parameters).map_err(fault)?;
    Ok(last.map(|_| count))
}
