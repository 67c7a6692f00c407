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

CREATE TABLE coachlog.segment (
    key text NOT NULL,
    team text NOT NULL,
    name text NOT NULL,
    author text NOT NULL,
    by_supervisor boolean NOT NULL,
    received_at timestamptz NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (key, name),
    CONSTRAINT name_fits_bytes CHECK (
        name ~ '^[a-z0-9]{1,40}-[0-9]{8}-[0-9a-f]{16}\.jsonl\.gz$'
        AND name LIKE '%-' || left(encode(sha256(bytes), 'hex'), 16) || '.jsonl.gz'
    )
);

-- Segments that nobody signs. They have a table of their own, because rows that lie beside each
-- other were mostly added by the same client.
CREATE TABLE coachlog.nameless_segment (
    key text NOT NULL,
    team text NOT NULL,
    name text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (key, name),
    CONSTRAINT name_fits_bytes CHECK (
        name ~ '^[a-z0-9]{1,40}-[0-9]{8}-[0-9a-f]{16}\.jsonl\.gz$'
        AND name LIKE '%-' || left(encode(sha256(bytes), 'hex'), 16) || '.jsonl.gz'
    )
);

-- The bytes are packed already.
ALTER TABLE coachlog.segment ALTER COLUMN bytes SET STORAGE EXTERNAL;
ALTER TABLE coachlog.nameless_segment ALTER COLUMN bytes SET STORAGE EXTERNAL;

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

CREATE FUNCTION coachlog.sign() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.author := coachlog.my_author();
    NEW.by_supervisor := EXISTS (
        SELECT FROM coachlog.member
        WHERE login = session_user AND key IN ('', NEW.key) AND supervisor
    );
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

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA coachlog FROM PUBLIC;
