"""Rebuilding the tables from the revisions, where they differ."""

from collections.abc import Iterable
from typing import Any

from coachlog.domain.fields import Fields
from coachlog.storage import due_table, entry_table, ledger, record_tables, revisions
from coachlog.storage.actions import begin_step
from coachlog.storage.differences import (
    REVISION,
    Difference,
    differences,
    topics_without_entry,
    wrong_names,
    wrong_topics,
)
from coachlog.storage.file.connection import Log
from coachlog.storage.mending import DEVICE, UNKNOWN_VERB, mend_patch, mend_rows, other_damage
from coachlog.storage.names import rewrite_names
from coachlog.storage.readable import (
    TABLES,
    delete_record,
    is_complete,
    is_whole,
    readable_fold,
    readable_row,
)
from coachlog.storage.record_tables import TEAM_NAME
from coachlog.storage.short_ids import free_short_id, used_short_ids
from coachlog.storage.stored_values import Table, is_short_id, table_of
from coachlog.storage.week_counts import rewrite_weeks, wrong_weeks

MOST_NAMES = 5
_NAMES = {REVISION: "changes that cannot be read", "entry": "entries"}


class Finds:
    """The first finds of a kind, and how many there are: a log may have a million of them."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.count = 0

    def add(self, find: Any) -> None:
        """Count a find, and keep it if it is one of the first."""
        self.count += 1
        if len(self.first) < MOST_NAMES:
            self.first.append(str(find))

    def __str__(self) -> str:
        """Return the first ones, and how many more there are."""
        shown = ", ".join(self.first)
        if self.count > MOST_NAMES:
            return f"{shown}, and {self.count - MOST_NAMES:,} more"
        return shown


def table_problems(log: Log) -> str:
    """Return which tables are damaged or differ from the revisions; an empty text if none does."""
    damaged = _by_kind((damage.table, damage) for damage in other_damage(log))
    problems = [f"damaged: {finds}" for finds in damaged.values()]
    differing = _by_kind((table, record) for table, record, _ in differences(log))
    names = _by_kind(("names", name) for name in wrong_names(log))
    if "setting" in differing:
        names["settings"] = differing.pop("setting")
    counts = {}
    for table, finds in differing.items():
        counts[_NAMES.get(table, table)] = finds.count
    counts["topics of entries"] = _count(wrong_topics(log))
    counts["topics without an entry"] = topics_without_entry(log)
    counts["counts of weeks"] = wrong_weeks(log)
    counts["due check-ins"] = _count(due_table.wrong_due(log))
    problems += [f"{kind} ({count:,})" for kind, count in counts.items() if count]
    problems += [f"{kind} ({finds})" for kind, finds in names.items()]
    return ", ".join(problems)


def _by_kind(finds: Iterable[tuple[str, Any]]) -> dict[str, Finds]:
    by_kind: dict[str, Finds] = {}
    for kind, find in finds:
        by_kind.setdefault(kind, Finds()).add(find)
    return by_kind


def rebuild(log: Log, author: str) -> None:
    """Write what differs as the revisions add up, inside the caller's transaction.

    An entry without a revision, which another program has added, is given one: nothing that can be
    read is lost. What cannot be mended is left, and `table_problems` goes on to tell of it.

    Args:
        log: the log.
        author: signs them.
    """
    # First, because an entry that comes back may get the row number that they stand under.
    for table in ("entry_topic", "due"):
        log.run(f"DELETE FROM {table} WHERE entry NOT IN (SELECT id FROM entry)")
    mend_rows(log, list(other_damage(log)))
    for table, revision, _ in list(differences(log)):
        if table == REVISION:
            mend_patch(log, revision)
    # First what teams are called, by which the entries are written.
    _rebuild_table(log, author, TEAM_NAME, _differing(log, TEAM_NAME))
    differing = list(differences(log))
    for table in TABLES:
        _rebuild_table(log, author, table, [each for each in differing if each.table == table])
    for uuids in revisions.in_batches(list(due_table.wrong_due(log))):
        due_table.rewrite_due(log, uuids)
    entry_table.rewrite_topics(log, list(wrong_topics(log)))
    rewrite_names(log)
    rewrite_weeks(log)


def _differing(log: Log, table: str) -> list[Difference]:
    return [each for each in differences(log) if each.table == table]


def fill_tables(log: Log, author: str, names: list[str]) -> None:
    """Fill tables that were lost, and made again, from the revisions; in a transaction.

    Args:
        log: the log.
        author: signs an entry without a revision.
        names: the tables. What `WITHOUT_HISTORY` names of them stays empty.
    """
    rebuild(log, author)
    if "action" in names:
        _note_actions(log)


def _note_actions(log: Log) -> None:
    """Note the actions that the revisions of this file belong to, where all actions were lost.

    What each did is known, but not by which command. They stand, as far as they can be undone: of
    what was purged nothing can be brought back.

    Args:
        log: the log, in a transaction.
    """
    log.run(
        f"""INSERT OR IGNORE INTO action (hlc, verb, undone)
            SELECT DISTINCT hlc, '{UNKNOWN_VERB}', {revisions.STANDS} FROM revision
            WHERE device = (SELECT value FROM meta WHERE name = ?)
            AND record NOT IN (SELECT record FROM revision WHERE instr(patch, '"purged"'))""",
        (DEVICE,),
    )


def _rebuild_table(log: Log, author: str, name: str, differing: list[Difference]) -> None:
    table = table_of(log, name)
    strays = []
    revised = []
    for _, record, has_revisions in differing:
        if has_revisions or name == "setting":
            revised.append(record)
        else:
            strays.append(record)
    writable = _complete_folds(log, table, revised)
    if strays:
        missing = [_mark_of(name, fold) for fold in writable.values()]
        _adopt(log, author, _strays_to_adopt(log, table, strays, missing))
    for records in revisions.in_batches(writable):
        ledger.refold(log, name, records)
    if name == "entry":
        for record, fold in writable.items():
            _mend_short_id(log, record, fold)


def _complete_folds(log: Log, table: Table, records: list[str]) -> dict[str, Fields]:
    """Return what the revisions of records make of them, for those that can be written."""
    folds = {}
    for record in records:
        fold = readable_fold(log, table, record)
        if is_complete(table, fold):
            folds[record] = fold
    return folds


def _strays_to_adopt(
    log: Log,
    table: Table,
    strays: list[str],
    missing: list[Any],
) -> "list[revisions.Change]":
    """Return the changes that make rows without revisions; a damaged row is left as it is."""
    adopted: list[revisions.Change] = []
    for record in strays:
        patch = readable_row(log, table, record)
        if _mark_of(table.name, patch) in missing:
            # Its key is damaged: the revisions have it under another one, and bring it back.
            delete_record(log, table.name, record)
        elif is_whole(log, table, record):
            adopted.append((table.name, record, patch))
    return adopted


def _mend_short_id(log: Log, uuid: str, fold: Fields) -> None:
    """Give an entry whose short id is damaged the one that it was recorded with, if that is free.

    No other mending changes a short id: an entry may have got another one when it came back.
    """
    stored = log.value("SELECT short_id FROM entry WHERE uuid = ?", (uuid,))
    if stored is None or is_short_id(stored):
        return
    short_id = fold.get("short_id")
    if not short_id or used_short_ids(log, [short_id]):
        short_id = free_short_id(log, uuid)
    log.run("UPDATE entry SET short_id = ? WHERE uuid = ?", (short_id, uuid))


def _mark_of(table: str, fields: Fields) -> Any:
    """Return what tells a record from all others, apart from its key."""
    if table == "entry":
        return fields.get("short_id")
    return record_tables.row_of(table, fields)


def _adopt(log: Log, author: str, changes: "list[revisions.Change]") -> None:
    """Write a revision for records that have none."""
    if changes:
        revisions.append(log, begin_step(log, "doctor"), changes, author)


def _count(items: Iterable[Any]) -> int:
    return sum(1 for _ in items)
