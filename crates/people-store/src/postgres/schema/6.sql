-- Carries out commits of an account in one statement, which is one transaction: one after the other, each on what those
-- before it have left, behind the lock of the account's row. A commit whose conditions do not hold writes nothing, and
-- the others are carried out.
--
-- The answer has three numbers for each commit: its version, 0, 0; or 0, the index of the write whose condition does
-- not hold, and the version that the condition met, 0 for none. It is NULL, and nothing is written, where this is not
-- the store that the caller knows.
--
-- A call may arrive after its connection has broken, and after its caller has looked for it. So the caller leaves a
-- row at `fence` in `commits` when it does not find it, and a call that finds that row does nothing.
--
-- It replaces one that was left behind: no table depends on it, so it stays where all tables are dropped.
CREATE OR REPLACE FUNCTION commit_batches(
    of_account   text,
    known_secret bytea,
    known_schema bigint,
    known_rules  bigint, -- 0 if the caller knows none
    fence        bigint, -- below 0: no version
    signatures   bytea[], -- of each commit
    times        bigint[],
    sizes        int[], -- how many of the writes are its own
    acts         smallint[], -- of each write: 0 create, 1 replace, 2 delete, 3 require a row, 4 require no row with a term
    kinds        smallint[],
    ids          bigint[],
    versions     bigint[], -- which the row must be at, to be replaced or deleted
    first_names  text[], -- or the term of 4
    last_names   text[],
    term_lists   text[],
    layouts      bytea[],
    bodies       text[]
) RETURNS bigint[] LANGUAGE plpgsql VOLATILE
    -- The tables beside it, whatever path a session has.
    SET search_path FROM CURRENT
AS $$
DECLARE
    it         record;
    known      record;
    is_known   boolean;
    is_new     boolean := false;
    live       bigint[];
    last       bigint; -- version
    verdicts   bigint[] := '{}';
    from_write int;
    to_write   int := 0;
    was        record;
    is_there   boolean;
    met        bigint;
    holds      boolean;
    old_list   text;
    new_list   text;
    gone       text;
BEGIN
    -- At any other, its statements would not see what was committed while it waited for the lock.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'a commit ran at the isolation level "%": what stands between the server and the database '
            'must leave default_transaction_isolation at "read committed"', current_setting('transaction_isolation');
    END IF;

    SELECT a.* INTO it FROM accounts AS a WHERE a.account = of_account FOR UPDATE;
    IF NOT FOUND THEN
        -- Waits for other servers that do the same.
        INSERT INTO accounts (account, version, contacts, groups, profiles) VALUES (of_account, 0, 0, 0, 0)
            ON CONFLICT (account) DO NOTHING;
        is_new := FOUND;
        SELECT a.* INTO STRICT it FROM accounts AS a WHERE a.account = of_account FOR UPDATE;
    END IF;
    last := it.version;
    live := ARRAY[it.contacts, it.groups, it.profiles, it.photos, it.profile_photos, it.other_contacts,
        it.directory_people, it.domains, it.sources, it.undos];

    -- From here on, everything is read behind the lock: every writer that changes it waits for the lock.
    SELECT s.bytes AS secret,
           EXISTS (SELECT FROM settings AS u WHERE u.name = 'unfinished') AS unfinished,
           (SELECT n.number FROM settings AS n WHERE n.name = 'schema') AS number,
           (SELECT d.rules FROM derived AS d WHERE d.name = 'index') AS rules
        INTO known FROM settings AS s WHERE s.name = 'identity';
    is_known := FOUND;
    PERFORM FROM commits AS c WHERE c.account = of_account AND c.version = fence;
    IF FOUND OR NOT is_known OR known.secret IS DISTINCT FROM known_secret OR known.unfinished
        OR known.number > known_schema OR known_rules > 0 AND known.rules > known_rules
    THEN
        IF is_new THEN
            DELETE FROM accounts AS a WHERE a.account = of_account;
        END IF;
        RETURN NULL;
    END IF;

    <<batches>>
    FOR batch IN 1 .. cardinality(sizes) LOOP
        from_write := to_write + 1;
        to_write := to_write + sizes[batch];
        FOR i IN from_write .. to_write LOOP
            IF acts[i] = 4 THEN
                -- The first row that has the term. Only live ones have terms.
                SELECT r.version INTO met FROM records AS r
                    WHERE r.account = of_account AND r.kind = kinds[i] AND r.id = (SELECT min(t.id) FROM terms AS t
                        WHERE t.account = of_account AND t.kind = kinds[i] AND t.term = first_names[i]);
                holds := met IS NULL;
            ELSE
                SELECT r.version, r.deleted, r.terms INTO was FROM records AS r
                    WHERE r.account = of_account AND r.kind = kinds[i] AND r.id = ids[i];
                is_there := FOUND;
                met := CASE WHEN is_there AND NOT was.deleted THEN was.version END;
                holds := CASE acts[i]
                    WHEN 0 THEN met IS NULL
                    WHEN 3 THEN met IS NOT NULL
                    ELSE met IS NOT DISTINCT FROM versions[i]
                END;
            END IF;
            IF NOT holds THEN
                verdicts := verdicts || ARRAY[0, i - from_write, coalesce(met, 0)];
                CONTINUE batches;
            END IF;
        END LOOP;

        last := last + 1;
        FOR i IN from_write .. to_write LOOP
            CONTINUE WHEN acts[i] > 2;
            -- What the only write of a commit finds is known already.
            IF from_write < to_write THEN
                SELECT r.version, r.deleted, r.terms INTO was FROM records AS r
                    WHERE r.account = of_account AND r.kind = kinds[i] AND r.id = ids[i];
                is_there := FOUND;
            END IF;
            IF is_there THEN
                UPDATE records AS r SET version = last, update_time = times[batch], deleted = (acts[i] = 2),
                    first_name = first_names[i], last_name = last_names[i], terms = term_lists[i],
                    layout = layouts[i], body = bodies[i]
                    WHERE r.account = of_account AND r.kind = kinds[i] AND r.id = ids[i];
            ELSE
                INSERT INTO records (account, kind, id, version, update_time, deleted, first_name, last_name, terms,
                        layout, body)
                    VALUES (of_account, kinds[i], ids[i], last, times[batch], acts[i] = 2, first_names[i],
                        last_names[i], term_lists[i], layouts[i], bodies[i]);
            END IF;
            live[kinds[i] + 1] := live[kinds[i] + 1] + (acts[i] < 2)::int - (is_there AND NOT was.deleted)::int;
            old_list := CASE WHEN is_there THEN was.terms ELSE '' END;
            new_list := term_lists[i];
            CONTINUE WHEN old_list = new_list;

            -- In `terms`, a NUL is kept as U+0001 U+0001 and U+0001 as U+0001 U+0002. So that a backslash of the text is
            -- not taken for the beginning of such a letter, it becomes \u005c before.
            old_list := replace(replace(replace(coalesce(nullif(old_list, ''), '[]'),
                E'\\\\', E'\\u005c'), E'\\u0001', E'\\u0001\\u0002'), E'\\u0000', E'\\u0001\\u0001');
            new_list := replace(replace(replace(coalesce(nullif(new_list, ''), '[]'),
                E'\\\\', E'\\u005c'), E'\\u0001', E'\\u0001\\u0002'), E'\\u0000', E'\\u0001\\u0001');
            -- One at a time: for several at once, the server may read all terms of the account.
            FOR gone IN SELECT json_array_elements_text(old_list::json)
                EXCEPT SELECT json_array_elements_text(new_list::json)
            LOOP
                DELETE FROM terms AS t
                    WHERE t.account = of_account AND t.kind = kinds[i] AND t.term = gone AND t.id = ids[i];
            END LOOP;
            INSERT INTO terms (account, kind, term, id)
                SELECT of_account, kinds[i], added.term, ids[i] FROM (
                    SELECT json_array_elements_text(new_list::json)
                    EXCEPT SELECT json_array_elements_text(old_list::json)
                ) AS added (term)
                ON CONFLICT DO NOTHING;
        END LOOP;
        INSERT INTO commits (account, version, id, made) VALUES (of_account, last, signatures[batch], now());
        verdicts := verdicts || ARRAY[last, 0, 0];

        -- Signatures go once nobody asks for them any more: after ten minutes, or after three where 10,000 commits
        -- have followed; fences after a day. The first rows are the oldest.
        IF last % 64 = 0 THEN
            DELETE FROM commits AS c WHERE c.account = of_account AND c.version <= (
                SELECT max(o.version) FROM (
                    SELECT f.version, f.made FROM commits AS f
                        WHERE f.account = of_account AND f.version > 0 ORDER BY f.version LIMIT 128
                ) AS o
                WHERE o.made < now() - interval '10 minutes'
                    OR o.version <= last - 10000 AND o.made < now() - interval '3 minutes'
            ) AND (c.version > 0 OR c.made < now() - interval '1 day');
        END IF;
    END LOOP batches;

    IF last > it.version THEN
        UPDATE accounts AS a SET version = last, contacts = live[1], groups = live[2], profiles = live[3],
            photos = live[4], profile_photos = live[5], other_contacts = live[6], directory_people = live[7],
            domains = live[8], sources = live[9], undos = live[10]
            WHERE a.account = of_account;
    ELSIF is_new THEN
        DELETE FROM accounts AS a WHERE a.account = of_account;
    END IF;
    RETURN verdicts;
END $$;
