"""A log in memory with what a report needs from the entries of a hub.

The same queries make the same report from it as from a complete log. Days that a log knows from its
history are revisions here, at noon of the reader's day.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from coachlog.clock import Clock
from coachlog.domain.fields import LOOKS_LIKE, Fields
from coachlog.domain.reply import THANKS
from coachlog.named_tuple import NamedTuple
from coachlog.storage.entry_table import insert_entries
from coachlog.storage.file.connection import Log
from coachlog.storage.file.create import create_tables
from coachlog.storage.file.database import set_pragmas
from coachlog.storage.patch_json import patch_text
from coachlog.storage.week_counts import replace_weeks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_REPLY = "idea"  # whatever it was
_NOON = time(12)


class ReportedEntry(NamedTuple):
    """An entry of a report: its fields, and the days of what became of it (ISO 8601)."""

    fields: Fields
    answered_on: str | None = None
    shared_on: str | None = None
    adopted_on: str | None = None
    replied_on: Sequence[str] = ()
    thanked_on: Sequence[str] = ()
    repeat_of: str | None = None


def make_report_log(clock: Clock, reader: str | None) -> Log:
    """Return an empty log in memory."""
    # Nobody else may read it, and it ends with the command.
    db = sqlite3.connect(":memory:", isolation_level=None)
    set_pragmas(db)
    create_tables(db)
    log = Log(":memory:", db, writable=True, exists=False)
    log.clock = clock
    log.reader = reader
    return log


def fill_report_log(
    log: Log,
    entries: Sequence[ReportedEntry],
    counts: "Iterable[tuple[Any, ...]] | None",
    names: Iterable[tuple[str, bool]],
) -> None:
    """Write what a report needs into an empty log.

    Args:
        log: the log.
        entries: in the order in which they were recorded.
        counts: rows for `replace_weeks`; None if the entries are all there are.
        names: words, and whether masks look for them.
    """
    with log.atomic():
        insert_entries(log, [entry.fields for entry in entries], range(1, len(entries) + 1))
        # Half a year is counted on the server; most of its entries are not here.
        if counts is not None:
            replace_weeks(log, counts)
        log.run_many(
            """INSERT INTO revision (id, record, tbl, hlc, device, author, patch)
               VALUES (?, ?, 'entry', ?, '', '', ?)""",
            _revisions(entries),
        )
        log.run_many(
            "INSERT INTO reply (uuid, entry, kind, said_on, hlc) VALUES (?, ?, ?, ?, ?)",
            _replies(entries),
        )
        log.run_many(
            "INSERT INTO repeat (uuid, entry, earlier, likeness, state) VALUES (?, ?, ?, 100, ?)",
            _repeats(entries),
        )
        log.run_many(
            "INSERT INTO taught_name (uuid, name, is_name) VALUES (?, ?, ?)",
            [(f"{number:09d}", *word) for number, word in enumerate(names)],
        )


def _revisions(entries: Iterable[ReportedEntry]) -> "Iterator[tuple[Any, ...]]":
    number = 0
    for entry in entries:
        expected = entry.fields["expected"]
        changes = (
            (entry.answered_on, {"expected": expected}),
            (entry.shared_on, {"status": "shared"}),
            (entry.adopted_on, {"status": "adopted"}),
        )
        for day, patch in changes:
            if day and any(value is not None for value in patch.values()):
                number += 1
                # Those of one day count in this order.
                number_bytes = number.to_bytes(16, "big")
                yield number_bytes, entry.fields["uuid"], _noon(day), patch_text(patch)


def _replies(entries: Iterable[ReportedEntry]) -> "Iterator[tuple[Any, ...]]":
    for entry in entries:
        uuid = entry.fields["uuid"]
        for kind, days in ((_REPLY, entry.replied_on), (THANKS, entry.thanked_on)):
            for number, day in enumerate(days):
                yield f"{uuid}/{kind}/{number:06d}", uuid, kind, day, _noon(day)


def _repeats(entries: Iterable[ReportedEntry]) -> Iterator[tuple[str, str, str, str]]:
    for entry in entries:
        if entry.repeat_of:
            uuid = entry.fields["uuid"]
            yield uuid, uuid, entry.repeat_of, LOOKS_LIKE


def _noon(day: str) -> str:
    """Return an hlc in the middle of a day of the reader."""
    moment = datetime.combine(date.fromisoformat(day), _NOON).astimezone()
    return f"{max(0, int(moment.timestamp() * 1000)):013d}-0000"
