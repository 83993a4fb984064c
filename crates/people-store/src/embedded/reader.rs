use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row as SqlRow, named_params, params};
use tokio::sync::oneshot;

use super::{
    checksum::Columns,
    fault::fault,
    queue::{Hangup, Queue},
};
use crate::{
    Account, Cursor, Hit, Order, Page, Record, Row, RowKind, Standing, StoreError, Unavailable,
    Version,
    page::{Position, foreign_cursor},
    sql::{bounded, counts, number, terms_from_text, unsigned},
};

/// What a reader is asked to do.
pub(super) type Question = Box<dyn FnOnce(&mut Connection) + Send>;

/// Answers questions until the queue ends.
///
/// Readers are threads of the store. A call through them took 9 to 16 µs more than the read itself; through tokio's
/// `spawn_blocking` with the same number of permits it took 16 to 26 µs more, on the same two cores. They also keep
/// their connection and its statements without a pool, and need no runtime.
pub(super) fn run(mut connection: Connection, queue: &Queue<Question>) {
    let _hangup = Hangup(queue);
    while let Some(question) = queue.pop() {
        question(&mut connection);
    }
}

/// Asks one of the readers, and waits for its answer.
pub(super) async fn ask<T: Send + 'static>(
    queue: &Queue<Question>,
    question: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let (reply, answer) = oneshot::channel();
    let question = move |connection: &mut Connection| {
        // The caller may have disconnected.
        if !reply.is_closed() {
            let _ = reply.send(question(connection));
        }
    };
    queue
        .push(Box::new(question))
        .map_err(StoreError::unavailable)?;
    answer
        .await
        .unwrap_or(Err(StoreError::unavailable(Unavailable::Closed)))
}

macro_rules! select_row {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, update_time, deleted, first_name, last_name, terms, layout, \
             body, checksum ",
            "FROM records WHERE account = :account AND kind = :kind ",
            $rest
        )
    };
}

/// In the order of versions. An entry is passed over when its row has a later version. Of a tombstone, a list reads
/// the entry alone: an account may have any number of them.
macro_rules! select_listed {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, update_time, records.deleted, first_name, last_name, terms, layout, \
             body, checksum ",
            "FROM changes CROSS JOIN records USING (account, kind, id, version) \
             WHERE account = :account AND kind = :kind ",
            $rest
        )
    };
}

const GET: &str = select_row!("AND id = :id AND deleted = 0");
const BY_ID: &str = select_row!("AND id > :id AND deleted = 0 ORDER BY id LIMIT :limit");
const BY_VERSION: &str = select_listed!(
    "AND (version, id) > (:version, :id) AND changes.deleted = 0 ORDER BY version, id LIMIT :limit"
);
const BY_VERSION_DOWN: &str = select_listed!(
    "AND (version, id) < (:version, :id) AND changes.deleted = 0 ORDER BY version DESC, id DESC LIMIT :limit"
);
const BY_FIRST_NAME: &str = select_row!(
    "AND (first_name, id) > (:key, :id) AND deleted = 0 ORDER BY first_name, id LIMIT :limit"
);
const BY_LAST_NAME: &str = select_row!(
    "AND (last_name, id) > (:key, :id) AND deleted = 0 ORDER BY last_name, id LIMIT :limit"
);
const CHANGES: &str =
    select_listed!("AND (version, id) > (:version, :id) ORDER BY version, id LIMIT :limit");
const FIND: &str = "SELECT id FROM terms \
     WHERE account = ?1 AND kind = ?2 AND term = ?3 AND id > ?4 ORDER BY id LIMIT ?5";
const FIND_PREFIX: &str = "SELECT term, id FROM terms \
     WHERE account = ?1 AND kind = ?2 AND (term, id) > (?3, ?4) ORDER BY term, id LIMIT ?5";
const COUNT_TERM: &str =
    "SELECT count(*) FROM terms WHERE account = ?1 AND kind = ?2 AND term = ?3";
/// All entries, less the outdated ones, each of which exactly one later entry of its row names. Nothing is kept in a tree,
/// and where no entry is outdated, none is looked for.
const COUNT_CHANGES: &str = "SELECT CASE (SELECT outdated FROM accounts WHERE account = ?1) WHEN 0 \
     THEN (SELECT count(*) FROM changes WHERE account = ?1 AND kind = ?2 AND version > ?3) \
     ELSE (SELECT count(*) - count(*) FILTER (WHERE later.previous > ?3 AND EXISTS \
     (SELECT 1 FROM changes WHERE account = ?1 AND kind = ?2 AND version = later.previous AND id = later.id)) \
     FROM changes AS later WHERE account = ?1 AND kind = ?2 AND version > ?3) END";
const COUNTS: &str = concat!("SELECT ", counts!(), " FROM accounts WHERE account = ?1");
const VERSION: &str = "SELECT version FROM accounts WHERE account = ?1";
const STANDING: &str = concat!(
    "SELECT version, replaced, ",
    counts!(),
    " FROM accounts WHERE account = ?1"
);
const ACCOUNTS: &str = "SELECT account FROM accounts WHERE account > ?1 ORDER BY account LIMIT ?2";
const SECRET: &str = "SELECT value FROM settings WHERE name = 'secret'";

pub(super) fn get(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    id: u64,
) -> Result<Option<Row>, StoreError> {
    let Ok(id) = i64::try_from(id) else {
        return Ok(None);
    };
    let account = account.as_str();
    let mut statement = connection.prepare_cached(GET).map_err(fault)?;
    let parameters = named_params! { ":account": account, ":kind": number(kind), ":id": id };
    let mut rows = statement.query(parameters).map_err(fault)?;
    let Some(found) = rows.next().map_err(fault)? else {
        return Ok(None);
    };
    let row = row(account, kind, found)?;
    if row.id.cast_signed() != id {
        let what = format!("{kind} {id}: the index points to another row");
        return Err(StoreError::corrupt(what));
    }
    Ok(Some(row))
}

pub(super) fn get_many(
    connection: &mut Connection,
    account: &Account,
    kind: RowKind,
    ids: &[u64],
) -> Result<Vec<Option<Row>>, StoreError> {
    // One transaction, so that all are as of one moment.
    let transaction = connection.transaction().map_err(fault)?;
    ids.iter()
        .map(|&id| get(&transaction, account, kind, id))
        .collect()
}

pub(super) fn page(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    order: Order,
    after: Option<&Cursor>,
    limit: usize,
) -> Result<Page, StoreError> {
    let list = |sql| List {
        connection,
        account,
        kind,
        order,
        sql,
        limit,
    };
    match (order, after.map(Cursor::position)) {
        (Order::Id, None) => list(BY_ID).after_id(0),
        (Order::Id, Some(&Position::Id(id))) => list(BY_ID).after_id(id),
        (Order::VersionAscending, None) => list(BY_VERSION).after_version(Version::ZERO, 0),
        (Order::VersionAscending, Some(&Position::Version(version, id))) => {
            list(BY_VERSION).after_version(version, id)
        }
        (Order::VersionDescending, None) => {
            list(BY_VERSION_DOWN).after_version(Version(u64::MAX), u64::MAX)
        }
        (Order::VersionDescending, Some(&Position::Version(version, id))) => {
            list(BY_VERSION_DOWN).after_version(version, id)
        }
        (Order::FirstName, None) => list(BY_FIRST_NAME).after_key("", 0),
        (Order::FirstName, Some(Position::FirstName(key, id))) => {
            list(BY_FIRST_NAME).after_key(key, *id)
        }
        (Order::LastName, None) => list(BY_LAST_NAME).after_key("", 0),
        (Order::LastName, Some(Position::LastName(key, id))) => {
            list(BY_LAST_NAME).after_key(key, *id)
        }
        _ => Err(foreign_cursor()),
    }
}

pub(super) fn changes(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    after: Version,
    cursor: Option<&Cursor>,
    limit: usize,
) -> Result<Page, StoreError> {
    let list = List {
        connection,
        account,
        kind,
        order: Order::VersionAscending,
        sql: CHANGES,
        limit,
    };
    match cursor.map(Cursor::position) {
        None => list.after_version(after, u64::MAX),
        Some(&Position::Version(version, id)) => list.after_version(version, id),
        Some(_) => Err(foreign_cursor()),
    }
}

/// A statement that lists rows after a position.
struct List<'a> {
    connection: &'a Connection,
    account: &'a Account,
    kind: RowKind,
    order: Order,
    sql: &'static str,
    limit: usize,
}

impl List<'_> {
    fn after_id(self, id: u64) -> Result<Page, StoreError> {
        self.rows(named_params! {
            ":account": self.account.as_str(),
            ":kind": number(self.kind),
            ":id": bounded(id),
            ":limit": self.one_more(),
        })
    }

    fn after_version(self, version: Version, id: u64) -> Result<Page, StoreError> {
        self.rows(named_params! {
            ":account": self.account.as_str(),
            ":kind": number(self.kind),
            ":version": bounded(version.0),
            ":id": bounded(id),
            ":limit": self.one_more(),
        })
    }

    fn after_key(self, key: &str, id: u64) -> Result<Page, StoreError> {
        self.rows(named_params! {
            ":account": self.account.as_str(),
            ":kind": number(self.kind),
            ":key": key,
            ":id": bounded(id),
            ":limit": self.one_more(),
        })
    }

    /// The row behind the last one shows that there is a next page. It is not read.
    fn one_more(&self) -> i64 {
        bounded((self.limit as u64).saturating_add(1))
    }

    fn rows(&self, parameters: &[(&str, &dyn rusqlite::ToSql)]) -> Result<Page, StoreError> {
        let mut statement = self.connection.prepare_cached(self.sql).map_err(fault)?;
        let mut found = statement.query(parameters).map_err(fault)?;
        let mut rows: Vec<Row> = Vec::new();
        while let Some(found) = found.next().map_err(fault)? {
            if rows.len() == self.limit {
                let next = rows.last().map(|row| Cursor::after(row, self.order));
                return Ok(Page { rows, next });
            }
            rows.push(row(self.account.as_str(), self.kind, found)?);
        }
        Ok(Page { rows, next: None })
    }
}

pub(super) fn find(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    term: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<u64>, StoreError> {
    let mut statement = connection.prepare_cached(FIND).map_err(fault)?;
    let limit = bounded(limit as u64);
    let parameters = params![account.as_str(), number(kind), term, bounded(after), limit];
    let ids = statement
        .query_map(parameters, |row| row.get(0))
        .map_err(fault)?;
    ids.map(|id| unsigned(id.map_err(fault)?)).collect()
}

pub(super) fn find_prefix(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    prefix: &str,
    after: Option<&Hit>,
    limit: usize,
) -> Result<Vec<Hit>, StoreError> {
    let (term, id) = after.map_or((prefix, 0), |hit| (&hit.term, hit.id));
    let mut statement = connection.prepare_cached(FIND_PREFIX).map_err(fault)?;
    let limit = bounded(limit as u64);
    let parameters = params![account.as_str(), number(kind), term, bounded(id), limit];
    let mut found = statement.query(parameters).map_err(fault)?;
    let mut hits = Vec::new();
    while let Some(row) = found.next().map_err(fault)? {
        let term: String = row.get(0).map_err(fault)?;
        if !term.starts_with(prefix) {
            break;
        }
        let id = unsigned(row.get(1).map_err(fault)?)?;
        hits.push(Hit { term, id });
    }
    Ok(hits)
}

pub(super) fn count_term(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    term: &str,
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(COUNT_TERM).map_err(fault)?;
    let parameters = params![account.as_str(), number(kind), term];
    unsigned(
        statement
            .query_row(parameters, |row| row.get(0))
            .map_err(fault)?,
    )
}

pub(super) fn count_changes(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
    after: Version,
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(COUNT_CHANGES).map_err(fault)?;
    let parameters = params![account.as_str(), number(kind), bounded(after.0)];
    unsigned(
        statement
            .query_row(parameters, |row| row.get(0))
            .map_err(fault)?,
    )
}

pub(super) fn count(
    connection: &Connection,
    account: &Account,
    kind: RowKind,
) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(COUNTS).map_err(fault)?;
    let count = statement.query_row([account.as_str()], |row| row.get(kind.index()));
    unsigned(count.optional().map_err(fault)?.unwrap_or(0))
}

pub(super) fn version(connection: &Connection, account: &Account) -> Result<Version, StoreError> {
    let mut statement = connection.prepare_cached(VERSION).map_err(fault)?;
    let version = statement.query_row([account.as_str()], |row| row.get(0));
    unsigned(version.optional().map_err(fault)?.unwrap_or(0)).map(Version)
}

pub(super) fn standing(connection: &Connection, account: &Account) -> Result<Standing, StoreError> {
    let mut statement = connection.prepare_cached(STANDING).map_err(fault)?;
    let mut rows = statement.query([account.as_str()]).map_err(fault)?;
    let Some(row) = rows.next().map_err(fault)? else {
        return Ok(Standing::default());
    };
    let number = |column| unsigned(row.get(column).map_err(fault)?);
    let mut standing = Standing {
        version: Version(number(0)?),
        replaced: Version(number(1)?),
        ..Standing::default()
    };
    for (column, live) in (2..).zip(&mut standing.live) {
        *live = number(column)?;
    }
    Ok(standing)
}

pub(super) fn accounts(
    connection: &Connection,
    after: Option<&Account>,
    limit: usize,
) -> Result<Vec<Account>, StoreError> {
    let mut statement = connection.prepare_cached(ACCOUNTS).map_err(fault)?;
    let parameters = params![after.map_or("", Account::as_str), bounded(limit as u64)];
    let names = statement
        .query_map(parameters, |row| row.get::<_, String>(0))
        .map_err(fault)?;
    let account = |name: rusqlite::Result<String>| {
        let name = name.map_err(fault)?;
        Account::stored(&name).map_err(|_| StoreError::corrupt("the name of an account"))
    };
    names.map(account).collect()
}

pub(super) fn secret(connection: &Connection) -> Result<[u8; 32], StoreError> {
    let mut statement = connection.prepare_cached(SECRET).map_err(fault)?;
    let secret = statement
        .query_row([], |row| row.get(0))
        .optional()
        .map_err(fault)?;
    secret.ok_or_else(|| StoreError::corrupt("the secret is missing"))
}

/// A row whose bytes are those that were written. The error names the row, so that an operator can find it. It has no
/// contact data.
pub(super) fn row(account: &str, kind: RowKind, row: &SqlRow<'_>) -> Result<Row, StoreError> {
    let read = || {
        let columns = Columns::of(account, number(kind).into(), row)?;
        match columns.are_intact(row)? {
            true => parse(&columns),
            false => Err(StoreError::corrupt(CHANGED)),
        }
    };
    read().map_err(|error| match error {
        StoreError::Corrupt { what, source } => StoreError::Corrupt {
            what: match row.get::<_, i64>(0) {
                Ok(id) => format!("{kind} {id}: {what}"),
                Err(_) => format!("a {kind}: {what}"),
            },
            source,
        },
        error => error,
    })
}

/// What is wrong with a row that does not have the bytes that were written.
pub(super) const CHANGED: &str = "its checksum does not match";

/// A row, without a check of its checksum.
pub(super) fn parse(columns: &Columns<'_>) -> Result<Row, StoreError> {
    let record = Record {
        sort_keys: columns.sort_keys.map(str::to_owned),
        terms: terms_from_text(columns.terms)?,
        layout: columns.layout.to_owned(),
        body: columns.body.to_owned(),
    };
    Ok(Row {
        id: unsigned(columns.id)?,
        version: Version(unsigned(columns.version)?),
        update_time: columns.update_time,
        deleted: columns.deleted,
        record: Arc::new(record),
    })
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::embedded::{connection, schema};

    /// Every statement finds its rows by an index, in the requested order. So the cost of a page depends on its own
    /// rows only.
    #[test]
    fn no_statement_scans_or_sorts() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = connection::writer(&folder.path().join("db")).unwrap();
        schema::migrate(&mut connection).unwrap();
        let primary = "USING INDEX sqlite_autoindex_records_1 (account=? AND kind=? AND id";
        let by_version = "USING PRIMARY KEY (account=? AND kind=? AND (version,id)";
        let statements = [
            (GET, primary),
            (BY_ID, primary),
            (BY_VERSION, by_version),
            (BY_VERSION_DOWN, by_version),
            (CHANGES, by_version),
            (
                BY_FIRST_NAME,
                "USING INDEX records_by_first_name (account=? AND kind=? AND (first_name,id)",
            ),
            (
                BY_LAST_NAME,
                "USING INDEX records_by_last_name (account=? AND kind=? AND (last_name,id)",
            ),
            (
                FIND,
                "USING PRIMARY KEY (account=? AND kind=? AND term=? AND id>?)",
            ),
            // Of the index alone: no row is read.
            (
                FIND_PREFIX,
                "USING PRIMARY KEY (account=? AND kind=? AND (term,id)>(?,?))",
            ),
            (
                COUNT_TERM,
                "USING PRIMARY KEY (account=? AND kind=? AND term=?)",
            ),
            (COUNTS, "USING PRIMARY KEY (account=?)"),
            (VERSION, "USING PRIMARY KEY (account=?)"),
            (ACCOUNTS, "USING PRIMARY KEY (account>?)"),
        ];
        for (sql, way) in statements {
            let plan = plan(&connection, sql);
            let (step, more) = plan.split_first().unwrap();
            assert!(step.starts_with("SEARCH"), "{sql}: {step}");
            assert!(step.contains(way), "{sql}: {step}");
            match sql {
                BY_VERSION | BY_VERSION_DOWN | CHANGES => {
                    let [row] = more else {
                        panic!("{sql}: {plan:?}")
                    };
                    assert!(row.contains(primary), "{sql}: {row}");
                }
                _ => assert_eq!(more, [""; 0], "{sql}"),
            }
        }
    }
    fn plan(connection: &Connection, sql: &str) -> Vec<String> {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let mut explain = connection.prepare(&explain).unwrap();
        let steps = explain.raw_query().mapped(|row| row.get(3));
        steps.map(Result::unwrap).collect()
    }

    /// Other limits and places do not make the planner look at a statement again.
    #[test]
    fn no_statement_is_prepared_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = connection::writer(&folder.path().join("db")).unwrap();
        schema::migrate(&mut connection).unwrap();
        let account = Account::new("ada").unwrap();
        let (contacts, row) = (RowKind::Contact, (Version(3), 7));
        for limit in [1, 32, 100] {
            for (order, after) in [
                (Order::Id, Cursor::after_id(7)),
                (Order::VersionAscending, Cursor::after_version(row.0, row.1)),
                (
                    Order::VersionDescending,
                    Cursor::after_version(row.0, row.1),
                ),
                (Order::FirstName, Cursor::after_first_name("ada", 7)),
                (Order::LastName, Cursor::after_last_name("ada", 7)),
            ] {
                for after in [None, Some(&after)] {
                    page(&connection, &account, contacts, order, after, limit).unwrap();
                }
            }
            let after = Cursor::after_version(Version(limit as u64), 7);
            changes(
                &connection,
                &account,
                contacts,
                Version::ZERO,
                Some(&after),
                limit,
            )
            .unwrap();
            count_changes(&connection, &account, contacts, Version(limit as u64)).unwrap();
            find(
                &connection,
                &account,
                contacts,
                "word:a",
                limit as u64,
                limit,
            )
            .unwrap();
            find_prefix(&connection, &account, contacts, "word:a", None, limit).unwrap();
        }
        for sql in [
            BY_ID,
            BY_VERSION,
            BY_VERSION_DOWN,
            BY_FIRST_NAME,
            BY_LAST_NAME,
            CHANGES,
            COUNT_CHANGES,
            FIND,
            FIND_PREFIX,
        ] {
            let statement = connection.prepare_cached(sql).unwrap();
            assert!(statement.get_status(StatementStatus::Run) > 2, "{sql}");
            assert_eq!(statement.get_status(StatementStatus::RePrepare), 0, "{sql}");
        }
    }

    /// A count reads entries alone, so no body. It looks for outdated ones where there are some, each by its key.
    #[test]
    fn changes_are_counted_without_a_tree() {
        const ENTRIES: i32 = 1_000;
        let mut connection = Connection::open_in_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        let entries = "SEARCH changes USING PRIMARY KEY (account=? AND kind=? AND version>?)";
        assert_eq!(
            plan(&connection, COUNT_CHANGES),
            [
                "SCAN CONSTANT ROW",
                "SCALAR SUBQUERY 1",
                "SEARCH accounts USING PRIMARY KEY (account=?)",
                "SCALAR SUBQUERY 2",
                entries,
                "SCALAR SUBQUERY 4",
                &entries.replace("changes", "later"),
                "CORRELATED SCALAR SUBQUERY 3",
                "SEARCH changes USING PRIMARY KEY (account=? AND kind=? AND version=? AND id=?)",
            ]
        );
        let rows = format!(
            "INSERT INTO accounts (account, version, contacts, groups, profiles) VALUES ('ada', 1000, 0, 0, 0); \
             WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < {ENTRIES}) \
             INSERT INTO changes SELECT 'ada', 0, id, id, 0, 0 FROM n;"
        );
        connection.execute_batch(&rows).unwrap();
        let steps = |sql: &str| {
            let mut statement = connection.prepare(sql).unwrap();
            let count = statement.query_row(params!["ada", 0, 0], |row| row.get(0));
            assert_eq!(count, Ok(ENTRIES), "{sql}");
            statement.get_status(StatementStatus::VmStep)
        };
        let plain =
            "SELECT count(*) FROM changes WHERE account = ?1 AND kind = ?2 AND version > ?3";
        let more = steps(COUNT_CHANGES) - steps(plain);
        assert!(more < 50, "{more}");
    }

    /// Tombstones cost a list by version what it takes to pass over their entries. Their rows are not read.
    #[test]
    fn a_list_by_version_reads_no_tombstones() {
        const TOMBSTONES: i32 = 1_000;
        let mut connection = Connection::open_in_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        let rows = format!(
            "WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id <= {TOMBSTONES}) \
             INSERT INTO records SELECT 'ada', 0, id, id, 7, id <= {TOMBSTONES}, '', '', '', x'', '', 0 FROM n; \
             INSERT INTO changes SELECT account, kind, version, id, 0, deleted FROM records;"
        );
        connection.execute_batch(&rows).unwrap();
        let steps = |sql: &str, version: i64| {
            let mut statement = connection.prepare(sql).unwrap();
            for (name, value) in [(":account", "ada"), (":kind", "0"), (":limit", "5")] {
                if let Some(index) = statement.parameter_index(name).unwrap() {
                    statement.raw_bind_parameter(index, value).unwrap();
                }
            }
            for name in [":version", ":id"] {
                let index = statement.parameter_index(name).unwrap().unwrap();
                statement.raw_bind_parameter(index, version).unwrap();
            }
            let mut found = statement.raw_query();
            assert!(found.next().unwrap().is_some(), "{sql}");
            assert!(found.next().unwrap().is_none(), "{sql}");
            drop(found);
            statement.get_status(StatementStatus::VmStep)
        };
        for (list, compares, version) in [(BY_VERSION, '>', 0), (BY_VERSION_DOWN, '<', i64::MAX)] {
            let entries = format!(
                "SELECT count(*) FROM changes WHERE account = :account AND kind = :kind \
                 AND (version, id) {compares} (:version, :id) AND deleted = 0"
            );
            let (list, entries) = (steps(list, version), steps(&entries, version));
            // So less than one step for each of them.
            assert!(list - entries < TOMBSTONES, "{list}, {entries}");
        }
    }
}
