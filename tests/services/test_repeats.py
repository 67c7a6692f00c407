"""How often a mistake came back before and after a change, and how much work it is to find out."""

from datetime import date

import pytest

from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.domain.review.repeats import effect_of
from coachlog.services.repeats import MOST_LOOKED_AT, list_repeats
from coachlog.storage.queries.repeats import (
    FEW_LINKS,
    days_of_repeats,
    link_of,
    linked_mistakes,
)
from tests.work import add_entries, plans_of_queries, steps_of

SPAN = Period(date(2026, 5, 20), date(2026, 11, 19), "the last 26 weeks")


def entry_of(day):
    fields = dict.fromkeys(FIELD_NAMES)
    return Entry(**{**fields, "occurred_on": day, "topics": (), "factors": (), "own": False})


def test_days_between_repeats_are_counted_on_both_sides_of_the_change():
    days = ["2026-01-11", "2026-01-21", "2026-03-01", "2026-01-31", "2026-05-01"]
    effect = effect_of(entry_of("2026-01-01"), "2026-02-01", days)
    assert (effect.before, effect.days_before) == (3, 10.0)
    assert (effect.after, effect.days_after) == (2, 44.5)
    assert effect.caution is None


@pytest.mark.parametrize(
    ("days", "caution"),
    [
        ([], "No repeat is too few to tell."),
        (["2026-03-01"], "One repeat is too few to tell."),
        (["2026-01-05", "2026-03-01"], "Two repeats are too few to tell."),
    ],
)
def test_few_repeats_get_a_word_of_caution(days, caution):
    assert effect_of(entry_of("2026-01-01"), "2026-02-01", days).caution == caution


def test_nothing_is_between_where_nothing_came_back():
    effect = effect_of(entry_of("2026-01-01"), "2026-02-01", [])
    assert (effect.days_before, effect.days_after) == (None, None)


def test_no_more_mistakes_without_a_link_are_compared_than_stated(log, monkeypatch):
    add_entries(log, MOST_LOOKED_AT + 20)
    log.run("UPDATE entry SET kind = 'mistake'")
    looks = []
    monkeypatch.setattr(
        "coachlog.services.repeats.like_entries", lambda *_, **__: looks.append(1) or []
    )
    result = list_repeats(log, Filter())
    assert len(looks) == MOST_LOOKED_AT
    assert (result.repeats, result.are_unseen) == ([], True)


def test_the_work_does_not_grow_with_other_entries_and_older_mistakes(log):
    add_entries(log, 30, kind="mistake")

    def work():
        list_repeats(log, Filter(period=SPAN))

    other = {"happened": "Xylophone", "topics": ["music"]}
    add_entries(log, 500, first=1_000, occurred_on="2026-10-01", **other)
    add_entries(log, 500, first=2_000, occurred_on="2025-10-01", kind="mistake", **other)
    before = steps_of(log, work)
    add_entries(log, 2_000, first=3_000, occurred_on="2026-10-01", **other)
    add_entries(log, 2_000, first=6_000, occurred_on="2025-10-01", kind="mistake", **other)
    assert steps_of(log, work) <= 1.3 * before


def test_the_work_does_not_grow_with_mistakes_of_the_span_that_have_no_link(log):
    add_entries(log, 2, kind="mistake")
    newest = {"first": 1_000, "occurred_on": "2026-11-18", "happened": "Xylophone"}
    add_entries(log, MOST_LOOKED_AT, kind="mistake", **newest)
    add_links(log, 1)

    def work():
        assert len(linked_mistakes(log, Filter(period=SPAN), 201)) == 1

    before = steps_of(log, work, 10)
    add_entries(log, 3_000, first=3_000, kind="mistake")
    assert steps_of(log, work, 10) <= 1.3 * before


@pytest.mark.parametrize("most", [10, FEW_LINKS])
def test_many_links_are_read_from_the_newest_mistake_on(log, monkeypatch, most):
    """Few are sorted. Both ways return the same."""
    monkeypatch.setattr("coachlog.storage.queries.repeats.FEW_LINKS", most)
    add_entries(log, 40, kind="mistake", occurred_on="2026-11-16")
    add_entries(log, 40, first=1_000, kind="mistake", occurred_on="2026-11-18")
    add_entries(log, 1, first=2_000, kind="mistake", occurred_on="2026-11-17")
    add_links(log, 81)
    with plans_of_queries(log) as plans:
        rows = linked_mistakes(log, Filter(team="permits", period=SPAN), 50)
    days = ["2026-11-18"] * 40 + ["2026-11-17"] + ["2026-11-16"] * 9
    assert [later.occurred_on for later, _ in rows] == days
    assert [later.short_id for later, _ in rows[-2:]] == [f"{32:08x}", f"{31:08x}"]
    walks = [plan for plan in plans if "entry_mistakes" in plan]
    assert bool(walks) == (most == 10)


def add_links(log, count):
    """Link the first mistakes to the very first one."""
    uuids = log.column("SELECT uuid FROM entry ORDER BY id LIMIT ?", (count,))
    with log.atomic():
        for number, uuid in enumerate(uuids):
            values = f"0190ffff-0000-7000-8000-{number:012x}", uuid, uuids[0]
            log.run("INSERT INTO repeat VALUES (?, ?, ?, 90, 'looks-like')", values)


def test_no_lookup_of_a_repeat_scans_a_table(log):
    add_entries(log, 3, kind="mistake")
    with plans_of_queries(log) as plans:
        list_repeats(log, Filter(team="permits", period=SPAN))
        days_of_repeats(log, "01900000-0000-7000-8000-000000000000", 9)
        link_of(log, "01900000-0000-7000-8000-000000000000")
    scans = [plan for plan in plans if plan.startswith("SCAN")]
    small = ("SCAN team", "SCAN CONSTANT", "SCAN f VIRTUAL")
    assert [plan for plan in scans if "USING" not in plan and not plan.startswith(small)] == []


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        (["2026-01-05", "2026-03-01"], "Two repeats are too few to tell."),
        (["2026-01-05"] * 6, "It has not come back since."),
        (["2026-03-01"] * 6, "It came back only since the change."),
        (["2026-01-06"] * 3 + ["2026-05-01"] * 3, "It comes back less often since."),
        (["2026-01-31"] * 2 + ["2026-02-05"] * 4, "It comes back more often since."),
        (["2026-01-31"] * 3 + ["2026-03-01"] * 3, "It comes back about as often as before."),
    ],
)
def test_every_comparison_has_a_verdict(days, verdict):
    assert effect_of(entry_of("2026-01-01"), "2026-02-01", days).verdict == verdict
