"""Schema version 4: the same log on less disk, and quicker to read.

Once it is released it is never edited: it runs on no file a second time. Of the program it uses
only what stored patches depend on, which cannot change either.
"""

import sqlite3

from coachlog.storage.patch_json import patch_text, read_patch

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
)


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
