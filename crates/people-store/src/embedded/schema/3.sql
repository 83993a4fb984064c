-- More kinds of rows: 3 photo, 4 photo of the account's profile, 5 other contact, 6 person of a
-- directory, 7 domain. An account whose name is `domain`, a tab and a name has the rows of that domain.
ALTER TABLE accounts ADD COLUMN photos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN profile_photos INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN other_contacts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN directory_people INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN domains INTEGER NOT NULL DEFAULT 0;

-- For people who look into the store.
CREATE VIEW other_contacts AS
    SELECT account, printf('c%d', id) AS other_contact, version,
           strftime('%Y-%m-%dT%H:%M:%fZ', update_time / 1e6, 'unixepoch') AS updated,
           json(terms) AS terms, json(body) AS body
    FROM records WHERE kind = 5 AND deleted = 0;
CREATE VIEW directory_people AS
    SELECT substr(account, 8) AS domain, version,
           strftime('%Y-%m-%dT%H:%M:%fZ', update_time / 1e6, 'unixepoch') AS updated,
           json(terms) AS terms, json(body) AS body
    FROM records WHERE kind = 6 AND deleted = 0;
