"""History: the last actions, and every change to one entry.

The values of an entry are numbered as its history lists them, so that one can be put back. A reader
counts from the first value that they may see: a number tells nobody how much there was before.
"""

from __future__ import annotations

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.entry import Entry
from coachlog.domain.fields import DEFAULTS, FIELD_NAMES, Fields
from coachlog.domain.ownership import may_read
from coachlog.domain.team_names import label_of
from coachlog.errors import NotFoundError
from coachlog.named_tuple import NamedTuple
from coachlog.storage import folds, revisions, short_ids
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import find_entry
from coachlog.storage.visibility import known_revisions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Fields that change by themselves whenever something else does.
_UNLISTED = {"short_id", "recorded_at", "updated_at"}
# A time without its day says another moment.
_MOMENT = ("occurred_on", "occurred_at")


class FieldChange(NamedTuple):
    """One field of an entry that somebody changed.

    Attributes:
        number: The number of the new value; None for a field that an edit cannot put back.
        at: When, in seconds since 1970 UTC.
        author: Who; empty if the revision is not signed.
        verb: What the command is called; None for a change that was made in another file.
        field: Which field.
        before: Its value before; None if it was empty.
        after: Its value after.
    """

    number: int | None
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
    # Tab asks for the values of an entry, and need not load what describes actions.
    from coachlog.services.describe_action import describe_action
    from coachlog.storage import actions

    return [describe_action(log, action, most) for action in actions.actions(log, limit)]


def entry_history(log: Log, name: str) -> list[FieldChange]:
    """Return every change to an entry, field by field, oldest first.

    For everybody but its owner it begins with what the entry said when it was last shared, and
    leaves out the learner. A new owner does not see either whom it was about before the hand-over.

    Args:
        log: Where the revisions are read, on behalf of its reader.
        name: A short id, a longer end of the uuid, or `last`. The entry may be deleted.

    Raises:
        UsageError: `name` cannot be an id.
        NotFoundError: There is no such entry that the reader may see.
    """
    return [change for change, _ in _changes(log, _find_uuid(log, name))]


def value_to_restore(log: Log, entry: Entry, number: int) -> Fields:
    """Return the patch that puts one value of an entry back into its field.

    Args:
        log: Where the revisions are read, on behalf of its reader.
        entry: An entry that the reader may see.
        number: The number of the value in the history of the entry.

    Raises:
        NotFoundError: The history that the reader sees has no value with this number.
    """
    last = 0
    for change, fields in _changes(log, entry.uuid):
        if change.number == number:
            return _patch_back(change, fields)
        last = change.number or last
    raise NotFoundError(
        f"{entry.short_id} has no value {number}. Its values have the numbers 1 to {last}:"
        f"  coachlog history {entry.short_id}"
    )


def _patch_back(change: FieldChange, fields: Fields) -> Fields:
    if change.field in _MOMENT:
        return {name: fields.get(name) for name in _MOMENT}
    value = change.after
    if value is None:
        value = DEFAULTS.get(change.field)
    return {change.field: value}


def _changes(log: Log, uuid: str) -> Iterator[tuple[FieldChange, Fields]]:
    """Yield what `entry_history` returns, each with the fields that the entry had then."""
    number = 0
    for revision in known_revisions(log, uuid):
        fields = revision.values.keys() - _UNLISTED
        for field in sorted(fields, key=_column_order):
            old = _value(revision.before, field)
            new = _value(revision.values, field)
            if old == new:
                continue
            is_value = field in FIELD_NAMES
            number += is_value
            change = FieldChange(
                number=number if is_value else None,
                at=revisions.epoch_seconds(revision.hlc),
                author=revision.author,
                verb=revision.verb,
                field=field,
                before=old,
                after=new,
            )
            yield change, revision.after | revision.values


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
    for uuid, fields in folds.fold_many(log, uuids).items():
        if fields.get("deleted") and may_read(fields, log.reader):
            deleted.append(uuid)
    return deleted


def _column_order(field: str) -> tuple[int, str]:
    """Return where a field stands; `deleted` and those of newer versions come last."""
    if field in FIELD_NAMES:
        return FIELD_NAMES.index(field), field
    return len(FIELD_NAMES), field


def _value(fields: Fields, field: str) -> Any:
    """Return a value as it is shown: the default if it is missing, and None if it is empty."""
    value = fields.get(field)
    if value is None:
        value = DEFAULTS.get(field)
    if field == "team" and value:
        # Another team may have had the name before.
        return label_of(str(value))
    return value or None
