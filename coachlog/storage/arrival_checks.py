"""What a revision from elsewhere must look like before it is stored: everything in it is hostile.

Whoever can write to a shared folder can put anything into it. A value that the tables could not
hold, or that no command could show, would stop every later reading of its record.
"""

from typing import Any

from coachlog.domain.families import FAMILIES
from coachlog.domain.fields import (
    EPOCH,
    FIELDS,
    KNOWN,
    LIST_SEPARATOR,
    MARKS,
    MOVED_FROM,
    NAME,
    SNAPSHOT,
    Fields,
)
from coachlog.domain.folding import SNAPSHOT_FIELDS, expanded
from coachlog.domain.merging import Revision
from coachlog.domain.nameless import NAMELESS_FAMILIES
from coachlog.domain.team_names import label_of
from coachlog.domain.typed_text import MAX_NAME, MAX_TEXT
from coachlog.storage.checked import HEXADECIMAL, is_hlc
from coachlog.storage.file.connection import Log
from coachlog.storage.patch_json import json_text
from coachlog.storage.record_tables import FAMILIES as TABLES
from coachlog.storage.stored_values import Table, is_uuid, is_uuid_bytes, table_of, wrong_fields

# Why a revision is set aside.
NEWER = "newer"  # a newer coachlog has written it, and has to read it
MALFORMED = "malformed"
EARLY = "early"  # its clock is too far ahead; nothing is stored of it
NEVER_TRAVELS = "never travels"

MOST_AHEAD = 10 * 60 * 1000  # milliseconds that the clock of another computer may be ahead

_MOST_KNOWN = 10_000  # revisions that a writer says to have seen
_TEAM_FIELDS = (
    "team",
    "old",
    "new",
)
_NAME_FIELDS = {"author", "name"} | {
    name for name, field in FIELDS.items() if field.value_type == NAME
}
_ESCAPED_NUL = "\\u0000"  # as it stands in JSON
_AN_ID = "0" * 32


class ArrivalChecks:
    """The checks of single revisions, with what they need of one log."""

    def __init__(self, log: Log) -> None:
        self._tables: dict[str, Table] = {}
        for name in ("entry", *TABLES):
            if FAMILIES[name].travels:
                self._tables[name] = table_of(log, name)
        latest = int(log.clock.now().timestamp() * 1000) + MOST_AHEAD
        self._latest = f"{latest:013d}~"

    @property
    def families(self) -> tuple[str, ...]:
        """The families that this version can store."""
        return tuple(self._tables)

    def reason_to_hold(self, revision: Revision) -> str:
        """Return why a revision has to be set aside; an empty text if it can be stored."""
        if not _has_form(revision):
            return MALFORMED
        if revision.hlc > self._latest:
            return EARLY
        family = FAMILIES.get(revision.table)
        if family is not None and not family.travels:
            return NEVER_TRAVELS
        if revision.table == "feedback_group" and "answers" in revision.patch:
            return NEVER_TRAVELS
        table = self._tables.get(revision.table)
        if table is None:
            return NEWER
        return "" if _can_hold(table, revision.patch) else MALFORMED


def _can_hold(table: Table, patch: Fields) -> bool:
    """Return whether a table and its texts on a screen can have the values of a patch."""
    if not _has_marks(patch):
        return False
    parts = [patch]
    if patch.get(SNAPSHOT):
        # Apart, because what the patch itself changes would hide what the snapshot has.
        parts.append(expanded({SNAPSHOT: patch[SNAPSHOT]}))
    for part in parts:
        if not _is_storable(part) or wrong_fields(table, part) or not _has_names(part):
            return False
    return True


def _has_form(revision: Revision) -> bool:
    """Return whether a revision is as coachlog writes one, whatever it says."""
    number, record, table, hlc, device, author, patch = revision
    return (
        is_uuid_bytes(number)
        and is_uuid(record)
        and is_hlc(hlc)
        and _is_line(table, MAX_NAME)
        and _is_line(device, MAX_NAME)
        and _is_line(author, MAX_NAME)
        and (bool(device) or table in NAMELESS_FAMILIES)
        and isinstance(patch, dict)
    )


def _is_line(value: Any, most: int) -> bool:
    """Return whether a value is one line of text that can be shown and stored."""
    if not isinstance(value, str) or len(value) > most:
        return False
    return value.isprintable() or _has_no_controls(value)


def _has_no_controls(text: str) -> bool:
    return _is_text(text) and not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in text)


def _is_text(text: str) -> bool:
    if len(text) > MAX_TEXT or "\0" in text:
        return False
    return text.isascii() or text.encode(errors="replace").decode() == text


def _is_storable(patch: Fields) -> bool:
    """Return whether a patch can be stored as it is, with every text in it."""
    try:
        written = json_text(patch)
    except (TypeError, ValueError, RecursionError):
        return False
    if len(written) <= MAX_TEXT and _ESCAPED_NUL not in written:
        # No part of it is longer; nearly all patches are looked at no further.
        return written.isascii() or _is_text(written)
    waiting: list[Any] = [patch]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and not _is_text(value):
            return False
    return True


def _has_names(patch: Fields) -> bool:
    """Return whether the names in a patch are names: topics are stored as one text."""
    if not _are_names(patch.get("topics", ["-"])):
        return False
    # An entry without it would count as withdrawn.
    if not str(patch.get("happened", "-")).strip():
        return False
    for field in _TEAM_FIELDS:
        if field in patch and not _is_team(patch[field]):
            return False
    present = _NAME_FIELDS & patch.keys()
    return all(patch[field] is None or _is_line(patch[field], MAX_NAME) for field in present)


def _are_names(value: Any) -> bool:
    """Return whether a value is a list of names, each once."""
    is_list = isinstance(value, list) and bool(value)
    return is_list and all(map(_is_name, value)) and len(set(value)) == len(value)


def _is_name(value: Any) -> bool:
    """Return whether a value is the name of a team or topic."""
    is_name = _is_line(value, MAX_NAME) and bool(value.strip())
    return is_name and LIST_SEPARATOR.strip() not in value


def _is_team(value: Any) -> bool:
    """Return whether a value is what entries of a team are written with."""
    if not isinstance(value, str):
        return False
    label = label_of(value)
    return _is_name(label)


def _has_marks(patch: Fields) -> bool:
    """Return whether what a patch says for merging has the form that `folding` reads."""
    if MARKS.isdisjoint(patch):
        return True
    known = patch.get(KNOWN, {})
    if not isinstance(known, dict) or not all(map(_is_list_of_ids, known.values())):
        return False
    snapshot = patch.get(SNAPSHOT, [])
    if not isinstance(snapshot, list) or 0 < len(snapshot) < len(SNAPSHOT_FIELDS):
        return False
    return _is_revision_id(patch.get(EPOCH, _AN_ID)) and _is_team(patch.get(MOVED_FROM, "-"))


def _is_list_of_ids(value: Any) -> bool:
    if not isinstance(value, list) or len(value) > _MOST_KNOWN:
        return False
    return all(map(_is_revision_id, value))


def _is_revision_id(value: Any) -> bool:
    return isinstance(value, str) and len(value) == len(_AN_ID) and HEXADECIMAL.issuperset(value)
