"""The one way in which records are written: first the revisions, then the tables.

Both are in the caller's transaction, so that a table never shows what no revision says. `doctor`
can therefore rebuild every table, and undo, history and merging need the revisions alone.
"""

from coachlog.storage import due_table, entry_table, news, record_tables, revisions, settings
from coachlog.storage.names import drop_unused_names, use_known_spellings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change, Patch

_NAMING_FIELDS = frozenset({"team", "topics", "deleted"})


def create_entries(
    log: "Log",
    clock: "Clock",
    hlc: str,
    author: str,
    records: "list[Patch]",
    *,
    spelled: bool = False,
) -> None:
    """Write new entries.

    Team and topics get the spelling in use, so that no way into the log makes two names of one.

    Args:
        log: the log.
        clock: makes the ids of the revisions.
        hlc: the action they belong to.
        author: who recorded them.
        records: each with its `uuid`, its `short_id`, and every field that is not empty.
        spelled: whether `use_known_spellings` was called for them in this transaction.
    """
    if not spelled:
        use_known_spellings(log, records)
    revisions.append(log, clock, hlc, author, _creations(records))
    entry_table.insert_entries(log, records)
    due_table.add_due(log, records)


def change_records(
    log: "Log",
    clock: "Clock",
    hlc: str,
    author: str,
    changes: "Iterable[Change]",
) -> None:
    """Write patches to records, known or new, and fold each of those records again.

    Args:
        log: the log.
        clock: makes the ids of the revisions.
        hlc: the action they belong to.
        author: who made the changes.
        changes: each `(table, record, patch)`. It may be a generator of a hundred thousand: only
            one batch is in memory at a time.
    """
    names_may_change = False
    for batch in revisions.in_batches(changes):
        revisions.append(log, clock, hlc, author, batch)
        # Before the tables are written: news compares with the status that an entry had.
        news.note_news(log, hlc, author, batch)
        for table, records in _records_by_table(batch).items():
            refold(log, table, records)
        names_may_change = names_may_change or _may_change_names(batch)
    if names_may_change:
        drop_unused_names(log, "team")
        drop_unused_names(log, "topic")


def write_action(
    log: "Log",
    clock: "Clock",
    author: str,
    verb: str,
    changes: "Iterable[Change]",
) -> None:
    """Write changes as an action of their own, which one undo takes back.

    Args:
        log: the log.
        clock: gives the time and the ids.
        author: who made the changes.
        verb: what undo and history call the action.
        changes: as for `change_records`.
    """
    hlc = revisions.begin_action(log, clock, verb)
    change_records(log, clock, hlc, author, changes)


def refold(log: "Log", table: str, records: "Sequence[str]") -> None:
    """Write records of a table as their revisions add up, and what follows from them.

    Args:
        log: the log, in a transaction.
        table: `entry`, `setting`, or one of `record_tables.FAMILIES`.
        records: at most `revisions.BATCH` uuids, or names of settings.
    """
    folded = revisions.fold_many(log, records)
    if table == "setting":
        for name, fields in folded.items():
            settings.write_setting(log, name, fields.get("value"))
    elif table == "entry":
        entry_table.replace_entries(log, folded.items())
        due_table.rewrite_due(log, list(folded))
    else:
        record_tables.replace_records(log, table, folded.items())
        if table == "checkin":
            entries = {fields["entry"] for fields in folded.values() if fields.get("entry")}
            due_table.rewrite_due(log, list(entries))


def _creations(records: "list[Patch]") -> "Iterator[Change]":
    for record in records:
        patch = dict(record)
        uuid = patch.pop("uuid")
        yield "entry", uuid, patch


def _records_by_table(changes: "list[Change]") -> "dict[str, list[str]]":
    records: dict[str, list[str]] = {}
    for table, record, _ in changes:
        records.setdefault(table, []).append(record)
    return records


def _may_change_names(changes: "list[Change]") -> bool:
    """Return whether a team or topic may be in use no more after these changes."""
    return any(
        table == "entry" and not _NAMING_FIELDS.isdisjoint(patch) for table, _, patch in changes
    )
