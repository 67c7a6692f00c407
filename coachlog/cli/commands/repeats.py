"""`repeats`: what came back after a lesson about it was shared or adopted."""

from operator import attrgetter

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import UNDO, say
from coachlog.cli.options import FORMAT, Format, flag, text
from coachlog.cli.output import write_records
from coachlog.cli.period_options import say_span
from coachlog.domain.fields import LOOKS_LIKE
from coachlog.domain.filters import Filter
from coachlog.domain.periods import last_weeks
from coachlog.domain.review.repeats import CONFIRMED, DISMISSED
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.repeats import decision_line, state_text
from coachlog.render.words import count_of
from coachlog.services.repeats import (
    MOST_LOOKED_AT,
    MOST_REPEATS,
    Repeats,
    decide,
    effects_of_changes,
    list_repeats,
)

WEEKS = 26
FILTERS = (
    "words",
    "team",
    "topic",
    "since",
    "until",
    "week",
    "today",
    "this_week",
    "last_week",
    "limit",
)
ON_SCREEN = [
    Column("short_id", "id", attrgetter("later.short_id")),
    Column("occurred_on", "day", attrgetter("later.occurred_on")),
    Column("team", value=attrgetter("later.team")),
    Column(
        "happened",
        "came back",
        attrgetter("later.happened"),
        wide=True,
        wraps=True,
    ),
    Column("days", "days after", number=True),
    Column("earlier_id", "like", attrgetter("earlier.short_id")),
    Column("decided", wide=True, wraps=True),
    Column("state", value=lambda repeat: state_text(repeat.state)),
]
IN_FILES = [
    Column("short_id", value=attrgetter("later.short_id")),
    Column("occurred_on", value=attrgetter("later.occurred_on")),
    Column("team", value=attrgetter("later.team")),
    Column("topics", value=attrgetter("later.topics")),
    Column("happened", value=attrgetter("later.happened")),
    Column("state"),
    Column("likeness", number=True),
    Column("days", number=True),
    Column("earlier_id", value=attrgetter("earlier.short_id")),
    Column("earlier_on", value=attrgetter("earlier.occurred_on")),
    Column("earlier_team", value=attrgetter("earlier.team")),
    Column("earlier_happened", value=attrgetter("earlier.happened")),
    Column("lesson", value=attrgetter("earlier.lesson")),
    Column("changed_what", value=attrgetter("earlier.changed_what")),
    Column("taught_on"),
]
OF_CHANGES = [
    Column("short_id", "id", attrgetter("entry.short_id")),
    Column(
        "changed_what",
        "what changed",
        attrgetter("entry.changed_what"),
        wide=True,
        wraps=True,
    ),
    Column("adopted_on", "on"),
    Column("before", number=True),
    Column("days_before", "days apart", number=True),
    Column("after", number=True),
    Column("days_after", "days apart", number=True),
    Column("caution", wide=True, wraps=True),
]


@with_filters(FILTERS)
def repeats(
    context: Context,
    entry_filter: Filter,
    *,
    changes: bool = flag(
        "--changes", "Compare the days between repeats before and after each adopted change."
    ),
    confirm: str | None = text("--confirm MISTAKE", "Say that this mistake came back."),
    dismiss: str | None = text("--dismiss MISTAKE", "Say that this mistake is another one."),
    format_: str = FORMAT,
) -> None:
    """List what came back after a lesson.

    That is a mistake like an earlier one, after a lesson about it was shared or adopted.

    A mistake looks like an earlier entry if the two share rare words, a topic or a rule. Until
    somebody has confirmed it, that is a guess. On a terminal you are asked about each guess.

    Without a span of time it looks at the last 26 weeks.
    """
    if confirm or dismiss:
        _decide(context, confirm, dismiss)
        return
    if entry_filter.period is None:
        span = last_weeks(context.today, WEEKS)
        say_span(context, span)
        entry_filter = entry_filter._replace(period=span)
    result = list_repeats(context.reading, entry_filter)
    if changes:
        effects = effects_of_changes(context.reading, result.repeats)
        write_records(OF_CHANGES, effects, format_)
    else:
        write_records(_columns(format_), result.repeats, format_)
    warn_unknown_names(context, entry_filter)
    _say_result(result)
    if format_ == Format.table and not changes:
        _ask_about_guesses(context, result)


def _columns(format_: str) -> list[Column]:
    if format_ in (Format.table, Format.md):
        return ON_SCREEN
    return IN_FILES


def _decide(context: Context, confirm: str | None, dismiss: str | None) -> None:
    if confirm and dismiss:
        raise UsageError("--confirm and --dismiss are both given. Give one of them.")
    state = DISMISSED
    if confirm:
        state = CONFIRMED
    # On the log for reading: an id that is not there makes no file.
    repeat, is_changed = decide(context.reading, confirm or dismiss or "", state)
    line = decision_line(repeat)
    outcome = "no change"
    if is_changed:
        outcome = UNDO
    say(f"{line} · {outcome}")


def _say_result(result: Repeats) -> None:
    if not result.repeats:
        say("Nothing came back.")
    if result.are_more:
        say(f"Only the newest {len(result.repeats)} are listed, of at most {MOST_REPEATS}.")
    if result.are_unseen:
        say(
            f"Of the mistakes without a link, only the newest {MOST_LOOKED_AT} were compared."
            " A shorter span or a @team compares others:  coachlog repeats --since DATE"
        )


def _ask_about_guesses(context: Context, result: Repeats) -> None:
    guesses = [repeat for repeat in result.repeats if repeat.state == LOOKS_LIKE]
    if not guesses:
        return
    from coachlog.cli.ask.prompts import can_ask

    if can_ask():
        from coachlog.cli.ask.repeats_walk import walk

        walk(context, guesses)
        return
    number = count_of(len(guesses), "guess")
    say(f"{number} to confirm:  coachlog repeats --confirm ID  ·  coachlog repeats --dismiss ID")
