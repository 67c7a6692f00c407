"""Tests of reading dates as people type them."""

import contextlib
import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain import dates
from coachlog.domain.fields import DATE_EXAMPLES

NOW = datetime.fromisoformat("2026-11-19T15:00:00+00:00")  # a Thursday


def moment_of(text, now=NOW, order=None, languages="en"):
    return dates.DateParser(now, order, languages).moment(text)


def day_of(text, *, last=False):
    span = dates.DateParser(NOW, None, "en").span(text)
    return span.last if last else span.first


def week_of(text):
    return dates.DateParser(NOW, None, "en").week(text, "monday")


@pytest.fixture
def zone(monkeypatch):
    """Move to a time zone, at a local time there: `zone("Africa/Cairo", "2026-04-24T09:00")`."""

    def move(name, local):
        monkeypatch.setenv("TZ", name)
        time.tzset()
        return datetime.fromisoformat(local).astimezone()

    return move


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2026-11-02", "2026-11-02", None),
        ("2026-11-02 14:30", "2026-11-02", "14:30"),
        ("2026-11-02T14:30", "2026-11-02", "14:30"),
        ("today", "2026-11-19", None),
        ("yesterday", "2026-11-18", None),
        ("yesterday 3pm", "2026-11-18", "15:00"),
        ("yesterday 15:00", "2026-11-18", "15:00"),
        ("yesterday 4pm", "2026-11-18", "16:00"),
        ("last friday", "2026-11-13", None),
        ("friday", "2026-11-13", None),
        ("monday", "2026-11-16", None),
        ("thursday", "2026-11-12", None),
        ("last thursday", "2026-11-12", None),
        ("3 days ago", "2026-11-16", None),
        ("2 hours ago", "2026-11-19", "13:00"),
        ("9:15", "2026-11-19", "09:15"),
        ("20/11/2025", "2025-11-20", None),
        ("11/20/2025", "2025-11-20", None),
        ("5/5/2026", "2026-05-05", None),
        ("  yesterday   3pm ", "2026-11-18", "15:00"),
    ],
)
def test_a_phrase_means_a_day_in_the_past(text, day, at):
    moment = moment_of(text)
    assert (moment.day.isoformat(), moment.at and f"{moment.at:%H:%M}") == (day, at)


@pytest.mark.parametrize(
    "text",
    [
        "P1D",
        "10",
        "2026",
        "2026-02-29",
        "2026-13-01",
        "9999-01-01",
        "0001-01-01T00:00",
        "9999-12-31T23:59Z",
        "garbage",
        "=1+1",
        "＝1+1",
        "'=1+1",
        "-1",
        "",
        " ",
        "May",
        "[red]",
        "\x1b[31m",
        "x" * 500,
    ],
)
def test_a_phrase_that_is_not_a_day_is_refused_with_examples(text):
    with pytest.raises(ValueError, match=rf"\. Try {DATE_EXAMPLES}$") as refused:
        moment_of(text)
    assert len(str(refused.value)) < 250


def test_a_date_that_could_be_two_days_is_refused_unless_the_order_is_set():
    with pytest.raises(ValueError, match="could be two days"):
        moment_of("03/04/2026")
    assert moment_of("03/04/2026", order="dmy").day == date(2026, 4, 3)
    assert moment_of("03/04/2026", order="mdy").day == date(2026, 3, 4)


def test_in_a_date_with_dots_the_day_comes_first_unless_the_order_is_set():
    assert moment_of("3.4.2026").day == date(2026, 4, 3)
    assert moment_of("3.4.2026", order="mdy").day == date(2026, 3, 4)


def test_dates_are_read_in_the_languages_of_the_setting():
    assert moment_of("gestern", languages="de").day == date(2026, 11, 18)
    assert moment_of("gestern", languages="en,de").day == date(2026, 11, 18)
    assert moment_of("yesterday", languages="de,en").day == date(2026, 11, 18)
    with pytest.raises(ValueError, match="gestern"):
        moment_of("gestern")


@pytest.mark.parametrize(
    ("name", "local", "text", "day", "at"),
    [
        # At these midnights the clocks go from 00:00 to 01:00, so that 00:30 does not exist.
        (
            "Africa/Cairo",
            "2026-04-24T09:00",
            "2026-04-24 00:30",
            "2026-04-24",
            "2026-04-24T01:30:00+03:00",
        ),
        (
            "America/Santiago",
            "2026-09-06T09:00",
            "2026-09-06 00:30",
            "2026-09-06",
            "2026-09-06T01:30:00-03:00",
        ),
        (
            "America/New_York",
            "2026-03-08T09:00",
            "2026-03-08 02:30",
            "2026-03-08",
            "2026-03-08T03:30:00-04:00",
        ),
        ("America/New_York", "2026-03-08T09:00", "today", "2026-03-08", None),
        ("America/New_York", "2026-11-01T09:00", "1:30", "2026-11-01", "2026-11-01T01:30:00-04:00"),
        ("Africa/Cairo", "2026-04-25T00:30", "yesterday", "2026-04-24", None),
        (
            "America/Santiago",
            "2026-09-06T01:30",
            "yesterday 11pm",
            "2026-09-05",
            "2026-09-05T23:00:00-04:00",
        ),
        ("America/New_York", "2026-11-15T23:30", "today", "2026-11-15", None),
        (
            "America/New_York",
            "2026-11-15T23:30",
            "1 hour ago",
            "2026-11-15",
            "2026-11-15T22:30:00-05:00",
        ),
        ("UTC+3", "2026-11-15T12:00", "yesterday 3pm", "2026-11-14", "2026-11-14T15:00:00-03:00"),
        (
            "Mars/Olympus",
            "2026-11-15T12:00",
            "yesterday 3pm",
            "2026-11-14",
            "2026-11-14T15:00:00+00:00",
        ),
    ],
)
def test_days_and_hours_are_those_of_the_writers_time_zone(zone, name, local, text, day, at):
    moment = moment_of(text, zone(name, local))
    assert (moment.day.isoformat(), moment.at and moment.at.isoformat()) == (day, at)


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text):
    for parse in (moment_of, day_of, week_of):
        with contextlib.suppress(ValueError):
            parse(text)


@given(st.dates(date(1901, 1, 1), date(2999, 12, 31)))
def test_an_iso_day_means_that_day(day):
    assert moment_of(day.isoformat()) == (day, None)
    assert day_of(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-W01", "2027-01-04", "2027-01-10"),
        ("last", "2026-11-09", "2026-11-15"),
        ("2026-12-31", "2026-12-28", "2027-01-03"),
    ],
)
def test_weeks_are_those_of_iso_8601(text, first, last):
    week = week_of(text)
    assert (week.first.isoformat(), week.last.isoformat()) == (first, last)


def test_a_week_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="2025-W53"):
        week_of("2025-W53")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-02", "2026-11-02", "2026-11-02"),
        ("2026-W46", "2026-11-09", "2026-11-15"),
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("yesterday", "2026-11-18", "2026-11-18"),
        ("October", "2026-10-01", "2026-10-31"),
    ],
)
def test_a_filter_takes_the_first_or_the_last_day_of_a_phrase(text, first, last):
    assert day_of(text) == date.fromisoformat(first)
    assert day_of(text, last=True) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("garbage", f"'garbage' is not a date coachlog understands. Try {DATE_EXAMPLES}"),
        ("2026-02-30", f"2026-02-30 is not in the calendar. Try {DATE_EXAMPLES}"),
        ("2026-13", f"2026-13 is not in the calendar. Try {DATE_EXAMPLES}"),
        ("1066", f"the year 1066 is not between 1900 and 9998. Try {DATE_EXAMPLES}"),
    ],
)
def test_an_error_explains_what_is_wrong(text, message):
    with pytest.raises(ValueError) as refused:
        day_of(text)
    assert str(refused.value) == message


def test_the_examples_are_understood():
    examples = DATE_EXAMPLES.replace(" or ", " ").split(",")
    days = [moment_of(example).day.isoformat() for example in examples]
    assert days == ["2026-11-20", "2026-11-18", "2026-11-16", "2025-11-20"]
