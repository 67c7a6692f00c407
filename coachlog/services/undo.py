"""Undo and redo: one step is one command, whatever it changed.

An undo writes new revisions that put the old values back, so it is part of the history like
any other change, and a field that was changed again since then keeps its newer value.
"""

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.reversal import redo_patch, undo_patch
from coachlog.errors import NotFoundError
from coachlog.services.describe_action import describe_action
from coachlog.storage import actions, ledger, revisions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.services.settings import Settings
    from coachlog.storage.actions import Action
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change

    Patch = dict[str, Any]

NOTHING_TO_UNDO = "there is nothing to undo.  coachlog history  shows what was done."
NOTHING_TO_REDO = (
    "there is nothing to redo: nothing was undone since the last change."
    "  coachlog history  shows what was done."
)


def plan_undo(log: "Log", reader: str, count: int = 1) -> list[ActionSummary]:
    """Return the actions that an undo of `count` steps would take back, newest first.

    Raises:
        NotFoundError: There is nothing to undo.
    """
    return [describe_action(log, reader, action) for action in _undoable(log, count)]


def plan_redo(log: "Log", reader: str, count: int = 1) -> list[ActionSummary]:
    """Return the actions that a redo of `count` steps would repeat, in that order.

    Raises:
        NotFoundError: There is nothing to redo.
    """
    return [describe_action(log, reader, action) for action in _redoable(log, count)]


def undo(log: "Log", clock: "Clock", settings: "Settings", count: int = 1) -> list[ActionSummary]:
    """Take back the last `count` actions, or as many as there are, in one transaction.

    Returns:
        What was taken back, newest first.

    Raises:
        NotFoundError: There is nothing to undo.
        StorageError: Nothing was changed.
    """
    # Looked up once before the transaction too: a file that cannot be written to should still
    # say that there is nothing to undo.
    _undoable(log, 1)
    with log.atomic():
        return [_undo_action(log, clock, settings.user, action) for action in _undoable(log, count)]


def redo(log: "Log", clock: "Clock", settings: "Settings", count: int = 1) -> list[ActionSummary]:
    """Repeat the last `count` undone actions, or as many as there are, in one transaction.

    Returns:
        What was repeated, in that order.

    Raises:
        NotFoundError: Nothing was undone, or something new was done since.
        StorageError: Nothing was changed.
    """
    _redoable(log, 1)
    with log.atomic():
        return [_redo_action(log, clock, settings.user, action) for action in _redoable(log, count)]


def _undoable(log: "Log", count: int) -> "list[Action]":
    undoable = actions.actions_to_undo(log, count)
    if not undoable:
        raise NotFoundError(NOTHING_TO_UNDO)
    return undoable


def _redoable(log: "Log", count: int) -> "list[Action]":
    redoable = actions.actions_to_redo(log, count)
    if not redoable:
        raise NotFoundError(NOTHING_TO_REDO)
    return redoable


def _undo_action(log: "Log", clock: "Clock", author: str, action: "Action") -> ActionSummary:
    summary = describe_action(log, author, action)
    hlc = actions.begin_step(log, clock, "undo")
    count = _write(log, clock, hlc, author, _reversed_changes(log, action.hlc, undo_patch))
    actions.mark_action(log, action.hlc, undone=True)
    return summary._replace(undone=True, changed_records=count)


def _redo_action(log: "Log", clock: "Clock", author: str, action: "Action") -> ActionSummary:
    summary = describe_action(log, author, action)
    hlc = actions.begin_step(log, clock, "redo")
    count = _write(log, clock, hlc, author, _reversed_changes(log, action.hlc, redo_patch))
    actions.mark_action(log, action.hlc, undone=False)
    return summary._replace(undone=False, changed_records=count)


def _write(log: "Log", clock: "Clock", hlc: str, author: str, changes: "Iterator[Change]") -> int:
    """Write the changes and return how many there were."""
    count = 0

    # An import can have a million rows, so they are counted on their way and never listed.
    def counted() -> "Iterator[Change]":
        nonlocal count
        for change in changes:
            count += 1
            yield change

    ledger.change_records(log, clock, hlc, author, counted())
    return count


def _reversed_changes(
    log: "Log", hlc: str, make_patch: "Callable[..., Patch]"
) -> "Iterator[Change]":
    """Yield a change for each record that an action changed and that `make_patch` still changes."""
    for changes in revisions.changes_of(log, hlc):
        patches = _merged_patches(changes)
        records = [record for _, record in patches]
        before = revisions.fold_many(log, records, hlc)
        now = revisions.fold_many(log, records)
        for (table, record), patch in patches.items():
            made = table != "setting" and not before[record]
            reversed_patch = make_patch(patch, before[record], now[record], made=made)
            if reversed_patch:
                yield table, record, reversed_patch


def _merged_patches(changes: "list[Change]") -> "dict[tuple[str, str], Patch]":
    """Return one patch for each record, which one action may have changed several times."""
    patches: dict[tuple[str, str], Patch] = {}
    for table, record, patch in changes:
        patches.setdefault((table, record), {}).update(patch)
    return patches
