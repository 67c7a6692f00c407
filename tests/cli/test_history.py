"""`history`, as a trainer or a supervisor meets it."""

import csv
import io
import json

import pytest


def rows(result):
    return list(csv.DictReader(io.StringIO(result.out)))


@pytest.fixture
def short_id(coachlog):
    coachlog("log", "@permits", "+fees", "Charged", "twice", "--learner", "ana")
    coachlog("edit", "last", "--recovery", "Paid it back")
    return json.loads(coachlog("show", "last", "--format", "json").out)[0]["short_id"]


def test_the_last_actions_are_listed_the_newest_first(coachlog, short_id):
    coachlog("use", "@permits")
    coachlog("undo", "2")
    found = rows(coachlog("history", "--format", "csv"))
    assert [(row["verb"], row["short_id"], row["undone"]) for row in found] == [
        ("use", "", "yes"),
        ("edit", short_id, "yes"),
        ("log", short_id, "no"),
    ]
    assert [row["details"] for row in found] == [
        "'@permits",
        '(recovery) "Charged twice"',
        '"Charged twice"',
    ]
    assert len(rows(coachlog("history", "-n", "1", "--format", "csv"))) == 1
    assert json.loads(coachlog("history", "--format", "json").out)[0]["undone"] is True


def test_an_entry_tells_who_changed_what_from_what_to_what_also_when_it_is_deleted(
    coachlog, short_id, monkeypatch
):
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    coachlog("edit", short_id, "--recovery", "Paid it back on Monday")
    monkeypatch.delenv("COACHLOG_TRAINER")
    coachlog("delete", short_id)
    coachlog("undo")
    coachlog("redo")
    found = rows(coachlog("history", short_id, "--format", "csv"))
    changes = [
        (row["author"], row["verb"], row["field"], row["before"], row["after"]) for row in found
    ]
    assert ("robin", "log", "happened", "", "Charged twice") in changes
    assert changes[-5:] == [
        ("robin", "edit", "recovery", "", "Paid it back"),
        ("kim", "edit", "recovery", "Paid it back", "Paid it back on Monday"),
        ("robin", "delete", "deleted", "", "yes"),
        ("robin", "undo", "deleted", "yes", ""),
        ("robin", "redo", "deleted", "", "yes"),
    ]


def test_a_colleague_sees_neither_the_learner_nor_a_private_entry(coachlog, short_id, monkeypatch):
    assert "ana" in coachlog("history", short_id).out
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert "ana" not in coachlog("history", short_id).out
    monkeypatch.setenv("COACHLOG_TRAINER", "robin")
    coachlog("edit", short_id, "--private")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert coachlog("history", short_id).code == 4
    assert "Charged" not in coachlog("history").out
    monkeypatch.setenv("COACHLOG_TRAINER", "robin")
    coachlog("delete", short_id)
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert coachlog("history", short_id).code == 4


def test_an_empty_history_still_has_its_header_and_makes_no_file(coachlog, home):
    assert coachlog("history", "--format", "csv") == (
        0,
        "at,verb,short_id,entries,details,undone\r\n",
        "",
    )
    assert list(home.rglob("*.db")) == []


@pytest.mark.parametrize(("name", "code"), [("xyz", 2), ("ffffffff", 4), ("last", 4)])
def test_an_id_that_is_none_is_said_in_one_line(coachlog, name, code):
    result = coachlog("history", name)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)
