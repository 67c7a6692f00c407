"""The table `due`: the day of each entry's next check-in, which follows from entry and check-ins.

It is written together with them. `queries.due` reads it.
"""

from itertools import repeat

from coachlog.domain.checkins import checkin_days, checkin_days_of, next_due
from coachlog.domain.fields import Fields
from coachlog.storage.conditions import marks
from coachlog.storage.revisions import in_batches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from coachlog.storage.file.connection import Log

_BATCH = 2_000
_ENTRIES = """
    SELECT e.id, e.uuid, e.kind, e.recovery IS NOT NULL,
           coalesce(e.expected, e.lesson) IS NOT NULL, e.occurred_on, e.follow_up, d.due_on,
           e.team IS d.team AND (e.share = 'private') IS d.private AND e.trainer IS d.trainer
    FROM entry e LEFT JOIN due d ON d.entry = e.id"""
_INSERT = """
    INSERT INTO due (entry, due_on, team, private, trainer)
    SELECT id, ?, team, share = 'private', trainer FROM entry"""


def add_due(log: "Log", records: "Sequence[Fields]") -> None:
    """Write the rows of new entries.

    Args:
        log: the log, in the transaction that inserted them.
        records: the fields of each, as `ledger.create_entries` takes them; a check-in that is not
            due gets no row.
    """
    rows = []
    for record in records:
        days = checkin_days_of(record)
        if days is None:
            continue
        due_on = next_due(record["occurred_on"], days)
        if due_on:
            rows.append((due_on, record["uuid"]))
    log.run_many(f"{_INSERT} WHERE uuid = ?", rows)


def rewrite_due(log: "Log", uuids: "Sequence[str]") -> None:
    """Rewrite the rows of at most a few hundred entries, where they are wrong."""
    rows = log.all(f"{_ENTRIES} WHERE e.uuid IN ({marks(uuids)})", uuids)
    wrong = list(_wrong(log, rows))
    log.run_many("DELETE FROM due WHERE entry = ?", [(number,) for number, _, _ in wrong])
    new = [(due_on, number) for number, _, due_on in wrong if due_on]
    log.run_many(f"{_INSERT} WHERE id = ?", new)


def wrong_due(log: "Log") -> "Iterator[str]":
    """Yield the uuids of entries whose row is wrong, and a word for each row without an entry."""
    select = f"{_ENTRIES} WHERE e.id > :after ORDER BY e.id LIMIT :limit"
    for rows in log.batches(select, _BATCH, after=0):
        for _, uuid, _ in _wrong(log, rows):
            yield uuid
    yield from repeat("missing", log.number("SELECT count(*) FROM pragma_foreign_key_check('due')"))


def checkins_by_entry(
    log: "Log",
    uuids: "Sequence[str]",
) -> "dict[str, list[tuple[int, str, str]]]":
    """Return `(days, seen, seen_on)` of the check-ins of some entries, by the uuid of the entry.

    Args:
        log: the log.
        uuids: any number of entries; those without a check-in are left out of the result.
    """
    checkins: dict[str, list[tuple[int, str, str]]] = {}
    for batch in in_batches(uuids):
        rows = log.all(
            f"SELECT entry, days, seen, seen_on FROM checkin WHERE entry IN ({marks(batch)})",
            batch,
        )
        for entry, days, seen, seen_on in rows:
            checkins.setdefault(entry, []).append((days, seen, seen_on))
    return checkins


def _wrong(log: "Log", rows: "list[Any]") -> "Iterator[tuple[int, str, str | None]]":
    """Yield `(row number, uuid, right day)` of each of some rows of `_ENTRIES` that is wrong."""
    # Only an entry with days for a check-in has any.
    checkins = checkins_by_entry(log, [row[1] for row in rows if row[6]])
    for number, uuid, kind, recovery, right_way, occurred_on, follow_up, due_on, same_rest in rows:
        try:
            days = checkin_days(
                kind,
                follow_up,
                has_recovery=recovery,
                has_right_way=right_way,
            )
            right_day = next_due(occurred_on, days, checkins.get(uuid, ()))
        except (AttributeError, TypeError, ValueError):
            right_day = None  # the entry is damaged; `doctor` tells of it, and mends it first
        if right_day != due_on or (right_day and not same_rest):
            yield number, uuid, right_day
