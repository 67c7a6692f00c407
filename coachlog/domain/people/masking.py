"""Mask the names, addresses and numbers of people in texts and in entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from coachlog.domain.entry import Entry
from coachlog.domain.fields import LONG_TEXTS
from coachlog.domain.people.address_patterns import (
    ADDRESS_SIGNS,
    E_MAIL_PATTERNS,
    STREET_PATTERNS,
)
from coachlog.domain.people.given_names import given_names
from coachlog.domain.people.names import Names
from coachlog.domain.people.number_patterns import CASE_PATTERNS, ID_PATTERNS
from coachlog.domain.people.patterns import (
    ADDRESS,
    BIRTH_DATE,
    CARD,
    E_MAIL,
    IBAN,
    NAME,
    NUMBER,
    PHONE,
    PersonalMatch,
)
from coachlog.domain.people.phone_numbers import long_numbers
from coachlog.domain.people.titles import titled_names
from coachlog.domain.typed_text import FEWEST_DIGITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MASKS = {
    E_MAIL: "[e-mail]",
    CARD: "[card]",
    IBAN: "[account]",
    BIRTH_DATE: "[birth date]",
    ADDRESS: "[address]",
    PHONE: "[phone]",
    NUMBER: "[number]",
    NAME: "[name]",
}
TEXTS = ("team", "topics", *LONG_TEXTS, "rule_ref")
NO_NAMES = Names(())


class Mask:
    """Masks personal data in texts, and keeps count of it.

    Args:
        names: the names that the log knows.
        taught: names that it was taught, as for `Names`.
        no_names: the keys of words that are not names, as for `given_names`.
        months_only: whether days in texts become months, and clock times go.

    Attributes:
        names: the names that it masks.
        counts: how often it masked something, by category.
        short_ids: the entries in which it masked something, in the order in which it met them.
        possible_names: the first word that may still name somebody, of each entry or other source
            of texts that has one.
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        taught: Iterable[str] = (),
        no_names: Container[str] = (),
        *,
        months_only: bool = False,
    ) -> None:
        self.names = Names(names, taught)
        self.counts: Counter[str] = Counter()
        self.short_ids: list[str] = []
        self.possible_names: dict[str, str] = {}
        self._no_names = no_names
        self._months_only = months_only

    def uncounted(self) -> Mask:
        """Return a mask of the same, which counts on its own: for a text that is masked twice."""
        from copy import copy  # of a handbook alone

        other = copy(self)
        other.counts = Counter()
        other.short_ids = []
        other.possible_names = {}
        return other

    def text(self, text: str, source: str = "") -> str:
        """Return a text with `[name]`, `[e-mail]` and the other `MASKS` for personal data.

        Args:
            text: any text.
            source: where it is from, such as a short id. Only then possible names are noted.
        """
        parts = []
        copied = 0
        for match in self.matches(text):
            parts += [text[copied : match.start], MASKS[match.category]]
            copied = match.end
            self.counts[match.category] += 1
        masked = "".join([*parts, text[copied:]])
        if self._months_only:
            from coachlog.domain.people.days_in_texts import without_days  # of a handbook alone

            masked = without_days(masked)
        if source:
            # Nobody can mask a name that was never recorded, so a person is told to look.
            for start, end in given_names(masked, self._no_names):
                self.possible_names.setdefault(source, masked[start:end])
        return masked

    def matches(self, text: str) -> Iterable[PersonalMatch]:
        """Return what is masked in a text, in its order."""
        return find_personal_data(text, self.names)

    def texts(self, entry: Entry) -> Entry:
        """Return an entry with masked texts."""
        before = self.counts.total()
        changes: dict[str, Any] = {}
        for field in TEXTS:
            value = getattr(entry, field)
            if isinstance(value, tuple):
                changes[field] = tuple(self.text(text, entry.short_id) for text in value)
            elif value:
                changes[field] = self.text(value, entry.short_id)
        if self.counts.total() > before:
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
    matches: list[PersonalMatch] = []
    # The surest first: where two overlap, the earlier of these wins.
    for more in _find_by_form(text):
        matches = _merge(matches, more)
    return _merge(matches, _find_names(text, names))


def _find_by_form(text: str) -> Iterator[Iterable[PersonalMatch]]:
    """Yield the matches of each form, the surest form first; they may overlap those of others."""
    # Most texts are done with these two looks.
    small_text = text.lower()
    if not ADDRESS_SIGNS.isdisjoint(text) or " at " in small_text:
        for pattern in E_MAIL_PATTERNS:
            yield pattern.matches(text)
    digits = sum(map(str.isdigit, text))
    if not digits:
        return
    for pattern in (*ID_PATTERNS, *STREET_PATTERNS, *CASE_PATTERNS):
        if pattern.may_match(small_text, digits):
            yield pattern.matches(text)
    if digits < FEWEST_DIGITS:
        return
    numbers: dict[str, list[PersonalMatch]] = {PHONE: [], NUMBER: []}
    for start, end, is_phone in long_numbers(text):
        category = PHONE if is_phone else NUMBER
        numbers[category].append(PersonalMatch(category, start, end))
    yield from numbers.values()


def _find_names(text: str, names: Names) -> list[PersonalMatch]:
    """Return the names in a text, in its order; those that overlap are one."""
    matches: list[PersonalMatch] = []
    for start, end in sorted([*names.spans(text), *titled_names(text)]):
        last = matches[-1] if matches else None
        # Known is `Martin`, and after a title stands `Jean-Luc Martin`: all of it is masked.
        if last and start < last.end:
            matches[-1] = PersonalMatch(NAME, last.start, max(last.end, end))
        else:
            matches.append(PersonalMatch(NAME, start, end))
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
