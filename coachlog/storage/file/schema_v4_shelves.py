"""The tables of schema version 4 for sharing: what came, what went, and what teams are called.

And the one of holds. All but the names of teams are about this file alone: nothing takes them
along, and only holds have revisions.
"""

STATEMENTS = (
    # Where this file exchanges revisions with others.
    """
    CREATE TABLE shelf (
        id TEXT PRIMARY KEY,      -- what the shelf itself says that it is
        kind TEXT NOT NULL,       -- folder
        place TEXT NOT NULL,
        every_team INTEGER NOT NULL DEFAULT 0 -- 1: also of the teams that come later
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE shelf_team (
        shelf TEXT NOT NULL,
        team TEXT NOT NULL,
        sent INTEGER NOT NULL DEFAULT 0, -- the highest number of a revision that went there
        heard TEXT,               -- the hlc of the newest revision that came from there
        PRIMARY KEY (shelf, team)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE segment (
        shelf TEXT NOT NULL,
        team TEXT NOT NULL,
        name TEXT NOT NULL,
        state TEXT NOT NULL,      -- taken, own, replaced
        last INTEGER NOT NULL,    -- the highest number of a revision in it, if it is this file's
        PRIMARY KEY (shelf, team, name)
    ) WITHOUT ROWID
    """,
    # Which revisions were made elsewhere, by their numbers.
    """
    CREATE TABLE arrival (
        first INTEGER PRIMARY KEY,
        last INTEGER NOT NULL,
        source TEXT NOT NULL      -- a shelf with its team, or merge
    )
    """,
    # Revisions that were set aside: a newer coachlog has to read them, or they were refused.
    """
    CREATE TABLE held (
        id BLOB PRIMARY KEY,
        source TEXT NOT NULL,
        record TEXT NOT NULL,
        tbl TEXT NOT NULL,
        hlc TEXT NOT NULL,
        device TEXT NOT NULL,
        author TEXT NOT NULL,
        patch TEXT NOT NULL,
        reason TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX held_of_record ON held (record)",
    # What a team that was renamed or merged is called now; entries keep the name that they were
    # written with. A name that another team had before has a number behind it.
    """
    CREATE TABLE team_name (
        uuid TEXT PRIMARY KEY,    -- follows from the old name
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        hlc TEXT NOT NULL         -- of renames in a circle the newest counts
    ) WITHOUT ROWID
    """,
    # What its trainer wants nothing erased of. No entry: of all that is theirs, later, too.
    """
    CREATE TABLE hold (
        uuid TEXT PRIMARY KEY,
        entry TEXT,               -- uuid
        trainer TEXT NOT NULL,    -- who holds it
        why TEXT NOT NULL,
        held_on TEXT NOT NULL     -- civil day
    ) WITHOUT ROWID
    """,
    "CREATE INDEX hold_by_trainer ON hold (trainer)",
    "CREATE INDEX hold_of_entry ON hold (entry)",
)
