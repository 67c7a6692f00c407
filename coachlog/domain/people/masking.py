"""Mask the names, addresses and numbers of people in texts and in entries."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.names import Names
from coachlog.domain.people.patterns import (
    E_MAIL,
    NAME,
    NUMBER,
    PHONE,
    PersonalMatch,
    case_numbers,
    digit_runs,
    e_mail_addresses,
    titled_names,
)

MASKS = {E_MAIL: "[e-mail]", PHONE: "[phone]", NUMBER: "[number]", NAME: "[name]"}
TEXTS = ("team", "topics", *LONG_TEXTS, "rule_ref")
NO_NAMES = Names(())


class Mask:
    """Masks personal data in texts, and keeps count of it.

    Attributes:
        names: the names that it masks.
        counts: how often it masked something, by category.
        short_ids: the entries in which it masked something, in the order in which it met them.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names = Names(names)
        self.counts: Counter[str] = Counter()
        self.short_ids: list[str] = []

    def text(self, text: str) -> str:
        """Return a text with `[name]`, `[e-mail]`, `[phone]`, `[number]` for personal data."""
        parts = []
        copied = 0
        for match in find_personal_data(text, self.names):
            parts += [text[copied : match.start], MASKS[match.category]]
            copied = match.end
            self.counts[match.category] += 1
        return "".join([*parts, text[copied:]])

    def texts(self, entry: Entry) -> Entry:
        """Return an entry with masked texts."""
        before = self.counts.total()
        changes: dict[str, Any] = {}
        for field in TEXTS:
            value = getattr(entry, field)
            if isinstance(value, tuple):
                changes[field] = tuple(map(self.text, value))
            elif value:
                changes[field] = self.text(value)
        if self.counts.total() == before:
            return entry
        self.short_ids.append(entry.short_id)
        return entry._replace(**changes)

    def entry(self, entry: Entry) -> Entry:
        """Return an entry with masked texts, and without its learner and trainer."""
        return self.texts(entry)._replace(learner=None, trainer=None)


def find_personal_data(text: str, names: Names = NO_NAMES) -> list[PersonalMatch]:
    """Return the personal data in a text, in its order, without overlaps.

    Args:
        text: any text.
        names: names to look for, besides those that follow a title.
    """
    runs = list(digit_runs(text))
    matches: list[PersonalMatch] = []
    # The surest first: where two overlap, the earlier of these wins.
    for more in (
        e_mail_addresses(text),
        case_numbers(text),
        [run for run in runs if run.category == PHONE],
        [run for run in runs if run.category == NUMBER],
        [PersonalMatch(NAME, *span) for span in names.spans(text)],
        titled_names(text),
    ):
        matches = _merge(matches, more)
    return matches


def find_in_entry(entry: Entry, names: Names) -> Iterator[tuple[str, str, PersonalMatch]]:
    """Yield the personal data in what was typed into an entry: its field, its text, the match."""
    for field in TEXTS:
        value = getattr(entry, field) or ()
        texts = value if isinstance(value, tuple) else (value,)
        for text in texts:
            for match in find_personal_data(text, names):
                yield field, text, match


def _merge(matches: list[PersonalMatch], more: Iterable[PersonalMatch]) -> list[PersonalMatch]:
    """Merge `more` into `matches`, dropping spans that overlap; all in the order of the text."""
    added = []
    index = 0
    free_from = 0
    for match in more:
        while index < len(matches) and matches[index].end <= match.start:
            index += 1
        is_before_next = index == len(matches) or match.end <= matches[index].start
        if is_before_next and match.start >= free_from:
            added.append(match)
            free_from = match.end
    if not added:
        return matches
    return sorted([*matches, *added], key=lambda match: match.start)
