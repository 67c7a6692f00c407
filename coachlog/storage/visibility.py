"""What of the history a reader may know: of undo, redo and history alike.

A change of an entry is visible to others if they may read the entry now, and could read it once
that change was made. So the history of an entry that was shared later begins, for everybody but its
owner, at the moment of sharing.
"""

from collections.abc import Mapping, Sequence

from coachlog.domain.fields import Fields
from coachlog.domain.ownership import may_read
from coachlog.domain.settings import login_of
from coachlog.storage import folds, revisions
from coachlog.storage.conditions import marks
from coachlog.storage.entry_table import owners_of
from coachlog.storage.file.connection import Log
from coachlog.storage.record_tables import ABOUT_ENTRY

Change = tuple[str, str, Fields]

# Added to an hlc it makes a text that sorts after every revision of that action.
JUST_AFTER = "~"


def visible_changes(
    log: Log,
    hlc: str,
    changes: Sequence[Change],
    *,
    is_own: bool,
    now: Mapping[str, Fields] | None = None,
) -> list[Change]:
    """Return those changes of one action that the reader of the log may know of.

    Args:
        log: the log.
        hlc: the action.
        changes: at most `revisions.BATCH` of its changes, each `(table, record, patch)`.
        is_own: whether the action is the reader's own; then it does not matter what they could
            read when they did it.
        now: what some of the records add up to, where the caller has folded them already.
    """
    entry_of = _entries_of(log, changes)
    uuids = sorted(set(entry_of.values()))
    hidden = _unreadable_now(log, uuids, now)
    if not is_own:
        hidden |= _unreadable_then(log, uuids, hlc)
    visible = []
    for change in changes:
        table, record, patch = change
        # That an entry has a learner is known to its owner alone.
        if table == "entry" and not is_own and patch.keys() <= {"learner", "updated_at"}:
            continue
        # The settings of another login are as private as what it calls itself.
        if table == "setting" and not is_own and login_of(record):
            continue
        if entry_of.get(record) not in hidden:
            visible.append(change)
    return visible


def _entries_of(log: Log, changes: Sequence[Change]) -> dict[str, str]:
    """Return the uuid of the entry that each record is, or is about; other records are left out."""
    entry_of = {}
    about_entries = []
    for table, record, _ in changes:
        if table == "entry":
            entry_of[record] = record
        elif table in ABOUT_ENTRY:
            about_entries.append(record)
    for record, fields in folds.fold_many(log, about_entries).items():
        if fields.get("entry"):
            entry_of[record] = fields["entry"]
    return entry_of


def readable_entries(
    log: Log,
    uuids: Sequence[str],
    folded: Mapping[str, Fields] | None = None,
) -> dict[str, bool]:
    """Return whether the reader may see each of at most `revisions.BATCH` entries.

    Args:
        log: the log.
        uuids: the entries. Deleted ones count, too; uuids that no entry ever had are left out.
        folded: what some of them add up to, where the caller has folded them already.
    """
    readable = {}
    # Entries that are not deleted are looked up in their table, which takes no folding.
    for uuid, fields in owners_of(log, uuids).items():
        readable[uuid] = may_read(fields, log.reader)
    others = [uuid for uuid in uuids if uuid not in readable]
    fields_of = dict(folded or {})
    missing = [uuid for uuid in others if uuid not in fields_of]
    fields_of.update(folds.fold_many(log, missing))
    for uuid in others:
        if fields_of[uuid]:
            readable[uuid] = may_read(fields_of[uuid], log.reader)
    return readable


def known_entries(log: Log, uuids: Sequence[str]) -> set[str]:
    """Return those of some uuids that an entry has or had, whether or not the reader may know."""
    known: set[str] = set()
    for batch in revisions.in_batches(uuids):
        known.update(
            log.column(
                f"""SELECT uuid FROM entry WHERE uuid IN ({marks(batch)})
                    UNION ALL SELECT record FROM revision WHERE record IN ({marks(batch)})""",
                [*batch, *batch],
            )
        )
    return known


def _unreadable_now(
    log: Log,
    uuids: Sequence[str],
    now: Mapping[str, Fields] | None,
) -> set[str]:
    readable = readable_entries(log, uuids, now)
    return {uuid for uuid, is_readable in readable.items() if not is_readable}


def _unreadable_then(log: Log, uuids: Sequence[str], hlc: str) -> set[str]:
    """Return those entries that the reader might not see once an action was done."""
    folded = folds.fold_many(log, uuids, hlc + JUST_AFTER)
    return {uuid for uuid, fields in folded.items() if not may_read(fields, log.reader)}
