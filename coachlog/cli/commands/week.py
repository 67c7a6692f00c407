"""Reviewing a week: `week`."""

import sys
from functools import partial

import typer

from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, shell_handle
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_page, write_records
from coachlog.cli.period_options import read_week, span_text
from coachlog.clock import zone_warning
from coachlog.domain.filters import Filter
from coachlog.domain.review.week import Cell, WeekReport
from coachlog.render.columns import Column
from coachlog.services.week import week_report

app = typer.Typer()

CELLS = [Column(name, number=name not in ("team", "topic")) for name in Cell._fields]


@app.command("week")
@partial(with_filters, names=("words", "team", "topic", "kind"), plain="WHICH")
def week(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show what a week was like.

    WHICH is this, last, 2026-W46 or a date.

    It is for the team: no private entries, no learners. Without WHICH it is this week.
    """
    context = ctx.obj
    if warning := zone_warning():
        say(warning)
    which = read_week(context, text or "")
    found = week_report(
        context.reading,
        context.clock,
        entry_filter,
        which,
        _scope(entry_filter),
        complete=format_ not in (Format.table, Format.md),
    )
    _write_week(found, format_)
    warn_unknown_names(context, entry_filter)
    if not text and not found.counts.everybody.entries:
        say("for the week before:  coachlog week last")


def _write_week(found: WeekReport, format_: Format) -> None:
    out = sys.stdout
    if format_ is Format.json:
        from coachlog.render.json_writer import write_object

        write_object(found.shape(), out)
    elif format_ in (Format.csv, Format.jsonl):
        say(f"{span_text(found.week)}, {found.time_zone}")
        write_records(CELLS, found.counts.cells, format_)
    else:
        from coachlog.render.screen import can_show
        from coachlog.render.sparkline import BARS, in_figures, sparkline
        from coachlog.render.week_page import week_page

        is_mail = format_ is Format.md
        draw = sparkline if is_mail or can_show(BARS, out) else in_figures
        write_page(week_page(found, draw, complete=is_mail), format_, compact=True)


def _scope(entry_filter: Filter) -> str | None:
    """What a filter says of team and topics, as people type it."""
    words = [shell_handle(entry_filter.team)] if entry_filter.team else []
    words += [shell_handle(topic, "+") for topic in entry_filter.topics]
    return " ".join(words) or None
