"""Counts over any span: `summary`."""

from functools import partial
from typing import Annotated

import typer

from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records
from coachlog.cli.period_options import span_text
from coachlog.clock import zone_name
from coachlog.domain.fields import FIELDS, KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.review.checkin_results import short_rate_text
from coachlog.domain.review.summary import SummaryLine, read_keys
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.week_figures import KINDS_LEGEND
from coachlog.render.words import count_of, plural_of
from coachlog.services.summary import decision_signals, may_have_rates, summarise, summary_span

app = typer.Typer()

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="KEYS", help="What to count by, such as team,topic. Without it: topic."
    ),
]

# In files the numbers stand apart, so that a spreadsheet can calculate with them.
RATES = [
    Column("answers_30", "30 days", number=True),
    Column("unprompted_30", "unprompted", number=True),
    Column("answers_60", "60 days", number=True),
    Column("unprompted_60", "unprompted", number=True),
]
RATE_TEXTS = [
    Column(
        name="at_30",
        label="30 days",
        value=lambda line: short_rate_text(line.answers_30, line.unprompted_30),
        number=True,
    ),
    Column(
        name="at_60",
        label="60 days",
        value=lambda line: short_rate_text(line.answers_60, line.unprompted_60),
        number=True,
    ),
]
RATES_LEGEND = "30 days, 60 days: of the check-ins, how many saw it done unprompted"


@app.command("summary")
@with_filters
def summary(
    ctx: typer.Context, entry_filter: Filter, by: By = None, format_: FormatOption = Format.table
) -> None:
    """Count entries by topic, team, month and more.

    By team, topic, kind, week, month, status, basis, decision, caught, detected-by or factor.

    By decision it also names topics whose rule may need clarifying (many exceptions) or that may
    need practice (many escalations): a third or more of at least five decisions.

    Without a span it counts the last twelve weeks. Private entries are not counted.
    """
    context = ctx.obj
    keys = _read_keys(by)
    week_start = context.settings.week_start
    if entry_filter.period is None:
        span = summary_span(context.clock, week_start)
        say(f"{span_text(span)}, {zone_name(context.clock.now())}")
        entry_filter = entry_filter._replace(period=span)
    lines, total = summarise(context.reading, context.clock, entry_filter, keys, week_start)
    short = format_ is Format.table
    has_rates = may_have_rates(entry_filter, keys)
    if short:
        has_rates = has_rates and any(line.answers_30 or line.answers_60 for line in lines)
    columns = _columns(keys, short=short)
    if has_rates:
        columns += RATE_TEXTS if short else RATES
    write_records(columns, lines, format_)
    warn_unknown_names(context, entry_filter)
    if short and "kind" not in keys:
        say(KINDS_LEGEND)
    if short and has_rates:
        say(RATES_LEGEND)
    say(f"{count_of(total, 'entry')} in all{_note_on_lists(keys)}")
    if "decision" in keys:
        for signal in decision_signals(context.reading, entry_filter):
            say(signal)


def _read_keys(by: list[str] | None) -> list[str]:
    if not by:
        return ["topic"]
    try:
        return read_keys(by)
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def _columns(keys: list[str], *, short: bool) -> list[Column]:
    columns = []
    absent = "not given" if short else None
    for index, key in enumerate(keys):
        name = key.replace("-", "_")
        label = FIELDS[name].label if name in FIELDS else name
        columns.append(Column(name, label, partial(_key, index, absent)))
    columns.append(Column("entries", number=True))
    if "kind" not in keys:
        for kind in KINDS:
            label = kind[0].upper() if short else kind
            columns.append(Column(kind, label, number=True))
    columns.append(Column("percent", "%", number=True))
    return columns


def _key(index: int, absent: str | None, line: SummaryLine) -> str | None:
    return line.keys[index] or absent


def _note_on_lists(keys: list[str]) -> str:
    lists = [plural_of(key) for key in ("topic", "factor") if key in keys]
    if not lists:
        return ""
    return f"; one with several {' or '.join(lists)} counts once in each"
