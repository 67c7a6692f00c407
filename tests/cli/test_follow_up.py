"""The days of check-ins: by option, setting, environment, edit and import."""

import json
import re

import pytest

from tests.work import hints_of

LANES = {
    "express": ["@permits", "Showed how"],
    "options": ["--team", "permits", "--lesson", "Look", "Showed how"],
}


def days(coachlog):
    return json.loads(coachlog("show", "last", "-f", "json").out)[0]["follow_up"]


def due(coachlog):
    return [row["due_on"] for row in json.loads(coachlog("due", "-f", "json").out)]


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize(
    ("setting", "stored"), [(None, "30, 60"), ("14,45", "14, 45"), ("90", "90"), ("none", None)]
)
def test_an_entry_has_the_days_of_the_setting_in_either_lane(coachlog, lane, setting, stored):
    if setting:
        assert coachlog("config", "set", "follow-up", setting).code == 0
    assert coachlog("log", *LANES[lane]).code == 0
    assert days(coachlog) == stored
    assert coachlog("oops", *LANES[lane]).code == 0
    assert days(coachlog) == stored


@pytest.mark.parametrize("command", ["log", "mistake", "oops"])
@pytest.mark.parametrize(
    ("option", "stored"),
    [
        (["--follow-up", "14,45"], "14, 45"),
        (["--follow-up", "none"], None),
        (["--no-follow-up"], None),
        (["--follow-up=7"], "7"),
    ],
)
def test_an_option_changes_the_days_of_one_entry(coachlog, command, option, stored):
    assert coachlog(command, "@permits", *option, "Showed how").code == 0
    assert days(coachlog) == stored


def test_the_receipt_gets_no_longer(coachlog):
    for option in ([], ["--follow-up", "14,45"], ["--no-follow-up"]):
        code, out, err = coachlog("log", "@permits", "+fees", *option, "Showed how")
        assert (code, out) == (0, "")
        hints = hints_of(err)
        assert [line for line in hints if not line.startswith(("Similar: ", "The same text"))] == []
        assert re.fullmatch(
            "Thu 19 Nov 15:00 · correction · permits / fees · [0-9a-f]+ · undo: coachlog undo",
            err.splitlines()[0],
        )


@pytest.mark.parametrize("value", ["0", "30,-1", "soon", "30;x", "1826", "1,2,3,4,5,6,7", "²"])
@pytest.mark.parametrize("way", ["option", "edit", "setting", "environment", "import"])
def test_anything_else_is_refused_and_nothing_is_written(coachlog, monkeypatch, way, value):
    coachlog("log", "@permits", "Before")
    before = coachlog("list", "-f", "csv").out
    if way == "option":
        result = coachlog("log", "@permits", f"--follow-up={value}", "My text")
    elif way == "edit":
        result = coachlog("edit", "last", f"--follow-up={value}", "--lesson", "My text")
    elif way == "setting":
        result = coachlog("config", "set", "follow-up", value)
    elif way == "environment":
        monkeypatch.setenv("COACHLOG_FOLLOW_UP", value)
        result = coachlog("log", "@permits", "My text")
        monkeypatch.delenv("COACHLOG_FOLLOW_UP")
    else:
        result = coachlog(
            "import",
            "-",
            "--set",
            f"follow_up={value}",
            "--set",
            "team=permits",
            stdin="happened\nMy text\n",
        )
    assert result.code in (2, 3)
    assert "Traceback" not in result.err
    assert "follow-up " in result.err or "FOLLOW_UP" in result.err
    if way in ("option", "environment", "edit"):
        assert "My text" in result.err
    assert coachlog("list", "-f", "csv").out == before
    assert days(coachlog) == "30, 60"


def test_the_environment_overrides_the_setting_and_an_option_overrides_both(coachlog, monkeypatch):
    coachlog("config", "set", "follow-up", "90")
    monkeypatch.setenv("COACHLOG_FOLLOW_UP", "7 14")
    coachlog("log", "@permits", "Showed how")
    assert days(coachlog) == "7, 14"
    coachlog("log", "@permits", "--follow-up", "10", "Showed how")
    assert days(coachlog) == "10"


def test_two_options_that_contradict_each_other_are_refused(coachlog):
    code, out, err = coachlog("log", "@permits", "--no-follow-up", "--follow-up", "30", "My text")
    assert (code, out) == (2, "")
    assert "contradict" in err


def test_an_edit_changes_or_empties_the_days_and_undo_restores_them(coachlog):
    coachlog("log", "@permits", "Showed how", "--lesson", "Look it up")
    assert "follow_up 30, 60 → 14" in coachlog("edit", "last", "--follow-up", "14").err
    assert due(coachlog) == ["2026-12-03"]
    for option in (
        ["--no-follow-up"],
        ["--clear", "follow_up"],
        ["--clear", "follow-up"],
        ["--follow-up", "none"],
    ):
        assert "follow_up 14 → empty" in coachlog("edit", "last", *option).err
        assert due(coachlog) == []
        coachlog("undo")
        assert (days(coachlog), due(coachlog)) == ("14", ["2026-12-03"])


def test_imported_entries_have_check_ins_only_if_the_file_or_an_option_says_so(coachlog):
    rows = (
        "date,team,happened,lesson,follow up days\n"
        "2026-11-18,permits,One,Look,14\n"
        "2026-11-18,permits,Two,Look,\n"
        "2026-11-18,permits,Three,Look,none\n"
        "2026-11-18,permits,Without a lesson,,14\n"
    )
    assert coachlog("import", "-", stdin=rows).code == 0
    assert due(coachlog) == ["2026-12-02"]
    rows = "date,team,happened,lesson\n2026-11-17,permits,Four,Look\n"
    assert coachlog("import", "-", "--set", "follow_up=30,60", stdin=rows).code == 0
    assert due(coachlog) == ["2026-12-02", "2026-12-17"]


def test_check_ins_survive_a_full_export_and_import(coachlog, home):
    coachlog("log", "@permits", "--follow-up", "14,45", "Showed how", "--lesson", "Look")
    before = due(coachlog)
    coachlog("export", "--for", "full", "-o", "all.csv")
    coachlog("delete", "last")
    assert coachlog("--db", "other.db", "import", "all.csv").code == 0
    assert [
        row["due_on"] for row in json.loads(coachlog("--db", "other.db", "due", "-f", "json").out)
    ] == before


@pytest.mark.parametrize(
    ("zone", "at_first", "first", "second"),
    [
        # The clocks are set back that night.
        ("Europe/Berlin", "2026-10-24T23:30", "2026-11-23", "2026-12-23"),
        # The clocks are set forward that night.
        ("Europe/Berlin", "2026-03-28T23:30", "2026-04-27", "2026-05-27"),
        # Due on a day without a midnight.
        ("Africa/Cairo", "2026-03-25T23:59", "2026-04-24", "2026-05-24"),
        ("America/Santiago", "2026-08-07T00:10", "2026-09-06", "2026-10-06"),
        ("America/New_York", "2026-10-02T23:59", "2026-11-01", "2026-12-01"),
        ("Pacific/Auckland", "2028-01-30T00:01", "2028-02-29", "2028-03-30"),  # a leap day
        ("Asia/Tokyo", "2026-12-31T23:59", "2027-01-30", "2027-03-01"),  # the turn of the year
        ("UTC", "2026-01-31T12:00", "2026-03-02", "2026-04-01"),  # past a short month
    ],
)
def test_thirty_and_sixty_days_are_days_of_the_writers_calendar(
    coachlog, at, zone, at_first, first, second
):
    at(at_first, zone=zone)
    assert coachlog("log", "@permits", "Showed how", "--lesson", "Look it up").code == 0
    assert due(coachlog) == [first]
    at(f"{first}T01:30", zone=zone)
    (row,) = json.loads(coachlog("due", "--today", "-f", "json").out)
    assert (row["when"], row["days"]) == ("this week", 30)
    assert coachlog("checkin", "last", "not-yet").code == 0
    assert due(coachlog) == [second]
    at(f"{second}T23:30", zone=zone)
    assert coachlog("checkin", "last", "unprompted").code == 0
    assert due(coachlog) == []
    assert json.loads(coachlog("week", "-f", "json").out)["follow_up"] == [
        {
            "topic": "general",
            "answers_30": 1,
            "unprompted_30": 0,
            "answers_60": 1,
            "unprompted_60": 1,
        }
    ]
