"""`finish`, in a pipe and on a terminal."""

import csv
import io
import json
import sys

import pytest

on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


@pytest.fixture
def entries(coachlog, monkeypatch):
    """Record a correction, two open mistakes, and a colleague's open mistake."""
    coachlog("log", "@permits", "+fees", "Looked it up")
    coachlog("oops", "@permits", "+fees", "Long ago", "--on", "2026-01-05", "--share", "private")
    coachlog("oops", "@permits", "+fees", "Charged twice")
    monkeypatch.setenv("COACHLOG_TRAINER", "kim")
    coachlog("oops", "@permits", "A colleague's")
    monkeypatch.delenv("COACHLOG_TRAINER")


def stored(coachlog, words):
    (entry,) = json.loads(coachlog("search", words, "--format", "json").out)
    return json.loads(coachlog("show", entry["short_id"], "--format", "json").out)[0]


def test_a_pipe_lists_your_open_mistakes_the_newest_first(coachlog, entries):
    code, out, err = coachlog("finish", "--format", "csv")
    assert (code, err) == (0, "")
    rows = csv.DictReader(io.StringIO(out))
    assert [(row["happened"], row["missing"]) for row in rows] == [
        ("Charged twice", "recovery; lesson; why"),
        ("Long ago", "recovery; lesson; why"),
    ]
    assert "Charged twice" in coachlog("finish").out


def test_filters_apply_and_an_empty_result_has_its_header(coachlog, entries):
    assert "Long ago" not in coachlog("finish", "--since", "2026-11-01").out
    header = "short_id,occurred_on,kind,team,topics,missing,happened\r\n"
    assert coachlog("finish", "+nothing", "-f", "csv").out == header
    assert coachlog("finish", "--kind", "question", "-f", "csv").out == header


def test_an_empty_list_says_so_in_a_pipe_too(coachlog, entries):
    assert coachlog("finish", "-n", "0").err == ""
    nothing = "You have no open mistakes that match.\n"
    assert coachlog("finish", "--kind", "question").err == nothing
    err = coachlog("finish", "@permts").err
    assert err.startswith(f"{nothing}there is no team 'permts'")


@on_a_terminal
def test_three_things_are_asked_and_each_entry_is_saved_at_its_end(coachlog, entries, terminal):
    child = terminal("finish")
    child.expect_exact("2 open mistakes.")
    child.expect_exact("still open")
    for question, text in (
        ("put right", "Paid it back"),
        ("next time", ""),
        ("Why is", "<"),
        ("next time", "Look twice"),
    ):
        child.expect_exact(question)
        child.expect_exact(":")
        child.sendline(text)
    child.expect_exact("Why is")
    child.sendline("")
    child.expect_exact("undo: coachlog undo")
    child.expect_exact("Long ago")
    child.expect_exact("put right")
    child.sendline("Sent it again")
    child.expect_exact("next time")
    child.sendline("q")
    child.expect_exact("2 of 2 finished")
    child.wait()
    mistake = stored(coachlog, "charged")
    assert (mistake["recovery"], mistake["lesson"]) == ("Paid it back", "Look twice")
    assert mistake["why"] is None
    coachlog("undo")
    (open_one,) = json.loads(coachlog("finish", "--format", "json").out)
    assert open_one["happened"] == "Long ago"


@on_a_terminal
def test_options_behind_an_answer_are_options(coachlog, entries, terminal):
    child = terminal("finish", "--since", "2026-11-01")
    child.expect_exact("put right")
    child.sendline("Paid it back --lesson Look twice --factor workload")
    child.expect_exact("next time")
    child.expect_exact("Look twice")
    child.sendline("")
    child.expect_exact("Why is")
    child.sendline("The total is at the foot --when yesterday")
    child.expect_exact("--when is not an option of a line. Use --on DATE.")
    child.expect_exact("Why is")
    child.sendcontrol("u")
    child.sendline("The total is at the foot")
    child.expect_exact("1 of 1 finished.")
    entry = stored(coachlog, "Charged")
    assert (entry["recovery"], entry["lesson"]) == ("Paid it back", "Look twice")
    assert (entry["why"], entry["factors"]) == ("The total is at the foot", ["workload"])


@on_a_terminal
def test_one_key_skips_a_mistake_and_keeps_what_was_answered(coachlog, entries, terminal):
    child = terminal("finish")
    child.expect_exact("> skips the mistake")
    child.expect_exact("?:")
    child.sendline(">")
    child.expect_exact("Long ago")
    child.expect_exact("?:")
    child.sendline("Sent it again")
    child.expect_exact("next time?:")
    child.sendline(" > ")
    child.expect_exact("1 of 2 finished.")
    assert child.wait() == 0
    (open_one,) = json.loads(coachlog("finish", "--format", "json").out)
    assert open_one["happened"] == "Charged twice"


@on_a_terminal
@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_leaving_keeps_finished_entries_and_does_not_change_the_current_one(
    coachlog, entries, terminal, key
):
    child = terminal("finish")
    for text in ("Paid it back", "", ""):
        child.expect_exact("?:")
        child.sendline(text)
    child.expect_exact("Long ago")
    child.expect_exact("?:")
    child.sendline("Sent it again")
    child.expect_exact("next time?:")
    child.send(key)
    child.expect_exact("1 of 2 finished")
    child.expect_exact("recovery: Sent it again")
    child.expect_exact("\n")
    assert child.wait() == 130
    assert stored(coachlog, "charged")["recovery"] == "Paid it back"
    (open_one,) = json.loads(coachlog("finish", "--format", "json").out)
    assert open_one["happened"] == "Long ago"


@on_a_terminal
def test_nothing_is_asked_if_the_file_cannot_be_written(coachlog, entries, home, terminal):
    (path,) = home.rglob("*.db")
    path.chmod(0o400)
    child = terminal("finish")
    child.expect_exact("is read-only")
    assert child.wait() == 5


@on_a_terminal
def test_without_open_mistakes_nothing_is_asked(coachlog, home, terminal):
    child = terminal("finish")
    child.expect_exact("You have no open mistakes")
    assert child.wait() == 0
    assert list(home.rglob("*.db")) == []
