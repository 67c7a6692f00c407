"""Tests of `import` where the column of the dates has a name that coachlog does not know."""

import json
from pathlib import Path

import pytest

from tests.audit_findings import FINDINGS, needs_findings


def put(name, text):
    """Write a file; return its name."""
    Path(name).write_text(text, encoding="utf-8")
    return name


def days(coachlog):
    """Return the days of all entries, the oldest recording first."""
    entries = json.loads(coachlog("export", "--for", "full", "--format", "json").out)
    return [entry["occurred_on"] for entry in entries]


@pytest.mark.parametrize(
    ("column", "cell", "mapping", "day"),
    [
        ("Date of incident", "19.11.2025", "'Date of incident=date'", "2025-11-19"),
        ("Start time", "2025-11-19 09:30", "'Start time=date'", "2025-11-19"),
        ("Completion time", "11/19/25 9:41:05", "'Completion time=date'", "2025-11-19"),
        ("audit_year", "2021", "audit_year=date", "2021-01-01"),
        ("Wanneer?", "45980", "'Wanneer?=date'", "2025-11-19"),
        ("reference", "20251119", "reference=date", "2025-11-19"),
        ("Filed", "19 Nov 2025", "Filed=date", "2025-11-19"),
        ("week", "2025-W47", "week=date", "2025-11-17"),
        ("jour-ouvré", "12/2025", "'jour-ouvré=date'", "2025-12-01"),
        ("O'Brien=1", "2025-11-19", """'O'"'"'Brien=1=date'""", "2025-11-19"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_left_out_column_of_dates_stops_the_import_with_the_mapping_to_type(
    coachlog, column, cell, mapping, day, options
):
    put("some.csv", f"team,happened,{column}\npermits,One,{cell}\n")
    done = coachlog("import", "some.csv", *options)
    assert (done.code, done.out) == (6, "")
    assert done.err == (
        f"coachlog: {column} has dates, but coachlog does not know that name, and would date these"
        f" rows today. To use it: --map {mapping}  To leave it out: --map"
        f" {mapping.replace('=date', '=')}\n"
    )
    assert days(coachlog) == []
    assert coachlog("import", "some.csv", "--map", f"{column}=date", *options).code == 0
    assert days(coachlog) == ([] if options else [day])


@pytest.mark.parametrize("cell", ["47", "KW 47", "W47"])
def test_numbers_of_weeks_are_not_dated_today_either(coachlog, cell):
    file = put("some.csv", f"team;happened;Woche\npermits;One;{cell}\n")
    done = coachlog("import", file)
    assert (done.code, done.out) == (6, "")
    assert "Woche has dates," in done.err
    assert coachlog("import", file, "--map", "Woche=").code == 0


def test_a_row_without_a_date_is_refused_where_others_have_one(coachlog):
    rows = "permits,One,2026-11-02\n,Total,\npermits,Two,2026-11-03\n"
    file = put("some.csv", f"team,happened,date\n{rows}")
    done = coachlog("import", file, "--set", "team=permits")
    assert (done.code, done.out) == (0, "")
    assert "line 3: it has no date; give one with --set date=2026-11-20" in done.err
    assert sorted(days(coachlog)) == ["2026-11-02", "2026-11-03"]
    done = coachlog("import", file, "--set", "team=permits", "--set", "date=2026-11-04")
    assert done.err.startswith("1 entry imported")
    assert sorted(days(coachlog)) == ["2026-11-02", "2026-11-03", "2026-11-04"]


def test_a_quarter_is_its_first_day(coachlog):
    put("some.csv", "team,happened,Quarter\npermits,One,2026-Q3\n")
    assert coachlog("import", "some.csv").code == 0
    assert days(coachlog) == ["2026-07-01"]


def test_every_column_of_dates_is_named(coachlog):
    put("some.csv", "team,happened,Begun,Ended,pages\npermits,One,2025-11-19,2025-11-20,3\n")
    done = coachlog("import", "some.csv")
    assert (done.code, done.out) == (6, "")
    assert "Begun and Ended have dates," in done.err
    assert "To use Begun: --map Begun=date " in done.err
    assert "To leave them out: --map Begun= --map Ended=\n" in done.err


@pytest.mark.parametrize(
    "options",
    [
        ["--map", "audit_year="],
        ["--set", "date=2026-11-02"],
        ["--map", "audit_year=recorded"],
    ],
)
def test_a_decision_about_the_column_lets_the_import_go_on(coachlog, options):
    put("some.csv", "team,happened,audit_year\npermits,One,2021\n")
    assert coachlog("import", "some.csv", *options).code == 0


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("pages", ["2020", "2021"]),
        ("case", ["45980", "45981"]),
        ("number", ["3-2025", "4-2025"]),
        ("version", ["1.2.3", "1.10.0"]),
        ("amount", ["1,200.50", "300"]),
        ("phone", ["20261399", "30201119"]),
        ("remark", ["Since 19 November 2025 the form has been another one", ""]),
        ("remark", ["done", "not done", "2025-11-19"]),
        ("time spent", ["10", "12.5"]),
    ],
)
def test_numbers_and_texts_are_no_dates(coachlog, column, cells):
    rows = "".join(f'permits,"Row {cell}","{cell}"\n' for cell in cells)
    done = coachlog("import", put("some.csv", f"team,happened,{column}\n{rows}"))
    assert done.code == 0, done.err
    assert f"{len(cells)} rows have no date, so today was used." in done.err


def test_an_empty_column_called_date_does_not_hide_the_one_that_has_them(coachlog):
    put("some.csv", "team,happened,date,Filed\npermits,One,,2025-11-19\n")
    done = coachlog("import", "some.csv")
    assert done.code == 6
    assert "--map Filed=date" in done.err


def test_the_time_of_recording_alone_does_not_hide_the_day_it_happened(coachlog):
    put("some.csv", "team,happened,Created,Filed\npermits,One,2025-11-20,2025-11-19\n")
    done = coachlog("import", "some.csv")
    assert (done.code, done.out) == (6, "")
    assert done.err == (
        "coachlog: Filed has dates, but coachlog does not know that name, and would date these rows"
        " by Created. To use it: --map Filed=date  To leave it out: --map Filed=\n"
    )
    done = coachlog("import", "some.csv", "--map", "Filed=")
    assert done.code == 0
    assert days(coachlog) == ["2025-11-20"]


def test_feedback_with_an_unknown_date_column_stops_too(coachlog):
    coachlog("log", "@permits", "+fees", "Showed how")
    put("answers.csv", "pace,useful,Filled in\nright,5,2025-11-19\n")
    options = ["import", "answers.csv", "--as", "feedback", "--set", "entry=last"]
    done = coachlog(*options)
    assert (done.code, "--map 'Filled in=date'" in done.err) == (6, True)
    assert coachlog(*options, "--map", "Filled in=date").code == 0


@pytest.mark.parametrize(
    ("columns", "options"),
    [("Date,Time", []), ("Time,Date", []), ("Held,Clock", ["--map", "Clock=time"])],
)
def test_a_column_of_times_belongs_to_the_column_of_dates(coachlog, columns, options):
    rows = []
    for date, time in [
        ("11/15/2025", "12:30 AM"),
        ("11/16/2025", "14:30"),
        ("11/17/2025", ""),
        ("11/18/2025", "in the morning"),
        ("11/19/2025", "11/19/2025 9:41:05 PM"),
        ("11/20/2025", "teatime"),
        ("", "14:30"),
    ]:
        cells = {"Date": date, "Held": date, "Time": time, "Clock": time}
        rows.append(",".join(cells[column] for column in columns.split(",")))
    text = "".join(f"permits,Row {number},{row}\n" for number, row in enumerate(rows))
    put("some.csv", f"team,happened,{columns}\n{text}")
    if "Held" in columns:
        options = [*options, "--map", "Held=date"]
    done = coachlog("import", "some.csv", *options)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("5 entries imported from some.csv as corrections, 2 rejected")
    assert days(coachlog) == [f"2025-11-{day}" for day in range(15, 20)]
    entries = json.loads(coachlog("export", "--for", "full", "--format", "json").out)
    assert [entry["occurred_at"] for entry in entries] == [
        "2025-11-15T00:30:00.000Z",
        "2025-11-16T14:30:00.000Z",
        None,
        None,
        "2025-11-19T21:41:05.000Z",
    ]
    rejects = Path("some.rejects.csv").read_text("utf-8-sig").splitlines()
    assert "'2025-11-20 teatime' is not a date coachlog understands" in rejects[1]
    assert "'14:30' depends on when it was written" in rejects[2]


@needs_findings
def test_real_audit_findings_are_not_dated_today(coachlog):
    done = coachlog("import", str(FINDINGS), "--set", "team=Audit")
    assert (done.code, "--map audit_year=date" in done.err) == (6, True)
