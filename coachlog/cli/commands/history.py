"""What was done: `history`."""

from datetime import datetime
from typing import Any

from coachlog.cli.context import Context
from coachlog.cli.options import FORMAT, LIMIT, Format, text
from coachlog.cli.output import write_records
from coachlog.domain.periods import week_of
from coachlog.render.action_lines import details
from coachlog.render.columns import Column
from coachlog.render.words import capped_count
from coachlog.services import history as service

ACTIONS = 20
MOST_COUNTED = 10_000  # changes of an action; to count on would take longer than all else


def _when(row: Any) -> str:
    at = datetime.fromtimestamp(row.at).astimezone()
    if row.verb == "feedback":
        # The minute of an answer would tell whose it is to everybody who was there.
        return week_of(at.date()).label
    return at.isoformat(" ", "minutes")


def _capped_entries(row: Any) -> int | str:
    number: int = row.entries
    return capped_count(number, MOST_COUNTED) if number == MOST_COUNTED else number


DONE = [
    Column("at", "when", _when),
    Column("verb", "what"),
    Column("short_id", "id"),
    Column("entries", number=True),
    Column("details", value=details, wide=True),
    Column("undone"),
]
ENTRIES = 3  # the index of that column
REVISED = [
    Column("number", "no.", number=True),
    Column("at", "when", _when),
    Column("author", "who"),
    Column("verb", "by"),
    Column("field"),
    Column("before", wide=True),
    Column("after", wide=True),
]


def history(
    context: Context,
    *,
    name: str | None = text("[ID]", "Only this entry, deleted ones too."),
    limit: int | None = LIMIT,
    format_: str = FORMAT,
) -> None:
    """Show the latest actions; with an ID, who changed what.

    Actions come the newest first, 20 of them unless --limit says otherwise; the changes of an
    entry come the oldest first. Each value has a number: `coachlog edit ID --restore NUMBER` puts
    that value back, and shows it. A change that arrives later from another computer can come
    between others, and then those after it have higher numbers.
    """
    log = context.reading
    if name:
        write_records(REVISED, service.entry_history(log, name)[:limit], format_)
        return
    if limit is None:
        limit = ACTIONS
    if format_ != Format.table:
        write_records(DONE, service.last_actions(log, limit), format_)
        return
    # A screenful is not to take longer the more an action changed. A file has whole numbers.
    columns = list(DONE)
    columns[ENTRIES] = Column("entries", value=_capped_entries, number=True)
    write_records(columns, service.last_actions(log, limit, MOST_COUNTED), format_)
