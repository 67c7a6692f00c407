"""Tests of `history`: of all actions, and of an entry."""

import json

import pytest

from coachlog.cli.commands import history
from coachlog.paths import default_log
from coachlog.storage import revisions
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


@pytest.fixture
def large_import(coachlog, tmp_path):
    """Import more entries than are read at once; return how many."""
    count = revisions.BATCH + 10
    rows = "".join(f"permits,fees,Entry {number},2026-11-19\n" for number in range(count))
    path = tmp_path / "entries.csv"
    path.write_text(f"team,topics,happened,date\n{rows}")
    assert coachlog("import", str(path)).code == 0
    return count


def test_a_large_action_is_counted_up_to_a_number_on_the_screen(
    coachlog, csv_rows, large_import, monkeypatch
):
    assert f"  {large_import}  " in coachlog("history").out
    monkeypatch.setattr(history, "MOST_COUNTED", large_import - 5)
    assert f"  {large_import - 5} or more  " in coachlog("history").out
    (row,) = csv_rows("history")
    assert row["entries"] == str(large_import)
    assert json.loads(coachlog("history", "--format", "json").out)[0]["entries"] == large_import


def test_a_large_action_is_counted_without_the_private_entries_of_others(
    by, csv_rows, large_import
):
    run_sql(default_log(), "UPDATE entry SET share = 'private' WHERE id <= 3")
    row = by("kim", "history").out.splitlines()[-1]
    assert f"  {large_import - 3}  " in row


def test_of_a_large_action_few_revisions_are_read(coachlog, large_import, monkeypatch):
    read = []
    read_patch = revisions.read_patch
    monkeypatch.setattr(
        revisions, "read_patch", lambda *values: read.append(1) or read_patch(*values)
    )
    coachlog("history")
    # The first of them, to know whether any may be seen; one batch; and the first once more.
    assert len(read) < revisions.BATCH + 30
