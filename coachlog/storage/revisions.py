"""Revisions, which only ever grow, and the actions that made them.

A record is the fold of its revisions, sorted by `(hlc, id)`: the last writer of each field wins. A delete is the
field `deleted`. The hybrid logical clock is after Kulkarni et al., "Logical Physical Clocks" (2014).
"""

from coachlog.storage.patch_json import patch_text, read_patch
from coachlog.storage.record_tables import NAMELESS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.storage.file.connection import Log

    Patch = dict[str, Any]
    Change = tuple[str, str, Patch]

# SQLite takes at least 999 values in one statement (https://www.sqlite.org/limits.html), and the patches of so many
# records are in memory at a time.
BATCH = 500

# The column `action.undone`: an action stands, was taken back and can be put back, was taken back for good because
# something new was done since, or is an undo or a redo itself, which is never undone.
STANDS, UNDONE, GONE, STEP = 0, 1, 2, 3


def next_hlc(log: "Log", clock: "Clock") -> str:
    """The time of a new action: now, or just after the newest one where the wall clock was set back."""
    now = int(clock.now().timestamp() * 1000)
    newest = log.one(
        "SELECT max(coalesce((SELECT max(hlc) FROM revision), ''), coalesce((SELECT max(hlc) FROM action), ''))"
    )[0]
    if not newest or now > int(newest[:13]):
        return f"{now:013d}-0000"
    milliseconds, count = int(newest[:13]), int(newest[14:], 16) + 1
    return (
        f"{milliseconds:013d}-{count:04x}" if count <= 0xFFFF else f"{milliseconds + 1:013d}-0000"
    )


def newest_time(log: "Log") -> float | None:
    """When the newest revision was made, in seconds since 1970 UTC."""
    newest = log.one("SELECT max(hlc) FROM revision")[0]
    return epoch_seconds(newest) if newest else None


def epoch_seconds(hlc: str) -> float:
    """The wall-clock part of an hlc, in seconds since 1970 UTC."""
    return int(hlc[:13]) / 1000


def begin_action(log: "Log", clock: "Clock", verb: str) -> str:
    """Note what the user is about to do, for undo; its hlc. What was undone before cannot be redone any more."""
    hlc = next_hlc(log, clock)
    log.run("UPDATE action SET undone = ? WHERE undone = ?", (GONE, UNDONE))
    log.run("INSERT INTO action (hlc, verb) VALUES (?, ?)", (hlc, verb))
    return hlc


def append(log: "Log", clock: "Clock", hlc: str, author: str, patches: "Iterable[Change]") -> None:
    """Add one revision for each `(table, record, patch)`, signed by `author` where its table is signed at all."""
    device = device_of(log)
    log.run_many(
        "INSERT INTO revision (id, record, tbl, hlc, device, author, patch) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                clock.uuid7(),
                record,
                table,
                hlc,
                device,
                "" if table in NAMELESS else author,
                patch_text(patch),
            )
            for table, record, patch in patches
        ),
    )


def device_of(log: "Log") -> str:
    """The name by which this file's own revisions are told from those of other files."""
    name: str = log.one("SELECT value FROM meta WHERE name = 'device'")[0]
    return name


def fold(log: "Log", record: str, before: str | None = None) -> "Patch":
    """What a record's revisions add up to, all of them or those before the hlc `before`; {} where there are none."""
    folded: Patch = {}
    for (patch,) in log.all(
        "SELECT patch FROM revision WHERE record = ? AND hlc < ? ORDER BY hlc, id",
        (record, before or "~"),
    ):
        folded.update(read_patch(patch))
    return folded


def fold_many(
    log: "Log", records: "Sequence[str]", before: str | None = None
) -> "dict[str, Patch]":
    """Return what `fold` returns for each of at most `BATCH` records."""
    folded: dict[str, Patch] = {record: {} for record in records}
    for record, patch in log.all(
        f"""SELECT record, patch FROM revision WHERE record IN ({", ".join("?" * len(records))}) AND hlc < ?
            ORDER BY record, hlc, id""",
        [*records, before or "~"],
    ):
        folded[record].update(read_patch(patch))
    return folded


def changes_of(log: "Log", hlc: str) -> "Iterator[list[Change]]":
    """The `(table, record, patch)` that this file's action made, in the order in which they were made, `BATCH` at a time."""
    device, after = device_of(log), ""
    while rows := log.all(
        "SELECT id, tbl, record, patch FROM revision WHERE hlc = ? AND id > ? AND device = ? ORDER BY id LIMIT ?",
        (hlc, after, device, BATCH),
    ):
        yield [(table, record, read_patch(patch)) for _, table, record, patch in rows]
        after = rows[-1][0]


def are_deleted(log: "Log", records: "Sequence[str]") -> dict[str, bool]:
    """Of a few hundred records those that have a history: whether an action that stands is part of it.

    For a record without an entry that means that somebody deleted it; otherwise all that was done with it was undone.
    """
    rows = log.all(
        f"""SELECT r.record, max(a.undone IS {STANDS}) FROM revision r LEFT JOIN action a ON a.hlc = r.hlc
            WHERE r.record IN ({", ".join("?" * len(records))}) GROUP BY r.record""",
        records,
    )
    return {record: bool(stands) for record, stands in rows}


def revisions_of(log: "Log", record: str) -> "list[tuple[str, str, str | None, Patch]]":
    """`(hlc, author, verb, patch)` of one record, the oldest first; the verb is None for what came from another file."""
    rows = log.all(
        """SELECT r.hlc, r.author, a.verb, r.patch FROM revision r
           LEFT JOIN action a ON a.hlc = r.hlc AND r.device = (SELECT value FROM meta WHERE name = 'device')
           WHERE r.record = ? ORDER BY r.hlc, r.id""",
        (record,),
    )
    return [(hlc, author, verb, read_patch(patch)) for hlc, author, verb, patch in rows]


def adoption_months(log: "Log", uuids: "Sequence[str]") -> dict[str, str]:
    """The month (UTC, `2026-09`) in which each of some entries was adopted or closed.

    One that is neither any more has none, nor one that was it from its first revision on, as an imported one may be.
    """
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(uuids), BATCH):
        some = uuids[start : start + BATCH]
        rows = log.all(
            f"""SELECT record, hlc, patch FROM revision WHERE record IN ({", ".join("?" * len(some))})
                AND patch LIKE '%"status"%' ORDER BY record, hlc, id""",
            some,
        )
        for record, hlc, patch in rows:
            fields = read_patch(patch)
            if "status" in fields and "happened" not in fields:
                found[record] = (fields["status"], _month(hlc))
    return {
        record: month
        for record, (status, month) in found.items()
        if status in ("adopted", "closed")
    }


def _month(hlc: str) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(epoch_seconds(hlc), UTC).strftime("%Y-%m")


def uuids_ending_with(log: "Log", ending: str) -> list[str]:
    """The uuids of the entries, deleted ones too, that end in `ending` (hexadecimal digits); at most three."""
    return [
        row[0]
        for row in log.all(
            """SELECT DISTINCT record FROM revision
               WHERE tbl = 'entry' AND substr(replace(record, '-', ''), -length(:end)) = :end LIMIT 3""",
            {"end": ending},
        )
    ]
