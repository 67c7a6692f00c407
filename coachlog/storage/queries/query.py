"""The one way from a filter to SQL, and from SQL to rows.

Every listing and every count is a `Query`. It always applies the rule of who may read what, so
that no command can forget it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice

from coachlog.domain.audience import FULL, TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.fields import DEFAULTS
from coachlog.domain.filters import Filter
from coachlog.storage.conditions import readable
from coachlog.storage.file.connection import Log
from coachlog.storage.names import spelling_in_use
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, check_days, to_entry
from coachlog.storage.queries.source import DUE, ENTRIES, Source, source_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

BATCH = 500  # larger batches fall out of the processor's cache


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
        if entry_filter.list_name is not None:
            raise ValueError(f"a list has queries of its own: {entry_filter.list_name}")
        if source == ENTRIES:
            source = source_for(entry_filter)
        self.values: dict[str, Any] = {}
        self.order = (source.day, source.row)
        self._log = log
        self._source = source
        self._conditions: list[str] = []
        self._bounded_column = ""
        if shared_only:
            self.where(source.shared)
        else:
            self._keep_readable(entry_filter)
        self._narrow(entry_filter)

    def where(self, condition: str, **values: Any) -> Query:
        """Add a condition, with the values of its named parameters; return the query itself."""
        self._conditions.append(condition)
        self.values |= values
        return self

    def where_in(self, column: str, values: Collection[str], *, negated: bool = False) -> Query:
        """Add the condition that a column is one of some values; return the query itself.

        Args:
            column: with the letter of its table, such as `e.kind`; never what a person typed.
            values: at least one; each is bound.
            negated: require that it is none of them instead.
        """
        operator = "NOT IN" if negated else "IN"
        return self.where(f"{column} {operator} ({self._bind(values)})")

    def where_between(self, column: str, first: str, last: str) -> Query:
        """Add the condition that a column is between two values; return the query itself.

        `pages` narrows these bounds from batch to batch, if its order begins with the column.

        Args:
            column: with the letter of its table, such as `e.occurred_on`.
            first: the least value, included.
            last: the greatest value, included.
        """
        if column == self._source.day != DUE.day:
            check_days(self._log)
        self._bounded_column = column
        return self.where(f"{column} BETWEEN :first AND :last", first=first, last=last)

    def only_last(self, order: Sequence[str], number: int) -> None:
        """Leave out all but the last rows in an order.

        Where they begin is looked for from the end, so that no more rows are read than are left.

        Args:
            order: the columns to order by, which together identify a row.
            number: how many rows are left at most.
        """
        if number == 0:
            self.where("0")
            return
        keys = ", ".join(order)
        backwards = f"{_order_by(order, 'DESC')} LIMIT 1 OFFSET {number - 1}"
        # With all columns, as `pages` reads them: for the keys alone SQLite would sort an index.
        for row in self.rows(f"{ENTRY_COLUMNS}, {keys}", backwards):
            first = row[-len(order) :]
            self.where(f"({keys}) >= ({self._bind(first)})")

    def rows(self, columns: str, ending: str = "") -> list[Any]:
        """Return every row, all at once: for counts, and for rows that have a limit.

        Args:
            columns: what to select.
            ending: what follows the conditions, such as GROUP BY, ORDER BY and LIMIT.
        """
        return self._log.all(self.sql(columns, ending), self.values)

    def sql(self, columns: str, ending: str = "") -> str:
        """Return the SELECT that `rows` runs with `values`, for a query that it is a part of."""
        return f"{self._select(columns)} {ending}"

    def entries(self, most: int, *, descending: bool = True) -> list[Entry]:
        """Return the newest entries; in ascending order the oldest ones.

        Args:
            most: how many at most.
            descending: whether the newest comes first.
        """
        direction = "DESC" if descending else "ASC"
        ending = f"{_order_by(self.order, direction)} LIMIT {most}"
        return [to_entry(row, self._log) for row in self.rows(ENTRY_COLUMNS, ending)]

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
        ending = f"{_order_by(order, direction)} LIMIT {size}"
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
            if entry_filter.status != DEFAULTS["status"]:
                # the words of the index `entry_by_status`
                self.where(f"{source.status} <> 'logged'")

    def _bind(self, values: Collection[str]) -> str:
        """Bind each of some values to a parameter of its own; return their names for IN (...)."""
        start = len(self.values)
        names = [f"value{number}" for number in range(start, start + len(values))]
        self.values |= zip(names, values, strict=True)
        return ", ".join(f":{name}" for name in names)


def _order_by(columns: Sequence[str], direction: str) -> str:
    separator = f" {direction}, "
    return f"ORDER BY {separator.join(columns)} {direction}"
