"""`status`: how far an entry got."""

import json
import sys

import pytest

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def entry(coachlog):
    """Record an entry of Robin's, and return its id."""
    coachlog("log", "@permits", "+fees", "Showed how to look up a fee waiver")
    return json.loads(coachlog("show", "last", "-f", "json").out)[0]["short_id"]


def history(coachlog, name):
    return [
        (row["on"], row["status"], row["author"], row["changed_what"])
        for row in json.loads(coachlog("status", name, "-f", "json").out)
    ]


def test_the_history_of_a_status_begins_with_the_recording(coachlog, entry, at, monkeypatch):
    assert history(coachlog, entry) == [("2026-11-19", "logged", "robin", None)]
    at("2026-11-23T09:00")
    assert coachlog("status", entry, "shared") == (
        0,
        "",
        f"{entry} · logged → shared · undo: coachlog undo\n",
    )
    at("2026-11-30T09:00")
    monkeypatch.setenv("LOGNAME", "kim")
    assert coachlog("status", entry, "adopted", "New", "fee", "table") == (
        0,
        "",
        f"{entry} · shared → adopted: New fee table · undo: coachlog undo\n",
    )
    assert coachlog("edit", entry, "--changed-what", "New fee table at the counter").code == 0
    at("2026-12-07T09:00")
    assert coachlog("status", entry, "closed") == (
        0,
        "",
        f"{entry} · adopted → closed · undo: coachlog undo\n",
    )
    assert history(coachlog, entry) == [
        ("2026-11-19", "logged", "robin", None),
        ("2026-11-23", "shared", "robin", None),
        ("2026-11-30", "adopted", "kim", "New fee table at the counter"),
        ("2026-12-07", "closed", "kim", None),
    ]
    sheet = coachlog("show", entry).out
    assert sheet.partition("\n\nlogged")[2].startswith(
        "   Thu 19 Nov · robin\n"
        "shared   Mon 23 Nov · robin\n"
        "adopted  Mon 30 Nov · kim\n"
        "closed   Mon 7 Dec · kim\n"
    )
    table = coachlog("status", entry).out.splitlines()
    assert table[0].split() == ["day", "status", "who", "meeting", "what", "changed"]
    assert len(table) == 6


def test_an_undone_status_is_not_in_the_history(coachlog, entry):
    coachlog("status", entry, "adopted", "New table")
    code, _, err = coachlog("undo")
    assert (code, err.splitlines()[0]) == (
        0,
        f'Undone: status {entry} (status, changed_what) "Showed how to look up a fee waiver"',
    )
    assert [change[1] for change in history(coachlog, entry)] == ["logged"]
    assert "what changed" not in coachlog("show", entry).out
    coachlog("redo")
    assert [change[1:] for change in history(coachlog, entry)] == [
        ("logged", "robin", None),
        ("adopted", "robin", "New table"),
    ]


def test_adopted_needs_what_changed(coachlog, entry):
    assert coachlog("status", entry, "adopted") == (
        6,
        "",
        "coachlog: what changed? Write it after the status:"
        f'  coachlog status {entry} adopted "…"\n',
    )
    assert coachlog("status", entry, "adopted", "--changed", " ").code == 2
    assert coachlog("status", entry, "adopted", "-", stdin="From stdin\n").code == 0
    assert coachlog("status", entry, "logged").code == 0
    assert coachlog("status", entry, "adopted").code == 0
    assert coachlog("status", entry, "closed", "--changed", "Nothing more") == (
        0,
        "",
        f"{entry} · adopted → closed: Nothing more · undo: coachlog undo\n",
    )


def test_a_refused_status_prints_the_text_back_with_what_to_do(coachlog, entry, monkeypatch):
    for words, code, message in (
        (
            ["done", "Words"],
            2,
            "status must be one of logged, shared, adopted, closed; not 'done'.",
        ),
        (
            ["shared", "Words"],
            2,
            "only adopted and closed say what changed; shared takes no text.",
        ),
        (
            ["adopted", "Words", "--changed", "Others"],
            2,
            "what changed is given as words and as --changed. Give it once.",
        ),
        (["--changed", "Words"], 2, f"which status? For example:  coachlog status {entry} adopted"),
    ):
        result = coachlog("status", entry, *words)
        assert (result.code, result.out) == (code, ""), result
        assert message in result.err, result
        assert "Words" in result.err, result
    assert coachlog("status").code == 2
    assert coachlog("status", "fade", "closed").code == 4
    assert coachlog("status", entry, "LOGGED") == (
        0,
        "",
        f"No change: {entry} is already logged.\n",
    )
    coachlog("edit", entry, "--share", "private")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    assert coachlog("status", entry, "closed", "Mine").code == 4


def test_an_imported_status_is_in_the_history(coachlog, tmp_path):
    file = tmp_path / "old.csv"
    file.write_text(
        "date,team,happened,status,changed_what\n"
        "2026-10-01,permits,Took the old form,adopted,New form\n"
    )
    assert coachlog("import", str(file)).code == 0
    assert history(coachlog, "last")[-1][1:] == ("adopted", "robin", "New form")


@on_a_terminal
def test_on_a_terminal_it_asks_what_changed(coachlog, entry, terminal):
    child = terminal("status", entry, "adopted")
    child.expect("What changed:")
    child.sendline("New fee table")
    child.expect("logged → adopted: New fee table")
    child.wait()
    assert child.exitstatus == 0


def test_an_adopted_mistake_without_a_recovery_is_not_open_and_has_no_check_in(coachlog):
    assert "Still open" in coachlog("mistake", "@permits", "Took the fee twice").err
    assert "1 open mistake" in coachlog("week").out
    coachlog("status", "last", "adopted", "The till warns now")
    assert "open mistake" not in coachlog("week").out
    code, _, err = coachlog("checkin", "last", "unprompted", "--early")
    assert code == 6
    assert "is a mistake without a recovery" in err
    assert coachlog("doctor").code == 0
    settled = coachlog("mistake", "@permits", "--status", "closed", "Took it again")
    assert "Still open" not in settled.err
