"""Schema version 4: the same log on less disk, and quicker to read.

Once it is released it is never edited: it runs on no file a second time. Of the program it uses
only what stored patches depend on, which cannot change either.
"""

import sqlite3

from coachlog.storage.patch_json import patch_text, read_patch

# The triggers and indexes of the tables that have the row numbers of entries.
_OF_ENTRIES = """
    SELECT type, name, sql FROM sqlite_schema WHERE type IN ('trigger', 'index')
    AND tbl_name IN ('entry', 'entry_topic', 'due') AND sql IS NOT NULL
    ORDER BY type = 'trigger', rowid"""
_SEARCHED = "happened, recovery, expected, why, lesson, rule_ref, topics"


def _values_of(row: str) -> str:
    return ", ".join(f"{row}.{column}" for column in _SEARCHED.split(", "))


def _counts_of_weeks(sort: str) -> str:
    source = "entry WHERE share <> 'private'"
    if sort == "topic":
        source = "entry_topic WHERE private = 0"
    # What is not a day has no number, and is left out.
    day = "CAST(julianday(occurred_on) - 1721425.5 AS INTEGER)"
    sums = [f"sum({day} % 7 = {weekday})" for weekday in range(7)]
    return f"""
        INSERT OR IGNORE INTO week_count
        SELECT {day} / 7, '{sort}', {sort}, {", ".join(sums)} FROM {source}
        GROUP BY {day} / 7, {sort}
    """


STATEMENTS = (
    # An id is made of 16 bytes. Nothing looks a revision up by its id, so no index has it; rows by
    # number lie closer together than rows by id, and are only appended to.
    """
    CREATE TABLE new_revision (
        number INTEGER PRIMARY KEY, -- the order in which they were written to this file
        id BLOB NOT NULL,         -- UUIDv7
        record TEXT NOT NULL,     -- uuid of the entry, or name of the setting
        tbl TEXT NOT NULL,
        hlc TEXT NOT NULL,        -- hybrid logical clock, sorts as time
        device TEXT NOT NULL,
        author TEXT NOT NULL,
        patch TEXT NOT NULL       -- JSON of the fields that changed
    )
    """,
    """
    INSERT INTO new_revision (id, record, tbl, hlc, device, author, patch)
    SELECT bytes_of_uuid(id), record, tbl, hlc, device, author, short_patch(patch)
    FROM revision ORDER BY hlc, id
    """,
    "DROP TABLE revision",
    "ALTER TABLE new_revision RENAME TO revision",
    # the revisions of one record
    "CREATE INDEX revision_of_record ON revision (record)",
    # the revisions of one action; the newest hlc
    "CREATE INDEX revision_by_hlc ON revision (hlc)",
    # The rows of topics lie as the counts of a week read them, so that no index repeats them all.
    """
    CREATE TABLE new_entry_topic (
        entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
        topic TEXT NOT NULL,
        occurred_on TEXT NOT NULL,
        team TEXT NOT NULL,
        kind TEXT NOT NULL,
        private INTEGER NOT NULL,
        PRIMARY KEY (occurred_on, topic, entry)
    ) WITHOUT ROWID
    """,
    """
    INSERT INTO new_entry_topic (entry, topic, occurred_on, team, kind, private)
    SELECT entry, topic, occurred_on, team, kind, private FROM entry_topic
    """,
    "DROP TABLE entry_topic",
    "ALTER TABLE new_entry_topic RENAME TO entry_topic",
    # `+topic` in a list, newest first
    "CREATE INDEX entry_topic_by_topic ON entry_topic (topic, occurred_on)",
    # the topics of an entry, each once
    "CREATE UNIQUE INDEX entry_topic_of_entry ON entry_topic (entry, topic)",
    # How many entries that are not private have each name, for `teams` and `topics`: counting them
    # takes a second in a log of a million. Each recording writes these rows anyway.
    "ALTER TABLE team ADD COLUMN entries INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE team SET entries =
        (SELECT count(*) FROM entry WHERE team = name AND share <> 'private')
    """,
    "ALTER TABLE topic ADD COLUMN entries INTEGER NOT NULL DEFAULT 0",
    """
    UPDATE topic SET entries =
        (SELECT count(*) FROM entry_topic WHERE topic = name AND private = 0)
    """,
    # How many entries that are not private each team, topic and kind has on each day, for what is
    # usual in a week: half a year of a log of a million has a hundred and thirty thousand entries.
    """
    CREATE TABLE week_count (
        week INTEGER NOT NULL,    -- from Monday on; the one of 1 January of the year 1 is 0
        sort TEXT NOT NULL,       -- team, topic or kind
        name TEXT NOT NULL,
        monday INTEGER NOT NULL DEFAULT 0,
        tuesday INTEGER NOT NULL DEFAULT 0,
        wednesday INTEGER NOT NULL DEFAULT 0,
        thursday INTEGER NOT NULL DEFAULT 0,
        friday INTEGER NOT NULL DEFAULT 0,
        saturday INTEGER NOT NULL DEFAULT 0,
        sunday INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (week, sort, name)
    ) WITHOUT ROWID
    """,
    *map(_counts_of_weeks, ("team", "kind", "topic")),
    # the open mistakes of a team, which its week lists and counts over all time
    "CREATE INDEX entry_open_by_team ON entry (team, occurred_on, share, kind, recovery, status) "
    "WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed')",
    # The same of all teams, in the order of `list --open`. It has the team, too: a week counts by
    # it, and reading the rows of the entries would take three times as long.
    "DROP INDEX entry_open",
    "CREATE INDEX entry_open ON entry (occurred_on, id, share, team, kind, recovery, status) "
    "WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed')",
    # `--status`, and the handbook; nearly every entry is only logged
    "CREATE INDEX entry_by_status ON entry (status, occurred_on) WHERE status <> 'logged'",
    # One's own private entries: `export` counts those that it holds back, `teams --private` those
    # that are in no other count.
    "CREATE INDEX entry_private ON entry (trainer, team) WHERE share = 'private'",
    # For what is not an id, or ends a longer one: all entries have their last four digits here,
    # and those that were deleted are found by the revision that says so.
    "CREATE INDEX entry_by_ending ON entry (substr(uuid, -4))",
    "CREATE INDEX revision_deleting ON revision (substr(record, -4)) "
    "WHERE tbl = 'entry' AND instr(patch, '\"deleted\"')",
    # Whether an action changed what is private: looked up for each of its changes, so that the time
    # does not tell whether anybody has something to hide.
    "CREATE INDEX entry_private_by_uuid ON entry (uuid, trainer) WHERE share = 'private'",
    # Which entries every recording passes over when it looks for similar ones.
    "CREATE INDEX entry_private_by_id ON entry (id) WHERE share = 'private'",
    # lessons that were shared or adopted, on the topics of a new entry
    "CREATE INDEX entry_taught ON entry (topics) WHERE lesson IS NOT NULL "
    "AND status IN ('shared', 'adopted') AND share <> 'private'",
    # A mistake that looks like an earlier entry, whose lesson was shared or adopted before.
    """
    CREATE TABLE repeat (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,      -- the uuid of the mistake
        earlier TEXT NOT NULL,    -- that of the entry with the lesson
        likeness INTEGER NOT NULL,-- in percent
        state TEXT NOT NULL       -- looks-like, confirmed, dismissed
    ) WITHOUT ROWID
    """,
    # The mistakes of a span, each of which `list --repeat` looks up.
    "CREATE INDEX entry_mistakes ON entry (occurred_on, uuid, team) "
    "WHERE kind = 'mistake' AND share <> 'private'",
    # the link of a mistake, and the mistakes that came back after a lesson
    "CREATE INDEX repeat_of_entry ON repeat (entry, state, earlier)",
    "CREATE INDEX repeat_of_earlier ON repeat (earlier, state, entry, likeness)",
    # What was decided about each rule in a span; few entries have a decision.
    "CREATE INDEX entry_decided ON entry (occurred_on, rule_ref, decision, team, kind) "
    "WHERE decision IS NOT NULL AND rule_ref IS NOT NULL AND share <> 'private'",
    # The full-text index follows the columns that it has. Another team or status left it as it was,
    # but each time all of the entry's words were written to it again.
    "DROP TRIGGER entry_au",
    f"""
    CREATE TRIGGER entry_au AFTER UPDATE OF {_SEARCHED} ON entry BEGIN
        INSERT INTO entry_fts (entry_fts, rowid, {_SEARCHED})
        VALUES ('delete', old.id, {_values_of("old")});
        INSERT INTO entry_fts (rowid, {_SEARCHED}) VALUES (new.id, {_values_of("new")});
    END
    """,
    # A group that closed in another log has no answers here, but what was noted when it closed.
    """
    CREATE TABLE new_feedback_group (
        uuid TEXT PRIMARY KEY,
        view TEXT NOT NULL,       -- own: for the trainer; team: for everybody else
        answers TEXT,             -- uuids, joined by '; '
        team TEXT,                -- NULL: several; so is the topic
        topic TEXT,
        first_on TEXT,            -- civil day, or the Monday of its week
        last_on TEXT,
        closing TEXT              -- JSON of figures, trainers, and marks of the answers
    ) WITHOUT ROWID
    """,
    "INSERT INTO new_feedback_group (uuid, view, answers) SELECT uuid, view, answers "
    "FROM feedback_group",
    "DROP TABLE feedback_group",
    "ALTER TABLE new_feedback_group RENAME TO feedback_group",
    # The days on which entries were adopted, which only their histories have: `list --adopted`. Of
    # a new entry, whose first revision is an array, no more is looked at than that.
    "CREATE INDEX revision_adopting ON revision (hlc, record) WHERE tbl = 'entry' "
    "AND substr(patch, 1, 1) = '{' AND instr(patch, '\"status\":\"adopted\"')",
    # `list --thanked`, by the day of thanks
    "CREATE INDEX reply_thanks ON reply (said_on, entry) WHERE kind = 'thanks'",
    # A check-in is about what could stick: the right way, a lesson, or how a mistake was put right.
    """
    DELETE FROM due WHERE entry IN (
        SELECT id FROM entry WHERE kind = 'question'
        OR (kind <> 'mistake' AND coalesce(recovery, expected, lesson) IS NULL))
    """,
    # Whom masks know: the learners and answerers there are, and the records that may have had
    # another one. The first revision of an entry, which names its trainer, is an array; most
    # entries have no other with a name.
    "CREATE INDEX entry_by_learner ON entry (learner) WHERE learner IS NOT NULL",
    "CREATE INDEX checkin_by_author ON checkin (author, entry)",
    "CREATE INDEX reply_by_author ON reply (author, entry)",
    """
    CREATE INDEX revision_naming ON revision (tbl, record) WHERE tbl IN ('checkin', 'reply')
    OR (tbl = 'entry' AND substr(patch, 1, 1) = '{'
        AND (instr(patch, '"deleted"') OR instr(patch, '"trainer"') OR instr(patch, '"learner"')))
    """,
)


_NUMBERS = (
    "CREATE TEMP TABLE number_of (entry INTEGER PRIMARY KEY, number INTEGER NOT NULL)",
    """
    INSERT INTO number_of SELECT e.id, min(r.number)
    FROM entry e JOIN revision r ON r.record = e.uuid AND r.tbl = 'entry' GROUP BY e.id
    """,
    # Entries without a revision, which another program has added, come after all numbers.
    """
    INSERT INTO number_of
    SELECT id, (SELECT coalesce(max(number), 0) FROM revision) + row_number() OVER (ORDER BY id)
    FROM entry WHERE id NOT IN (SELECT entry FROM number_of)
    """,
)


def renumber_entries(db: sqlite3.Connection) -> None:
    """Give each entry the number of its first revision, which no other one ever gets.

    Until now an entry had the next free row number, and after an undo two of them the same one.
    """
    dependent = db.execute(_OF_ENTRIES).fetchall()
    for kind, name, _ in dependent:
        db.execute(f'DROP {kind} "{name}"')
    for statement in _NUMBERS:
        db.execute(statement)
    for table, column in (("entry", "id"), ("entry_topic", "entry"), ("due", "entry")):
        # Another table lets two rows have one number meanwhile. Rows of no entry, which would
        # seem to be of another one now, are left behind.
        db.execute(f"CREATE TEMP TABLE moving AS SELECT * FROM {table}")
        db.execute(f"DELETE FROM {table}")
        number = f"(SELECT number FROM number_of WHERE entry = moving.{column})"
        db.execute(f"UPDATE moving SET {column} = {number}")
        db.execute(f"INSERT INTO {table} SELECT * FROM moving WHERE {column} > 0 ORDER BY {column}")
        db.execute("DROP TABLE temp.moving")
    db.execute("DROP TABLE temp.number_of")
    for _, _, sql in dependent:
        db.execute(sql)
    if db.execute("SELECT 1 FROM entry").fetchone():
        db.execute("INSERT INTO entry_fts (entry_fts) VALUES ('rebuild')")


def add_functions(db: sqlite3.Connection) -> None:
    """Give a connection the functions that the statements call."""
    db.create_function("bytes_of_uuid", 1, _bytes_of_uuid, deterministic=True)
    db.create_function("short_patch", 1, _short_patch, deterministic=True)


def _bytes_of_uuid(uuid: str) -> bytes:
    try:
        return bytes.fromhex(uuid.replace("-", ""))
    except ValueError:
        # It is damaged, or of another program's making. It still has its place in the order.
        return uuid.encode()


def _short_patch(text: str) -> str:
    try:
        return patch_text(read_patch(text))
    except ValueError:
        # What is damaged stays as it is, for `doctor` to find.
        return text
