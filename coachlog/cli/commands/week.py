"""Reviewing a week: `week`."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.documents import HUB, IN_BROWSER, SHEET_FORMAT, Target, read_target
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, say_zone_warning
from coachlog.cli.options import FORCE, OUTPUT, Format, flag
from coachlog.cli.period_options import read_week, span_text
from coachlog.domain.audience import TEAM
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
    format_: str | None = SHEET_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
    hub: bool = HUB,
) -> None:
    """Review a week with your team.

    WHICH is this, last, 2026-W46 or a date; without it, this week.

    The front page fits on 24 lines, each with the command that lists what it counts. What needs
    somebody is as of today, whichever week it is. --full has all tables and texts, and so have
    the other formats. As HTML it is a page with pictures of half a year, to hand around; as xlsx a
    workbook with the teams by topic, the lessons and the entries.

    The page is for the team: private entries and learners are left out, texts are as written; as
    HTML known names are masked.
    """
    which = _which_week(text, this_week=this_week, last_week=last_week)
    target = read_target(
        "week",
        format_,
        output,
        force=force,
        in_browser=in_browser,
        takes_workbooks=True,
    )
    if full and target.format_ in (Format.html, Format.xlsx):
        raise UsageError(
            f"a week has a layout of its own as {target.format_}, so --full changes nothing."
            " Leave --full out, or name --format md for all tables and texts."
        )
    say_zone_warning()
    period = read_week(context, which)
    _bring_up_to_date(context)
    if hub:
        from coachlog.cli.hub_reading import read_week as read_from_hub

        read_from_hub(
            context,
            entry_filter,
            period,
            target.format_,
            full=full,
        )
    if target.format_ == Format.table and not full:
        entries = _write_front_page(context, entry_filter, period, target)
    elif target.format_ == Format.html:
        entries = _write_document(
            context,
            entry_filter,
            period,
            target,
            from_hub=hub,
        )
    elif target.format_ == Format.xlsx:
        entries = _write_workbook(context, entry_filter, period, target)
    else:
        entries = _write_report(context, entry_filter, period, target)
    warn_unknown_names(context, entry_filter)
    if not which and not entries:
        say("To see the week before:  coachlog week last")


def _bring_up_to_date(context: Context) -> None:
    """Exchange what is new with others, if that happens by itself."""
    if context.settings.auto_sync == "yes":
        from coachlog.cli.sync_before import sync_before

        sync_before(context)


def _which_week(text: str | None, *, this_week: bool, last_week: bool) -> str:
    """Return what was typed for the week; empty if none was named.

    Raises:
        UsageError: several were.
    """
    which = [text] if text else []
    if this_week:
        which.append("this")
    if last_week:
        which.append("last")
    if len(which) > 1:
        raise UsageError(f"several weeks are named: {' and '.join(which)}. Name one.")
    return "".join(which)


def _write_front_page(
    context: Context,
    entry_filter: Filter,
    week: Period,
    target: Target,
) -> int:
    """Write what is read first of a week; return how many entries it has."""
    from coachlog.render.week_front import week_front

    front = front_page(context.reading, entry_filter, week)
    target.write_page([week_front(front)])
    return front.entries


def _write_document(
    context: Context,
    entry_filter: Filter,
    week: Period,
    target: Target,
    *,
    from_hub: bool,
) -> int:
    """Write the page that is handed around; return how many entries the week has."""
    # No other format counts half a year, nor masks names.
    from coachlog.cli.mask_messages import say_masked
    from coachlog.render.week_document import document_page
    from coachlog.services.week_document import week_document

    week_start = context.settings.week_start
    document, mask = week_document(context.reading, entry_filter, week, week_start)
    target.write_page(document_page(document._replace(is_from_hub=from_hub)))
    say_masked(mask)
    return document.front.entries


def _write_workbook(
    context: Context,
    entry_filter: Filter,
    week: Period,
    target: Target,
) -> int:
    """Write the sheets that are handed around; return how many entries the week has."""
    from coachlog.render.week_workbook import week_sheets
    from coachlog.services.week_workbook import week_workbook

    workbook = week_workbook(context.reading, entry_filter, week, context.settings.week_start)
    say(f"{span_text(week)} · {TEAM.note}")
    target.write_workbook(week_sheets(week, workbook.grid, workbook.lessons, workbook.entries))
    return workbook.grid.total


def _write_report(
    context: Context,
    entry_filter: Filter,
    week: Period,
    target: Target,
) -> int:
    """Write all about a week, a page or figures for a program; return how many entries it has."""
    # The front page does not need the queries and tables of the full one.
    from coachlog.services.week import for_mail, week_report

    log = context.reading
    scope = " ".join(handles(entry_filter))
    report = week_report(log, entry_filter, week, scope, complete=not target.is_page)
    if target.format_ == Format.json:
        front = front_page(log, entry_filter, week, complete=True)
        target.write_object(report.shape() | front.shape())
    elif target.is_page:
        if target.format_ != Format.table:
            report = for_mail(log, report)
        _write_page(report, target)
    else:
        say(f"{span_text(report.week)}, {report.time_zone}")
        target.write_records(_cell_columns(), report.counts.cells)
    return report.counts.total.entries


def _cell_columns() -> "list[Column]":
    from coachlog.domain.review.week import Cell
    from coachlog.render.columns import Column

    return [Column(name, number=name not in ("team", "topic")) for name in Cell._fields]


def _write_page(report: "WeekReport", target: Target) -> None:
    from coachlog.render.sparkline import BARS, numbers_text, sparkline
    from coachlog.render.terminal import can_show
    from coachlog.render.week_page import week_page

    draw = sparkline
    if target.is_screen and not can_show(BARS, sys.stdout):
        draw = numbers_text
    has_map = target.is_screen and sys.stdout.isatty()
    # A mail has no width, and is read beside nothing else: it gets every row of figures.
    is_mail = target.format_ != Format.table
    page = week_page(report, draw, complete=is_mail, has_map=has_map)
    target.write_page(page, compact=True)
