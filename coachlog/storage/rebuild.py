"""Rebuilding the tables from the revisions, where they differ."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from coachlog.storage import due_table, entry_table, ledger, record_tables, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.conditions import marks
from coachlog.storage.differences import (
    differing_entries,
    differing_records,
    differing_settings,
    topics_without_entry,
    wrong_names,
    wrong_topics,
)
from coachlog.storage.file.connection import Log
from coachlog.storage.names import rewrite_names

MOST_NAMES = 5


def table_problems(log: Log) -> str:
    """Return which tables differ from the revisions, in words; an empty text if none does.

    Raises:
        StorageError: a revision cannot be read.
    """
    counts = {
        "entries": _count(differing_entries(log)),
        "topics of entries": _count(wrong_topics(log)),
        "topics without an entry": topics_without_entry(log),
    }
    for table in record_tables.FAMILIES:
        counts[table] = _count(differing_records(log, table))
    counts["due check-ins"] = _count(due_table.wrong_due(log))
    problems = [f"{what} ({count:,})" for what, count in counts.items() if count]
    names = wrong_names(log)
    if names:
        problems.append(f"names ({', '.join(names[:MOST_NAMES])})")
    settings = differing_settings(log)
    if settings:
        problems.append(f"settings ({', '.join(settings)})")
    return ", ".join(problems)


def rebuild(log: Log, author: str) -> None:
    """Write what differs as the revisions add up, inside the caller's transaction.

    An entry without a revision, which another program has added, is given one: nothing that can be
    read is lost.

    Args:
        log: the log.
        author: signs them.
    """
    # First, because an entry that comes back may get the row number that they stand under.
    for table in ("entry_topic", "due"):
        log.run(f"DELETE FROM {table} WHERE entry NOT IN (SELECT id FROM entry)")
    _rebuild_entries(log, author)
    for table in record_tables.FAMILIES:
        _rebuild_records(log, author, table)
    for uuids in revisions.in_batches(list(due_table.wrong_due(log))):
        due_table.rewrite_due(log, uuids)
    for names in revisions.in_batches(differing_settings(log)):
        ledger.refold(log, "setting", names)
    entry_table.rewrite_topics(log, list(wrong_topics(log)))
    rewrite_names(log)


def _rebuild_entries(log: Log, author: str) -> None:
    # From the start after each batch, because what is written changes what is still to be read.
    while differing := list(islice(differing_entries(log), revisions.BATCH)):
        strays = [uuid for uuid, has_revisions in differing if not has_revisions]
        rows = log.all(
            f"""SELECT {entry_table.COLUMNS} FROM entry
                WHERE uuid IN ({marks(strays)}) ORDER BY id""",
            strays,
        )
        _adopt(log, author, [("entry", row[0], entry_table.patch_of(row)) for row in rows])
        ledger.refold(log, "entry", [uuid for uuid, has_revisions in differing if has_revisions])


def _rebuild_records(log: Log, author: str, table: str) -> None:
    differing = list(differing_records(log, table))
    columns = ", ".join(record_tables.FAMILIES[table])
    strays: list[revisions.Change] = []
    for uuid, has_revisions in differing:
        if not has_revisions:
            row = log.one(f"SELECT {columns} FROM {table} WHERE uuid = ?", (uuid,))
            strays.append((table, uuid, record_tables.patch_of(table, row)))
    _adopt(log, author, strays)
    for uuids in revisions.in_batches(uuid for uuid, has_revisions in differing if has_revisions):
        ledger.refold(log, table, uuids)


def _adopt(log: Log, author: str, changes: "list[revisions.Change]") -> None:
    """Write a revision for records that have none."""
    if changes:
        revisions.append(log, begin_step(log, "doctor"), changes, author)


def _count(items: Iterable[Any]) -> int:
    return sum(1 for _ in items)
