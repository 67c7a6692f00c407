"""Taking back what was done, step by step, and doing it again."""

from coachlog.domain.action_summary import ActionSummary
from coachlog.domain.reversal import redo_patch, undo_patch
from coachlog.errors import NotFoundError
from coachlog.storage import actions, ledger, revisions
from coachlog.storage.record_tables import NAMELESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.services.settings import Settings
    from coachlog.storage.actions import Action
    from coachlog.storage.file.connection import Log
    from coachlog.storage.revisions import Change

NOTHING_TO_UNDO = "there is nothing to undo. coachlog history  shows what was done."
NOTHING_TO_REDO = "there is nothing to redo: nothing was undone since the last change. coachlog history  shows what was done."


def steps_to_undo(log: "Log", reader: str, count: int = 1) -> list[ActionSummary]:
    """The actions that an undo of `count` steps would take back, the newest first.

    Raises:
        NotFoundError: there is none.
    """
    return [
        described(log, reader, action)
        for action in _found(actions.actions_to_undo(log, count), NOTHING_TO_UNDO)
    ]


def steps_to_redo(log: "Log", reader: str, count: int = 1) -> list[ActionSummary]:
    """The actions that a redo of `count` steps would put back, in that order.

    Raises:
        NotFoundError: there is none.
    """
    return [
        described(log, reader, action)
        for action in _found(actions.actions_to_redo(log, count), NOTHING_TO_REDO)
    ]


def undo(log: "Log", clock: "Clock", settings: "Settings", count: int = 1) -> list[ActionSummary]:
    """Take back the last `count` actions that stand (fewer where there are fewer), in one transaction.

    Raises:
        NotFoundError: there is none.
        StorageError: nothing was changed.
    """
    _found(actions.actions_to_undo(log, 1), NOTHING_TO_UNDO)
    with log.atomic():
        found = _found(actions.actions_to_undo(log, count), NOTHING_TO_UNDO)
        return [_move(log, clock, settings.user, action, "undo") for action in found]


def redo(log: "Log", clock: "Clock", settings: "Settings", count: int = 1) -> list[ActionSummary]:
    """Put back the last `count` actions that were undone (fewer where there are fewer), in one transaction.

    Raises:
        NotFoundError: there is none, or something new was done since.
        StorageError: nothing was changed.
    """
    _found(actions.actions_to_redo(log, 1), NOTHING_TO_REDO)
    with log.atomic():
        found = _found(actions.actions_to_redo(log, count), NOTHING_TO_REDO)
        return [_move(log, clock, settings.user, action, "redo") for action in found]


def described(log: "Log", reader: str, action: "Action") -> ActionSummary:
    """What an action was about, as `reader` may see it."""
    extent = actions.extent_of(log, action.hlc)
    settings = tuple(
        (name, value, revisions.fold(log, name, action.hlc).get("value"))
        for name, value in extent.settings
    )
    step = ActionSummary(
        action.verb,
        revisions.epoch_seconds(action.hlc),
        action.undone,
        extent.entries,
        extent.others,
        settings=settings,
    )
    if (author := actions.author_of(log, action.hlc)) != reader:
        step = step._replace(whose=author)
    if extent.first is None:
        return step
    table, uuid, patch = extent.first
    if action.verb.startswith("meeting "):
        step = step._replace(turn=_turn(log, action.hlc))
    if table != "entry":
        return _about_record(log, reader, step._replace(record=table), action.hlc, uuid)
    step = step._replace(made="short_id" in patch, deleted=bool(patch.get("deleted")))
    if extent.entries > 1:
        return step
    then, now = revisions.fold(log, uuid, action.hlc + "~"), revisions.fold(log, uuid)
    changed = (
        ()
        if step.made or step.deleted
        else tuple(field for field in patch if field != "updated_at")
    )
    hidden = now.get("share") == "private" and now.get("trainer") != reader
    return step._replace(
        short_id=then.get("short_id"),
        happened=None if hidden else then.get("happened"),
        fields=changed,
        whose=None if hidden else step.whose,
    )


def _about_record(
    log: "Log", reader: str, step: ActionSummary, hlc: str, uuid: str
) -> ActionSummary:
    """A step that was about a record beside the entries, and the entry that this is about."""
    before, then = revisions.fold(log, uuid, hlc), revisions.fold(log, uuid, hlc + "~")
    step = step._replace(
        made=not before or bool(before.get("deleted")), deleted=bool(then.get("deleted"))
    )
    if step.record == "guide" and step.others == 1:
        return step._replace(happened=then.get("name"))
    if step.others > 1 or step.record in NAMELESS or not (uuid := then.get("entry", "")):
        return step
    entry = revisions.fold(log, uuid)
    hidden = entry.get("share") == "private" and entry.get("trainer") != reader
    whose = None if hidden else step.whose
    return step._replace(
        short_id=entry.get("short_id"),
        happened=None if hidden else entry.get("happened"),
        whose=whose,
    )


def _turn(log: "Log", hlc: str) -> str | None:
    """Whose turn the meeting was that an action noted."""
    for changes in revisions.changes_of(log, hlc):
        for table, _, patch in changes:
            if table == "meeting":
                return patch.get("team")
    return None


def _found(wanted: "list[Action]", otherwise: str) -> "list[Action]":
    if not wanted:
        raise NotFoundError(otherwise)
    return wanted


def _move(log: "Log", clock: "Clock", author: str, action: "Action", verb: str) -> ActionSummary:
    step = described(log, author, action)
    hlc = actions.begin_step(log, clock, verb)
    moved = 0

    def counted() -> "Iterator[Change]":
        nonlocal moved
        for change in _reversed(log, action.hlc, undo_patch if verb == "undo" else redo_patch):
            moved += 1
            yield change

    ledger.change_records(log, clock, hlc, author, counted())
    actions.mark_action(log, action.hlc, undone=verb == "undo")
    return step._replace(undone=verb == "undo", moved=moved)


def _reversed(log: "Log", hlc: str, way: "Callable[..., dict[str, Any]]") -> "Iterator[Change]":
    for changes in revisions.changes_of(log, hlc):
        patches: dict[tuple[str, str], dict[str, Any]] = {}
        for table, record, patch in changes:
            patches.setdefault((table, record), {}).update(patch)
        records = [record for _, record in patches]
        before, now = revisions.fold_many(log, records, hlc), revisions.fold_many(log, records)
        for (table, record), patch in patches.items():
            made = table != "setting" and not before[record]
            if change := way(patch, before[record], now[record], made=made):
                yield table, record, change
