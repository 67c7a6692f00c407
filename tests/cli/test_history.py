"""Tests of `history`: of all actions, and of an entry."""

import json

import pytest

from coachlog.paths import default_log
from tests.cli.log_files import run_sql


@pytest.fixture
def short_id(coachlog):
    """Record an entry, edit it, and return its short id."""
    coachlog("log", "@permits", "+fees", "Charged", "twice", "--learner", "ana")
    coachlog("edit", "last", "--recovery", "Paid it back")
    return json.loads(coachlog("show", "last", "--format", "json").out)[0]["short_id"]


def test_the_newest_actions_are_listed_first(coachlog, csv_rows, short_id):
    coachlog("use", "@permits")
    coachlog("undo", "2")
    actions = csv_rows("history")
    assert [(row["verb"], row["short_id"], row["undone"]) for row in actions] == [
        ("use", "", "yes"),
        ("edit", short_id, "yes"),
        ("log", short_id, "no"),
    ]
    assert [row["details"] for row in actions] == [
        "'@permits",
        '(recovery) "Charged twice"',
        '"Charged twice"',
    ]
    assert len(csv_rows("history", "-n", "1")) == 1
    assert json.loads(coachlog("history", "--format", "json").out)[0]["undone"] is True


def test_the_history_of_an_entry_has_every_change_with_its_author(
    coachlog, csv_rows, short_id, monkeypatch
):
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    coachlog("edit", short_id, "--recovery", "Paid it back on Monday")
    monkeypatch.delenv("COACHLOG_TRAINER")
    coachlog("delete", short_id)
    coachlog("undo")
    coachlog("redo")
    columns = ("author", "verb", "field", "before", "after")
    changes = []
    for row in csv_rows("history", short_id):
        changes.append(tuple(row[name] for name in columns))
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
def test_an_id_without_an_entry_is_refused_on_one_line(coachlog, name, code):
    result = coachlog("history", name)
    assert (result.code, result.out, result.err.count("\n")) == (code, "", 1)


def test_what_was_undone_last_is_redone_first(coachlog, csv_rows):
    coachlog("log", "@permits", "First")
    coachlog("log", "@permits", "Second")
    coachlog("undo", "2")
    coachlog("redo")
    assert [row["happened"] for row in csv_rows("list")] == ["First"]
    coachlog("redo")
    assert [row["happened"] for row in csv_rows("list")] == ["Second", "First"]


def test_what_nobody_signed_is_nobodys_to_undo(coachlog, short_id):
    run_sql(default_log(), "UPDATE revision SET author = ''")
    code, out, err = coachlog("undo")
    assert (code, out) == (4, "")
    assert err.startswith("coachlog: there is nothing to undo.")
