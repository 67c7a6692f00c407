"""Where the tables differ from what the revisions add up to.

Everything is read in batches: a million entries would not fit into memory, and one long read would
block everybody who writes. An entry may therefore be changed between two reads; before it counts as
a difference, it is looked at again in one read transaction.
"""

from collections.abc import Iterator
from typing import Any

from coachlog.domain.fields import Fields
from coachlog.errors import StorageError
from coachlog.storage import entry_table, record_tables, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.patch_json import read_patch
from coachlog.storage.record_tables import read_settings

_ROWS = 20_000
_REVISIONS = 2_000  # fewer, because a patch may be long
_AFTER_ALL = "~"  # sorts after every uuid
_ENTRIES = f"SELECT {entry_table.COLUMNS} FROM entry"

# Whether the topics of each entry are exactly those in `entry_topic`, with the entry's own values
# beside them. Counting them in SQL is faster than comparing lists in Python.
_TOPICS = """
    WITH batch AS (
        SELECT id, occurred_on, team, kind, share = 'private' AS private,
               '; ' || topics || '; ' AS topics,
               (length(topics) - length(replace(topics, '; ', ''))) / 2 + 1 AS amount
        FROM entry WHERE id > :after ORDER BY id LIMIT :limit
    )
    SELECT id,
           (SELECT count(*) FROM entry_topic t WHERE t.entry = b.id) <> amount
           OR (SELECT count(*) FROM entry_topic t
               WHERE t.entry = b.id AND t.occurred_on = b.occurred_on AND t.team = b.team
               AND t.kind = b.kind AND t.private = b.private
               AND instr(b.topics, '; ' || t.topic || '; ') > 0) <> amount
    FROM batch b"""


def differing_entries(log: Log) -> Iterator[tuple[str, bool]]:
    """Yield `(uuid, whether it has revisions)` of each entry that differs from its revisions.

    Raises:
        StorageError: a revision cannot be read.
    """
    for uuid, fold, row in _folds_and_rows(log, "entry", _ENTRIES):
        if entry_table.differs(fold or {}, row) and _still_differs(log, uuid):
            yield uuid, fold is not None


def differing_records(log: Log, table: str) -> Iterator[tuple[str, bool]]:
    """Yield `(uuid, whether it has revisions)` of each record of a family that differs.

    Args:
        log: the log.
        table: one of `record_tables.FAMILIES`.

    Raises:
        StorageError: a revision cannot be read.
    """
    columns = ", ".join(("uuid", *record_tables.FAMILIES[table]))
    for uuid, fold, row in _folds_and_rows(log, table, f"SELECT {columns} FROM {table}"):
        values = tuple(row[1:]) if row else None
        if record_tables.row_of(table, fold or {}) != values:
            yield uuid, fold is not None


def differing_settings(log: Log) -> list[str]:
    """Return the names of the settings that differ from their revisions."""
    # A uuid has 36 characters, so the names alone are read from the index.
    recorded = log.column(
        "SELECT DISTINCT record FROM revision WHERE length(record) <> 36 AND tbl = 'setting'"
    )
    expected = {}
    for name, fields in revisions.fold_many(log, recorded).items():
        if fields.get("value") is not None:
            expected[name] = fields["value"]
    stored = read_settings(log)
    names = expected.keys() | stored.keys()
    return sorted(name for name in names if expected.get(name) != stored.get(name))


def wrong_topics(log: Log) -> Iterator[int]:
    """Yield the row numbers of the entries whose rows in `entry_topic` differ from them."""
    for rows in log.batches(_TOPICS, _ROWS, after=0):
        yield from (number for number, is_wrong in rows if is_wrong)


def topics_without_entry(log: Log) -> int:
    """Return how many rows of `entry_topic` lead to no entry."""
    return len(log.all("PRAGMA foreign_key_check (entry_topic)"))


def wrong_names(log: Log) -> list[str]:
    """Return the teams and topics that are in use and not in their table, or the reverse."""
    teams = set(log.column("SELECT DISTINCT team FROM entry"))
    topics = set(log.column("SELECT DISTINCT topic FROM entry_topic"))
    wrong = teams.symmetric_difference(log.column("SELECT name FROM team"))
    wrong |= topics.symmetric_difference(log.column("SELECT name FROM topic"))
    return sorted(wrong)


def _folds_and_rows(
    log: Log,
    table: str,
    select: str,
) -> Iterator[tuple[str, Fields | None, tuple[Any, ...] | None]]:
    """Yield `(uuid, fold, row)` of each record of a table; fold or row is None where it is missing.

    Args:
        log: the log.
        table: its name in the revisions.
        select: selects its rows, the uuid first.
    """
    after = ""
    for folds in _folds(log, table):
        last = max(folds, default=_AFTER_ALL)
        rows = {}
        for row in log.all(f"{select} WHERE uuid > ? AND uuid <= ?", (after, last)):
            rows[row[0]] = row
        for uuid, fold in folds.items():
            yield uuid, fold, rows.pop(uuid, None)
        for uuid in sorted(rows):
            yield uuid, None, rows[uuid]
        after = last


def _folds(log: Log, table: str) -> Iterator[dict[str, Fields]]:
    """Yield the folds of a table's records in batches sorted by uuid; the last one is empty."""
    position: tuple[Any, ...] = ("", "", b"")
    folds: dict[str, Fields] = {}
    while rows := log.all(
        """SELECT record, hlc, id, number, patch FROM revision
           WHERE (record, hlc, id) > (?, ?, ?) AND tbl = ? ORDER BY record, hlc, id LIMIT ?""",
        (*position, table, _REVISIONS),
    ):
        for record, _, _, revision, patch in rows:
            folds.setdefault(record, {}).update(_read(log, revision, patch))
        position = rows[-1][:3]
        # The last record may go on in the next batch.
        last = {position[0]: folds.pop(position[0])}
        if folds:
            yield folds
        folds = last
    if folds:
        yield folds
    yield {}


def _read(log: Log, revision: int, patch: str) -> Fields:
    try:
        return read_patch(patch)
    except ValueError:
        raise StorageError(
            f"{log.path} is damaged: the revision {revision} cannot be read."
        ) from None


def _still_differs(log: Log, uuid: str) -> bool:
    """Return whether an entry differs from its revisions at one and the same moment."""
    has_transaction = log.db.in_transaction
    if not has_transaction:
        log.run("BEGIN")
    try:
        row = log.one(f"{_ENTRIES} WHERE uuid = ?", (uuid,))
        return entry_table.differs(revisions.fold(log, uuid), row)
    finally:
        if not has_transaction:
            log.run("COMMIT")
