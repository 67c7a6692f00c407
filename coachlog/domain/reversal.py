"""The patches that undo and redo a change.

A patch holds only the fields that it changes. A field that somebody has changed again since is
left alone: nobody's undo takes back what another person did.
"""

from typing import Any

from coachlog.domain.fields import DEFAULTS, MARKS

Patch = dict[str, Any]


def undo_patch(patch: Patch, before: Patch, now: Patch, *, made: bool) -> Patch:
    """Return the patch that undoes `patch`.

    Args:
        patch: what was changed.
        before: the record before that.
        now: the record as it is.
        made: whether `patch` made the record, so that undoing it deletes it.
    """
    # Of what was purged, there is nothing to restore.
    if not made and not before.get("purged"):
        return _restoring(patch, now, patch, before)
    if now.get("deleted"):
        return {}
    return {"deleted": True}


def redo_patch(patch: Patch, before: Patch, now: Patch, *, made: bool) -> Patch:
    """Return the patch that does `patch` again after it was undone.

    Args:
        patch: what was changed.
        before: the record before that.
        now: the record as it is.
        made: whether `patch` made the record, so that redoing it brings it back.
    """
    # What somebody changed after the undo stays, as it does for an undo.
    again = _restoring(patch, now, before, patch)
    if made and now.get("deleted"):
        again["deleted"] = None
    return again


def _restoring(patch: Patch, now: Patch, expected: Patch, target: Patch) -> Patch:
    """Return the patch to `target` for the fields of `patch` that still are as `expected`."""
    restored = {}
    for field in patch.keys() - MARKS:
        current = _value(now, field)
        if current == _value(expected, field) and current != _value(target, field):
            restored[field] = target.get(field)
    return restored


def _value(fields: Patch, field: str) -> Any:
    """Return a value, which may be missing where it is the default."""
    value = fields.get(field)
    return DEFAULTS.get(field) if value is None else value
