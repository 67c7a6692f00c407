"""Counts of entries by two fields: one grouped query, and another two where topics are counted.

Weeks and months are counted day by day, in the order of an index. No count includes private
entries, whoever reads.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.counts import query_of_groups
from coachlog.storage.queries.entry_rows import check_value
from coachlog.storage.queries.query import Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Rows = list[tuple[Any, ...]]


def count_values(log: Log, entry_filter: Filter, fields: Sequence[str]) -> Rows:
    """Return `(*values, entries)` for all values of some fields that entries have.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
        fields: columns of an entry, or `topic`: an entry counts in each of its topics.
    """
    query, table = query_of_groups(log, entry_filter, fields)
    return _count(
        log,
        query,
        table,
        fields,
        "count(*)",
    )


def count_by_topic(log: Log, entry_filter: Filter) -> dict[str | None, int]:
    """Return how many entries each topic has, and under None how many there are in all."""
    counts: dict[str | None, int] = {}
    counts[None] = Query(log, entry_filter, shared_only=True).count()
    counts.update(count_values(log, entry_filter, ["topic"]))
    return counts


def count_other_topics(
    log: Log,
    entry_filter: Filter,
    field: str,
    topics: Collection[str],
) -> Rows:
    """Return `(value, entries)` for the entries that have another topic than some, each once.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
        field: the column of the values.
        topics: the topics; if the filter names topics, some of those.
    """
    query, table = query_of_groups(log, entry_filter, ["topic", field])
    query.where_in("t.topic", topics, negated=True)
    return _count(
        log,
        query,
        table,
        [field],
        "count(DISTINCT t.entry)",
    )


def _count(
    log: Log,
    query: Query,
    table: str,
    fields: Sequence[str],
    count: str,
) -> Rows:
    columns = []
    for field in fields:
        column = f"{table}.{field}"
        if field == "topic":
            column = "t.topic"
        columns.append(column)
    # An index has the rows of one day together, and in it those of one team or topic.
    in_order = sorted(columns, key=lambda column: not column.endswith(".occurred_on"))
    selected = ", ".join([*columns, count])
    grouped = ", ".join(in_order)
    rows = query.rows(selected, f"GROUP BY {grouped}")
    for field, values in zip(fields, zip(*rows, strict=True), strict=False):
        for value in set(values):
            check_value(log, field, value)
    return rows
