"""`finish`: fill in later what there was no time for at the desk."""

import sys

from coachlog import unrecorded
from coachlog.cli.context import Context
from coachlog.cli.filter_options import with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import FORMATS, RECORDS, Format, choice
from coachlog.cli.output import write_records
from coachlog.cli.period_options import say_span
from coachlog.domain.entry import Entry
from coachlog.domain.fields import FIELD_NAMES, Fields
from coachlog.domain.filters import Filter
from coachlog.errors import InterruptedByUserError, UsageError
from coachlog.render.columns import Column, nested_entry_columns
from coachlog.render.words import moment_text, shorten, team_and_topics
from coachlog.services.finish import UnfinishedEntry, last_weeks, unfinished
from coachlog.services.typed_fields import clean_fields, typed_text

STOP = "q"
SHOWN = 400  # characters of what happened
MISSING = Column("missing")
COLUMNS = [
    *nested_entry_columns(("short_id", "occurred_on", "kind", "team", "topics")),
    MISSING,
    *nested_entry_columns(("happened",)),
]


@with_filters()
def finish(
    context: Context,
    entry_filter: Filter,
    *,
    format_: str | None = choice(
        "--format -f", "List them in this format instead of asking.", FORMATS
    ),
) -> None:
    """Fill in what your recent entries lack, open mistakes first.

    They are those of the last four weeks, unless a filter says otherwise.
    """
    entries = unfinished(context.reading, _own_recent_entries(context, entry_filter))
    if format_ is None and sys.stdin.isatty() and sys.stdout.isatty():
        _ask_about_all(context, entries)
    else:
        columns = COLUMNS
        if format_ in RECORDS:
            columns = [*nested_entry_columns(FIELD_NAMES), MISSING]
        write_records(columns, entries, format_ or Format.table)


def _own_recent_entries(context: Context, entry_filter: Filter) -> Filter:
    """Return the filter, which means one's own entries, of the last weeks if it does not say."""
    if entry_filter.period is None:
        period = last_weeks(context.today)
        entry_filter = entry_filter._replace(period=period)
        say_span(context, period)
    return entry_filter._replace(trainer=context.settings.user, include_own=True)


def _ask_about_all(context: Context, entries: list[UnfinishedEntry]) -> None:
    from coachlog.cli.change_messages import say_edited
    from coachlog.services.edit import edit

    if not entries:
        say("Nothing is left to finish.")
        return
    context.check_writable()
    total = len(entries)
    say(f"{total} to finish. Enter leaves a part empty, < goes back, {STOP} quits.")
    done = 0
    for unfinished_entry in entries:
        entry = unfinished_entry.entry
        _introduce(context, entry)
        answers: Fields = {}
        try:
            goes_on = _ask_parts(unfinished_entry.missing, answers)
        except InterruptedByUserError as error:
            raise InterruptedByUserError(
                f"stopped: {done} of {total} finished. {entry.short_id} was not changed."
            ) from error
        if answers:
            edited = edit(context.log, context.settings, entry.uuid, answers, seen=entry)
            say_edited(edited, context)
            done += 1
        if not goes_on:
            break
    say(f"{done} of {total} finished.")


def _introduce(context: Context, entry: Entry) -> None:
    when = moment_text(entry.occurred_on, context.today, entry.occurred_at)
    kind = "mistake, still open" if entry.is_open else entry.kind
    say("")
    say(f"{entry.short_id} · {when} · {kind} · {team_and_topics(entry.team, entry.topics)}")
    say(shorten(entry.happened, SHOWN))


def _ask_parts(parts: tuple[str, ...], answers: Fields) -> bool:
    """Ask for each part and add the answers to `answers`; return False if the user quits."""
    from coachlog.cli.ask.entry_dialogue import KEYS
    from coachlog.cli.ask.prompts import ask, go_through

    questions = {key.field: key.question for key in KEYS.values()}

    def ask_part(_index: int, part: str) -> bool:
        while True:
            answer = ask(questions[part], answers.get(part))
            unrecorded.restate(typed_text({**answers, part: answer}))
            if answer.strip().lower() == STOP:
                return False
            try:
                answers.update(clean_fields({part: answer}))
                return True
            except UsageError as error:
                say(str(error))

    return go_through(parts, ask_part, "part")
