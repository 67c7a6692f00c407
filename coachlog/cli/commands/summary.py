"""Counts over any span: `summary`."""

from collections.abc import Sequence

from coachlog.cli.context import Context
from coachlog.cli.count_output import CountPage, write_grid, write_lines
from coachlog.cli.documents import HUB, IN_BROWSER, SHEET_FORMAT, Target, read_target
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say
from coachlog.cli.options import FORCE, OUTPUT, Format, count, flag, text, texts
from coachlog.cli.period_options import say_span, span_text
from coachlog.domain.filters import Filter
from coachlog.domain.review.summary import read_keys
from coachlog.errors import AsUsageError, UsageError
from coachlog.render.summary import columns_for_file, columns_for_people
from coachlog.render.words import count_of, plural_of
from coachlog.services.summary import decision_signals, may_have_rates, summarise, summary_span

BY = texts("--by KEYS", "What to count by, such as team,topic. Without it: topic.")
ACROSS = text("--across KEY", "A column for each value of another key: a grid, with totals.")
TOP = count(
    "--top N",
    "With --across: only the N busiest, and the others together.",
    least=1,
    most=1_000,
)
FLOW = flag("--flow", "By topic: how many were answered, shared and adopted, after how many days.")


@with_filters()
def summary(
    context: Context,
    entry_filter: Filter,
    *,
    by: list[str] = BY,
    across: str | None = ACROSS,
    top: int | None = TOP,
    flow: bool = FLOW,
    format_: str | None = SHEET_FORMAT,
    output: str | None = OUTPUT,
    force: bool = FORCE,
    in_browser: bool = IN_BROWSER,
    hub: bool = HUB,
) -> None:
    """Count entries by topic, team, month and more.

    By team, topic, kind, week, month, status, basis, decision, caught, detected-by or factor.
    With --across the values of a second key stand side by side. With --flow it says what became
    of the entries.

    By decision it also names topics whose rule may need clarifying (many exceptions) or that may
    need practice (many escalations): a third or more of at least five decisions.

    Without a span it counts the last twelve weeks. Private entries are not counted.
    """
    if flow:
        _check_flow(by, across)
    keys = _read_keys(by, across, top, entry_filter.limit)
    target = read_target(
        "summary",
        format_,
        output,
        force=force,
        in_browser=in_browser,
        takes_workbooks=True,
    )
    if entry_filter.period is None:
        span = summary_span(context.clock, context.settings.week_start)
        say_span(context, span)
        entry_filter = entry_filter._replace(period=span)
    if hub:
        from coachlog.cli.hub_reading import read_summary

        read_summary(context, entry_filter)
    if flow:
        total = _count_flow(context, entry_filter, target)
    elif across:
        total = _count_grid(
            context,
            entry_filter,
            keys,
            top,
            target,
        )
    else:
        total = _count_lines(
            context,
            entry_filter,
            keys,
            target,
        )
    warn_unknown_names(context, entry_filter)
    say(total)
    if "decision" in keys:
        for signal in decision_signals(context.reading, entry_filter):
            say(signal)


def _count_lines(
    context: Context,
    entry_filter: Filter,
    keys: list[str],
    target: Target,
) -> str:
    lines, total = summarise(
        context.reading,
        entry_filter,
        keys,
        context.settings.week_start,
    )
    total_text = f"{count_of(total, 'entry')} in all{_note_on_lists(keys)}"
    with_rates = may_have_rates(keys)
    is_table = target.format_ == Format.table
    legends: list[str] = []
    if target.has_room_for_words:
        columns, legends = columns_for_people(keys, lines, with_rates=with_rates, short=is_table)
    else:
        columns = columns_for_file(keys, with_rates=with_rates)
    page = _page(
        context,
        entry_filter,
        f"Entries by {' and '.join(keys)}",
        total_text,
        legends,
    )
    write_lines(columns, lines, target, page)
    return total_text


def _count_grid(
    context: Context,
    entry_filter: Filter,
    keys: list[str],
    top: int | None,
    target: Target,
) -> str:
    from coachlog.services.grid import count_grid

    rows, columns = keys
    counts = count_grid(
        context.reading,
        entry_filter,
        (rows, columns),
        context.settings.week_start,
        top,
    )
    assert entry_filter.period is not None
    total_text = f"{count_of(counts.total, 'entry')} in all"
    page = _page(
        context,
        entry_filter,
        f"Entries by {rows} and {columns}",
        total_text,
    )
    write_grid(counts, entry_filter.period, target, page)
    return total_text


def _count_flow(context: Context, entry_filter: Filter, target: Target) -> str:
    from coachlog.render.flow import LEGEND, flow_columns
    from coachlog.services.flow import count_flow

    lines = count_flow(context.reading, entry_filter)
    is_table = target.format_ == Format.table
    columns = flow_columns(
        for_screen=is_table, for_page=target.is_page, in_words=target.has_room_for_words
    )
    total_text = f"{count_of(lines[-1].recorded, 'entry')} in all{_note_on_lists(['topic'])}"
    page = _page(
        context,
        entry_filter,
        "What became of entries",
        total_text,
        LEGEND,
    )
    write_lines(
        columns,
        lines,
        target,
        page,
        has_total=True,
    )
    return total_text


def _page(
    context: Context,
    entry_filter: Filter,
    title: str,
    total_text: str,
    legends: Sequence[str] = (),
) -> CountPage:
    assert entry_filter.period is not None
    about = f"{span_text(entry_filter.period)}; {total_text}."
    return CountPage(
        log=context.reading,
        title=title,
        about=[f"{about[0].upper()}{about[1:]}"],
        legends=legends,
    )


def _check_flow(by: list[str], across: str | None) -> None:
    """Refuse the options that make no sense with `--flow`.

    Raises:
        UsageError: there is one.
    """
    if across:
        raise UsageError("--flow and --across are two ways to count. Use one of them.")
    if by:
        raise UsageError("--flow counts by topic. Leave --by out.")


def _read_keys(
    by: list[str],
    across: str | None,
    top: int | None,
    limit: int | None,
) -> list[str]:
    """Return what to count by: of a grid the key of its rows and that of its columns.

    Raises:
        UsageError: the options make no sense together.
    """
    if not across:
        if top is not None:
            raise UsageError("--top only works with --across. In a list, use --limit.")
        with AsUsageError():
            return read_keys(by or ["topic"])
    from coachlog.domain.review.grid import read_grid_keys
    from coachlog.domain.review.grid_cells import limited_sides

    if limit is not None:
        raise UsageError("--limit does not work with --across. Use --top, which adds up the rest.")
    with AsUsageError():
        keys = read_grid_keys(by, across)
    if top is not None and not any(limited_sides(keys)):
        raise UsageError("--top cannot leave out weeks or months. Name another key in --by.")
    return [*keys]


def _note_on_lists(keys: list[str]) -> str:
    lists = [plural_of(key) for key in ("topic", "factor") if key in keys]
    if not lists:
        return ""
    return f"; an entry with several {' or '.join(lists)} counts once in each"
