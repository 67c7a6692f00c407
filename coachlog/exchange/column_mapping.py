"""Which column of a file is which field: by name, by synonym, or as somebody says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from coachlog.domain.fields import FIELDS
from coachlog.errors import UsageError

# What other programs and people call our fields, the likelier name first: the words table of the README, and the
# column names of lessons registers, after-action reviews and audit findings.
_OF_ENTRIES: dict[str, str] = {
    "kind": "kind of entry, entry type, type",
    "team": "unit, department, dept, division, office, section, team name, group",
    "topics": "topic, focus area, focus areas, category, categories, subject, theme, tags, tag, area, keywords",
    "happened": "what happened, what was seen, observation, behaviour, behavior, condition, finding, event, incident, moment, "
    "description, what, text, note, notes, details, summary, title",
    "recovery": "corrective action, corrective actions, corrective action plan, action taken, actions taken, "
    "immediate action taken, immediate action, how it was put right, how it was fixed, resolution, remedy, fix, response",
    "expected": "what was expected, what was supposed to happen, criteria, criterion, the right way, right way, standard, "
    "requirement",
    "why": "impact, effect, consequence, consequences, logic, rationale, potential effect",
    "lesson": "lessons, lesson learned, lessons learned, lesson learnt, lessons learnt, recommendation, recommendations, "
    "next step, next steps, what we do next time, takeaway",
    "trainer": "coach, instructor, peer trainer, recorded by, reported by, author, observer, mentor, submitted by",
    "learner": "coachee, trainee, student, mentee, apprentice",
    "rule_ref": "rule, rule reference, regulation, citation, policy, legal basis, statute",
    "detected_by": "detected, discovery method, discovered by, found by, detection method, how found",
    "factors": "factor, contributing factors, contributing factor, root cause, root causes, causes, cause",
    "own": "own mistake",
    "share": "sharing, visibility",
    "changed_what": "what changed, what was changed, change made",
    "occurred_at": "at utc, timestamp, date time, date and time, time",
    "occurred_on": "date, day, date of event, event date, incident date, date occurred, happened on, occurred, when, on, "
    "month, year",
    "recorded_at": "recorded utc, recorded, date recorded, created at, created",
    "updated_at": "updated utc, updated, last modified, modified",
    "follow_up": "asks after days, follow up days, check in days",
    "short_id": "id",
}


_WORD = re.compile(r"[^\W_]+")


class Match(NamedTuple):
    """A column and its field; without one it is left out.

    `rival` is the column that is taken in its place; `person` says that it tells who somebody is, and is never taken.
    """

    place: int
    column: str
    field: str | None
    rival: str | None = None
    person: bool = False


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without case, blanks, underscores, hyphens and other signs."""
    return "".join(filter(str.isalnum, normalize("NFKC", name).casefold()))


class Names:
    """The fields that rows can fill, and what other programs and people call them."""

    def __init__(
        self,
        fields: Sequence[str],
        synonyms: Mapping[str, str],
        hints: Mapping[str, str] | None = None,
        persons: str = "",
    ) -> None:
        """Know these fields.

        Args:
            fields: their own names.
            synonyms: by field what others call it, by commas, the likelier name first.
            hints: by field the words that stand for it inside a longer heading, such as a form's question, by commas; a
                heading with words of two fields is neither.
            persons: the words in the names of columns that say who somebody is, by commas; such a column is never taken.
        """
        self.fields = fields
        self._ranked = {plain(field): (field, 0) for field in fields}
        for field, names in synonyms.items():
            for rank, name in enumerate(names.split(","), 1):
                self._ranked.setdefault(plain(name), (field, rank))
        self._hints = {
            plain(word): field
            for field, words in (hints or {}).items()
            for word in words.split(",")
        }
        self._persons = frozenset(plain(name) for name in persons.split(",") if name)

    def field(self, name: str) -> str | None:
        """The field that `name` means, by its own name, a synonym or a word in it; None where it means none."""
        found = self._meaning(name)
        return found[0] if found else None

    def knows(self, name: str) -> bool:
        """Whether a column's name says which field it is."""
        return self._meaning(name) is not None

    def is_person(self, name: str) -> bool:
        """Whether a column's name says that it tells who somebody is, and nothing else."""
        return not self.knows(name) and any(
            plain(word) in self._persons for word in _WORD.findall(name)
        )

    def match(self, columns: Sequence[str], said: Iterable[str]) -> list[Match]:
        """Which field each column is.

        Args:
            columns: their names.
            said: `column=field` as somebody says it, which counts first; `column=` leaves that one out. Several columns
                may be said to be one field.

        Raises:
            UsageError: there is no such column or field, or the column says who somebody is.
        """
        fields = self._said(columns, said)
        taken = set(fields.values())
        best: dict[str, tuple[int, int]] = {}
        for place, column in enumerate(columns):
            if place not in fields and (found := self._meaning(column)) and found[0] not in taken:
                best[found[0]] = min(best.get(found[0], (found[1], place)), (found[1], place))
        fields |= {place: field for field, (_, place) in best.items()}
        holders = {field: columns[place] for place, field in fields.items() if field}
        return [
            Match(
                place,
                column,
                fields.get(place),
                None if place in fields else holders.get(self.field(column) or ""),
                self.is_person(column),
            )
            for place, column in enumerate(columns)
        ]

    def named(self, name: str) -> str:
        """The field that somebody names.

        Raises:
            UsageError: there is none of that name.
        """
        field = self.field(name)
        if field is None:
            close = get_close_matches(name.strip().lower(), self.fields, n=2, cutoff=0.5)
            hint = (
                f"Did you mean {' or '.join(close)}?"
                if close
                else f"There are {', '.join(self.fields)}."
            )
            raise UsageError(f"there is no field {name!r}. {hint}")
        return field

    def _meaning(self, name: str) -> tuple[str, int] | None:
        """A field and how unlikely it is."""
        if found := self._ranked.get(plain(name)):
            return found
        hinted = {field for word in _WORD.findall(name) if (field := self._hints.get(plain(word)))}
        return (hinted.pop(), len(self._ranked)) if len(hinted) == 1 else None

    def _said(self, columns: Sequence[str], said: Iterable[str]) -> dict[int, str | None]:
        fields: dict[int, str | None] = {}
        for pair in said:
            column, equals, field = pair.rpartition("=")
            if not equals or not column:
                raise UsageError(
                    f"--map {pair!r} is not COLUMN=FIELD. For example: --map what_happened=happened"
                )
            place = _place(columns, column)
            fields[place] = self.named(field) if field.strip() else None
            if fields[place] and self.is_person(columns[place]):
                raise UsageError(f"{columns[place]} says who somebody is, which is never taken.")
        return fields


ENTRY_NAMES = Names(FIELDS, _OF_ENTRIES)


def _place(columns: Sequence[str], name: str) -> int:
    if name in columns:
        return columns.index(name)
    alike = [place for place, column in enumerate(columns) if plain(column) == plain(name)]
    if len(alike) != 1:
        raise UsageError(f"there is no column {name!r} in it. There are {', '.join(columns)}.")
    return alike[0]
