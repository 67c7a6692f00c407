"""Reviewing a week: `week`."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_zone_warning, shell_handle
from coachlog.cli.options import FORMAT, PAGES, Format, flag
from coachlog.cli.output import data_stream, write_page, write_records
from coachlog.cli.period_options import read_week, span_text
from coachlog.domain.filters import Filter
from coachlog.domain.review.week import Cell, WeekReport
from coachlog.errors import UsageError
from coachlog.render.columns import Column
from coachlog.services.week import for_mail, week_report

CELLS = [Column(name, number=name not in ("team", "topic")) for name in Cell._fields]


@with_filters(names=("words", "team", "topic", "kind"), plain="WHICH")
def week(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    this_week: bool = flag("--this-week", "The same as `week this`."),
    last_week: bool = flag("--last-week", "The same as `week last`."),
    format_: str = FORMAT,
) -> None:
    """Review a week with your team.

    WHICH is this, last, 2026-W46 or a date; without it, this week.

    The page is for the team: private entries and learners are left out, texts are as written.
    """
    which = [text] if text else []
    if this_week:
        which.append("this")
    if last_week:
        which.append("last")
    if len(which) > 1:
        raise UsageError(f"several weeks are named: {' and '.join(which)}. Name one.")
    say_zone_warning()
    report = week_report(
        context.reading,
        entry_filter,
        read_week(context, "".join(which)),
        _scope(entry_filter),
        complete=format_ not in PAGES,
    )
    if format_ == Format.md:
        report = for_mail(context.reading, report)
    _write(report, format_)
    warn_unknown_names(context, entry_filter)
    if not which and not report.counts.total.entries:
        say("To see the week before:  coachlog week last")


def _write(report: WeekReport, format_: str) -> None:
    if format_ == Format.json:
        from coachlog.render.json_writer import write_object

        write_object(report.shape(), data_stream(format_))
    elif format_ in (Format.csv, Format.jsonl):
        say(f"{span_text(report.week)}, {report.time_zone}")
        write_records(CELLS, report.counts.cells, format_)
    else:
        _write_page(report, format_)


def _write_page(report: WeekReport, format_: str) -> None:
    from coachlog.render.sparkline import BARS, numbers_text, sparkline
    from coachlog.render.terminal import can_show
    from coachlog.render.week_page import week_page

    # A mail has no width, and is read beside nothing else: it gets every row of figures.
    is_mail = format_ == Format.md
    draw = sparkline
    if not is_mail and not can_show(BARS, sys.stdout):
        draw = numbers_text
    has_map = sys.stdout.isatty() and not is_mail
    page = week_page(report, draw, complete=is_mail, has_map=has_map)
    write_page(page, format_, compact=True)


def _scope(entry_filter: Filter) -> str:
    """Return a filter's team and topics as people type them."""
    words = [shell_handle(topic, "+") for topic in entry_filter.topics]
    if entry_filter.team:
        words.insert(0, shell_handle(entry_filter.team))
    return " ".join(words)
