"""Reviewing: `week`, `summary`."""

import sys
from functools import partial
from operator import attrgetter
from typing import Annotated

import typer

from coachlog.cli.context import Context
from coachlog.cli.messages import say
from coachlog.cli.options import Format, FormatOption, read_week, span_text, with_filters
from coachlog.cli.output import screen_width, wants_colour, write_records
from coachlog.clock import zone_name, zone_warning
from coachlog.domain.fields import KINDS
from coachlog.domain.filters import Filter
from coachlog.domain.summary import Line, checked_keys
from coachlog.domain.week import Cell, WeekReport
from coachlog.errors import UsageError
from coachlog.render.columns import LABELS, Column
from coachlog.render.week_page import LEGEND
from coachlog.services import report

app = typer.Typer()

CELLS = [Column(name, name, attrgetter(name), number=name not in ("team", "topic")) for name in Cell._fields]
By = Annotated[
    list[str] | None, typer.Option("--by", metavar="KEYS", help="What to count by, such as team,topic. Without it: topic.")
]


@app.command("week")
@partial(with_filters, names=("words", "team", "topic", "kind"), plain="WHICH")
def week(ctx: typer.Context, wanted: Filter, text: str | None = None, format_: FormatOption = Format.table) -> None:
    """Show what a week was like: WHICH is this, last, 2026-W46 or a date.

    It is for the team: no private entries, no learners. Without WHICH it is this week.
    """
    context = ctx.obj
    if warning := zone_warning():
        say(warning)
    which = read_week(context, text or "")
    found = report.report_week(
        context.reading, context.clock, wanted, which, _scope(wanted), complete=format_ not in (Format.table, Format.md)
    )
    _write_week(found, format_)
    _say_unknown(context, wanted)
    if not text and not found.counts.everybody.entries:
        say("for the week before:  coachlog week last")


@app.command("summary")
@with_filters
def summary(ctx: typer.Context, wanted: Filter, by: By = None, format_: FormatOption = Format.table) -> None:
    """Count entries by team, topic, kind, week, month, status, basis, decision, caught, detected-by or factor.

    Without a span of time it is the last twelve weeks. Private entries are not counted.
    """
    context = ctx.obj
    try:
        keys = checked_keys(by or []) or ["topic"]
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    start = context.settings["week-start"]
    if wanted.period is None:
        span = report.summary_span(context.clock, start)
        say(f"{span_text(span)}, {zone_name(context.clock.now())}")
        wanted = wanted._replace(period=span)
    lines, total = report.summarise(context.reading, wanted, keys, start)
    short = format_ is Format.table
    write_records(_summary_columns(keys, short=short), lines, format_)
    _say_unknown(context, wanted)
    if short and "kind" not in keys:
        say(LEGEND)
    say(f"{total:,} {'entry' if total == 1 else 'entries'} in all" + _twice(keys))


def _write_week(found: WeekReport, format_: Format) -> None:
    out = sys.stdout
    if format_ is Format.json:
        from coachlog.render.formats import write_object

        write_object(found.shape(), out)
    elif format_ in (Format.csv, Format.jsonl):
        say(f"{span_text(found.week)}, {found.time_zone}")
        write_records(CELLS, found.counts.cells, format_)
    else:
        from coachlog.render.sparkline import BARS, in_figures, sparkline
        from coachlog.render.week_page import week_page

        if format_ is Format.md:
            from coachlog.render.mail import write_mail

            write_mail(week_page(found, sparkline, complete=True), out)
        else:
            from coachlog.render.screen import can_show, write_page

            draw = sparkline if can_show(BARS, out) else in_figures
            write_page(week_page(found, draw), out, width=screen_width(), colour=wants_colour())


def _scope(wanted: Filter) -> str | None:
    """What a filter says of team and topics, as people type it."""
    words = [_word("@", "--team", wanted.team)] if wanted.team else []
    words += [_word("+", "--topic", topic) for topic in wanted.topics]
    return " ".join(words) or None


def _word(sign: str, option: str, name: str) -> str:
    import shlex

    return f"{sign}{name}" if shlex.quote(name) == name and name[0].isalpha() else f"{option} {shlex.quote(name)}"


def _summary_columns(keys: list[str], *, short: bool) -> list[Column]:
    names = [key.replace("-", "_") for key in keys]
    columns = [
        Column(name, LABELS.get(name, name), partial(_key, place, "not said" if short else None))
        for place, name in enumerate(names)
    ]
    kinds = {} if "kind" in keys else {kind: kind[0].upper() if short else kind for kind in KINDS}
    figures = {"entries": "entries", **kinds, "percent": "%"}
    return columns + [Column(name, label, attrgetter(name), number=True) for name, label in figures.items()]


def _say_unknown(context: Context, wanted: Filter) -> None:
    for name in report.unknown_names(context.reading, wanted):
        say(f"no entry has the {name}; what there is:  coachlog {name.split()[0]}s")


def _key(place: int, absent: str | None, line: Line) -> str | None:
    return line.keys[place] or absent


def _twice(keys: list[str]) -> str:
    several = [f"{key}s" for key in ("topic", "factor") if key in keys]
    return f"; one with several {' or '.join(several)} counts once in each" if several else ""
