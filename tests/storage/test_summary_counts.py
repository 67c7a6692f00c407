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

FIELDS = [["topic"], ["team"], ["occurred_on"], ["occurred_on", "topic"], ["team", "occurred_on"]]
FIELDS.append(["topic", "team"])  # no index has this order
IN_ORDER = FIELDS[:-1]


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


def counted_one_by_one(log, entry_filter, fields):
    """Return the same as `grouped`, from the entries themselves."""
    counts = Counter()
    for entry in select_entries(log, entry_filter):
        if entry.share == "private":
            continue
        for group in product(*(values_of(entry, field, entry_filter) for field in fields)):
            counts[(*map(str, group), entry.kind)] += 1
    return counts


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("fields", FIELDS, ids=" ".join)
def test_counts_by_day_are_those_of_the_entries(log, varied, fields, name):
    rows, _ = grouped(log, FILTERS[name], fields)
    counts = {row[:-1]: row[-1] for row in rows}
    assert counts
    assert counts == counted_one_by_one(log, FILTERS[name], fields)


@pytest.mark.parametrize("fields", IN_ORDER, ids=" ".join)
def test_only_the_sums_of_days_are_sorted(log, varied, fields):
    with plans_of_queries(log) as plans:
        grouped(log, Filter(period=SPAN), fields)
    start = next(index for index, plan in enumerate(plans) if plan.startswith("CO-ROUTINE"))
    day_by_day = plans[start + 1]
    assert "PRIMARY KEY (occurred_on>?" in day_by_day or "COVERING INDEX entry_counts" in day_by_day
    assert plans[start + 2].startswith("SCAN")  # and no sorting before it


@pytest.mark.parametrize("fields", FIELDS, ids=" ".join)
def test_a_damaged_kind_is_no_count(log, varied, fields):
    log.run("UPDATE entry SET kind = 'praise' WHERE id = 2")
    log.run("UPDATE entry_topic SET kind = 'praise' WHERE entry = 2")
    with pytest.raises(CoachlogError, match="kind"):
        grouped(log, Filter(), fields)


def test_entries_without_a_value_can_be_left_out_of_the_groups(log):
    add_entries(log, 2)
    add_entries(log, 3, first=10, decision="escalated")
    fields = ["topic", "decision"]
    rows, total = grouped(log, Filter(), fields, with_value="decision")
    assert (rows, total) == ([("fees", "escalated", "correction", 3)], 5)
