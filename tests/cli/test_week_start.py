"""Tests of `week-start`: every command counts weeks from the day that the setting names."""

import csv
import io
import json

import pytest

DAYS = {
    "On Saturday": "2026-11-14",
    "On Sunday": "2026-11-15",
    "On Monday": "2026-11-16",
}


@pytest.fixture
def start(request, monkeypatch):
    """Let weeks begin on the day that a test names."""
    monkeypatch.setenv("COACHLOG_WEEK_START", request.param)
    return request.param


with_each_start = pytest.mark.parametrize("start", ["monday", "sunday"], indirect=True)


@pytest.fixture
def weekend(coachlog):
    """Record an entry on a Saturday, on the Sunday and on the Monday after it."""
    for happened, day in DAYS.items():
        log_on(coachlog, day, happened)


def log_on(coachlog, day, happened):
    words = ["@permits", "+fees", happened, "--share", "meeting", "--on", day, "--lesson", "Look"]
    assert coachlog("log", *words).code == 0


def column(result, name):
    """Return one column of a CSV output."""
    assert result.code == 0, result.err
    return [row[name] for row in csv.DictReader(io.StringIO(result.out))]


@with_each_start
@pytest.mark.parametrize(
    ("arguments", "if_monday", "if_sunday"),
    [
        (["--this-week"], ["On Monday"], ["On Monday", "On Sunday"]),
        (["--last-week"], ["On Sunday", "On Saturday"], ["On Saturday"]),
        (["--week", "this"], ["On Monday"], ["On Monday", "On Sunday"]),
        (["--week", "last"], ["On Sunday", "On Saturday"], ["On Saturday"]),
        (["--week", "2026-W46"], ["On Sunday", "On Saturday"], ["On Saturday"]),
        (["--week", "2026-11-15"], ["On Sunday", "On Saturday"], ["On Monday", "On Sunday"]),
        (["--since", "2026-W47"], ["On Monday"], ["On Monday", "On Sunday"]),
        (["--until", "2026-W46"], ["On Sunday", "On Saturday"], ["On Saturday"]),
    ],
)
def test_a_listing_has_the_days_of_that_week(
    coachlog, weekend, start, arguments, if_monday, if_sunday
):
    expected = {"monday": if_monday, "sunday": if_sunday}[start]
    assert column(coachlog("list", *arguments, "--format", "csv"), "happened") == expected


@with_each_start
def test_a_summary_counts_each_day_in_its_week(coachlog, weekend, start):
    result = coachlog("summary", "--by", "week", "--since", "2026-11-14", "--format", "csv")
    counts = dict(zip(column(result, "week"), column(result, "entries"), strict=True))
    expected = {"monday": ("2", "1"), "sunday": ("1", "2")}[start]
    assert counts == dict(zip(("2026-W46", "2026-W47"), expected, strict=True))


@with_each_start
def test_a_summary_has_the_empty_weeks_too(coachlog, start):
    log_on(coachlog, "2026-11-01", "On a Sunday")
    result = coachlog("summary", "--by", "week", "--since", "2026-11-01", "--format", "csv")
    weeks = ["2026-W45", "2026-W46", "2026-W47"]
    if start == "monday":
        weeks.insert(0, "2026-W44")
    assert column(result, "week") == weeks


@with_each_start
def test_a_summary_without_a_span_begins_on_that_day(coachlog, start):
    first = {"monday": "2026-08-31", "sunday": "2026-08-30"}[start]
    log_on(coachlog, first, "On the first day")
    log_on(coachlog, "2026-08-29", "The day before both")
    result = coachlog("summary", "--by", "kind", "--format", "csv")
    assert column(result, "entries") == ["1"]


@with_each_start
def test_a_meeting_gets_the_label_of_that_week(coachlog, weekend, start):
    week = {"monday": "2026-W46", "sunday": "2026-W47"}[start]
    exported = coachlog("export", "--for", "meeting", "--format", "csv")
    weeks = dict(zip(column(exported, "happened"), column(exported, "week"), strict=True))
    assert weeks == {"On Saturday": "2026-W46", "On Sunday": week, "On Monday": "2026-W47"}


@with_each_start
def test_a_sheet_names_the_weeks_of_its_entry_and_of_the_last_turn(coachlog, start):
    week = {"monday": "2026-W46", "sunday": "2026-W47"}[start]
    log_on(coachlog, "2026-11-15", "Last time")
    assert coachlog("meeting", "done", "--on", "2026-11-15").code == 0
    log_on(coachlog, "2026-11-15", "On Sunday")
    sheet = coachlog("meeting", "plan", "--format", "csv")
    weeks = dict(zip(column(sheet, "part"), column(sheet, "week"), strict=True))
    assert (weeks["turn"], weeks["highlight"]) == (week, week)


@with_each_start
def test_what_is_due_this_week_ends_with_that_week(coachlog, at, start):
    # 30 days later is Sunday the 22nd, the first day of the next week or the last of this one.
    at("2026-10-23T10:00")
    log_on(coachlog, "2026-10-23", "Asked about on a Sunday")
    at("2026-11-19T15:00")
    expected = {"monday": "this week", "sunday": "coming"}[start]
    assert column(coachlog("due", "--format", "csv"), "when") == [expected]
    shape = json.loads(coachlog("week", "--format", "json").out)
    assert shape["due"] == {"overdue": 0, "this_week": int(start == "monday")}


@with_each_start
def test_a_feedback_report_names_the_weeks_of_its_answers(coachlog, by, at, start):
    week = {"monday": "2026-W46", "sunday": "2026-W47"}[start]
    at("2026-11-15T10:00")
    assert by("ana", "log", "@permits", "+fees", "Showed how").code == 0
    for number in range(5):
        assert by(f"lea{number}", "feedback", "last", "--pace", "right").code == 0
    report = by("ana", "feedback", "report", "--format", "json")
    (group,) = json.loads(report.out)
    assert (group["first_week"], group["last_week"]) == (week, week)
