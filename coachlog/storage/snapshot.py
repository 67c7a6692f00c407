"""A snapshot of what the team may read, as a SQLite file of its own for a web browser.

It is written anew from its first to its last byte and never changed: nothing that was taken out of
the log can be left over in it.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing

from coachlog.named_tuple import NamedTuple
from coachlog.storage.file.errors import TranslatedErrors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What the browser groups by, and what it sorts by. Topics are an array, which no index helps.
INDEXED = ("team", "kind", "week", "day")
SEARCHED = (
    "happened",
    "recovery",
    "expected",
    "why",
    "lesson",
    "rule",
    "topics",
)
LIST_QUERY = """SELECT e.id, e.day, e.team, e.topics, e.kind, e.happened, e.recovery, e.lesson,
    e.status FROM on_list l JOIN entries e ON e.id = l.id
    WHERE l.list = '{name}' ORDER BY l.position"""
REPEATS_QUERY = """SELECT e.id, e.day, e.team, e.topics, e.happened, e.recovery,
    b.id AS earlier, b.day AS earlier_day, b.lesson AS earlier_lesson
    FROM on_list l JOIN entries e ON e.id = l.id LEFT JOIN entries b ON b.id = l.earlier
    WHERE l.list = '{name}' ORDER BY l.position"""


class Listed(NamedTuple):
    """One entry of a ready-made list.

    Attributes:
        list_name: the list.
        position: where it stands in it.
        id: its short id.
        earlier: the short id of the entry that came back, on a list of those.
    """

    list_name: str
    position: int
    id: str
    earlier: str | None = None


def write_snapshot(
    path: str,
    columns: Sequence[str],
    entries: "Iterable[Sequence[Any]]",
    lists: Iterable[Listed],
) -> None:
    """Write a snapshot.

    Args:
        path: where there is no file yet.
        columns: what each entry has; `id`, and those of `INDEXED` and `SEARCHED`, are among them.
        entries: a value for each column.
        lists: read after the entries.

    Raises:
        StorageError: the disk is full, or the log could not be read.
        OSError: the file cannot be made.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with TranslatedErrors(path, writing=True), closing(sqlite3.connect(path)) as db:
        # A file that is thrown away needs no journal.
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        names = ", ".join(columns)
        db.execute(f"CREATE TABLE entries ({names}, PRIMARY KEY (id))")
        db.execute("CREATE TABLE on_list (list, position, id, earlier)")
        marks = ", ".join("?" * len(columns))
        db.executemany(f"INSERT INTO entries VALUES ({marks})", entries)
        db.executemany("INSERT INTO on_list VALUES (?, ?, ?, ?)", lists)
        for name in INDEXED:
            db.execute(f"CREATE INDEX entries_by_{name} ON entries ({name})")
        db.execute("CREATE INDEX on_list_by_list ON on_list (list, position)")
        # By its quotes Datasette knows which table it searches.
        db.execute(
            f"""CREATE VIRTUAL TABLE entries_fts USING fts5({", ".join(SEARCHED)},
                content="entries", tokenize='porter unicode61 remove_diacritics 2')"""
        )
        db.execute("INSERT INTO entries_fts(entries_fts) VALUES ('rebuild')")
        db.commit()
