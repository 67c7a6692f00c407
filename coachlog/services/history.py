"""History: the last actions, and every change to one entry."""

from typing import Any, NamedTuple

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.fields import DEFAULTS, FIELD_NAMES
from coachlog.errors import NotFoundError
from coachlog.services.describe_action import describe_action
from coachlog.services.find import find_visible_entry, is_hidden
from coachlog.storage import actions, revisions
from coachlog.storage.file.connection import Log

Fields = dict[str, Any]

# Fields that change by themselves whenever something else does.
_UNLISTED = {"short_id", "recorded_at", "updated_at"}


class FieldChange(NamedTuple):
    """One field of an entry that somebody changed.

    Attributes:
        at: When, in seconds since 1970 UTC.
        author: Who; empty if the revision is not signed.
        verb: What the command is called; None for a change that was made in another file.
        field: Which field.
        before: Its value before, of a field that may be empty None.
        after: Its value after.
    """

    at: float
    author: str
    verb: str | None
    field: str
    before: Any
    after: Any


def last_actions(log: Log, reader: str, limit: int) -> list[ActionSummary]:
    """Return the last actions of this file, newest first, as `reader` may see them.

    Args:
        log: Where the actions are read.
        reader: Who reads them: no words of somebody else's private entry are in one.
        limit: How many actions at most.
    """
    return [describe_action(log, reader, action) for action in actions.actions(log, limit)]


def entry_history(log: Log, reader: str, name: str) -> list[FieldChange]:
    """Return every change to an entry, field by field, oldest first.

    Args:
        log: Where the revisions are read.
        reader: Who reads them. Only the writer of an entry sees its learner.
        name: A short id, a longer end of the uuid, or `last`. The entry may be deleted.

    Raises:
        UsageError: `name` cannot be an id.
        NotFoundError: No such entry, or somebody else's private one.
    """
    uuid = _find_uuid(log, reader, name)
    changes = []
    now: Fields = {}
    for hlc, author, verb, patch in revisions.revisions_of(log, uuid):
        for field in sorted(patch, key=_column_order):
            before = _value(now, field)
            after = _value(patch, field)
            now[field] = patch[field]
            if before == after:
                continue
            changes.append(
                FieldChange(
                    at=revisions.epoch_seconds(hlc),
                    author=author,
                    verb=verb,
                    field=field,
                    before=before,
                    after=after,
                )
            )
    # By the writer it has now: an entry that was handed over is its new writer's.
    hidden = set(_UNLISTED)
    if now.get("trainer") != reader:
        hidden.add("learner")
    return [change for change in changes if change.field not in hidden]


def _find_uuid(log: Log, reader: str, name: str) -> str:
    """Return the uuid of the entry called `name`, or else of the deleted one."""
    try:
        return find_visible_entry(log, reader, name).uuid
    except NotFoundError:
        deleted = _deleted_entries(log, name)
        if not deleted:
            raise
    if len(deleted) > 1:
        raise NotFoundError(
            f"several deleted entries are called {name}: {', '.join(deleted)}. Give one in full."
        )
    ((uuid, fields),) = deleted.items()
    if is_hidden(fields, reader):
        raise NotFoundError(f"{name} was {fields.get('trainer')}'s private entry.")
    return uuid


def _deleted_entries(log: Log, name: str) -> dict[str, Fields]:
    """Return the deleted entries whose uuid ends in `name`, by uuid."""
    uuids = revisions.uuids_ending_with(log, name.lower().replace("-", ""))
    folds = revisions.fold_many(log, uuids)
    return {uuid: fields for uuid, fields in folds.items() if fields.get("deleted")}


def _column_order(field: str) -> int:
    """Return where a field stands; `deleted` and those of newer versions come last."""
    if field in FIELD_NAMES:
        return FIELD_NAMES.index(field)
    return len(FIELD_NAMES)


def _value(fields: Fields, field: str) -> Any:
    """Return a value as it is shown: the default where there is none, and None for empty."""
    value = fields.get(field)
    if value is None:
        value = DEFAULTS.get(field)
    return value or None
