"""The questions of `log` on a terminal: two answers make an entry, and leaving records nothing."""

import json
import os
import signal
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.storage.queries.entries import select_entries

pexpect = pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")

HAPPENED = "What happened?"
RECOVERY = "How was it put right?"
WHERE = "Where?"
TEAM = "Which team?"
OFFER = "Enter saves;"


def entries():
    context = Context()
    try:
        return list(select_entries(context.reading, Filter(audience=FULL)))
    finally:
        context.close()


def answer(child, question, text):
    child.expect_exact(question)
    if ":" not in question:
        child.expect_exact(":")
    child.sendline(text)


def answer_new(child, question, text):
    """Answer with a team or topic that is new, and say that it is meant."""
    answer(child, question, text)
    child.expect_exact("[y/N]")
    child.send("y")


def press(child, key="\r"):
    child.expect_exact(OFFER)
    child.expect_exact("[?]")
    child.send(key)


def type_slowly(child, pieces):
    """Type a long line and wait for each piece on the screen: a terminal's buffers are small."""
    for piece in pieces:
        child.send(piece)
        child.expect_exact(piece[-5:])
    child.sendline("")


def leave(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_two_typed_answers_make_a_mistake(terminal):
    child = terminal("mistake")
    answer_new(child, HAPPENED, "@permits +fees Took the old fee")
    answer(child, RECOVERY, "Called the customer back")
    press(child)
    assert leave(child) == 0
    (entry,) = entries()
    assert (entry.kind, entry.team, entry.topics) == ("mistake", "permits", ("fees",))
    assert (entry.happened, entry.recovery) == ("Took the old fee", "Called the customer back")


def test_the_first_entry_asks_for_the_team_once_and_remembers_it(terminal, coachlog):
    child = terminal("log", "-c")
    answer(child, HAPPENED, "Showed how to look up a fee waiver")
    answer_new(child, TEAM, "permits +fees")
    press(child)
    child.expect_exact("Your team is now permits.")
    assert leave(child) == 0
    coachlog("use", "+fees")
    child = terminal("log", "-c")
    answer(child, HAPPENED, "Second entry")
    press(child)
    assert leave(child) == 0
    assert {(entry.team, entry.topics) for entry in entries()} == {("permits", ("fees",))}
    coachlog("undo")


def test_the_team_and_topics_of_the_most_similar_entry_are_offered(terminal, coachlog):
    coachlog("log", "@permits", "+fees", "Looked up the waiver table for a school")
    coachlog("log", "@finance", "+invoices", "Something else entirely")
    child = terminal("log", "-c")
    answer(child, HAPPENED, "The waiver table was looked up wrongly")
    answer(child, f"{WHERE} (@team +topic) [permits / fees]", "")
    press(child)
    assert leave(child) == 0
    assert (entries()[0].team, entries()[0].topics) == ("permits", ("fees",))


@pytest.mark.parametrize(
    ("typed", "team_and_topics"),
    [
        ("@hall", ("hall", ("general",))),
        ("+waivers", ("finance", ("waivers",))),
        ("front desk / small fees, waivers", ("front desk", ("small fees", "waivers"))),
        ("@hall +fees", ("hall", ("fees",))),
    ],
)
def test_team_and_topics_can_be_typed_in_several_ways(terminal, coachlog, typed, team_and_topics):
    coachlog("log", "@finance", "+invoices", "Something else entirely")
    child = terminal("log", "-c")
    answer(child, HAPPENED, "New words")
    answer_new(child, WHERE, typed)
    press(child)
    assert leave(child) == 0
    assert (entries()[0].team, entries()[0].topics) == team_and_topics


@pytest.mark.parametrize("back_key", ["b", "<"])
def test_going_back_keeps_what_was_typed(terminal, back_key):
    child = terminal("mistake")
    answer_new(child, HAPPENED, "@permits +fees Took the old fee")
    answer(child, RECOVERY, "<")
    # What was typed stands in the line, to be changed.
    answer(child, f"{HAPPENED} (@team +topic too, if you like): @permits", " twice")
    child.expect_exact("[y/N]")
    child.send("y")
    answer(child, RECOVERY, "Called back")
    press(child, back_key)
    answer(child, f"{RECOVERY} (Enter leaves it open): Called back", " at once")
    press(child)
    assert leave(child) == 0
    (entry,) = entries()
    assert (entry.happened, entry.recovery) == ("Took the old fee twice", "Called back at once")


@pytest.mark.parametrize("key", ["n", "\r"])
def test_a_new_name_that_is_not_meant_is_not_filed_under(terminal, coachlog, key):
    coachlog("log", "@permits", "+fees", "Something else entirely")
    child = terminal("log", "-c")
    answer(child, HAPPENED, "@permitz +fees Text")
    child.expect_exact("New team “permitz” (not “permits”)? [y/N]")
    child.send(key)
    answer(
        child, f"{HAPPENED} (@team +topic too, if you like): @permitz +fees Text", "\x15@permits T"
    )
    answer(child, WHERE, "")
    press(child)
    assert leave(child) == 0
    assert {(entry.team, entry.topics) for entry in entries()} == {("permits", ("fees",))}


def test_an_answer_to_another_question_never_becomes_the_usual_team(terminal):
    child = terminal("log", "-c")
    answer(child, HAPPENED, "Hung up on a customer")
    answer(child, TEAM, "How was it put right: rang the nurse")
    child.expect_exact("New team “How was it put right: rang the nurse”? [y/N]")
    child.send("n")
    child.expect_exact("Which team? (+topic too, if you like): How was it")
    child.send("\x03")
    assert leave(child) == 130
    assert entries() == []


def test_a_key_adds_an_optional_field(terminal):
    child = terminal("log", "-c")
    answer_new(child, HAPPENED, "@permits +fees Text")
    press(child, "l")
    answer(child, "What do we do next time?", "Look at the table")
    press(child, "k")
    press(child, "p")
    press(child, "\x1b[A")  # an arrow means nothing here
    press(child)
    assert leave(child) == 0
    (entry,) = entries()
    assert (entry.lesson, entry.kind, entry.share) == ("Look at the table", "question", "private")


def test_tab_completes_names_and_a_question_mark_lists_the_keys(terminal, coachlog):
    coachlog("log", "@permits", "+fees", "Something else entirely")
    child = terminal("log", "-c")
    answer(child, HAPPENED, "@PER\t+f\tText")
    press(child, "?")
    child.expect_exact("Enter: save · k: the next kind · r: recovery · l: lesson")
    press(child, "z")
    child.expect_exact("z does nothing here. ? lists the keys.")
    press(child)
    assert leave(child) == 0
    assert {(entry.team, entry.topics) for entry in entries()} == {("permits", ("fees",))}


def test_a_mistake_without_a_recovery_is_asked_for_it(terminal):
    child = terminal("mistake", "@permits", "Took", "the", "old", "fee")
    answer(child, RECOVERY, "")
    child.expect_exact("Still open")
    assert leave(child) == 0
    assert entries()[0].is_open


def test_a_long_answer_survives(terminal):
    pieces = [f"{'word ' * 59}{number:05}" for number in range(50)]
    child = terminal("log", "-c")
    child.expect_exact(HAPPENED)
    type_slowly(child, ["@permits +fees " + pieces[0], *pieces[1:]])
    child.expect_exact("[y/N]")
    child.send("y")
    press(child)
    assert leave(child) == 0
    assert entries()[0].happened == "".join(pieces)


def test_questions_do_not_go_to_stdout(terminal, home):
    command = f"{sys.executable} -m coachlog log --format json > out.json"
    child = terminal(command=("/bin/sh", ["-c", command]))
    pieces = [f"{'x' * 400}{number:05}" for number in range(14)]
    child.expect_exact(HAPPENED)
    type_slowly(child, ["@permits +fees " + pieces[0], *pieces[1:]])
    child.expect_exact("[y/N]")
    child.send("y")
    press(child)
    assert leave(child) == 0
    assert json.loads((home / "out.json").read_text())["happened"] == "".join(pieces)


def test_a_question_is_repeated_after_an_answer_that_cannot_be_stored(terminal, coachlog):
    coachlog("log", "@finance", "+invoices", "Something else entirely")
    child = terminal("log", "-c")
    answer(child, HAPPENED, "@finance")
    child.expect_exact("Say in a few words what happened")
    answer(child, HAPPENED, "@a @b text")
    child.expect_exact("an entry has only one team")
    # What cannot be stored stands there again, to be mended.
    child.expect_exact("like): @a @b text")
    child.sendline("\x15Text")
    answer(child, WHERE, "+")
    child.expect_exact("'+' is not a team")
    answer(child, "Where? (@team +topic): +", "a;b")
    child.expect_exact("has a semicolon")
    answer(child, "Where? (@team +topic): +a;b", "\x15")
    press(child)
    assert leave(child) == 0
    assert (entries()[0].happened, entries()[0].topics) == ("Text", ("invoices",))


def test_the_offer_fits_into_80_columns(terminal):
    for command, text in (("log -c", "@permits +fees Text"), ("mistake", "@permits +fees Text")):
        child = terminal(*command.split())
        answer_new(child, HAPPENED, text)
        if command == "mistake":
            answer(child, RECOVERY, "Mended")
        child.expect(r"(\w+: Enter saves;.*\[\?\])")
        assert len(child.match[1]) <= 80
        child.send("\x03")
        assert leave(child) == 130


# The command, the answers and keys that lead to each question, and the question.
QUESTIONS = {
    "happened": (("mistake",), [], HAPPENED),
    "recovery": (("mistake",), [(HAPPENED, "@permits Text")], RECOVERY),
    "recovery of given text": (("oops", "@permits", "Text"), [], RECOVERY),
    "team": (("log", "-c"), [(HAPPENED, "Text")], TEAM),
    "offer": (("log", "-c"), [(HAPPENED, "@permits +fees Text")], "[?]"),
    "option": (("log", "-c"), [(HAPPENED, "@permits +fees Text"), "l"], "next time?"),
    "date ahead": (("log", "@permits", "Text", "--on", "2027-01-01"), [], "[y/N]"),
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("leaving", ["\x03", "\x04", "closed"], ids=["Ctrl-C", "Ctrl-D", "closed"])
def test_leaving_at_any_question_records_nothing(terminal, name, leaving):
    arguments, steps, question = QUESTIONS[name]
    child = terminal(*arguments)
    for step in steps:
        if isinstance(step, str):
            press(child, step)
        elif "@" in step[1]:
            answer_new(child, *step)
        else:
            answer(child, *step)
    child.expect_exact(question)
    if leaving == "closed":
        os.close(child.child_fd)
        child.closed = True
        status = os.waitpid(child.pid, 0)[1]
        child.terminated = True
        assert os.waitstatus_to_exitcode(status) == -signal.SIGHUP
    else:
        child.send(leaving)
        assert leave(child) == 130
        assert "nothing was recorded" in child.before
    assert entries() == []
