"""`feedback`: what a coaching moment was like, without a name; and what came of it, in groups."""

from functools import partial
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from coachlog.cli.ask.prompts import Back, ask, can_ask, press
from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_page, write_records
from coachlog.domain.feedback import ASKED
from coachlog.domain.feedback_groups import LEAST, LEAST_TRAINERS, MIXED, Group, selected
from coachlog.domain.filters import Filter
from coachlog.errors import DecisionNeededError, KeepTypedText, UsageError
from coachlog.render.feedback_page import (
    COLUMNS,
    COLUMNS_WITH_COMMENTS,
    GroupRow,
    group_row,
    own_page,
    team_page,
)
from coachlog.render.words import count_of, moment_text, shorten
from coachlog.services import feedback as service
from coachlog.storage.queries.feedback import has_coached

SHOWN = 400  # characters of what happened
FILTERS = ("words", "team", "topic", "since", "until", "week", "this_week", "last_week")
QUESTIONS = {
    "pace": (
        "Pace: too [s]low, [r]ight, too [f]ast?",
        {"s": "too-slow", "r": "right", "f": "too-fast"},
    ),
    "examples": ("Examples: [e]nough, too [f]ew?", {"e": "enough", "f": "too-few"}),
    "usefulness": (
        "How useful, from 1 to 5 (5 is very useful)?",
        {digit: digit for digit in "12345"},
    ),
}
NEEDED = f"figures are shown from {LEAST} answers on"


class Feedback(TyperGroup):
    """A group in which an ID stands for `give ID`."""

    default = "give"

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line."""
        if not args or args[0] not in (*self.commands, "--help", "-h"):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


app = typer.Typer()
group = typer.Typer(cls=Feedback)
app.add_typer(group, name="feedback")


@group.callback()
def feedback() -> None:
    """Tell a trainer what a coaching moment was like, without a name.

    coachlog feedback ID  is short for  coachlog feedback give ID.

    Answers are shown in groups of five and more, to the trainer with their words, to others as a team's figures.

    No name is stored; but whoever has the log file and a SQLite tool can read each answer in it.
    """


@group.command("give")
def give(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="A coaching moment: an id as `list` shows it, or `last`."
        ),
    ],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMENT]...", help="In your own words.")
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option("--pace", metavar="too-slow|right|too-fast", help="How it went for you."),
    ] = None,
    examples: Annotated[
        str | None,
        typer.Option("--examples", metavar="enough|too-few", help="Whether there were enough."),
    ] = None,
    usefulness: Annotated[
        str | None,
        typer.Option(
            "--usefulness", "-u", metavar="1-5", help="How useful it was; 5 is very useful."
        ),
    ] = None,
    comment: Annotated[
        str | None,
        typer.Option(
            "--comment", metavar="TEXT", help="In your own words, in place of loose ones."
        ),
    ] = None,
) -> None:
    """Say what a coaching moment was like; on a terminal it asks.

    One answer is enough. Your name is not stored with it. The file's history keeps when an answer was given, because undo
    needs the order; no command shows more of it than the week.
    """
    given = {
        "pace": pace,
        "examples": examples,
        "usefulness": usefulness,
        "comment": _comment(words or [], comment),
    }
    said = {field: text for field, text in given.items() if text is not None}
    with KeepTypedText(said.get("comment")):
        if said or (said := _answers(ctx.obj, name)):
            _give(ctx.obj, name, said)
        else:
            say("nothing was said; nothing was recorded.")


@group.command("report")
@partial(with_filters, names=FILTERS)
def report(
    ctx: typer.Context,
    entry_filter: Filter,
    mine: Annotated[
        bool, typer.Option("--mine", help="What was said to you, also where you name a team.")
    ] = False,
    teams: Annotated[
        bool,
        typer.Option("--teams", help="The figures of all teams, also where you coach yourself."),
    ] = False,
    trainer: Annotated[
        str | None,
        typer.Option(
            "--trainer",
            metavar="NAME",
            help="What was said to you; for others their teams' figures.",
        ),
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show what learners said to you; with @TEAM, a team's figures.

    Those who have not coached see the figures of all teams.

    Only whole groups are shown: of five answers at least, for a team to three trainers at least.

    A filter finds a group if all of it fits. A group is not shown any more when one of its answers is taken back, or its
    entry is deleted, made private or moved; and no team's group that holds an answer to you.
    """
    context = ctx.obj
    entry_filter = entry_filter._replace(trainer=entry_filter.reader if mine else trainer)
    if mine and (teams or trainer):
        raise UsageError(
            "--mine is what was said to you, the others are the teams' figures. Name one of them."
        )
    if not teams and _is_own(context, entry_filter):
        _report_own(context, entry_filter, format_)
    else:
        _report_team(context, entry_filter, format_)


def _comment(words: list[str], comment: str | None) -> str | None:
    if words and comment is not None:
        raise UsageError("a comment is given as words and as --comment. Give one of them.")
    return " ".join(words) if words else comment


def _answers(context: Context, name: str) -> dict[str, str]:
    """What is said on the terminal, or on stdin.

    Raises:
        DecisionNeededError: there is nobody to ask and nothing on stdin.
    """
    entry = service.answerable(context.reading, context.settings.user, name)
    if not can_ask():
        from coachlog.cli.ask.stdin import stdin_text

        if text := stdin_text().strip():
            return {"comment": text}
        raise DecisionNeededError(
            f"what was it like? For example: coachlog feedback {entry.short_id} --pace right --examples enough --usefulness 4"
        )
    with context.log.atomic():
        pass  # nobody is to answer questions for a file that cannot be written
    when = moment_text(entry.occurred_on, entry.occurred_at, context.clock.now().date())
    say(f"{entry.short_id} · {when} · {entry.kind} · {entry.team} / {', '.join(entry.topics)}")
    say(shorten(entry.happened, SHOWN))
    say("Without your name. One key each; Enter leaves it out, < goes back.")
    return _asked()


def _asked() -> dict[str, str]:
    said: dict[str, str] = {}
    place = 0
    while place < len(ASKED):
        field = ASKED[place]
        try:
            answer = _one(field, said.get(field))
            said.pop(field, None)
            said |= {field: answer} if answer else {}
            place += 1
        except Back:
            place = max(place - 1, 0)
    return said


def _one(field: str, before: str | None) -> str:
    """The answer to one question; an empty text for none."""
    if field == "comment":
        return ask("In your own words, if you like", before)
    question, keys = QUESTIONS[field]
    while (key := press(f"{question}{f' [{before}]' if before else ''}").lower()) not in keys:
        if not key:
            return before or ""
        say(f"one of {', '.join(keys)}; Enter leaves it out, < goes back.")
    return keys[key]


def _give(context: Context, name: str, said: dict[str, str]) -> None:
    given = service.give(context.log, context.clock, context.settings, name, said)
    fields = given.fields
    parts = [f"{field} {fields[field]}" for field in ASKED[:3] if field in fields] + [
        "a comment"
    ] * ("comment" in fields)
    say(
        f"thank you: feedback on {given.entry.short_id}, without your name: {', '.join(parts)} · undo: coachlog undo"
    )
    if given.names_somebody:
        say(
            "the comment names somebody: names are covered where it is shown, but its reader may guess who wrote it."
        )


def _is_own(context: Context, entry_filter: Filter) -> bool:
    """Whether a trainer asks for their own: it is what they mean unless they name a team or somebody else."""
    if entry_filter.trainer is not None:
        return entry_filter.trainer == entry_filter.reader
    named = entry_filter.team is not None and entry_filter.team != context.settings.used_team
    return not named and has_coached(context.reading, context.settings.user)


def _report_own(context: Context, entry_filter: Filter, form: Format) -> None:
    reader = context.settings.user
    found = service.own_report(context.reading, reader)
    groups = selected(
        found.groups, team=entry_filter.team, topics=entry_filter.topics, period=entry_filter.period
    )
    rows = _group_rows(context, groups)
    _write(form, own_page(reader, groups, rows), COLUMNS_WITH_COMMENTS, rows)
    warn_unknown_names(context, entry_filter)
    _say_waiting(found)
    _say_left_out(len(found.groups) - len(groups))


def _report_team(context: Context, entry_filter: Filter, form: Format) -> None:
    found = service.team_report(context.reading, context.settings.user)
    groups = selected(
        found.groups, team=entry_filter.team, topics=entry_filter.topics, period=entry_filter.period
    )
    rows = _group_rows(context, groups)
    _write(form, team_page(groups, rows), COLUMNS, rows)
    warn_unknown_names(context, entry_filter)
    if entry_filter.trainer is not None:
        say(
            f"what was said to {entry_filter.trainer} is shown to {entry_filter.trainer} alone; these are the teams' figures."
        )
    if found.mine:
        say(
            f"{count_of(found.mine, 'group holds an answer', 'groups hold answers')} to you and "
            f"{'is' if found.mine == 1 else 'are'} left out: beside your own figures the others' would show."
        )
    elif not found.groups:
        say(f"a team's {NEEDED}, if they are to {LEAST_TRAINERS} trainers at least.")
    _say_left_out(len(found.groups) - len(groups))


def _group_rows(context: Context, groups: list[Group]) -> list[GroupRow]:
    week_start = context.settings.week_start
    rows = []
    texts = service.group_comments(context.reading, groups)
    for group, (team, topic, comments) in zip(groups, texts, strict=True):
        rows.append(group_row(group, week_start, team=team, topic=topic, comments=comments))
    return rows


def _write(form: Format, page: Any, columns: Any, rows: Any) -> None:
    if form in (Format.md, Format.table):
        write_page(page, form, compact=True)
    else:
        write_records(columns, rows, form)


def _say_waiting(found: service.FeedbackReport) -> None:
    answers = count_of(found.waiting, "answer")
    if not found.groups and not found.retired:
        more = f": {max(LEAST - found.waiting, 1)} more" if found.waiting else ""
        say(f"{answers} so far; {NEEDED}{more}.")
    elif found.waiting:
        waits = f"{answers} more {'waits' if found.waiting == 1 else 'wait'}"
        say(f"{waits} until there is a group: {LEAST} about one topic, or {MIXED} in all.")
    if found.retired:
        what = count_of(found.retired, "group is", "groups are")
        say(
            f"{what} not shown any more: an answer was taken back, or its entry deleted, made private or moved."
        )


def _say_left_out(count: int) -> None:
    if count:
        say(
            f"{count_of(count, 'group')} left out, because not all of {'it' if count == 1 else 'each'} fits the filter."
        )
