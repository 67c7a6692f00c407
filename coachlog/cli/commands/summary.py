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
from coachlog.domain.review.summary import SummaryLine, checked_keys
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.render.week_page import LEGEND
from coachlog.render.words import count_of
from coachlog.services.summary import decision_signals, has_shares, summarise, summary_span

app = typer.Typer()

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="KEYS", help="What to count by, such as team,topic. Without it: topic."
    ),
]
# Numbers apart, so that a spreadsheet can work with them.
SHARES = [
    Column(name, label, number=True)
    for name, label in (
        ("answers_30", "30 days"),
        ("unprompted_30", "unprompted"),
        ("answers_60", "60 days"),
        ("unprompted_60", "unprompted"),
    )
]
SHORT_SHARES = [
    Column(
        "at_30",
        "30 days",
        lambda line: short_rate_text(line.answers_30, line.unprompted_30),
        number=True,
    ),
    Column(
        "at_60",
        "60 days",
        lambda line: short_rate_text(line.answers_60, line.unprompted_60),
        number=True,
    ),
]
SHARES_LEGEND = "30 days, 60 days: how many of the check-ins saw it done unprompted"


@app.command("summary")
@with_filters
def summary(
    ctx: typer.Context, entry_filter: Filter, by: By = None, format_: FormatOption = Format.table
) -> None:
    """Count the entries of any span by what you ask for.

    By team, topic, kind, week, month, status, basis, decision, caught, detected-by or factor.

    By decision it also says which topics' rules want clearing (many exceptions) and which topics want practice (many
    escalations): from five decisions on, where they are a third or more.

    Without a span of time it is the last twelve weeks. Private entries are not counted.
    """
    context = ctx.obj
    try:
        keys = checked_keys(by or []) or ["topic"]
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    start = context.settings.week_start
    if entry_filter.period is None:
        span = summary_span(context.clock, start)
        say(f"{span_text(span)}, {zone_name(context.clock.now())}")
        entry_filter = entry_filter._replace(period=span)
    lines, total = summarise(context.reading, context.clock, entry_filter, keys, start)
    short = format_ is Format.table
    checked = has_shares(entry_filter, keys) and (
        not short or any(line.answers_30 or line.answers_60 for line in lines)
    )
    shares = SHORT_SHARES if short else SHARES
    write_records(_summary_columns(keys, short=short) + shares * checked, lines, format_)
    warn_unknown_names(context, entry_filter)
    if short and "kind" not in keys:
        say(LEGEND)
    if short and checked:
        say(SHARES_LEGEND)
    say(f"{count_of(total, 'entry')} in all" + _twice(keys))
    for line in decision_signals(context.reading, entry_filter) if "decision" in keys else ():
        say(line)


def _summary_columns(keys: list[str], *, short: bool) -> list[Column]:
    names = [key.replace("-", "_") for key in keys]
    columns = [
        Column(name, _label(name), partial(_key, place, "not said" if short else None))
        for place, name in enumerate(names)
    ]
    kinds = {} if "kind" in keys else {kind: kind[0].upper() if short else kind for kind in KINDS}
    figures = {"entries": "entries", **kinds, "percent": "%"}
    return columns + [Column(name, label, number=True) for name, label in figures.items()]


def _label(name: str) -> str:
    return FIELDS[name].label if name in FIELDS else name


def _key(place: int, absent: str | None, line: SummaryLine) -> str | None:
    return line.keys[place] or absent


def _twice(keys: list[str]) -> str:
    several = [f"{key}s" for key in ("topic", "factor") if key in keys]
    return f"; one with several {' or '.join(several)} counts once in each" if several else ""
