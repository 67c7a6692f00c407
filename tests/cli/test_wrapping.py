"""Messages on a terminal: where they are broken, and how receipts, hints and errors differ."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachlog.cli.wrapping import ARROW, INDENT, laid_out, wrap_message
from tests.test_house import loaded_by

LINES = (
    "Thu 19 Nov 15:00 · correction · code-enforcement / site-visits · 8f3a · undo: coachlog undo",
    "To search for words:  coachlog search fee waiver  ·  for a day:  --since DATE",
    "there is no team 'school office of the north'. Did you mean 'school office of the south'?",
    "the file could not be used: no such table. Run `coachlog doctor`, and then try it again.",
)
WHOLE = re.compile(r"coachlog \S+(?: [^· ]\S*)*|'[^']*'|`[^`]*`")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("width", [80, 60, 40, 30])
def test_a_message_is_broken_between_words_and_nothing_to_copy_is(line, width):
    lines = wrap_message(line, width)
    assert " ".join(" ".join(lines).split()) == " ".join(line.split())
    whole = WHOLE.findall(line)
    assert whole
    for text in whole:
        assert any(text in shown for shown in lines)
    for shown in lines:
        assert len(shown) <= width or any(shown.startswith(text) for text in whole)
        assert not shown.lstrip().startswith("·")
    for shown in lines[1:]:
        # What has no room behind the indent stands without it.
        assert shown.startswith(INDENT) or any(shown.startswith(text) for text in whole)


def test_a_command_in_brackets_ends_with_them():
    line = "Since: 5252 cleared (to take back: coachlog clear --back 5252), 5252 adopted (in red)"
    assert wrap_message(line, 40) == [
        "Since: 5252 cleared (to take back:",
        "  coachlog clear --back 5252), 5252",
        "  adopted (in red)",
    ]


def test_a_command_that_is_too_wide_has_lines_of_its_own():
    lines = wrap_message("To see it:  coachlog list --team 'school office' +fees", 24)
    assert lines == ["To see it:", "coachlog list --team 'school office' +fees"]


@given(st.text("ab ·'`\"猫", max_size=80), st.integers(5, 60))
def test_no_word_is_lost(line, width):
    assert " ".join(wrap_message(line, width)).split() == line.split()


def test_receipt_hint_and_error_differ(monkeypatch):
    receipt = laid_out(LINES[0], 200, "utf-8", is_hint=False)
    assert receipt == LINES[0].replace("8f3a", "\x1b[38;5;30m8f3a\x1b[0m")
    edited = laid_out("8f3a · lesson added · undo: coachlog undo", 80, "utf-8", is_hint=False)
    assert edited.startswith("\x1b[38;5;30m8f3a\x1b[0m · lesson")
    assert laid_out("New team permits.", 80, "utf-8", is_hint=True) == f"{ARROW}New team permits."
    assert laid_out("New team permits.", 80, "ascii", is_hint=True) == "> New team permits."
    error = laid_out("coachlog: 8f3a is gone.", 80, "utf-8", is_hint=False)
    assert error == "\x1b[38;5;160mcoachlog:\x1b[0m 8f3a is gone."
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in laid_out("coachlog: 8f3a is gone.", 80, "utf-8", is_hint=False)


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_a_terminal_gets_whole_words(terminal, columns):
    pexpect = pytest.importorskip("pexpect")
    words = "log @code-enforcement +site-visits Walked into the yard without asking anybody first"
    child = terminal(*words.split(), columns=columns)
    child.expect(pexpect.EOF)
    shown = re.sub("\x1b\\[[0-9;]*m", "", child.before).replace("\r\n", "\n")
    lines = shown.splitlines()
    assert max(map(len, lines)) <= columns
    assert "undo: coachlog undo" in shown
    assert "code-enforcement / " in " ".join(shown.split())
    assert "→ New team code-enforcement. New topic site-visits." in " ".join(shown.split())
    child = terminal("--no-color", "show", "zzzz", columns=columns)
    child.expect(pexpect.EOF)
    lines = child.before.replace("\r\n", "\n").splitlines()
    assert lines[0].startswith("coachlog: 'zzzz' is not an id.")
    assert max(map(len, lines)) <= columns
    assert "".join(lines[1:]).startswith(INDENT) or (columns == 80 and len(lines) == 2)


def test_a_pipe_gets_every_message_on_one_line(process):
    words = "@code-enforcement +site-visits Walked into the yard without asking anybody first"
    result = process("log", *words.split())
    receipt, _, new = result.err.splitlines()
    assert receipt.endswith(" · undo: coachlog undo")
    assert new == "New team code-enforcement. New topic site-visits."
    assert "\x1b" not in result.err


@pytest.mark.parametrize("line", ["log @permits Showed how", "list", "list --all", "show zzzz"])
def test_a_pipe_loads_nothing_of_a_terminal(home, line):
    loaded = loaded_by(*line.split())
    assert "coachlog.cli.messages" in loaded.modules
    for name in ("cli.wrapping", "cli.pager", "render.list_table"):
        assert f"coachlog.{name}" not in loaded.modules
