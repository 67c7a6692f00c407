"""The README shows what coachlog does, and says nothing else. After a change: `pytest tests/test_readme.py --update-readme`."""

import io
import os
import random  # noqa: TID251 - the same ids every time
import re
import sys
import time

import pytest

from coachlog.cli.app import COMMANDS
from coachlog.cli.main import run
from coachlog.domain.fields import FIELDS
from coachlog.errors import CoachlogError
from tests.readme import README, Desk, renewed


class Screen(io.TextIOWrapper):
    """A screen of 80 columns without colour, which shows both streams in the order in which they come."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def desk(home, monkeypatch):
    monkeypatch.setattr(os, "urandom", random.Random(2026).randbytes)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()

    def move(moment: str, who: str) -> None:
        monkeypatch.setenv("COACHLOG_NOW", moment)
        monkeypatch.setenv("LOGNAME", who)

    def answer(arguments: list[str]) -> str:
        screen = Screen(io.BytesIO(), encoding="utf-8", newline="")
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, screen)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        run(arguments)
        screen.flush()
        return screen.buffer.getvalue().decode().replace(str(home), "~")

    return Desk(answer, move, home)


@pytest.mark.skipif(
    sys.platform == "win32", reason="paths and the clock's zone are written as elsewhere"
)
def test_the_readme_shows_what_coachlog_prints(desk, request):
    text = README.read_text(encoding="utf-8")
    made = renewed(text, desk)
    if request.config.getoption("--update-readme"):
        README.write_text(made, encoding="utf-8")
    else:
        assert text == made, "run: pytest tests/test_readme.py --update-readme"


def test_the_first_screen_has_exactly_two_commands_each_one_line():
    first_screen = README.read_text(encoding="utf-8").partition("\n## ")[0]
    blocks = re.findall(r"^```(\w*)\n(.*?)\n```$", first_screen, re.MULTILINE | re.DOTALL)
    assert [language for language, _ in blocks] == ["sh", "sh"]
    assert [command.count("\n") for _, command in blocks] == [0, 0]
    assert first_screen.count("\n") < 40


def test_every_command_has_a_place_in_the_readme():
    text = README.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"<code>coachlog {name}</code>" not in text] == []


def test_every_field_is_in_the_readme_in_its_order():
    text = README.read_text(encoding="utf-8").partition("## The record")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == FIELDS


def test_every_exit_code_is_in_the_readme():
    text = README.read_text(encoding="utf-8").partition("## Exit codes")[2].partition("\n## ")[0]
    kinds = [CoachlogError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert {kind.exit_code for kind in kinds} <= {
        int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)
    }
