"""The documentation shows what coachlog does.

To write it anew: `pytest tests/test_docs.py --update-docs`.
"""

import io
import os
import random  # noqa: TID251 - the same ids in every run
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coachlog.cli.every_command import COMMANDS
from coachlog.cli.main import run
from coachlog.domain.fields import FIELD_NAMES
from coachlog.errors import CoachlogError
from tests.docs import DOCS, MAN_PAGE, README, ROOT, Desk, man_page, regenerated

PAGES = [README, *sorted(DOCS.glob("*.md"))]
NO_ZONE = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no tzset, so its sessions would show other times"
)


class Screen(io.TextIOWrapper):
    """A terminal that shows stdout and stderr in the order in which they are written."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def desk(home, monkeypatch, request):
    monkeypatch.setattr(os, "urandom", random.Random(2026).randbytes)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()

    def move(moment: str, trainer: str, computer: str | None = None) -> None:
        monkeypatch.setenv("COACHLOG_NOW", moment)
        monkeypatch.setenv("LOGNAME", trainer)
        monkeypatch.delenv("COACHLOG_DB", raising=False)
        if computer:
            monkeypatch.setenv("COACHLOG_DB", f"{computer}.db")

    def output_of(arguments: list[str]) -> str:
        screen = Screen(io.BytesIO(), encoding="utf-8", newline="")
        for name in ("stdout", "stderr"):
            monkeypatch.setattr(sys, name, screen)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        code = run(arguments)
        screen.flush()
        # A page shows what works: an id that has changed must not end up as an error message in it.
        assert code == 0, (arguments, screen.buffer.getvalue().decode())
        return screen.buffer.getvalue().decode().replace(str(home), "~")

    def new_database(address: str) -> str:
        from tests.hub_server import HubServer

        # Nobody has a login on this one yet.
        server = HubServer()
        request.addfinalizer(server.close)
        database = "made_for_this_page".ljust(len(address) - 1, "_")
        server.run(f"CREATE DATABASE {database}")
        monkeypatch.setenv("PGHOST", str(server.socket))
        return f"/{database}"

    return Desk(output_of, move, home, new_database)


def check_or_write(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    """Write the file if asked to; otherwise fail where it differs."""
    if request.config.getoption("--update-docs"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, (
        f"{path.name} is out of date. Run: pytest tests/test_docs.py --update-docs"
    )


@NO_ZONE
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_coachlog_prints(page, desk, request):
    check_or_write(page, regenerated(page.read_text(encoding="utf-8"), desk), request)


@NO_ZONE
def test_the_man_page_matches_the_help(desk, request):
    check_or_write(MAN_PAGE, man_page(desk), request)


# Each with the columns of its terminal and what is typed.
PICTURES = {
    "week.svg": (80, "week last"),
    "week-120.svg": (120, "week last"),
    "heat-map.svg": (80, "summary --by team --across month"),
}


@NO_ZONE
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_the_demo_looks_like(name, desk, request, monkeypatch):
    columns, line = PICTURES[name]
    monkeypatch.setenv("COLUMNS", str(columns))
    desk.move("2026-11-23T08:30", "sam")
    desk.run(["demo", "--keep", "demo.db"])
    monkeypatch.delenv("NO_COLOR")
    shown = desk.run(["--db", "demo.db", *line.split()])
    picture = picture_of(f"$ coachlog {line}\n{shown}", columns, name.removesuffix(".svg"))
    check_or_write(DOCS / name, picture, request)


def picture_of(text: str, columns: int, name: str) -> str:
    """Return an SVG of a terminal that shows a text with its colours.

    Args:
        text: as it goes to the terminal.
        columns: those of the terminal.
        name: begins the names of what is in the SVG, so that a page can have several.
    """
    from rich.console import Console
    from rich.terminal_theme import SVG_EXPORT_THEME, TerminalTheme
    from rich.text import Text

    console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(text.rstrip("\n")))
    # As dark as most terminals are; rich's own background is a grey.
    sixteen = [tuple(SVG_EXPORT_THEME.ansi_colors[number]) for number in range(16)]
    theme = TerminalTheme((16, 16, 16), (220, 220, 220), sixteen[:8], sixteen[8:])
    return console.export_svg(
        title="coachlog",
        theme=theme,
        code_format=PICTURE_FORMAT,
        unique_id=f"coachlog-{name}",
    )


# Rich's own format loads a font from another server. A reader's own monospaced font will do.
PICTURE_FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; \
line-height: {line_height}px; }}
.{unique_id}-title {{ font-family: sans-serif; font-size: 18px; font-weight: bold; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
def test_man_reads_the_man_page_without_a_warning():
    shown = subprocess.run(
        ["man", "--warnings", "-l", str(MAN_PAGE)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "MANWIDTH": "80", "LC_ALL": "C.UTF-8"},
    )
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "coachlog log" in shown.stdout


def test_the_first_screen_has_exactly_two_commands_each_one_line():
    first_screen = README.read_text(encoding="utf-8").partition("\n## ")[0]
    blocks = re.findall(r"^```(\w*)\n(.*?)\n```$", first_screen, re.MULTILINE | re.DOTALL)
    assert [language for language, _ in blocks] == ["sh", "sh"]
    assert [command.count("\n") for _, command in blocks] == [0, 0]
    assert first_screen.count("\n") < 40


def test_the_readme_is_at_most_250_lines():
    assert len(README.read_text(encoding="utf-8").splitlines()) <= 250


def test_every_link_between_the_pages_leads_somewhere():
    count = 0
    broken = []
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            count += 1
            if not (page.parent / target).exists():
                broken.append((page.name, target))
    assert count > 0
    assert broken == []


def test_every_page_is_in_the_contents_of_the_documentation():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    names = {page.name for page in DOCS.glob("*.md")} - {"README.md"}
    assert {name for name in names if f"({name})" not in index} == set()
    assert {name for name in names if f"(docs/{name})" not in readme} == set()


def test_every_command_has_a_section():
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"\n## coachlog {name}\n" not in text] == []


def test_every_field_is_in_the_formats_in_its_order():
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    section = text.partition("## The record")[2].partition("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == FIELD_NAMES


def test_every_exit_code_is_explained():
    text = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    kinds = [CoachlogError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    explained = {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)}
    assert {kind.exit_code for kind in kinds} <= explained


def test_every_path_and_function_that_contributing_names_exists():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:coachlog|tests|docs)/[\w/.]*)`", text))
    assert len(paths) > 20
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    for function, path in re.findall(r"`(\w+)` in\s+`(coachlog/[\w/.]+)`", text):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(def {function}\b|{function}\b.* = )", source, re.MULTILINE), function
