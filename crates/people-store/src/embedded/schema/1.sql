-- The logical schema, the same for every SQL engine: every primary key starts with the account, and
-- no statement but the list of accounts is about more than one of them.

-- What an account's next commit starts from.
CREATE TABLE accounts (
    account  TEXT    NOT NULL PRIMARY KEY,
    version  INTEGER NOT NULL, -- of its last commit
    contacts INTEGER NOT NULL, -- live rows of each kind
    groups   INTEGER NOT NULL,
    profiles INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Live rows and tombstones. The body comes last: what is before it is read without it.
CREATE TABLE records (
    account     TEXT    NOT NULL,
    kind        INTEGER NOT NULL, -- 0 contact, 1 group, 2 profile
    id          INTEGER NOT NULL,
    version     INTEGER NOT NULL, -- the commit that changed it last
    update_time INTEGER NOT NULL, -- microseconds since 1970
    deleted     INTEGER NOT NULL, -- 1 for a tombstone, whose columns from here on are empty
    first_name  TEXT    NOT NULL, -- sort keys
    last_name   TEXT    NOT NULL,
    terms       TEXT    NOT NULL, -- a JSON list, sorted: the rows of the table below
    layout      BLOB    NOT NULL,
    body        TEXT    NOT NULL,
    PRIMARY KEY (account, kind, id)
) STRICT;

CREATE INDEX records_by_version ON records (account, kind, version, id, deleted);
CREATE INDEX records_by_first_name ON records (account, kind, first_name, id) WHERE deleted = 0;
CREATE INDEX records_by_last_name ON records (account, kind, last_name, id) WHERE deleted = 0;

-- Which live rows have a term.
CREATE TABLE terms (
    account TEXT    NOT NULL,
    kind    INTEGER NOT NULL,
    term    TEXT    NOT NULL,
    id      INTEGER NOT NULL,
    PRIMARY KEY (account, kind, term, id)
) STRICT, WITHOUT ROWID;

-- What the store itself keeps: its secret.
CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- For people who look into the store.
CREATE VIEW contacts AS
    SELECT account, printf('c%d', id) AS contact, version,
           strftime('%Y-%m-%dT%H:%M:%fZ', update_time / 1e6, 'unixepoch') AS updated,
           json(terms) AS terms, json(body) AS body
    FROM records WHERE kind = 0 AND deleted = 0;
CREATE VIEW contact_groups AS
    SELECT account, printf('%x', id) AS contact_group, version,
           strftime('%Y-%m-%dT%H:%M:%fZ', update_time / 1e6, 'unixepoch') AS updated,
           json(body) AS body
    FROM records WHERE kind = 1 AND deleted = 0;
