"""Schema version 3: names that the log was taught, and when a mistake is open.

Once it is released its statements are never edited: they run on no file a second time.
"""

STATEMENTS = (
    # What somebody said of a word: that it is somebody's name, or that it is none.
    """
    CREATE TABLE taught_name (
        uuid TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        is_name INTEGER NOT NULL, -- 0 for an ordinary word, about which `clear` does not ask again
        author TEXT
    ) WITHOUT ROWID
    """,
    # A mistake that changed something, or was closed, is not open although it has no recovery.
    "DROP INDEX entry_open",
    "CREATE INDEX entry_open ON entry (occurred_on, share, kind, recovery, status) "
    "WHERE kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed')",
)
