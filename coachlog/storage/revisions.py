"""Revisions: what was ever changed, none of which is changed afterwards.

A record is the fold of its revisions in the order of `(hlc, id)`: of each field the newest value
counts. A deletion is the field `deleted`, so that a missing row never deletes anything.

An hlc is a time of the hybrid logical clock of Kulkarni et al., "Logical Physical Clocks" (2014):
milliseconds and a counter, `1763564400000-0000`. It sorts as text, and never goes back, not even
when the wall clock does.
"""

from itertools import count, islice, repeat

from coachlog.storage.checked import DamagedError, checked_hlc, read_patch
from coachlog.storage.conditions import OWN_DEVICE, marks
from coachlog.storage.patch_json import patch_text
from coachlog.storage.record_tables import NAMELESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, TypeVar

    from coachlog.storage.file.connection import Log

    Patch = dict[str, Any]
    Change = tuple[str, str, Patch]
    Item = TypeVar("Item")
else:
    Change = tuple  # for annotations that are not quoted

# SQLite before 3.32 takes at most 999 values in one statement (https://www.sqlite.org/limits.html),
# more records than this fall out of the processor's cache, and their patches fill the memory.
BATCH = 500

# The column `action.undone`: an action stands; it is undone and can be redone; it is undone for
# good, because something new was done since; or it is an undo or a redo itself.
STANDS, UNDONE, GONE, STEP = 0, 1, 2, 3

COLUMNS = "id, record, tbl, hlc, device, author, patch"


def in_batches(items: "Iterable[Item]", size: int = BATCH) -> "Iterator[list[Item]]":
    """Yield the items in lists of at most `size`."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def next_hlc(log: "Log") -> str:
    """Return the hlc of a new action: now, or just after the newest one if that is later.

    Args:
        log: the log, in the transaction that writes the action: otherwise two processes may get
            the same hlc.

    Raises:
        DamagedError: the newest one cannot be read.
    """
    now = int(log.clock.now().timestamp() * 1000)
    # An empty log counts as one from the year 1970, before every other.
    (newest,) = log.one(
        "SELECT max(coalesce((SELECT max(hlc) FROM revision), '0000000000000-0000'), "
        "coalesce((SELECT max(hlc) FROM action), ''))"
    )
    milliseconds = int(checked_hlc(log, newest)[:13])
    if now > milliseconds:
        return f"{now:013d}-0000"
    counter = int(newest[14:], 16) + 1
    if counter > 0xFFFF:
        return f"{milliseconds + 1:013d}-0000"
    return f"{milliseconds:013d}-{counter:04x}"


def newest_time(log: "Log") -> float | None:
    """Return when the newest revision was made, in seconds since 1970 UTC."""
    newest = log.value("SELECT max(hlc) FROM revision")
    if not newest:
        return None
    return epoch_seconds(checked_hlc(log, newest))


def epoch_seconds(hlc: str) -> float:
    """Return the wall-clock part of an hlc, in seconds since 1970 UTC."""
    return int(hlc[:13]) / 1000


def begin_action(log: "Log", verb: str) -> str:
    """Note an action, so that it can be undone. What its author undid before cannot be redone.

    Args:
        log: the log, in a transaction. Its reader is who does it; what others undid stays.
        verb: what undo and history call the action.

    Returns:
        Its hlc, for the revisions that belong to it.
    """
    hlc = next_hlc(log)
    log.begins_action = True
    log.run(
        f"""UPDATE action SET undone = ? WHERE undone = ? AND EXISTS (
               SELECT 1 FROM revision r
               WHERE r.hlc = action.hlc AND r.author = ? AND r.device = {OWN_DEVICE})""",
        (GONE, UNDONE, log.reader),
    )
    log.run("INSERT INTO action (hlc, verb) VALUES (?, ?)", (hlc, verb))
    return hlc


def append(
    log: "Log",
    hlc: str,
    changes: "Iterable[Change]",
    author: str | None = None,
    into: str = "revision",
    *,
    numbered: bool = True,
) -> int:
    """Add a revision for each change, and leave the tables alone; see `ledger.change_records`.

    Args:
        log: the log, in a transaction.
        hlc: the action they belong to.
        changes: each `(table, record, patch)`; read one by one, so it may be a generator.
        author: who made the changes, if that is not the reader of the log. The tables in `NAMELESS`
            get a mark instead.
        into: the table, or one that they wait in.
        numbered: otherwise they wait for their numbers, too.

    Returns:
        The number of the first; the others follow on it.
    """
    device = device_of(log)
    first_number = next_number(log)
    numbers: Iterator[int | None] = count(first_number)
    if not numbered:
        numbers = repeat(None)

    def rows() -> "Iterator[tuple[Any, ...]]":
        user = author
        for (table, record, patch), number in zip(changes, numbers, strict=False):
            if table in NAMELESS:
                from coachlog.storage.nameless import own_mark

                signature = own_mark(log, hlc)
            else:
                if user is None:
                    user = log.user
                signature = user
            revision = log.clock.uuid7_bytes()
            yield number, revision, record, table, hlc, device, signature, patch_text(patch)

    log.run_many(
        f"INSERT INTO {into} (number, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows(),
    )
    return first_number


def next_number(log: "Log") -> int:
    """Return a number that neither a revision nor an entry ever had."""
    return log.number(
        """SELECT max(coalesce((SELECT max(number) FROM revision), 0),
                      coalesce((SELECT max(id) FROM entry), 0)) + 1"""
    )


def device_of(log: "Log") -> str:
    """Return the name that this file signs its revisions with, beside the author's.

    Raises:
        DamagedError: it has none.
    """
    name = log.value("SELECT value FROM meta WHERE name = 'device'")
    if not name or not isinstance(name, str):
        raise DamagedError(log, "the name that it signs changes with")
    return name


def changes_of(log: "Log", hlc: str, size: int = BATCH) -> "Iterator[list[Change]]":
    """Yield the changes that an action of this file made, in their order, `size` at a time."""
    for rows in log.batches(
        """SELECT number, tbl, record, patch FROM revision
           WHERE hlc = :hlc AND number > :after AND device = :device
           ORDER BY number LIMIT :limit""",
        size,
        after=0,
        hlc=hlc,
        device=device_of(log),
    ):
        yield [(table, record, read_patch(log, record, patch)) for _, table, record, patch in rows]


def are_deleted(log: "Log", records: "Sequence[str]") -> dict[str, bool]:
    """Return whether an action about each record stands; what came from elsewhere always does.

    Of a record without an entry it means that the entry was deleted; otherwise everything that was
    done with it is undone.

    Args:
        log: the log.
        records: at most `BATCH` uuids; those without a revision are left out of the result.
    """
    rows = log.all(
        f"""SELECT r.record, max(a.undone IS {STANDS} OR r.device <> {OWN_DEVICE})
            FROM revision r LEFT JOIN action a ON a.hlc = r.hlc
            WHERE r.record IN ({marks(records)}) GROUP BY r.record""",
        records,
    )
    return {record: bool(stands) for record, stands in rows}


def revisions_of(log: "Log", record: str) -> "list[tuple[bytes, str, str, str | None, Patch]]":
    """Return `(id, hlc, author, verb, patch)` of a record's revisions, oldest first.

    The verb is None for a revision that came from another file.
    """
    rows = log.all(
        f"""SELECT r.id, r.hlc, r.author, a.verb, r.patch FROM revision r
           LEFT JOIN action a ON a.hlc = r.hlc AND r.device = {OWN_DEVICE}
           WHERE r.record = ? ORDER BY r.hlc, r.id""",
        (record,),
    )
    return [
        (number, checked_hlc(log, hlc), author, verb, read_patch(log, record, patch))
        for number, hlc, author, verb, patch in rows
    ]
