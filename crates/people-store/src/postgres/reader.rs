use std::sync::Arc;

use tokio_postgres::{Row as SqlRow, types::ToSql};

use super::{
    fault::damaged,
    identity::Identity,
    pool::Pool,
    statements::{
        ACCOUNTS, BY_FIRST_NAME, BY_ID, BY_LAST_NAME, BY_VERSION, BY_VERSION_DOWN, CHANGES,
        COUNT_CHANGES, COUNT_TERM, FIND, FIND_PREFIX, GET, GET_MANY, IDENTITY, STANDING,
    },
    text::{escape, unescape},
};
use crate::{
    Account, Cursor, Hit, Order, Record, Row, RowKind, Standing, StoreError, Version,
    page::{Position, foreign_cursor},
    sql::{bounded, number, terms_from_text, unsigned},
};

pub(super) async fn get(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    id: u64,
) -> Result<Option<Row>, StoreError> {
    let Ok(id) = i64::try_from(id) else {
        return Ok(None);
    };
    let parameters: [&(dyn ToSql + Sync); 3] = [&account.as_str(), &number(kind), &id];
    let rows = pool.read(GET, &parameters).await?;
    rows.first().map(row).transpose()
}

pub(super) async fn get_many(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    ids: &[u64],
) -> Result<Vec<Option<Row>>, StoreError> {
    // One statement, so that all values are as of one moment.
    let known: Vec<i64> = ids.iter().filter_map(|&id| id.try_into().ok()).collect();
    let parameters: [&(dyn ToSql + Sync); 3] = [&account.as_str(), &number(kind), &known];
    let found = pool.read(GET_MANY, &parameters).await?;
    let mut found: Vec<Row> = found.iter().map(row).collect::<Result<_, _>>()?;
    found.sort_unstable_by_key(|row| row.id);
    let find = |id| {
        let place = found.binary_search_by_key(id, |row| row.id).ok()?;
        Some(found[place].clone())
    };
    Ok(ids.iter().map(find).collect())
}

pub(super) async fn page(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    order: Order,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let list = |sql| List::new(pool, account, kind, sql, limit);
    match (order, after.map(Cursor::position)) {
        (Order::Id, None) => list(BY_ID).after_id(0).await,
        (Order::Id, Some(&Position::Id(id))) => list(BY_ID).after_id(id).await,
        (Order::VersionAscending, None) => list(BY_VERSION).after_version(Version::ZERO, 0).await,
        (Order::VersionAscending, Some(&Position::Version(version, id))) => {
            list(BY_VERSION).after_version(version, id).await
        }
        (Order::VersionDescending, None) => {
            let list = list(BY_VERSION_DOWN);
            list.after_version(Version(u64::MAX), u64::MAX).await
        }
        (Order::VersionDescending, Some(&Position::Version(version, id))) => {
            list(BY_VERSION_DOWN).after_version(version, id).await
        }
        (Order::FirstName, None) => list(BY_FIRST_NAME).after_key("", 0).await,
        (Order::FirstName, Some(Position::FirstName(key, id))) => {
            list(BY_FIRST_NAME).after_key(key, *id).await
        }
        (Order::LastName, None) => list(BY_LAST_NAME).after_key("", 0).await,
        (Order::LastName, Some(Position::LastName(key, id))) => {
            list(BY_LAST_NAME).after_key(key, *id).await
        }
        _ => Err(foreign_cursor()),
    }
}

pub(super) async fn changes(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    after: Version,
    cursor: Option<&Cursor>,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let list = List::new(pool, account, kind, CHANGES, limit);
    match cursor.map(Cursor::position) {
        None => list.after_version(after, u64::MAX).await,
        Some(&Position::Version(version, id)) => list.after_version(version, id).await,
        Some(_) => Err(foreign_cursor()),
    }
}

/// A statement that lists rows after a position.
struct List<'a> {
    pool: &'a Pool,
    account: &'a str,
    kind: i16,
    sql: &'static str,
    limit: i64,
}

impl<'a> List<'a> {
    fn new(
        pool: &'a Pool,
        account: &'a Account,
        kind: RowKind,
        sql: &'static str,
        limit: usize,
    ) -> Self {
        Self {
            pool,
            account: account.as_str(),
            kind: number(kind),
            sql,
            limit: bounded(limit as u64),
        }
    }

    async fn after_id(self, id: u64) -> Result<Vec<Row>, StoreError> {
        self.rows(&[&self.account, &self.kind, &bounded(id), &self.limit])
            .await
    }

    async fn after_version(self, version: Version, id: u64) -> Result<Vec<Row>, StoreError> {
        let (version, id) = (bounded(version.0), bounded(id));
        self.rows(&[&self.account, &self.kind, &version, &id, &self.limit])
            .await
    }

    async fn after_key(self, key: &str, id: u64) -> Result<Vec<Row>, StoreError> {
        let (key, id) = (escape(key), bounded(id));
        self.rows(&[&self.account, &self.kind, &&*key, &id, &self.limit])
            .await
    }

    async fn rows(&self, parameters: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>, StoreError> {
        let found = self.pool.read(self.sql, parameters).await?;
        found.iter().map(row).collect()
    }
}

pub(super) async fn find(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    term: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<u64>, StoreError> {
    let (term, after, limit) = (escape(term), bounded(after), bounded(limit as u64));
    let parameters: [&(dyn ToSql + Sync); 5] =
        [&account.as_str(), &number(kind), &&*term, &after, &limit];
    let ids = pool.read(FIND, &parameters).await?;
    ids.iter().map(|row| count_of(row, 0)).collect()
}

pub(super) async fn find_prefix(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    prefix: &str,
    after: Option<&Hit>,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let (term, id) = after.map_or((prefix, 0), |hit| (&hit.term, hit.id));
    let (term, id, limit) = (escape(term), bounded(id), bounded(limit as u64));
    let parameters: [&(dyn ToSql + Sync); 5] =
        [&account.as_str(), &number(kind), &&*term, &id, &limit];
    let entries = pool.read(FIND_PREFIX, &parameters).await?;
    let hit = |row: &SqlRow| -> Result<Hit, StoreError> {
        let term = unescape(row.try_get(0).map_err(damaged)?)?;
        let id = count_of(row, 1)?;
        Ok(Hit { term, id })
    };
    let entries = entries.iter().map(hit).collect::<Result<Vec<_>, _>>()?;
    Ok(Hit::of_prefix(prefix, entries))
}

pub(super) async fn count_term(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    term: &str,
) -> Result<u64, StoreError> {
    let term = escape(term);
    let parameters: [&(dyn ToSql + Sync); 3] = [&account.as_str(), &number(kind), &&*term];
    let count = pool.read(COUNT_TERM, &parameters).await?;
    count.first().map_or(Ok(0), |row| count_of(row, 0))
}

pub(super) async fn count_changes(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
    after: Version,
) -> Result<u64, StoreError> {
    let (account, kind, after) = (account.as_str(), number(kind), bounded(after.0));
    let count = pool.read(COUNT_CHANGES, &[&account, &kind, &after]).await?;
    count.first().map_or(Ok(0), |row| count_of(row, 0))
}

pub(super) async fn count(
    pool: &Pool,
    account: &Account,
    kind: RowKind,
) -> Result<u64, StoreError> {
    Ok(standing(pool, account).await?.count(kind))
}

pub(super) async fn version(pool: &Pool, account: &Account) -> Result<Version, StoreError> {
    Ok(standing(pool, account).await?.version)
}

pub(super) async fn standing(pool: &Pool, account: &Account) -> Result<Standing, StoreError> {
    let rows = pool.read(STANDING, &[&account.as_str()]).await?;
    let Some(row) = rows.first() else {
        return Ok(Standing::default());
    };
    let mut standing = Standing {
        version: Version(count_of(row, 0)?),
        replaced: Version(count_of(row, 1)?),
        ..Standing::default()
    };
    for (column, live) in (2..).zip(&mut standing.live) {
        *live = count_of(row, column)?;
    }
    Ok(standing)
}

pub(super) async fn accounts(
    pool: &Pool,
    after: Option<&Account>,
    limit: usize,
) -> Result<Vec<Account>, StoreError> {
    let after = after.map_or("", Account::as_str);
    let names = pool
        .read(ACCOUNTS, &[&after, &bounded(limit as u64)])
        .await?;
    let account = |row: &SqlRow| {
        let name = row.try_get(0).map_err(damaged)?;
        Account::stored(name).map_err(|_| StoreError::corrupt("the name of an account"))
    };
    names.iter().map(account).collect()
}

pub(super) async fn identity(pool: &Pool) -> Result<Identity, StoreError> {
    Identity::of(&pool.read(IDENTITY, &[]).await?)
}

pub(super) fn row(row: &SqlRow) -> Result<Row, StoreError> {
    let text = |column| row.try_get::<_, &str>(column).map_err(damaged);
    let record = Record {
        sort_keys: [unescape(text(4)?)?, unescape(text(5)?)?],
        terms: terms_from_text(text(6)?)?,
        layout: row.try_get(7).map_err(damaged)?,
        body: row.try_get(8).map_err(damaged)?,
    };
    Ok(Row {
        id: count_of(row, 0)?,
        version: Version(count_of(row, 1)?),
        update_time: row.try_get(2).map_err(damaged)?,
        deleted: row.try_get(3).map_err(damaged)?,
        record: Arc::new(record),
    })
}

fn count_of(row: &SqlRow, column: usize) -> Result<u64, StoreError> {
    unsigned(row.try_get(column).map_err(damaged)?)
}
