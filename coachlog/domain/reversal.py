"""What a change to a record was, and the change that takes it back. A patch holds only the fields that changed."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Patch = dict[str, Any]


def undo_patch(patch: "Patch", before: "Patch", now: "Patch", *, made: bool) -> "Patch":
    """The patch that undoes `patch`.

    A field that somebody has changed again since is left as it is: taking back one's own change never takes another's.

    Args:
        patch: what was changed.
        before: the record as it was then.
        now: the record as it is.
        made: `patch` made the record, so that taking it back deletes it.
    """
    if made:
        return {} if now.get("deleted") else {"deleted": True}
    return {
        field: before.get(field)
        for field, value in patch.items()
        if now.get(field) == value and before.get(field) != value
    }


def redo_patch(patch: "Patch", before: "Patch", now: "Patch", *, made: bool) -> "Patch":
    """The patch that does `patch` again after `taking_back`; a field that somebody has changed since is left as it is."""
    again = {
        field: value
        for field, value in patch.items()
        if now.get(field) == before.get(field) and before.get(field) != value
    }
    return again | {"deleted": None} if made and now.get("deleted") else again
