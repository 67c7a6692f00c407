"""Looking back: what was done to the log, and who changed what of an entry."""

from typing import Any, NamedTuple

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.fields import DEFAULTS, FIELDS
from coachlog.errors import NotFoundError
from coachlog.services.edit import find_visible_entry
from coachlog.services.undo import described
from coachlog.storage import actions, revisions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log


class FieldChange(NamedTuple):
    """One field of an entry that somebody changed."""

    at: float  # seconds since 1970 UTC
    author: str
    verb: str | None  # None where another file's user did it
    field: str
    before: Any
    after: Any


def last_actions(log: "Log", reader: str, limit: int) -> list[ActionSummary]:
    """The last actions, the newest first, as `reader` may see them."""
    return [described(log, reader, action) for action in actions.actions(log, limit)]


def entry_history(log: "Log", reader: str, name: str) -> list[FieldChange]:
    """Every change to the entry called `name`, which may be deleted, field by field, the oldest first.

    What only repeats when it was changed is left out. A learner is shown to the writer alone.

    Raises:
        UsageError: `name` cannot be an id.
        NotFoundError: there never was such an entry, or it is somebody else's private one.
    """
    uuid = _record(log, reader, name)
    revised = []
    now: dict[str, Any] = {}
    for hlc, author, verb, patch in revisions.revisions_of(log, uuid):
        for field, value in sorted(patch.items(), key=_place):
            before, after = _shown(now, field), _shown(patch, field)
            if before != after:
                revised.append(
                    FieldChange(revisions.epoch_seconds(hlc), author, verb, field, before, after)
                )
            now[field] = value
    hidden = {"short_id", "recorded_at", "updated_at"} | (
        set() if now.get("trainer") == reader else {"learner"}
    )
    return [one for one in revised if one.field not in hidden]


def _record(log: "Log", reader: str, name: str) -> str:
    try:
        return find_visible_entry(log, reader, name).uuid
    except NotFoundError:
        uuids = revisions.uuids_ending_with(log, name.lower().replace("-", ""))
        deleted = [
            (uuid, fields)
            for uuid, fields in revisions.fold_many(log, uuids).items()
            if fields.get("deleted")
        ]
        if len(deleted) > 1:
            raise NotFoundError(
                f"several deleted entries are called {name}: {', '.join(uuids)}. Give one in full."
            ) from None
        if not deleted:
            raise
    ((uuid, fields),) = deleted
    if fields.get("share") == "private" and fields.get("trainer") != reader:
        raise NotFoundError(f"{name} was {fields.get('trainer')}'s private entry.")
    return uuid


def _place(item: tuple[str, Any]) -> int:
    return FIELDS.index(item[0]) if item[0] in FIELDS else len(FIELDS)


def _shown(fields: dict[str, Any], field: str) -> Any:
    value = fields.get(field)
    value = DEFAULTS.get(field) if value is None else value
    return value or None
