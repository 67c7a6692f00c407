"""Entries without the people in them, for a sheet or a book that goes from hand to hand."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.masking import Mask
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_people


class MaskedEntries(NamedTuple):
    """Entries in whose texts nobody is named; what does the same to other texts; and what to look at once more.

    `masked` has the short ids of the entries in which something was masked; `maybe` a short id with a given name that stands
    in its words and may be that of somebody whom the log does not know.
    """

    entries: list[Entry]
    clean: Callable[[str], str]
    masked: list[str]
    maybe: list[tuple[str, str]]


def mask_entries(log: Log, entries: Sequence[Entry]) -> MaskedEntries:
    """Entries without their learners and trainers, and without the names, addresses and numbers in their texts."""
    mask = Mask(known_people(log))
    clean = [mask.entry(entry) for entry in entries]
    maybe = [(entry.short_id, name) for entry in clean if (name := _given_name(entry))]
    return MaskedEntries(clean, mask.text, sorted(mask.short_ids), sorted(maybe))


def _given_name(entry: Entry) -> str | None:
    """The first given name in an entry's words."""
    for field in LONG_TEXTS:
        text = getattr(entry, field) or ""
        for start, end in given_names(text):
            return str(text[start:end])
    return None
