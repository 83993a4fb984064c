-- The logical schema, the same for every SQL engine: every primary key starts with the account, and
-- no statement but the list of accounts is about more than one of them. Text is compared byte by byte
-- where it is compared (COLLATE "C"). PostgreSQL's text has no NUL: in sort keys and terms, a NUL is
-- kept as U+0001 U+0001 and U+0001 as U+0001 U+0002, which changes no order.

-- What an account's next commit starts from. Whoever commits holds the lock of this row.
CREATE TABLE accounts (
    account  text COLLATE "C" NOT NULL PRIMARY KEY,
    version  bigint NOT NULL, -- of its last commit
    contacts bigint NOT NULL, -- live rows of each kind
    groups   bigint NOT NULL,
    profiles bigint NOT NULL
) WITH (fillfactor = 70);

-- Live rows and tombstones.
CREATE TABLE records (
    account     text COLLATE "C" NOT NULL,
    kind        smallint NOT NULL, -- 0 contact, 1 group, 2 profile
    id          bigint   NOT NULL,
    version     bigint   NOT NULL, -- the commit that changed it last
    update_time bigint   NOT NULL, -- microseconds since 1970
    deleted     boolean  NOT NULL, -- a tombstone, whose columns from here on are empty
    first_name  text COLLATE "C" NOT NULL, -- sort keys
    last_name   text COLLATE "C" NOT NULL,
    terms       text     NOT NULL, -- a JSON list, sorted: the rows of the table below
    layout      bytea    NOT NULL,
    body        text     NOT NULL, -- JSON, to the byte: jsonb would not give it back as it was
    PRIMARY KEY (account, kind, id)
);

CREATE INDEX records_by_version ON records (account, kind, version, id);
CREATE INDEX records_by_first_name ON records (account, kind, first_name, id) WHERE NOT deleted;
CREATE INDEX records_by_last_name ON records (account, kind, last_name, id) WHERE NOT deleted;

-- Which live rows have a term.
CREATE TABLE terms (
    account text COLLATE "C" NOT NULL,
    kind    smallint NOT NULL,
    term    text COLLATE "C" NOT NULL,
    id      bigint   NOT NULL,
    PRIMARY KEY (account, kind, term, id)
);

-- Who made the last versions of an account: what a commit is settled by whose connection broke.
CREATE TABLE commits (
    account text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    id      bytea  NOT NULL,
    made    timestamptz NOT NULL,
    PRIMARY KEY (account, version)
);

-- What the store itself keeps: its secret, and the number of its schema.
CREATE TABLE settings (
    name   text NOT NULL PRIMARY KEY,
    number bigint,
    bytes  bytea
);

-- For people who look into the store.
CREATE VIEW contacts AS
    SELECT account, 'c' || id AS contact, version,
           to_timestamp(update_time / 1e6) AS updated, terms, body
    FROM records WHERE kind = 0 AND NOT deleted;
CREATE VIEW contact_groups AS
    SELECT account, to_hex(id) AS contact_group, version,
           to_timestamp(update_time / 1e6) AS updated, body
    FROM records WHERE kind = 1 AND NOT deleted;
