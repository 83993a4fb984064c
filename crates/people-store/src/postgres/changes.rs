use std::collections::HashMap;

use tokio_postgres::{Row as SqlRow, types::ToSql};

use super::{
    fault::damaged,
    statements::{
        ADD_TERMS, INSERT, REMOVE, REMOVE_ALL, REMOVE_ALL_TERMS, REMOVE_TERM, REPLACE, SAVE, SIGN,
    },
    text::escape,
};
use crate::{
    Account, Micros, Record, Row, RowKind, StoreError, Terms, Version,
    replacement::{AllThere, Changes, There},
    sql::{kind, number, terms_from_text, terms_to_text, unsigned},
};

/// A statement and its parameters.
pub(super) struct Step<'b> {
    pub(super) sql: &'static str,
    pub(super) parameters: Vec<Parameter<'b>>,
}

pub(super) type Parameter<'p> = Box<dyn ToSql + Sync + Send + 'p>;

macro_rules! parameters {
    ($($parameter:expr),+ $(,)?) => {{
        let parameters: Vec<$crate::postgres::changes::Parameter<'_>> =
            vec![$(Box::new($parameter)),+];
        parameters
    }};
}
pub(super) use parameters;

macro_rules! step {
    ($sql:expr, $($parameter:expr),+ $(,)?) => {
        Step { sql: $sql, parameters: parameters![$($parameter),+] }
    };
}

/// The state of an account: its last version, the version of its last replacement, and its live rows of each kind.
pub(super) struct Standing {
    pub(super) version: i64,
    pub(super) replaced: i64,
    live: [i64; RowKind::ALL.len()],
}

impl Standing {
    pub(super) fn of(row: &SqlRow) -> Result<Self, StoreError> {
        let mut live = [0; RowKind::ALL.len()];
        for (column, live) in (2_usize..).zip(&mut live) {
            *live = row.try_get(column).map_err(damaged)?;
        }
        Ok(Self {
            version: row.try_get(0).map_err(damaged)?,
            replaced: row.try_get(1).map_err(damaged)?,
            live,
        })
    }

    pub(super) fn save(self, account: &str) -> Step<'_> {
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
        ] = self.live;
        step![
            SAVE,
            account,
            self.version,
            self.replaced,
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
        ]
    }
}

/// What a write finds at its row.
pub(super) struct Found {
    version: i64,
    deleted: bool,
    terms: String,
}

/// What all writes find.
pub(super) type Places = HashMap<(RowKind, u64), Found>;

/// Reads what a write finds at its row, from the columns from `first` on.
pub(super) fn found(
    kind: RowKind,
    row: &SqlRow,
    first: usize,
) -> Result<((RowKind, u64), Found), StoreError> {
    let id = unsigned(row.try_get(first).map_err(damaged)?)?;
    let found = Found {
        version: row.try_get(first + 1).map_err(damaged)?,
        deleted: row.try_get(first + 2).map_err(damaged)?,
        terms: row.try_get(first + 3).map_err(damaged)?,
    };
    Ok(((kind, id), found))
}

/// A row that exists before its account is replaced.
pub(super) fn there(row: &SqlRow) -> Result<((RowKind, u64), Found), StoreError> {
    let kind = kind(row.try_get::<_, i16>(0).map_err(damaged)?.into());
    let kind = kind.ok_or_else(|| StoreError::corrupt("the kind of a row"))?;
    found(kind, row, 1)
}

/// What a replacement knows about the existing rows.
pub(super) fn known(places: &Places) -> Result<AllThere, StoreError> {
    let known = |(row, found): (&(RowKind, u64), &Found)| {
        let version = Version(unsigned(found.version)?);
        let deleted = found.deleted;
        Ok((*row, There { version, deleted }))
    };
    places.iter().map(known).collect()
}

/// Whether a live row still exists as it was read.
pub(super) fn is_at(places: &Places, kind: RowKind, row: &Row) -> bool {
    let found = places.get(&(kind, row.id)).filter(|found| !found.deleted);
    found.is_some_and(|found| found.version == row.version.0.cast_signed())
}

/// The statements that write rows as they were elsewhere, over what is found at their places.
pub(super) fn keep_steps<'b>(
    account: &'b Account,
    rows: &'b [(RowKind, Row)],
    mut standing: Standing,
    mut places: Places,
) -> Result<Vec<Step<'b>>, StoreError> {
    let account = account.as_str();
    let mut steps = Vec::with_capacity(1 + 3 * rows.len());
    keep(&mut steps, account, rows, &mut standing, &mut places)?;
    steps.push(standing.save(account));
    Ok(steps)
}

/// The statements that replace all rows of the account by these rows, as of `version`.
pub(super) fn replace_steps<'b>(
    account: &'b Account,
    changes: &'b Changes,
    version: Version,
    signature: &'b [u8],
    mut standing: Standing,
    mut places: Places,
) -> Result<Vec<Step<'b>>, StoreError> {
    let account = account.as_str();
    let mut steps = Vec::with_capacity(4 + 3 * changes.put.len());
    if changes.keeps_some {
        let mut removed: [Vec<i64>; RowKind::ALL.len()] = Default::default();
        for &(kind, id) in &changes.removed {
            removed[kind.index()].push(id as i64);
            let Some(found) = places.remove(&(kind, id)) else {
                continue;
            };
            standing.live[kind.index()] -= i64::from(!found.deleted);
            for term in terms_from_text(&found.terms)?.iter() {
                let term = escape(term).into_owned();
                steps.push(step![REMOVE_TERM, account, number(kind), term, id as i64]);
            }
        }
        for (kind, ids) in RowKind::ALL.into_iter().zip(removed) {
            if !ids.is_empty() {
                steps.push(step![REMOVE, account, number(kind), ids]);
            }
        }
    } else {
        steps.push(step![REMOVE_ALL_TERMS, account]);
        steps.push(step![REMOVE_ALL, account]);
        standing.live = Default::default();
        places.clear();
    }
    keep(
        &mut steps,
        account,
        &changes.put,
        &mut standing,
        &mut places,
    )?;
    standing.version = version.0 as i64;
    standing.replaced = standing.version;
    let version = standing.version;
    steps.push(standing.save(account));
    steps.push(step![SIGN, account, version, signature]);
    Ok(steps)
}

/// Writes rows as they are, over what is found at their places.
fn keep<'b>(
    steps: &mut Vec<Step<'b>>,
    account: &'b str,
    rows: &'b [(RowKind, Row)],
    standing: &mut Standing,
    places: &mut Places,
) -> Result<(), StoreError> {
    for (kind, row) in rows {
        let record = (!row.deleted).then_some(&*row.record);
        let place = Place {
            account,
            kind: *kind,
            id: row.id as i64,
            version: row.version.0 as i64,
            time: row.update_time,
        };
        let key = (*kind, row.id);
        place.change(steps, standing, places.get(&key), record)?;
        standing.version = standing.version.max(place.version);
        // If the row comes again, this is what its next write finds.
        let terms = record.map_or(Ok(String::new()), |record| terms_to_text(&record.terms))?;
        let (version, deleted) = (place.version, row.deleted);
        let found = Found {
            version,
            deleted,
            terms,
        };
        places.insert(key, found);
    }
    Ok(())
}

/// The row to write, and what every write gives to it.
struct Place<'b> {
    account: &'b str,
    kind: RowKind,
    id: i64,
    version: i64,
    time: Micros,
}

impl<'b> Place<'b> {
    /// Writes the record, or a tombstone if there is none, and updates the terms and the count.
    fn change(
        &self,
        steps: &mut Vec<Step<'b>>,
        standing: &mut Standing,
        found: Option<&Found>,
        record: Option<&'b Record>,
    ) -> Result<(), StoreError> {
        let was_live = found.is_some_and(|found| !found.deleted);
        let live = &mut standing.live[self.kind.index()];
        *live += i64::from(record.is_some()) - i64::from(was_live);
        let old = terms_from_text(found.map_or("", |found| &found.terms))?;
        let none = Terms::new();
        let new = record.map_or(&none, |record| &record.terms);
        steps.push(self.write(found.is_some(), record)?);
        for term in old.without(new) {
            let term = escape(term).into_owned();
            steps.push(step![
                REMOVE_TERM,
                self.account,
                number(self.kind),
                term,
                self.id
            ]);
        }
        let added = new.without(&old);
        let added: Vec<String> = added.map(|term| escape(term).into_owned()).collect();
        if !added.is_empty() {
            steps.push(step![
                ADD_TERMS,
                self.account,
                number(self.kind),
                added,
                self.id
            ]);
        }
        Ok(())
    }

    fn write(&self, replaces: bool, record: Option<&'b Record>) -> Result<Step<'b>, StoreError> {
        let terms = match record {
            Some(record) => terms_to_text(&record.terms)?,
            None => String::new(),
        };
        let [first, last] = match record {
            Some(record) => [escape(&record.sort_keys[0]), escape(&record.sort_keys[1])],
            None => Default::default(),
        };
        Ok(step![
            if replaces { REPLACE } else { INSERT },
            self.account,
            number(self.kind),
            self.id,
            self.version,
            self.time,
            record.is_none(),
            first,
            last,
            terms,
            record.map_or(&[][..], |record| &record.layout),
            record.map_or("", |record| &record.body),
        ])
    }
}
