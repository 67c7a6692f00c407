"""`wording`: the phrases that wording advice looks for, a team's own list, and trying a text.

A text in place of a command is refused with what to type: `coachlog wording lazy` may mean to add
the phrase, or to try it.
"""

import os
import sys
from operator import attrgetter

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.groups import Group
from coachlog.cli.messages import say
from coachlog.cli.options import FORMAT, one_team, text, texts
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
    Column("found", value=attrgetter("text")),
    Column("grade"),
    Column("phrase"),
    Column("question", wide=True),
]
PHRASE = texts("PHRASE...", "Taken literally; with @TEAM for that team only.")
TEXT = texts("FILE|-|TEXT", "A text file, a CSV, stdin, or words.")
TEAM = text("--team TEAM", "For this team only.")
LANGUAGE = text("--language -l CODE", "Default: the first in your settings.")
SHOWN_LANGUAGE = text("--language -l CODE", "Only this language.")


def show_phrases(
    context: Context,
    *,
    language: str | None = SHOWN_LANGUAGE,
    format_: str = FORMAT,
) -> None:
    """List the phrases of all teams."""
    _show(context, None, language, format_)


def list_(
    context: Context,
    *,
    words: list[str] = texts("[@TEAM]", "The list of this team."),
    team: str | None = TEAM,
    language: str | None = SHOWN_LANGUAGE,
    format_: str = FORMAT,
) -> None:
    """List the built-in phrases and your own."""
    _, team = _phrase_and_team(context, words, team)
    _show(context, team, language, format_)


def add(
    context: Context,
    *,
    words: list[str] = PHRASE,
    question: str | None = text("--question -q TEXT", "What to ask about it."),
    team: str | None = TEAM,
    language: str | None = LANGUAGE,
) -> None:
    """Ask about a phrase from now on."""
    unrecorded.restate(" ".join(words))
    unrecorded.note(question)
    phrase, team = _phrase_and_team(context, words, team)
    row = service.add(
        context.log,
        context.settings,
        phrase,
        team=team,
        language=language,
        question=question,
    )
    _say_changed(row, "is now asked about")


def remove(
    context: Context,
    *,
    words: list[str] = PHRASE,
    team: str | None = TEAM,
    language: str | None = LANGUAGE,
) -> None:
    """Stop asking about a phrase, your own or a built-in one."""
    phrase, team = _phrase_and_team(context, words, team)
    row = service.remove(context.log, context.settings, phrase, team=team, language=language)
    _say_changed(row, "is no longer asked about")


def edit(context: Context) -> None:
    """Edit your own list in $VISUAL or $EDITOR."""
    from coachlog.cli.ask.editor import edit_file, file_to_edit

    text = HEADING + service.editable_list(context.settings)
    with file_to_edit("wording.txt", text) as path:
        edited = edit_file(path, text)
        changed = service.replace(context.log, context.settings, edited)
    say(CHANGED if changed else UNCHANGED)
    _say_overridden()


def check(
    context: Context,
    *,
    words: list[str] = TEXT,
    team: str | None = TEAM,
    format_: str = FORMAT,
) -> None:
    """Try a text, or a file row by row, without recording it."""
    from coachlog.services.wording_check import WordingCheck

    wording_check = WordingCheck(context.settings, one_team(None, team))
    is_file = len(words) == 1 and (words[0] == "-" or os.path.isfile(words[0]))
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


def _show(context: Context, team: str | None, language: str | None, format_: str) -> None:
    rules = service.wording_list(context.settings, team, language)
    write_records(RULE_COLUMNS, rules, format_)
    if context.settings.wording == "no":
        say("Wording advice is off. To turn it on: coachlog config set wording yes")
    _say_overridden()


def _phrase_and_team(
    context: Context,
    words: list[str],
    team: str | None,
) -> tuple[str, str | None]:
    """Return the phrase, and the team of `--team` or of an `@team` beside it."""
    with AsUsageError():
        parsed = parse_words(words, is_known=context.is_in_use)
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


def _resolve(words: list[str]) -> list[str]:
    """Let `@team` show that team's list."""
    if is_handle(words[0]):
        return ["list", *words]
    if words[0] not in group.commands and not words[0].startswith("-"):
        raise UsageError(
            "To try a text:  coachlog wording check TEXT  ·"
            "  to add a phrase:  coachlog wording add PHRASE"
        )
    return words


group = Group(
    """Show and change the phrases that wording advice looks for.

    There are three grades: 1 trait (judges a person), 2 blame (points at a person, or says always
    and never), 3 omission (says what someone did not do).

    Advice is about people only: a printer may fail. It never stops a recording. To turn it off:
    coachlog config set wording no
    """,
    {"list": list_, "add": add, "remove": remove, "edit": edit, "check": check},
    default=show_phrases,
    resolve=_resolve,
)
