-- The order of versions, which lists and feeds read. It takes the place of an index, which would take the entry of
-- a row out of one page and put it into another at every update. Here an update adds an entry; the one before
-- may stay for a while, and then it is outdated: the row has a later version.
CREATE TABLE changes (
    account  TEXT    NOT NULL,
    kind     INTEGER NOT NULL,
    version  INTEGER NOT NULL,
    id       INTEGER NOT NULL,
    previous INTEGER NOT NULL, -- the version of the row's entry before, if that stayed; otherwise 0
    deleted  INTEGER NOT NULL, -- 1 if the row was deleted at this version: lists pass over it and do not read the row
    PRIMARY KEY (account, kind, version, id)
) STRICT, WITHOUT ROWID;
INSERT INTO changes SELECT account, kind, version, id, 0, deleted FROM records ORDER BY account, kind, version, id;
DROP INDEX records_by_version;

-- How many entries of the account are outdated.
ALTER TABLE accounts ADD COLUMN outdated INTEGER NOT NULL DEFAULT 0;
-- Those that are outdated come before later entries than this in their rows: entries up to this version name none.
ALTER TABLE accounts ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;
UPDATE accounts SET swept = version;
