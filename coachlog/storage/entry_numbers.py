"""The row numbers of entries that come back: after an undo, lists and `last` are as they were.

A new entry gets the number of its first revision, so that none is given twice. An older version
gave the next free one instead. So the number of an entry that comes back is counted from the
nearest one recorded before it: one more for each record between the two that is gone.
"""

from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log

# A record's first revision. Their order is that of recording; the uuid of an imported entry does
# not tell it.
_FIRST = """r.tbl = 'entry' AND NOT EXISTS (
    SELECT 1 FROM revision p WHERE p.record = r.record AND p.number < r.number)"""
_BETWEEN = f"r.number > :first AND r.number < :last AND {_FIRST}"


def former_numbers(log: Log, uuids: list[str]) -> list[tuple[str, int]]:
    """Return `(uuid, row number)` of entries that come back, in the order of their recording.

    Args:
        log: the log.
        uuids: at most a few hundred entries that are not in the table now.

    Returns:
        Where another entry has the number, as in a file of an older version, it is a new one.
    """
    newest = log.value("SELECT uuid FROM entry ORDER BY id DESC LIMIT 1") or ""
    records = [*uuids, newest]
    rows = log.all(
        f"""SELECT record, min(number) FROM revision
            WHERE record IN ({marks(records)}) GROUP BY record""",
        records,
    )
    recorded = dict(rows)
    newest_recorded = recorded.get(newest, 0)
    former: dict[str, int] = {}
    before, number = 0, 0
    for uuid in sorted(uuids, key=recorded.__getitem__):
        if recorded[uuid] > newest_recorded:
            number = recorded[uuid]
        else:
            number = _former_number(log, before, number, recorded[uuid])
        before = recorded[uuid]
        former[uuid] = number
    return _new_where_taken(log, former)


def _former_number(log: Log, before: int, number: int, recorded: int) -> int:
    """Return the number of the entry whose first revision is `recorded`.

    Args:
        log: the log.
        before: the first revision of the entry that came back just before this one.
        number: the number of that entry.
        recorded: a number of a revision, as the other one.
    """
    values = {"first": before, "last": recorded}
    nearest = log.one(
        f"""SELECT e.id, r.number FROM revision r JOIN entry e ON e.uuid = r.record
            WHERE {_BETWEEN} ORDER BY r.number DESC LIMIT 1""",
        values,
    )
    if nearest:
        number, values["first"] = nearest
    gone = log.number(f"SELECT count(*) FROM revision r WHERE {_BETWEEN}", values)
    return number + gone + 1


def _new_where_taken(log: Log, former: dict[str, int]) -> list[tuple[str, int]]:
    """Return `(uuid, number)` pairs with a new number wherever another entry has that number."""
    candidates = list(former.values())
    taken = set(log.column(f"SELECT id FROM entry WHERE id IN ({marks(candidates)})", candidates))
    new_number = log.number(
        "SELECT max(coalesce(max(id), 0), (SELECT max(number) FROM revision)) + 1 FROM entry"
    )
    numbers = []
    for uuid, candidate in former.items():
        number = candidate
        if number in taken:
            number = new_number
            new_number += 1
        taken.add(number)
        numbers.append((uuid, number))
    return numbers
