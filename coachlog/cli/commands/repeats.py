"""`repeats`: what came back after a lesson about it was shared or adopted."""

from operator import attrgetter

from coachlog.cli.context import Context
from coachlog.cli.documents import DOCUMENT_FORMAT, IN_BROWSER, Target, read_target
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.mask_messages import say_masked
from coachlog.cli.messages import UNDO, say
from coachlog.cli.options import FORCE, OUTPUT, Format, flag, text
from coachlog.cli.period_options import say_span, span_text
from coachlog.domain.fields import LOOKS_LIKE
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period, last_weeks
from coachlog.domain.review.repeats import CONFIRMED, DISMISSED
from coachlog.errors import UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.render.columns import Column
from coachlog.render.page import Heading, Paragraph
from coachlog.render.repeats import change_texts, decision_line, repeat_texts
from coachlog.render.words import count_of
from coachlog.services.repeats import (
    MOST_LOOKED_AT,
    Repeats,
    decide,
    effects_of_changes,
    list_repeats,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Any

    from coachlog.render.page import Block, EntryTexts

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


def _of(entry: str, name: str, field: str = "") -> Column:
    """Return the column of a field of an entry: that of `later`, say."""
    return Column(name, value=attrgetter(f"{entry}.{field or name}"))


OF_REPEATS = [
    _of("later", "short_id"),
    _of("later", "occurred_on"),
    _of("later", "team"),
    _of("later", "topics"),
    _of("later", "happened"),
    Column("state"),
    Column("likeness", number=True),
    Column("days", number=True),
    _of("earlier", "earlier_id", "short_id"),
    _of("earlier", "earlier_on", "occurred_on"),
    _of("earlier", "earlier_team", "team"),
    _of("earlier", "earlier_happened", "happened"),
    _of("earlier", "lesson"),
    _of("earlier", "changed_what"),
    Column("taught_on"),
]
OF_CHANGES = [
    _of("entry", "short_id"),
    _of("entry", "changed_what"),
    Column("adopted_on"),
    Column("before", number=True),
    Column("days_before", number=True),
    Column("after", number=True),
    Column("days_after", number=True),
    Column("caution"),
    Column("verdict"),
]


class Report(NamedTuple):
    """One of the two reports.

    Attributes:
        title: of its page.
        nothing: what the page says if there is nothing to report.
        columns: what to write of each record.
        describe: returns a record, as on the day that is given, for a page.
    """

    title: str
    nothing: str
    columns: list[Column]
    describe: "Callable[[Any, date], EntryTexts]"


REPEATS = Report(
    title="What came back after a lesson",
    nothing="Nothing came back in this time.",
    columns=OF_REPEATS,
    describe=repeat_texts,
)
CHANGES = Report(
    title="Before and after each change",
    nothing="No change was adopted for what came back in this time.",
    columns=OF_CHANGES,
    describe=change_texts,
)
MASKED = "For the team: private entries are left out and known names are masked."


@with_filters(FILTERS)
def repeats(
    context: Context,
    entry_filter: Filter,
    *,
    changes: bool = flag(
        "--changes", "Compare the days between repeats before and after each adopted change."
    ),
    confirm: str | None = text("--confirm MISTAKE", "Say that this mistake came back."),
    dismiss: str | None = text("--dismiss MISTAKE", "Say that this mistake did not come back."),
    format_: str | None = DOCUMENT_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
) -> None:
    """List what came back after a lesson.

    That is a mistake like an earlier one, after a lesson about it was shared or adopted.

    A mistake looks like an earlier entry if the two share rare words, a topic or a rule. Until
    somebody has confirmed it, that is a guess. On a terminal you are asked about each guess.

    Without a span of time it looks at the last 26 weeks.
    """
    if confirm or dismiss:
        _refuse_listing(changes, format_, output, in_browser)
        _decide(context, confirm, dismiss)
        return
    target = read_target("repeats", format_, output, force=force, in_browser=in_browser)
    span = entry_filter.period or _last_weeks(context)
    result = list_repeats(context.reading, entry_filter._replace(period=span))
    if target.format_ == Format.html:
        result = _without_people(context, result, span)
    if changes:
        effects = effects_of_changes(context.reading, result.repeats)
        _write(context, target, span, effects, CHANGES)
        if result.repeats and not effects:
            say("No change has been adopted for what came back.")
    else:
        _write(context, target, span, result.repeats, REPEATS)
    warn_unknown_names(context, entry_filter)
    _say_result(result)
    if target.is_screen and not changes:
        _ask_about_guesses(context, result)


def _without_people(context: Context, result: Repeats, span: Period) -> Repeats:
    # Its patterns take longer to load than a screen, which is not masked, to be written.
    from coachlog.services.masking import EntryMask

    masked = EntryMask(context.reading, span)
    shown = list(map(masked.repeat, result.repeats))
    say_masked(masked.mask)
    return result._replace(repeats=shown)


def _last_weeks(context: Context) -> Period:
    span = last_weeks(context.today, WEEKS)
    say_span(context, span)
    return span


def _write(
    context: Context,
    target: Target,
    span: Period,
    records: "Sequence[Any]",
    report: Report,
) -> None:
    if not target.is_page:
        target.write_records(report.columns, records)
        return
    # A row would have two long texts, and no room for either.
    entries = [report.describe(record, context.today) for record in records]
    if target.format_ != Format.html:
        target.write_page(entries)
        return
    note = MASKED
    if not records:
        note = report.nothing
    blocks: list[Block] = [
        Heading(report.title, level=1),
        Paragraph(span_text(span)),
        Paragraph(note, quiet=True),
    ]
    target.write_page([*blocks, *entries])


def _refuse_listing(*options: object) -> None:
    if any(options):
        raise UsageError("--confirm and --dismiss list nothing. Leave the other options out.")


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
    if result.are_more:
        say("These are only the newest. To list older ones, add --until DATE.")
    elif not result.repeats:
        say("Nothing came back.")
    if result.are_unseen:
        say(
            f"Besides known repeats, only the newest {MOST_LOOKED_AT} mistakes were compared with"
            " earlier lessons. To compare older ones, add --until DATE."
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
