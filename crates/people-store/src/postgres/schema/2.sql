-- What follows from other columns, by rules that change: `index`, the sort keys, terms and layouts, by
-- the rules of whoever uses the store. When they change, all rows are gone through, in the order of
-- their primary key.
CREATE TABLE derived (
    name    text NOT NULL PRIMARY KEY,
    rules   bigint NOT NULL,  -- the number of the rules that rows are brought up to
    account text COLLATE "C", -- the last row that was; empty when all are
    kind    smallint,
    id      bigint
);

-- A server that knows schema 1 alone and is running does not find the secret under its new name, and
-- keeps nothing any more.
UPDATE settings SET name = 'identity' WHERE name = 'secret';
