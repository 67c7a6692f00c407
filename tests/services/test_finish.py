"""Which entries are still to be finished."""

from datetime import date

import pytest

from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.services.finish import last_weeks, unfinished
from coachlog.services.record import record
from coachlog.services.settings import Settings


def add(log, clock, happened, **fields):
    given = {
        "kind": "correction",
        "team": "permits",
        "topics": ["fees"],
        "happened": happened,
        **fields,
    }
    record(log, clock, Settings({}), given)


def named(log, **conditions):
    return [item.entry.happened for item in unfinished(log, Filter(audience=FULL, **conditions))]


def test_open_mistakes_come_first_and_the_newest_before_the_older(log, clock):
    add(log, clock, "open", kind="mistake", occurred_on="2026-11-02")
    add(log, clock, "old", occurred_on="2026-11-01")
    add(log, clock, "new")
    assert named(log) == ["open", "new", "old"]
    assert named(log, limit=1) == ["open"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ("expected", "why", "lesson")),
        ({"why": "So"}, None),
        ({"kind": "mistake"}, ("recovery", "lesson", "why")),
        ({"kind": "mistake", "lesson": "Look"}, ("recovery", "why")),
        ({"kind": "mistake", "recovery": "Paid"}, ("lesson", "why")),
        ({"kind": "mistake", "recovery": "Paid", "why": "So"}, None),
        ({"kind": "strength"}, ("why", "lesson")),
        ({"kind": "question", "rule_ref": "7.2"}, None),
    ],
)
def test_who_said_one_part_is_not_asked_for_the_others_unless_a_mistake_is_open(
    log, clock, fields, missing
):
    add(log, clock, "it", **fields)
    assert [one.missing for one in unfinished(log, Filter())] == ([missing] if missing else [])


def test_the_last_weeks_are_four_with_today():
    assert last_weeks(date(2026, 11, 19))[:2] == (date(2026, 10, 23), date(2026, 11, 19))
