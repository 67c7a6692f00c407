"""`wording`: the phrases that wording advice looks for, a team's own list, and trying a text.

A text in place of a command is refused with what to type: `coachlog wording lazy` may mean to add
the phrase, or to try it.
"""

import sys
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption, argument, one_team, option
from coachlog.cli.output import write_records
from coachlog.domain.handles import is_handle, parse_words
from coachlog.errors import AsUsageError, UsageError
from coachlog.render.columns import Column
from coachlog.render.words import count_of
from coachlog.services import wording as service

HEADING = """\
# Your own phrases for the wording advice, one a line: a language, a team if you like, the phrase.
#     en: chaotic
#     de @permits: Saftladen = Was ist passiert?        with a question of your own
#     en: -lazy                                         turns a built-in phrase off
# To see the built-in phrases:  coachlog wording
# Save and close to change the list; close without a change to leave it as it is.
"""
CHANGED = "The list was changed · undo: coachlog undo"
UNCHANGED = "No change: the list already says this."


class WordingGroup(TyperGroup):
    """A group in which `@team` shows that team's list."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that `args` name."""
        if is_handle(args[0]):
            args = ["list", *args]
        elif args[0] not in self.commands and not args[0].startswith("-"):
            raise UsageError(
                "To try a text:  coachlog wording check TEXT  ·"
                "  to add a phrase:  coachlog wording add PHRASE"
            )
        return super().resolve_command(ctx, args)


group = typer.Typer(cls=WordingGroup)

RULE_COLUMNS = [
    Column("phrase"),
    Column("language", "in"),
    Column("team"),
    Column("grade"),
    Column("source", "from"),
    Column("question", wide=True),
]
HIT_COLUMNS = [
    Column("line", number=True),
    Column("found", "found", attrgetter("text")),
    Column("grade"),
    Column("phrase"),
    Column("question", wide=True),
]
PhraseWords = Annotated[
    list[str],
    argument("PHRASE...", "Taken literally; with @TEAM for that team only."),
]
TextWords = Annotated[list[str], argument("FILE|-|TEXT", "A text file, a CSV, stdin, or words.")]
TeamOption = Annotated[str | None, option("--team TEAM", "For this team only.")]
LanguageOption = Annotated[
    str | None,
    option("--language -l CODE", "Default: the first in your settings."),
]
ShownLanguage = Annotated[str | None, option("--language -l CODE", "Only this language.")]


@group.callback(invoke_without_command=True)
def wording(
    ctx: typer.Context,
    language: ShownLanguage = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show and change the phrases that wording advice looks for.

    There are three grades: 1 trait (judges a person), 2 blame (points at a person, or says always
    and never), 3 omission (says what someone did not do).

    Advice is about people only: a printer may fail. It never stops a recording. To turn it off:
    coachlog config set wording no
    """
    if ctx.invoked_subcommand is None:
        _show(ctx.obj, None, language, format_)


@group.command("list")
def list_(
    context: Context,
    words: Annotated[list[str] | None, argument("[@TEAM]", "The list of this team.")] = None,
    team: TeamOption = None,
    language: ShownLanguage = None,
    format_: FormatOption = Format.table,
) -> None:
    """List the built-in phrases and your own."""
    _, team = _phrase_and_team(words or [], team)
    _show(context, team, language, format_)


@group.command("add")
def add(
    context: Context,
    words: PhraseWords,
    question: Annotated[str | None, option("--question -q TEXT", "What to ask about it.")] = None,
    team: TeamOption = None,
    language: LanguageOption = None,
) -> None:
    """Ask about a phrase from now on."""
    phrase, team = _phrase_and_team(words, team)
    row = service.add(
        context.log,
        context.settings,
        phrase,
        team=team,
        language=language,
        question=question,
    )
    _say_changed(row, "is now asked about")


@group.command("remove")
def remove(
    context: Context,
    words: PhraseWords,
    team: TeamOption = None,
    language: LanguageOption = None,
) -> None:
    """Stop asking about a phrase, your own or a built-in one."""
    phrase, team = _phrase_and_team(words, team)
    row = service.remove(context.log, context.settings, phrase, team=team, language=language)
    _say_changed(row, "is no longer asked about")


@group.command("edit")
def edit(context: Context) -> None:
    """Edit your own list in $VISUAL or $EDITOR."""
    from coachlog.cli.ask.editor import edit_file, file_to_edit

    text = HEADING + service.editable_list(context.settings)
    with file_to_edit("wording.txt", text) as path:
        edited = edit_file(path, text)
        changed = service.replace(context.log, context.settings, edited)
    say(CHANGED if changed else UNCHANGED)
    _say_overridden()


@group.command("check")
def check(
    context: Context,
    words: TextWords,
    team: TeamOption = None,
    format_: FormatOption = Format.table,
) -> None:
    """Try a text, or a file row by row, without recording it."""
    from coachlog.services.wording_check import WordingCheck

    wording_check = WordingCheck(context.settings, team)
    is_file = len(words) == 1 and (words[0] == "-" or Path(words[0]).is_file())
    if is_file:
        hits = list(wording_check.file(words[0], sys.stdin.buffer))
    else:
        hits = list(wording_check.text(" ".join(words)))
    write_records(HIT_COLUMNS, hits, format_)
    if is_file:
        _say_share(len({hit.line for hit in hits}), len(wording_check.rows))
    elif hits:
        say("A recording would ask about this.")
    else:
        say("A recording would ask about nothing here.")


def _say_share(flagged: int, rows: int) -> None:
    # A table with a header alone has no row.
    if rows:
        share = f"{flagged / rows:.1%}"
        say(f"A recording would ask about {flagged:,} of {count_of(rows, 'row')} ({share}).")


def _show(context: Context, team: str | None, language: str | None, format_: Format) -> None:
    rules = service.wording_list(context.settings, team, language)
    write_records(RULE_COLUMNS, rules, format_)
    if context.settings.wording == "no":
        say("Wording advice is off. To turn it on: coachlog config set wording yes")
    _say_overridden()


def _phrase_and_team(words: list[str], team: str | None) -> tuple[str, str | None]:
    """Return the phrase, and the team of `--team` or of an `@team` beside it."""
    with AsUsageError():
        parsed = parse_words(words)
    if parsed.topics:
        raise UsageError("a list belongs to a team, not to a topic. Leave out the +.")
    return parsed.text or "", one_team(parsed.team, team)


def _say_changed(row: service.WordingRule | None, change: str) -> None:
    if row is None:
        say(UNCHANGED)
    else:
        scope = row.language
        if row.team:
            scope += f", @{row.team}"
        say(f"'{row.phrase}' ({scope}) {change} · undo: coachlog undo")
    _say_overridden()


def _say_overridden() -> None:
    variable = service.overriding_variable()
    if variable:
        say(f"{variable} is set in the environment and overrides the list in the file.")
