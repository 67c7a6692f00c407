"""Tests of reading dates in cells."""

from datetime import datetime

import pytest

from coachlog.errors import DecisionNeededError
from coachlog.exchange.date_columns import DateOrderDetector, DateReader


@pytest.fixture
def reader(clock):
    """Make a reader of dates: `reader("dmy")`."""
    return lambda order=None: DateReader(clock.now(), order, "en")


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-11-19", None, "2026-11-19"),
        ("20261119", None, "2026-11-19"),
        ("2026/11/19", None, "2026-11-19"),
        ("2026/1/9", None, "2026-01-09"),
        ("19.11.2026", "dmy", "2026-11-19"),
        ("11/19/2026", "mdy", "2026-11-19"),
        ("3/4/26", "mdy", "2026-03-04"),
        ("26-04-03", "ymd", "2026-04-03"),
        ("31/12/99", "dmy", "1999-12-31"),
        ("1/2/69", "dmy", "1969-02-01"),
        ("1/2/68", "dmy", "2068-02-01"),
        ("June 30, 2023", None, "2023-06-30"),
        ("30 June 2023", None, "2023-06-30"),
        ("30-Jun-2023", None, "2023-06-30"),
        ("May 2022", None, "2022-05-01"),
        ("2022-05", None, "2022-05-01"),
        ("5/2022", None, "2022-05-01"),
        ("2022", None, "2022-01-01"),
        (" 2022 ", None, "2022-01-01"),
        ("45980", None, "2025-11-19"),
        ("45980.625", None, "2025-11-19"),
    ],
)
def test_a_day_is_read_in_every_usual_form(reader, text, order, day):
    assert reader(order).read(text) == (day, None)


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2026-11-19T14:30:00Z", "2026-11-19", "2026-11-19T14:30:00.000Z"),
        ("2026-11-19 14:30", "2026-11-19", "2026-11-19T14:30:00.000Z"),
        ("2026-11-19T23:30:00-05:00", "2026-11-19", "2026-11-20T04:30:00.000Z"),
        ("2026-11-19T00:30+0900", "2026-11-19", "2026-11-18T15:30:00.000Z"),
        ("19.11.2026 14:30", "2026-11-19", "2026-11-19T14:30:00.000Z"),
        ("19/11/2026, 2:05:30 PM", "2026-11-19", "2026-11-19T14:05:30.000Z"),
        ("19/11/2026 12:05 am", "2026-11-19", "2026-11-19T00:05:00.000Z"),
        ("November 19, 2026 2:30 PM", "2026-11-19", "2026-11-19T14:30:00.000Z"),
    ],
)
def test_a_time_of_day_gives_the_instant_and_the_writers_own_day(reader, text, day, at):
    assert reader("dmy").read(text) == (day, at)


def test_an_instant_in_utc_gets_the_local_day(at):
    at("2026-11-19T15:00:00+00:00", zone="America/New_York")
    now = datetime.fromisoformat("2026-11-19T15:00:00+00:00").astimezone()
    reader = DateReader(now, None, "en")
    assert reader.read("2026-11-20T03:00:00Z") == ("2026-11-19", "2026-11-20T03:00:00.000Z")


@pytest.mark.parametrize(
    "text",
    [
        "garbage",
        "yesterday",
        "3 days ago",
        "June 30",
        "2026-02-29",
        "30.02.2026",
        "9999-01-01",
        "1,2",
        "13:30",
    ],
)
def test_text_that_is_not_a_complete_date_is_refused(reader, text):
    with pytest.raises(ValueError, match="is not a date coachlog understands"):
        reader("dmy").read(text)


def test_the_whole_column_shows_whether_the_month_comes_first():
    order = DateOrderDetector()
    texts = ["3/4/2026", "1/1/2026", "2026-03-04", "3/14/2026", "June 3, 2026"]
    for line, text in enumerate(texts, 2):
        order.add(text, line)
    assert order.decide("some.csv") == "mdy"


def test_in_a_date_with_dots_the_day_comes_first():
    order = DateOrderDetector()
    order.add("3.4.2026", 2)
    assert order.decide("some.csv") == "dmy"


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["3/4/2026", "5/5/2026"], "some.csv, line 2: 3/4/2026 could be two days"),
        (
            ["13/4/2026", "3/14/2026"],
            r"day first on line 2 \(13/4/2026\) and the month first on line 3 \(3/14/2026\)",
        ),
    ],
)
def test_a_column_that_leaves_the_order_open_needs_a_decision(texts, message):
    order = DateOrderDetector()
    for line, text in enumerate(texts, 2):
        order.add(text, line)
    with pytest.raises(DecisionNeededError, match=message):
        order.decide("some.csv")
