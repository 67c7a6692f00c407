"""What the README shows is what coachlog prints: the parts of it that are made, and how.

- A fenced `console` block is a session: each line that begins with `$ ` is run, what follows it is what it printed.
  All sessions share one log, from the first to the last.
- `<!-- at 2026-11-19T09:12 as robin -->` says when, and at whose desk, the sessions after it take place.
- `<!-- file old-list.csv -->` stores the fenced block after it as a file in the sessions' folder.
- What stands between `<!-- made: commands -->` and `<!-- end -->` is written anew; `settings` likewise.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from coachlog.cli.app import COMMANDS
from coachlog.domain.settings import SETTINGS, environment_name

README = Path(__file__).parent.parent / "README.md"
_AT = re.compile(r"<!-- at (\S+) as (\w+) -->")
_FILE = re.compile(r"<!-- file (\S+) -->")
_MADE = re.compile(r"<!-- made: (\w+) -->")

Run = Callable[[list[str]], str]


class Desk:
    """Where sessions take place: what runs a command, what moves to another time and person, and a folder."""

    def __init__(self, run: Run, move: Callable[[str, str], None], folder: Path) -> None:
        self.run = run
        self.move = move
        self.folder = folder

    def answer(self, line: str) -> str:
        """What a command line prints: one of coachlog's, or `cat FILE`."""
        program, *arguments = shlex.split(line)
        if program == "cat":
            path = self.folder / arguments[0]
            return (
                path.read_text(encoding="utf-8-sig")
                if path.exists()
                else f"cat: there is no {path.name}"
            )
        assert program == "coachlog", line
        return self.run(arguments)


def renewed(text: str, desk: Desk) -> str:
    """The README's text with every made part made anew."""
    return "\n".join(_renewed(iter(text.split("\n")), desk))


def _renewed(lines: Iterator[str], desk: Desk) -> Iterator[str]:
    for line in lines:
        yield line
        if found := _AT.fullmatch(line):
            desk.move(*found.groups())
        elif found := _FILE.fullmatch(line):
            yield next(lines)
            content = list(_until(lines, "```"))
            (desk.folder / found[1]).write_text(
                "".join(part + "\n" for part in content), encoding="utf-8"
            )
            yield from [*content, "```"]
        elif line == "```console":
            for command in [part for part in _until(lines, "```") if part.startswith("$ ")]:
                yield command
                yield from desk.answer(command[2:]).rstrip("\n").splitlines()
            yield "```"
        elif found := _MADE.fullmatch(line):
            list(_until(lines, "<!-- end -->"))
            yield from {"commands": command_reference, "settings": settings_table}[found[1]](desk)
            yield "<!-- end -->"


def command_reference(desk: Desk) -> Iterator[str]:
    """The help of every command, folded away."""
    for name in COMMANDS:
        shown = desk.run([name, "--help"]).strip("\n")
        summary = shown.split("\n\n")[1].strip().split("\n")[0]
        yield from ["", f"<details><summary><code>coachlog {name}</code>: {summary}</summary>", ""]
        yield from ["```text", *shown.split("\n"), "```", "", "</details>"]
    yield ""


def settings_table(desk: Desk) -> Iterator[str]:
    """Every setting, what it means, and the variable that overrides it."""
    del desk
    yield from [
        "",
        "| setting | what it means | otherwise | variable |",
        "| --- | --- | --- | --- |",
    ]
    for name, setting in SETTINGS.items():
        yield f"| `{name}` | {setting.meaning} | {setting.default or ''} | `{environment_name(name)}` |"
    yield ""


def _until(lines: Iterator[str], end: str) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line
    raise AssertionError(f"the README has no {end} where one is needed")
