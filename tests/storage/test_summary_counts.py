"""A summary counts day by day in the order of an index, and the same as one by one."""

from collections import Counter
from datetime import date
from itertools import product

import pytest

from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.errors import CoachlogError
from coachlog.storage.queries.counts import grouped
from coachlog.storage.queries.entries import select_entries
from tests.work import add_entries, plans_of_queries

SPAN = Period(date(2026, 11, 2), date(2026, 11, 4), "three days")
FILTERS = {
    "all": Filter(),
    "a span": Filter(period=SPAN),
    "a team": Filter(team="permits"),
    "a topic": Filter(topics=("fees",)),
    "two topics": Filter(topics=("fees", "forms")),
    "a trainer": Filter(trainer="ana"),
    "a status": Filter(status="shared"),
    "kinds": Filter(kinds=("mistake", "question")),
}


@pytest.fixture
def varied(log):
    """Add entries of four days, three teams and every kind, each with one topic or two."""
    cases = product(range(1, 5), ("permits", "grants", "audit"), KINDS)
    for number, (day, team, kind) in enumerate(cases):
        add_entries(
            log,
            1 + number % 3,
            first=10 * number,
            occurred_on=f"2026-11-0{day}",
            team=team,
            kind=kind,
            topics=[["fees"], ["forms"], ["fees", "forms"], ["leave"]][number % 4],
            trainer=["ana", "ben"][number % 2],
            status=["logged", "shared"][number % 5 == 0],
            share=["team", "private"][number % 7 == 0],
        )


def values_of(entry, field, entry_filter):
    if field != "topic":
        return [getattr(entry, field)]
    if not entry_filter.topics:
        return entry.topics
    return [topic for topic in entry.topics if topic in entry_filter.topics]


def counted_one_by_one(log, entry_filter, field):
    """Return the same as `grouped`, from the entries themselves."""
    counts = Counter()
    for entry in select_entries(log, entry_filter):
        if entry.share == "private":
            continue
        for value in values_of(entry, field, entry_filter):
            counts[str(value), entry.kind] += 1
    return counts


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("field", ["topic", "team", "occurred_on"])
def test_counts_by_day_are_those_of_the_entries(log, varied, field, name):
    rows, _ = grouped(log, FILTERS[name], [field])
    counts = {(value, kind): entries for value, kind, entries in rows}
    assert counts
    assert counts == counted_one_by_one(log, FILTERS[name], field)


@pytest.mark.parametrize("field", ["topic", "team", "occurred_on"])
def test_only_the_sums_of_days_are_sorted(log, varied, field):
    with plans_of_queries(log) as plans:
        grouped(log, Filter(period=SPAN), [field])
    start = next(index for index, plan in enumerate(plans) if plan.startswith("CO-ROUTINE"))
    day_by_day = plans[start + 1]
    assert "PRIMARY KEY (occurred_on>?" in day_by_day or "COVERING INDEX entry_counts" in day_by_day
    assert plans[start + 2].startswith("SCAN")  # and no sorting before it


@pytest.mark.parametrize("field", ["topic", "team", "occurred_on"])
def test_a_damaged_kind_is_no_count(log, varied, field):
    log.run("UPDATE entry SET kind = 'praise' WHERE id = 2")
    log.run("UPDATE entry_topic SET kind = 'praise' WHERE entry = 2")
    with pytest.raises(CoachlogError, match="kind"):
        grouped(log, Filter(), [field])
