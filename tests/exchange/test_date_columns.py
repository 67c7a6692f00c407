"""Tests of reading dates in cells."""

import contextlib

import pytest

from coachlog.clock import utc_text
from coachlog.errors import DecisionNeededError
from coachlog.exchange.date_columns import DateOrderDetector, DateReader
from tests.date_phrases import all_phrases


@pytest.fixture
def reader():
    """Make a reader of dates: `reader("dmy")`."""
    return lambda order=None: DateReader(order, "en")


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
        ("19.11.2026.", None, "2026-11-19"),
        ("Thursday, 19 November 2026", None, "2026-11-19"),
        ("2026-W47", None, "2026-11-16"),
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
        ("45980.0", None, "2025-11-19"),
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
        ("45980.625", "2025-11-19", "2025-11-19T15:00:00.000Z"),
        ("45980.604166666664", "2025-11-19", "2025-11-19T14:30:00.000Z"),
        ("19.11.2026 14.30", "2026-11-19", "2026-11-19T14:30:00.000Z"),
        ("Thu, 19 Nov 2026 14:30:00 +0100", "2026-11-19", "2026-11-19T13:30:00.000Z"),
        ("20261119T143000Z", "2026-11-19", "2026-11-19T14:30:00.000Z"),
        ("2026-11-19T14:30:00.1234567Z", "2026-11-19", "2026-11-19T14:30:00.123Z"),
    ],
)
def test_a_time_of_day_gives_the_instant_and_the_writers_own_day(reader, text, day, at):
    assert reader("dmy").read(text) == (day, at)


def test_an_instant_in_utc_gets_the_local_day(at):
    at("2026-11-19T15:00:00+00:00", zone="America/New_York")
    reader = DateReader(None, "en")
    assert reader.read("2026-11-20T03:00:00Z") == ("2026-11-19", "2026-11-20T03:00:00.000Z")


UNREADABLE = {
    "garbage": "is not a date coachlog understands",
    "1,2": "is not a date coachlog understands",
    "yesterday": "depends on when it was written",
    "3 days ago": "depends on when it was written",
    "June 30": "depends on when it was written",
    "13:30": "depends on when it was written",
    "2026-02-29": "is not in the calendar",
    "30.02.2026": "is not in the calendar",
    "Wed 18/11/2025": "does not fit: 2025-11-18 is a Tuesday, not a Wednesday",
    "9999-01-01": "is in the year 9999",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_text_that_is_not_a_whole_date_is_refused_with_the_reason(reader, text):
    with pytest.raises(ValueError) as refused:
        reader("dmy").read(text)
    message = str(refused.value)
    assert message.startswith(f"{text!r} {UNREADABLE[text]}")
    assert message.endswith(" (try 2026-11-19, 19.11.2026, 30 June 2023 or 2026)")


def test_a_time_that_a_clock_change_skipped_is_refused_with_the_reason(at):
    at("2026-11-19T15:00:00+00:00", zone="America/New_York")
    with pytest.raises(
        ValueError, match="does not exist: the clocks went forward then, and showed 03:"
    ):
        DateReader("mdy", "en").read("3/8/2026 2:30 AM")


def test_a_time_of_another_zone_keeps_the_writers_day(at):
    at("2026-11-19T15:00:00+00:00", zone="America/New_York")
    cell = DateReader(None, "en").read("2026/11/19 12:30:00 AM GMT+1")
    assert cell == ("2026-11-19", "2026-11-18T23:30:00.000Z")


def test_a_phrase_means_the_same_in_a_file_and_at_the_desk():
    read = 0
    for phrase in all_phrases():
        with contextlib.suppress(ValueError):
            cell = DateReader(None, phrase.language).read(phrase.text)
            at = utc_text(phrase.at) if phrase.at else None
            assert cell == (phrase.first.isoformat(), at), phrase
            read += 1
    # The others are refused, or depend on the day of reading.
    assert read > 150


def test_the_whole_column_shows_whether_the_month_comes_first():
    order = DateOrderDetector()
    texts = ["3/4/2026", "1/1/2026", "2026-03-04", "3/14/2026 2:05 PM", "June 3, 2026", "x", ""]
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


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("12:30 AM", "2025-11-18", "2025-11-18T00:30:00.000Z"),
        ("0930", "2025-11-18", "2025-11-18T09:30:00.000Z"),
        # Not the year.
        ("2030", "2025-11-18", "2025-11-18T20:30:00.000Z"),
        ("14.30", "2025-11-18", "2025-11-18T14:30:00.000Z"),
        ("2025-11-19 08:00", "2025-11-19", "2025-11-19T08:00:00.000Z"),
    ],
)
def test_a_time_of_day_is_read_on_the_day_of_another_column(reader, text, day, at):
    assert reader().read_on("2025-11-18", text) == (day, at)


@pytest.mark.parametrize("text", ["2575", "9", "teatime", "1.5"])
def test_what_no_clock_shows_is_refused(reader, text):
    with pytest.raises(ValueError, match="2025-11-18"):
        reader().read_on("2025-11-18", text)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Do. 05.11.2026", "de"), ("6 novembre 2026", "fr"), ("6 de noviembre de 2026", "es")],
)
def test_a_date_in_another_language_is_refused_with_the_setting_to_make(text, language):
    advice = f"; for dates in this language:  coachlog config set language {language}"
    with pytest.raises(ValueError, match="is not a date coachlog understands") as error:
        DateReader(None, "en").read(text)
    assert str(error.value).endswith(advice)
    assert DateReader(None, language).read(text).day in ("2026-11-05", "2026-11-06")
