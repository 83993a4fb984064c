-- More kinds of rows: 3 photo, 4 photo of the account's profile, 5 other contact, 6 person of a
-- directory, 7 domain. An account whose name is `domain`, a tab and a name has the rows of that domain.
ALTER TABLE accounts
    ADD COLUMN photos           bigint NOT NULL DEFAULT 0,
    ADD COLUMN profile_photos   bigint NOT NULL DEFAULT 0,
    ADD COLUMN other_contacts   bigint NOT NULL DEFAULT 0,
    ADD COLUMN directory_people bigint NOT NULL DEFAULT 0,
    ADD COLUMN domains          bigint NOT NULL DEFAULT 0;

-- For people who look into the store.
CREATE VIEW other_contacts AS
    SELECT account, 'c' || id AS other_contact, version,
           to_timestamp(update_time / 1e6) AS updated, terms, body
    FROM records WHERE kind = 5 AND NOT deleted;
CREATE VIEW directory_people AS
    SELECT substr(account, 8) AS domain, version,
           to_timestamp(update_time / 1e6) AS updated, terms, body
    FROM records WHERE kind = 6 AND NOT deleted;
