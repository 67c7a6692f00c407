"""The documentation shows what coachlog prints: which parts of the pages are generated, and how.

- A fenced `console` block is a session: each line that begins with `$ ` is run, and what it prints
  follows it. The sessions of a page share one log, which is empty at the start of the page.
- `<!-- at 2026-11-19T09:12 as robin -->` sets the time and the person at the desk for the sessions
  after it; with `on kims-computer` at its end they are on a computer with a log of its own.
- `<!-- folder OneDrive -->` makes a folder in that of the sessions, and shows nothing.
- `<!-- hub db.example.org/coachlog -->` makes a database for the sessions, at this address.
- `<!-- demo demo.db -->` makes the log of the demo in that folder, and shows nothing.
- `<!-- file old-list.csv -->` stores the fenced block after it as a file in the folder of the
  sessions.
- Everything between `<!-- made: NAME -->` and `<!-- end -->` is written by the function of that
  name in `MADE`.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

from coachlog import __version__
from coachlog.cli.every_command import COMMANDS
from coachlog.domain.entry_lists import ENTRY_LISTS
from coachlog.domain.families import FAMILIES
from coachlog.domain.settings import SETTINGS
from coachlog.errors import CoachlogError

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = ROOT / "docs"
MAN_PAGE = DOCS / "coachlog.1"
_AT = re.compile(r"<!-- at (\S+) as (\w+)(?: on (\S+))? -->")
_FOLDER = re.compile(r"<!-- folder (\S+) -->")
_HUB = re.compile(r"<!-- hub (\S+) -->")
_DEMO = re.compile(r"<!-- demo (\S+) -->")
_FILE = re.compile(r"<!-- file (\S+) -->")
_MADE = re.compile(r"<!-- made: ([\w-]+) -->")
_END = "<!-- end -->"

Run = Callable[[list[str]], str]


class Desk:
    """Where sessions take place.

    Attributes:
        run: runs a command and returns what it prints.
        move: sets the time, the person at the desk, and their computer, which may be None.
        folder: where the files of a session are.
        new_database: gets what stands in the address of a hub behind the login, makes a database,
            and returns what its real address is: of the same length, for the same line breaks.
    """

    def __init__(
        self,
        run: Run,
        move: Callable[..., None],
        folder: Path,
        new_database: Callable[[str], str],
    ) -> None:
        self.run = run
        self.move = move
        self.folder = folder
        self.new_database = new_database
        self.addresses: dict[str, str] = {}  # the real ones by those that the page shows

    def output_of(self, line: str) -> str:
        """Return what a command line prints: one of coachlog's, or `cat FILE`."""
        program, *arguments = shlex.split(line)
        if program == "cat":
            path = self.folder / arguments[0]
            return path.read_text(encoding="utf-8-sig")
        assert program == "coachlog", line
        for shown, real in self.addresses.items():
            arguments = [argument.replace(shown, real) for argument in arguments]
        printed = self.run(arguments)
        for shown, real in self.addresses.items():
            printed = printed.replace(real, shown)
            printed = printed.replace(_database(real), _database(shown))
        return printed


def _database(address: str) -> str:
    return address.rpartition("/")[2]


def regenerated(text: str, desk: Desk) -> str:
    """Return the text of a page with every generated part written anew."""
    return "\n".join(_regenerated_lines(text, desk))


def _regenerated_lines(text: str, desk: Desk) -> Iterator[str]:
    lines = iter(text.split("\n"))
    for line in lines:
        yield line
        if match := _AT.fullmatch(line):
            desk.move(*match.groups())
        elif match := _FOLDER.fullmatch(line):
            (desk.folder / match[1]).mkdir()
        elif match := _HUB.fullmatch(line):
            desk.addresses[match[1]] = desk.new_database(match[1])
        elif match := _DEMO.fullmatch(line):
            desk.run(["demo", "--keep", match[1]])
        elif match := _FILE.fullmatch(line):
            yield next(lines)
            content = list(_until(lines, "```"))
            stored = "".join(part + "\n" for part in content)
            (desk.folder / match[1]).write_text(stored, encoding="utf-8")
            yield from content
            yield "```"
        elif line == "```console":
            yield from _session(list(_until(lines, "```")), desk)
            yield "```"
        elif match := _MADE.fullmatch(line):
            list(_until(lines, _END))
            yield ""
            yield from MADE[match[1]](text, desk)
            yield ""
            yield _END


def _session(lines: list[str], desk: Desk) -> Iterator[str]:
    for line in lines:
        if line.startswith("$ "):
            yield line
            yield from desk.output_of(line[2:]).rstrip("\n").splitlines()


def _until(lines: Iterator[str], end: str) -> Iterator[str]:
    for line in lines:
        if line == end:
            return
        yield line
    raise AssertionError(f"a page has no {end} where one is needed")


def contents(text: str, desk: Desk) -> Iterator[str]:
    """Yield the table of contents of a page: a link to each of its sections."""
    del desk
    outside = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^## (.+)$", outside, re.MULTILINE)
    if "<!-- made: commands -->" in text:
        titles = ["Overview", *(f"coachlog {name}" for name in COMMANDS)]
    for title in titles:
        anchor = re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        yield f"- [{title}](#{anchor})"


def overview(text: str, desk: Desk) -> Iterator[str]:
    """Yield what `coachlog --help` prints."""
    del text
    yield "```text"
    yield from desk.run(["--help"]).strip("\n").split("\n")
    yield "```"


def command_reference(text: str, desk: Desk) -> Iterator[str]:
    """Yield the help of every command, a section each, and of the commands of a group."""
    del text
    for number, words in enumerate(command_lines()):
        if number:
            yield ""
        level = "#" * (len(words) + 1)
        yield f"{level} coachlog {' '.join(words)}"
        yield ""
        yield "```text"
        yield from desk.run([*words, "--help"]).strip("\n").split("\n")
        yield "```"
        if words == ("list",):
            yield from _lists()


def _lists() -> Iterator[str]:
    """Yield the table of the lists that a week counts by."""
    yield ""
    yield (
        "One of these options at a time, of `list` and of `export`. Each lists exactly what the"
        " week, `due`, `reply` and `clear` count; teams, topics and the other filters narrow it."
    )
    yield ""
    yield "| option | lists | a span of time is about the day on which |"
    yield "| --- | --- | --- |"
    for row in ENTRY_LISTS.values():
        yield f"| `--{row.name}` | {row.meaning.removeprefix('Only ')} | {row.day} |"


def command_lines() -> Iterator[tuple[str, ...]]:
    """Yield every command as it is typed: `("meeting",)`, `("meeting", "plan")`."""
    for name, command in COMMANDS.items():
        yield (name,)
        for subcommand in command.subcommands:
            yield name, subcommand


def settings_table(text: str, desk: Desk) -> Iterator[str]:
    """Yield every setting, what it means, for whom, its default, and the overriding variable."""
    del text, desk
    yield "| setting | what it means | holds for | default | variable |"
    yield "| --- | --- | --- | --- | --- |"
    for name, setting in SETTINGS.items():
        default = setting.default or ""
        scope = "your login" if setting.personal else "the file"
        cells = (f"`{name}`", setting.meaning, scope, default, f"`{setting.variable}`")
        yield f"| {' | '.join(cells)} |"


def families(text: str, desk: Desk) -> Iterator[str]:
    """Yield how the records of each family are shared."""
    del text, desk
    yield "| record | goes to | who may write it | where two wrote | who reads it |"
    yield "| --- | --- | --- | --- | --- |"
    never = []
    for name, family in FAMILIES.items():
        label = name.replace("_", " ")
        if not family.travels:
            never.append(label)
            continue
        cells = (label, family.team, family.writers, family.merging, family.readers)
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"These never leave your log: {', '.join(never)}."


def exit_codes() -> dict[int, str]:
    """Return what each exit code means, from the docstrings of the errors."""
    kinds: list[type[CoachlogError]] = [CoachlogError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    meanings = {0: "Done.", 1: "Something unexpected. The message says where it is written down."}
    for kind in kinds[1:]:
        summary = (kind.__doc__ or "").partition("\n")[0]
        # A more special error has the code of its parent, which comes first.
        meanings.setdefault(kind.exit_code, summary)
    return dict(sorted(meanings.items()))


def exit_code_table(text: str, desk: Desk) -> Iterator[str]:
    """Yield the exit codes."""
    del text, desk
    yield "| code | meaning |"
    yield "| --- | --- |"
    for code, meaning in exit_codes().items():
        yield f"| {code} | {meaning} |"


MADE = {
    "contents": contents,
    "help": overview,
    "commands": command_reference,
    "settings": settings_table,
    "exit-codes": exit_code_table,
    "families": families,
}


def man_page(desk: Desk) -> str:
    """Return the man page in roff (man(7)), from the same facts as the pages."""
    lines = [
        f'.TH COACHLOG 1 "" "coachlog {__version__}" "User commands"',
        ".SH NAME",
        "coachlog \\- record coaching moments and how mistakes were put right",
        ".SH SYNOPSIS",
        ".B coachlog",
        "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
        ".SH COMMANDS",
        ".nf",
        *_roff(desk.run(["--help"]).strip("\n")),
        ".fi",
    ]
    for words in command_lines():
        lines += [f'.SH "COACHLOG {" ".join(words).upper()}"', ".nf"]
        lines += _roff(desk.run([*words, "--help"]).strip("\n"))
        lines.append(".fi")
    lines.append(".SH ENVIRONMENT")
    for name, setting in SETTINGS.items():
        lines += [".TP", f".B {SETTINGS[name].variable}", *_roff(setting.meaning)]
    lines.append(".SH EXIT STATUS")
    for code, meaning in exit_codes().items():
        lines += [".TP", f".B {code}", *_roff(meaning)]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> list[str]:
    """Return the lines of a text with everything that troff would act on escaped."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return [re.sub(r"^([.'])", r"\\&\1", line) for line in escaped.split("\n")]
