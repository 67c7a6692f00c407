"""`feedback`: tell a trainer what a coaching moment was like, without a name, and report on it."""

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
from coachlog.domain.feedback import QUESTIONS
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

WIDTH = 400  # characters of what happened
FILTERS = ("words", "team", "topic", "since", "until", "week", "this_week", "last_week")
# What is asked on a terminal for each question, and the answer of each key.
PROMPTS = {
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

    Answers are shown in groups of five or more: to the trainer with their comments, to others as a
    team's figures.

    No name is stored. But anybody who has the log file and a SQLite tool can read each answer.
    """


@group.command("give")
def give(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="An id from `list`, or `last`.")],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMENT]...", help="In your own words.")
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option("--pace", metavar="too-slow|right|too-fast", help="How the pace was."),
    ] = None,
    examples: Annotated[
        str | None,
        typer.Option("--examples", metavar="enough|too-few", help="Whether there were enough."),
    ] = None,
    usefulness: Annotated[
        str | None,
        typer.Option("--usefulness", "-u", metavar="1-5", help="How useful it was; 5 is best."),
    ] = None,
    comment: Annotated[
        str | None,
        typer.Option("--comment", metavar="TEXT", help="In your own words, as an option."),
    ] = None,
) -> None:
    """Say what a coaching moment was like; on a terminal it asks.

    One answer is enough. Your name is not stored with it. The file's history keeps when an answer
    was given, because undo needs the order; no command shows more of it than the week.
    """
    if words and comment is not None:
        raise UsageError("the comment is given twice: as words and as --comment. Give one of them.")
    if words:
        comment = " ".join(words)
    options = {"pace": pace, "examples": examples, "usefulness": usefulness, "comment": comment}
    answers = {question: text for question, text in options.items() if text is not None}
    with KeepTypedText(comment):
        answers = answers or _ask_or_read(ctx.obj, name)
    if not answers:
        say("There was no answer, so nothing was recorded.")
        return
    with KeepTypedText(answers.get("comment")):
        _record(ctx.obj, name, answers)


@group.command("report")
@partial(with_filters, names=FILTERS)
def report(
    ctx: typer.Context,
    entry_filter: Filter,
    mine: Annotated[
        bool, typer.Option("--mine", help="Feedback to you, also if you name a team.")
    ] = False,
    teams: Annotated[
        bool, typer.Option("--teams", help="The figures of all teams, also if you coach.")
    ] = False,
    trainer: Annotated[
        str | None,
        typer.Option(
            "--trainer", metavar="NAME", help="Feedback to you; others get their teams' figures."
        ),
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show the feedback to you; with @TEAM, a team's figures.

    If you have not coached, you see the figures of all teams.

    Only whole groups are shown: at least five answers, and for a team to at least three trainers.

    A filter shows a group if all of its answers match. A group is no longer shown once one of its
    answers is taken back, or its entry is deleted, made private or moved. No team's group with an
    answer to you is shown.
    """
    context = ctx.obj
    if mine and (teams or trainer):
        raise UsageError("--mine is feedback to you, the other options are teams' figures.")
    entry_filter = entry_filter._replace(trainer=entry_filter.reader if mine else trainer)
    if not teams and _is_own(context, entry_filter):
        _report_own(context, entry_filter, format_)
    else:
        _report_team(context, entry_filter, format_)


def _ask_or_read(context: Context, name: str) -> dict[str, str]:
    """Return the answers from the terminal, or a comment from stdin.

    Raises:
        DecisionNeededError: There is no terminal to ask on and nothing on stdin.
    """
    entry = service.answerable(context.reading, context.settings.user, name)
    if not can_ask():
        from coachlog.cli.ask.stdin import stdin_text

        text = stdin_text().strip()
        if text:
            return {"comment": text}
        raise DecisionNeededError(
            "what was it like? For example:"
            f"  coachlog feedback {entry.short_id} --pace right --examples enough --usefulness 4"
        )
    context.check_writable()
    when = moment_text(entry.occurred_on, entry.occurred_at, context.clock.now().date())
    say(f"{entry.short_id} · {when} · {entry.kind} · {entry.team} / {', '.join(entry.topics)}")
    say(shorten(entry.happened, WIDTH))
    say("Your name is not stored. Press one key each; Enter skips a question, b goes back.")
    return _ask_all()


def _ask_all() -> dict[str, str]:
    answers: dict[str, str] = {}
    index = 0
    while index < len(QUESTIONS):
        question = QUESTIONS[index]
        try:
            answer = _ask(question, answers.get(question))
        except Back:
            index = max(index - 1, 0)
            continue
        answers.pop(question, None)
        if answer:
            answers[question] = answer
        index += 1
    return answers


def _ask(question: str, before: str | None) -> str:
    """Return the answer to one question; an empty text for none."""
    if question == "comment":
        return ask("In your own words, if you like (< goes back)", before)
    prompt, keys = PROMPTS[question]
    if before:
        prompt += f" [{before}]"
    while True:
        key = press(prompt).lower()
        if not key:
            return before or ""
        if key in keys:
            return keys[key]
        say(f"Press one of {', '.join(keys)}. Enter skips the question, b goes back.")


def _record(context: Context, name: str, answers: dict[str, str]) -> None:
    given = service.give(context.log, context.clock, context.settings, name, answers)
    parts = []
    for question, value in given.fields.items():
        parts.append("a comment" if question == "comment" else f"{question} {value}")
    say(
        f"Thank you. Feedback on {given.entry.short_id}, without your name: {', '.join(parts)}"
        " · undo: coachlog undo"
    )
    if given.names_somebody:
        say(
            "Your comment names somebody. Known names are masked where it is shown, but its reader"
            " may guess who wrote it."
        )


def _is_own(context: Context, entry_filter: Filter) -> bool:
    """Return whether trainers mean the feedback to them: unless they name a team or somebody else."""
    if entry_filter.trainer is not None:
        return entry_filter.trainer == entry_filter.reader
    if entry_filter.team is not None and entry_filter.team != context.settings.used_team:
        return False
    return has_coached(context.reading, context.settings.user)


def _report_own(context: Context, entry_filter: Filter, form: Format) -> None:
    reader = context.settings.user
    found = service.own_report(context.reading, reader)
    groups = _matching(found.groups, entry_filter)
    rows = _group_rows(context, groups)
    _write(form, own_page(reader, groups, rows), COLUMNS_WITH_COMMENTS, rows)
    warn_unknown_names(context, entry_filter)
    _say_waiting(found)
    _say_left_out(len(found.groups) - len(groups))


def _report_team(context: Context, entry_filter: Filter, form: Format) -> None:
    found = service.team_report(context.reading, context.settings.user)
    groups = _matching(found.groups, entry_filter)
    rows = _group_rows(context, groups)
    _write(form, team_page(groups, rows), COLUMNS, rows)
    warn_unknown_names(context, entry_filter)
    trainer = entry_filter.trainer
    if trainer is not None:
        say(f"Only {trainer} sees the feedback to {trainer}. These are the teams' figures.")
    if found.own:
        left_out = count_of(found.own, "group is", "groups are")
        say(f"{left_out} left out, because with your own figures you could tell the others'.")
    elif not found.groups:
        say(
            f"A team's figures are shown once there are {LEAST} answers to at least"
            f" {LEAST_TRAINERS} trainers."
        )
    _say_left_out(len(found.groups) - len(groups))


def _matching(groups: list[Group], entry_filter: Filter) -> list[Group]:
    return selected(
        groups,
        team=entry_filter.team,
        topics=entry_filter.topics,
        period=entry_filter.period,
    )


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
    waiting = found.waiting
    if not found.groups and not found.retired:
        needed = ""
        if waiting:
            needed = f": {max(LEAST - waiting, 1)} more"
        answers = count_of(waiting, "answer")
        say(f"{answers} so far. Figures are shown from {LEAST} answers on{needed}.")
    elif waiting:
        answers = count_of(waiting, "more answer waits", "more answers wait")
        say(f"{answers} for a group: {LEAST} about one topic, or {MIXED} in all.")
    if found.retired:
        groups = count_of(found.retired, "group is", "groups are")
        say(
            f"{groups} no longer shown: an answer was taken back, or an entry was deleted, made"
            " private or moved."
        )


def _say_left_out(count: int) -> None:
    if count:
        say(f"{count_of(count, 'group')} left out, because not all answers match the filter.")
