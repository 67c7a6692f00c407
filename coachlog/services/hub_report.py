"""A week or a summary of the teams that the user supervises, read from a hub.

What the report needs is put into a log in memory, and the same services make the same page from it
as from a complete log. The user's own log only tells where the hub is, and which names masks look
for.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from coachlog.domain.entry_lists import ENTRY_LISTS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, last_weeks, week_before
from coachlog.domain.review.front_page import asked_period
from coachlog.domain.review.usual import WEEKS
from coachlog.domain.review.week import eight_weeks
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError
from coachlog.services.front_page import MOST_COUNTED
from coachlog.services.hub_rows import reported_entry
from coachlog.services.open_shelf import open_shelf
from coachlog.storage import shelves
from coachlog.storage.file.connection import Log
from coachlog.storage.people import known_people, taught_words
from coachlog.storage.report_log import fill_report_log, make_report_log

if TYPE_CHECKING:
    from coachlog.exchange.hub.report import Row
    from coachlog.exchange.hub.report_reading import Part, ReportReader, Scope, WeekCount

# How much of a week a page shows.
FRONT, FULL, DOCUMENT = "front", "full", "document"
NOT_JOINED = (
    "this log has joined no hub. To join the one of your department:  coachlog sync --hub ADDRESS"
)
NOT_SUPERVISOR = "the hub knows you as a supervisor of no team. Leave --hub out to read your log."


class HubLog(NamedTuple):
    """What was read from a hub.

    Attributes:
        log: A log in memory.
        address: The address of the hub, if the user's own log has joined several.
    """

    log: Log
    address: str | None


def week_from_hub(
    log: Log,
    entry_filter: Filter,
    week: Period,
    layout: str,
) -> HubLog:
    """Return what a page of a week needs.

    Args:
        log: The user's own log, which has joined the hub.
        entry_filter: What the page is narrowed to.
        week: The week.
        layout: `FRONT`, `FULL` or `DOCUMENT`.

    Raises:
        NotFoundError: No hub is joined, or the user supervises no team there.
        RemoteError: The hub is away.
    """
    half_year = Period(week_before(week, WEEKS - 1).first, week.last, "")
    with _reader(log) as reader:
        counts = reader.counts(half_year.first, half_year.last)
        scope = _scope(reader, entry_filter, counts)
        parts = list(_parts_of_week(week, log.clock.today(), layout))
        if any(scope):
            # A page that is narrowed counts half a year by its entries.
            parts.append(_days(half_year, with_texts=False))
        rows = reader.entries(parts, scope)
        # A quiet half year is not a hub without entries.
        if not rows:
            rows = _any_entry(reader)
    return _filled(log, rows, counts, reader)


def summary_from_hub(log: Log, entry_filter: Filter) -> HubLog:
    """Return what a summary needs; errors are those of `week_from_hub`.

    Args:
        log: The user's own log, which has joined the hub.
        entry_filter: What the summary is narrowed to; it has a period.
    """
    assert entry_filter.period is not None
    with _reader(log) as reader:
        scope = _scope(reader, entry_filter, [])
        rows = reader.entries([_days(entry_filter.period, with_texts=False)], scope)
    return _filled(log, rows, None, reader)


@contextmanager
def _reader(log: Log) -> "Iterator[ReportReader]":
    """Yield the first hub on which the user supervises a team.

    Raises:
        NotFoundError: There is none.
    """
    from coachlog.exchange.hub.report_reading import ReportReader

    hubs = _joined_hubs(log)
    if not hubs:
        raise NotFoundError(NOT_JOINED)
    for joined in hubs:
        shelf: Any = open_shelf(log, joined)
        with closing(shelf):
            shelf.check()
            reader = ReportReader(shelf.connection)
            if reader.supervises_any():
                yield reader
                return
    raise NotFoundError(NOT_SUPERVISOR)


def _joined_hubs(log: Log) -> list[shelves.Shelf]:
    return [joined for joined in shelves.shelves(log) if joined.kind == shelves.HUB]


def _scope(
    reader: "ReportReader",
    entry_filter: Filter,
    counts: "Iterable[WeekCount]",
) -> "Scope":
    """Return what the server can narrow a report to.

    Args:
        reader: The hub.
        entry_filter: What the report is narrowed to.
        counts: Names the topics; without any, a topic is looked for in the log in memory only.
    """
    from coachlog.exchange.hub.report_reading import Scope

    scope = Scope()
    if entry_filter.team is not None:
        key = name_key(entry_filter.team)
        # A team that was renamed has its former key on the hub.
        keys = [each for each, team in reader.teams().items() if key in (each, name_key(team))]
        scope = scope._replace(keys=keys)
    # The server compares topics letter by letter.
    topics = {name for sort, name, *_ in counts if sort == "topic"}
    typed = set(map(name_key, entry_filter.topics))
    named = [topic for topic in sorted(topics) if name_key(topic) in typed]
    if named:
        scope = scope._replace(topics=named)
    if entry_filter.kinds:
        scope = scope._replace(kinds=list(entry_filter.kinds))
    return scope


def _days(period: Period, *, with_texts: bool) -> "Part":
    from coachlog.exchange.hub.report_reading import HAPPENED, Part

    return Part(
        condition=HAPPENED,
        first=period.first,
        last=period.last,
        with_texts=with_texts,
    )


def _parts_of_week(week: Period, today: date, layout: str) -> "Iterator[Part]":
    """Yield the entries that a page of a week needs, those with their texts first."""
    from coachlog.exchange.hub import report_reading as reading

    most: int | None = None
    if layout == FRONT:
        most = MOST_COUNTED + 1
    yield _days(week, with_texts=True)
    # What needs somebody is counted over all time, on the front page up to a bound.
    yield reading.Part(reading.OPEN, most=most)
    yield reading.Part(reading.ASKING, most=most)
    if layout == FULL:
        yield reading.Part(reading.UNDECIDED)
    shown = week
    if layout == DOCUMENT:
        shown = Period(week_before(week, WEEKS - 2).first, week.last, "")
        condition = f"{reading.REMARKABLE} AND {reading.HAPPENED}"
        yield reading.Part(condition, shown.first, shown.last)
    yield reading.Part(reading.ADOPTED, shown.first, shown.last)
    # As of today, whichever week is read.
    waiting = last_weeks(today, ENTRY_LISTS["uncleared"].weeks)
    yield reading.Part(
        condition=f"{reading.UNCLEARED} AND {reading.HAPPENED}",
        first=waiting.first,
        last=waiting.last,
        most=most,
    )
    if layout == FULL:
        yield _days(eight_weeks(week), with_texts=False)
    # How many were answered in time is told of weeks before this one.
    asked = asked_period(week, today)
    yield reading.Part(
        condition=f"{reading.QUESTIONS} AND {reading.HAPPENED}",
        first=asked.first,
        last=asked.last,
        with_texts=False,
    )


def _any_entry(reader: "ReportReader") -> "list[Row]":
    """Return one entry of whatever week, so that the page does not say that there is none."""
    from coachlog.exchange.hub.report_reading import HAPPENED, Part, Scope

    for key in reader.teams():
        return reader.entries([Part(HAPPENED, most=1)], Scope(keys=[key]))
    return []


def _filled(
    log: Log,
    rows: "list[Row]",
    counts: "list[WeekCount] | None",
    reader: "ReportReader",
) -> HubLog:
    """Return some entries of a hub, and the names that masks look for here."""
    made = make_report_log(log.clock, log.reader)
    # Settings of the reader are personal.
    made.login = log.login
    # Lists of one day are in the order of recording.
    rows.sort(key=lambda row: (row["recorded_at"], row["uuid"]))
    names = [(name, True) for name in known_people(log)]
    names += [(word.name, word.is_name) for word in taught_words(log).values()]
    taken: set[str] = set()
    fill_report_log(
        made,
        entries=[reported_entry(row, taken) for row in rows],
        counts=counts,
        names=names,
    )
    address = None
    if len(_joined_hubs(log)) > 1:
        address = reader.address
    return HubLog(made, address)
