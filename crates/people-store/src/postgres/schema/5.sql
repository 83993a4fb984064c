-- More kinds of rows: 8 what the files that a contact was imported from said of it, under the contact's id;
-- 9 what a merge of contacts replaced.
ALTER TABLE accounts
    ADD COLUMN sources bigint NOT NULL DEFAULT 0,
    ADD COLUMN undos   bigint NOT NULL DEFAULT 0;

-- For people who look into the store.
CREATE VIEW contact_sources AS
    SELECT account, 'c' || id AS contact, version,
           to_timestamp(update_time / 1e6) AS updated, body
    FROM records WHERE kind = 8 AND NOT deleted;
