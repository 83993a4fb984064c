//! The statements. Each is about one account, and finds its rows by an index.

use crate::sql::{count_of_all, counts};

macro_rules! select_row {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, update_time, deleted, first_name, last_name, terms, layout, body ",
            "FROM records WHERE account = $1 AND kind = $2 ",
            $rest
        )
    };
}

pub(super) const GET: &str = select_row!("AND id = $3 AND NOT deleted");
pub(super) const GET_MANY: &str = select_row!("AND id = ANY ($3) AND NOT deleted");
pub(super) const BY_ID: &str = select_row!("AND id > $3 AND NOT deleted ORDER BY id LIMIT $4");
pub(super) const BY_VERSION: &str =
    select_row!("AND (version, id) > ($3, $4) AND NOT deleted ORDER BY version, id LIMIT $5");
pub(super) const BY_VERSION_DOWN: &str = select_row!(
    "AND (version, id) < ($3, $4) AND NOT deleted ORDER BY version DESC, id DESC LIMIT $5"
);
pub(super) const BY_FIRST_NAME: &str =
    select_row!("AND (first_name, id) > ($3, $4) AND NOT deleted ORDER BY first_name, id LIMIT $5");
pub(super) const BY_LAST_NAME: &str =
    select_row!("AND (last_name, id) > ($3, $4) AND NOT deleted ORDER BY last_name, id LIMIT $5");
pub(super) const CHANGES: &str =
    select_row!("AND (version, id) > ($3, $4) ORDER BY version, id LIMIT $5");
pub(super) const FIND: &str = "SELECT id FROM terms \
     WHERE account = $1 AND kind = $2 AND term = $3 AND id > $4 ORDER BY id LIMIT $5";
pub(super) const FIND_PREFIX: &str = "SELECT term, id FROM terms \
     WHERE account = $1 AND kind = $2 AND (term, id) > ($3, $4) ORDER BY term, id LIMIT $5";
pub(super) const COUNT_TERM: &str =
    "SELECT count(*) FROM terms WHERE account = $1 AND kind = $2 AND term = $3";
pub(super) const COUNT_CHANGES: &str =
    "SELECT count(*) FROM records WHERE account = $1 AND kind = $2 AND version > $3";
pub(super) const STANDING: &str = concat!(
    "SELECT version, replaced, ",
    counts!(),
    " FROM accounts WHERE account = $1"
);
/// For a store that has the kinds of schema 3, and not those of schema 5.
macro_rules! counts_of_schema_3 {
    () => {
        "contacts, groups, profiles, photos, profile_photos, other_contacts, directory_people, \
         domains, 0::bigint, 0::bigint FROM accounts WHERE account = $1"
    };
}
/// For a store without the kinds of schema 5.
pub(super) const STANDING_OF_SCHEMA_4: &str =
    concat!("SELECT version, replaced, ", counts_of_schema_3!());
/// For a store whose accounts are not replaced.
pub(super) const STANDING_OF_SCHEMA_3: &str =
    concat!("SELECT version, 0::bigint, ", counts_of_schema_3!());
/// For a store without the kinds of schema 3.
pub(super) const STANDING_OF_SCHEMA_2: &str = "SELECT version, 0::bigint, contacts, groups, profiles, \
     0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint FROM accounts WHERE account = $1";
/// The one statement about many accounts: no call of the API needs it.
pub(super) const ACCOUNTS: &str =
    "SELECT account FROM accounts WHERE account > $1 ORDER BY account LIMIT $2";
pub(super) const IDENTITY: &str = "SELECT bytes, EXISTS (SELECT FROM settings WHERE name = 'unfinished'), \
     (SELECT number FROM settings WHERE name = 'schema'), \
     (SELECT rules FROM derived WHERE name = 'index') \
     FROM settings WHERE name = 'identity'";

/// Carries out commits of an account; schema 6 says how.
pub(super) const COMMIT: &str = "SELECT commit_batches($1, $2, $3, $4, $5, $6, $7, $8, $9, \
     $10, $11, $12, $13, $14, $15, $16, $17)";

/// Creates the row of a new account, and returns a row if it did. Commits of the account take the lock of that row. The
/// statement waits for other servers that do the same.
pub(super) const FOUND_ACCOUNT: &str = "INSERT INTO accounts (account, version, contacts, groups, profiles) VALUES ($1, 0, 0, 0, 0) \
     ON CONFLICT (account) DO NOTHING RETURNING version";
/// Deletes that row again, in the same transaction. It is prepared when it is needed.
pub(super) const FORGET_ACCOUNT: &str = "DELETE FROM accounts WHERE account = $1 AND version = 0";
pub(super) const LOCK: &str = concat!(
    "SELECT version, replaced, ",
    counts!(),
    " FROM accounts WHERE account = $1 FOR UPDATE"
);
pub(super) const JUDGE: &str = "SELECT id, version, deleted, terms FROM records \
     WHERE account = $1 AND kind = $2 AND id = ANY ($3)";
pub(super) const SAVE: &str = "UPDATE accounts \
     SET version = $2, replaced = $3, contacts = $4, groups = $5, profiles = $6, photos = $7, \
     profile_photos = $8, other_contacts = $9, directory_people = $10, domains = $11, \
     sources = $12, undos = $13 \
     WHERE account = $1";
pub(super) const SIGN: &str =
    "INSERT INTO commits (account, version, id, made) VALUES ($1, $2, $3, now())";
/// Versions only, no fences. It reads all rows of the account there, but only after a connection broke.
pub(super) const SIGNED: &str =
    "SELECT version, id FROM commits WHERE account = $1 AND version > 0 AND id = ANY ($2)";
/// Writes a fence, so that a call of `COMMIT` that arrives later does nothing.
pub(super) const FENCE: &str = "INSERT INTO commits (account, version, id, made) \
     VALUES ($1, $2, '', now()) ON CONFLICT (account, version) DO NOTHING";
pub(super) const INSERT: &str = "INSERT INTO records (account, kind, id, version, update_time, \
     deleted, first_name, last_name, terms, layout, body) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
pub(super) const REPLACE: &str = "UPDATE records SET version = $4, update_time = $5, \
     deleted = $6, first_name = $7, last_name = $8, terms = $9, layout = $10, body = $11 \
     WHERE account = $1 AND kind = $2 AND id = $3";
pub(super) const ADD_TERMS: &str = "INSERT INTO terms (account, kind, term, id) \
     SELECT $1, $2, term, $4 FROM unnest($3::text[]) AS term ON CONFLICT DO NOTHING";
/// One term at a time: for several at once, the server may read all terms of the account.
pub(super) const REMOVE_TERM: &str =
    "DELETE FROM terms WHERE account = $1 AND kind = $2 AND term = $3 AND id = $4";

/// Replaces an account. These statements are prepared when they are needed.
pub(super) const THERE: &str =
    "SELECT kind, id, version, deleted, terms FROM records WHERE account = $1";
pub(super) const REMOVE: &str =
    "DELETE FROM records WHERE account = $1 AND kind = $2 AND id = ANY ($3)";
pub(super) const REMOVE_ALL: &str = "DELETE FROM records WHERE account = $1";
pub(super) const REMOVE_ALL_TERMS: &str = "DELETE FROM terms WHERE account = $1";

/// Updates an index. These statements are prepared when they are needed.
pub(super) const DERIVED: &str =
    "SELECT rules, account, kind, id FROM derived WHERE name = 'index'";
pub(super) const BEGIN_INDEX: &str = "INSERT INTO derived (name, rules, account, kind, id) \
     VALUES ('index', $1, '', 0, 0) ON CONFLICT (name) \
     DO UPDATE SET rules = excluded.rules, account = '', kind = 0, id = 0";
/// Never backwards: another server may be further.
pub(super) const ADVANCE: &str = "UPDATE derived SET account = $1, kind = $2, id = $3 \
     WHERE name = 'index' AND (account, kind, id) < ($1, $2, $3)";
pub(super) const END_INDEX: &str =
    "UPDATE derived SET account = NULL, kind = NULL, id = NULL WHERE name = 'index'";
pub(super) const FORGET_INDEX: &str = "DELETE FROM derived WHERE name = 'index'";
pub(super) const NEXT_ROWS: &str = "SELECT id, version, update_time, deleted, first_name, \
     last_name, terms, layout, body, kind FROM records \
     WHERE account = $1 AND (kind, id) > ($2, $3) AND NOT deleted ORDER BY kind, id LIMIT $4";
pub(super) const ROWS_LEFT: &str = concat!(
    "SELECT coalesce(sum(",
    count_of_all!(),
    "), 0)::bigint FROM accounts"
);

/// The statements that are prepared on every connection.
pub(super) const ALL: &[&str] = &[
    GET,
    GET_MANY,
    BY_ID,
    BY_VERSION,
    BY_VERSION_DOWN,
    BY_FIRST_NAME,
    BY_LAST_NAME,
    CHANGES,
    FIND,
    FIND_PREFIX,
    COUNT_TERM,
    COUNT_CHANGES,
    STANDING,
    ACCOUNTS,
    IDENTITY,
    COMMIT,
    FOUND_ACCOUNT,
    LOCK,
    JUDGE,
    SAVE,
    SIGN,
    SIGNED,
    FENCE,
    INSERT,
    REPLACE,
    ADD_TERMS,
    REMOVE_TERM,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// What makes the statements fit for a database that is distributed by account.
    #[test]
    fn statements_are_about_one_account() {
        let others = [FORGET_ACCOUNT, THERE, REMOVE, REMOVE_ALL, REMOVE_ALL_TERMS];
        let all = ALL.iter().chain(&others);
        let function = include_str!("schema/6.sql");
        assert!(function.starts_with("-- "));
        for sql in all.filter(|sql| ![ACCOUNTS, IDENTITY, COMMIT].contains(sql)) {
            let inserted =
                sql.contains("(account, ") && sql.contains("($1, ") || sql.contains("SELECT $1, ");
            assert!(sql.contains("account = $1") || inserted, "{sql}");
            assert!(!sql.contains("JOIN"), "{sql}");
        }
    }
}
