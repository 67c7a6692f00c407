"""How often each rule was followed, and how often not. No count includes private entries."""

from coachlog.domain.filters import Filter
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entry_rows import check_value
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES

_DECIDED = FEW_ENTRIES._replace(tables="entry e INDEXED BY entry_decided")


def count_decisions(log: Log, entry_filter: Filter) -> list[tuple[str, str, int]]:
    """Return `(rule, decision, entries)` of every rule about which decisions were recorded.

    Args:
        log: the log.
        entry_filter: which entries; its limit does not apply.
    """
    query = Query(log, entry_filter, _DECIDED, shared_only=True)
    # the words of the index
    query.where("e.decision IS NOT NULL AND e.rule_ref IS NOT NULL")
    rows = query.rows("e.rule_ref, e.decision, count(*)", "GROUP BY e.rule_ref, e.decision")
    for _, decision, _ in rows:
        check_value(log, "decision", decision)
    return rows
