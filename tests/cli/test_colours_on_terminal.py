"""Tests of pages on a real terminal: their width, their colours, and what they load."""

import re
import shlex
import subprocess
import sys

import pytest

from coachlog.render.heat_map import SIGNS
from coachlog.render.text_width import width_of
from tests.render.texts import without_colours
from tests.test_house import LOADED

pytest.importorskip("pexpect")

TEAM = "licensing and inspection at the second entrance"
TOPIC = "temporary-occupancy-certificates-of-old-buildings"
HOSTILE = "[red]not[/red] :smile: [link=http://e.vil]x[/link] \x1b[31mred 漢字漢字漢字 http://e.vil"
PAGES = {
    "week": ["week"],
    "full week": ["week", "--full"],
    "summary": ["summary", "--by", "team", "--across", "topic"],
    "card": ["card", TOPIC],
    "meeting": ["meeting", "plan"],
    "show": ["show", "last"],
}
CODES = re.compile(r"\x1b\[([\d;]*)m")
SIXTEEN = {"0", "1", *map(str, range(30, 38))}


@pytest.fixture
def filled(coachlog):
    """Record entries of three teams, with names that are long and texts that are hostile."""
    for team, topic, text in (
        (TEAM, TOPIC, "Took the old form."),
        (TEAM, "fees", HOSTILE),
        ("permits", "fees", "Charged the fee twice."),
        ("permits", TOPIC, "Asked the wrong office."),
        ("漢字チーム", "fees", "Sent the notice late."),
    ):
        coachlog("mistake", "--team", team, "--topic", topic, "--lesson", "Ask first.", "--", text)
    return coachlog


@pytest.fixture
def drawn(filled, terminal):
    """Run a command on a terminal of so many columns; return what it prints."""

    def run(arguments, columns):
        # What is said beside the page is wrapped by its own rules.
        line = shlex.join([sys.executable, "-m", "coachlog", *arguments]) + " 2>/dev/null"
        child = terminal(command=("/bin/sh", ["-c", line]), columns=columns)
        shown = child.read().replace("\r\n", "\n")
        child.close()
        assert child.exitstatus == 0, shown
        return shown

    return run


def squeezed(text):
    return "".join(without_colours(text).split())


@pytest.mark.parametrize("columns", [120, 80, 60, 40])
@pytest.mark.parametrize("page", PAGES)
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(drawn, page, columns):
    shown = drawn(PAGES[page], columns)
    assert "…" not in shown
    assert "\x1b[31mred" not in shown
    assert "\u241b[31m" in shown or HOSTILE[:8] not in shown
    for line in without_colours(shown).splitlines():
        assert width_of(line) <= columns


@pytest.mark.parametrize("columns", [80, 40])
def test_the_title_of_an_entry_wraps(drawn, columns):
    assert squeezed(f"{TEAM} / {TOPIC}") in squeezed(drawn(PAGES["full week"], columns))


@pytest.mark.parametrize("page", PAGES)
def test_without_colour_there_is_no_escape_and_the_same_text(drawn, page, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    coloured = drawn(PAGES[page], 80)
    monkeypatch.setenv("NO_COLOR", "1")
    plain = drawn(PAGES[page], 80)
    assert "\x1b" not in plain
    assert plain == without_colours(coloured)


@pytest.mark.parametrize("page", PAGES)
def test_sixteen_colours_are_enough(drawn, page, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    codes = set()
    for match in CODES.finditer(drawn(PAGES[page], 80)):
        codes.update(match[1].split(";"))
    assert codes <= SIXTEEN
    assert "1" in codes


@pytest.mark.parametrize("page", PAGES)
def test_no_text_becomes_markup_an_emoji_or_a_link(drawn, page):
    shown = drawn(PAGES[page], 200)
    assert "\U0001f604" not in shown
    assert "\x1b]" not in shown
    assert ("[red]not[/red] :smile: [link=http://e.vil]x[/link]" in shown) == ("[red]" in shown)


NEEDS_SOMEBODY = {
    "5 open mistakes, all of today",
    "5 entries not cleared for a meeting",
    "Mistakes still open (5)",
    "Check-ins due by the end of the week: 5",
}


@pytest.mark.parametrize("page", PAGES)
def test_red_is_only_for_what_needs_somebody(drawn, page, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    red = re.findall(r"\x1b\[31m([^\x1b]*)", drawn(PAGES[page], 120))
    assert set(red) <= NEEDS_SOMEBODY
    assert bool(red) == (page in ("week", "full week"))


def test_a_full_week_has_a_heat_map_of_teams_and_topics(drawn, filled):
    shown = drawn(PAGES["full week"], 80)
    assert "Which team wrote about which topic" in shown
    assert f"B={TOPIC}" in shown
    assert "48;5;" in shown
    assert "Which team" not in filled(*PAGES["full week"]).out
    assert "Which team" not in filled("week", "--format", "md").out


def test_a_summary_is_a_heat_map(drawn, monkeypatch):
    assert "48;5;" in drawn(PAGES["summary"], 120)
    monkeypatch.setenv("TERM", "xterm")
    assert set(drawn(PAGES["summary"], 120)) & set(SIGNS)


@pytest.mark.parametrize("page", PAGES)
def test_a_pipe_gets_the_same_whatever_the_terminal(filled, page, monkeypatch):
    outputs = set()
    for term, columns in (("xterm-256color", "40"), ("dumb", "200")):
        monkeypatch.setenv("TERM", term)
        monkeypatch.setenv("COLUMNS", columns)
        outputs.add(filled(*PAGES[page]).out)
    (output,) = outputs
    assert "\x1b" not in output
    assert set(output) & set(SIGNS[:3]) == set()


@pytest.mark.parametrize(("variable", "loads_rich"), [("", True), ("NO_COLOR", False)])
def test_only_a_terminal_with_colour_loads_the_console(drawn, variable, loads_rich, monkeypatch):
    monkeypatch.setenv(variable or "UNUSED", "1")
    as_terminal = LOADED.replace(
        "import sys\n", "import sys\nsys.stdout.isatty = lambda: True\n", 1
    )
    done = subprocess.run(
        [sys.executable, "-c", as_terminal, "week"], capture_output=True, text=True, check=True
    )
    modules = set(done.stderr.split())
    assert ("rich.console" in modules) == loads_rich
    assert modules & {"rich.table", "rich.progress", "rich.markdown", "rich.traceback"} == set()
