"""Tests of `week`."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from coachlog.storage.queries.weeks import counts_by_week

HOSTILE = (
    "\x1b]0\x07[red]=1+1\u202e \U0001f469\u200d\U0001f467"
    " \u6f22\u5b57 \u0645\u0631\u062d\u0628\u0627 |"
)
CELLS = ["team", "topic", "entries", "strength", "correction", "question", "mistake", "previous"]


@pytest.fixture
def filled(coachlog):
    """Two weeks of three teams."""
    for arguments in (
        ["log", "@permits", "+fees", "--on", "2026-11-10", "Looked the fee up first"],
        ["log", "@permits", "+fees", "--on", "2026-11-11", "-k", "strength", "Read it aloud"],
        ["log", "@finance", "+invoices", "--on", "2026-11-12", "Asked for the order number"],
        ["log", "@permits", "+fees", "+waivers", "--on", "2026-11-17",
         "--lesson", "Ask for the date first", "Sent it back"],
        ["log", "@permits", "+fees", "--on", "2026-11-18", "--private", "Nobody sees this"],
        ["mistake", "--team", "schools", "--topic", "fees", "--on", "2026-11-17",
         "--recovery", "Called them", "--caught", "before-effect",
         "--trainer", "Ana Trainer", "--learner", "bluebird", "Sent the wrong fee"],
        ["mistake", "--team", "schools", "--topic", "letters", "--on", "2026-11-18",
         "--own", "Forgot the letter"],
    ):  # fmt: skip
        assert coachlog(*arguments).code == 0


def test_a_week_begins_with_what_happened(coachlog, filled, at):
    at("2026-11-23T08:00")
    code, out, err = coachlog("week", "last", "--full")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Week 2026-W47: Mon 16 Nov to Sun 22 Nov 2026, UTC (UTC+00:00)"
    assert lines[1] == (
        "For the team: private entries and learners are left out, texts are as written"
    )
    assert lines[2] == (
        "3 entries from 2 teams, as many as the week before; most about fees (2); "
        "2 mistakes, one caught before it had an effect; finance was quiet."
    )
    for text in (
        "Ask for the date first",
        "put right: Called them",
        "good catch",
        "the writer's own",
        "Mistakes still open (1)",
    ):
        assert text in out


def test_no_name_and_nothing_private_is_in_a_week(coachlog, filled):
    for form in ("table", "md", "json", "csv", "jsonl"):
        out = coachlog("week", "--format", form).out
        assert "schools" in out
        for hidden in ("bluebird", "Ana", "robin", "Nobody sees this"):
            assert hidden not in out


def test_the_figures_are_the_same_in_every_format(coachlog, filled):
    shape = json.loads(coachlog("week", "2026-W47", "--format", "json").out)
    assert list(shape) == [
        "week", "from", "to", "time_zone", "total", "kinds", "cells", "teams", "topics",
        "lessons", "open", "quiet_teams", "follow_up", "due", "replies", "thanks",
        "open_questions", "old_lessons",
        "lessons_total", "open_total", "open_questions_total", "old_lessons_total", "cut",
        "usual", "leaders_own", "lists", "answered",
    ]  # fmt: skip
    assert (shape["week"], shape["from"], shape["to"]) == ("2026-W47", "2026-11-16", "2026-11-22")
    assert (shape["total"], shape["kinds"]) == (
        3,
        {"strength": 0, "correction": 1, "question": 0, "mistake": 2},
    )
    assert shape["quiet_teams"] == ["finance"]
    assert [list(cell) for cell in shape["cells"]] == [CELLS] * len(shape["cells"])
    rows = list(csv.DictReader(io.StringIO(coachlog("week", "2026-W47", "--format", "csv").out)))
    assert rows == [{name: str(value) for name, value in cell.items()} for cell in shape["cells"]]
    lines = coachlog("week", "2026-W47", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == shape["cells"]
    (schools,) = [team for team in shape["teams"] if team["name"] == "schools"]
    assert schools == {
        "name": "schools", "entries": 2, "strength": 0, "correction": 0, "question": 0,
        "mistake": 2, "previous": 0, "line": [0, 0, 0, 0, 0, 0, 0, 2],
    }  # fmt: skip
    mail = coachlog("week", "2026-W47", "--format", "md").out
    assert "| **schools** | 2 | - | - | - | 2 | 0 | ·······█ |" in mail
    assert "| **all teams** | 3 | - | 1 | - | 2 | 3 |" in mail


@pytest.fixture
def answered(coachlog, at):
    """Check-ins about two topics, after 30 and 60 days; one is private, one had no chance."""
    at("2026-09-21T10:00")
    ids = []
    for number in range(6):
        coachlog("log", "@permits", "+fees", f"Fees {number}", "--lesson", "Look")
        ids.append(json.loads(coachlog("list", "--limit", "1", "-f", "json").out)[0]["short_id"])
    coachlog("log", "@finance", "+invoices", "--follow-up", "14", "Invoices", "--lesson", "Look")
    coachlog("log", "@permits", "+fees", "--share", "private", "Secret", "--lesson", "Look")
    at("2026-10-21T10:00")
    for one, answer in zip(ids, ["unprompted"] * 4 + ["with-help", "not-yet"], strict=True):
        assert coachlog("checkin", one, answer).code == 0
    at("2026-11-20T10:00")
    for one, answer in zip(ids[:3], ["unprompted", "not-yet", "no-chance"], strict=True):
        assert coachlog("checkin", one, answer).code == 0
    for words, answer in (("Invoices", "with-help"), ("Secret", "not-yet")):
        short_id = json.loads(coachlog("search", words, "-f", "json").out)[0]["short_id"]
        assert coachlog("checkin", short_id, answer).code == 0


def test_a_week_shows_whether_coaching_sticks_and_what_is_due(coachlog, answered):
    lines = coachlog("week", "--full").out.splitlines()
    start = lines.index("Is the coaching sticking?")
    assert lines[start + 1 : start + 6] == [
        "topic     30 days        60 days",
        "fees      4 of 6 (67 %)  1 of 2",
        "invoices  0 of 1",
        "How many check-ins of these 8 weeks saw it done unprompted.",
        "3 check-ins due this week:  coachlog due --until 2026-11-22",
    ]
    shape = json.loads(coachlog("week", "--format", "json").out)
    assert shape["follow_up"] == [
        {"topic": "fees", "answers_30": 6, "unprompted_30": 4, "answers_60": 2, "unprompted_60": 1},
        {
            "topic": "invoices",
            "answers_30": 1,
            "unprompted_30": 0,
            "answers_60": 0,
            "unprompted_60": 0,
        },
    ]
    assert shape["due"] == {"overdue": 0, "this_week": 3}
    assert "| fees | 4 of 6 (67 %) | 1 of 2 |" in coachlog("week", "--format", "md").out


def test_check_ins_follow_the_filter_and_their_section_may_be_missing(coachlog, answered, at):
    assert "invoices  0 of 1" in coachlog("week", "@finance", "--full").out
    assert "fees " not in coachlog("week", "@finance", "--full").out
    out = coachlog("week", "+fees", "--full").out
    assert "coachlog due --until 2026-11-22 +fees" in out
    assert "Is the coaching sticking" not in coachlog("week", "--kind", "question", "--full").out
    # Eight weeks later these answers are gone from the page, and what is overdue stays.
    at("2027-01-18T10:00")
    out = coachlog("week", "--full").out
    assert "saw it done unprompted" not in out
    assert "4 check-ins overdue:  coachlog due" in out
    assert "Is the coaching sticking" not in coachlog("week", "2026-W39", "--full").out


@pytest.mark.parametrize("which", ["this", "last", "2026-W30", "2026-W50"])
def test_check_ins_are_due_as_of_today_whichever_week_is_read(coachlog, at, which):
    # 30 days later: the day before today, the last day of this week and the first of the next.
    for day in ("2026-10-19", "2026-10-23", "2026-10-24"):
        at(f"{day}T10:00")
        assert coachlog("log", "@permits", "+fees", "Showed how", "--lesson", "Look").code == 0
    at("2026-11-19T15:00")
    shape = json.loads(coachlog("week", which, "--format", "json").out)
    assert shape["due"] == {"overdue": 1, "this_week": 1}


def test_a_topic_that_stays_hard_is_named(coachlog, at):
    at("2026-09-15T10:00")
    for number in range(5):
        coachlog("log", "@permits", "+forms", f"Forms {number}", "--lesson", "Look")
    at("2026-11-18T10:00")
    for row in json.loads(coachlog("due", "-f", "json").out):
        coachlog("checkin", row["short_id"], "not-yet")
    assert (
        "Topics where under half of at least five day-60 check-ins were unprompted, lowest share"
        " first: forms. The material or the tool may have to change."
        in coachlog("week", "--full").out.splitlines()
    )


def test_an_empty_week_is_kind_and_has_its_header(coachlog):
    code, out, err = coachlog("week", "--full")
    assert code == 0
    assert out.splitlines()[2] == "Nothing was recorded so far."
    assert err == "To see the week before:  coachlog week last\n"
    assert coachlog("week", "--format", "csv").out == ",".join(CELLS) + "\r\n"
    assert json.loads(coachlog("week", "--format", "json").out)["cells"] == []


@pytest.mark.parametrize(
    "which",
    ["last", "2026-W46", "2026-11-12", "last thursday", "w46", "46", "last week"],
)
def test_a_week_is_named_in_many_ways(coachlog, which):
    out = coachlog("week", *which.split()).out
    assert out.startswith("Week 2026-W46: Mon 9 Nov to Sun 15 Nov 2026")


def test_a_week_can_be_of_one_team_one_topic_one_kind(coachlog, filled):
    for arguments, total in (
        (["@schools"], 2),
        (["+fees"], 2),
        (["-k", "mistake"], 2),
        (["@permits", "+waivers"], 1),
    ):
        assert json.loads(coachlog("week", *arguments, "--format", "json").out)["total"] == total
    assert "only @schools" in coachlog("week", "@schools", "--full").out.splitlines()[1]


def test_an_unknown_team_is_reported(coachlog, filled):
    code, _, err = coachlog("week", "@permit")
    assert code == 0
    assert "there is no team 'permit'. Did you mean 'permits'?" in err


def test_a_team_set_by_use_is_named(coachlog, filled):
    coachlog("use", "@schools")
    _, out, err = coachlog("week", "--full")
    assert "texts are as written; only @schools" in out
    assert "Only @schools, as set by coachlog use. To end it: coachlog use --off" in err


def test_only_one_kind_is_named(coachlog, filled):
    coachlog("log", "@schools", "+fees", "Showed the table of fees")
    assert "Corrections (1)" in coachlog("week", "@schools", "--full").out
    out = coachlog("week", "-k", "mistake", "@schools", "--full").out
    assert "only @schools; only mistakes" in out.splitlines()[1]
    assert "Corrections" not in out


def test_weeks_begin_when_the_setting_says(coachlog, monkeypatch):
    monkeypatch.setenv("COACHLOG_WEEK_START", "sunday")
    assert coachlog("week").out.startswith("Week 2026-W47: Sun 15 Nov to Sat 21 Nov 2026")


def test_a_week_counts_by_the_writers_day_wherever_it_is_read(coachlog, at):
    at("2026-11-22T23:30", zone="America/New_York")
    coachlog("log", "@permits", "+fees", "Late on Sunday")
    at("2026-11-23T09:00", zone="Europe/Berlin")
    shape = json.loads(coachlog("week", "last", "--format", "json").out)
    assert (shape["total"], shape["time_zone"]) == (1, "Europe/Berlin (UTC+01:00)")


@pytest.mark.parametrize(
    ("zone", "day", "week"),
    [
        ("Africa/Cairo", "2026-04-24", "2026-W17"),  # midnight does not exist
        ("America/Santiago", "2026-09-06", "2026-W36"),
        ("America/New_York", "2026-03-08", "2026-W10"),
        ("America/New_York", "2026-11-01", "2026-W44"),
    ],
)
def test_half_past_midnight_on_the_day_of_a_clock_change_is_in_its_own_week(
    coachlog, at, zone, day, week
):
    at(f"{day}T00:30" if zone == "America/New_York" else f"{day}T01:30", zone=zone)
    coachlog("log", "@permits", "+fees", "At night")
    shape = json.loads(coachlog("week", "--format", "json").out)
    assert (shape["week"], shape["total"]) == (week, 1)


def test_hostile_text_is_shown_and_does_nothing(coachlog):
    coachlog(
        "log",
        "--team",
        HOSTILE,
        "--topic",
        HOSTILE,
        "--lesson",
        HOSTILE,
        "--share",
        "team",
        HOSTILE,
    )
    code, out, err = coachlog("week", "--full")
    assert (code, err) == (0, "")
    assert not [
        line for line in out.splitlines() if not line.isprintable() and "\u200d" not in line
    ]
    assert "\x1b" not in out
    mail = coachlog("week", "--format", "md").out
    assert "\x1b" not in mail
    assert "\\[red\\]" in mail


def test_a_screen_without_bars_gets_numbers(coachlog, filled, home):
    done = subprocess.run(
        [sys.executable, "-m", "coachlog", "week", "2026-W47", "--full"],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    out = done.stdout.decode("ascii")
    assert "0 0 0 0 0 0 0 2" in out
    assert "?" not in out


def test_a_week_loads_neither_the_console_of_rich_nor_the_date_reader(coachlog, filled):
    code = (
        "import sys; from coachlog.cli.main import run; run(['week', 'last']);"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    # Without the guard of the network, which loads `typing` itself.
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    loaded = set(done.stderr.split())
    assert "coachlog.render.screen" in loaded
    too_much = {"rich.console", "rich.table", "json", "re", "typing", "dataclasses"}
    too_much |= {"coachlog.domain.dates.parser", "coachlog.services.week"}
    too_much |= {"coachlog.render.week_page", "coachlog.storage.queries.counts"}
    assert not too_much & loaded


def test_the_usual_is_worked_out_once(coachlog, some_entries, monkeypatch):
    looks = []

    def look(*arguments):
        looks.append(arguments)
        return counts_by_week(*arguments)

    monkeypatch.setattr("coachlog.services.usual.counts_by_week", look)
    for form, most in (("json", 1), ("csv", 0), ("md", 1)):
        looks.clear()
        assert coachlog("week", "--format", form).code == 0
        assert len(looks) == most, form
