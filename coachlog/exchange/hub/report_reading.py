"""Reading as much of what supervisors' logs have written to a hub as one report needs.

The services that make a report decide which entries count. The conditions here only keep the server
from sending a million entries: each selects at least what a report can need.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from coachlog.domain.periods import week_of
from coachlog.domain.settings import WEEKDAYS
from coachlog.exchange.hub.connection import Connection
from coachlog.exchange.hub.report import REPORT_COLUMNS, Row

_READ = [name for name in REPORT_COLUMNS if name not in ("key", "week", "version")]
_TEXTS = ("happened", "recovery", "expected", "why", "lesson", "changed_what")
# In the words of the indexes.
OPEN = "kind = 'mistake' AND recovery IS NULL AND status NOT IN ('adopted', 'closed')"
ASKING = "kind = 'question' AND expected IS NULL AND replied_on = '{}'"
UNDECIDED = "lesson IS NOT NULL AND status IN ('logged', 'shared')"
UNCLEARED = "share = 'team'"
QUESTIONS = "kind = 'question'"
# Entries of which a page shows more than their number.
REMARKABLE = "(status <> 'logged' OR decision IS NOT NULL OR repeat_of IS NOT NULL)"
HAPPENED = "occurred_on BETWEEN %(first)s AND %(last)s"
ADOPTED = "adopted_on BETWEEN %(first)s AND %(last)s"
_TEAMS = """SELECT key, (SELECT team FROM coachlog.report_entry r WHERE r.key = k.key
        ORDER BY occurred_on DESC LIMIT 1)
    FROM coachlog.my_reports() k (key) ORDER BY key"""
_SUMS = ", ".join(f"sum({day})::integer" for day in WEEKDAYS)
_COUNTS = f"""SELECT sort, name, week, {_SUMS} FROM coachlog.report_week
    WHERE week BETWEEN %(first)s AND %(last)s GROUP BY sort, name, week"""

# The sort (team, topic or kind), the name, a Monday, and how many entries each day of its week has.
WeekCount = tuple[Any, ...]


class Part(NamedTuple):
    """Some of the entries that a report needs.

    Attributes:
        condition: Which ones, in SQL.
        first: The first day of its span, if it has one.
        last: The last day.
        most: How many at most, the oldest ones; None for all.
        with_texts: Whether the texts are needed, and not only whether there are any.
    """

    condition: str
    first: date = date.min
    last: date = date.max
    most: int | None = None
    with_texts: bool = True


class Scope(NamedTuple):
    """What a report is narrowed to; None for everything.

    Attributes:
        keys: The keys of the teams on the hub.
        topics: An entry has at least one of these, as they are spelled on the hub.
        kinds: An entry is of one of these kinds.
    """

    keys: list[str] | None = None
    topics: list[str] | None = None
    kinds: list[str] | None = None


class ReportReader:
    """Reads the reports of a hub, as far as this login supervises the teams."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.address = connection.address

    def supervises_any(self) -> bool:
        """Return whether this login supervises any team.

        Raises:
            HubError: The hub is away.
        """
        query = "SELECT EXISTS (SELECT FROM coachlog.my_teams() WHERE supervisor)"
        return bool(self._connection.one(query))

    def teams(self) -> dict[str, str]:
        """Return the name of each team that this login supervises and that has entries, by key."""
        return {key: team for key, team in self._connection.rows(_TEAMS) if team is not None}

    def counts(self, first: date, last: date) -> list[WeekCount]:
        """Return how many entries each team, topic and kind has in the weeks of a span."""
        monday = week_of(first).first
        return self._connection.rows(_COUNTS, {"first": monday, "last": last})

    def entries(self, parts: Iterable[Part], scope: Scope) -> list[Row]:
        """Return the entries of some parts, each once, with those that they are repeats of.

        Args:
            parts: Those with texts first.
            scope: What they are narrowed to.
        """
        rows: dict[Any, Row] = {}
        for part in parts:
            for row in self._part(part, scope):
                rows.setdefault(row["uuid"], row)
        # A mistake came back only if the lesson before it is still shared.
        earlier = {row["repeat_of"] for row in rows.values()} - rows.keys() - {None}
        if earlier:
            query = f"SELECT {', '.join(_READ)} FROM coachlog.report_entry WHERE uuid = ANY(%s)"
            for values in self._connection.rows(query, (list(earlier),)):
                row = dict(zip(_READ, values, strict=True))
                rows.setdefault(row["uuid"], row)
        return list(rows.values())

    def _part(self, part: Part, scope: Scope) -> Iterable[Row]:
        query = f"SELECT {_columns(part)} FROM coachlog.report_entry WHERE {part.condition}"
        if scope.keys is not None:
            query += " AND key = ANY(%(keys)s)"
        if scope.topics is not None:
            query += " AND topics && %(topics)s::text[]"
        if scope.kinds is not None:
            query += " AND kind = ANY(%(kinds)s)"
        if part.most is not None:
            query += " ORDER BY occurred_on, recorded_at LIMIT %(most)s"
        for values in self._connection.rows(query, {**part._asdict(), **scope._asdict()}):
            yield dict(zip(_READ, values, strict=True))


def _columns(part: Part) -> str:
    columns = []
    for name in _READ:
        if name in _TEXTS and not part.with_texts:
            columns.append(f"left({name}, 0)")
        else:
            columns.append(name)
    return ", ".join(columns)
