"""The one way from a filter to SQL, and from SQL to rows.

Every listing and every count is a `Query`. It always applies the rule of who may read what, so
that no command can forget it. Tables that repeat fields of an entry are read without the entry, so
a `Source` tells which columns stand for the parts of a filter.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

from coachlog.domain.audience import FULL, TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.conditions import SHARED_DUE, SHARED_ENTRY, SHARED_TOPIC, readable
from coachlog.storage.file.connection import Log
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry

BATCH = 500  # larger batches fall out of the processor's cache


class Source(NamedTuple):
    """What a query reads.

    Attributes:
        tables: what stands after FROM; the entries are called `e` in it.
        shared: the condition that an entry is not private.
        topics: the condition that an entry has one of some topics.
        day: the column that a filter's period is about; the others are named after its parts.
    """

    tables: str = "entry e"
    shared: str = SHARED_ENTRY
    topics: str = "e.id IN (SELECT entry FROM entry_topic WHERE topic IN ({topics}))"
    day: str = "e.occurred_on"
    team: str = "e.team"
    kind: str = "e.kind"
    trainer: str = "e.trainer"
    status: str = "e.status"


ENTRIES = Source()
# Where another index leaves few entries, their topics are looked up one by one: a frequent topic
# has many more entries than those.
FEW_ENTRIES = Source(
    topics="""EXISTS (
        SELECT 1 FROM entry_topic t WHERE t.entry = e.id AND t.topic IN ({topics}))"""
)
TOPICS = Source(
    tables="entry_topic t",
    shared=SHARED_TOPIC,
    topics="t.topic IN ({topics})",
    day="t.occurred_on",
    team="t.team",
    kind="t.kind",
)
DUE = Source(tables="due d", shared=SHARED_DUE, day="d.due_on", team="d.team", trainer="d.trainer")


class Query:
    """A SELECT that a filter narrows; the filter's limit and its order are not part of it.

    Args:
        log: the log to read.
        entry_filter: which entries.
        source: what to read.
        shared_only: leave out every private entry, whoever reads and whatever the filter says.
    """

    def __init__(
        self,
        log: Log,
        entry_filter: Filter,
        source: Source = ENTRIES,
        *,
        shared_only: bool = False,
    ) -> None:
        self.values: dict[str, Any] = {}
        self._log = log
        self._source = source
        self._conditions: list[str] = []
        self._bounded_column = ""
        if shared_only:
            self.where(source.shared)
        else:
            self._keep_readable(entry_filter)
        self._narrow(entry_filter)

    def where(self, condition: str, **values: Any) -> "Query":
        """Add a condition, with the values of its named parameters; return the query itself."""
        self._conditions.append(condition)
        self.values |= values
        return self

    def where_in(self, column: str, values: Sequence[str]) -> "Query":
        """Add the condition that a column is one of some values; return the query itself.

        Args:
            column: with the letter of its table, such as `e.kind`; never what a person typed.
            values: at least one; each is bound.
        """
        return self.where(f"{column} IN ({self._bind(values)})")

    def where_between(self, column: str, first: str, last: str) -> "Query":
        """Add the condition that a column is between two values; return the query itself.

        `pages` narrows these bounds from batch to batch, if its order begins with the column.

        Args:
            column: with the letter of its table, such as `e.occurred_on`.
            first: the least value, included.
            last: the greatest value, included.
        """
        self._bounded_column = column
        return self.where(f"{column} BETWEEN :first AND :last", first=first, last=last)

    def rows(self, columns: str, ending: str = "") -> list[Any]:
        """Return every row, all at once: for counts, and for rows that have a limit.

        Args:
            columns: what to select.
            ending: what follows the conditions, such as GROUP BY, ORDER BY and LIMIT.
        """
        return self._log.all(f"{self._select(columns)} {ending}", self.values)

    def entries(self, ending: str) -> list[Entry]:
        """Return every row as an entry."""
        return [to_entry(row, self._log.reader) for row in self.rows(ENTRY_COLUMNS, ending)]

    def count(self, most: int | None = None) -> int:
        """Return how many rows there are, counted up to `most`."""
        sql = self._select("count(*)")
        if most is not None:
            sql = f"SELECT count(*) FROM ({self._select('1')} LIMIT {most})"
        return self._log.number(sql, self.values)

    def pages(
        self,
        columns: str,
        order: Sequence[str],
        *,
        limit: int | None = None,
        descending: bool = True,
    ) -> Iterator[Any]:
        """Yield rows that are read in batches, so that a slow reader blocks no writer.

        Nothing is held open between two batches: each begins behind the last row of the one before.

        Args:
            columns: what to select.
            order: the columns to order by, which together identify a row; selected last.
            limit: how many rows to yield at most.
            descending: whether the last row in that order comes first.
        """
        size = BATCH if limit is None else min(BATCH, limit)
        batches = self._batches(columns, order, size=size, descending=descending)
        return islice(chain.from_iterable(batches), limit)

    def _batches(
        self,
        columns: str,
        order: Sequence[str],
        *,
        size: int,
        descending: bool,
    ) -> Iterator[list[Any]]:
        direction, sign, bound = "ASC", ">", "first"
        if descending:
            direction, sign, bound = "DESC", "<", "last"
        names = [f"key{number}" for number in range(len(order))]
        keys = ", ".join(order)
        select = self._select(f"{columns}, {keys}")
        ending = f"ORDER BY {f' {direction}, '.join(order)} {direction} LIMIT {size}"
        rows = self._log.all(f"{select} {ending}", self.values)
        after = f"({keys}) {sign} (:{', :'.join(names)})"
        while rows:
            yield rows
            if len(rows) < size:
                return
            last_key = rows[-1][-len(names) :]
            values = self.values | dict(zip(names, last_key, strict=True))
            if order[0] == self._bounded_column:
                # SQLite uses one bound of a column, and would walk again through all rows before.
                values[bound] = last_key[0]
            rows = self._log.all(f"{select} AND {after} {ending}", values)

    def _select(self, columns: str) -> str:
        conditions = " AND ".join(self._conditions) or "1"
        return f"SELECT {columns} FROM {self._source.tables} WHERE {conditions}"

    def _keep_readable(self, entry_filter: Filter) -> None:
        """Leave out what the filter's audience or the reader of the log may not read."""
        audience = entry_filter.audience
        condition = self._source.shared
        if audience.shares not in (TEAM.shares, FULL.shares):
            condition = f"e.share IN ({self._bind(audience.shares)})"
        reader = self._log.reader
        if audience != FULL and not entry_filter.include_own:
            self.where(condition)
        elif reader != entry_filter.trainer:
            # Otherwise all of them are the reader's own, and an index by trainer is enough.
            self.where(readable(condition, self._source.trainer), reader=reader)

    def _narrow(self, entry_filter: Filter) -> None:
        source = self._source
        if entry_filter.team is not None:
            team = spelling_in_use(self._log, "team", entry_filter.team)
            self.where(f"{source.team} = :team", team=team)
        if entry_filter.topics:
            topics = [spelling_in_use(self._log, "topic", topic) for topic in entry_filter.topics]
            self.where(source.topics.format(topics=self._bind(topics)))
        if entry_filter.kinds:
            self.where_in(source.kind, entry_filter.kinds)
        if entry_filter.period is not None:
            first, last, _ = entry_filter.period
            self.where_between(source.day, first.isoformat(), last.isoformat())
        if entry_filter.trainer is not None:
            self.where(f"{source.trainer} = :trainer", trainer=entry_filter.trainer)
        if entry_filter.status is not None:
            self.where(f"{source.status} = :status", status=entry_filter.status)
        if entry_filter.open_only:
            # the words of the index `entry_open`
            self.where("e.kind = 'mistake' AND e.recovery IS NULL")
            self.where("e.status NOT IN ('adopted', 'closed')")

    def _bind(self, values: Sequence[str]) -> str:
        """Bind each of some values to a parameter of its own; return their names for IN (...)."""
        start = len(self.values)
        names = [f"value{number}" for number in range(start, start + len(values))]
        self.values |= zip(names, values, strict=True)
        return ", ".join(f":{name}" for name in names)
