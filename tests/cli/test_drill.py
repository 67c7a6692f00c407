"""`drill`, on a terminal and without one, with its library and without it."""

import json
import re
import subprocess
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.domain.filters import Filter
from coachlog.services.drill import lessons_for, rate
from coachlog.services.record import record

TEAM_AND_TOPICS = {"team": "permits", "topics": ["fees"]}
ENTRIES = [
    {
        **TEAM_AND_TOPICS,
        "kind": "mistake",
        "happened": "Charged the full fee",
        "recovery": "Paid it back",
        "why": "Six weeks",
        "learner": "ana",
    },
    {
        **TEAM_AND_TOPICS,
        "kind": "question",
        "happened": "May it be split?",
        "expected": "Yes, with form F-12",
    },
]
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
ANSWER, RATING = r"only think it\):", r"\[e\]asy"


@pytest.fixture
def two():
    """Record two entries that can be practised."""
    context = Context()
    for fields in ENTRIES:
        record(context.log, context.settings, dict(fields))
    context.close()


@pytest.fixture
def rated(two):
    """Practise both entries, and rate them."""
    context = Context()
    for lesson in lessons_for(context.log, Filter()):
        rate(context.log, lesson, "good")
    context.close()


def talk(child, *turns):
    """Send each answer after its question; return everything that the screen showed."""
    shown = ""
    for question, answer in turns:
        child.expect(question)
        shown += child.before + child.after
        child.send(answer)
    import pexpect

    child.expect(pexpect.EOF)
    child.close()
    return re.sub(r"\x1b\[\??[0-9;]*[a-zA-Z]", "", shown + child.before).replace("\r\n", "\n")


@on_a_terminal
class TestOnATerminal:
    def test_a_lesson_is_asked_then_answered_then_scheduled(self, two, terminal, coachlog):
        child = terminal("drill")
        shown = talk(child, (ANSWER, "pay back\r"), (RATING, "g"), (ANSWER, "\r"), (RATING, "4"))
        assert child.exitstatus == 0
        question, typed = shown.index("Charged the full fee"), shown.index("pay back")
        assert question < typed < shown.index("Paid it back")
        assert "why        Six weeks\n" in shown
        assert "good: asked again in 2 days, Sat 21 Nov\n" in shown
        assert "easy: asked again in 8 days, Fri 27 Nov\n" in shown
        assert shown.endswith("2 practised: 1 good, 1 easy.\nNext: 1 lesson on Sat 21 Nov\n")
        assert "ana" not in shown
        again = talk(terminal("drill"))
        assert "Nothing to practise today.\nNext: 1 lesson on Sat 21 Nov\n" in again

    def test_a_lesson_that_was_not_known_comes_again_in_the_same_sitting(self, two, terminal):
        turns = []
        for key in "agh":
            turns += [(ANSWER, "\r"), (RATING, key)]
        shown = talk(terminal("drill"), *turns)
        assert shown.count("Charged the full fee") == 2
        assert "again: asked again today and tomorrow, Fri 20 Nov\n" in shown
        assert "3 of 3 · permits / fees" in shown

    def test_q_stops_and_keeps_the_ratings(self, two, terminal, coachlog):
        shown = talk(terminal("drill"), (ANSWER, "\r"), (RATING, "g"), (ANSWER, "q\r"))
        assert "1 practised: 1 good.\n" in shown
        assert json.loads(coachlog("drill", "--stats", "--format", "json").out)[0]["begun"] == 1

    def test_ctrl_c_stops_and_keeps_the_ratings(self, two, terminal, coachlog):
        child = terminal("drill")
        shown = talk(child, (ANSWER, "\r"), (RATING, "g"), (ANSWER, "\x03"))
        assert (child.exitstatus, "stopped; 1 practised: 1 good." in shown) == (130, True)
        assert json.loads(coachlog("drill", "--stats", "--format", "json").out)[0]["begun"] == 1

    @pytest.mark.parametrize("back", ["b", "<"])
    def test_going_back_asks_the_previous_lesson_again_and_replaces_its_rating(
        self, two, terminal, back
    ):
        turns = [
            (ANSWER, "\r"),
            (RATING, "a"),
            (ANSWER, "<\r"),
            (ANSWER, "\r"),
            (RATING, back),
            (ANSWER, "\r"),
            (RATING, "e"),
        ]
        shown = talk(terminal("drill"), *turns, (ANSWER, "\r"), (RATING, "x"), (RATING, "g"))
        assert "This is the first" not in shown
        assert "2 practised: 1 good, 1 easy.\n" in shown
        assert "x does nothing here. ? lists the keys." in shown

    def test_the_first_lesson_has_no_way_back(self, two, terminal):
        shown = talk(terminal("drill"), (ANSWER, "<\r"), (ANSWER, "q\r"))
        assert "This is the first lesson. Esc leaves.\n" in shown
        assert "0 practised.\n" in shown

    def test_hostile_text_is_shown_as_text(self, terminal, coachlog):
        options = ["--expected", "[red]\x1b]0;own\x07 \u202e ok"]
        coachlog("log", "@permits", "+fees", *options, "--", "[bold]Took \x1b[2J it")
        shown = talk(terminal("drill"), (ANSWER, "\r"), (RATING, "q"))
        assert "[bold]Took ␛[2J it" in shown
        assert "[red]␛]0;own␇ <U+202E> ok" in shown

    def test_a_read_only_file_is_reported_before_the_first_question(self, two, terminal, home):
        from coachlog.paths import default_log

        path = home.parent / default_log()
        path.chmod(0o444)
        child = terminal("drill")
        assert "is read-only" in talk(child)
        assert child.exitstatus == 5


def test_without_a_terminal_nothing_is_asked(coachlog, two):
    code, out, err = coachlog("drill")
    assert (code, out, err.count("\n")) == (6, "", 1)
    assert "there is no terminal to ask on" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "json"],
        ["--forget", "--yes", "--format", "csv"],
        ["--trainer", "robin"],
        ["--mine"],
    ],
)
def test_options_that_do_not_go_together_are_refused_on_one_line(coachlog, two, arguments):
    code, out, err = coachlog("drill", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


WITHOUT = """
import sys
sys.modules["fsrs"] = None
from coachlog.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def without_the_library(*arguments):
    """Run a command in a process that cannot import the scheduler."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_without_the_library_the_error_says_how_to_install_it(two):
    assert without_the_library("drill") == (
        3,
        "",
        "coachlog: drill needs the library fsrs, which is not installed:"
        "  pip install 'fsrs>=6.3,<7'\n",
    )


def test_progress_can_be_shown_and_deleted_without_the_library(rated):
    assert without_the_library("drill", "--stats")[0] == 0
    assert without_the_library("drill", "--forget", "--yes")[0] == 0


def test_progress_is_shown_to_the_learner_alone(coachlog, rated, monkeypatch):
    code, out, err = coachlog("drill", "--stats", "--format", "csv")
    assert (code, out) == (0, "topic,begun,due,learned\r\nfees,2,0,0\r\n")
    assert err == (
        "Nobody but robin is shown this. A lesson is learned once it is asked again only after"
        " 21 days or more.\n"
    )
    monkeypatch.setenv("COACHLOG_TRAINER", "sam")
    code, out, err = coachlog("drill", "--stats", "--format", "csv")
    assert (code, out) == (0, "topic,begun,due,learned\r\n")
    assert err.startswith("Nothing practised yet. Begin with  coachlog drill\n")


def test_practice_is_deleted_only_after_confirmation(coachlog, rated):
    code, out, err = coachlog("drill", "--forget")
    assert (code, out, err.count("\n")) == (6, "", 1)
    assert coachlog("drill", "--forget", "--yes") == (
        0,
        "",
        "Deleted: 2 lessons. This cannot be undone.\n",
    )
    again = coachlog("drill", "--forget", "--yes")
    assert again == (0, "", "There was no practice to delete.\n")
    assert coachlog("drill", "--forget", "--stats").code == 2


def test_practice_is_in_no_export_and_no_history(coachlog, rated):
    before = coachlog("export", "--for", "full", "--format", "json").out
    coachlog("drill", "--forget", "--yes")
    assert coachlog("export", "--for", "full", "--format", "json").out == before
    assert "drill" not in coachlog("history").out


def test_without_a_log_nothing_fails_and_none_is_created(coachlog, home):
    assert coachlog("drill", "--stats").code == 0
    assert coachlog("drill", "--forget", "--yes").code == 0
    assert list(home.rglob("*.db")) == []
