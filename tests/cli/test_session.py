"""The recording session on a real terminal: what has a receipt is stored, and nothing is lost."""

import hashlib
import json
import os
import re
import signal
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.session_on_terminal import (
    CTRL_C,
    CTRL_D,
    CTRL_F,
    CTRL_L,
    CTRL_O,
    CTRL_U,
    DOWN,
    F2,
    F3,
    HOME,
    PASTE,
    RECEIPT,
    RECOVERY,
    SHIFT_TAB,
    UNDO,
    UP,
    cl,
    enter,
    entries,
    is_refused,
    leave,
    line_is,
    opened,
    texts,
)

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


def child_processes(pid):
    children = Path(f"/proc/{pid}/task/{pid}/children")
    if not children.exists():
        pytest.skip("this system has no /proc")
    return [int(child) for child in children.read_text().split()]


@pytest.fixture
def changed_session(terminal, known):
    """Open a session by code that changes the program first, and press keys in it."""

    def run(code, keys="One\r"):
        child = opened(terminal(command=(sys.executable, ["-c", code])))
        child.send(keys)
        return child

    return run


@pytest.mark.parametrize("ending", ["\r", CTRL_D, CTRL_C, "\x1b"])
def test_every_line_is_an_entry_until_the_end(session, ending):
    child = session()
    enter(child, "One")
    enter(child, "@permits Two +fees")
    enter(child, "Three")
    child.send(ending)
    child.expect_exact("3 entries recorded.")
    assert leave(child) == 0
    assert texts() == ["The first entry", "One", "Two", "Three"]
    assert {(entry.team, entry.topics) for entry in entries()} == {("permits", ("fees",))}


def test_the_short_name_alone_opens_it_and_records_one_entry_otherwise(terminal, known):
    child = opened(cl(terminal))
    child.send("\r")
    child.expect_exact("nothing was recorded.")
    assert leave(child) == 0
    child = opened(cl(terminal, "--as", "kim"))
    enter(child, "By kim")
    child.send(CTRL_D)
    assert leave(child) == 0
    child = cl(terminal, "log", "@permits", "A line")
    child.expect_exact(UNDO)
    assert leave(child) == 0
    assert [entry.trainer for entry in entries()] == ["robin", "kim", "robin"]
    child = cl(terminal, "--version")
    child.expect_exact("coachlog")
    assert leave(child) == 0


def test_ten_entries_need_one_key_more_than_their_texts(session):
    child = session()
    typed = [f"Entry number {number}" for number in range(10)]
    for text in typed:
        enter(child, text)
    child.send(CTRL_D)
    assert leave(child) == 0
    assert texts()[1:] == typed


@pytest.mark.parametrize(
    "text",
    [
        "The surveyor's note said \"wait\" & 'go'",
        "Fee is $120 & due? (*) #4; !bang ~ `x` \\ | > <b",
        "what -- and what -r is it --",
        "a@b.c and 5+3 and @ana in the middle of it",
        "Ünïcödé 👩‍👩‍👧 text",
    ],
)
def test_every_character_is_text(session, text):
    child = session()
    enter(child, text)
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == [text]


@pytest.mark.parametrize("paste", [PASTE, "{}"], ids=["marked", "unmarked"])
@pytest.mark.parametrize("text", ["one\rtwo\r\rthree", "\rone\rtwo"])
def test_a_paste_is_one_entry(session, paste, text):
    child = session()
    child.send(paste.format(text))
    child.expect_exact(text.rsplit("\r", 1)[1])
    enter(child, "")
    enter(child, "Next")
    child.send("\r")
    assert leave(child) == 0
    assert [text.strip() for text in texts()[1:]] == [text.strip().replace("\r", "\n"), "Next"]


def test_what_is_typed_before_the_prompt_stands_is_kept(terminal, known):
    child = terminal("log")
    child.send("Typed early")
    opened(child)
    line_is(child, "Typed early")
    enter(child, "")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["Typed early"]


def test_the_toolbar_shows_what_holds_for_the_line_as_it_is_typed(terminal, coachlog, known):
    coachlog("log", "@finance", "+travel", "Another")
    child = terminal("log")
    child.expect_exact(
        "F2 finance  F3 travel  F4 shared  F5 today  Shift-Tab strength [correction] question"
    )
    child.send("oops ")
    child.expect_exact("[mistake]")
    child.send("@permits ")
    child.expect_exact("permits")
    child.send("x" + CTRL_C)
    child.expect_exact("Not recorded. Your text:\r\noops @permits x\r\n")
    child.send("\r")
    assert leave(child) == 0


def test_shift_tab_steps_the_kind_from_now_on(session):
    child = session()
    child.send(SHIFT_TAB)
    child.expect_exact("[question]")
    enter(child, "Is it due?")
    child.send("half a word" + SHIFT_TAB)
    child.expect_exact("[mistake]")
    child.send("s\r")
    child.expect_exact(RECOVERY)
    child.send("\r")
    child.expect_exact(RECEIPT)
    child.expect_exact("Shift-Tab")
    child.send(SHIFT_TAB)
    child.expect_exact("[strength]")
    enter(child, "Well done")
    child.send("\r")
    assert leave(child) == 0
    kinds = [(entry.kind, entry.happened) for entry in entries()[1:]]
    assert kinds == [
        ("question", "Is it due?"),
        ("mistake", "half a words"),
        ("strength", "Well done"),
    ]


@pytest.mark.parametrize(("word", "kind"), [("good", "strength"), ("asked", "question")])
def test_a_first_word_is_the_kind_of_one_line_and_alone_from_now_on(session, word, kind):
    child = session()
    enter(child, f"{word} A text")
    enter(child, "Goodness, a text")
    child.send(f"{word}\r")
    child.expect_exact(f"[{kind}]")
    enter(child, "Another")
    child.send("\r")
    assert leave(child) == 0
    assert [entry.kind for entry in entries()[1:]] == [kind, "correction", kind]
    assert texts()[1:] == ["A text", "Goodness, a text", "Another"]


def test_a_mistake_asks_how_it_was_put_right(session):
    child = session()
    child.send("oops Took it twice\r")
    child.expect_exact(RECOVERY)
    child.send("<\r")
    line_is(child, "oops Took it twice")
    child.send(" today\r")
    child.expect_exact(RECOVERY)
    enter(child, "Paid it back")
    child.send("oops Another\r")
    child.expect_exact(RECOVERY)
    child.send("\x1b")  # back to the line as well
    line_is(child, "oops Another")
    child.send(CTRL_U + "\r")
    assert leave(child) == 0
    (_, entry) = entries()
    assert (entry.kind, entry.happened) == ("mistake", "Took it twice today")
    assert entry.recovery == "Paid it back"


def test_handles_count_for_one_line_and_alone_from_now_on(session, coachlog):
    coachlog("log", "@finance", "+travel", "Another")
    coachlog("log", "@permits", "+forms", "And one")
    child = session()
    child.expect_exact("")
    enter(child, "@finance For one line")
    enter(child, "Back again")
    enter(child, "+fees One topic")
    child.send("@finance +travel\r")
    child.expect_exact("F2 finance  F3 travel")
    enter(child, "From now on")
    child.send("\r")
    assert leave(child) == 0
    recorded = [(entry.team, entry.topics) for entry in entries()[3:]]
    assert recorded == [
        ("finance", ("general",)),
        ("permits", ("forms",)),
        ("permits", ("fees",)),
        ("finance", ("travel",)),
    ]


@pytest.mark.parametrize("sign", ["", "@"])
def test_a_team_with_blanks_is_one_name_at_its_key(session, sign):
    child = session()
    child.send(F2)
    child.expect_exact("Team (Enter keeps permits):")
    child.send(f"{sign}school office +late\r")
    child.expect_exact("New team “school office” and new topic “late”? [y/N]")
    child.send("y")
    child.expect_exact("F2 school office  F3 late")
    child.send("\r\r")
    assert leave(child) == 0


def test_f2_sets_the_team_and_f3_the_topics(session, coachlog):
    coachlog("log", "@finance", "+travel", "Another")
    coachlog("log", "@permits", "+forms", "And one")
    child = session()
    child.send("A line" + F2)
    child.expect_exact("Team (Enter keeps permits):")
    child.send("fin\t\r")
    child.expect_exact("F2 finance")
    child.send(F3)
    child.expect_exact("Topics, with commas between")
    child.send("+travel\r")
    child.expect_exact("F3 travel")
    child.send(F3)
    child.expect_exact("Topics, with commas between")
    child.send("fees, forms\r")
    child.expect_exact("F3 fees, forms")
    child.send(F2)
    child.expect_exact("Team (Enter keeps finance):")
    child.send("\x1b")
    child.expect_exact("F2 finance")
    enter(child, " goes on")
    child.send("\r")
    assert leave(child) == 0
    entry = entries()[-1]
    assert (entry.team, entry.topics) == ("finance", ("fees", "forms"))
    assert entry.happened == "A line goes on"


def test_tab_completes_names_whatever_their_case_and_accents(session, coachlog):
    coachlog("log", "@Équipe", "+Straße", "Another")
    coachlog("log", "--team", "2nd shift", "+forms", "Another")
    coachlog("log", "@permits", "+forms", "And one")
    child = session()
    enter(child, "@2\tTook over")
    enter(child, '@"2ND SH\tLeft')
    child.send("@EQ\t")
    line_is(child, "@Équipe")
    child.send("+STRASSE\tDone")
    child.expect_exact("Done")
    enter(child, "")
    child.send("Show +f\t" + CTRL_L)
    child.expect_exact("[+fees]  +forms")
    child.send("\t" + CTRL_L)
    child.expect_exact("[+forms]")
    child.send("\x1b[Z" + CTRL_L)
    child.expect_exact("[+fees]  +forms")
    enter(child, "")
    child.send("Show +f\t" + CTRL_L)
    child.expect_exact("[+fees]  +forms")
    child.send("\x1b")  # leaves the names, and not the session
    line_is(child, "Show +f")
    child.send(CTRL_U)
    child.send("one two\x1bb@pe\t")  # in the middle of the line
    child.expect_exact("@permits")
    enter(child, " ")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[4:] == ["Took over", "Left", "Done", "Show", "one @permits two"]
    assert [entry.team for entry in entries()[4:7]] == ["2nd shift", "2nd shift", "Équipe"]
    assert entries()[6].topics == ("Straße",)


def test_tab_and_up_offer_nothing_private_of_somebody_else(terminal, coachlog, by, known):
    by("kim", "log", "@secrets", "+hidden", "--private", "A private worry of kim")
    by("robin", "log", "@own", "+mine", "--private", "A private worry of robin")
    child = opened(terminal("log"))
    child.send("@\t")
    child.expect_exact("[@own]  @permits")
    child.send(CTRL_U + UP)
    line_is(child, "A private worry of robin")
    child.send(UP)
    line_is(child, "The first entry")
    child.send(UP)
    line_is(child, "The first entry")
    child.send(CTRL_C)
    child.expect_exact("Shift-Tab")
    child.send("\r")
    assert leave(child) == 0
    assert "kim" not in child.before


def test_up_brings_back_what_was_recorded_and_what_was_cleared(session):
    child = session()
    enter(child, "Recorded here")
    child.send("Cleared here" + CTRL_C)
    child.expect_exact("Your text:\r\nCleared here\r\n")
    child.send(UP)
    line_is(child, "Cleared here")
    child.send(UP)
    line_is(child, "Recorded here")
    enter(child, " again")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["Recorded here", "Recorded here again"]


def test_a_draft_that_up_has_left_stands_in_the_line_after_the_next_one(session):
    child = session()
    child.send("A draft" + UP)
    line_is(child, "The first entry")
    child.send(DOWN)
    line_is(child, "A draft")
    child.send(UP)
    line_is(child, "The first entry")
    enter(child, " again")
    line_is(child, "A draft")
    child.send(UP)
    line_is(child, "The first entry again")
    child.send(CTRL_C)
    child.expect_exact("Shift-Tab")
    line_is(child, "A draft")
    child.send(UP + CTRL_U + "\r")  # an empty line
    child.expect_exact("Shift-Tab")
    line_is(child, "A draft")
    child.send(UP + CTRL_U + F2)
    child.expect_exact("Team (Enter keeps permits):")
    child.send("\r")
    child.expect_exact("Shift-Tab")
    line_is(child, "A draft")
    enter(child, "")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["The first entry again", "A draft"]


@pytest.mark.parametrize("changed", ["", " changed"])
@pytest.mark.parametrize("key", ["\x1b", signal.SIGTERM])
def test_a_draft_is_given_back_at_the_end_and_a_recorded_text_is_not(session, key, changed):
    child = session()
    child.send("A draft" + UP)
    line_is(child, "The first entry")
    child.send(changed)
    line_is(child, "The first entry" + changed)
    if key == "\x1b":
        child.send(key)
    else:
        child.kill(key)
    typed = "The first entry changed\r\n" if changed else ""
    child.expect_exact(f"Not recorded. Your text:\r\n{typed}A draft\r\n")
    leave(child)
    assert texts() == ["The first entry"]


def test_a_draft_is_given_back_if_the_session_ends_at_a_question(session):
    child = session()
    child.send("A draft" + UP)
    line_is(child, "The first entry")
    child.send(F2)
    child.expect_exact("Team (Enter keeps permits):")
    child.kill(signal.SIGTERM)
    child.expect_exact("Not recorded. Your text:\r\nA draft\r\n")
    leave(child)


@pytest.mark.parametrize("key", [CTRL_C, "\x1b"])
def test_a_recorded_text_that_nobody_changed_is_not_given_back(session, key):
    child = session()
    enter(child, "One")
    child.send(UP)
    line_is(child, "One")
    child.send(CTRL_F)
    child.expect_exact(": @permits +fees One")
    child.send("\x1b")
    child.expect_exact("Shift-Tab")
    shown = child.before
    line_is(child, "One")
    child.send(key)
    if key == CTRL_C:
        child.expect_exact("Shift-Tab")
        shown += child.before
        child.send("\r")
    assert leave(child) == 0
    shown += child.before
    assert "1 entry recorded." in shown
    assert "Your text" not in shown
    assert texts()[1:] == ["One"]


@pytest.mark.parametrize("key", ["n", "\r"])
def test_a_new_name_is_asked_about_and_no_brings_the_line_back(session, key):
    child = session()
    child.send("@permitz Text +fees\r")
    child.expect_exact("New team “permitz” (not “permits”)? [y/N]")
    child.send(key)
    line_is(child, "@permitz Text +fees")
    child.send(CTRL_U + "@hall\r")
    child.expect_exact("New team “hall”? [y/N]")
    child.send("y")
    child.expect_exact("F2 hall  F3 general")
    enter(child, "Text")
    child.send("\r")
    assert leave(child) == 0
    assert [entry.team for entry in entries()[1:]] == ["hall"]


def test_the_first_entry_of_all_asks_for_its_team(terminal):
    child = terminal("log")
    child.expect_exact("F2 team?  F3 general")
    child.send("A text\r")
    child.expect_exact("Which team?")
    child.send("\r")
    line_is(child, "A text")
    child.send("\r")
    child.expect_exact("Which team?")
    child.send("permits +fees\r")
    child.expect_exact("New team “permits” and new topic “fees”? [y/N]")
    child.send("y")
    child.expect_exact("Your team is now permits.")
    enter(child, "Another")
    child.send("\r")
    assert leave(child) == 0
    assert {(entry.team, entry.topics) for entry in entries()} == {("permits", ("fees",))}


def test_the_team_of_the_first_entry_holds_for_the_next_one(terminal):
    child = terminal("log")
    child.expect_exact("F2 team?  F3 general")
    child.send("A text @permits +fees\r")
    child.expect_exact("New team “permits” and new topic “fees”? [y/N]")
    # Enter behind the answer does not end the session.
    child.send("y\r")
    child.expect_exact("F2 permits  F3 fees")
    enter(child, "Another")
    child.send("\r")
    assert leave(child) == 0
    assert {(entry.team, entry.topics) for entry in entries()} == {("permits", ("fees",))}


@pytest.mark.parametrize(
    ("line", "objection"),
    [
        ("coachlog undo", "coachlog undo is a command."),
        ("cl week @permits", "cl week @permits is a command."),
        ("undo", "undo is a command."),
        ("Quit", "Quit is a command."),
        ("<", "< answers a question, and none is open."),
        ("Y", "Y answers a question, and none is open."),
    ],
)
def test_a_command_is_not_recorded(session, line, objection):
    child = session()
    is_refused(child, line, f"Not recorded: {objection}")
    child.send(CTRL_U)
    enter(child, "coachlog is used -- twice -- here")
    child.send("\r")
    assert leave(child) == 0
    assert texts() == ["The first entry", "coachlog is used -- twice -- here"]


def test_a_change_with_a_new_name_that_is_not_meant_stands_there_again(session):
    child = session()
    enter(child, "One")
    child.send(CTRL_F)
    child.expect_exact("(empty: delete it): @permits +fees One")
    child.send(CTRL_U + "@newt +fees A longer text\r")
    child.expect_exact("New team “newt”? [y/N]")
    child.send("n")
    child.expect_exact("(empty: delete it): @newt +fees A longer text")
    child.send(CTRL_U + "@permits A longer text\r")
    child.expect_exact("happened One → A longer text")
    child.expect_exact("Shift-Tab")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["A longer text"]


def test_a_change_of_somebody_else_meanwhile_is_not_overwritten(session, by):
    child = session()
    enter(child, "One")
    child.send(CTRL_F)
    child.expect_exact("(empty: delete it): @permits +fees One")
    (entry,) = json.loads(by("kim", "show", "last", "--format", "json").out)
    assert by("kim", "edit", entry["short_id"], "Changed elsewhere").code == 0
    child.send(" and mine\r")
    child.expect_exact("somebody else has changed happened of")
    child.expect_exact("One and mine")
    child.expect_exact("Shift-Tab")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["Changed elsewhere"]


def test_a_line_that_cannot_be_stored_stands_there_again(session):
    child = session()
    child.send("@a @b text\r")
    child.expect_exact("an entry has only one team")
    line_is(child, "@a @b text")
    child.send(CTRL_U + "+a;b text\r")
    child.expect_exact("semicolon")
    line_is(child, "+a;b text")
    child.send(CTRL_U + "\r")
    child.expect_exact("nothing was recorded.")
    assert leave(child) == 0


def test_the_receipt_offers_similar_entries_by_one_key(session, coachlog):
    coachlog("log", "@permits", "Looked up the waiver table", "--lesson", "Ask first")
    child = session()
    child.send(CTRL_O)
    child.expect_exact("This session has no entry to change.")
    enter(child, "The waiver table was looked up wrongly", "Ask first · Ctrl-O shows")
    child.send("Half a word" + CTRL_O)
    child.expect_exact("Looked up the waiver table")
    child.expect_exact("→ Ask first")
    line_is(child, "Half a word")
    enter(child, "s")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[-1] == "Half a words"


def test_the_last_entry_can_be_changed_in_the_line(session):
    child = session()
    child.send(CTRL_F)
    child.expect_exact("This session has no entry to change.")
    enter(child, "Dora was careless", "Ctrl-F changes it.")
    child.send("Half a word" + CTRL_F)
    child.expect_exact(": @permits +fees Dora was careless")
    child.send(CTRL_U + "good Two old forms lay there +fees\r")
    child.expect_exact("kind correction → strength, happened Dora")
    line_is(child, "Half a word")
    enter(child, "s")
    child.send(CTRL_F)
    child.expect_exact(": @permits +fees Half a words")
    child.send("\x1b")
    child.expect_exact("Shift-Tab")
    child.send("\r")
    child.expect_exact("2 entries recorded.")
    assert leave(child) == 0
    assert texts()[1:] == ["Two old forms lay there", "Half a words"]
    assert entries()[1].kind == "strength"


def test_the_last_entry_can_be_deleted_in_the_line(session):
    child = session()
    enter(child, "One")
    enter(child, "Two")
    child.send(CTRL_F)
    child.expect_exact("(empty: delete it): @permits +fees Two")
    child.send(CTRL_U + "\r")
    child.expect_exact("Deleted:")
    child.expect_exact("Shift-Tab")
    child.send(CTRL_F)
    child.expect_exact("(empty: delete it): @permits +fees One")
    child.send(CTRL_U + "\r")
    child.expect_exact("Deleted:")
    child.expect_exact("Shift-Tab")
    child.send(CTRL_F)
    child.expect_exact("This session has no entry to change.")
    child.send("\r")
    child.expect_exact("nothing was recorded.")
    assert leave(child) == 0
    assert texts() == ["The first entry"]


@pytest.mark.parametrize("kind_word", ["", "good "])
def test_what_is_typed_before_the_names_of_the_last_entry_is_text(session, kind_word):
    child = session()
    enter(child, "A text")
    child.send(CTRL_F)
    child.expect_exact(": @permits +fees A text")
    child.send(f"{HOME}{kind_word}Not \r")
    child.expect_exact("\r\n  Not A text\r\n")
    child.expect_exact("Shift-Tab")
    child.send(CTRL_F)
    child.expect_exact(": @permits +fees Not A text")
    child.send(f"{HOME}Not @forms \r")
    child.expect_exact("Kept as text: @forms.")
    child.expect_exact("Shift-Tab")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["Not @forms Not A text"]
    assert (entries()[1].team, entries()[1].topics) == ("permits", ("fees",))


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("good morning everyone", "strength", "morning everyone"),
        ("good: a morning", "strength", "a morning"),
        ("Asked: where is it?", "question", "where is it?"),
        ("asked! where is it?", "question", "where is it?"),
    ],
)
def test_a_line_whose_first_word_is_the_kind_shows_what_is_stored(session, line, kind, text):
    child = session()
    child.send(f"{line}\r")
    child.expect_exact(f"{RECEIPT}\r\n  {text}\r\n")
    child.expect_exact("Shift-Tab")
    enter(child, "Good morning everyone")
    child.send("Oops, took it\r")
    child.expect_exact(RECOVERY)
    enter(child, "")
    child.send("\r")
    assert leave(child) == 0
    recorded = [(entry.kind, entry.happened) for entry in entries()[1:]]
    others = [("correction", "Good morning everyone"), ("mistake", "took it")]
    assert recorded == [(kind, text), *others]


def test_topics_with_signs_and_commas_may_have_blanks(session):
    child = session()
    child.send(F3)
    child.expect_exact("Topics, with commas between")
    child.send("+late fees, +fees, old forms\r")
    child.expect_exact("[y/N]")
    child.send("y")
    child.expect_exact("F3 late fees, fees, old forms")
    child.send("\r\r")
    assert leave(child) == 0


def test_the_line_break_at_the_end_of_a_paste_is_not_stored(session):
    child = session()
    child.send(PASTE.format("one\rtwo\r"))
    child.expect_exact("two")
    enter(child, "")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["one\ntwo"]


@pytest.mark.parametrize("key", [CTRL_C, "\x1b"])
def test_what_is_typed_at_another_question_is_given_back_and_the_line_stands_there(session, key):
    child = session()
    child.send("oops Took it twice\r")
    child.expect_exact(RECOVERY)
    child.send("Half a word")
    child.expect_exact("Half a word")
    child.send(key)
    child.expect_exact("Your text:\r\noops Took it twice\r\nHalf a word\r\n")
    line_is(child, "oops Took it twice")
    child.send("\r")
    child.expect_exact(RECOVERY)
    enter(child, "Paid it back")
    child.send("\r")
    assert leave(child) == 0
    assert entries()[1].recovery == "Paid it back"


def test_a_question_mark_lists_the_keys(session):
    child = session()
    child.send("?\r")
    for key in ("Tab", "Shift-Tab", "F2", "F3", "Up", "Ctrl-O", "Ctrl-F", "Ctrl-C", "Esc"):
        child.expect(rf"\n{key} +\w")
    child.send("\r")
    assert leave(child) == 0


def test_the_terminal_may_be_resized_in_the_middle_of_a_line(session):
    child = session()
    child.send("A line that is longer than forty columns")
    child.expect_exact("forty columns")
    child.setwinsize(24, 40)
    child.expect_exact("F2 permits  F3 fees")
    child.expect_exact("strength [correction] question mistake")
    enter_text = " for sure"
    child.send(enter_text + "\r")
    child.expect_exact(RECEIPT)
    child.setwinsize(24, 12)
    child.send("x\r")
    child.expect(r"undo:\s+Ctrl-F")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["A line that is longer than forty columns for sure", "x"]


# What is typed before the end, and what is given back.
MOMENTS = {
    "an empty line": ("", None),
    "a line": ("Half a word", "Half a word"),
    "a paste": (PASTE.format("one\rtwo"), "one\r\ntwo"),
    "the recovery": ("oops Took it twice\rPaid it", "Took it twice"),
    "a new name": ("@hall A text\r", "@hall A text"),
    "the team": ("Half a word" + F2 + "fin", "Half a word"),
    "a change": (CTRL_F + " more", "One more"),
}


def typed_until(child, name):
    enter(child, "One")
    keys, text = MOMENTS[name]
    child.send(keys)
    last = {"the recovery": "Paid it", "a new name": "[y/N]", "the team": "fin"}
    if keys:
        child.expect_exact(last.get(name, text.split()[-1]))
    return text


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_gives_back_what_is_not_recorded(session, name, number):
    child = session()
    text = typed_until(child, name)
    child.kill(number)
    child.expect_exact("1 entry recorded.")
    if text:
        child.expect_exact("Your text:")
        child.expect_exact(text)
    leave(child)
    assert child.signalstatus == number or child.exitstatus == 130
    assert texts() == ["The first entry", "One"]


@pytest.mark.parametrize("name", MOMENTS)
def test_kill_9_leaves_what_was_recorded(session, name):
    child = session()
    typed_until(child, name)
    child.kill(signal.SIGKILL)
    leave(child)
    assert texts() == ["The first entry", "One"]


@pytest.mark.parametrize("name", MOMENTS)
def test_a_closed_terminal_leaves_what_was_recorded(session, name):
    child = session()
    typed_until(child, name)
    os.close(child.child_fd)
    child.closed = True
    os.waitpid(child.pid, 0)
    child.terminated = True
    assert texts() == ["The first entry", "One"]


@pytest.mark.parametrize("name", ["a line", "a paste"])
def test_escape_gives_back_the_line(session, name):
    child = session()
    text = typed_until(child, name)
    child.send("\x1b")
    child.expect_exact("1 entry recorded.")
    child.expect_exact("Your text:")
    child.expect_exact(text)
    assert leave(child) == 130
    assert texts() == ["The first entry", "One"]


KEYS = ("word ", "@permits ", "+fees ", "@new ", "oops ", "good ", "\r", "\r", "\t", SHIFT_TAB, F2)
KEYS += (
    F3,
    CTRL_F,
    CTRL_O,
    "<",
    "?",
    "y",
    "n",
    PASTE.format("a\rb"),
    UP,
    CTRL_U,
    "\x1bb",
    "x\ry\r",
)
KEYS += ("'$&*", "é👩‍👩‍👧", "\x7f", "\x17", "narrow", "wide")


def press_at_random(child, seed):
    """Press keys in bursts until the session ends, or sixty were pressed; yield what is shown."""

    def place(numbered_key):
        return hashlib.sha256(f"{seed} {numbered_key}".encode()).digest()

    for _, key in sorted(enumerate(KEYS * 3), key=place)[:60]:
        with suppress(OSError, pexpect.TIMEOUT, pexpect.EOF):  # an empty line may have ended it
            if key in ("narrow", "wide"):
                child.setwinsize(8, {"narrow": 14, "wide": 80}[key])
                continue
            child.send(key)
            yield child.read_nonblocking(100_000, timeout=0)
    child.kill(signal.SIGTERM)
    child.expect(pexpect.EOF)
    yield child.before


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_typed_what_is_counted_is_stored(session, seed):
    child = session()
    shown = " ".join("".join(press_at_random(child, seed)).split())
    child.close()
    said = re.findall(r"(nothing was|\d+ entr(?:y|ies)) recorded", shown)[-1]
    count = 0 if said == "nothing was" else int(said.split()[0])
    assert len(texts()) - 1 == count
    assert "Traceback" not in shown, shown[shown.find("Traceback") :]
    assert "unexpected" not in shown


def test_a_log_that_cannot_be_written_is_told_before_anything_is_typed(terminal, known, home):
    from coachlog.paths import default_log

    path = home.parent / default_log()
    path.chmod(0o444)
    child = terminal("log")
    child.expect_exact("is read-only")
    assert leave(child) == 5


def test_a_busy_log_ends_it_and_gives_the_line_back(session, monkeypatch):
    from coachlog.paths import default_log

    monkeypatch.setenv("COACHLOG_LOCK_TIMEOUT", "0.1")
    child = session()
    enter(child, "One")
    db = sqlite3.connect(default_log(), isolation_level=None)
    db.execute("BEGIN EXCLUSIVE")
    child.send("Two\r")
    child.expect_exact("1 entry recorded.")
    child.expect_exact("busy")
    child.expect_exact("Not recorded. Your text:\r\nTwo\r\n")
    db.close()
    assert leave(child) == 5
    assert texts()[1:] == ["One"]


def test_a_signal_while_an_object_is_taken_apart_ends_the_session(changed_session):
    code = """
import os, signal
import coachlog.cli.session.session as session
from coachlog.cli.main import cl
class Taken:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)
        sum(range(10))
record = session.record
def recorded(*arguments, **options):
    stored = record(*arguments, **options)
    Taken()
    return stored
session.record = recorded
cl()
"""
    child = changed_session(code)
    leave(child)
    assert child.signalstatus == signal.SIGTERM
    assert "1 entry recorded." in child.before
    assert "Traceback" not in child.before
    assert texts()[1:] == ["One"]


def test_a_signal_that_leaves_an_object_half_made_shows_no_traceback(changed_session):
    code = """
import os, signal
import coachlog.cli.session.session as session
from coachlog.cli.main import cl
class HalfMade:
    def __del__(self):
        raise AttributeError("half made")
def interrupted(*arguments, **options):
    half_made = HalfMade()
    os.kill(os.getpid(), signal.SIGTERM)
    sum(range(10))
session.record = interrupted
cl()
"""
    child = changed_session(code)
    leave(child)
    assert child.signalstatus == signal.SIGTERM
    assert "Your text:\r\nOne\r\n" in child.before
    assert "half made" not in child.before


def test_ctrl_c_right_after_the_commit_counts_the_entry(changed_session):
    code = """
import coachlog.cli.session.session as session
from coachlog.cli.main import cl
record = session.record
def interrupted(*arguments, **options):
    record(*arguments, **options)
    raise KeyboardInterrupt
session.record = interrupted
cl()
"""
    child = changed_session(code)
    child.expect_exact("1 entry recorded.")
    assert leave(child) == 130
    assert "Not recorded" not in child.before
    assert texts()[1:] == ["One"]


def test_a_signal_that_a_recording_keeps_waiting_ends_the_session(changed_session):
    code = """
import os, signal
from contextlib import suppress
import coachlog.cli.session.session as session
from coachlog.cli.main import cl
record = session.record
def record_and_be_ended(*arguments, **options):
    recorded = record(*arguments, **options)
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGTERM)
    return recorded
session.record = record_and_be_ended
cl()
"""
    child = changed_session(code)
    child.expect_exact("1 entry recorded.")
    leave(child)
    assert child.signalstatus == signal.SIGTERM
    assert texts()[1:] == ["One"]


def test_bytes_that_are_not_text_are_refused_and_the_line_stands_there_again(session):
    child = session()
    os.write(child.child_fd, b"A \xff text\r")
    child.expect_exact("invalid character")
    child.expect_exact("Shift-Tab")
    child.send(CTRL_U)
    enter(child, "A text")
    child.send("\r")
    assert leave(child) == 0
    assert texts()[1:] == ["A text"]


def test_an_error_that_nobody_expected_gives_the_line_back(changed_session):
    code = """
from coachlog.cli.main import cl
from coachlog.cli.ask.known_names import KnownNames
KnownNames.handles = lambda *_: {}["a secret"]
cl()
"""
    child = changed_session(code, "Half a word\t")
    child.expect_exact("something unexpected went wrong (KeyError)")
    child.expect_exact("Not recorded. Your text:\r\nHalf a word\r\n")
    assert leave(child) == 1
    assert "secret" not in child.before


@pytest.mark.parametrize("ending", ["\r", signal.SIGTERM])
def test_the_terminal_is_as_it_was_afterwards(terminal, known, ending):
    script = f"echo =$(stty -g)=; {sys.executable} -m coachlog log; echo =$(stty -g)="
    child = terminal(command=("/bin/sh", ["-c", script]))
    child.expect("=(.*)=")
    before = child.match[1]
    opened(child)
    if ending == "\r":
        child.send(ending)
    else:
        (pid,) = child_processes(child.pid)
        os.kill(pid, ending)
    child.expect("=(.*)=")
    assert child.match[1] == before


def test_nothing_has_a_colour(session, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    child = session()
    enter(child, "One")
    shown = child.before
    child.send("\r")
    assert leave(child) == 0
    assert "\x1b[3" not in shown
    assert "\x1b[0;7m" not in shown


def test_two_questions_are_asked_where_the_terminal_cannot_draw(terminal, known, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    child = terminal("log")
    child.expect_exact("What happened?")
    child.sendline("@permits +fees it's $5")
    child.expect_exact("Enter saves;")
    child.send("\r")
    child.expect_exact(UNDO)
    assert leave(child) == 0
    assert texts()[1:] == ["it's $5"]


def test_without_a_terminal_the_short_name_reads_stdin(known):
    import subprocess

    code = "from coachlog.cli.main import cl; cl()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="From a pipe",
        capture_output=True,
        text=True,
        check=True,
    )
    assert UNDO in done.stderr
    assert texts()[1:] == ["From a pipe"]
