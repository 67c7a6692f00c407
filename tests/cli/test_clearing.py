"""Tests of the setting `clearing`: whether others may clear one's entries, or have to ask."""

import json
import sys

import pytest

from tests.cli.test_news import news, news_lines
from tests.cli.test_reply import recorded


@pytest.fixture
def entry(by):
    """Record an entry of Ada's, who wants to be asked, and return its id."""
    assert by("ada", "config", "set", "clearing", "ask").code == 0
    return recorded(by, "ada", "log", "@permits", "+fees", "Showed how to look up a fee waiver")


@pytest.fixture
def for_meeting(by):
    """Return what a meeting would get now, as `happened`."""

    def read():
        rows = json.loads(by("kim", "export", "--for", "meeting", "--format", "json").out)
        return {row["happened"] for row in rows}

    return read


@pytest.mark.parametrize("road", [["ID"], ["ID", "--yes"], ["@permits", "--yes"]])
def test_a_clearing_waits_for_the_writers_yes(by, entry, for_meeting, road):
    arguments = [word.replace("ID", entry) for word in road]
    assert by("kim", "clear", *arguments) == (0, "", f"{entry} waits for ada's yes.\n")
    assert for_meeting() == set()
    assert news(by, "ada") == [(entry, "asked", f"To say yes:  coachlog clear {entry}")]
    assert news_lines(by("ada", "log", "@permits", "Next")) == [
        f"a request to clear {entry} (to say yes: coachlog clear {entry}) · coachlog news"
    ]
    assert by("ada", "clear", entry).code == 0
    assert for_meeting() == {"Showed how to look up a fee waiver"}
    assert news(by, "ada") == []
    assert by("ada", "doctor").code == 0


def test_an_edit_waits_too_and_changes_the_rest(by, entry, for_meeting):
    done = by("kim", "edit", entry, "--share", "meeting")
    assert done == (0, "", f"{entry} waits for ada's yes.\n")
    done = by("kim", "edit", entry, "--share", "meeting", "--lesson", "Ask first")
    assert (done.code, done.out) == (0, "")
    first, last = done.err.splitlines()
    assert first.startswith(f"{entry} (ada's) · lesson")
    assert last == f"{entry} waits for ada's yes."
    assert for_meeting() == set()
    assert [row[1] for row in news(by, "ada")] == ["asked", "asked"]


def test_what_need_not_wait_is_cleared_at_once(by, entry, for_meeting):
    of_kim = recorded(by, "kim", "log", "@permits", "+fees", "Showed the new chart")
    of_robin = recorded(by, "robin", "log", "@permits", "+fees", "Showed the old chart")
    second = recorded(by, "ada", "log", "@permits", "+fees", "Showed the form")
    done = by("kim", "clear", "@permits", "--yes")
    assert done.code == 0
    assert f"Cleared for a meeting: {of_robin} and {of_kim} · undo" in done.err
    assert f"{second} and {entry} wait for ada's yes." in done.err
    assert for_meeting() == {"Showed the new chart", "Showed the old chart"}


def test_an_undone_request_is_no_news(by, entry):
    by("kim", "clear", entry)
    assert by("kim", "undo").code == 0
    assert news(by, "ada") == []
    assert news_lines(by("ada", "log", "@permits", "Next")) == []


def test_nobody_can_redo_what_has_to_be_asked_by_now(by, entry, for_meeting):
    by("ada", "config", "set", "clearing", "tell")
    by("kim", "clear", entry)
    by("kim", "undo")
    by("ada", "config", "set", "clearing", "ask")
    by("kim", "redo")
    assert for_meeting() == set()


def test_the_setting_counts_for_the_name_that_the_login_goes_by(by, for_meeting):
    by("al", "config", "set", "trainer", "Ada Lovelace")
    by("al", "config", "set", "clearing", "ask")
    entry = recorded(by, "al", "log", "@permits", "+fees", "Showed how to look up a waiver")
    assert by("kim", "clear", entry).err == f"{entry} waits for Ada Lovelace's yes.\n"
    assert for_meeting() == set()
    other = recorded(by, "bo", "log", "@permits", "+fees", "Showed the chart")
    assert by("al", "clear", other).code == 0
    assert for_meeting() == {"Showed the chart"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
def test_a_yes_at_the_keys_is_asked_for_as_well(terminal, monkeypatch, entry, for_meeting):
    monkeypatch.setenv("LOGNAME", "kim")
    child = terminal("clear")
    child.expect("clear it")
    child.send("y")
    child.expect(f"{entry} waits for ada's yes.")
    child.expect(r"$")
    assert for_meeting() == set()
