"""Tests of which entries are unfinished."""

import pytest

from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.services.finish import unfinished
from coachlog.services.record import record
from coachlog.services.settings import Settings


def add(log, happened, **fields):
    defaults = {"kind": "mistake", "team": "permits", "topics": ["fees"], "happened": happened}
    record(log, Settings({}), defaults | fields)


def unfinished_texts(log, **conditions):
    """Return what happened in the unfinished entries, in their order."""
    return [item.entry.happened for item in unfinished(log, Filter(audience=FULL, **conditions))]


def test_they_are_the_open_mistakes_the_newest_first(log):
    add(log, "old", occurred_on="2025-11-02")
    add(log, "new")
    add(log, "put right", recovery="Paid")
    add(log, "closed", status="closed")
    add(log, "a correction", kind="correction")
    add(log, "a question", kind="question")
    assert unfinished_texts(log) == ["new", "old"]
    assert unfinished_texts(log, limit=1) == ["new"]


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, ("recovery", "lesson", "why")),
        ({"lesson": "Look"}, ("recovery", "why")),
        ({"lesson": "Look", "why": "So"}, ("recovery",)),
    ],
)
def test_what_a_mistake_does_not_say_is_missing(log, fields, missing):
    add(log, "it", **fields)
    (mistake,) = unfinished(log, Filter())
    assert mistake.missing == missing
