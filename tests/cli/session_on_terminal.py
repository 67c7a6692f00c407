"""The recording session on a real terminal, for the tests that type into one."""

import sys

from coachlog.cli.context import Context
from coachlog.domain.audience import FULL
from coachlog.domain.filters import Filter
from coachlog.storage.queries.entries import select_entries

INTRODUCTION = "One line is one entry."
RECOVERY = "How was it put right?"
UNDO = "undo: coachlog undo"
RECEIPT = "undo: Ctrl-F"
HOME = "\x1b[H"
UP, DOWN, SHIFT_TAB = "\x1b[A", "\x1b[B", "\x1b[Z"
F2, F3, F4, F5 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~"
CTRL_C, CTRL_D, CTRL_F, CTRL_L, CTRL_O, CTRL_U = "\x03", "\x04", "\x06", "\x0c", "\x0f", "\x15"
PASTE = "\x1b[200~{}\x1b[201~"


def entries():
    """Return all entries, the oldest first."""
    context = Context()
    try:
        return list(select_entries(context.reading, Filter(audience=FULL)))[::-1]
    finally:
        context.close()


def texts():
    return [entry.happened for entry in entries()]


def leave(child):
    child.read()
    child.close()
    return child.exitstatus


def opened(child):
    child.expect_exact(INTRODUCTION)
    child.expect_exact("Shift-Tab")
    return child


def enter(child, line, receipt=RECEIPT):
    """Type a line, and wait for its receipt and the next prompt."""
    child.send(line + "\r")
    child.expect_exact(receipt)
    child.expect_exact("Shift-Tab")


def line_is(child, text):
    """Wait for a text in the line: all is drawn anew, where otherwise only what changed is."""
    child.send(CTRL_L)
    child.expect_exact(f"\x1b[0m> {text}")
    child.expect_exact("Shift-Tab")


def is_refused(child, line, message):
    """Type a line, and wait for the reason it is not taken and for the line itself."""
    child.send(f"{line}\r")
    child.expect_exact(message)
    line_is(child, line)


def cl(terminal, *arguments):
    code = "from coachlog.cli.main import cl; cl()"
    return terminal(command=(sys.executable, ["-c", code, *arguments]))
