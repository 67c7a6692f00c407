"""What was done: `history`."""

from datetime import datetime
from typing import Any

from coachlog.cli.context import Context
from coachlog.cli.options import FORMAT, LIMIT, text
from coachlog.cli.output import write_records
from coachlog.domain.periods import week_of
from coachlog.render.action_lines import details
from coachlog.render.columns import Column
from coachlog.services import history as service

ACTIONS = 20


def _when(row: Any) -> str:
    at = datetime.fromtimestamp(row.at).astimezone()
    if row.verb == "feedback":
        # The minute of an answer would tell whose it is to everybody who was there.
        return week_of(at.date()).label
    return at.isoformat(" ", "minutes")


DONE = [
    Column("at", "when", _when),
    Column("verb", "what"),
    Column("short_id", "id"),
    Column("entries", number=True),
    Column("details", "details", details, wide=True),
    Column("undone"),
]
REVISED = [
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
    entry come the oldest first.
    """
    log = context.reading
    if name:
        write_records(REVISED, service.entry_history(log, name)[:limit], format_)
        return
    if limit is None:
        limit = ACTIONS
    write_records(DONE, service.last_actions(log, limit), format_)
