"""Schema version 1: entries and their history.

It is released, so its statements are never edited: they run on no file a second time.
"""

STATEMENTS = (
    # Every change that was ever made; a revision never changes. The other tables are the fold of
    # these. Revisions of one action share their hlc; `tbl` is the table that they fold into.
    """
    CREATE TABLE revision (
        id TEXT PRIMARY KEY,      -- UUIDv7
        record TEXT NOT NULL,     -- uuid of the entry, or name of the setting
        tbl TEXT NOT NULL,
        hlc TEXT NOT NULL,        -- hybrid logical clock, sorts as time
        device TEXT NOT NULL,
        author TEXT NOT NULL,
        patch TEXT NOT NULL       -- JSON object of the fields that changed
    ) WITHOUT ROWID
    """,
    # the revisions of one record, in the order in which they are folded
    "CREATE INDEX revision_of_record ON revision (record, hlc, id)",
    # the revisions of one action; the newest hlc
    "CREATE INDEX revision_by_hlc ON revision (hlc)",
    # What was done in this file, for undo and redo.
    """
    CREATE TABLE action (
        hlc TEXT PRIMARY KEY,
        verb TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID
    """,
    # the newest action that stands, for undo; the oldest undone one, for redo
    "CREATE INDEX action_by_state ON action (undone, hlc)",
    # The current state of each entry. Lists are joined by '; '.
    """
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        short_id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        team TEXT NOT NULL,
        topics TEXT NOT NULL,
        happened TEXT NOT NULL,
        recovery TEXT,
        expected TEXT,
        why TEXT,
        lesson TEXT,
        trainer TEXT,
        learner TEXT,
        basis TEXT,
        rule_ref TEXT,
        decision TEXT,
        caught TEXT,
        detected_by TEXT,
        factors TEXT NOT NULL,
        own INTEGER NOT NULL,
        share TEXT NOT NULL,
        status TEXT NOT NULL,
        changed_what TEXT,
        occurred_at TEXT,         -- UTC, or NULL where only the day is known
        occurred_on TEXT NOT NULL,-- civil day where it was written
        recorded_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        role TEXT
    )
    """,
    # lists, newest first, and weeks
    "CREATE INDEX entry_by_day ON entry (occurred_on)",
    # `@team` in a list; the counts of `teams`
    "CREATE INDEX entry_by_team ON entry (team, occurred_on)",
    # `--mine`, `--trainer`
    "CREATE INDEX entry_by_trainer ON entry (trainer, occurred_on)",
    # The counts of a week, from the index alone; private entries are in no count. `share` is in it
    # because SQLite reads the table for a column of the condition that the index does not hold.
    "CREATE INDEX entry_counts ON entry (occurred_on, team, kind, share) WHERE share <> 'private'",
    # what a week lists first: good catches, and leaders' own mistakes
    """
    CREATE INDEX entry_first ON entry (occurred_on, kind, caught, share)
    WHERE caught = 'before-effect' OR (own = 1 AND role = 'leader')
    """,
    # open mistakes, counted over all time by every week
    "CREATE INDEX entry_open ON entry (occurred_on, share, kind, recovery) "
    "WHERE kind = 'mistake' AND recovery IS NULL",
    # The topics of entries, with the columns that the counts of a week need.
    """
    CREATE TABLE entry_topic (
        entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
        topic TEXT NOT NULL,
        occurred_on TEXT NOT NULL,
        team TEXT NOT NULL,
        kind TEXT NOT NULL,
        private INTEGER NOT NULL,
        PRIMARY KEY (entry, topic)
    ) WITHOUT ROWID
    """,
    # `+topic` in a list, newest first
    "CREATE INDEX entry_topic_by_topic ON entry_topic (topic, occurred_on)",
    # The counts of a week by topic, from the index alone, in its own order: by day and topic for
    # the eight weeks of the trend.
    "CREATE INDEX entry_topic_counts ON entry_topic (occurred_on, topic, team, kind, private) "
    "WHERE private = 0",
    # The spellings in use: two spellings of one name have the same `key`.
    "CREATE TABLE team (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE topic (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Facts about this file, which no export or merge takes along.
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('device', lower(hex(randomblob(6))))",
)
