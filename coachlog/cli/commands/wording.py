"""`wording`: the words that advice on wording looks for; a team's own list of them; trying a text."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.domain.handles import is_handle, parse_words
from coachlog.errors import CoachlogError, InterruptedByUserError, UsageError
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.services import wording as service

HEADING = """\
# Your own list for the advice on wording: a phrase a line, for a language, and for one team if you like.
#     en: chaotic
#     de @permits: Saftladen = Was ist passiert?        with a question of your own
#     en: -lazy                                         takes a built-in phrase away
# coachlog wording  shows what is built in. Save and close to keep the list; close without a change to leave it.
"""


class Wording(TyperGroup):
    """A group in which `@team` shows that team's list, and a text in place of a command says what to type."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that `args` name."""
        if is_handle(args[0]):
            args = ["list", *args]
        elif args[0] not in self.commands and not args[0].startswith("-"):
            raise UsageError(
                "to try a text: coachlog wording check TEXT · to look for a phrase: coachlog wording add PHRASE"
            )
        return super().resolve_command(ctx, args)


app = typer.Typer()
group = typer.Typer(cls=Wording)
app.add_typer(group, name="wording")

LIST = [
    Column("phrase"),
    Column("language", "in"),
    Column("team"),
    Column("grade"),
    Column("source", "from"),
    Column("question", wide=True),
]
FLAGGED = [
    Column("line", number=True),
    Column("found", "found", attrgetter("text")),
    Column("grade"),
    Column("phrase"),
    Column("question", wide=True),
]
Words = Annotated[
    list[str],
    typer.Argument(metavar="PHRASE...", help="Taken literally; with @TEAM for that team alone."),
]
TeamOption = Annotated[
    str | None, typer.Option("--team", metavar="TEAM", help="For this team alone.")
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language",
        "-l",
        metavar="CODE",
        help="Of this language; else of the first in your settings.",
    ),
]
ShownLanguage = Annotated[
    str | None, typer.Option("--language", "-l", metavar="CODE", help="Only this language.")
]


@group.callback(invoke_without_command=True)
def wording(
    ctx: typer.Context, language: ShownLanguage = None, format_: FormatOption = Format.table
) -> None:
    """Show and change the words that a recording asks about.

    Three grades: 1 trait (what somebody is), 2 blame (who it was, always and never), 3 omission (what somebody did not do).

    Only of persons: a printer may fail. It never stops a recording, and ends with  coachlog config set wording no
    """
    if ctx.invoked_subcommand is None:
        _show(ctx.obj, None, language, format_)


@group.command("list")
def list_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[@TEAM]", help="As this team has it.")
    ] = None,
    team: TeamOption = None,
    language: ShownLanguage = None,
    format_: FormatOption = Format.table,
) -> None:
    """List what is looked for: what is built in, and what is your own."""
    _show(ctx.obj, _team(words or [], team)[1], language, format_)


@group.command("add")
def add(
    ctx: typer.Context,
    words: Words,
    question: Annotated[
        str | None, typer.Option("--question", "-q", metavar="TEXT", help="What to ask about it.")
    ] = None,
    team: TeamOption = None,
    language: LanguageOption = None,
) -> None:
    """Look for a phrase from now on."""
    _change(ctx.obj, service.add, words, {"team": team, "language": language, "question": question})


@group.command("remove")
def remove(
    ctx: typer.Context, words: Words, team: TeamOption = None, language: LanguageOption = None
) -> None:
    """Look for a phrase no more, one of your own or a built-in one."""
    _change(ctx.obj, service.remove, words, {"team": team, "language": language})


@group.command("edit")
def edit(ctx: typer.Context) -> None:
    """Change your own list in $VISUAL or $EDITOR."""
    with _edited(HEADING + service.editable_list(ctx.obj.settings)) as listed:
        changed = service.replace(ctx.obj.log, ctx.obj.clock, ctx.obj.settings, listed)
    say(
        "the list is changed · undo: coachlog undo"
        if changed
        else "the list says so already; nothing was changed."
    )
    _say_overridden()


@group.command("check")
def check(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="FILE|-|TEXT", help="A text file, a CSV, stdin, or words."),
    ],
    team: TeamOption = None,
    format_: FormatOption = Format.table,
) -> None:
    """Try a text, or a file row by row: what would be asked about."""
    rows: set[int | None] = set()
    found = list(service.check(ctx.obj.settings, _texts(words, rows), team))
    write_records(FLAGGED, found, format_)
    if rows == {None}:
        say(
            "nothing would be asked about."
            if not found
            else "this is what a recording would ask about."
        )
    elif rows:
        flagged = len({one.line for one in found})
        say(
            f"{flagged:,} of {count_of(len(rows), 'row')} would be asked about ({flagged / len(rows):.1%})."
        )


def _show(context: Context, team: str | None, language: str | None, form: Format) -> None:
    write_records(LIST, service.wording_list(context.settings, team, language), form)
    if context.settings.wording == "no":
        say("advice on wording is off. To have it: coachlog config set wording yes")
    _say_overridden()


def _team(words: list[str], team: str | None) -> tuple[str, str | None]:
    """The phrase, and the team, which may stand beside it as `@team`."""
    try:
        read = parse_words(words)
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    if read.topics:
        raise UsageError("a list is a team's, not a topic's. Leave out the +.")
    if read.team and team:
        raise UsageError(f"two teams are named: @{read.team} and --team {team}. Name one.")
    return read.text or "", read.team or team


def _change(context: Context, work: Any, words: list[str], given: dict[str, Any]) -> None:
    phrase, given["team"] = _team(words, given["team"])
    done = work(context.log, context.clock, context.settings, phrase, **given)
    if done is None:
        say("the list says so already; nothing was changed.")
    else:
        whose = f"{done.language}, @{done.team}" if done.team else done.language
        verb = "asked about no more" if work is service.remove else "asked about from now on"
        say(f"'{done.phrase}' ({whose}) is {verb} · undo: coachlog undo")
    _say_overridden()


def _say_overridden() -> None:
    if variable := service.overriding_variable():
        say(f"{variable} is set in the environment, and counts for more than the file.")


def _texts(words: list[str], rows: set[int | None]) -> Iterator[tuple[int | None, str, str]]:
    """The texts to try: `(line, field, text)`; of a CSV every cell, of another file every line. Adds each line to `rows`."""
    if len(words) == 1 and (words[0] == "-" or Path(words[0]).is_file()):
        for line, field, text in _texts_of_file(words[0]):
            rows.add(line)
            yield line, field, text
    else:
        rows.add(None)
        yield None, "happened", " ".join(words)


def _texts_of_file(name: str) -> Iterator[tuple[int, str, str]]:
    from coachlog.exchange.column_mapping import ENTRY_NAMES
    from coachlog.exchange.csv_files import CsvTable
    from coachlog.exchange.source import open_source

    source = open_source("stdin", sys.stdin.buffer) if name == "-" else open_source(name)
    try:
        if Path(name).suffix.lower() in (".csv", ".tsv"):
            table = CsvTable(source, ENTRY_NAMES.knows)
            fields = [ENTRY_NAMES.field_of(name) or "happened" for name in table.columns]
            yield from (
                (row.line, field, cell)
                for row in table.rows()
                for field, cell in zip(fields, row.cells, strict=False)
            )
        else:
            with source.text() as lines:
                yield from (
                    (number, "happened", line)
                    for number, line in enumerate(lines, 1)
                    if line.strip()
                )
    finally:
        source.close()


@contextmanager
def _edited(text: str) -> Iterator[str]:
    """What the writer makes of a text in an editor; where it cannot be used it stays, and the error says where."""
    from coachlog.cli.ask.editor import edit_file, new_file, read_file, remove_file

    path = new_file("wording.txt", text)
    try:
        edit_file(path)
        if (read := read_file(path)) == text:
            raise InterruptedByUserError("the list was left as it was.")
        yield read
    except CoachlogError as error:
        if Path(path).exists() and read_file(path) != text:
            error.args = (f"{error} Your text is in {path}",)
            raise
        remove_file(path)
        raise
    remove_file(path)
