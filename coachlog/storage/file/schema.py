"""The tables, and how they came to be: numbered migrations, of which a released one is never edited."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from sqlite_utils import Database

    Step = Callable[[Database], None]

APPLICATION_ID = 0x636F6C67  # "colg", in the SQLite header at offset 68

# What people search in, in the order of the ranking weights in `search.py`.
SEARCHED = ("happened", "recovery", "expected", "why", "lesson", "rule_ref", "topics")


def migrate(db: "sqlite3.Connection", steps: "tuple[Step, ...] | None" = None) -> None:
    """Bring an open file to the newest of `steps`, inside the caller's transaction.

    sqlite-utils notes in the file which steps it has had, by the name of each function.
    """
    from sqlite_utils import Database, Migrations

    steps = steps or STEPS
    migrations = Migrations("coachlog")
    for step in steps:
        migrations()(step)
    # A plugin of sqlite-utils that happens to be installed is not run on people's notes.
    migrations.apply(Database(db, execute_plugins=False))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(steps)}")


def v1_the_log(db: "Database") -> None:
    """Version 1."""
    for statement in V1:
        db.execute(statement)
    tokenizer = "porter unicode61 remove_diacritics 2"
    entry = db.table("entry")
    entry.enable_fts(SEARCHED, create_triggers=True, tokenize=tokenizer)


def v2_what_became_of_it(db: "Database") -> None:
    """Version 2."""
    for statement in V2:
        db.execute(statement)


# A schema's version is how many of these a file has had. A step's name and work never change once it is released.
STEPS: "tuple[Step, ...]" = (v1_the_log, v2_what_became_of_it)
SCHEMA_VERSION = len(STEPS)

V1 = (
    # Everything that was ever said, never changed afterwards. The other tables are what it adds up to.
    # Revisions of one action share their hlc. `tbl` is the table that they add up to.
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
    # the revisions of one record, in the order in which they count
    "CREATE INDEX revision_of_record ON revision (record, hlc, id)",
    # the revisions of one action; the newest hlc
    "CREATE INDEX revision_by_hlc ON revision (hlc)",
    # What this file's own user did, for undo and redo.
    """
    CREATE TABLE action (
        hlc TEXT PRIMARY KEY,
        verb TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID
    """,
    # the two ends that undo and redo ask for
    "CREATE INDEX action_by_state ON action (undone, hlc)",
    # The entries as they stand. Lists are joined by '; '.
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
    # The counts of a week, from the index alone; private entries are in no count. `share` is in it because SQLite looks
    # into the table for a column of the condition that the index does not hold.
    "CREATE INDEX entry_counts ON entry (occurred_on, team, kind, share) WHERE share <> 'private'",
    # what a week shows first: good catches, and leaders' own mistakes
    """
    CREATE INDEX entry_first ON entry (occurred_on, kind, caught, share)
    WHERE caught = 'before-effect' OR (own = 1 AND role = 'leader')
    """,
    # mistakes that nobody has put right yet, counted over all time by every week
    "CREATE INDEX entry_open ON entry (occurred_on, share, kind, recovery) WHERE kind = 'mistake' AND recovery IS NULL",
    # An entry's topics, with what the counts of a week need beside them.
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
    # The counts of a week by topic, from the index alone, read in its own order: by day and topic for the eight weeks.
    "CREATE INDEX entry_topic_counts ON entry_topic (occurred_on, topic, team, kind, private) WHERE private = 0",
    # Every spelling in use: `key` is what two spellings of one name have in common.
    "CREATE TABLE team (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE topic (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Facts about this file alone, which never travel.
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('device', lower(hex(randomblob(6))))",
)

_ASKING = "WHERE kind = 'question' AND expected IS NULL AND share <> 'private'"
_LESSONS = "WHERE lesson IS NOT NULL AND status IN ('logged', 'shared') AND share <> 'private'"
V2 = (
    # The days of an entry's check-ins, such as '30, 60'. Entries from before have none: nobody is asked about them.
    "ALTER TABLE entry ADD COLUMN follow_up TEXT",
    # A look later whether it shows in the work. `entry` is a uuid here and below: an entry may go and come back.
    """
    CREATE TABLE checkin (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,
        days INTEGER NOT NULL,    -- which of the entry's days it answers
        seen TEXT NOT NULL,       -- not-yet, with-help, unprompted, no-chance
        note TEXT,
        seen_on TEXT NOT NULL,    -- civil day
        author TEXT
    ) WITHOUT ROWID
    """,
    "CREATE INDEX checkin_of_entry ON checkin (entry)",
    # the shares of a week and of a summary, from the index alone
    "CREATE INDEX checkin_by_day ON checkin (seen_on, entry, days, seen)",
    # When an entry asks next, which follows from its days and its check-ins, with what `due` filters by.
    """
    CREATE TABLE due (
        entry INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
        due_on TEXT NOT NULL,
        team TEXT NOT NULL,
        private INTEGER NOT NULL,
        trainer TEXT
    )
    """,
    # What the team is asked, the soonest first, and how much that is; `--mine` and `--trainer` see private entries or not.
    "CREATE INDEX due_by_day ON due (private, due_on)",
    "CREATE INDEX due_by_team ON due (team, private, due_on)",
    "CREATE INDEX due_by_trainer ON due (trainer, due_on, entry, private)",
    # A colleague's word on an entry: an idea, a question, the same happened here (`other`), thanks.
    """
    CREATE TABLE reply (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,
        kind TEXT NOT NULL,       -- idea, question, same, thanks
        text TEXT,
        other TEXT,               -- the uuid of another entry
        author TEXT,
        said_on TEXT NOT NULL,    -- civil day
        hlc TEXT                  -- the order in which they were said
    ) WITHOUT ROWID
    """,
    # what was said about an entry, in its order, and whether anything was said after a question
    "CREATE INDEX reply_of_entry ON reply (entry, hlc, kind, author)",
    # the counts of a week
    "CREATE INDEX reply_by_day ON reply (said_on, kind, entry)",
    # the questions among them, the newest first
    "CREATE INDEX reply_questions ON reply (said_on, hlc, uuid, entry, author) WHERE kind = 'question'",
    # Entries that ask and have no answer of their own, and lessons of which nobody has said what became of them: a week
    # lists the first of them, and counts them up to a bound.
    f"CREATE INDEX entry_asking ON entry (occurred_on, id, uuid) {_ASKING}",
    f"CREATE INDEX entry_asking_by_team ON entry (team, occurred_on, id, uuid) {_ASKING}",
    f"CREATE INDEX entry_lessons ON entry (occurred_on, id, kind) {_LESSONS}",
    f"CREATE INDEX entry_lessons_by_team ON entry (team, occurred_on, id, kind) {_LESSONS}",
    # What became of a writer's entries, for the line that the next recording tells them. It stays in this file.
    """
    CREATE TABLE news (
        hlc TEXT NOT NULL,
        record TEXT NOT NULL,     -- uuid of the reply; of the entry itself where its status changed
        entry TEXT NOT NULL,
        what TEXT NOT NULL,       -- a status, or the kind of a reply
        trainer TEXT NOT NULL,    -- the writer of the entry
        author TEXT NOT NULL,     -- who did it
        told INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (hlc, record)
    ) WITHOUT ROWID
    """,
    # the one look of every recording
    "CREATE INDEX news_untold ON news (trainer) WHERE told = 0",
    "CREATE INDEX news_by_trainer ON news (trainer, hlc)",
    # A learner's word on a coaching moment, without a name and without the time of day, in the uuid too.
    """
    CREATE TABLE feedback (
        uuid TEXT PRIMARY KEY,
        entry TEXT NOT NULL,
        pace TEXT,                -- too-slow, right, too-fast
        examples TEXT,            -- enough, too-few
        usefulness INTEGER,       -- 1 to 5
        comment TEXT,
        answered_on TEXT NOT NULL -- civil day
    ) WITHOUT ROWID
    """,
    "CREATE INDEX feedback_of_entry ON feedback (entry)",
    # Answers that are shown together or not at all. It is written once and never changed, whatever becomes of them.
    """
    CREATE TABLE feedback_group (
        uuid TEXT PRIMARY KEY,
        view TEXT NOT NULL,       -- own: for the trainer; team: for everybody else
        answers TEXT NOT NULL     -- uuids, joined by '; '
    ) WITHOUT ROWID
    """,
    # A staff meeting whose highlights a team had, or should have had.
    """
    CREATE TABLE meeting (
        uuid TEXT PRIMARY KEY,
        held_on TEXT NOT NULL,    -- civil day
        team TEXT NOT NULL,       -- whose turn it was
        state TEXT NOT NULL,      -- done, skipped
        entries TEXT              -- the uuids that were read out, joined by '; '
    ) WITHOUT ROWID
    """,
    "CREATE INDEX meeting_by_day ON meeting (held_on)",
    # what a team can read out: cleared for a meeting, and not shared in one yet
    "CREATE INDEX entry_to_read_out ON entry (team, occurred_on) WHERE share = 'meeting' AND status = 'logged'",
    # A decision tree, and how people went through it.
    """
    CREATE TABLE guide (
        uuid TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        text TEXT NOT NULL        -- as its author wrote it
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE walk (
        uuid TEXT PRIMARY KEY,
        guide TEXT NOT NULL,      -- uuid
        path TEXT NOT NULL,
        ending TEXT,              -- the step where it ended; NULL where somebody left
        walked_on TEXT NOT NULL,  -- civil day
        entry TEXT                -- the uuid of the entry that the case was recorded as
    ) WITHOUT ROWID
    """,
    "CREATE INDEX walk_of_guide ON walk (guide, walked_on)",
    # What a learner knows of an entry's lesson. It is theirs: it has no revisions, and no file takes it along. The days are
    # civil days, so that what was learned in the afternoon can be asked for the next morning.
    """
    CREATE TABLE drill (
        learner TEXT NOT NULL,
        entry TEXT NOT NULL,
        card TEXT NOT NULL,       -- JSON of the fsrs library
        due_on TEXT NOT NULL,
        rated_on TEXT NOT NULL,
        begun_on TEXT NOT NULL,
        answer TEXT NOT NULL,     -- a hash of what the entry said then: another answer is asked for at once
        PRIMARY KEY (learner, entry)
    ) WITHOUT ROWID
    """,
    # how many were begun today, and what comes next
    "CREATE INDEX drill_begun ON drill (learner, begun_on)",
    "CREATE INDEX drill_due ON drill (learner, due_on)",
)
