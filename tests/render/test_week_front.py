"""The sentences of a front page, for weeks that are over, that run, and that have not begun."""

from datetime import date

import pytest

from coachlog.domain.filters import Filter
from coachlog.domain.periods import week_of
from coachlog.domain.review.front_page import Answered, FrontPage, TeamCounts
from coachlog.domain.review.usual import Usual
from coachlog.render.week_front import week_front

WEEK = week_of(date(2026, 11, 19))
ALL = Usual(
    sort="all",
    name="",
    entries=9,
    low=0,
    high=6_973,
    verdict="usual",
    weeks=(9,) * 26,
)
TEAM = ALL._replace(sort="team", name="permits")


def page_on(day, low=0, needs=None):
    """Return the front page of a week as it reads on a day."""
    return FrontPage(
        week=WEEK,
        today=date.fromisoformat(day),
        entry_filter=Filter(),
        entries=9,
        is_empty=False,
        leaders=[],
        needs=needs or {},
        answered=Answered(WEEK),
        usual=[ALL._replace(low=low), TEAM],
        news={},
        changed=None,
        quiet_teams=[],
    )


def texts_of(page):
    return [line.text for line in week_front(page).lines]


@pytest.mark.parametrize(
    ("day", "low", "ending"),
    [
        ("2026-11-19", 0, "9 entries so far, usually up to 6,973 in a week"),
        ("2026-11-25", 0, "9 entries, usually up to 6,973"),
        ("2026-11-25", 5, "9 entries, usually 5 to 6,973"),
    ],
)
def test_a_week_has_no_lower_limit_where_that_is_none(day, low, ending):
    assert texts_of(page_on(day, low=low))[0].endswith(f" · {ending}")


@pytest.mark.parametrize(
    ("day", "text"),
    [("2026-11-19", "Within the usual: 1 team"), ("2026-11-15", "All about the week")],
)
def test_a_week_that_has_not_begun_is_not_within_the_usual(day, text):
    assert texts_of(page_on(day))[-1] == text


@pytest.mark.parametrize(
    ("entries", "first_day", "text"),
    [
        (1, "2026-11-19", "1 open mistake, of today"),
        (1, "2026-11-18", "1 open mistake, 1 day old"),
        (3, "2026-11-19", "3 open mistakes, all of today"),
        (3, "2026-11-17", "3 open mistakes, the oldest 2 days"),
    ],
)
def test_an_open_mistake_of_today_has_no_days(entries, first_day, text):
    needs = {"open": TeamCounts(entries, (("permits", entries),), first_day)}
    assert text in texts_of(page_on("2026-11-19", needs=needs))
