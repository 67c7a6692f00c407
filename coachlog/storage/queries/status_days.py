"""When entries were answered, shared and adopted, as `status` tells it of one entry.

Replies have a day of their own. When a status was set, the history alone tells: by the revisions
that set it and were not undone. Of an entry that was imported with its status no day is known.
Nothing is told of days on which an entry was private: what was done then counts from its sharing.
"""

from collections.abc import Iterator, Sequence

from coachlog.domain.filters import Filter
from coachlog.domain.reply import THANKS, AdoptedEntry, EntryDays
from coachlog.storage.adoptions import ACTION, SHARED_AFTER
from coachlog.storage.conditions import OWN_DEVICE
from coachlog.storage.file.connection import Log
from coachlog.storage.hlc_days import day_of, hlcs_of
from coachlog.storage.news import NOT_UNDONE
from coachlog.storage.queries.entry_rows import split_list
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Revisions with a field: what stands between quotes in a text has a backslash before each of them,
# so nothing but the field itself reads so. The first revision of an entry is an array.
_CHANGES = "{0}.tbl = 'entry' AND substr({0}.patch, 1, 1) = '{{' AND instr({0}.patch, '{1}')"
_SHARED_AFTER = SHARED_AFTER.format("s.record", "s.hlc")
_FIRST = f"""(SELECT min(max({{}}, {_SHARED_AFTER})) FROM revision s {ACTION}
    WHERE s.record = e.uuid AND {{}} AND {NOT_UNDONE})"""
_FIRST_SHARED = _FIRST.format("s.hlc", _CHANGES.format("s", '"status":"shared"'))
_FIRST_ADOPTED = _FIRST.format("s.hlc", _CHANGES.format("s", '"status":"adopted"'))
# Empty for a question that was recorded with its answer.
_FIRST_EXPECTED = _FIRST.format(
    "iif(substr(s.patch, 1, 1) = '[', '', s.hlc)",
    """s.tbl = 'entry' AND instr(s.patch, '"expected":"')""",
)
_FIRST_REPLY = f"""coalesce((SELECT {{}} FROM reply r
    WHERE r.entry = e.uuid AND r.kind <> '{THANKS}' ORDER BY r.said_on, r.hlc LIMIT 1), '')"""
# When `e` was answered: the day of the first reply, the hlc of the sharing that showed it to
# others, and the hlc of the right way.
ANSWER = f"""{_FIRST_REPLY.format("r.said_on")},
    {_FIRST_REPLY.format(SHARED_AFTER.format("r.entry", "r.hlc"))},
    CASE WHEN e.kind = 'question' AND e.expected IS NOT NULL THEN {_FIRST_EXPECTED} END"""
_DAYS = f"""e.uuid, e.kind, e.team, e.topics, e.status, e.occurred_on, {ANSWER},
    CASE WHEN e.status <> 'logged' THEN {_FIRST_SHARED} END,
    CASE WHEN e.status <> 'logged' THEN {_FIRST_ADOPTED} END"""

# Nothing became of nearly all entries yet: to look for their days would take most of the time.
_IS_PAST_RECORDING = f"""(e.status <> 'logged' OR e.kind = 'question' AND e.expected IS NOT NULL
    OR EXISTS (SELECT 1 FROM reply r WHERE r.entry = e.uuid AND r.kind <> '{THANKS}'))"""
# Nearly every entry is only logged, and is not in this index.
_WITH_STATUS = FEW_ENTRIES._replace(tables="entry e INDEXED BY entry_by_status")
_ADOPTIONS = FEW_ENTRIES._replace(
    tables=f"""revision s INDEXED BY revision_adopting CROSS JOIN entry e ON e.uuid = s.record
        {ACTION}""",
    day="s.hlc",
)
# The words of the index `revision_adopting`; and no other status was set since.
_IS_ADOPTION = f"""{_CHANGES.format("s", '"status":"adopted"')} AND {NOT_UNDONE}
    AND {_SHARED_AFTER} = ''
    AND NOT EXISTS (SELECT 1 FROM revision l
        LEFT JOIN action b ON b.hlc = l.hlc AND l.device = {OWN_DEVICE}
        WHERE l.record = s.record AND (l.hlc, l.id) > (s.hlc, s.id)
        AND {_CHANGES.format("l", '"status":')} AND {NOT_UNDONE.replace("a.", "b.")})"""


def entry_days(log: Log, entry_filter: Filter) -> Iterator[EntryDays]:
    """Yield what became of the entries that match and are not private, read in batches.

    Those that are only logged and have no answer are left out.

    Args:
        log: the log.
        entry_filter: which entries, by the days on which they happened; its limit is not used.
    """
    query = Query(log, entry_filter, shared_only=True).where(_IS_PAST_RECORDING)
    for row in query.pages(_DAYS, query.order):
        yield _to_days(log, row)


def days_of_entries(log: Log, uuids: Sequence[str]) -> dict[str, EntryDays]:
    """Return what became of those of some entries that are not private, by uuid."""
    query = Query(log, Filter(), shared_only=True).where_in("e.uuid", uuids)
    return {row[0]: _to_days(log, row) for row in query.rows(_DAYS)}


def _to_days(log: Log, row: Sequence["Any"]) -> EntryDays:
    uuid, kind, team, topics, status, occurred_on, *answer = row[:9]
    shared_on, adopted_on = (hlc and day_of(log, hlc) for hlc in row[9:11])
    return EntryDays(
        uuid,
        kind,
        team,
        split_list(topics),
        status,
        occurred_on,
        answered_on(log, occurred_on, answer),
        shared_on,
        adopted_on,
    )


def adopted_entries(log: Log, entry_filter: Filter) -> Iterator[AdoptedEntry]:
    """Yield the entries that match, are not private, and are shared, adopted or closed.

    Args:
        log: the log.
        entry_filter: which entries, by the days on which they happened; its limit is not used.
    """
    query = Query(log, entry_filter, _WITH_STATUS, shared_only=True).where("e.status <> 'logged'")
    for topics, status, occurred_on, hlc in query.rows(
        f"e.topics, e.status, e.occurred_on, {_FIRST_ADOPTED}"
    ):
        yield AdoptedEntry(
            topics=split_list(topics),
            status=status,
            occurred_on=occurred_on,
            adopted_on=hlc and day_of(log, hlc),
        )


def answered_on(log: Log, occurred_on: str, answer: Sequence[str | None]) -> str | None:
    """Return the civil day on which an entry was answered first, as others could read.

    Args:
        log: the log.
        occurred_on: the day of the entry.
        answer: the values of the columns `ANSWER`.
    """
    said_on, *hlcs = answer
    seen_on, expected_on = (hlc and day_of(log, hlc) for hlc in hlcs)
    if expected_on == "":
        expected_on = occurred_on
    days = [day for day in (max(said_on or "", seen_on or ""), expected_on) if day]
    return min(days, default=None)


def adoptions(log: Log, entry_filter: Filter) -> Query:
    """Return the query of the entries that were adopted in a filter's period and still are."""
    query = Query(log, entry_filter._replace(period=None), _ADOPTIONS)
    query.where(f"e.status = 'adopted' AND {_IS_ADOPTION}")
    return query.where_between("s.hlc", *hlcs_of(entry_filter.period))
