"""Reviewing a week: `week`."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_zone_warning
from coachlog.cli.options import FORMAT, PAGES, Format, flag
from coachlog.cli.output import data_stream, write_page, write_records
from coachlog.cli.period_options import read_week, span_text
from coachlog.domain.filters import Filter
from coachlog.domain.periods import Period
from coachlog.errors import UsageError
from coachlog.render.front_commands import handles
from coachlog.services.front_page import front_page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.review.week import WeekReport
    from coachlog.render.columns import Column


@with_filters(names=("words", "team", "topic", "kind"), plain="WHICH")
def week(
    context: Context,
    entry_filter: Filter,
    text: str | None,
    *,
    this_week: bool = flag("--this-week", "The same as `week this`."),
    last_week: bool = flag("--last-week", "The same as `week last`."),
    full: bool = flag("--full", "Everything about the week, not only its front page."),
    format_: str = FORMAT,
) -> None:
    """Review a week with your team.

    WHICH is this, last, 2026-W46 or a date; without it, this week.

    The front page fits on 24 lines, each with the command that lists what it counts. What needs
    somebody is as of today, whichever week it is. --full has all tables and texts, and so have
    the other formats.

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
    period = read_week(context, "".join(which))
    if context.settings.auto_sync == "yes":
        from coachlog.cli.sync_before import sync_before

        sync_before(context)
    if format_ == Format.table and not full:
        entries = _write_front_page(context, entry_filter, period)
    else:
        entries = _write_report(context, entry_filter, period, format_)
    warn_unknown_names(context, entry_filter)
    if not which and not entries:
        say("To see the week before:  coachlog week last")


def _write_front_page(context: Context, entry_filter: Filter, week: Period) -> int:
    """Write what is read first of a week; return how many entries it has."""
    from coachlog.render.week_front import week_front

    front = front_page(context.reading, entry_filter, week)
    write_page([week_front(front)], Format.table)
    return front.entries


def _write_report(
    context: Context,
    entry_filter: Filter,
    week: Period,
    format_: str,
) -> int:
    """Write all about a week, a page or figures for a program; return how many entries it has."""
    # The front page does not need the queries and tables of the full one.
    from coachlog.services.week import for_mail, week_report

    log = context.reading
    scope = " ".join(handles(entry_filter))
    complete = format_ not in PAGES
    report = week_report(log, entry_filter, week, scope, complete=complete)
    if format_ == Format.md:
        report = for_mail(log, report)
    if format_ == Format.json:
        from coachlog.render.json_writer import write_object

        front = front_page(log, entry_filter, week, complete=True)
        write_object(report.shape() | front.shape(), data_stream(format_))
    elif format_ in (Format.csv, Format.jsonl):
        say(f"{span_text(report.week)}, {report.time_zone}")
        write_records(_cell_columns(), report.counts.cells, format_)
    else:
        _write_page(report, format_)
    return report.counts.total.entries


def _cell_columns() -> "list[Column]":
    from coachlog.domain.review.week import Cell
    from coachlog.render.columns import Column

    return [Column(name, number=name not in ("team", "topic")) for name in Cell._fields]


def _write_page(report: "WeekReport", format_: str) -> None:
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
