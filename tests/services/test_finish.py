"""Tests of which entries are unfinished."""

from datetime import date

import pytest

from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.domain.periods import last_weeks
from coachlog.services.finish import WEEKS, unfinished
from coachlog.services.record import record
from coachlog.services.settings import Settings


def add(log, clock, happened, **fields):
    defaults = {"kind": "correction", "team": "permits", "topics": ["fees"], "happened": happened}
    record(log, Settings({}), defaults | fields)


def unfinished_texts(log, **conditions):
    """Return what happened in the unfinished entries, in their order."""
    return [item.entry.happened for item in unfinished(log, Filter(audience=FULL, **conditions))]


def test_open_mistakes_come_first_then_the_newest_entries(log, clock):
    add(log, clock, "open", kind="mistake", occurred_on="2026-11-02")
    add(log, clock, "old", occurred_on="2026-11-01")
    add(log, clock, "new")
    assert unfinished_texts(log) == ["open", "new", "old"]
    assert unfinished_texts(log, limit=1) == ["open"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, [("expected", "why", "lesson")]),
        ({"why": "So"}, []),
        ({"kind": "mistake"}, [("recovery", "lesson", "why")]),
        ({"kind": "mistake", "lesson": "Look"}, [("recovery", "why")]),
        ({"kind": "mistake", "recovery": "Paid"}, [("lesson", "why")]),
        ({"kind": "mistake", "recovery": "Paid", "why": "So"}, []),
        ({"kind": "strength"}, [("why", "lesson")]),
        ({"kind": "question", "rule_ref": "7.2"}, []),
    ],
)
def test_an_entry_with_any_of_its_parts_is_finished_unless_it_is_an_open_mistake(
    log, clock, fields, missing
):
    add(log, clock, "it", **fields)
    assert [item.missing for item in unfinished(log, Filter())] == missing


def test_the_last_weeks_are_four_and_include_today():
    assert last_weeks(date(2026, 11, 19), WEEKS)[:2] == (date(2026, 10, 23), date(2026, 11, 19))
