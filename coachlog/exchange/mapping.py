"""Which column of a file is which field: by name, by synonym, or as somebody says."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from coachlog.domain.fields import FIELDS
from coachlog.errors import UsageError

# What other programs and people call our fields, the likelier name first: the words table of the README, and the
# column names of lessons registers, after-action reviews and audit findings.
SYNONYMS: dict[str, str] = {
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
    "follow_up": "follow up days, check in days",
    "short_id": "id",
}


class Match(NamedTuple):
    """A column and its field; without one it is left out, `rival` being the column that is taken in its place."""

    place: int
    column: str
    field: str | None
    rival: str | None = None


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without case, blanks, underscores, hyphens and other signs."""
    return "".join(filter(str.isalnum, normalize("NFKC", name).casefold()))


def _ranked() -> dict[str, tuple[str, int]]:
    ranked = {plain(field): (field, 0) for field in FIELDS}
    for field, names in SYNONYMS.items():
        for rank, name in enumerate(names.split(","), 1):
            ranked.setdefault(plain(name), (field, rank))
    return ranked


_RANKED = _ranked()


def field_named(name: str) -> str | None:
    """The field that `name` means, by its own name or a synonym; None where it means none."""
    found = _RANKED.get(plain(name))
    return found[0] if found else None


def is_known(name: str) -> bool:
    """Whether a column's name says which field it is."""
    return plain(name) in _RANKED


def match_columns(columns: Sequence[str], said: Iterable[str]) -> list[Match]:
    """Which field each column is.

    Args:
        columns: their names.
        said: `column=field` as somebody says it, which counts first; `column=` leaves that one out. Several columns
            may be said to be one field.

    Raises:
        UsageError: there is no such column or field.
    """
    fields: dict[int, str | None] = {}
    for pair in said:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise UsageError(f"--map {pair!r} is not COLUMN=FIELD. For example: --map what_happened=happened")
        fields[_place(columns, column)] = named_field(field) if field.strip() else None
    taken = set(fields.values())
    best: dict[str, tuple[int, int]] = {}
    for place, column in enumerate(columns):
        if place not in fields and (found := _RANKED.get(plain(column))) and found[0] not in taken:
            best[found[0]] = min(best.get(found[0], (found[1], place)), (found[1], place))
    fields |= {place: field for field, (_, place) in best.items()}
    holders = {field: columns[place] for place, field in fields.items() if field}
    return [
        Match(place, column, fields.get(place), None if place in fields else holders.get(field_named(column) or ""))
        for place, column in enumerate(columns)
    ]


def named_field(name: str) -> str:
    """The field that somebody names.

    Raises:
        UsageError: there is none of that name.
    """
    field = field_named(name)
    if field is None:
        close = get_close_matches(name.strip().lower(), FIELDS, n=2, cutoff=0.5)
        hint = f"Did you mean {' or '.join(close)}?" if close else f"There are {', '.join(FIELDS)}."
        raise UsageError(f"there is no field {name!r}. {hint}")
    return field


def _place(columns: Sequence[str], name: str) -> int:
    if name in columns:
        return columns.index(name)
    alike = [place for place, column in enumerate(columns) if plain(column) == plain(name)]
    if len(alike) != 1:
        raise UsageError(f"there is no column {name!r} in it. There are {', '.join(columns)}.")
    return alike[0]
