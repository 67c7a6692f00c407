"""A snapshot of what the team may read, as a SQLite file of its own for a web browser.

One that is shown is never changed. To write one of a large log takes seconds, so the next one is a
copy of it in which what has changed since is replaced, and nothing that was taken out is left over.
"""

import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing

from coachlog.named_tuple import NamedTuple
from coachlog.storage.conditions import SHARED_ENTRY
from coachlog.storage.file.connection import Log
from coachlog.storage.file.errors import TranslatedErrors
from coachlog.storage.folds import fold_many
from coachlog.storage.record_tables import TEAM_NAME
from coachlog.storage.revisions import in_batches

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
# To replace so many takes longer than to write all.
MOST_CHANGED = 2_000
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
    _make_file(path)
    with TranslatedErrors(path, writing=True), closing(_open(path)) as db:
        names = ", ".join(columns)
        db.execute(f"CREATE TABLE entries ({names}, PRIMARY KEY (id))")
        db.execute("CREATE TABLE on_list (list, position, id, earlier)")
        _add_entries(db, columns, entries)
        _add_lists(db, lists)
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


def copy_snapshot(
    earlier: str,
    path: str,
    ids: Collection[str],
    columns: Sequence[str],
    entries: "Iterable[Sequence[Any]]",
    lists: Iterable[Listed],
) -> int:
    """Write a snapshot as a copy of an earlier one.

    Args:
        earlier: the path of that one.
        path: where there is no file yet.
        ids: the short ids of entries that have changed since, or are not shared any more.
        columns: as in `write_snapshot`.
        entries: what they are now, if they are still shared.
        lists: read after the entries.

    Returns:
        How many entries it has.

    Raises:
        StorageError: the disk is full, or the log could not be read.
        OSError: the file cannot be copied.
    """
    _make_file(path)
    shutil.copyfile(earlier, path)
    with TranslatedErrors(path, writing=True), closing(_open(path)) as db:
        db.execute("PRAGMA secure_delete = ON")
        _remove_entries(db, ids)
        (newest,) = db.execute("SELECT coalesce(max(rowid), 0) FROM entries").fetchone()
        _add_entries(db, columns, entries)
        searched = ", ".join(SEARCHED)
        db.execute(
            f"""INSERT INTO entries_fts (rowid, {searched})
                SELECT rowid, {searched} FROM entries WHERE rowid > ?""",
            (newest,),
        )
        db.execute("DELETE FROM on_list")
        _add_lists(db, lists)
        db.commit()
        (count,) = db.execute("SELECT count(*) FROM entries").fetchone()
    return int(count)


def newest_revision(log: Log) -> "Any | None":
    """Return the number and the id of the newest revision; None in an empty log."""
    return log.one("SELECT number, id FROM revision ORDER BY number DESC LIMIT 1")


def changed_since(log: Log, newest: "Any | None") -> "dict[str, str | None] | None":
    """Return the entries that have a revision after some other one.

    Args:
        log: the log.
        newest: the number and the id of that one.

    Returns:
        The short id of each by its uuid; None where that cannot be known, or there are too many.
    """
    # A log that was restored may give its number once more.
    if newest is None:
        return None
    number = newest[0]
    same_number = log.one("SELECT number, id FROM revision WHERE number = ?", (number,))
    if same_number != newest:
        return None
    is_renamed = log.one(
        "SELECT 1 FROM revision WHERE number > ? AND tbl = ? LIMIT 1", (number, TEAM_NAME)
    )
    uuids = log.column(
        f"""SELECT DISTINCT record FROM revision
            WHERE number > ? AND tbl = 'entry' LIMIT {MOST_CHANGED}""",
        (number,),
    )
    if is_renamed or len(uuids) == MOST_CHANGED:
        return None
    changed = {}
    for batch in in_batches(uuids):
        for uuid, fields in fold_many(log, batch).items():
            changed[uuid] = fields.get("short_id")
    return changed


def count_shared(log: Log) -> int:
    """Return how many entries a snapshot of the log has."""
    return log.number(f"SELECT count(*) FROM entry e WHERE {SHARED_ENTRY}")


def _make_file(path: str) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _open(path: str) -> sqlite3.Connection:
    db = sqlite3.connect(path)
    # A file that is thrown away needs no journal.
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    return db


def _add_entries(
    db: sqlite3.Connection,
    columns: Sequence[str],
    entries: "Iterable[Sequence[Any]]",
) -> None:
    marks = ", ".join("?" * len(columns))
    db.executemany(f"INSERT INTO entries VALUES ({marks})", entries)


def _add_lists(db: sqlite3.Connection, lists: Iterable[Listed]) -> None:
    db.executemany("INSERT INTO on_list VALUES (?, ?, ?, ?)", lists)


def _remove_entries(db: sqlite3.Connection, ids: Collection[str]) -> None:
    """Remove entries, if they are there, and their words from the index of the search."""
    searched = ", ".join(SEARCHED)
    is_changed = False
    for short_id in ids:
        removed = db.execute(
            f"""INSERT INTO entries_fts (entries_fts, rowid, {searched})
                SELECT 'delete', rowid, {searched} FROM entries WHERE id = ?""",
            (short_id,),
        )
        if removed.rowcount:
            is_changed = True
            db.execute("DELETE FROM entries WHERE id = ?", (short_id,))
    if is_changed:
        # Otherwise the index has the words until it is merged, beside a note that they are gone.
        db.execute("INSERT INTO entries_fts (entries_fts) VALUES ('optimize')")
