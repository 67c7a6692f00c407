"""Revisions, which only ever grow, and the actions that made them.

A record is the fold of its revisions, sorted by `(hlc, id)`: the last writer of each field wins. A delete is the
field `deleted`. The hybrid logical clock is after Kulkarni et al., "Logical Physical Clocks" (2014).
"""

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from coachlog.clock import Clock
    from coachlog.storage.connection import Log

    Patch = dict[str, Any]


def next_hlc(log: "Log", clock: "Clock") -> str:
    """The time of a new action: now, or just after the newest one where the wall clock was set back."""
    now = int(clock.now().timestamp() * 1000)
    newest = log.one("SELECT max(hlc) FROM revision")[0]
    if newest is None or now > int(newest[:13]):
        return f"{now:013d}-0000"
    milliseconds, count = int(newest[:13]), int(newest[14:], 16) + 1
    return f"{milliseconds:013d}-{count:04x}" if count <= 0xFFFF else f"{milliseconds + 1:013d}-0000"


def newest_time(log: "Log") -> float | None:
    """When the newest revision was made, in seconds since 1970 UTC."""
    newest = log.one("SELECT max(hlc) FROM revision")[0]
    return int(newest[:13]) / 1000 if newest else None


def begin_action(log: "Log", clock: "Clock", verb: str) -> str:
    """Note what the user is about to do, for undo; its hlc."""
    hlc = next_hlc(log, clock)
    log.run("INSERT INTO action (hlc, verb) VALUES (?, ?)", (hlc, verb))
    return hlc


def append(log: "Log", clock: "Clock", hlc: str, author: str, patches: "Iterable[tuple[str, str, Patch]]") -> None:
    """Add one revision for each `(table, record, patch)`."""
    device = log.one("SELECT value FROM meta WHERE name = 'device'")[0]
    log.run_many(
        "INSERT INTO revision (id, record, tbl, hlc, device, author, patch) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (clock.uuid7(), record, table, hlc, device, author, json.dumps(patch, ensure_ascii=False, separators=(",", ":")))
            for table, record, patch in patches
        ),
    )


def fold(log: "Log", record: str, before: str | None = None) -> "Patch":
    """What a record's revisions add up to, all of them or those before the hlc `before`; {} where there are none."""
    folded: Patch = {}
    for (patch,) in log.all(
        "SELECT patch FROM revision WHERE record = ? AND hlc < ? ORDER BY hlc, id", (record, before or "~")
    ):
        folded.update(json.loads(patch))
    return folded


def folds(log: "Log", records: "Sequence[str]") -> "list[tuple[str, Patch]]":
    """`(record, fold)` of each of a few hundred records."""
    folded: dict[str, Patch] = {record: {} for record in records}
    for record, patch in log.all(
        f"SELECT record, patch FROM revision WHERE record IN ({', '.join('?' * len(folded))}) ORDER BY record, hlc, id", records
    ):
        folded[record].update(json.loads(patch))
    return list(folded.items())


def patches_of(log: "Log", hlc: str) -> "list[tuple[str, str, Patch]]":
    """The `(table, record, patch)` of one action."""
    rows = log.all("SELECT tbl, record, patch FROM revision WHERE hlc = ? ORDER BY id", (hlc,))
    return [(table, record, json.loads(patch)) for table, record, patch in rows]


def revisions_of(log: "Log", record: str) -> "Iterator[tuple[str, str, Patch]]":
    """`(hlc, author, patch)` of one record, the oldest first."""
    for hlc, author, patch in log.all("SELECT hlc, author, patch FROM revision WHERE record = ? ORDER BY hlc, id", (record,)):
        yield hlc, author, json.loads(patch)


def records_ending(log: "Log", ending: str) -> list[str]:
    """The uuids of the entries, deleted ones too, that end in `ending`."""
    return [
        row[0]
        for row in log.all(
            "SELECT DISTINCT record FROM revision WHERE tbl = 'entry' AND substr(record, -length(:end)) = :end LIMIT 3",
            {"end": ending},
        )
    ]


def actions(log: "Log", limit: int) -> list[tuple[str, str, bool]]:
    """The last actions, the newest first: `(hlc, verb, undone)`."""
    rows = log.all("SELECT hlc, verb, undone FROM action ORDER BY hlc DESC LIMIT ?", (limit,))
    return [(hlc, verb, bool(undone)) for hlc, verb, undone in rows]


def action_to_undo(log: "Log") -> tuple[str, str] | None:
    """`(hlc, verb)` of the newest action that stands."""
    row = log.one("SELECT hlc, verb FROM action WHERE undone = 0 ORDER BY hlc DESC LIMIT 1")
    return (row[0], row[1]) if row else None


def action_to_redo(log: "Log") -> tuple[str, str] | None:
    """`(hlc, verb)` of the oldest undone action since the newest one that stands: a new action ends the line."""
    row = log.one(
        """SELECT hlc, verb FROM action WHERE undone = 1 AND hlc > coalesce((SELECT max(hlc) FROM action WHERE undone = 0), '')
           ORDER BY hlc LIMIT 1"""
    )
    return (row[0], row[1]) if row else None


def mark_action(log: "Log", hlc: str, *, undone: bool) -> None:
    """Note that an action is taken back, or stands again."""
    log.run("UPDATE action SET undone = ? WHERE hlc = ?", (int(undone), hlc))
