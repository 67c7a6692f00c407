"""The row numbers of entries that come back: after an undo, lists and `last` are as they were.

Row numbers are given in the order of recording. So the number that an entry had is that of the
nearest entry recorded before it, and one more for each record between the two that is gone.
"""

from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log

# A record's first revision. Their order is that of recording; the uuid of an imported entry does
# not tell it.
_FIRST = """r.tbl = 'entry' AND NOT EXISTS (
    SELECT 1 FROM revision p WHERE p.record = r.record AND (p.hlc, p.id) < (r.hlc, r.id))"""
_BETWEEN = f"""(r.hlc, r.id) > (:first_hlc, :first_id)
    AND (r.hlc, r.id) < (:last_hlc, :last_id) AND {_FIRST}"""


def former_numbers(log: Log, uuids: list[str]) -> list[tuple[str, int | None]]:
    """Return `(uuid, row number)` of entries that come back, in the order of their recording.

    Args:
        log: the log.
        uuids: at most a few hundred entries that are not in the table now.

    Returns:
        The number is None for an entry that was the newest, or whose number another one has now.
    """
    newest = log.value("SELECT uuid FROM entry ORDER BY id DESC LIMIT 1") or ""
    records = [*uuids, newest]
    rows = log.all(
        f"""SELECT record, min(hlc || ' ' || id) FROM revision
            WHERE record IN ({marks(records)}) GROUP BY record""",
        records,
    )
    recorded = dict(rows)
    newest_recorded = recorded.get(newest, "")
    numbers: list[tuple[str, int | None]] = []
    before, number = " ", 0
    for uuid in sorted(uuids, key=recorded.__getitem__):
        if recorded[uuid] > newest_recorded:
            numbers.append((uuid, None))
            continue
        number = _former_number(log, before, number, recorded[uuid])
        before = recorded[uuid]
        is_taken = log.one("SELECT 1 FROM entry WHERE id = ?", (number,))
        numbers.append((uuid, None if is_taken else number))
    return numbers


def _former_number(log: Log, before: str, number: int, recorded: str) -> int:
    """Return the number of the entry recorded at `recorded`.

    Args:
        log: the log.
        before: when the entry was recorded that came back just before this one.
        number: the number of that entry.
        recorded: the hlc and id of this entry's first revision, separated by a blank.
    """
    first_hlc, first_id = before.split(" ")
    last_hlc, last_id = recorded.split(" ")
    values = {
        "first_hlc": first_hlc,
        "first_id": first_id,
        "last_hlc": last_hlc,
        "last_id": last_id,
    }
    nearest = log.one(
        f"""SELECT e.id, r.hlc, r.id FROM revision r JOIN entry e ON e.uuid = r.record
            WHERE {_BETWEEN} ORDER BY r.hlc DESC, r.id DESC LIMIT 1""",
        values,
    )
    if nearest:
        number, values["first_hlc"], values["first_id"] = nearest
    gone = log.number(f"SELECT count(*) FROM revision r WHERE {_BETWEEN}", values)
    return number + gone + 1
