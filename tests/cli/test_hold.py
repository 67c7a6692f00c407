"""Tests of `hold`: what is held is erased by nobody, until its holder releases it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coachlog.paths import default_log
from coachlog.storage.file.connection import Log
from tests.cli.log_files import change_newest_entry, doctor
from tests.cli.test_reply import recorded

WHY = "claim 2026-12"
AND_THE_HOLD = " and what you took back (such as replies) for good.\n"
LEFT_ALONE = "Left alone, because it is held: 1 entry. To see the holds:  coachlog hold\n"


@pytest.fixture
def entry(by):
    """Record an entry of robin's, and return its id."""
    return recorded(by, "robin", "log", "@permits", "+fees", "First words")


def holds(coachlog):
    return json.loads(coachlog("hold", "--format", "json").out)


def is_stored(words):
    return words.encode() in Path(default_log()).read_bytes()


def test_a_purge_leaves_alone_what_is_held_and_says_so(coachlog, entry):
    coachlog("log", "@permits", "+fees", "Second words")
    assert coachlog("hold", entry, "--why", *WHY.split()) == (
        0,
        "",
        f'Held: {entry} "First words"\n'
        "Purge and retention leave this alone · undo: coachlog undo\n",
    )
    coachlog("delete", entry, "last")
    code, out, err = coachlog("purge", "--dry-run", "--format", "json")
    assert [row["happened"] for row in json.loads(out)] == ["Second words"]
    assert (code, err) == (0, LEFT_ALONE)
    assert coachlog("purge", "--yes") == (
        0,
        "",
        f"Erased 1 deleted entry for good.\n{LEFT_ALONE}",
    )
    assert (is_stored("First words"), is_stored("Second words")) == (True, False)
    assert coachlog("purge", "--yes") == (0, "", f"Nothing was erased.\n{LEFT_ALONE}")
    assert coachlog("delete", "--back", entry).code == 0
    assert doctor(coachlog)[0] == 0


def test_a_released_entry_is_erased_with_what_it_was_held_for(coachlog, entry):
    coachlog("hold", entry, "--why", WHY)
    coachlog("delete", entry)
    assert coachlog("hold", entry, "--off") == (
        0,
        "",
        f'Released: {entry} "First words", held for {WHY}\nTo reverse this: coachlog undo\n',
    )
    assert coachlog("purge", "--yes").err == f"Erased 1 deleted entry{AND_THE_HOLD}"
    assert not is_stored("First words")
    assert not is_stored(WHY)


def test_a_deleted_entry_can_be_held(coachlog, entry):
    coachlog("delete", entry)
    assert coachlog("hold", entry, "--why", WHY).code == 0
    assert coachlog("purge", "--yes").err == f"Nothing was erased.\n{LEFT_ALONE}"


def test_retention_leaves_alone_what_is_held(coachlog, at):
    coachlog("config", "set", "retention", "24 months")
    coachlog("oops", "@permits", "+fees", "Told Ana", "--learner", "Ana", "--on", "2024-03-04")
    coachlog("hold", "last", "--why", WHY)
    coachlog("oops", "@permits", "+fees", "Told Ben", "--learner", "Ben", "--on", "2024-03-05")
    out, err = coachlog("retention", "--dry-run", "--format", "json")[1:]
    assert [row["happened"] for row in json.loads(out)] == ["Told [name]"]
    assert err.endswith(LEFT_ALONE)
    err = coachlog("retention", "--yes").err
    assert err.startswith("Took people out of 1 entry before ")
    assert LEFT_ALONE in err
    texts = [row["happened"] for row in json.loads(coachlog("list", "--format", "json").out)]
    assert sorted(texts) == ["Told Ana", "Told [name]"]
    err = coachlog("retention", "--yes").err
    assert err.endswith(f" but in what is held.\n{LEFT_ALONE}")


def test_a_hold_on_everything_covers_what_comes_later(coachlog, entry):
    assert coachlog("hold", "--all", "--why", WHY).err.startswith("Held: all your entries, ")
    coachlog("log", "@permits", "+fees", "Second words")
    coachlog("names", "add", "Miller")
    coachlog("undo")
    coachlog("teams", "rename", "permits", "counter")
    coachlog("delete", entry, "last")
    err = coachlog("purge", "--yes").err
    assert err.startswith("Nothing was erased.\nLeft alone, because they are held: 2 entries. ")
    # Neither is anything beside the entries.
    coachlog("log", "@permits", "+fees", "Third words")
    assert all(map(is_stored, ("First words", "Second words", "Miller")))
    assert coachlog("hold", "--all", "--off").code == 0
    assert coachlog("purge", "--yes").err == f"Erased 2 deleted entries{AND_THE_HOLD}"
    assert not any(map(is_stored, ("First words", "Second words", "Miller")))


def test_what_was_deleted_about_a_held_entry_stays_too(coachlog, entry):
    other = "An idea about another one"
    about = "An idea about the held one"
    coachlog("hold", entry, "--why", WHY)
    coachlog("reply", entry, about)
    coachlog("undo")
    coachlog("log", "@permits", "+fees", "Second words")
    coachlog("reply", "last", other)
    coachlog("undo")
    coachlog("log", "@permits", "+fees", "Third words")
    coachlog("delete", "last")
    assert coachlog("purge", "--yes").code == 0
    assert (is_stored(about), is_stored(other)) == (True, False)


def test_an_entry_is_held_until_the_last_of_its_holds_is_released(coachlog, entry):
    coachlog("hold", entry, "--why", WHY)
    coachlog("hold", entry, "--why", "audit")
    assert [row["why"] for row in holds(coachlog)] == ["audit", WHY]
    err = coachlog("hold", "--off", "--why", WHY).err
    assert f"Still held for another reason: {entry}." in err
    coachlog("delete", entry)
    assert coachlog("purge", "--yes").err == f"Nothing was erased.\n{LEFT_ALONE}"
    assert coachlog("hold", entry, "--off").code == 0
    assert holds(coachlog) == []
    assert coachlog("purge", "--yes").code == 0
    assert not is_stored("First words")


def test_to_release_everything_leaves_the_holds_on_single_entries(coachlog, entry):
    coachlog("hold", entry, "--why", WHY)
    coachlog("hold", "--all", "--why", WHY)
    assert coachlog("hold", "--all", "--off").err.startswith("Released: all your entries, ")
    assert [row["short_id"] for row in holds(coachlog)] == [entry]


def test_to_hold_again_for_the_same_reason_changes_nothing(coachlog, entry):
    coachlog("hold", entry, "--why", WHY)
    before = Path(default_log()).read_bytes()
    assert coachlog("hold", entry, entry, "--why", f" {WHY} ") == (
        0,
        "",
        f'No change: {entry} "First words" is held for {WHY} already.\n',
    )
    assert Path(default_log()).read_bytes() == before


def test_holds_are_listed(coachlog, entry, at):
    assert coachlog("hold").err == (
        'Nothing is held. To hold an entry:  coachlog hold 8f3a --why "claim 2026-12"\n'
    )
    at("2026-11-20T09:00")
    coachlog("hold", entry, "--why", WHY)
    coachlog("hold", "--all", "--why", "audit")
    held = {"short_id": entry, "held_on": "2026-11-20", "why": WHY, "happened": "First words"}
    every = {"short_id": "all", "held_on": "2026-11-20", "why": "audit", "happened": None}
    assert holds(coachlog) == [every, held]
    assert coachlog("hold", "--list").out == coachlog("hold").out
    assert coachlog("hold", "--format", "csv").out.count("\r\n") == 3


def test_a_hold_can_be_undone_and_a_release_too(coachlog, entry):
    coachlog("hold", entry, "--why", WHY)
    assert coachlog("undo").err.startswith(f'Undone: hold {entry} "First words": the hold is gone')
    assert holds(coachlog) == []
    coachlog("redo")
    coachlog("hold", entry, "--off")
    assert coachlog("undo").err.startswith(f"Undone: hold --off {entry} ")
    assert len(holds(coachlog)) == 1


def test_somebody_elses_entry_is_theirs_to_hold(by, entry):
    code, out, err = by("ben", "hold", entry, "--why", WHY)
    assert (code, out) == (2, "")
    assert err == (
        f"coachlog: {entry} is robin's entry, which nobody else can hold or erase."
        f" Ask robin to hold it.\nNot recorded. Your text:\n{WHY}\n"
    )
    by("robin", "edit", entry, "--private")
    missing = by("ben", "hold", entry, "--why", WHY)
    assert missing.err.replace(entry, "beef") == by("ben", "hold", "beef", "--why", WHY).err
    assert missing.code == 4


def test_a_hold_in_a_shared_log_is_its_setters(by, entry):
    theirs = recorded(by, "ben", "log", "@permits", "+fees", "Second words")
    by("robin", "hold", "--all", "--why", WHY)
    assert json.loads(by("ben", "hold", "--format", "json").out) == []
    assert by("ben", "hold", "--all", "--off").code == 4
    assert by("ben", "hold", "--off", "--why", WHY).code == 4
    assert "hold" not in by("ben", "history").out
    assert by("ben", "undo", "1").err.startswith("Undone: log ")
    by("ben", "redo")
    by("ben", "delete", entry, theirs)
    assert by("ben", "purge", "--yes").err == "Erased 1 deleted entry for good.\n"
    assert by("robin", "purge", "--yes").err == f"Nothing was erased.\n{LEFT_ALONE}"
    assert (is_stored("First words"), is_stored("Second words")) == (True, False)


def test_an_entry_without_a_trainer_has_to_be_claimed_first(coachlog, entry):
    change_newest_entry({"trainer": None})
    code, _, err = coachlog("hold", entry, "--why", WHY)
    claim = ("edit", entry, "--trainer", "robin")
    assert (code, " ".join(("coachlog", *claim)) in err) == (2, True)
    assert coachlog(*claim).code == 0
    assert coachlog("hold", entry, "--why", WHY).code == 0


def test_what_was_handed_over_is_no_longer_held_or_seen(by, entry):
    by("robin", "hold", entry, "--why", WHY)
    by("robin", "edit", entry, "--trainer", "kim")
    by("kim", "edit", entry, "--private")
    assert json.loads(by("robin", "hold", "--format", "json").out) == []
    by("kim", "delete", entry)
    assert by("kim", "purge", "--yes").err == "Erased 1 deleted entry for good.\n"
    assert not is_stored(WHY)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["8f3a"], 2),
        (["--why", "claim"], 2),
        (["--off"], 2),
        (["8f3a", "--all", "--why", "claim"], 2),
        (["8f3a", "--list"], 2),
        (["8f3a", "--why", "claim", "--format", "json"], 2),
        (["8f3a", "--why", " "], 2),
        (["no", "--why", "claim"], 2),
        (["beef", "--why", "claim"], 4),
        (["beef", "--off"], 4),
        (["a", "--off"], 4),
        (["--off", "--why", "another"], 4),
    ],
)
def test_what_is_unclear_changes_nothing(coachlog, entry, line, code):
    coachlog("hold", entry, "--why", WHY)
    before = Path(default_log()).read_bytes()
    result = coachlog("hold", *[entry if word == "8f3a" else word for word in line])
    assert (result.code, result.out) == (code, "")
    assert Path(default_log()).read_bytes() == before


def test_one_name_that_is_wrong_holds_nothing(coachlog, entry):
    assert coachlog("hold", entry, "beef", "--why", WHY).code == 4
    assert holds(coachlog) == []


@pytest.mark.parametrize("command", ["purge", "retention"])
def test_a_hold_that_another_process_sets_before_the_lock_counts(
    coachlog, entry, monkeypatch, command
):
    coachlog("config", "set", "retention", "1 month")
    coachlog("edit", entry, "--on", "2024-03-04", "--learner", "Ana")
    if command == "purge":
        coachlog("delete", entry)
    run = Log.run
    setting = [sys.executable, "-m", "coachlog", "hold", entry, "--why", WHY]

    def run_after(log, sql, values=()):
        if sql == "PRAGMA journal_mode = PERSIST":
            subprocess.run(setting, check=True, capture_output=True)
        return run(log, sql, values)

    monkeypatch.setattr(Log, "run", run_after)
    code, _, err = coachlog(command, "--yes")
    assert (code, LEFT_ALONE in err) == (0, True)
    assert is_stored("First words")
    monkeypatch.setattr(Log, "run", run)
    assert len(holds(coachlog)) == 1
