"""`show`: everything about an entry, with its replies, its status history and its check-ins."""

import sys

from coachlog.cli.context import Context
from coachlog.cli.options import FORMAT, IDS, Format
from coachlog.cli.output import paging, write_records, write_sheet
from coachlog.domain.checkins import next_checkin_of
from coachlog.domain.entry import Entry
from coachlog.domain.reply import StatusChange
from coachlog.render.checkins import checkin_lines
from coachlog.render.columns import cell_text, entry_columns
from coachlog.render.repeats import repeat_lines
from coachlog.render.replies import reply_lines, status_lines
from coachlog.services.find import visible_entries
from coachlog.services.repeats import repeat_of
from coachlog.storage.queries.checkins import checkins_of
from coachlog.storage.queries.replies import replies_of, status_history

Lines = list[tuple[str, str]]  # each a label and a text


def show(
    context: Context,
    *,
    ids: list[str] = IDS,
    format_: str = FORMAT,
) -> None:
    """Show everything about an entry."""
    entries = visible_entries(context.reading, ids)
    if format_ != Format.table:
        write_records(entry_columns(), entries, format_)
        return
    with paging():
        for number, entry in enumerate(entries):
            if number:
                sys.stdout.write("\n")
            write_sheet(f"{entry.short_id} · {entry.kind}", _groups(context, entry))


def _groups(context: Context, entry: Entry) -> list[Lines]:
    log = context.reading
    today = context.today
    replies = replies_of(log, entry.uuid)
    checkins = checkins_of(log, entry.uuid)
    next_checkin = next_checkin_of(entry, checkins, today)
    groups = [
        _field_lines(entry),
        repeat_lines(repeat_of(log, entry)),
        reply_lines(entry, replies, today),
        _status_lines(context, entry),
        checkin_lines(checkins, next_checkin, today),
    ]
    return [lines for lines in groups if lines]


def _field_lines(entry: Entry) -> Lines:
    lines = []
    for column in entry_columns():
        value = column.value(entry)
        if value not in (None, (), False):
            lines.append((column.label, cell_text(value)))
    return lines


def _status_lines(context: Context, entry: Entry) -> Lines:
    changes = status_history(context.reading, entry)
    if len(changes) == 1:
        return []  # recorded, and nothing since
    shown = [_without_repetition(change, entry) for change in changes]
    return status_lines(shown, context.today)


def _without_repetition(change: StatusChange, entry: Entry) -> StatusChange:
    """Leave out what changed where it is among the fields of the entry already."""
    if change.changed_what == entry.changed_what:
        return change._replace(changed_what=None)
    return change
