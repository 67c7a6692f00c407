"""History: the last actions, and every change to one entry."""

from typing import Any, NamedTuple

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.fields import DEFAULTS, FIELD_NAMES, Fields
from coachlog.domain.ownership import is_owner, may_read
from coachlog.errors import NotFoundError
from coachlog.services.describe_action import describe_action
from coachlog.storage import actions, revisions, short_ids
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import find_entry

# Fields that change by themselves whenever something else does.
_UNLISTED = {"short_id", "recorded_at", "updated_at"}


class FieldChange(NamedTuple):
    """One field of an entry that somebody changed.

    Attributes:
        at: When, in seconds since 1970 UTC.
        author: Who; empty if the revision is not signed.
        verb: What the command is called; None for a change that was made in another file.
        field: Which field.
        before: Its value before; None if it was empty.
        after: Its value after.
    """

    at: float
    author: str
    verb: str | None
    field: str
    before: Any
    after: Any


def last_actions(log: Log, limit: int, most: int = -1) -> list[ActionSummary]:
    """Return the last actions of this file that its reader may know of, newest first.

    Args:
        log: Where the actions are read.
        limit: How many actions at most.
        most: Where to stop counting what a large action changed; -1 counts all of it.
    """
    return [describe_action(log, action, most) for action in actions.actions(log, limit)]


def entry_history(log: Log, name: str) -> list[FieldChange]:
    """Return every change to an entry, field by field, oldest first.

    For everybody but its owner it begins when the entry was shared, and leaves out the learner. A
    new owner does not see either whom it was about before the hand-over.

    Args:
        log: Where the revisions are read, on behalf of its reader.
        name: A short id, a longer end of the uuid, or `last`. The entry may be deleted.

    Raises:
        UsageError: `name` cannot be an id.
        NotFoundError: There is no such entry that the reader may see.
    """
    uuid = _find_uuid(log, name)
    changes = []
    now: Fields = {}
    for hlc, author, verb, patch in revisions.revisions_of(log, uuid):
        before = dict(now)
        now |= patch
        for field in _shown_fields(before, now, patch, log.reader):
            old = _value(before, field)
            new = _value(patch, field)
            if old == new:
                continue
            changes.append(
                FieldChange(
                    at=revisions.epoch_seconds(hlc),
                    author=author,
                    verb=verb,
                    field=field,
                    before=old,
                    after=new,
                )
            )
    return changes


def _shown_fields(before: Fields, after: Fields, patch: Fields, reader: str | None) -> list[str]:
    """Return which fields of one revision a reader is shown, in the order of the columns.

    Args:
        before: The fields of the entry before the revision; empty for the first one.
        after: The fields after it.
        patch: What it changed.
        reader: Who asks.
    """
    if not may_read(after, reader):
        return []
    fields = patch.keys() - _UNLISTED
    if before and not may_read(before, reader):
        # The values before this moment are those of a private entry.
        fields &= {"share", "trainer"}
    # Whom it was about before a hand-over is known to the earlier owner alone.
    if not is_owner(after, reader) or (before and not is_owner(before, reader)):
        fields -= {"learner"}
    return sorted(fields, key=_column_order)


def _find_uuid(log: Log, name: str) -> str:
    """Return the uuid of the entry called `name`, or else of the deleted one."""
    try:
        return find_entry(log, name).uuid
    except NotFoundError:
        deleted = _deleted_entries(log, name)
        if not deleted:
            raise
    if len(deleted) > 1:
        raise NotFoundError(
            f"several deleted entries are called {name}: {', '.join(deleted)}. Give one in full."
        )
    return deleted[0]


def _deleted_entries(log: Log, name: str) -> list[str]:
    """Return the uuids ending in `name` of deleted entries that the reader could see."""
    uuids = short_ids.uuids_ending_with(log, name.lower().replace("-", ""))
    deleted = []
    for uuid, fields in revisions.fold_many(log, uuids).items():
        if fields.get("deleted") and may_read(fields, log.reader):
            deleted.append(uuid)
    return deleted


def _column_order(field: str) -> int:
    """Return where a field stands; `deleted` and those of newer versions come last."""
    if field in FIELD_NAMES:
        return FIELD_NAMES.index(field)
    return len(FIELD_NAMES)


def _value(fields: Fields, field: str) -> Any:
    """Return a value as it is shown: the default if it is missing, and None if it is empty."""
    value = fields.get(field)
    if value is None:
        value = DEFAULTS.get(field)
    return value or None
