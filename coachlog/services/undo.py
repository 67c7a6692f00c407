"""Undo and redo: one step is one command, whatever it changed.

An undo writes new revisions that put the old values back, so it is part of the history like
any other change, and a field that was changed again since then keeps its newer value.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.ownership import OWNERS_FIELDS, refused_fields
from coachlog.domain.reversal import redo_patch, undo_patch
from coachlog.domain.settings import holds_for_nobody
from coachlog.errors import NotFoundError
from coachlog.services.describe_action import describe_action
from coachlog.services.settings import people_to_ask
from coachlog.services.spellings import use_spellings
from coachlog.storage import actions, folds, revisions
from coachlog.storage.actions import Action
from coachlog.storage.bulk_reversal import BulkReversal
from coachlog.storage.deletions import last_deletions
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.meetings import was_noted_by_others
from coachlog.storage.revisions import Change
from coachlog.storage.team_names import leave_newer_renames, with_newer_names
from coachlog.storage.visibility import visible_changes

Patch = dict[str, Any]


class _Direction(NamedTuple):
    """Undo or redo.

    Attributes:
        verb: what the history calls the step.
        find_actions: returns the next actions to reverse, at most so many.
        make_patch: returns what reverses a change of one record.
        nothing_left: what to tell the user where there is no action.
    """

    verb: str
    find_actions: Callable[[Log, int], list[Action]]
    make_patch: Callable[..., Patch]
    nothing_left: str


_UNDO = _Direction(
    verb="undo",
    find_actions=actions.actions_to_undo,
    make_patch=undo_patch,
    nothing_left="there is nothing to undo.  coachlog history  shows what was done.",
)
_REDO = _Direction(
    verb="redo",
    find_actions=actions.actions_to_redo,
    make_patch=redo_patch,
    nothing_left="there is nothing to redo: nothing was undone since the last change."
    "  coachlog history  shows what was done.",
)


def undo(log: Log, count: int = 1, *, dry_run: bool = False) -> list[ActionSummary]:
    """Take back the last actions, or as many as there are, in one transaction.

    Args:
        log: The log to change.
        count: How many actions, at least one.
        dry_run: Whether to write nothing, and only return what would be taken back.

    Returns:
        What was taken back, newest first.

    Raises:
        NotFoundError: There is nothing to undo.
        StorageError: Nothing was changed.
    """
    return _reverse(log, _UNDO, count, dry_run=dry_run)


def redo(log: Log, count: int = 1, *, dry_run: bool = False) -> list[ActionSummary]:
    """Repeat the last undone actions, or as many as there are, in one transaction.

    The arguments are those of `undo`.

    Returns:
        What was repeated, in that order.

    Raises:
        NotFoundError: Nothing was undone, or something new was done since.
        StorageError: Nothing was changed.
    """
    return _reverse(log, _REDO, count, dry_run=dry_run)


def _reverse(log: Log, direction: _Direction, count: int, *, dry_run: bool) -> list[ActionSummary]:
    log.check_user()
    # Looked up before the transaction too: a file that cannot be written to should still say
    # that there is nothing to undo.
    planned = _next_actions(log, direction, count)
    if dry_run:
        return [_describe(log, direction, action) for action in planned]
    summaries = []
    undone = direction is _UNDO
    with log.atomic():
        for action in _next_actions(log, direction, count):
            summary = _describe(log, direction, action)
            hlc = actions.begin_step(log, direction.verb)
            reversal = BulkReversal(log, hlc)
            changed = 0
            # An import can have a million rows, so they are counted on their way and never listed.
            for changes in revisions.changes_of(log, action.hlc):
                changed += _reverse_batch(log, direction, action.hlc, changes, reversal)
            reversal.finish()
            actions.mark_action(log, action.hlc, undone=undone)
            summaries.append(summary._replace(undone=undone, changed_records=changed))
    return summaries


def _describe(log: Log, direction: _Direction, action: Action) -> ActionSummary:
    """Return what reversing an action changes, with who else has deleted the entry it made."""
    summary = describe_action(log, action)
    if direction is not _UNDO or not summary.created or summary.entries != 1:
        return summary
    first = actions.extent_of(log, action).first
    if first is None or not folds.fold(log, first[1]).get("deleted"):
        return summary
    for _, author in last_deletions(log, [first[1]]).values():
        # One's own deletion is an action that is undone before this one.
        if author != log.user:
            return summary._replace(deleted_by=author)
    return summary


def _next_actions(log: Log, direction: _Direction, count: int) -> list[Action]:
    """Return at most `count` actions, in the order in which they are reversed.

    Raises:
        NotFoundError: There is none.
    """
    next_actions = direction.find_actions(log, count)
    if not next_actions:
        raise NotFoundError(direction.nothing_left)
    return next_actions


def _reverse_batch(
    log: Log,
    direction: _Direction,
    hlc: str,
    changes: list[Change],
    reversal: BulkReversal,
) -> int:
    """Reverse at most `revisions.BATCH` changes of an action, and return how many records change.

    What has waited is written first where these changes depend on it.
    """
    reversal.settle_records([record for _, record, _ in changes])
    batch, now = _reversed_changes(log, hlc, changes, direction.make_patch)
    # Then a name may be in use no more, so that its spelling is free.
    reversal.settle_other_kind(batch)
    use_spellings(log, batch, now)
    reversal.write(batch, now)
    return len(batch)


def _reversed_changes(
    log: Log,
    hlc: str,
    changes: list[Change],
    make_patch: Callable[..., Patch],
) -> tuple[list[Change], dict[str, Patch]]:
    """Return a change for each record in a batch of an action that `make_patch` still changes.

    An entry that was handed over or made private since then is its owner's.

    Returns:
        The changes, and what each record adds up to without them.
    """
    asking = people_to_ask(log)
    patches = _merged_patches(changes)
    before, now = folds.fold_around(log, [record for _, record in patches], hlc)
    leave_newer_renames(log, patches, before, now)
    _leave_meetings_of_others(log, patches, now)
    visible_now = visible_changes(log, hlc, changes, is_own=True, now=now)
    visible = {record for _, record, _ in visible_now}
    # An entry whose team was renamed since keeps the newer name.
    shown = with_newer_names(log, now)
    reversed_changes = []
    for (table, record), patch in patches.items():
        made = table != "setting" and not before[record]
        reversed_patch = make_patch(patch, before[record], shown[record], made=made)
        is_visible = record in visible
        if table == "entry":
            allowed = _allowed_patch(now[record], reversed_patch, log.user, is_visible=is_visible)
            if _asks_first(now[record], allowed, asking):
                del allowed["share"]
            if allowed.keys() - {"updated_at"}:
                reversed_changes.append((table, record, allowed))
        elif reversed_patch and is_visible:
            reversed_changes.append((table, record, reversed_patch))
    return reversed_changes, now


def _leave_meetings_of_others(
    log: Log,
    patches: dict[tuple[str, str], Patch],
    now: dict[str, Patch],
) -> None:
    """Take out the meetings that somebody else noted, too: their note stands."""
    for table, record in list(patches):
        is_held = table == "meeting" and not now[record].get("deleted")
        if is_held and was_noted_by_others(log, record):
            del patches[table, record]


def _allowed_patch(now: Patch, patch: Patch, user: str, *, is_visible: bool) -> Patch:
    """Return what of a patch of an entry is the user's to write."""
    refused = refused_fields(now, patch, user)
    # Whoever handed an entry over may take that back, while it is still shared.
    if is_visible and patch.get("trainer") == user:
        refused -= OWNERS_FIELDS
        # Whom the other owner took it to be about stays theirs.
        patch = {"learner": None, **patch}
    return {field: value for field, value in patch.items() if field not in refused}


def _asks_first(now: Patch, patch: Patch, asking: Collection[str]) -> bool:
    """Return whether a patch clears an entry whose owner wants to be asked before that."""
    return patch.get("share") == "meeting" and now.get("trainer") in asking


def _merged_patches(changes: list[Change]) -> dict[tuple[str, str], Patch]:
    """Return one patch for each record, which one action may have changed several times."""
    patches: dict[tuple[str, str], Patch] = {}
    for table, record, patch in changes:
        if not holds_for_nobody(record):
            patches.setdefault((table, record), {}).update(patch)
    return patches
