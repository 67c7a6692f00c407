"""Change entries that are there."""

from __future__ import annotations

from coachlog.clock import utc_text
from coachlog.domain.checkins import NONE
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELDS, LISTS, LONG_TEXTS, Fields
from coachlog.domain.ownership import refused_fields
from coachlog.errors import DecisionNeededError, UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.services.settings import Settings, people_to_ask
from coachlog.services.typed_fields import clean_fields
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.entries import find_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Fields that always have a value.
REQUIRED = {"kind", "team", "topics", "happened", "trainer", "own", "share", "status"}
OPTIONAL = [name for name, field in FIELDS.items() if field.option and name not in REQUIRED]
# What only the owner of an entry can do, by the field that says so.
REFUSALS = {
    "trainer": "hand this entry over",
    "learner": "say whom this entry is about",
    "share": "make this entry private",
}
# Fields that coachlog alone writes.
FIXED = {"uuid", "short_id", "recorded_at", "updated_at"}


class Edited(NamedTuple):
    """What an edit did.

    Attributes:
        before: The entry before it, with its learner only for its writer.
        after: The entry as it is now; the same one if nothing changed.
        changed: The fields that changed, in the order in which they were typed.
        hints: A line for each thing that the user may want to look at.
        is_asked: Whether its writer was asked to clear it for a meeting, instead of a change.
    """

    before: Entry
    after: Entry
    changed: tuple[str, ...]
    hints: list[str]
    is_asked: bool = False


class Change(NamedTuple):
    """What a patch changes of an entry, before it is written.

    Attributes:
        before: The entry.
        patch: What is to be written; empty if nothing would differ.
        changed: The fields that change, in the order in which they were typed.
        hints: A line for each thing that the user may want to look at.
        is_asked: Whether its writer is asked to clear it for a meeting, instead of a change.
    """

    before: Entry
    patch: Fields
    changed: tuple[str, ...]
    hints: list[str]
    is_asked: bool

    @property
    def after(self) -> Entry:
        """The entry as it will be."""
        fields = {name: self.patch[name] for name in self.changed}
        return self.before._replace(**fields)


def edit(
    log: Log,
    settings: Settings,
    name: str,
    patch: Fields,
    verb: str = "edit",
    *,
    seen: Entry | None = None,
) -> Edited:
    """Change fields of an entry. If nothing would differ, nothing is written.

    Args:
        log: The log to change.
        settings: `wording` says whether to give advice.
        name: A short id, a longer end of the uuid, or `last`.
        patch: The new values by field; None or an empty value empties an optional field.
        verb: What undo and history call the action.
        seen: The entry as the user saw it before they typed the patch, if that took a while.

    Raises:
        DecisionNeededError: Somebody else has changed one of these fields since it was seen.
        UsageError: A value cannot be stored, or a field cannot be empty.
        NotFoundError: There is no such entry, or it is somebody else's private one.
        StorageError: Nothing was changed.
    """
    cleaned = _clean_patch(patch)
    # Read before anything is written, because an unusable setting stops the edit.
    adviser = settings.wording_adviser
    with log.atomic():
        current = find_entry(log, name)
        if seen:
            _check_unchanged(seen, current, cleaned)
        edited = _write(log, current, cleaned, verb)
    if adviser:
        # Only on what was just written: on the other texts the writer has had the advice.
        unchanged = set(LONG_TEXTS).difference(edited.changed)
        texts = edited.after._asdict() | dict.fromkeys(unchanged)
        advice = adviser.advice_for(texts, thanks=False)
        if advice:
            edited.hints.append(advice)
    return edited


def changed_fields(entry: Entry, filled: Fields) -> Fields:
    """Return what a form that was filled in changes; None empties a field.

    A form does not keep the line ends around a text or the seconds of a time, so a difference in
    these alone does not count.

    Args:
        entry: The entry as the form showed it.
        filled: Every field of the form with its value; None where it was left empty.
    """
    changes = dict(filled)
    for field, value in filled.items():
        if _trimmed(_stored_value(entry, field)) == _trimmed(value):
            del changes[field]
    if "occurred_on" in filled and _is_same_moment(entry, filled):
        changes.pop("occurred_on", None)
        changes.pop("occurred_at", None)
    return changes


def _is_same_moment(entry: Entry, filled: Fields) -> bool:
    """Whether a form still says when an entry happened, to the minute that it shows."""
    minute = len("2026-11-19T15:00")
    if (filled.get("occurred_at") or "")[:minute] != (entry.occurred_at or "")[:minute]:
        return False
    # The same minute is the same moment, also on another civil day in another time zone.
    return entry.occurred_at is not None or filled["occurred_on"] == entry.occurred_on


def _trimmed(value: Any) -> Any:
    """Return a value as a form keeps it: without line ends around it, and None for empty."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip("\n\r")
    return value or None


def plan_change(log: Log, before: Entry, typed: Fields) -> Change:
    """Return what values for an entry change, and write nothing.

    Args:
        log: The log, for the spellings in use.
        before: The entry as it is now.
        typed: The new values by field; None or an empty value empties an optional field.

    Raises:
        UsageError: A value cannot be stored, or is the owner's alone to change.
    """
    return _change_of(log, before, _clean_patch(typed))


def _write(log: Log, before: Entry, patch: Fields, verb: str) -> Edited:
    """Write the fields of a patch that differ, inside the caller's transaction."""
    change = _change_of(log, before, patch)
    after = before
    if change.patch:
        hlc = revisions.begin_action(log, verb)
        ledger.change_records(log, hlc, [("entry", before.uuid, change.patch)])
        after = find_entry(log, before.uuid)
        if "mistake" in (before.kind, after.kind):
            # Other kinds have no link, and need not load this.
            from coachlog.storage.relink import look_up_again

            look_up_again(log, hlc, before, after)
    return Edited(before, after, change.changed, change.hints, change.is_asked)


def _change_of(log: Log, before: Entry, patch: Fields) -> Change:
    """Return which fields of a cleaned patch differ. Names in the patch get their spelling here."""
    _check_ownership(before, patch, log.user)
    hints = _use_known_spellings(log, patch)
    differing = {
        field: value for field, value in patch.items() if _stored_value(before, field) != value
    }
    is_asked = differing.get("share") == "meeting" and before.trainer in people_to_ask(log)
    if is_asked:
        del differing["share"]
    changed = tuple(differing)
    if changed:
        differing["updated_at"] = utc_text(log.clock.now())
    if is_asked:
        differing["asked"] = log.user
    return Change(
        before=before,
        patch=differing,
        changed=changed,
        hints=hints,
        is_asked=is_asked,
    )


def _check_unchanged(seen: Entry, current: Entry, patch: Fields) -> None:
    """Refuse to write over what somebody else has written in the meantime."""
    for field, value in patch.items():
        stored = _stored_value(current, field)
        if stored not in (_stored_value(seen, field), value):
            raise DecisionNeededError(
                f"somebody else has changed {field} of {current.short_id} meanwhile, so nothing was"
                f" saved. To see it:  coachlog show {current.short_id}"
            )


def _check_ownership(before: Entry, patch: Fields, user: str) -> None:
    """Refuse what is the owner's alone; empty the learner of an entry that is handed over.

    A patch is refused even if it would change nothing: that would confirm a guess at the learner.
    """
    refused = refused_fields(before._asdict(), patch, user)
    for field, deed in REFUSALS.items():
        if field in refused:
            raise UsageError(f"only {before.trainer or 'its owner'} can {deed}.")
    if patch.get("trainer", before.trainer) == before.trainer:
        return
    if patch.get("learner"):
        raise UsageError("an entry is handed over without its learner. Leave out --learner.")
    if patch.get("share", before.share) == "private":
        raise UsageError(
            "a private entry cannot be handed over: you could not read it again. Share it first,"
            f" or in the same command:  coachlog edit {before.short_id} --share team"
        )
    patch["learner"] = None


def _clean_patch(patch: Fields) -> Fields:
    """Return the patch as it is stored, with the empty value of every field that is emptied."""
    fixed = FIXED & patch.keys()
    if fixed:
        raise UsageError(f"{min(fixed)} cannot be changed.")
    cleaned = clean_fields(patch)
    result: Fields = {}
    for field in patch:
        if field in cleaned:
            result[field] = cleaned[field]
        elif field in OPTIONAL or field == "occurred_at":
            result[field] = [] if field in LISTS else None
        else:
            raise UsageError(f"{field} cannot be empty. These can: {', '.join(OPTIONAL)}.")
    # The word is for typing only: in the log, an entry without check-ins has no days.
    if result.get("follow_up") == NONE:
        result["follow_up"] = None
    # The time of the day before would be wrong on another day.
    if "occurred_on" in result:
        result.setdefault("occurred_at", None)
    return result


def _use_known_spellings(log: Log, patch: Fields) -> list[str]:
    """Replace team and topics by the spelling in use; return a hint for each that differs."""
    hints: list[str] = []
    if patch.get("team"):
        patch["team"] = _known_spelling(log, "team", patch["team"], hints)
    if patch.get("topics"):
        topics = [_known_spelling(log, "topic", topic, hints) for topic in patch["topics"]]
        patch["topics"] = list(dict.fromkeys(topics))
    return hints


def _known_spelling(log: Log, table: str, name: str, hints: list[str]) -> str:
    """Return a team or topic in the spelling in use; add a hint to `hints` where it differs."""
    known = spelling_in_use(log, table, name)
    if known != name:
        # The user typed another spelling, and would not find the entry by it.
        hints.append(
            f"{name} is spelled {known} here."
            f" To change that everywhere:  coachlog {table}s rename {known!r} {name!r}"
        )
    return known


def _stored_value(entry: Entry, field: str) -> Any:
    """Return a field's value as a patch has it, in which lists are lists and not tuples."""
    value = getattr(entry, field)
    if isinstance(value, tuple):
        return list(value)
    return value
