"""Dates as people say them."""

import contextlib
import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.domain.dates import parse_day, parse_moment, parse_week

NOW = datetime.fromisoformat("2026-11-19T15:00:00+00:00")  # a Thursday


@pytest.fixture
def zone(monkeypatch):
    """Sit in a time zone, at a local time there: `zone("Africa/Cairo", "2026-04-24T09:00")`."""

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
def test_what_people_say_is_understood_and_leans_to_the_past(text, day, at):
    found = parse_moment(text, NOW)
    assert (found.day.isoformat(), found.at and f"{found.at:%H:%M}") == (day, at)


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
def test_what_is_no_day_is_refused_with_three_examples(text):
    with pytest.raises(
        ValueError, match='Try 2026-11-19, "yesterday 3pm" or "last friday"'
    ) as refused:
        parse_moment(text, NOW)
    assert len(str(refused.value)) < 250


def test_a_date_that_could_be_two_days_is_refused_unless_a_setting_says_which():
    with pytest.raises(ValueError, match="could be two days"):
        parse_moment("03/04/2026", NOW)
    assert parse_moment("03/04/2026", NOW, "dmy").day == date(2026, 4, 3)
    assert parse_moment("03/04/2026", NOW, "mdy").day == date(2026, 3, 4)


def test_between_dots_the_day_comes_first_unless_a_setting_says_otherwise():
    assert parse_moment("3.4.2026", NOW).day == date(2026, 4, 3)
    assert parse_moment("3.4.2026", NOW, "mdy").day == date(2026, 3, 4)


def test_other_languages_are_a_setting():
    assert parse_moment("gestern", NOW, languages="de").day == date(2026, 11, 18)
    assert parse_moment("gestern", NOW, languages="en,de").day == date(2026, 11, 18)
    assert parse_moment("yesterday", NOW, languages="de,en").day == date(2026, 11, 18)
    with pytest.raises(ValueError, match="gestern"):
        parse_moment("gestern", NOW)


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
def test_days_and_hours_are_those_of_the_writers_zone(zone, name, local, text, day, at):
    found = parse_moment(text, zone(name, local))
    assert (found.day.isoformat(), found.at and found.at.isoformat()) == (day, at)


@given(st.text(max_size=30))
def test_no_text_ends_in_anything_but_a_day_or_a_refusal(text):
    for parse in (parse_moment, parse_day):
        with contextlib.suppress(ValueError):
            parse(text, NOW)


@given(st.dates(date(1901, 1, 1), date(2999, 12, 31)))
def test_an_iso_day_is_that_day(day):
    assert parse_moment(day.isoformat(), NOW) == (day, None)
    assert parse_day(day.isoformat(), NOW) == day


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
    week = parse_week(text, NOW, "monday")
    assert (week.first.isoformat(), week.last.isoformat()) == (first, last)


def test_a_week_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="2025-W53"):
        parse_week("2025-W53", NOW, "monday")
