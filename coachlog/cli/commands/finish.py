"""Filling in later what there was no time for at the desk: `finish`."""

import sys
from typing import Annotated, Any

import typer

from coachlog.cli.context import Context
from coachlog.cli.filter_options import with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import Format
from coachlog.cli.output import write_records
from coachlog.cli.period_options import span_text
from coachlog.clock import zone_name
from coachlog.domain.filters import Filter
from coachlog.errors import InterruptedByUserError, UsageError
from coachlog.render.columns import Column, nested_entry_columns
from coachlog.render.words import moment_text, shorten
from coachlog.services.finish import UnfinishedEntry, last_weeks, unfinished
from coachlog.services.typed_fields import clean_fields, typed_text

app = typer.Typer()

ListOption = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="List them in this form, and ask nothing.", show_default=False
    ),
]
STOP = "q"
SHOWN = 400  # characters of what happened
COLUMNS = [
    *nested_entry_columns(("short_id", "occurred_on", "kind", "team", "topics")),
    Column("missing"),
    *nested_entry_columns(("happened",)),
]


@app.command("finish")
@with_filters
def finish(ctx: typer.Context, entry_filter: Filter, format_: ListOption = None) -> None:
    """Fill in what your recent entries lack, open mistakes first.

    They are those of the last four weeks, unless a filter says otherwise.
    """
    found = unfinished(ctx.obj.reading, _narrowed(ctx.obj, entry_filter))
    if format_ is None and sys.stdin.isatty() and sys.stdout.isatty():
        _ask_about(ctx.obj, found)
    else:
        write_records(COLUMNS, found, format_ or Format.table)


def _narrowed(context: Context, entry_filter: Filter) -> Filter:
    """One's own entries of the last weeks, where the filter names nobody and no time."""
    if entry_filter.period is None:
        now = context.clock.now()
        entry_filter = entry_filter._replace(period=last_weeks(now.date()))
        say(f"{span_text(last_weeks(now.date()))}, {zone_name(now)}")
    entry_filter = entry_filter._replace(trainer=entry_filter.trainer or entry_filter.reader)
    return entry_filter._replace(include_own=entry_filter.trainer == entry_filter.reader)


def _ask_about(context: Context, found: list[UnfinishedEntry]) -> None:
    from coachlog.cli.change_messages import say_edited
    from coachlog.services.edit import edit

    if not found:
        say("nothing is left to finish.")
        return
    with context.log.atomic():
        pass  # nobody is to answer questions for a file that cannot be written
    say(f"{len(found)} to finish. Enter leaves a part empty, < goes back, {STOP} stops.")
    done = 0
    for one in found:
        _introduce(context, one)
        answers: dict[str, Any] = {}
        try:
            goes_on = _answered(one, answers)
        except InterruptedByUserError as error:
            raise InterruptedByUserError(
                f"stopped: {done} of {len(found)} finished, {one.entry.short_id} is as it was.",
                typed=typed_text(answers),
            ) from error
        if answers:
            say_edited(
                edit(context.log, context.clock, context.settings, one.entry.uuid, answers), context
            )
            done += 1
        if not goes_on:
            break
    say(f"{done} of {len(found)} finished.")


def _introduce(context: Context, one: UnfinishedEntry) -> None:
    entry = one.entry
    when = moment_text(entry.occurred_on, entry.occurred_at, context.clock.now().date())
    state = "mistake, still open" if entry.is_open else entry.kind
    say("")
    say(f"{entry.short_id} · {when} · {state} · {entry.team} / {', '.join(entry.topics)}")
    say(shorten(entry.happened, SHOWN))


def _answered(one: UnfinishedEntry, answers: dict[str, Any]) -> bool:
    """Ask for the parts that are missing and put them into `answers`; whether to go on with the next entry."""
    from coachlog.cli.ask.entry_dialogue import KEYS
    from coachlog.cli.ask.prompts import Back, ask

    questions = {key.field: key.question for key in KEYS.values()}
    place = 0
    while place < len(one.missing):
        part = one.missing[place]
        try:
            answer = ask(questions[part], answers.get(part))
            if answer.strip().lower() == STOP:
                return False
            answers |= clean_fields({part: answer})
            place += 1
        except Back:
            if place == 0:
                say(f"this is the first part; {STOP} stops.")
            place = max(place - 1, 0)
        except UsageError as error:
            say(str(error))
    return True
