"""Make entries without people, for a sheet or a handbook that goes from hand to hand.

Learner and trainer are left out, and names that the log knows are masked in the texts. Nobody can
mask a name that was never recorded, so entries that may hold one are listed for a person to check.
"""

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.masking import Mask
from coachlog.domain.typed_text import name_key
from coachlog.services.names import make_mask, no_names
from coachlog.storage.file.connection import Log


class MaskedEntries(NamedTuple):
    """Entries without their people, and what a person should know about them.

    Attributes:
        entries: the entries in their order, without learners and trainers.
        mask: masks the other texts of the same sheet; it counts everything that it masked.
        possible_names: a short id and a given name for each entry that may still name a person.
    """

    entries: list[Entry]
    mask: Mask
    possible_names: list[tuple[str, str]]


def mask_entries(log: Log, entries: Sequence[Entry]) -> MaskedEntries:
    """Return entries without learners, trainers, and the personal data in their texts."""
    mask = make_mask(log)
    masked = [mask.entry(entry) for entry in entries]
    return MaskedEntries(masked, mask, possible_names(log, masked))


def possible_names(log: Log, masked: Iterable[Entry]) -> list[tuple[str, str]]:
    """Return a short id and a given name for each masked entry that may still name a person."""
    ordinary = no_names(log)
    names = []
    for entry in masked:
        name = _first_given_name(entry, ordinary)
        if name:
            names.append((entry.short_id, name))
    return sorted(names)


def _first_given_name(entry: Entry, ordinary: Container[str]) -> str | None:
    for field in LONG_TEXTS:
        text: str = getattr(entry, field) or ""
        for start, end in given_names(text):
            if name_key(text[start:end]) not in ordinary:
                return text[start:end]
    return None
