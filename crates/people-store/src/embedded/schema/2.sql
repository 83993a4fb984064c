-- What the bytes of a row are known by: a CRC-32 of all its other columns and their lengths.
ALTER TABLE records ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;

-- What follows from other columns, by rules that change: `checksum`, by the store's own; `index`, the
-- sort keys, terms and layouts, by those of whoever uses the store. When the rules change, all rows are
-- gone through, in the order of their primary key.
CREATE TABLE derived (
    name    TEXT    NOT NULL PRIMARY KEY,
    rules   INTEGER NOT NULL, -- the number of the rules that rows are brought up to
    account TEXT,             -- the last row that was; empty when all are
    kind    INTEGER,
    id      INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO derived (name, rules, account, kind, id) VALUES ('checksum', 1, '', 0, 0);
