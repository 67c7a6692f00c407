"""`drill`, on a terminal and without one, with its library and without."""

import json
import re
import subprocess
import sys

import pytest

from coachlog.cli.context import Context
from coachlog.domain.filters import Filter
from coachlog.services.drill import lessons_for, rate
from coachlog.services.record import record

PLACE = {"team": "permits", "topics": ["fees"]}
ENTRIES = [
    {
        **PLACE,
        "kind": "mistake",
        "happened": "Charged the full fee",
        "recovery": "Paid it back",
        "why": "Six weeks",
        "learner": "ana",
    },
    {
        **PLACE,
        "kind": "question",
        "happened": "May it be split?",
        "expected": "Yes, with form F-12",
    },
]
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
ANSWER, RATING = r"only think it\): ", r"\[e\]asy "


@pytest.fixture
def two():
    """Two entries that can be asked about."""
    context = Context()
    for given in ENTRIES:
        record(context.log, context.clock, context.settings, dict(given))
    context.close()


@pytest.fixture
def rated(two):
    """Both, rated."""
    context = Context()
    for one in lessons_for(context.log, context.clock, "robin", Filter()):
        rate(context.log, context.clock, "robin", one, "good")
    context.close()


def talk(child, *turns):
    """Send each answer after what it answers; everything that was on the screen."""
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
    def test_it_asks_waits_shows_and_says_when_it_asks_again(self, two, terminal, coachlog):
        child = terminal("drill")
        shown = talk(child, (ANSWER, "pay back\r"), (RATING, "g"), (ANSWER, "\r"), (RATING, "4"))
        assert child.exitstatus == 0
        assert (
            shown.index("Charged the full fee")
            < shown.index("pay back")
            < shown.index("Paid it back")
        )
        assert "why        Six weeks\n" in shown
        assert "good: asked again in 2 days, Sat 21 Nov\n" in shown
        assert "easy: asked again in 8 days, Fri 27 Nov\n" in shown
        assert shown.endswith("2 practised: 1 good, 1 easy.\nnext: 1 on Sat 21 Nov\n")
        assert "ana" not in shown
        assert "nothing to practise today.\nnext: 1 on Sat 21 Nov\n" in talk(terminal("drill"))

    def test_what_was_not_known_comes_again_in_the_same_sitting(self, two, terminal):
        shown = talk(
            terminal("drill"),
            *[
                (ANSWER, "\r"),
                (RATING, "a"),
                (ANSWER, "\r"),
                (RATING, "g"),
                (ANSWER, "\r"),
                (RATING, "h"),
            ],
        )
        assert shown.count("Charged the full fee") == 2
        assert "again: once more today, and tomorrow, Fri 20 Nov\n" in shown
        assert "3 of 3 · permits / fees" in shown

    def test_q_stops_and_keeps_what_was_rated(self, two, terminal, coachlog):
        shown = talk(terminal("drill"), (ANSWER, "\r"), (RATING, "g"), (ANSWER, "q\r"))
        assert "1 practised: 1 good.\n" in shown
        assert json.loads(coachlog("drill", "--stats", "--format", "json").out)[0]["begun"] == 1

    def test_ctrl_c_stops_and_keeps_what_was_rated(self, two, terminal, coachlog):
        child = terminal("drill")
        shown = talk(child, (ANSWER, "\r"), (RATING, "g"), (ANSWER, "\x03"))
        assert (child.exitstatus, "stopped; 1 practised: 1 good." in shown) == (130, True)
        assert json.loads(coachlog("drill", "--stats", "--format", "json").out)[0]["begun"] == 1

    def test_back_asks_the_one_before_once_more_and_rates_it_anew(self, two, terminal):
        turns = [
            (ANSWER, "\r"),
            (RATING, "a"),
            (ANSWER, "<\r"),
            (ANSWER, "\r"),
            (RATING, "<"),
            (ANSWER, "\r"),
            (RATING, "e"),
        ]
        shown = talk(terminal("drill"), *turns, (ANSWER, "\r"), (RATING, "x"), (RATING, "g"))
        assert "this is the first" not in shown
        assert "2 practised: 1 good, 1 easy.\n" in shown
        assert "a: not yet, ask again" in shown

    def test_hostile_text_is_shown_as_text(self, terminal, coachlog):
        coachlog(
            "log",
            "@permits",
            "+fees",
            "--expected",
            "[red]\x1b]0;own\x07 \u202e ok",
            "--",
            "[bold]Took \x1b[2J it",
        )
        shown = talk(terminal("drill"), (ANSWER, "\r"), (RATING, "q"))
        assert "[bold]Took ␛[2J it" in shown
        assert "[red]␛]0;own␇ <U+202E> ok" in shown

    def test_a_file_that_cannot_be_written_is_said_before_the_first_question(
        self, two, terminal, home
    ):
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
def test_what_does_not_go_together_is_refused_in_one_line(coachlog, two, arguments):
    code, out, err = coachlog("drill", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)


WITHOUT = "import sys; sys.modules['fsrs'] = None; from coachlog.cli.main import run; sys.exit(run(sys.argv[1:]))"


def without_the_library(*arguments):
    """A command in a process that cannot import the scheduler."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_without_the_library_one_line_says_how_to_get_it(two):
    assert without_the_library("drill") == (
        3,
        "",
        "coachlog: drill needs the library fsrs, which is not installed:  pip install 'fsrs>=6.3,<7'\n",
    )


def test_what_one_has_learned_is_shown_and_forgotten_without_the_library_too(rated):
    assert without_the_library("drill", "--stats")[0] == 0
    assert without_the_library("drill", "--forget", "--yes")[0] == 0


def test_the_standing_is_ones_own(coachlog, rated, monkeypatch):
    code, out, err = coachlog("drill", "--stats", "--format", "csv")
    assert (code, out) == (0, "topic,begun,due,learned\r\nfees,2,0,0\r\n")
    assert (
        err
        == "robin's own practice, shown to nobody else. Learned: asked again after 21 days or more.\n"
    )
    monkeypatch.setenv("COACHLOG_TRAINER", "sam")
    code, out, err = coachlog("drill", "--stats", "--format", "csv")
    assert (code, out) == (0, "topic,begun,due,learned\r\n")
    assert err.startswith("nothing practised yet:  coachlog drill\n")


def test_forgetting_is_meant_or_not_done(coachlog, rated):
    code, out, err = coachlog("drill", "--forget")
    assert (code, out, err.count("\n")) == (6, "", 1)
    assert coachlog("drill", "--forget", "--yes") == (
        0,
        "",
        "forgotten: 2 lessons. There is no undo.\n",
    )
    assert coachlog("drill", "--forget", "--yes") == (0, "", "there was nothing to forget.\n")
    assert coachlog("drill", "--forget", "--stats").code == 2


def test_practice_is_in_nothing_that_others_are_given(coachlog, rated):
    before = coachlog("export", "--for", "full", "--format", "json").out
    coachlog("drill", "--forget", "--yes")
    assert coachlog("export", "--for", "full", "--format", "json").out == before
    assert "drill" not in coachlog("history").out


def test_an_empty_log_is_no_error_and_is_not_made(coachlog, home):
    assert coachlog("drill", "--stats").code == 0
    assert coachlog("drill", "--forget", "--yes").code == 0
    assert list(home.rglob("*.db")) == []
