"""`status`: an entry's life."""

import json
import sys

import pytest

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def one(coachlog):
    """The id of an entry of Robin's."""
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee waiver")
    return json.loads(coachlog("show", "last", "-f", "json").out)[0]["short_id"]


def life(coachlog, which):
    return [
        (row["on"], row["status"], row["author"], row["changed_what"])
        for row in json.loads(coachlog("status", which, "-f", "json").out)
    ]


def test_a_life_from_the_recording_to_its_end(coachlog, one, at, monkeypatch):
    assert life(coachlog, one) == [("2026-11-19", "logged", "robin", None)]
    at("2026-11-23T09:00")
    assert coachlog("status", one, "shared") == (
        0,
        "",
        f"{one} · logged → shared · undo: coachlog undo\n",
    )
    at("2026-11-30T09:00")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert coachlog("status", one, "adopted", "New", "fee", "table") == (
        0, "", f"{one} · shared → adopted: New fee table · undo: coachlog undo\n",
    )  # fmt: skip
    assert coachlog("edit", one, "--changed-what", "New fee table at the counter").code == 0
    at("2026-12-07T09:00")
    assert coachlog("status", one, "closed") == (
        0,
        "",
        f"{one} · adopted → closed · undo: coachlog undo\n",
    )
    assert life(coachlog, one) == [
        ("2026-11-19", "logged", "robin", None),
        ("2026-11-23", "shared", "robin", None),
        ("2026-11-30", "adopted", "kim", "New fee table at the counter"),
        ("2026-12-07", "closed", "kim", None),
    ]
    assert (
        coachlog("show", one)
        .out.partition("\n\nlogged")[2]
        .startswith(
            "   Thu 19 Nov · robin\nshared   Mon 23 Nov · robin\nadopted  Mon 30 Nov · kim\nclosed   Mon 7 Dec · kim\n"
        )
    )
    table = coachlog("status", one).out.splitlines()
    assert table[0].split() == ["day", "status", "who", "meeting", "what", "changed"]
    assert len(table) == 6


def test_what_was_undone_is_no_part_of_a_life(coachlog, one):
    coachlog("status", one, "adopted", "New table")
    code, _, err = coachlog("undo")
    assert (code, err.splitlines()[0]) == (
        0, f'Undone: status {one} (status, changed_what) "Showed how to look up a fee waiver"',
    )  # fmt: skip
    assert [step[1] for step in life(coachlog, one)] == ["logged"]
    assert "what changed" not in coachlog("show", one).out
    coachlog("redo")
    assert [step[1:] for step in life(coachlog, one)] == [
        ("logged", "robin", None),
        ("adopted", "robin", "New table"),
    ]


def test_adopted_needs_what_changed(coachlog, one):
    assert coachlog("status", one, "adopted") == (
        6, "", f'coachlog: what changed? Say it behind the status:  coachlog status {one} adopted "…"\n',
    )  # fmt: skip
    assert coachlog("status", one, "adopted", "--changed", " ").code == 6
    assert coachlog("status", one, "adopted", "-", stdin="From stdin\n").code == 0
    assert coachlog("status", one, "logged").code == 0
    assert coachlog("status", one, "adopted").code == 0
    assert coachlog("status", one, "closed", "--changed", "Nothing more") == (
        0, "", f"{one} · adopted → closed: Nothing more · undo: coachlog undo\n",
    )  # fmt: skip


def test_what_cannot_be_said_is_given_back_with_what_to_do(coachlog, one, monkeypatch):
    for words, code, told in (
        (
            ["done", "Words"],
            2,
            "status must be one of logged, shared, adopted, closed; not 'done'.",
        ),
        (["shared", "Words"], 2, "what changed goes with adopted or closed; shared takes no text."),
        (["adopted", "Words", "--changed", "Others"], 2, "what changed is given twice"),
        (["--changed", "Words"], 2, f"which status? For example:  coachlog status {one} adopted"),
    ):
        result = coachlog("status", one, *words)
        assert (result.code, result.out, told in result.err, "Words" in result.err) == (
            code,
            "",
            True,
            True,
        ), result
    assert coachlog("status").code == 2
    assert coachlog("status", "fade", "closed").code == 4
    assert coachlog("status", one, "LOGGED") == (
        0,
        "",
        f"{one} is logged already; nothing was changed.\n",
    )
    coachlog("edit", one, "--share", "private")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert coachlog("status", one, "closed", "Mine").code == 4


def test_an_imported_status_is_part_of_a_life(coachlog, tmp_path):
    file = tmp_path / "old.csv"
    file.write_text(
        "date,team,happened,status,changed_what\n2026-10-01,permits,Took the old form,adopted,New form\n"
    )
    assert coachlog("import", str(file)).code == 0
    assert life(coachlog, "last")[-1][1:] == ("adopted", "robin", "New form")


@on_a_terminal
def test_on_a_terminal_it_asks_what_changed(coachlog, one, terminal):
    child = terminal("status", one, "adopted")
    child.expect("what changed: ")
    child.sendline("New fee table")
    child.expect("logged → adopted: New fee table")
    child.wait()
    assert child.exitstatus == 0
