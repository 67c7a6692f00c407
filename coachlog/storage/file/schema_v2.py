"""Schema version 2: what became of an entry, and what people do with it.

It is released, so its statements are never edited: they run on no file a second time.
"""

_ASKING = "WHERE kind = 'question' AND expected IS NULL AND share <> 'private'"
_LESSONS = "WHERE lesson IS NOT NULL AND status IN ('logged', 'shared') AND share <> 'private'"
STATEMENTS = (
    # The days of an entry's check-ins, such as '30, 60'. Entries from before version 2 have none,
    # so that an upgrade makes no check-ins due.
    "ALTER TABLE entry ADD COLUMN follow_up TEXT",
    # The results of check-ins. `entry` is a uuid here and below, and not a row number: an entry may
    # be deleted and come back.
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
    # the shares of results in a week and a summary, from the index alone
    "CREATE INDEX checkin_by_day ON checkin (seen_on, entry, days, seen)",
    # When each entry's next check-in is due, which follows from its days and its check-ins, with
    # the columns that `due` filters by.
    """
    CREATE TABLE due (
        entry INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
        due_on TEXT NOT NULL,
        team TEXT NOT NULL,
        private INTEGER NOT NULL,
        trainer TEXT
    )
    """,
    # A team's check-ins, soonest first, and their number. In the last one `private` stands at the
    # end, because one's own private entries are listed among the others.
    "CREATE INDEX due_by_day ON due (private, due_on)",
    "CREATE INDEX due_by_team ON due (team, private, due_on)",
    "CREATE INDEX due_by_trainer ON due (trainer, due_on, entry, private)",
    # A colleague's reply: an idea, a question, "this happened here too" (`other`), thanks.
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
    # the replies to an entry in their order, and whether there is one after a question
    "CREATE INDEX reply_of_entry ON reply (entry, hlc, kind, author)",
    # the counts of a week
    "CREATE INDEX reply_by_day ON reply (said_on, kind, entry)",
    # the questions among them, newest first
    "CREATE INDEX reply_questions ON reply (said_on, hlc, uuid, entry, author) "
    "WHERE kind = 'question'",
    # Open questions, and lessons that were neither adopted nor closed: a week lists the first of
    # them, and counts them up to a limit.
    f"CREATE INDEX entry_asking ON entry (occurred_on, id, uuid) {_ASKING}",
    f"CREATE INDEX entry_asking_by_team ON entry (team, occurred_on, id, uuid) {_ASKING}",
    f"CREATE INDEX entry_lessons ON entry (occurred_on, id, kind) {_LESSONS}",
    f"CREATE INDEX entry_lessons_by_team ON entry (team, occurred_on, id, kind) {_LESSONS}",
    # What became of a writer's entries, for the line after their next recording. It stays in this
    # file.
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
    # read by every recording
    "CREATE INDEX news_untold ON news (trainer) WHERE told = 0",
    "CREATE INDEX news_by_trainer ON news (trainer, hlc)",
    # A learner's feedback on a coaching moment, without a name and without the time of day, which
    # the uuid does not hold either.
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
    # Answers that are shown together or not at all. A group is written once and never changed, even
    # if an answer is deleted: the difference of two groups would show a single answer.
    """
    CREATE TABLE feedback_group (
        uuid TEXT PRIMARY KEY,
        view TEXT NOT NULL,       -- own: for the trainer; team: for everybody else
        answers TEXT NOT NULL     -- uuids, joined by '; '
    ) WITHOUT ROWID
    """,
    # A staff meeting in which a team read out its highlights, or missed its turn.
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
    "CREATE INDEX entry_to_read_out ON entry (team, occurred_on) "
    "WHERE share = 'meeting' AND status = 'logged'",
    # Decision trees, and the paths that people took through them.
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
    # How well a learner knows an entry's lesson. It is theirs alone: it has no revisions, and no
    # export takes it along. The days are civil days, so that what was learned in the afternoon can
    # come up again the next morning.
    """
    CREATE TABLE drill (
        learner TEXT NOT NULL,
        entry TEXT NOT NULL,
        card TEXT NOT NULL,       -- JSON of the fsrs library
        due_on TEXT NOT NULL,
        rated_on TEXT NOT NULL,
        begun_on TEXT NOT NULL,
        answer TEXT NOT NULL,     -- a hash of what the entry said then: another answer is asked \
for at once
        PRIMARY KEY (learner, entry)
    ) WITHOUT ROWID
    """,
    # how many were begun today, and which is due next
    "CREATE INDEX drill_begun ON drill (learner, begun_on)",
    "CREATE INDEX drill_due ON drill (learner, due_on)",
)
