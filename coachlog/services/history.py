"""Looking back: what was done to the log, and who changed what of an entry."""

from typing import Any, NamedTuple

from coachlog.domain.fields import DEFAULTS, FIELDS
from coachlog.domain.steps import Step
from coachlog.errors import NotFoundError
from coachlog.services.change import found
from coachlog.services.undo import described
from coachlog.storage import actions, history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.connection import Log


class Revised(NamedTuple):
    """One field of an entry that somebody changed."""

    at: float  # seconds since 1970 UTC
    author: str
    verb: str | None  # None where another file's user did it
    field: str
    before: Any
    after: Any


def last_actions(log: "Log", me: str, limit: int) -> list[Step]:
    """The last actions, the newest first, as `me` may see them."""
    return [described(log, me, action) for action in actions.actions(log, limit)]


def revisions(log: "Log", me: str, name: str) -> list[Revised]:
    """Every change to the entry called `name`, which may be deleted, field by field, the oldest first.

    What only repeats when it was changed is left out. A learner is shown to the writer alone.

    Raises:
        UsageError: `name` cannot be an id.
        NotFoundError: there never was such an entry, or it is somebody else's private one.
    """
    uuid = _record(log, me, name)
    revised = []
    now: dict[str, Any] = {}
    for hlc, author, verb, patch in history.revisions_of(log, uuid):
        for field, value in sorted(patch.items(), key=_place):
            before, after = _shown(now, field), _shown(patch, field)
            if before != after:
                revised.append(Revised(history.seconds(hlc), author, verb, field, before, after))
            now[field] = value
    hidden = {"short_id", "recorded_at", "updated_at"} | (set() if now.get("trainer") == me else {"learner"})
    return [one for one in revised if one.field not in hidden]


def _record(log: "Log", me: str, name: str) -> str:
    try:
        return found(log, me, name).uuid
    except NotFoundError:
        uuids = history.records_ending(log, name.lower().replace("-", ""))
        deleted = [(uuid, fields) for uuid, fields in history.folds(log, uuids) if fields.get("deleted")]
        if len(deleted) > 1:
            raise NotFoundError(f"several deleted entries are called {name}: {', '.join(uuids)}. Give one in full.") from None
        if not deleted:
            raise
    ((uuid, fields),) = deleted
    if fields.get("share") == "private" and fields.get("trainer") != me:
        raise NotFoundError(f"{name} was {fields.get('trainer')}'s private entry.")
    return uuid


def _place(item: tuple[str, Any]) -> int:
    return FIELDS.index(item[0]) if item[0] in FIELDS else len(FIELDS)


def _shown(fields: dict[str, Any], field: str) -> Any:
    value = fields.get(field)
    value = DEFAULTS.get(field) if value is None else value
    return value or None
