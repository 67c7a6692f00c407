"""Actions as lines of text: what was undone, what was edited, what the history lists."""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.render.words import count_of, moment_text, shorten

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from coachlog.domain.action_summary import ActionSummary, SettingChange
    from coachlog.domain.entry import Entry

WIDTH = 48
# What a record is called where its table or its verb is no English noun.
NOUNS = {
    "checkin": "check-in",
    "feedback": "answer",
    "meeting skip": "skip",
    "taught_name": "name",
}
# A long list as a setting: only what was added or removed is shown.
LIST_SETTINGS = frozenset({"wording-list"})
# A setting that is also the name of its command, and how it is typed to have no value.
OFF = {"use": "--off"}
LONGEST_VALUE = 30  # of a value that is shown beside the one before it


def step_line(summary: "ActionSummary", *, redo: bool, planned: bool) -> str:
    """Return what an undo or a redo did to one action.

    For example `Undone: log 8f3a "Showed …": the entry is gone`.

    Args:
        summary: the action that was undone or redone.
        redo: whether it was redone. Then what it created is back and what it deleted is gone;
            after an undo it is the other way round.
        planned: whether the step was not done, because the user asked for a dry run.
    """
    if summary.deleted_by:
        start = "Would skip" if planned else "Skipped"
        return f"{start}: {about(summary)}: {summary.deleted_by} has deleted the entry already"
    start = "Redone" if redo else "Undone"
    if planned:
        start = "Would redo" if redo else "Would undo"
    line = f"{start}: {about(summary)}"
    effects = _effects(summary, redo=redo, planned=planned)
    if effects:
        line += f": {', '.join(effects)}"
    if _kept_newer_changes(summary):
        line += " (fields that were changed again since keep their newer values)"
    return line


def _effects(summary: "ActionSummary", *, redo: bool, planned: bool) -> list[str]:
    effects = []
    if summary.created or summary.meeting_team:
        effects.append(_effect(summary, is_back=redo, planned=planned))
    elif summary.deleted:
        effects.append(_effect(summary, is_back=not redo, planned=planned))
    for change in summary.settings:
        value = change.after if redo else change.before
        # A long list as a value would say nothing, and `use` has said its value already.
        if change.name not in LIST_SETTINGS and change.name not in OFF:
            effects.append(_setting_effect(change.name, value, planned=planned))
    return effects


def _effect(summary: "ActionSummary", *, is_back: bool, planned: bool) -> str:
    """Return what becomes of the records: `the entry is gone`, `12 entries would be back`."""
    count = summary.entries or summary.other_records
    noun = NOUNS.get(summary.record_type, summary.record_type)
    if summary.meeting_team:
        count = 1
        noun = NOUNS.get(summary.verb, "meeting")
    if summary.verb == "thanks":
        subject, verb = "the thanks", "are"
    elif count == 1:
        subject, verb = f"the {noun}", "is"
    else:
        subject, verb = count_of(count, noun), "are"
    if planned:
        verb = "would be"
    state = "back" if is_back else "gone"
    return f"{subject} {verb} {state}"


def _setting_effect(name: str, value: str | None, *, planned: bool) -> str:
    verb = "would be" if planned else "is"
    if value:
        return f"{name} {verb} {shorten(value, WIDTH)}"
    verb = "would not be" if planned else "is not"
    return f"{name} {verb} set"


def _kept_newer_changes(summary: "ActionSummary") -> bool:
    if summary.changed_records is None:
        return False
    records = summary.entries + summary.other_records + len(summary.settings)
    return summary.changed_records < records


def about(summary: "ActionSummary") -> str:
    """Return an action in a few words: `edit 8f3a (recovery) "Charged the …"`."""
    action = summary.verb
    if summary.other_author:
        action = f"{summary.other_author}'s {action}"
    if summary.meeting_team:
        action += f" {summary.meeting_team}"
    entries = summary.short_id
    if not entries and summary.entries:
        entries = count_of(summary.entries, "entry")
    if entries and summary.meeting_team:
        action += ","
    return " ".join(filter(None, [action, entries, *_detail_parts(summary)]))


def details(summary: "ActionSummary") -> str:
    """Return what an action changed: a meeting's team, fields, the words of its entry, settings."""
    parts = _detail_parts(summary)
    if summary.meeting_team:
        parts.insert(0, summary.meeting_team)
    return " ".join(parts)


def _detail_parts(summary: "ActionSummary") -> list[str]:
    parts = []
    if summary.fields:
        parts.append(f"({', '.join(summary.fields)})")
    if summary.happened:
        parts.append(f'"{shorten(summary.happened, WIDTH)}"')
    for change in summary.settings:
        parts += _setting_parts(summary.verb, change)
    return parts


def _setting_parts(verb: str, change: "SettingChange") -> list[str]:
    if change.name in LIST_SETTINGS:
        return [_list_difference(change)]
    value = OFF.get(change.name, "not set")
    if change.after:
        value = shorten(change.after, WIDTH)
    if change.name == verb:
        return [value]
    return [change.name, value]


def _list_difference(change: "SettingChange") -> str:
    """Return what was added to a list and what was removed from it."""
    new = (change.after or "").split(LIST_SEPARATOR)
    old = (change.before or "").split(LIST_SEPARATOR)
    parts = [item for item in new if item and item not in old]
    removed = [item for item in old if item and item not in new]
    if removed:
        parts.append(f"without {', '.join(removed)}")
    return shorten(", ".join(parts), 2 * WIDTH)


def edit_line(
    before: "Entry",
    after: "Entry",
    changed: "Iterable[str]",
    today: "date",
    *,
    is_restored: bool = False,
    writer: str | None = None,
) -> str:
    """Return the receipt of an edit: short values with the ones before, long texts by name.

    Args:
        before: The entry before the edit.
        after: The entry as it is now.
        changed: The names of the fields that changed.
        today: The reader's civil day; a day of another year is shown with its year.
        is_restored: Whether values were put back: then the beginning of a long text is shown.
        writer: Whose entry it is, unless it is the reader's own.
    """
    times = {"occurred_on", "occurred_at"}
    parts = []
    if times.intersection(changed):
        parts.append(moment_text(after.occurred_on, today, after.occurred_at))
    for field in changed:
        if field not in times:
            old = getattr(before, field)
            new = getattr(after, field)
            parts.append(_change_text(field, old, new, is_restored=is_restored))
    subject = after.short_id
    if writer:
        subject += f" ({writer}'s)"
    return f"{subject} · {', '.join(parts)} · undo: coachlog undo"


def _change_text(field: str, before: object, after: object, *, is_restored: bool) -> str:
    old = _value_text(before)
    new = _value_text(after)
    if len(old) <= LONGEST_VALUE and len(new) <= LONGEST_VALUE:
        return f"{field} {old or 'empty'} → {new or 'empty'}"
    if not after:
        return f"{field} removed"
    if is_restored:
        return f'{field} "{shorten(new, WIDTH)}" is back'
    if not before:
        return f"{field} added"
    return f"{field} changed"


def _value_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return LIST_SEPARATOR.join(value)
    return str(value or "")
