"""The keys that hold at every prompt, on a real terminal and on one that cannot draw."""

import os
import signal
import sys

import pytest

pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")

# Asks for two texts and two keys, and prints what it got.
ASKING = """
from coachlog.cli.ask.prompts import Back, ask, confirm, press_one_of
from coachlog.cli.main import main

MEANINGS = {"x": "this", "y": "that", "": "that", "q": "leave"}

def questions(arguments):
    answers = []
    questions = {
        "A": lambda: ask("First text"),
        "B": lambda: ask("Second text", "usual", "typed before"),
        "C": lambda: press_one_of("Which key", MEANINGS),
        "D": lambda: confirm("Really?"),
    }
    for name in arguments:
        try:
            answers.append(questions[name]())
        except Back:
            answers.append("back")
    print("answers:", answers)
    return 0

import coachlog.cli.main
coachlog.cli.main._run_command = questions
main()
"""


@pytest.fixture(params=["xterm-256color", "dumb"])
def asked(request, monkeypatch, terminal):
    """Ask questions on a terminal of either kind: `asked("AC")`."""
    monkeypatch.setenv("TERM", request.param)
    return lambda names: terminal(command=(sys.executable, ["-c", ASKING, *names]))


@pytest.fixture
def drawn(monkeypatch, terminal):
    """Ask questions on a terminal that can draw."""
    return lambda names: terminal(command=(sys.executable, ["-c", ASKING, *names]))


def send_after(child, shown, keys):
    """Wait until a text is shown, and press keys."""
    child.expect_exact(shown)
    child.send(keys)


def answers_of(child):
    child.expect(r"answers: (\[.*\])\r\n")
    answers = child.match[1]
    assert leave(child) == 0
    return answers


def leave(child):
    child.expect(child_end())
    child.close()
    return child.exitstatus


def child_end():
    import pexpect

    return pexpect.EOF


def test_texts_and_keys_are_answered_in_order(asked):
    child = asked("ACD")
    send_after(child, "First text:", 'it\'s $5 & more? * ( ) # "ok"\r')
    send_after(child, "Which key", "y")
    send_after(child, "Really? [y/N]", "y")
    assert answers_of(child) == "['it\\'s $5 & more? * ( ) # \"ok\"', 'y', True]"


def test_keys_that_are_pressed_at_once_answer_one_question_each(asked):
    child = asked("CCDC")
    send_after(child, "Which key", "xyn\r")
    assert answers_of(child) == "['x', 'y', False, '']"


def test_what_is_typed_before_the_first_question_is_its_answer(asked):
    child = asked("AC")
    child.send("early\r")
    send_after(child, "Which key", "x")
    assert answers_of(child) == "['early', 'x']"


def test_a_sign_goes_back_from_a_text_and_from_a_key(asked):
    child = asked("ACD")
    send_after(child, "First text:", "<\r")
    send_after(child, "Which key", "<")
    send_after(child, "Really?", "b")
    assert answers_of(child) == "['back', 'back', False]"


def test_a_question_mark_lists_the_keys(asked):
    child = asked("AC")
    send_after(child, "First text:", "?\r")
    child.expect_exact("<: back")
    send_after(child, "First text:", "x\r")
    send_after(child, "Which key", "?")
    child.expect_exact("x: this · y or Enter: that · Esc or q: leave · < or b: back\r\n")
    send_after(child, "Which key (? for keys)", "\x1b[A")
    child.expect_exact("That key does nothing here. ? lists the keys.\r\n")
    send_after(child, "Which key", "z")
    send_after(child, "z does nothing here. ? lists the keys.\r\n", "x")
    assert answers_of(child) == "['x', 'x']"


def test_escape_leaves_where_a_key_is_pressed(asked):
    child = asked("CD")
    send_after(child, "Which key", "\x1b")
    send_after(child, "Really?", "\x1b")
    child.expect_exact("stopped; nothing was recorded.")
    assert leave(child) == 130


@pytest.mark.parametrize("key", ["\x1b", "\x03"], ids=["Esc", "Ctrl-C"])
def test_leaving_a_text_gives_back_what_stands_in_the_line(drawn, key):
    child = drawn("A")
    send_after(child, "First text:", "half a sen")
    send_after(child, "half a sen", key)
    child.expect_exact("stopped; nothing was recorded.")
    child.expect_exact("Your text:\r\nhalf a sen\r\n")
    assert leave(child) == 130


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_gives_back_what_stands_in_the_line(drawn, number):
    child = drawn("A")
    send_after(child, "First text:", "half a sen")
    child.expect_exact("half a sen")
    child.kill(number)
    child.expect_exact("stopped; nothing was recorded.")
    child.expect_exact("Your text:\r\nhalf a sen\r\n")
    leave(child)
    assert child.signalstatus == (None if number == signal.SIGINT else number)


LATE_SIGNAL = """
import os, signal, sys
from prompt_toolkit.application import Application
end = Application.exit

def end_and_signal(self, **options):
    end(self, **options)
    os.kill(os.getpid(), signal.{})

Application.exit = end_and_signal
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_counts_that_comes_when_a_key_has_ended_the_question(terminal, name):
    code = LATE_SIGNAL.format(name) + ASKING
    child = terminal(command=(sys.executable, ["-c", code, "A"]))
    send_after(child, "First text:", "a text\r")
    child.expect_exact("stopped; nothing was recorded.")
    child.expect_exact("Your text:\r\na text\r\n")
    leave(child)
    assert child.signalstatus == (None if name == "SIGINT" else getattr(signal, name))


def test_an_escape_sequence_is_not_the_escape_key(drawn):
    child = drawn("A")
    child.expect_exact("First text:")
    child.send("ac\x1b[Db")  # to the left
    child.expect_exact("b")
    child.send("\x1bbx\r")  # a word back
    assert answers_of(child) == "['xabc']"


def test_what_was_typed_before_can_be_changed_and_a_default_holds(drawn):
    child = drawn("BB")
    send_after(child, "Second text: typed before", "!\r")
    child.expect_exact("typed before")
    child.expect_exact("Second text: typed before")
    child.send("\x15\r")  # Ctrl-U empties the line
    assert answers_of(child) == "['typed before!', 'usual']"


MARKED = "\x1b[200~{}\x1b[201~"


@pytest.mark.parametrize(
    ("paste", "line_end"),
    [(MARKED, "\r"), (MARKED, "\n"), (MARKED, "\r\n"), ("{}", "\r"), ("{}", "\n")],
)
def test_a_paste_of_several_lines_is_one_text(drawn, paste, line_end):
    child = drawn("AC")
    send_after(child, "First text:", paste.format(line_end.join(["one", "two", "", "three"])))
    send_after(child, "three", "\r")
    send_after(child, "Which key", "x")
    assert answers_of(child) == "['one\\ntwo\\n\\nthree', 'x']"


def test_lines_that_wait_belong_to_the_answer_where_nothing_can_be_drawn(monkeypatch, terminal):
    monkeypatch.setenv("TERM", "dumb")
    child = terminal(command=(sys.executable, ["-c", ASKING, *"AC"]))
    send_after(child, "First text:", "one\ntwo\n\nthree")
    send_after(child, "three", "\n")
    send_after(child, "Which key", "x")
    assert answers_of(child) == "['one\\ntwo\\n\\nthree', 'x']"


def test_a_long_paste_without_marks_is_one_text(drawn):
    lines = [f"line {number}" for number in range(300)]  # more than one read takes
    child = drawn("AC")
    send_after(child, "First text:", "\r".join(lines) + " end")
    send_after(child, " end", "\r")
    send_after(child, "Which key", "x")
    assert answers_of(child) == str(["\n".join(lines) + " end", "x"])


def test_a_paste_is_not_a_key(drawn):
    child = drawn("C")
    send_after(child, "Which key", MARKED.format("xylophone"))
    child.expect_exact("One key is asked for here. Not used: xylophone")
    send_after(child, "Which key", "x")
    assert answers_of(child) == "['x']"


def test_keys_beyond_ascii_and_arrows_are_one_key_each_in_a_burst(asked):
    child = asked("CC")
    send_after(child, "Which key", "é\x1b[A\x1bOP€xy")
    child.expect_exact("é does nothing here.")
    child.expect_exact("That key does nothing here.")
    child.expect_exact("That key does nothing here.")
    child.expect_exact("€ does nothing here.")
    assert answers_of(child) == "['x', 'y']"


def test_keys_and_texts_that_are_sent_at_once_keep_their_order(asked):
    child = asked("CACA")
    send_after(child, "Which key", "x\ry")
    child.expect_exact("First text:")
    send_after(child, "First text:", "last\r")
    assert answers_of(child) == "['x', '', 'y', 'last']"


def test_a_question_is_wrapped_between_words_where_nothing_can_be_drawn(terminal, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    long = ASKING.replace("First text", "What did you do about it after the customer had left")
    long = long.replace("Which key", "Which of all keys do you press now")
    child = terminal(command=(sys.executable, ["-c", long, *"AC"]), columns=40)
    send_after(child, "What did you do about it after the\r\ncustomer had left: ", "answer\r")
    send_after(child, "Which of all keys do you press now\r\n(? for keys) ", "x")
    assert answers_of(child) == "['answer', 'x']"


def test_a_question_is_wrapped_between_words_at_any_width(terminal, monkeypatch):
    long = ASKING.replace("First text", "What did you do about it after the customer had left")
    child = terminal(command=(sys.executable, ["-c", long, "A"]))
    child.expect_exact("What did you do")
    child.setwinsize(24, 40)
    child.expect_exact("What did you do about it after the")
    send_after(child, "customer had left:", "answer\r")
    assert answers_of(child) == "['answer']"


def test_no_colour_is_drawn(drawn, monkeypatch):
    child = drawn("AC")
    send_after(child, "First text:", "text\r")
    child.expect_exact("Which key")
    shown = child.before
    child.send("x")
    answers_of(child)
    assert "\x1b[3" not in shown


def test_a_closed_terminal_ends_a_question_even_where_its_signal_is_ignored(terminal):
    command = f"trap '' HUP; exec {sys.executable} -c \"$0\" A"
    child = terminal(command=("/bin/sh", ["-c", command, ASKING]))
    child.expect_exact("First text:")
    os.close(child.child_fd)
    child.closed = True
    status = os.waitpid(child.pid, 0)[1]
    child.terminated = True
    assert os.waitstatus_to_exitcode(status) == 130
