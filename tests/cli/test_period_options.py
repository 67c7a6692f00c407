"""Tests of the options that name a span of days: its first and its last day belong to it."""

import csv
import io

import pytest

# Each on the edge of a span of the tests: NOW is Thursday 19 November 2026, in week 47.
DAYS = (
    "2024-02-28",
    "2024-02-29",
    "2024-03-01",
    "2025-12-31",
    "2026-01-01",
    "2026-09-30",
    "2026-10-01",
    "2026-10-31",
    "2026-11-01",
    "2026-11-08",
    "2026-11-09",
    "2026-11-15",
    "2026-11-16",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
    "2026-11-22",
    "2026-11-23",
)


@pytest.fixture
def days_of(coachlog):
    """Record an entry on each of `DAYS`; return a function that lists the days of a span."""
    for day in DAYS:
        words = ["@permits", "+fees", f"On {day}", "--on", day, "--ahead"]
        assert coachlog("log", *words).code == 0

    def call(*arguments, command="list"):
        result = coachlog(command, *arguments, "--format", "csv")
        assert result.code == 0, result.err
        return sorted(row["occurred_on"] for row in csv.DictReader(io.StringIO(result.out)))

    return call


def between(first, last):
    return [day for day in DAYS if first <= day <= last]


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        (["--today"], "2026-11-19", "2026-11-19"),
        (["--this-week"], "2026-11-16", "2026-11-22"),
        (["--last-week"], "2026-11-09", "2026-11-15"),
        (["--week", "2026-W46"], "2026-11-09", "2026-11-15"),
        (["--week", "2026-W01"], "2025-12-29", "2026-01-04"),
        (["--since", "2026-11-09"], "2026-11-09", "9999-12-31"),
        (["--until", "2026-11-09"], "0001-01-01", "2026-11-09"),
        (["--since", "2026-11-18", "--until", "2026-11-19"], "2026-11-18", "2026-11-19"),
        (["--since", "2026-11-19", "--until", "2026-11-19"], "2026-11-19", "2026-11-19"),
        (["--since", "2026-10", "--until", "2026-10"], "2026-10-01", "2026-10-31"),
        (["--since", "2024-02", "--until", "2024-02"], "2024-02-01", "2024-02-29"),
        (["--since", "2024-02-29", "--until", "2024-02-29"], "2024-02-29", "2024-02-29"),
        (["--since", "2025", "--until", "2025"], "2025-01-01", "2025-12-31"),
        # A quarter of a year is named by its first and its last month.
        (["--since", "2026-07", "--until", "2026-09"], "2026-07-01", "2026-09-30"),
        (["--since", "2026-W46", "--until", "2026-W46"], "2026-11-09", "2026-11-15"),
        (["--since", "yesterday"], "2026-11-18", "9999-12-31"),
    ],
)
def test_a_span_has_its_first_and_its_last_day_and_no_other(days_of, arguments, first, last):
    expected = between(first, last)
    assert expected
    assert days_of(*arguments) == expected
    assert days_of(*arguments, command="export") == expected


@pytest.mark.parametrize("now", ["2026-11-16T09:00", "2026-11-22T23:59"])
def test_this_and_last_week_are_the_same_from_the_first_to_the_last_day(days_of, at, now):
    at(now)
    this_week = between("2026-11-16", "2026-11-22")
    last_week = between("2026-11-09", "2026-11-15")
    assert days_of("--this-week") == days_of("--week", "this") == this_week
    assert days_of("--last-week") == days_of("--week", "last") == last_week


def test_a_span_that_ends_before_it_begins_is_refused(coachlog):
    result = coachlog("list", "--since", "2026-11-10", "--until", "2026-11-09")
    assert result == (
        2,
        "",
        "coachlog: --since 2026-11-10 is after --until 2026-11-09; change one of them.\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--today", "--this-week"],
        ["--last-week", "--week", "2026-W46"],
        ["--today", "--since", "2026-11-01"],
        ["--this-week", "--until", "2026-11-19"],
    ],
)
def test_two_spans_are_refused(coachlog, arguments):
    code, out, err = coachlog("list", *arguments)
    assert (code, out) == (2, "")
    assert err == (
        "coachlog: several spans of time are named. Use one of --today, --this-week, --last-week,"
        " --week, or --since with --until.\n"
    )
