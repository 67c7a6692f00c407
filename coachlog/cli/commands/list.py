"""Finding: `list`, `show`, `search`, `card`."""

import sys
from functools import partial
from typing import Annotated

import typer

from coachlog.cli.context import Context
from coachlog.cli.filter_options import warn_unknown_names, with_filters
from coachlog.cli.messages import say, shell_handle
from coachlog.cli.options import Format, FormatOption
from coachlog.cli.output import write_records, write_sheet
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.render.columns import Column, cell_text, entry_columns, nested_entry_columns
from coachlog.render.words import shorten
from coachlog.services.checkin import checkin_state
from coachlog.services.find import cards_for, visible_entries
from coachlog.services.status import status_history
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.queries.replies import replies_of
from coachlog.storage.queries.search import search as search_entries

app = typer.Typer()

CARD_TEXT = 280  # a card is read at a glance; `show` has the whole
LISTED = ("short_id", "occurred_on", "kind", "team", "topics", "happened")
FOUND = [
    *nested_entry_columns(LISTED[:-1]),
    Column("snippet", "what was found", wide=True, wraps=True),
]
CARD = [
    Column("short_id", "id"),
    Column("wrong", "wrong way", wide=True),
    Column("right", "right way", wide=True),
    Column("next_time", wide=True),
    Column("why", wide=True),
    Column("rule"),
]


@app.command("list")
@with_filters
def list_(ctx: typer.Context, entry_filter: Filter, format_: FormatOption = Format.table) -> None:
    """List entries, the newest first."""
    entry_filter = entry_filter._replace(
        include_own=entry_filter.trainer is not None and entry_filter.trainer == entry_filter.reader
    )
    write_records(entry_columns(LISTED), select_entries(ctx.obj.reading, entry_filter), format_)
    warn_unknown_names(ctx.obj, entry_filter)


@app.command("show")
def show(
    ctx: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="Ids as `list` shows them, or `last`.")
    ],
    format_: FormatOption = Format.table,
) -> None:
    """Show everything about an entry."""
    entries = visible_entries(ctx.obj.reading, ctx.obj.settings.user, ids)
    if format_ is not Format.table:
        write_records(entry_columns(), entries, format_)
        return
    for number, entry in enumerate(entries):
        groups = [_filled(entry), *_answers(ctx.obj, entry), *_checkins(ctx.obj, entry)]
        if number:
            sys.stdout.write("\n")
        write_sheet(f"{entry.short_id} · {entry.kind}", groups)


@app.command("search")
@with_filters
def search(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    format_: FormatOption = Format.table,
) -> None:
    """Find entries by their words, the best answers first."""
    try:
        found, complete = search_entries(
            ctx.obj.reading, text or "", entry_filter._replace(include_own=True)
        )
    except ValueError as error:
        raise UsageError(f"{error}.") from None
    write_records(FOUND, found, format_)
    warn_unknown_names(ctx.obj, entry_filter)
    if not found:
        say("nothing was found. Try fewer words, or only their beginnings.")
    elif not complete:
        say("no entry has all of these words; these have some of them.")


@app.command("card")
@partial(with_filters, plain="TOPIC")
def card(
    ctx: typer.Context,
    entry_filter: Filter,
    text: str | None = None,
    format_: FormatOption = Format.table,
) -> None:
    """Show the wrong way, the right way and the rule of a TOPIC.

    All of it is from the entries themselves.
    """
    topic, cards, total, bare = cards_for(ctx.obj.reading, text, entry_filter)
    if bare:
        only = f"{bare} more {'says' if bare == 1 else 'say'} only what happened"
        say(
            f"{only}:  coachlog list {shell_handle(topic, '+')}  ·  coachlog finish  asks for the rest"
        )
    if format_ is not Format.table:
        write_records(CARD, cards, format_)
        return
    groups = [
        [
            (column.label, shorten(value, CARD_TEXT))
            for column in CARD
            if (value := column.value(one))
        ]
        for one in cards
    ]
    number = f"{len(cards)} of {total}" if len(cards) < total else total or "nothing"
    write_sheet(f"{topic}: {number} to remember", groups)


def _filled(entry: Entry) -> list[tuple[str, str]]:
    columns = entry_columns(
        name for name in Entry._fields if getattr(entry, name) not in (None, (), False)
    )
    return [(column.label, cell_text(column.value(entry))) for column in columns]


def _answers(context: Context, entry: Entry) -> list[list[tuple[str, str]]]:
    """What was said about it, and its life where it has more than a beginning."""
    from coachlog.render.replies import life_lines, reply_lines

    today = context.clock.now().date()
    replies = reply_lines(replies_of(context.reading, entry.uuid, context.settings.user), today)
    told = entry.changed_what  # in the sheet already
    steps = [
        step._replace(changed_what=None) if step.changed_what == told else step
        for step in status_history(context.reading, entry)
    ]
    return [
        lines for lines in (replies, life_lines(steps, today) if len(steps) > 1 else []) if lines
    ]


def _checkins(context: Context, entry: Entry) -> list[list[tuple[str, str]]]:
    from coachlog.render.checkins import state

    given, asks_next = checkin_state(context.reading, context.clock, entry)
    lines = state(given, asks_next, context.clock.now().date())
    return [lines] if lines else []
