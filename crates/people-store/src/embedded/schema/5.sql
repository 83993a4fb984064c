-- More kinds of rows: 8 what the files that a contact was imported from said of it, under the contact's id;
-- 9 what a merge of contacts replaced.
ALTER TABLE accounts ADD COLUMN sources INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN undos INTEGER NOT NULL DEFAULT 0;

-- For people who look into the store.
CREATE VIEW contact_sources AS
    SELECT account, printf('c%d', id) AS contact, version,
           strftime('%Y-%m-%dT%H:%M:%fZ', update_time / 1e6, 'unixepoch') AS updated,
           json(body) AS body
    FROM records WHERE kind = 8 AND deleted = 0;
