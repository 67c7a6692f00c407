"""What of the history a reader may know: of undo, redo and history alike.

A change of an entry is visible to others if they may read the entry now, and could read it once
that change was made. So the history of an entry that was shared later begins, for everybody but its
owner, at the moment of sharing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coachlog.domain.fields import MARKS, Fields
from coachlog.domain.ownership import is_owner, may_read
from coachlog.domain.settings import login_of
from coachlog.named_tuple import NamedTuple
from coachlog.storage import folds, revisions
from coachlog.storage.conditions import marks
from coachlog.storage.entry_table import owners_of
from coachlog.storage.file.connection import Log
from coachlog.storage.record_tables import ABOUT_ENTRY, HOLD
from coachlog.storage.revisions import Change

# Added to an hlc it makes a text that sorts after every revision of that action.
JUST_AFTER = "~"


class KnownRevision(NamedTuple):
    """One revision of an entry, as far as a reader may know it.

    Attributes:
        hlc: when it was written.
        author: who wrote it; empty if nobody signed it.
        verb: what the command is called; None for a change that was made in another file.
        before: the fields of the entry before it.
        values: the fields that it sets, whether or not they count.
        after: the fields of the entry after it.
    """

    hlc: str
    author: str
    verb: str | None
    before: Fields
    values: Fields
    after: Fields


def known_revisions(log: Log, uuid: str) -> list[KnownRevision]:
    """Return the revisions of an entry that the reader may know of, oldest first.

    Where the reader could see it only later, the first of them has all fields as new values.
    """
    known: list[KnownRevision] = []
    items: list[tuple[bytes, Fields]] = []
    before: Fields = {}
    has_marks = False
    for number, hlc, author, verb, patch in revisions.revisions_of(log, uuid):
        items.append((number, patch))
        # A long history takes very long where all of it is folded again for each change.
        after = {**before, **patch}
        values = patch
        has_marks = has_marks or not MARKS.isdisjoint(patch)
        if has_marks:
            after = folds.fold_patches("entry", items)
            values = _values_of(items, counting=not is_owner(after, log.reader))
        if may_read(after, log.reader):
            visible_before, values = _visible(before, after, values, log.reader)
            revision = KnownRevision(
                hlc=hlc,
                author=author,
                verb=verb,
                before=visible_before,
                values=values,
                after=after,
            )
            known.append(revision)
        else:
            # What was withdrawn stays so, also when the entry is shared again.
            known.clear()
        before = after
    return known


def _values_of(items: Sequence[tuple[bytes, Fields]], *, counting: bool) -> Fields:
    """Return the fields that the last of some revisions of an entry sets, one of which has marks.

    Args:
        items: the id and the patch of each, in their order.
        counting: leave out the text of one that was written without knowing that the entry was
            withdrawn or moved: others have to take it out.
    """
    from coachlog.domain.folding import EntryHistory, epoch_of, fields_of

    number, patch = items[-1]
    if counting and epoch_of(number, patch) != EntryHistory(items).epoch:
        # Hardly ever needed, and what it loads is slow.
        from coachlog.domain.merging import skeleton

        patch = skeleton(patch)
    return fields_of(patch)


def _visible(
    before: Fields,
    after: Fields,
    values: Fields,
    reader: str | None,
) -> tuple[Fields, Fields]:
    """Return what a reader may know of one revision: the fields before it, and its new values.

    Args:
        before: the fields of the entry before the revision; empty for the first one.
        after: the fields after it.
        values: what it sets.
        reader: who asks, and may see the entry after it.
    """
    visible_before = before
    values = dict(values)
    if before and not may_read(before, reader):
        # The values before this moment are those of a private entry, and all are new to others.
        visible_before = {"share": before.get("share")}
        values = dict(after)
    # Whom it was about before a hand-over is known to the earlier owner alone.
    if not is_owner(after, reader) or (before and not is_owner(before, reader)):
        values.pop("learner", None)
    return visible_before, values


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
        if not is_own and _is_personal(change):
            continue
        _, record, _ = change
        if entry_of.get(record) not in hidden:
            visible.append(change)
    return visible


def _is_personal(change: Change) -> bool:
    """Return whether a change is nobody's business but that of whoever made it."""
    table, record, patch = change
    # That an entry has a learner is known to its owner alone.
    if table == "entry":
        return patch.keys() <= {"learner", "updated_at"}
    # The settings of another login are as private as what it calls itself.
    if table == "setting":
        return login_of(record) is not None
    # So is what somebody holds, and what for.
    return table == HOLD


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
