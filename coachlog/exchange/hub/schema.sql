-- A hub: segments in PostgreSQL, each readable for the members of its team alone.
--
-- A login can read and add segments of its teams, and nothing else. Whose a segment is, is noted
-- by the server (`session_user`, which nothing that a login may run can change), so that no reader
-- has to believe what a client says of itself.
CREATE SCHEMA coachlog;

CREATE TABLE coachlog.hub (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    format integer NOT NULL DEFAULT 1,
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);
INSERT INTO coachlog.hub DEFAULT VALUES;

CREATE TABLE coachlog.person (
    login text PRIMARY KEY,
    author text NOT NULL UNIQUE  -- their name on entries
);

-- `team` is the name as the administrator wrote it, and `key` what all its spellings share.
-- Both are empty for somebody who is in every team.
CREATE TABLE coachlog.member (
    login text NOT NULL REFERENCES coachlog.person ON DELETE CASCADE,
    key text NOT NULL,
    team text NOT NULL,
    supervisor boolean NOT NULL DEFAULT false,
    PRIMARY KEY (login, key)
);

-- Segments that nobody signs.
CREATE TABLE coachlog.nameless_segment (
    key text NOT NULL,
    team text NOT NULL,
    name text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (key, name),
    -- No log sends a larger one; it would be read by everybody again and again.
    CONSTRAINT is_no_burden CHECK (octet_length(bytes) <= 134217728),
    CONSTRAINT name_fits_bytes CHECK (
        name ~ '^[a-z0-9]{1,40}-[0-9]{8}-[0-9a-f]{16}\.jsonl\.gz$'
        AND name LIKE '%-' || left(encode(sha256(bytes), 'hex'), 16) || '.jsonl.gz'
    )
);
-- The bytes are packed already.
ALTER TABLE coachlog.nameless_segment ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- The others, with the same checks. They have a table of their own, because rows that lie beside each
-- other were mostly added by the same client.
CREATE TABLE coachlog.segment (
    LIKE coachlog.nameless_segment INCLUDING ALL,
    author text NOT NULL,
    by_supervisor boolean NOT NULL,
    received_at timestamptz NOT NULL
);

-- What the logs of supervisors say of the entries of their teams: for reports, and for other programs
-- that read PostgreSQL. It has no writer and no learner, and nothing that is private.
CREATE TABLE coachlog.report_entry (
    key text NOT NULL,
    team text NOT NULL,
    uuid uuid NOT NULL,
    short_id text NOT NULL,
    occurred_on date NOT NULL,
    week date NOT NULL,          -- its Monday
    kind text NOT NULL,          -- strength, correction, question, mistake
    topics text[] NOT NULL,
    share text NOT NULL,         -- team, meeting
    status text NOT NULL,        -- logged, shared, adopted, closed
    basis text,
    rule_ref text,
    decision text,
    caught text,
    detected_by text,
    factors text[] NOT NULL,
    happened text NOT NULL,
    recovery text,
    expected text,
    why text,
    lesson text,
    changed_what text,
    recorded_at timestamptz NOT NULL,
    answered_on date,            -- a question
    shared_on date,
    adopted_on date,
    replied_on date[] NOT NULL,  -- a day for each reply
    thanked_on date[] NOT NULL,
    repeat_of uuid,              -- the earlier entry that a mistake looks like
    version text NOT NULL,       -- of two writings the later one counts
    PRIMARY KEY (key, uuid)
);
CREATE INDEX report_by_day ON coachlog.report_entry (key, occurred_on);
CREATE INDEX report_by_uuid ON coachlog.report_entry (uuid);
CREATE INDEX report_open ON coachlog.report_entry (occurred_on, recorded_at, key)
WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed');
CREATE INDEX report_asking ON coachlog.report_entry (occurred_on, recorded_at, key)
WHERE kind = 'question' AND expected IS NULL AND replied_on = '{}';
CREATE INDEX report_undecided ON coachlog.report_entry (occurred_on, recorded_at, key)
WHERE lesson IS NOT NULL AND status IN ('logged', 'shared');
CREATE INDEX report_adopted ON coachlog.report_entry (adopted_on, key)
WHERE adopted_on IS NOT NULL;

-- How many of these entries each team, topic and kind has on the days of a week: to tell whether a week
-- is usual takes half a year, which may be a hundred thousand entries, and is some thousand rows here.
CREATE TABLE coachlog.report_week (
    key text NOT NULL,
    week date NOT NULL,
    sort text NOT NULL,          -- team, topic, kind
    name text NOT NULL,
    monday integer NOT NULL,
    tuesday integer NOT NULL,
    wednesday integer NOT NULL,
    thursday integer NOT NULL,
    friday integer NOT NULL,
    saturday integer NOT NULL,
    sunday integer NOT NULL,
    PRIMARY KEY (key, week, sort, name)
);

-- Entries that were withdrawn, so that a log that knows less does not bring them back.
CREATE TABLE coachlog.report_gone (
    key text NOT NULL,
    uuid uuid NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (key, uuid)
);

-- Up to which of its revisions a log has written its teams. It is here and not in the log, so that a
-- hub that was restored or emptied gets everything again.
CREATE TABLE coachlog.report_mark (
    key text NOT NULL,
    device text NOT NULL,
    number bigint NOT NULL,
    revision text NOT NULL,      -- the id of that revision: a restored log uses its number again
    PRIMARY KEY (key, device)
);

-- The functions run with the rights of the owner of the hub. A search path of their own keeps a
-- login from putting other tables or operators under them.

CREATE FUNCTION coachlog.my_author() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT author FROM coachlog.person WHERE login = session_user
$$;

CREATE FUNCTION coachlog.my_teams() RETURNS TABLE (key text, team text, supervisor boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT key, team, supervisor FROM coachlog.member WHERE login = session_user
$$;

CREATE FUNCTION coachlog.is_member(team_key text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM coachlog.member WHERE login = session_user AND key IN ('', team_key)
    )
$$;

CREATE FUNCTION coachlog.is_supervisor(team_key text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM coachlog.member
        WHERE login = session_user AND key IN ('', team_key) AND supervisor
    )
$$;

CREATE FUNCTION coachlog.sign() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.author := coachlog.my_author();
    NEW.by_supervisor := coachlog.is_supervisor(NEW.key);
    NEW.received_at := now();
    RETURN NEW;
END
$$;
CREATE TRIGGER sign BEFORE INSERT ON coachlog.segment
FOR EACH ROW EXECUTE FUNCTION coachlog.sign();

-- Returns whether the name was free.
CREATE FUNCTION coachlog.add_nameless(
    team_key text, team_name text, segment_name text, segment_bytes bytea
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT coachlog.is_member(team_key) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not a member of this team';
    END IF;
    INSERT INTO coachlog.nameless_segment VALUES (team_key, team_name, segment_name, segment_bytes)
    ON CONFLICT DO NOTHING;
    RETURN FOUND;
END
$$;

-- A segment is removed by the person who sent it, after another has taken its place. One that
-- nobody signed can be removed by every member: the log that sent it sends it again, if it must.
CREATE FUNCTION coachlog.remove(team_key text, segment_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT coachlog.is_member(team_key) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not a member of this team';
    END IF;
    DELETE FROM coachlog.nameless_segment WHERE key = team_key AND name = segment_name;
    DELETE FROM coachlog.segment
    WHERE key = team_key AND name = segment_name AND author = coachlog.my_author();
    IF EXISTS (SELECT FROM coachlog.segment WHERE key = team_key AND name = segment_name) THEN
        RAISE insufficient_privilege USING MESSAGE = 'somebody else sent this segment';
    END IF;
END
$$;

-- The teams in reports that this login supervises. For somebody who supervises all of them, the index
-- is read from one team to the next.
CREATE FUNCTION coachlog.my_reports() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE every_team (key) AS (
        SELECT min(key) FROM coachlog.report_entry WHERE coachlog.is_supervisor('')
        UNION ALL
        SELECT (SELECT min(r.key) FROM coachlog.report_entry r WHERE r.key > e.key)
        FROM every_team e WHERE e.key IS NOT NULL
    )
    SELECT key FROM every_team WHERE key IS NOT NULL
    UNION
    SELECT key FROM coachlog.member WHERE login = session_user AND supervisor AND key <> ''
$$;

CREATE FUNCTION coachlog.report_marks(log_device text)
RETURNS TABLE (key text, number bigint, revision text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT key, number, revision FROM coachlog.report_mark
    WHERE device = log_device AND coachlog.is_supervisor(key)
$$;

-- Writes what a log says of some entries of a team, and up to which revision that goes. Those without
-- a kind were withdrawn. What the log does not name stays as it is.
CREATE FUNCTION coachlog.write_report(
    team_key text, log_device text, entries jsonb, last_number bigint, last_revision text
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    newer coachlog.report_entry[];
BEGIN
    IF NOT coachlog.is_supervisor(team_key) THEN
        RAISE insufficient_privilege USING MESSAGE = 'not a supervisor of this team';
    END IF;
    -- Of two who write at the same time, the second one has to see what the first one wrote.
    LOCK TABLE coachlog.report_entry IN SHARE ROW EXCLUSIVE MODE;
    SELECT array_agg(n) INTO newer
    FROM jsonb_populate_recordset(NULL::coachlog.report_entry, entries) n
    WHERE n.key = team_key
        AND NOT EXISTS (
            SELECT FROM coachlog.report_entry r WHERE r.key = team_key AND r.uuid = n.uuid
            AND (r.version > n.version OR (r.version = n.version AND n.kind IS NOT NULL))
        )
        AND NOT EXISTS (
            SELECT FROM coachlog.report_gone g
            WHERE g.key = team_key AND g.uuid = n.uuid AND g.version >= n.version
        );
    DELETE FROM coachlog.report_entry r USING unnest(newer) n
    WHERE r.key = team_key AND r.uuid = n.uuid;
    DELETE FROM coachlog.report_gone g USING unnest(newer) n
    WHERE g.key = team_key AND g.uuid = n.uuid;
    INSERT INTO coachlog.report_gone
    SELECT key, uuid, version FROM unnest(newer) WHERE kind IS NULL;
    INSERT INTO coachlog.report_entry
    SELECT * FROM unnest(newer) WHERE kind IS NOT NULL;
    INSERT INTO coachlog.report_mark VALUES (team_key, log_device, last_number, last_revision)
    ON CONFLICT (key, device) DO UPDATE
    SET number = excluded.number, revision = excluded.revision;
END
$$;

-- Counts the weeks anew in which entries were added or removed, whoever did it.
CREATE FUNCTION coachlog.count_weeks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched record;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        DELETE FROM coachlog.report_week;
        RETURN NULL;
    END IF;
    -- One after the other, so that each is read by the index.
    FOR touched IN SELECT DISTINCT key, week FROM changed LOOP
        DELETE FROM coachlog.report_week w WHERE w.key = touched.key AND w.week = touched.week;
        INSERT INTO coachlog.report_week
        SELECT touched.key, touched.week, n.sort, n.name,
            count(*) FILTER (WHERE r.occurred_on = touched.week),
            count(*) FILTER (WHERE r.occurred_on = touched.week + 1),
            count(*) FILTER (WHERE r.occurred_on = touched.week + 2),
            count(*) FILTER (WHERE r.occurred_on = touched.week + 3),
            count(*) FILTER (WHERE r.occurred_on = touched.week + 4),
            count(*) FILTER (WHERE r.occurred_on = touched.week + 5),
            count(*) FILTER (WHERE r.occurred_on = touched.week + 6)
        FROM coachlog.report_entry r CROSS JOIN LATERAL (
            VALUES ('team', r.team), ('kind', r.kind)
            UNION ALL SELECT 'topic', unnest(r.topics)
        ) n (sort, name)
        WHERE r.key = touched.key AND r.occurred_on BETWEEN touched.week AND touched.week + 6
        GROUP BY n.sort, n.name;
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER count_added AFTER INSERT ON coachlog.report_entry
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION coachlog.count_weeks();
CREATE TRIGGER count_removed AFTER DELETE ON coachlog.report_entry
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION coachlog.count_weeks();
CREATE TRIGGER count_none AFTER TRUNCATE ON coachlog.report_entry
FOR EACH STATEMENT EXECUTE FUNCTION coachlog.count_weeks();

-- The teams are looked up once a query and not once a row.
ALTER TABLE coachlog.segment ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_my_teams ON coachlog.segment FOR SELECT USING (
    key = ANY (ARRAY(SELECT m.key FROM coachlog.my_teams() m))
    OR '' = ANY (ARRAY(SELECT m.key FROM coachlog.my_teams() m))
);
CREATE POLICY into_my_teams ON coachlog.segment FOR INSERT WITH CHECK (coachlog.is_member(key));

ALTER TABLE coachlog.nameless_segment ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_my_teams ON coachlog.nameless_segment FOR SELECT USING (
    key = ANY (ARRAY(SELECT m.key FROM coachlog.my_teams() m))
    OR '' = ANY (ARRAY(SELECT m.key FROM coachlog.my_teams() m))
);

ALTER TABLE coachlog.report_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_supervisors ON coachlog.report_entry FOR SELECT USING (
    key = ANY (ARRAY(SELECT coachlog.my_reports()))
);
ALTER TABLE coachlog.report_week ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_supervisors ON coachlog.report_week FOR SELECT USING (
    key = ANY (ARRAY(SELECT coachlog.my_reports()))
);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA coachlog FROM PUBLIC;
