"""Changing and deleting entries that are there."""

from typing import Any, NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.checkins import NONE
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.typed_text import name_key
from coachlog.errors import CoachlogError, NotFoundError, UsageError
from coachlog.services.typed_fields import clean_fields, typed_text
from coachlog.storage import ledger, revisions
from coachlog.storage.names import known_name
from coachlog.storage.queries.entries import find_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.clock import Clock
    from coachlog.domain.entry import Entry
    from coachlog.services.settings import Settings
    from coachlog.storage.file.connection import Log

    Fields = dict[str, Any]

# What an entry can be without.
OPTIONAL = (
    "recovery",
    "expected",
    "why",
    "lesson",
    "learner",
    "basis",
    "rule_ref",
    "decision",
    "caught",
    "detected_by",
    "factors",
    "changed_what",
    "role",
    "follow_up",
)
GIVEN = ("uuid", "short_id", "recorded_at", "updated_at")  # never by hand


class Edited(NamedTuple):
    """An entry as it was and as it is, the fields that changed, and what to tell the writer besides."""

    before: "Entry"
    after: "Entry"
    changed: tuple[str, ...]
    hints: list[str]


def edit(
    log: "Log", clock: "Clock", settings: "Settings", name: str, patch: "Fields", verb: str = "edit"
) -> Edited:
    """Change fields of an entry. Where nothing would differ, nothing is written.

    Args:
        log: the log.
        clock: gives the time and the ids.
        settings: say who changes it.
        name: a short id, a longer end of the uuid, or `last`.
        patch: the fields to change, as for `capture.record`; None or an empty value empties an optional one.
        verb: what undo calls it.

    Raises:
        UsageError: a field that cannot be stored, or cannot be empty.
        NotFoundError: no entry answers to `name`.
        StorageError: nothing was changed.
    """
    try:
        wanted, adviser = _checked_patch(patch), settings.wording_adviser
        uuid = find_visible_entry(log, settings.user, name).uuid
        with log.atomic():
            edited = _written(log, clock, settings.user, find_entry(log, uuid), wanted, verb)
        if adviser and (advice := adviser.advice_for(_typed(edited), thanks=False)):
            edited.hints.append(advice)
        return edited._replace(
            before=_seen(edited.before, settings.user), after=_seen(edited.after, settings.user)
        )
    except CoachlogError as error:
        error.typed = error.typed or typed_text(patch)
        raise


def delete(
    log: "Log", clock: "Clock", settings: "Settings", names: "Sequence[str]"
) -> "list[Entry]":
    """Delete entries, all of them or none; they as they were. Their history stays.

    Raises:
        NotFoundError: there is no entry of one of the names.
        StorageError: nothing was deleted.
    """
    uuids = dict.fromkeys(find_visible_entry(log, settings.user, name).uuid for name in names)
    with log.atomic():
        entries = [find_entry(log, uuid) for uuid in uuids]
        hlc = revisions.begin_action(log, clock, "delete")
        gone: list[revisions.Change] = [("entry", uuid, {"deleted": True}) for uuid in uuids]
        ledger.change_records(log, clock, hlc, settings.user, gone)
    return entries


def find_visible_entry(log: "Log", reader: str, name: str) -> "Entry":
    """The entry called `name` as `reader` may see it: a learner is shown to the writer alone.

    Raises:
        NotFoundError: no entry answers to it, or it is somebody else's private one.
    """
    entry = find_entry(log, name)
    if entry.share == "private" and entry.trainer != reader:
        raise NotFoundError(f"{name} is {entry.trainer}'s private entry.")
    return _seen(entry, reader)


def _seen(entry: "Entry", reader: str) -> "Entry":
    return entry if entry.trainer == reader else entry._replace(learner=None)


def changed_fields(entry: "Entry", filled: "Fields") -> "Fields":
    """What a filled-in form changes of an entry; None where it empties a field.

    A form knows nothing of the line ends around a text and of the seconds of a time: alone they are no change.
    """
    changes = {
        field: value
        for field, value in filled.items()
        if _trimmed(_plain(entry, field)) != _trimmed(value)
    }
    if (
        "occurred_on" in filled
        and (filled.get("occurred_at") or "")[:16] == (entry.occurred_at or "")[:16]
    ):
        same_day = filled["occurred_on"] == entry.occurred_on or entry.occurred_at is not None
        return {
            field: value
            for field, value in changes.items()
            if not (same_day and field in ("occurred_on", "occurred_at"))
        }
    return changes


def _trimmed(value: Any) -> Any:
    return (
        value.replace("\r\n", "\n").strip("\n\r") or None
        if isinstance(value, str)
        else value or None
    )


def _written(
    log: "Log", clock: "Clock", author: str, before: "Entry", wanted: "Fields", verb: str
) -> Edited:
    hints = _use_known_names(log, wanted)
    changed = tuple(field for field, value in wanted.items() if _plain(before, field) != value)
    if not changed:
        return Edited(before, before, (), hints)
    hlc = revisions.begin_action(log, clock, verb)
    patch = {field: wanted[field] for field in changed} | {"updated_at": utc_text(clock.now())}
    ledger.change_records(log, clock, hlc, author, [("entry", before.uuid, patch)])
    return Edited(before, find_entry(log, before.uuid), changed, hints)


def _typed(edited: Edited) -> "Fields":
    """What advice on wording is to look at: the texts that changed, and whose they are."""
    fields = (
        "short_id",
        "team",
        "kind",
        "own",
        *(field for field in edited.changed if field in LONG_TEXTS),
    )
    return {field: getattr(edited.after, field) for field in fields}


def _checked_patch(patch: "Fields") -> "Fields":
    if given := [field for field in GIVEN if field in patch]:
        raise UsageError(f"{given[0]} is never changed by hand.")
    checked = clean_fields({field: value for field, value in patch.items() if value is not None})
    wanted: Fields = {}
    for field in patch:
        empty: Any = [] if field == "factors" else None
        wanted[field] = checked.get(field, empty)
        if wanted[field] == empty and field not in (*OPTIONAL, "occurred_at"):
            raise UsageError(f"{field} cannot be empty. What can: {', '.join(OPTIONAL)}.")
    if wanted.get("follow_up") == NONE:
        wanted["follow_up"] = None
    if "occurred_on" in wanted:
        wanted.setdefault("occurred_at", None)
    return wanted


def _use_known_names(log: "Log", wanted: "Fields") -> list[str]:
    """Put the spelling in use in place of the one that was typed; what to say about it."""
    hints = []
    topics: list[str] = []
    for table, names in (("team", [wanted.get("team")]), ("topic", wanted.get("topics", []))):
        for name in filter(None, names):
            known = known_name(log, table, name) or name
            if known != name and name_key(known) == name_key(name):
                hints.append(
                    f"{name} is spelled {known}; to change that everywhere: coachlog {table}s rename {known!r} {name!r}"
                )
            if table == "team":
                wanted["team"] = known
            else:
                topics.append(known)
    if topics:
        wanted["topics"] = list(dict.fromkeys(topics))
    return hints


def _plain(entry: "Entry", field: str) -> Any:
    value = getattr(entry, field)
    return list(value) if isinstance(value, tuple) else value
