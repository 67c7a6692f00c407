"""Describe what an action changed, for one reader, from the revisions that it made.

Undo, redo and history print the same description. What the reader may know of an action is decided
in `storage.visibility`.
"""

from coachlog.domain.action_summary import ActionSummary, SettingChange
from coachlog.domain.fields import MARKS, Fields
from coachlog.domain.ownership import is_owner
from coachlog.domain.settings import plain_name
from coachlog.domain.team_names import label_of
from coachlog.storage import actions, folds, revisions
from coachlog.storage.actions import Action
from coachlog.storage.file.connection import Log
from coachlog.storage.nameless import is_mark
from coachlog.storage.record_tables import NAMELESS, TEAM_NAME
from coachlog.storage.visibility import JUST_AFTER


def describe_action(log: Log, action: Action, most: int = -1) -> ActionSummary:
    """Return what of `action` the reader of the log may know.

    Args:
        log: Where the action's revisions are read, and those before and after it.
        action: An action of this file; others have no verb here.
        most: Where to stop counting what a large action changed; -1 counts all of it.
    """
    extent = actions.extent_of(log, action, most)
    summary = ActionSummary(
        verb=action.verb,
        at=revisions.epoch_seconds(action.hlc),
        undone=action.undone,
        entries=extent.entries,
        other_records=extent.others,
        settings=_setting_changes(log, action.hlc, extent.settings),
    )
    if not actions.is_own(log, action) and action.author and not is_mark(action.author):
        summary = summary._replace(other_author=action.author)
    if extent.first is None:
        return summary
    if action.verb.startswith("meeting "):
        summary = summary._replace(meeting_team=_meeting_team(log, action.hlc))
    table, uuid, patch = extent.first
    # As the action left the record, without what was changed since.
    then = folds.fold(log, uuid, action.hlc + JUST_AFTER)
    if table == "entry":
        now = folds.fold(log, uuid)
        if not is_owner(now, log.reader):
            # Its owner may have withdrawn what it said then, and shared it with other words.
            then = now
        return _with_entry(summary, patch, then)
    before = folds.fold(log, uuid, action.hlc)
    summary = summary._replace(
        record_type=table,
        created=not before or bool(before.get("deleted")),
        deleted=bool(then.get("deleted")),
    )
    return _with_record(log, summary, then)


def _setting_changes(
    log: Log,
    hlc: str,
    settings: tuple[tuple[str, str | None], ...],
) -> tuple[SettingChange, ...]:
    """Return the changes of settings, given as name and new value, with the values before."""
    changes = []
    for name, value in settings:
        before = folds.fold(log, name, hlc).get("value")
        changes.append(SettingChange(name=plain_name(name), after=value, before=before))
    return tuple(changes)


def _with_entry(summary: ActionSummary, patch: Fields, then: Fields) -> ActionSummary:
    """Return the summary with the entry whose first patch in the action is `patch`."""
    # An entry gets its short id once, when it is recorded; `delete --back` brings it back.
    created = "short_id" in patch or patch.get("deleted", True) is None
    deleted = bool(patch.get("deleted"))
    summary = summary._replace(created=created, deleted=deleted)
    if summary.entries > 1:
        return summary
    if not created and not deleted:
        unlisted = {"updated_at", *MARKS}
        if summary.other_author:
            # That an entry has a learner is known to its owner alone.
            unlisted.add("learner")
        changed = tuple(field for field in patch if field not in unlisted)
        summary = summary._replace(fields=changed)
    return _with_words(summary, then)


def _with_record(log: Log, summary: ActionSummary, then: Fields) -> ActionSummary:
    """Return the summary with a record beside the entries, and the entry it belongs to."""
    if summary.record_type == TEAM_NAME and then.get("new"):
        # The meetings of the team are records beside it.
        names = f"{label_of(then['old'])} is now {label_of(then['new'])}"
        return summary._replace(created=False, deleted=False, happened=names)
    if summary.other_records > 1 or summary.record_type in NAMELESS:
        return summary
    if summary.record_type in ("guide", "taught_name"):
        return summary._replace(happened=then.get("name"))
    entry_uuid = then.get("entry")
    if not entry_uuid:
        return summary
    return _with_words(summary, folds.fold(log, entry_uuid))


def _with_words(summary: ActionSummary, entry: Fields) -> ActionSummary:
    """Return the summary with an entry's id and text."""
    return summary._replace(short_id=entry.get("short_id"), happened=entry.get("happened"))


def _meeting_team(log: Log, hlc: str) -> str | None:
    """Return the team whose turn it was at the meeting that an action recorded."""
    for changes in revisions.changes_of(log, hlc):
        for table, _, patch in changes:
            if table == "meeting":
                return patch.get("team")
    return None
