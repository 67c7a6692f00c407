"""Counts what `summary` counts from the JSON of entries, with none of its code.

Every cell is the set of the entries in it: a total and the others are the sets put together.
"""

from datetime import date, timedelta
from typing import Any

Entry = dict[str, Any]
Groups = dict[str | None, set[str]]

KINDS = ["strength", "correction", "question", "mistake"]
# The columns of these keys, in their order; the columns of others are names or times.
CHOICES = {
    "kind": KINDS,
    "status": ["logged", "shared", "adopted", "closed"],
    "basis": ["rule", "judgement", "both"],
    "decision": ["followed", "exception-documented", "escalated", "asked"],
    "caught": ["before-effect", "after-effect"],
    "detected-by": ["self", "peer", "supervisor", "customer", "audit", "system"],
    "factor": [
        "communication",
        "guidance",
        "tool",
        "workload",
        "hand-over",
        "training",
        "environment",
        "other",
    ],
}
TIMES = ["week", "month"]
KEYS = ["team", "topic", *TIMES, *CHOICES]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def values_of(entry: Entry, key: str, topics: list[str], week_start: str) -> list[str | None]:
    """Return what an entry counts as; of its topics only some, unless these are none."""
    if key == "topic":
        return [topic for topic in entry["topics"] if not topics or topic in topics]
    if key == "factor":
        return entry["factors"] or [None]
    if key == "month":
        return [entry["occurred_on"][:7]]
    if key == "week":
        return [week_label(date.fromisoformat(entry["occurred_on"]), week_start)]
    return [entry[key.replace("-", "_")]]


def first_of_week(day: date, week_start: str) -> date:
    """Return the Monday or Sunday on which the week of a day begins."""
    since = day.isoweekday() % 7 if week_start == "sunday" else day.isoweekday() - 1
    return day - timedelta(days=since)


def week_label(day: date, week_start: str) -> str:
    """Return the name of the week of a day: that of the ISO week of its Thursday."""
    first = first_of_week(day, week_start)
    thursday = first + timedelta(days=4 if week_start == "sunday" else 3)
    return "{}-W{:02}".format(*thursday.isocalendar()[:2])


def groups_of(entries: list[Entry], key: str, topics: list[str], week_start: str) -> Groups:
    """Return the ids of the entries that have each value."""
    groups: Groups = {}
    for entry in entries:
        for value in values_of(entry, key, topics, week_start):
            groups.setdefault(value, set()).add(entry["uuid"])
    return groups


def busiest(groups: Groups) -> list[str | None]:
    """Return the values with the most entries first, then by name."""
    return sorted(groups, key=lambda value: (-len(groups[value]), value or ""))


class Line:
    """A row or a column: its name, how many others it stands for, and the ids of its entries."""

    def __init__(self, value: str | None, ids: set[str], others: int = 0) -> None:
        self.value = value
        self.ids = ids
        self.others = others

    @property
    def name(self) -> str:
        """What it is called in files."""
        if self.others:
            return f"{self.others} other" + ("" if self.others == 1 else "s")
        return self.value or "not given"


def lines_of(groups: Groups, key: str, *, is_row: bool, top: int | None) -> list[Line]:
    """Return the rows or columns of a key that is not a time."""
    if not is_row and key in CHOICES:
        values: list[str | None] = [*CHOICES[key]]
        values += [None] if None in groups else []
        return [Line(value, groups.get(value, set())) for value in values]
    values = busiest(groups)
    shown = values[:top]
    lines = [Line(value, groups[value]) for value in shown]
    rest = values[len(shown) :]
    if rest:
        lines.append(Line(None, set().union(*(groups[value] for value in rest)), len(rest)))
    return lines


class Days:
    """The days that a grid counts, and its weeks or months.

    Args:
        since: the first day asked for, or None.
        until: the last day asked for, or None.
        days: those of the entries.
        today: no week or month begins after it, or the last entry.
        week_start: the day on which weeks begin.
    """

    def __init__(
        self,
        since: date | None,
        until: date | None,
        days: list[date],
        today: date,
        week_start: str,
    ) -> None:
        self.first = since or min(days, default=None)
        self.last = max([today, *days])
        if until:
            self.last = min(self.last, until)
        self.since = since
        self.week_start = week_start

    def labels(self, key: str) -> list[str]:
        """Return the names of all weeks or months, the oldest first."""
        labels: dict[str, None] = {}
        day = self.first
        while day is not None and day <= self.last:
            label = f"{day:%Y-%m}" if key == "month" else week_label(day, self.week_start)
            labels[label] = None
            day += timedelta(days=1)
        return list(labels)

    def cuts(self, key: str) -> tuple[date | None, date | None]:
        """Return where the first and the last of them are cut off."""
        if not self.labels(key):
            return None, None
        before, after = timedelta(days=-1), timedelta(days=1)
        only_from = only_to = None
        if self.since and self._is_same(key, self.since, self.since + before):
            only_from = self.since
        if self._is_same(key, self.last, self.last + after):
            only_to = self.last
        return only_from, only_to

    def _is_same(self, key: str, day: date, other: date) -> bool:
        if key == "month":
            return (day.year, day.month) == (other.year, other.month)
        return first_of_week(day, self.week_start) == first_of_week(other, self.week_start)


def marked(names: list[str], cuts: tuple[date | None, date | None]) -> list[str]:
    """Return the names of weeks or months as a page has them."""
    if len({name[:4] for name in names}) == 1:
        names = [name[5:] if "W" in name else MONTHS[int(name[5:]) - 1] for name in names]
    marks = [""] * len(names)
    if cuts[0]:
        marks[0] = "*"
    if cuts[1]:
        marks[-1] = "*"
    return [name + mark for name, mark in zip(names, marks, strict=True)]
