"""`due`: listing the check-ins."""

import csv
import io
import json

import pytest

HEAD = "when,due_on,short_id,days,team,topics,happened\r\n"
HOSTILE = "\x1b]0\x07[red]=1+1\u202e 👩\u200d👧 漢字 |"


@pytest.fixture
def several_entries(coachlog, at, monkeypatch):
    """Record entries of two people and two teams, with every state of a check-in."""
    for day, who, words in (
        ("2026-09-10", "robin", ["log", "@permits", "+fees", "Overdue at both"]),
        ("2026-10-10", "kim", ["log", "@finance", "+invoices", "Kim's overdue"]),
        ("2026-10-20", "robin", ["log", "@permits", "+fees", "Due today"]),
        (
            "2026-10-23",
            "kim",
            ["mistake", "@permits", "+letters", "--recovery", "Called", "Due on Sunday"],
        ),
        ("2026-10-24", "robin", ["log", "@permits", "+fees", "Due on Monday"]),
        ("2026-10-05", "kim", ["log", "@permits", "--share", "private", "Kim's secret"]),
        ("2026-10-06", "robin", ["log", "@permits", "--share", "private", "Robin's secret"]),
        ("2026-10-05", "robin", ["mistake", "@permits", "Still open"]),
        ("2026-10-05", "robin", ["log", "@permits", "--no-follow-up", "Never asked"]),
    ):
        at(f"{day}T10:00")
        monkeypatch.setenv("COACHLOG_TRAINER", who)
        assert coachlog(*words, "--lesson", "Look it up").code == 0
    monkeypatch.delenv("COACHLOG_TRAINER")
    at("2026-11-19T15:00")


def rows(result):
    return [
        (row["when"], row["due_on"], row["days"], row["happened"])
        for row in csv.DictReader(io.StringIO(result.out))
    ]


def test_it_lists_overdue_due_and_coming_check_ins_soonest_first(coachlog, several_entries):
    result = coachlog("due", "--format", "csv")
    assert rows(result) == [
        ("overdue", "2026-10-10", "60", "Overdue at both"),
        ("overdue", "2026-11-09", "30", "Kim's overdue"),
        ("this week", "2026-11-19", "30", "Due today"),
        ("this week", "2026-11-22", "30", "Due on Sunday"),
        ("coming", "2026-11-23", "30", "Due on Monday"),
    ]
    assert (result.code, result.err) == (
        0,
        "2 overdue, 2 due this week, 1 coming. 3 of those due are yours:  coachlog checkin\n",
    )


def test_the_records_are_the_same_in_every_format(coachlog, several_entries):
    records = json.loads(coachlog("due", "--format", "json").out)
    assert list(records[0]) == ["when", "due_on", "short_id", "days", "team", "topics", "happened"]
    assert (records[0]["days"], records[0]["topics"]) == (60, ["fees"])
    assert [
        json.loads(line) for line in coachlog("due", "--format", "jsonl").out.splitlines()
    ] == records
    table = coachlog("due").out
    for record in records:
        assert record["happened"] in table
        assert record["happened"] in coachlog("due", "--format", "md").out


def test_only_the_writer_sees_private_entries(coachlog, several_entries, monkeypatch):
    assert "secret" not in coachlog("due").out
    mine = coachlog("due", "--mine", "-f", "csv")
    assert [row[3] for row in rows(mine)] == [
        "Overdue at both",
        "Robin's secret",
        "Due today",
        "Due on Monday",
    ]
    assert "2 overdue, 1 due this week, 1 coming. 3 of those due are yours" in mine.err
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert "Kim's secret" in coachlog("due", "--mine").out


@pytest.mark.parametrize(
    ("words", "happened"),
    [
        (["@finance"], ["Kim's overdue"]),
        (["+letters"], ["Due on Sunday"]),
        (["--kind", "mistake"], ["Due on Sunday"]),
        (["--today"], ["Due today"]),
        (["--this-week"], ["Due today", "Due on Sunday"]),
        (["--until", "2026-11-18"], ["Overdue at both", "Kim's overdue"]),
        (["--since", "2026-11-23"], ["Due on Monday"]),
        (["--status", "adopted"], []),
        (["--limit", "1"], ["Overdue at both"]),
        (["@permits", "+fees", "--mine", "--since", "2026-11-20"], ["Due on Monday"]),
    ],
)
def test_filters_narrow_it_and_their_days_are_those_of_the_check_ins(
    coachlog, several_entries, words, happened
):
    assert [row[3] for row in rows(coachlog("due", *words, "--format", "csv"))] == happened


def test_an_empty_list_has_its_header_and_says_why(coachlog):
    assert coachlog("due", "-f", "csv") == (0, HEAD, "Nothing is due, and nothing is coming.\n")
    assert coachlog("due").out.split()[:7] == [
        "when",
        "due",
        "id",
        "days",
        "team",
        "topics",
        "happened",
    ]
    assert "there is no team 'nobody'" in coachlog("due", "@nobody").err


def test_if_only_others_have_check_ins_due_it_says_how_to_check_in_for_them(
    coachlog, several_entries
):
    assert coachlog("due", "@finance").err == (
        "1 overdue. None of those due is yours. To check in for a colleague:  coachlog checkin ID\n"
    )


def test_a_long_table_ends_with_how_many_more_there_are_and_a_file_has_them_all(coachlog, at):
    at("2026-10-01T10:00")
    coachlog(
        "import",
        "-",
        "--set",
        "team=permits",
        "--set",
        "follow_up=30",
        "--set",
        "lesson=Look it up",
        stdin="happened\n" + "".join(f"text {n}\n" for n in range(30)),
    )
    at("2026-11-19T15:00")
    result = coachlog("due")
    assert result.out.count("text ") == 20
    assert result.err.endswith("And 10 more. To list all of them, add -n 30.\n")
    assert coachlog("due", "--limit", "25").out.count("text ") == 25
    assert "more" not in coachlog("due", "--limit", "25").err
    assert coachlog("due", "-f", "csv").out.count("text ") == 30


def test_weeks_begin_on_the_day_of_the_setting(coachlog, several_entries, monkeypatch):
    monkeypatch.setenv("COACHLOG_WEEK_START", "sunday")  # so that this one ends on Saturday
    assert ("coming", "2026-11-22", "30", "Due on Sunday") in rows(coachlog("due", "-f", "csv"))


def test_the_day_is_that_of_the_reader(coachlog, at):
    at("2026-10-20T23:30", zone="America/New_York")
    coachlog("log", "@permits", "Late in the evening", "--lesson", "Look it up")
    at("2026-11-18T23:30", zone="America/New_York")  # after the clocks were set back
    assert rows(coachlog("due", "-f", "csv"))[0][:2] == ("this week", "2026-11-19")
    at("2026-11-19T00:30", zone="America/New_York")
    assert rows(coachlog("due", "--today", "-f", "csv")) == [
        ("this week", "2026-11-19", "30", "Late in the evening")
    ]
    at("2026-11-20T00:30", zone="Europe/Berlin")
    assert rows(coachlog("due", "-f", "csv"))[0][0] == "overdue"


def test_hostile_words_are_shown_as_text(coachlog, at):
    at("2026-10-01T10:00")
    coachlog("log", "--team", HOSTILE, "--topic", HOSTILE, HOSTILE, "--lesson", HOSTILE)
    at("2026-11-19T15:00")
    for form in ("table", "md", "csv"):
        out = coachlog("due", "--format", form).out
        assert "[red]" in out or "\\[red\\]" in out
        if form != "csv":
            assert "\x1b" not in out
            assert "\u202e" not in out
