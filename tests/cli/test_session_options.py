"""Options in a line of the session: as on the command line, and no word is lost."""

import sys

import pytest

from coachlog.cli.context import Context
from coachlog.cli.session.typed_line import TypedLine
from coachlog.errors import UsageError
from tests.cli.session_on_terminal import (
    CTRL_F,
    CTRL_L,
    CTRL_U,
    F2,
    F4,
    F5,
    RECOVERY,
    enter,
    entries,
    is_refused,
    leave,
    line_is,
    opened,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")


def below_is(child, text):
    """Wait for a text below the line; all is drawn anew."""
    child.send(CTRL_L)
    child.expect_exact(text)


@pytest.fixture
def read(known):
    """Take a line apart, in a log with one entry."""
    context = Context()
    yield lambda line: TypedLine(line, context)
    context.close()


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("--private She asked", {"share": "private", "happened": "She asked"}),
        ("She asked --private", {"share": "private", "happened": "She asked"}),
        ("She asked --on yesterday", {"on": "yesterday", "happened": "She asked"}),
        ("She asked --on=last friday", {"on": "last friday", "happened": "She asked"}),
        ("--on yesterday She asked", {"on": "yesterday", "happened": "She asked"}),
        ("--on yesterday 3pm She asked", {"on": "yesterday 3pm", "happened": "She asked"}),
        ("--on last friday She asked", {"on": "last friday", "happened": "She asked"}),
        ("--on=last friday She asked", {"on": "last friday", "happened": "She asked"}),
        ('--on "last friday" She asked', {"on": "last friday", "happened": "She asked"}),
        ("--on last friday", {"on": "last friday"}),
        ("--on nonsense She asked", {"on": "nonsense", "happened": "She asked"}),
        ("--learner ben She asked", {"learner": "ben", "happened": "She asked"}),
        ("She asked --learner Ana Maria", {"learner": "Ana Maria", "happened": "She asked"}),
        ('She asked --learner "Ana Maria"', {"learner": "Ana Maria", "happened": "She asked"}),
        (
            "oops Hung up --recovery Rang back & said so --lesson Ask",
            {
                "kind": "mistake",
                "happened": "Hung up",
                "recovery": "Rang back & said so",
                "lesson": "Ask",
            },
        ),
        ("--private oops x y", {"kind": "mistake", "share": "private", "happened": "x y"}),
        ("oops --private x y", {"kind": "mistake", "share": "private", "happened": "x y"}),
        (
            "@permits --private +fees x  y --learner ben @hall +forms",
            None,
        ),
        (
            "@permits --private x  y\nz +fees --learner ben +forms",
            {
                "team": "permits",
                "topics": ["fees", "forms"],
                "share": "private",
                "learner": "ben",
                "happened": "x  y\nz",
            },
        ),
        ("x --team permits --topic fees", {"team": "permits", "topics": ["fees"], "happened": "x"}),
        ("x --question", {"kind": "question", "happened": "x"}),
        ("x --not-own", {"own": False, "happened": "x"}),
        ("Ran export --private by mistake", {"happened": "Ran export --private by mistake"}),
        ("Told -- twice -- to hold", {"happened": "Told -- twice -- to hold"}),
        ("what -r is it -c", {"happened": "what -r is it -c"}),
        ("-- She typed --on", {"happened": "She typed --on"}),
        ("@permits -- +fees --on x @a", {"team": "permits", "happened": "+fees --on x @a"}),
        ("oops -- --on x", {"kind": "mistake", "happened": "--on x"}),
        ("She typed --force and it failed", {"happened": "She typed --force and it failed"}),
        ("She asked --force", "--force is not an option of a line."),
        ("--force was typed", "--force is not an option of a line."),
        ("--private=yes x", "--private=yes is not an option of a line."),
        ("She asked --date", "--date is not an option of a line. Use --on DATE. If it is text,"),
        ("She asked --when yesterday", "--when is not an option of a line. Use --on DATE."),
        ("She asked --on", "--on needs a value behind it."),
        ("--on", "--on goes behind the text, with its value."),
        ("--lesson Ask first She asked", "--lesson goes behind the text"),
        ("x --on today --on yesterday", "--on is given twice."),
        ("x --lesson Ask --lesson Ask", "--lesson is given twice."),
        ('x --on ""', "--on is empty."),
        ("x @permits --team hall", "two teams are named"),
        ("x --question --strength", "an entry has one kind"),
        ("oops x --question", "an entry has one kind"),
        ("x --happened y", "what happened is given twice"),
    ],
)
def test_options_before_and_after_a_text_are_read(read, line, typed):
    if typed is None:
        typed = "an entry has only one team"
    if isinstance(typed, str):
        with pytest.raises(UsageError) as error:
            read(line)
        assert typed in str(error.value)
        return
    assert read(line).typed == typed


def test_a_private_entry_and_one_of_another_day_are_one_option_away(session):
    child = session()
    child.send("Rang me twice --private --on last friday")
    below_is(child, "F4 [private]  F5 [last friday]")
    child.send("\r")
    child.expect_exact("Fri 13 Nov · correction · permits / fees · private")
    child.expect_exact("\r\n  Rang me twice\r\n")
    child.expect_exact("Shift-Tab")
    enter(child, "Another")
    child.send("oops Hung up --recovery Rang back\r")
    child.expect_exact("\r\n  Hung up\r\n  recovery: Rang back\r\n")
    child.expect_exact("Shift-Tab")
    child.send("\r")
    assert leave(child) == 0
    recorded = [(entry.share, entry.occurred_on, entry.recovery) for entry in entries()]
    # By their days, the oldest first.
    assert recorded == [
        ("private", "2026-11-13", None),
        ("team", "2026-11-19", None),
        ("team", "2026-11-19", None),
        ("team", "2026-11-19", "Rang back"),
    ]


def test_keys_or_an_option_alone_hold_from_now_on(session):
    child = session()
    child.send("Half a word" + F4)
    below_is(child, "F4 [private]")
    child.send(F5)
    child.expect_exact("Day, such as yesterday or last Friday (Enter keeps today):")
    child.send("yesterday\r")
    below_is(child, "F4 [private]  F5 [Wed 18 Nov]")
    enter(child, "s", "Wed 18 Nov · correction · permits / fees · private")
    enter(child, "Once shared --share team", "Wed 18 Nov · correction · permits / fees · ")
    child.send(F4)
    below_is(child, "F4 shared  F5 [Wed 18 Nov]")
    child.send("--on today\r")
    below_is(child, "F4 shared  F5 today")
    enter(child, "Today")
    child.send("--private\r")
    below_is(child, "F4 [private]  F5 today")
    child.send("--on monday --share team\r")
    below_is(child, "F4 shared  F5 [Mon 16 Nov]")
    child.send("\r")
    assert leave(child) == 0
    recorded = [(entry.happened, entry.share, entry.occurred_on) for entry in entries()]
    assert recorded == [
        ("Half a words", "private", "2026-11-18"),
        ("Once shared", "team", "2026-11-18"),
        ("The first entry", "team", "2026-11-19"),
        ("Today", "team", "2026-11-19"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("She asked --on nonsense", "is not a date coachlog understands"),
        ("--learner ben", "--learner is for one entry."),
        ("--rule 2 CFR 200.318 --factor hurry", "goes behind the text"),
        ("--factor workload", "--factor is for one entry."),
        ("She asked --share nobody", "share must be one of"),
        ("She asked --trainer kim --private", "only kim can record a private entry of kim."),
        ("She asked --force", "--force is not an option of a line."),
    ],
)
def test_a_line_whose_option_cannot_be_used_stands_there_again(session, line, message):
    child = session()
    is_refused(child, line, message)
    child.send(CTRL_U + "\r")
    child.expect_exact("nothing was recorded.")
    assert leave(child) == 0


def test_a_day_ahead_is_asked_about(session):
    child = session()
    child.send("She asked --on 2026-12-24\r")
    child.expect_exact("Record it anyway? [y/N]")
    child.send("n")
    child.expect_exact("Give another date, or add --ahead")
    line_is(child, "She asked --on 2026-12-24")
    enter(child, " --ahead", "Thu 24 Dec")
    child.send("\r")
    assert leave(child) == 0


def test_the_last_entry_gets_its_recovery_and_its_day_by_options(session):
    child = session()
    child.send("oops Hung up\r")
    child.expect_exact(RECOVERY)
    child.send("\r")
    child.expect_exact("Still open. To add how it was put right: Ctrl-F, and  --recovery …")
    child.expect_exact("Shift-Tab")
    child.send(CTRL_F)
    child.expect_exact(": @permits +fees Hung up")
    child.send(" --recovery Rang back --on yesterday\r")
    child.expect_exact("Shift-Tab")
    child.send("\r")
    assert leave(child) == 0
    entry = entries()[0]
    assert (entry.happened, entry.recovery, entry.occurred_on) == (
        "Hung up",
        "Rang back",
        "2026-11-18",
    )


def test_no_hint_of_the_session_names_a_command_for_which_it_has_a_key(terminal):
    child = opened(terminal("log"))
    child.send("@permits Call 020 7946 0958\r")
    child.expect_exact("[y/N]")
    child.send("y")
    child.expect_exact("take it out: Ctrl-F.")
    child.send("Call 020 7946 0958\r")
    child.expect_exact("To remove this one: Ctrl-F and an empty line.")
    child.send("\r")
    assert leave(child) == 0
    assert "coachlog edit" not in child.before


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_what_is_private_is_shown_in_a_narrow_terminal(terminal, known, columns):
    child = terminal("log", columns=columns)
    child.expect_exact("[correction]")
    child.send("@a-team-with-a-name-that-is-longer-than-the-terminal ")
    child.send("+and-a-topic-that-is-as-long-as-the-name-of-the-team " + F4 + CTRL_L)
    child.expect_exact("\x1b[2J")
    child.expect_exact("F4 [private]")
    child.send(CTRL_U + "\r")
    assert leave(child) == 0


def test_options_behind_a_recovery_are_read(session):
    child = session()
    child.send("oops Hung up\r")
    child.expect_exact(RECOVERY)
    child.send("Rang back --lesson\r")
    child.expect_exact("--lesson needs a value behind it.")
    child.expect_exact("Rang back --lesson")
    enter(child, " Ask first --private")
    child.send("\r")
    assert leave(child) == 0
    entry = entries()[-1]
    assert (entry.recovery, entry.lesson, entry.share) == ("Rang back", "Ask first", "private")


def test_options_are_read_at_the_questions_of_log_too(terminal, known, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    child = terminal("log")
    child.expect_exact("What happened?")
    child.sendline("--private")
    child.expect_exact("Say in a few words what happened.")
    child.expect_exact("What happened?")
    child.sendline("it's $5 --on nonsense")
    child.expect_exact("is not a date coachlog understands")
    child.expect_exact("[it's $5 --on nonsense]")
    child.sendline("it's $5 --on yesterday")
    child.expect_exact("Where?")
    child.sendline("")
    child.expect_exact("Enter saves;")
    child.send("\r")
    child.expect_exact("Wed 18 Nov · correction · permits / fees · private")
    assert leave(child) == 0
    assert "it's $5" in {entry.happened for entry in entries()}


@pytest.mark.parametrize("team", ["Ward 7", "@Ward 7"])
def test_a_new_name_at_a_key_that_is_not_meant_can_be_changed(session, team):
    child = session()
    child.send(F2)
    child.expect_exact("Team (Enter keeps permits):")
    child.send(f"{team}\r")
    child.expect_exact("New team “Ward 7”? [y/N]")
    child.send("n")
    child.expect_exact(f"Team (Enter keeps permits): {team}")
    child.send("b\r")
    child.expect_exact("New team “Ward 7b”? [y/N]")
    child.send("y")
    below_is(child, "F2 Ward 7b")
    child.send("\r\r")
    assert leave(child) == 0


def test_tab_completes_options(session):
    child = session()
    child.send("She asked --PRI\t")
    line_is(child, "She asked --private")
    child.send("--o\t" + CTRL_L)
    child.expect_exact("[--own]  --on")
    child.send("\t")
    enter(child, " yesterday")
    child.send("\r")
    assert leave(child) == 0
    entry = entries()[0]
    assert (entry.happened, entry.share, entry.occurred_on) == (
        "She asked",
        "private",
        "2026-11-18",
    )
