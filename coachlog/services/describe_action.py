"""Describe what an action changed, for one reader, from the revisions that it made.

Undo, redo and history print the same description, and none of them may show words of
somebody else's private entry.
"""

from typing import Any

from coachlog.domain.action_summary import ActionSummary, SettingChange
from coachlog.services.find import is_hidden
from coachlog.storage import actions, revisions
from coachlog.storage.actions import Action
from coachlog.storage.file.connection import Log
from coachlog.storage.record_tables import NAMELESS

Fields = dict[str, Any]

# Added to an hlc it makes a text that sorts after every revision of that action.
_JUST_AFTER = "~"


def describe_action(log: Log, reader: str, action: Action) -> ActionSummary:
    """Return what `action` changed, as `reader` may see it.

    Args:
        log: Where the action's revisions are read, and those before and after it.
        reader: Other people's private entries are only counted, or named by their id.
        action: An action of this file; others have no verb here.
    """
    extent = actions.extent_of(log, action.hlc)
    summary = ActionSummary(
        verb=action.verb,
        at=revisions.epoch_seconds(action.hlc),
        undone=action.undone,
        entries=extent.entries,
        other_records=extent.others,
        settings=_setting_changes(log, action.hlc, extent.settings),
    )
    author = actions.author_of(log, action.hlc)
    if author != reader:
        summary = summary._replace(other_author=author)
    if extent.first is None:
        return summary
    if action.verb.startswith("meeting "):
        summary = summary._replace(meeting_team=_meeting_team(log, action.hlc))
    table, uuid, patch = extent.first
    # As the action left the record: what was changed since is no part of it.
    then = revisions.fold(log, uuid, action.hlc + _JUST_AFTER)
    if table == "entry":
        return _with_entry(log, reader, summary, uuid, patch, then)
    before = revisions.fold(log, uuid, action.hlc)
    summary = summary._replace(
        record_type=table,
        created=not before or bool(before.get("deleted")),
        deleted=bool(then.get("deleted")),
    )
    return _with_record(log, reader, summary, then)


def _setting_changes(
    log: Log,
    hlc: str,
    settings: tuple[tuple[str, str | None], ...],
) -> tuple[SettingChange, ...]:
    """Return the changes of settings, given as name and new value, with the values before."""
    changes = []
    for name, value in settings:
        before = revisions.fold(log, name, hlc).get("value")
        changes.append(SettingChange(name=name, after=value, before=before))
    return tuple(changes)


def _with_entry(
    log: Log,
    reader: str,
    summary: ActionSummary,
    uuid: str,
    patch: Fields,
    then: Fields,
) -> ActionSummary:
    """Return the summary with the entry whose first patch in the action is `patch`."""
    created = "short_id" in patch  # an entry gets its short id once, when it is recorded
    deleted = bool(patch.get("deleted"))
    summary = summary._replace(created=created, deleted=deleted)
    if summary.entries > 1:
        return summary
    if not created and not deleted:
        changed = tuple(field for field in patch if field != "updated_at")
        summary = summary._replace(fields=changed)
    # It may have been made private since, and then its old words are private, too.
    now = revisions.fold(log, uuid)
    return _with_words(summary, then, hidden=is_hidden(now, reader))


def _with_record(log: Log, reader: str, summary: ActionSummary, then: Fields) -> ActionSummary:
    """Return the summary with a record beside the entries, and the entry it belongs to."""
    if summary.other_records > 1 or summary.record_type in NAMELESS:
        return summary
    if summary.record_type in ("guide", "taught_name"):
        return summary._replace(happened=then.get("name"))
    entry_uuid = then.get("entry")
    if not entry_uuid:
        return summary
    entry = revisions.fold(log, entry_uuid)
    return _with_words(summary, entry, hidden=is_hidden(entry, reader))


def _with_words(summary: ActionSummary, entry: Fields, *, hidden: bool) -> ActionSummary:
    """Return the summary with an entry's id and text, or with its id alone."""
    summary = summary._replace(short_id=entry.get("short_id"))
    if hidden:
        # The author is nearly always its writer, and would tell whose private entry it is.
        return summary._replace(other_author=None)
    return summary._replace(happened=entry.get("happened"))


def _meeting_team(log: Log, hlc: str) -> str | None:
    """Return the team whose turn it was at the meeting that an action recorded."""
    for changes in revisions.changes_of(log, hlc):
        for table, _, patch in changes:
            if table == "meeting":
                return patch.get("team")
    return None
