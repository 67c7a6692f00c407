"""Holding the tables against the revisions that they are the fold of, and writing them anew where they differ.

All is read in batches: neither is a million entries in memory at a time, nor is anybody kept from writing for long.
"""

import json

from coachlog.errors import StorageError
from coachlog.storage import due, entry_table, ledger, record_tables, revisions
from coachlog.storage.settings import read_settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Patch

_ROWS = 20_000
_REVISIONS = 2_000  # which may be long
_LAST = "~"  # sorts after every uuid
_WRONG_TOPICS = """
    WITH wanted AS (
        SELECT id, occurred_on, team, kind, share = 'private' AS private, '; ' || topics || '; ' AS topics,
               (length(topics) - length(replace(topics, '; ', ''))) / 2 + 1 AS amount
        FROM entry WHERE id > :after ORDER BY id LIMIT :most
    )
    SELECT id,
           (SELECT count(*) FROM entry_topic t WHERE t.entry = w.id) <> amount
           OR (SELECT count(*) FROM entry_topic t WHERE t.entry = w.id AND t.occurred_on = w.occurred_on AND t.team = w.team
               AND t.kind = w.kind AND t.private = w.private AND instr(w.topics, '; ' || t.topic || '; ') > 0) <> amount
    FROM wanted w"""


def differing_entries(log: "Log") -> "Iterator[tuple[str, bool]]":
    """`(uuid, whether it has revisions)` of each entry that is not in the table as its revisions say, the oldest first.

    Raises:
        StorageError: a revision cannot be read.
    """
    after = ""
    for batch in _folded(log, "entry"):
        last = batch[-1][0] if batch else _LAST
        rows = {
            row[0]: row for row in log.all(f"{_SELECT} WHERE uuid > ? AND uuid <= ?", (after, last))
        }
        for uuid, fields in batch:
            if entry_table.differs(fields, rows.pop(uuid, None)) and _still_differs(log, uuid):
                yield uuid, True
        for uuid in sorted(rows):
            if _still_differs(log, uuid):
                yield uuid, False
        after = last


def differing_records(log: "Log", table: str) -> "Iterator[tuple[str, bool]]":
    """`(uuid, whether it has revisions)` of each record of a family that is not in its table as its revisions say.

    Raises:
        StorageError: a revision cannot be read.
    """
    after, columns = "", ", ".join(record_tables.FAMILIES[table])
    for batch in _folded(log, table):
        last = batch[-1][0] if batch else _LAST
        rows = {
            uuid: tuple(row)
            for uuid, *row in log.all(
                f"SELECT uuid, {columns} FROM {table} WHERE uuid > ? AND uuid <= ?", (after, last)
            )
        }
        yield from [
            (uuid, True)
            for uuid, fields in batch
            if record_tables.row_of(table, fields) != rows.pop(uuid, None)
        ]
        yield from [(uuid, False) for uuid in sorted(rows)]
        after = last


def differing_settings(log: "Log") -> list[str]:
    """The settings that are not as their revisions say."""
    names = log.all(
        "SELECT DISTINCT record FROM revision WHERE length(record) < 36 AND tbl = 'setting'"
    )
    folded = {
        name: fields.get("value")
        for name, fields in revisions.fold_many(log, [name for (name,) in names]).items()
    }
    wanted = {name: value for name, value in folded.items() if value is not None}
    stored = read_settings(log)
    return sorted(
        name for name in wanted.keys() | stored.keys() if wanted.get(name) != stored.get(name)
    )


def wrong_topics(log: "Log") -> "Iterator[int]":
    """The numbers of the entries whose topics are not as the entry says in the table that counts them."""
    after = 0
    while rows := log.all(_WRONG_TOPICS, {"after": after, "most": _ROWS}):
        yield from (number for number, wrong in rows if wrong)
        after = rows[-1][0]


def wrong_names(log: "Log") -> list[str]:
    """The teams and topics that are in use and not in their table, or the other way round."""
    used = "SELECT DISTINCT team FROM entry", "SELECT DISTINCT topic FROM entry_topic"
    kept = "SELECT name FROM team", "SELECT name FROM topic"
    return sorted(
        {
            row[0]
            for a, b in zip(used, kept, strict=True)
            for row in set(log.all(a)) ^ set(log.all(b))
        }
    )


def table_problems(log: "Log") -> str:
    """Which tables are not what the revisions add up to, in words; an empty text where all are."""
    entries_ = sum(1 for _ in differing_entries(log))
    topics = sum(1 for _ in wrong_topics(log))
    families = [
        (table, sum(1 for _ in differing_records(log, table))) for table in record_tables.FAMILIES
    ]
    found = [
        f"entries ({entries_:,})" if entries_ else "",
        f"topics of entries ({topics:,})" if topics else "",
        f"topics without an entry ({lost:,})" if (lost := dangling_topics(log)) else "",
        *(f"{table} ({count:,})" for table, count in families if count),
        f"due check-ins ({days:,})" if (days := sum(1 for _ in due.wrong_due(log))) else "",
        f"names ({', '.join(names[:5])})" if (names := wrong_names(log)) else "",
        f"settings ({', '.join(settings)})" if (settings := differing_settings(log)) else "",
    ]
    return ", ".join(part for part in found if part)


def dangling_topics(log: "Log") -> int:
    """How many rows of topics point to an entry that is not there."""
    return len(log.all("PRAGMA foreign_key_check (entry_topic)"))


def rebuild(log: "Log", clock: "Clock", author: str) -> None:
    """Write what differs as the revisions say, inside the caller's transaction.

    An entry that has no revision at all, which another program has put there, gets one: nothing that can be read is lost.
    """
    # First, because an entry that comes back may get the number that they stand under.
    for table in ("entry_topic", "due"):
        log.run(f"DELETE FROM {table} WHERE entry NOT IN (SELECT id FROM entry)")
    strays: list[str] = []
    while True:
        found: list[str] = []
        for uuid, has_revisions in differing_entries(log):
            (found if has_revisions else strays).append(uuid)
            if len(found) + len(strays) == revisions.BATCH:
                break
        if not found and not strays:
            break
        if strays:
            _adopt(log, clock, author, strays)
            strays = []
        ledger.refold(log, "entry", found)
    for table in record_tables.FAMILIES:
        _rebuild_records(log, clock, author, table)
    wrong = list(due.wrong_due(log))
    for start in range(0, len(wrong), revisions.BATCH):
        due.rewrite_due(log, wrong[start : start + revisions.BATCH])
    names = differing_settings(log)
    for start in range(0, len(names), revisions.BATCH):
        ledger.refold(log, "setting", names[start : start + revisions.BATCH])
    entry_table.rewrite_topics(log, list(wrong_topics(log)))
    entry_table.rewrite_names(log)


def _adopt(log: "Log", clock: "Clock", author: str, uuids: list[str]) -> None:
    from coachlog.storage.actions import begin_step

    marks = ", ".join("?" * len(uuids))
    patches = [
        ("entry", row[0], entry_table.patch_of(row))
        for row in log.all(f"{_SELECT} WHERE uuid IN ({marks}) ORDER BY id", uuids)
    ]
    revisions.append(log, clock, begin_step(log, clock, "doctor"), author, patches)


def _rebuild_records(log: "Log", clock: "Clock", author: str, table: str) -> None:
    from coachlog.storage.actions import begin_step

    differing = list(differing_records(log, table))
    columns = ", ".join(record_tables.FAMILIES[table])
    strays = [uuid for uuid, has_revisions in differing if not has_revisions]
    patches = [
        (table, uuid, record_tables.patch_of(table, row))
        for uuid in strays
        for row in log.all(f"SELECT {columns} FROM {table} WHERE uuid = ?", (uuid,))
    ]
    if patches:
        revisions.append(log, clock, begin_step(log, clock, "doctor"), author, patches)
    found = [uuid for uuid, has_revisions in differing if has_revisions]
    for start in range(0, len(found), revisions.BATCH):
        ledger.refold(log, table, found[start : start + revisions.BATCH])


_SELECT = f"SELECT {entry_table.COLUMNS} FROM entry"


def _folded(log: "Log", table: str) -> "Iterator[list[tuple[str, Patch]]]":
    """The fold of every record of a table, in batches sorted by uuid; the last one is empty."""
    place, record = ("", "", ""), ""
    folded: Patch = {}
    batch: list[tuple[str, Patch]] = []
    while rows := log.all(
        """SELECT record, hlc, id, patch FROM revision WHERE (record, hlc, id) > (?, ?, ?) AND tbl = ?
           ORDER BY record, hlc, id LIMIT ?""",
        (*place, table, _REVISIONS),
    ):
        for name, _, number, patch in rows:
            if name != record:
                if record:
                    batch.append((record, folded))
                record, folded = name, {}
            folded.update(_read(log, number, patch))
        place = rows[-1][:3]
        if batch:
            yield batch
            batch = []
    if record:
        yield [(record, folded)]
    yield []


def _read(log: "Log", number: str, patch: str) -> "dict[str, Any]":
    try:
        read = json.loads(patch)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise StorageError(f"{log.path} is damaged: the revision {number} cannot be read.")
    return read


def _still_differs(log: "Log", uuid: str) -> bool:
    """Whether it does at one moment; somebody may have changed it between the two looks."""
    ours = not log.db.in_transaction
    if ours:
        log.run("BEGIN")
    try:
        fields = revisions.fold(log, uuid)
        return entry_table.differs(fields, log.one(f"{_SELECT} WHERE uuid = ?", (uuid,)))
    finally:
        if ours:
            log.run("COMMIT")
