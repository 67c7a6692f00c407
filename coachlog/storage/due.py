"""When each entry asks next whether it shows in the work: the table `due`, which follows from entries and check-ins."""

from coachlog.domain.checkins import checkin_days, next_due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from coachlog.storage.file.connection import Log

_ROWS = 2_000
_ENTRIES = """
    SELECT e.id, e.uuid, e.kind, e.recovery IS NOT NULL, e.occurred_on, e.follow_up,
           d.due_on, e.team IS d.team AND (e.share = 'private') IS d.private AND e.trainer IS d.trainer
    FROM entry e LEFT JOIN due d ON d.entry = e.id"""
_INSERT = "INSERT INTO due (entry, due_on, team, private, trainer) SELECT id, ?, team, share = 'private', trainer FROM entry"


def add_due(log: "Log", records: "Sequence[dict[str, Any]]") -> None:
    """Note when new entries ask first."""
    log.run_many(
        f"{_INSERT} WHERE uuid = ?",
        [
            (due_on, record["uuid"])
            for record in records
            if (
                days := checkin_days(
                    record["kind"], record.get("follow_up"), mended=bool(record.get("recovery"))
                )
            )
            if (due_on := next_due(record["occurred_on"], days))
        ],
    )


def rewrite_due(log: "Log", uuids: "Sequence[str]") -> None:
    """Note anew when at most a few hundred entries ask next."""
    marks = ", ".join("?" * len(uuids))
    changed = list(_wrong(log, log.all(f"{_ENTRIES} WHERE e.uuid IN ({marks})", uuids)))
    log.run_many("DELETE FROM due WHERE entry = ?", [(number,) for number, _, _ in changed])
    log.run_many(
        f"{_INSERT} WHERE id = ?", [(due_on, number) for number, _, due_on in changed if due_on]
    )


def wrong_due(log: "Log") -> "Iterator[str]":
    """The uuids of the entries whose row is not what follows from the entry and its check-ins, and rows of no entry."""
    after = 0
    while rows := log.all(f"{_ENTRIES} WHERE e.id > ? ORDER BY e.id LIMIT ?", (after, _ROWS)):
        after = rows[-1][0]
        yield from [uuid for _, uuid, _ in _wrong(log, rows)]
    yield from [f"row {row[1]}" for row in log.all("PRAGMA foreign_key_check (due)")]


def checkins_by_entry(
    log: "Log", uuids: "Sequence[str]"
) -> "dict[str, list[tuple[int, str, str]]]":
    """`(days, seen, seen_on)` of the check-ins of some entries, by entry; of those that have any."""
    answers: dict[str, list[tuple[int, str, str]]] = {}
    for start in range(0, len(uuids), 500):
        some = uuids[start : start + 500]
        for entry, *answer in log.all(
            f"SELECT entry, days, seen, seen_on FROM checkin WHERE entry IN ({', '.join('?' * len(some))})",
            some,
        ):
            answers.setdefault(entry, []).append((answer[0], answer[1], answer[2]))
    return answers


def _wrong(log: "Log", rows: "list[Any]") -> "Iterator[tuple[int, str, str | None]]":
    """`(number, uuid, day)` of those of some entries that should ask on another day than they do."""
    answers = checkins_by_entry(log, [row[1] for row in rows if row[5]])
    for number, uuid, kind, mended, occurred_on, follow_up, due_on, same_rest in rows:
        wanted = next_due(
            occurred_on, checkin_days(kind, follow_up, mended=mended), answers.get(uuid, ())
        )
        if wanted != due_on or (wanted and not same_rest):
            yield number, uuid, wanted
