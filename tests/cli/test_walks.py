"""One set of keys in every walk: the list of keys, bursts, going back, leaving, narrow screens."""

import json
import re
import sys

import pytest

pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")

GUIDE = """guide: Can this fee be waived?
topics: fees

start: Is the customer exempt, or would the fee keep them from applying?
  yes -> reason
  no -> do Charge it
reason: Is the reason in the file already?
  yes -> do Waive it
  no -> do Note the reason
"""
TEXT = "We asked at the counter which of the two fees it is"


@pytest.fixture
def walks(coachlog, by, at):
    """Fill a log in which every walk has two things to ask, and return how each one begins."""
    at("2026-10-20T10:00")
    for number in (1, 2):
        coachlog("log", "@permits", "+fees", TEXT, str(number), "--expected", f"Table {number}")
    at("2026-11-19T15:00")
    for number in (1, 2):
        coachlog("oops", "@finance", "+fees", TEXT, str(number))
    coachlog("guide", "add", "-", stdin=GUIDE)
    coached = json.loads(by("ada", "log", "@code", TEXT, "--format", "json").out)["short_id"]
    by("robin", "list")
    return {
        "checkin": ("checkin", "@permits"),
        "clear": ("clear", "@finance"),
        "feedback": ("feedback", coached),
        "guide": ("guide", "run", "fee"),
        "drill": ("drill",),
        "finish": ("finish", "@finance"),
    }


def visible(shown):
    """Return what a terminal was sent, without the sequences that move the cursor."""
    # What is drawn anew begins with erasing the rest of the screen.
    return re.sub(r"\x1b\[\??[0-9;]*[a-zA-Z]", "", shown.replace("\x1b[J", "\n"))


def newest(coachlog):
    """Return the entry that `finish` asks about first."""
    (listed, _) = json.loads(coachlog("list", "@finance", "--format", "json").out)
    return json.loads(coachlog("show", listed["short_id"], "--format", "json").out)[0]


def rest(child):
    import pexpect

    child.expect(pexpect.EOF)
    child.close()
    return visible(child.before)


# What is sent before the first question that is answered by a key.
KEY_QUESTIONS = {"checkin": "", "clear": "", "feedback": "", "guide": "", "drill": "\r"}


@pytest.mark.parametrize("name", KEY_QUESTIONS)
def test_every_question_tells_the_same_keys(walks, terminal, name):
    child = terminal(*walks[name])
    if KEY_QUESTIONS[name]:
        child.expect("only think it")
        child.send(KEY_QUESTIONS[name])
    child.expect_exact("(? for keys)")
    shown = visible(child.before)
    assert "[b]ack" not in shown
    assert "[q]uit" not in shown
    child.send("?")
    child.expect_exact("Esc or q: leave")
    child.expect_exact("< or b: back")
    child.expect_exact("(? for keys)")
    child.send("z")
    child.expect_exact("z does nothing here. ? lists the keys.\r\n")
    child.expect_exact("(? for keys)")
    child.send("\x1b")
    rest(child)
    assert child.exitstatus == (130 if name == "feedback" else 0)


@pytest.mark.parametrize(
    ("name", "keys", "end"),
    [
        ("checkin", "u\rh\r", "2 of 2 check-ins recorded."),
        ("clear", "yy", "Cleared for a meeting: "),
        ("feedback", "fe4\r", "Thank you! Feedback on"),
        ("guide", "yny\r", "This walk was counted, without a name"),
        ("drill", "\rg\re", "2 practised: 1 good, 1 easy."),
        ("finish", "\r\r\r\r\r\r", "0 of 2 finished."),
    ],
)
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_keys_that_are_sent_at_once_answer_the_questions_in_order(
    walks, terminal, monkeypatch, name, keys, end, term
):
    monkeypatch.setenv("TERM", term)
    child = terminal(*walks[name])
    child.expect([r"\? for keys", r"only think it", r"put right\?"])
    child.send(keys)
    child.expect_exact(end)
    assert "does nothing" not in rest(child)
    assert child.exitstatus == 0


ASKED = r"\dC\x1b\[\?7h\x1b\[0m\x1b\[\?12l\x1b\[\?25h"  # a question is drawn, and the cursor shown


@pytest.mark.parametrize("columns", [60, 40, 20])
@pytest.mark.parametrize("name", ["checkin", "clear", "feedback", "guide", "drill", "finish"])
def test_no_word_is_cut_however_narrow_the_terminal_is(walks, terminal, name, columns):
    child = terminal(*walks[name], columns=columns)
    child.expect(ASKED)
    shown = child.before + child.after
    keys = {"drill": ["\r", "?", "z"], "finish": []}.get(name, ["?", "z"])
    for key in keys:
        child.send(key)
        child.expect(ASKED)
        shown += child.before + child.after
    child.send("\x03")
    shown = visible(shown) + rest(child)
    for line in re.split("[\r\n]+", shown):
        assert len(line.rstrip()) <= columns, line
        assert not line.rstrip().endswith(("(?", "(? for")), line
    words = " ".join(shown.split())
    if keys:
        assert "(? for keys)" in words
        assert "Esc or q: leave" in words
        assert "z does nothing here. ? lists the keys." in words
    if name != "guide":
        assert TEXT in words


def test_a_paste_of_several_lines_is_one_answer(walks, terminal, coachlog):
    child = terminal(*walks["finish"])
    child.expect_exact("put right?:")
    child.send("Rang them\rand wrote it down")
    child.expect_exact("wrote it down")
    child.send("\r")
    child.expect_exact("next time?:")
    child.send("q\r")
    child.expect_exact("1 of 2 finished.")
    assert newest(coachlog)["recovery"] == "Rang them\nand wrote it down"


def test_going_back_in_a_walk_of_texts_keeps_what_was_typed_and_recorded(walks, terminal, coachlog):
    child = terminal(*walks["finish"])
    child.expect_exact("put right?:")
    child.send("Rang them\r")
    child.expect_exact("next time?:")
    child.send("<\r")
    child.expect_exact("put right?: Rang them")
    child.send(" back\r")
    child.expect_exact("next time?:")
    child.send("\r")
    child.expect_exact("Why is that so?:")
    child.send("\r")
    child.expect_exact("undo: coachlog undo")
    # From the first part of the second entry to the first entry, which is recorded.
    child.expect_exact("put right?:")
    child.send("<\r")
    child.expect_exact("put right?: Rang them back")
    child.send("<\r")  # behind the text that stands there: the whole answer all the same
    child.expect_exact("This is the first entry. Esc leaves.")
    child.expect_exact("put right?: Rang them back")
    child.send(" at once\r")
    child.expect_exact("next time?:")
    child.send("q\r")
    child.expect_exact("1 of 2 finished.")
    rest(child)
    assert newest(coachlog)["recovery"] == "Rang them back at once"
    coachlog("undo", "1")
    assert newest(coachlog)["recovery"] == "Rang them back"


def test_going_back_from_an_entry_records_what_was_typed_for_it(walks, terminal, coachlog):
    child = terminal(*walks["finish"])
    child.expect_exact("put right?:")
    child.send("\r\r\r")
    child.expect_exact(f"{TEXT} 1")
    child.expect_exact("put right?:")
    child.send("Rang them\r")
    child.expect_exact("next time?:")
    child.send("<\r")
    child.expect_exact("put right?: Rang them")
    child.send("<\r")
    child.expect_exact("undo: coachlog undo")
    child.expect_exact(f"{TEXT} 2")
    child.send("\x03")
    shown = rest(child)
    assert "stopped; 1 of 2 finished. " in shown
    assert f"{newest(coachlog)['short_id']} was not changed.\r\n" in shown
    assert child.exitstatus == 130


def test_going_back_from_an_entry_keeps_a_choice_that_enter_confirms(walks, terminal):
    child = terminal(*walks["clear"])
    child.expect_exact("1 of 2: clear it? [y]es [n]o")
    child.send("y")
    child.expect_exact("2 of 2: clear it? [y]es [n]o")
    child.send("<")
    child.expect_exact("1 of 2: clear it? (now yes) [y]es [n]o")
    child.send("?")
    child.expect_exact("Enter: keep your choice")
    child.send("\r")
    child.expect_exact("2 of 2: clear it? [y]es [n]o")
    child.send("\r")
    child.expect_exact("Cleared for a meeting: ")
    assert rest(child).count(", ") == 0


def test_going_back_in_a_guide_keeps_the_answer_and_the_case(terminal, coachlog):
    coachlog("guide", "add", "-", stdin=GUIDE)
    child = terminal("guide", "run", "fee")
    child.expect_exact("> (? for keys)")
    child.send("y")
    child.expect_exact("already?")
    child.expect_exact("> (? for keys)")
    child.send("n")
    child.expect_exact("Record this case?")
    child.send("y")
    child.expect_exact("in a line:")
    child.send("Half a line\r")
    child.expect_exact("Which team:")
    child.send("<\r")
    child.expect_exact("in a line: Half a line")
    child.send("<\r")
    child.expect_exact("Record this case?")
    child.send("<")
    child.expect_exact("> (now no) (? for keys)")
    child.send("<")
    child.expect_exact("> (now yes) (? for keys)")
    child.send("\r")
    child.expect_exact("> (now no) (? for keys)")
    child.send("\r")
    child.expect_exact("Record this case?")
    child.send("y")
    child.expect_exact("in a line: Half a line")
    child.send(" more\r")
    child.expect_exact("Which team:")
    child.send("@permits\r")
    child.expect_exact("New team “permits”? [y/N]")
    child.send("y")
    rest(child)
    assert child.exitstatus == 0
    (entry,) = json.loads(coachlog("show", "last", "--format", "json").out)
    assert (entry["happened"], entry["team"]) == ("Half a line more", "permits")


def test_going_back_in_practice_keeps_the_answer(walks, terminal):
    child = terminal(*walks["drill"])
    child.expect_exact("only think it):")
    child.send("The table\r")
    child.expect_exact("Did you know it?")
    child.send("<")
    child.expect_exact("only think it): The table")
    child.send("\r")
    child.expect_exact("Did you know it?")
    child.send("g")
    child.expect_exact("2 of 2")
    child.expect_exact("only think it):")
    child.send("<\r")
    child.expect_exact("1 of 2")
    child.expect_exact("only think it): The table")
    child.send("\x03")
    assert "stopped; 1 practised: 1 good." in rest(child)


def test_ctrl_c_says_what_was_not_changed(walks, terminal, coachlog):
    child = terminal(*walks["clear"])
    child.expect_exact("[y]es [n]o")
    child.send("y")
    child.expect_exact("2 of 2")
    child.send("\x03")
    assert "stopped; nothing was changed." in rest(child)
    assert child.exitstatus == 130


def test_leaving_feedback_says_what_had_been_answered(walks, terminal):
    child = terminal(*walks["feedback"])
    child.expect_exact("(? for keys)")
    child.send("f\r4half a wo")
    child.expect_exact("half a wo")
    child.send("\x1b")
    shown = rest(child)
    assert "stopped; nothing was recorded; your answers were too-fast, 4.\r\n" in shown
    assert "Your text:\r\nhalf a wo\r\n" in shown
    assert child.exitstatus == 130
