"""The one way from a filter to SQL, and from SQL to rows.

Every listing and every count is a `Query`. It always applies the rule of who may read what, so that no command can
forget it; a query that a filter does not fit says which of its columns stand for the parts of the filter.
"""

from itertools import chain, islice
from typing import NamedTuple

from coachlog.domain.audience import TEAM
from coachlog.domain.fields import CHOICES
from coachlog.storage.conditions import SHARED_DUE, SHARED_ENTRY, SHARED_TOPIC, readable
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.revisions import BATCH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from coachlog.domain.entry import Entry
    from coachlog.domain.filters import Filter
    from coachlog.storage.file.connection import Log


class Columns(NamedTuple):
    """What a query compares with each part of a filter; `shared` is how it says that an entry is not private."""

    shared: str = SHARED_ENTRY
    topics: str = "e.id IN (SELECT entry FROM entry_topic WHERE topic IN ({names}))"
    day: str = "e.occurred_on"
    team: str = "e.team"
    kind: str = "e.kind"
    trainer: str = "e.trainer"
    status: str = "e.status"


ENTRY = Columns()
# Topics are looked up entry by entry where few entries are left: a frequent topic has many more than those.
FEW_ENTRIES = Columns(
    topics="EXISTS (SELECT 1 FROM entry_topic t WHERE t.entry = e.id AND t.topic IN ({names}))"
)
TOPIC = Columns(
    shared=SHARED_TOPIC,
    topics="t.topic IN ({names})",
    day="t.occurred_on",
    team="t.team",
    kind="t.kind",
)
DUE = Columns(shared=SHARED_DUE, day="d.due_on", team="d.team", trainer="d.trainer")


class Query:
    """A SELECT from `source`, narrowed by a filter.

    Args:
        log: the log to read.
        source: what stands after FROM; the table of entries is called `e` in it.
        entry_filter: which entries. Its limit and its order are not part of the condition.
        columns: what the query compares with each part of the filter.
        shared_only: leave out private entries whoever reads, and whatever the filter says.
    """

    def __init__(
        self,
        log: "Log",
        source: str,
        entry_filter: "Filter",
        columns: Columns = ENTRY,
        *,
        shared_only: bool = False,
    ) -> None:
        self.values: dict[str, Any] = {}
        self._log = log
        self._source = source
        self._conditions: list[str] = []
        self._bounded_column = ""
        self._add_readable(entry_filter, columns, shared_only=shared_only)
        self._add_filter(entry_filter, columns)

    def where(self, condition: str, **values: "Any") -> "Query":
        """Add a condition, with the values of its named parameters; return the query itself."""
        self._conditions.append(condition)
        self.values |= values
        return self

    def where_in(self, column: str, names: "Sequence[str]") -> "Query":
        """Add the condition that `column` is one of `names`; return the query itself."""
        return self.where(f"{column} IN ({self._parameters(names)})")

    def where_between(self, column: str, first: str, last: str) -> "Query":
        """Add the condition that `column` lies between the two, both included; return the query itself."""
        self._bounded_column = column
        return self.where(f"{column} BETWEEN :first AND :last", first=first, last=last)

    def rows(self, columns: str, ending: str = "") -> "list[Any]":
        """Return every row; `ending` is what follows the conditions, such as ORDER BY."""
        return self._log.all(f"{self._select(columns)} {ending}", self.values)

    def entries(self, ending: str) -> "list[Entry]":
        """Return every row as an entry."""
        return [to_entry(row) for row in self.rows(ENTRY_COLUMNS, ending)]

    def count(self, most: int | None = None) -> int:
        """Return how many rows there are, counted up to `most`."""
        counted = self._select("count(*)")
        if most is not None:
            counted = f"SELECT count(*) FROM ({self._select('1')} LIMIT {most})"
        number: int = self._log.one(counted, self.values)[0]
        return number

    def pages(
        self,
        columns: str,
        order: "Sequence[str]",
        *,
        limit: int | None = None,
        descending: bool = True,
    ) -> "Iterator[Any]":
        """Yield at most `limit` rows, read in batches, so that a slow reader blocks no writer.

        Nothing is held open between two batches: the next one begins behind the last row of the one before.

        Args:
            columns: what to select.
            order: the columns to order by, which identify a row together. They are selected too, behind `columns`.
            limit: the most rows to yield.
            descending: whether the last row in that order comes first.
        """
        size = BATCH if limit is None else min(BATCH, limit)
        batches = self._batches(columns, order, size=size, descending=descending)
        return islice(chain.from_iterable(batches), limit)

    def _batches(
        self, columns: str, order: "Sequence[str]", *, size: int, descending: bool
    ) -> "Iterator[list[Any]]":
        direction, sign = ("DESC", "<") if descending else ("ASC", ">")
        ordered = ", ".join(f"{column} {direction}" for column in order)
        keys = [f"key{number}" for number in range(len(order))]
        ending = f"ORDER BY {ordered} LIMIT {size}"
        select = self._select(f"{columns}, {', '.join(order)}")
        rows = self._log.all(f"{select} {ending}", self.values)
        after = f"({', '.join(order)}) {sign} (:{', :'.join(keys)})"
        while rows:
            yield rows
            if len(rows) < size:
                return
            key = rows[-1][-len(keys) :]
            values = self.values | dict(zip(keys, key, strict=True))
            if order[0] == self._bounded_column:
                # SQLite uses one bound of a column, and would walk again through all rows before this batch.
                values["last" if descending else "first"] = key[0]
            rows = self._log.all(f"{select} AND {after} {ending}", values)

    def _select(self, columns: str) -> str:
        where = " AND ".join(self._conditions) or "1"
        return f"SELECT {columns} FROM {self._source} WHERE {where}"

    def _add_readable(self, entry_filter: "Filter", columns: Columns, *, shared_only: bool) -> None:
        shares = entry_filter.audience.shares
        reader = entry_filter.reader if entry_filter.include_own else None
        if shared_only:
            self.where(columns.shared)
            return
        if len(shares) == len(CHOICES["share"]):
            return
        if reader is not None and reader == entry_filter.trainer:
            return  # all of these entries are the reader's own
        condition = columns.shared
        if shares != TEAM.shares:
            condition = f"e.share IN ({self._parameters(shares)})"
        if reader is None:
            self.where(condition)
        else:
            self.where(readable(condition, columns.trainer), reader=reader)

    def _add_filter(self, entry_filter: "Filter", columns: Columns) -> None:
        if entry_filter.team is not None:
            team = spelling_in_use(self._log, "team", entry_filter.team)
            self.where(f"{columns.team} = :team", team=team)
        if entry_filter.topics:
            topics = [spelling_in_use(self._log, "topic", topic) for topic in entry_filter.topics]
            self.where(columns.topics.format(names=self._parameters(topics)))
        if entry_filter.kinds:
            self.where_in(columns.kind, entry_filter.kinds)
        if entry_filter.period is not None:
            first, last, _ = entry_filter.period
            self.where_between(columns.day, first.isoformat(), last.isoformat())
        if entry_filter.trainer is not None:
            self.where(f"{columns.trainer} = :trainer", trainer=entry_filter.trainer)
        if entry_filter.status is not None:
            self.where(f"{columns.status} = :status", status=entry_filter.status)
        if entry_filter.open_only:
            # the words of the index `entry_open`
            self.where("e.kind = 'mistake' AND e.recovery IS NULL")

    def _parameters(self, values: "Iterable[str]") -> str:
        """Give each of `values` a name of its own; return those names for an IN (...)."""
        names = []
        for value in values:
            name = f"value{len(self.values)}"
            self.values[name] = value
            names.append(f":{name}")
        return ", ".join(names)
