"""Short ids: what people call an entry by.

A short id is the end of the entry's uuid. It is chosen once and never changes, so that an id on a
slip of paper always means the same entry.
"""

from coachlog.domain.fields import SHORTEST_ID, reads_as_number
from coachlog.storage.conditions import SHARED_ENTRY, marks, span_of_beginning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coachlog.storage.file.connection import Log

_UUID_DIGITS = 32
_TEXT_WIDTH = 200


def free_short_id(log: "Log", uuid: str, taken: "Iterable[str]" = ()) -> str:
    """Return the shortest end of a uuid, at least four characters, that no entry is called by.

    An end that a spreadsheet would turn into a number is left out.

    Args:
        log: the log.
        uuid: the uuid of the new entry.
        taken: short ids that are about to be used, too.
    """
    return free_short_ids(log, [uuid], taken)[0]


def free_short_ids(log: "Log", uuids: "Sequence[str]", taken: "Iterable[str]" = ()) -> list[str]:
    """Return what `free_short_id` would choose for each of several uuids in turn.

    That takes one query for each length, because an import has many thousand entries.

    Args:
        log: the log.
        uuids: at most a few hundred.
        taken: short ids that are about to be used, too.
    """
    used = set(taken)
    chosen: dict[str, str] = {}
    remaining = list(uuids)
    for length in range(SHORTEST_ID, _UUID_DIGITS + 1):
        ends = {uuid: _end_of(uuid, length) for uuid in remaining}
        used |= used_short_ids(log, list(ends.values()))
        for uuid, end in ends.items():
            if end not in used and not reads_as_number(end):
                chosen[uuid] = end
                used.add(end)
        remaining = [uuid for uuid in remaining if uuid not in chosen]
        if not remaining:
            break
    return [chosen[uuid] for uuid in uuids]


def used_short_ids(log: "Log", short_ids: "Sequence[str]") -> set[str]:
    """Return those of at most a few hundred short ids that an entry has."""
    sql = f"SELECT short_id FROM entry WHERE short_id IN ({marks(short_ids)})"
    return set(log.column(sql, short_ids))


def ids_beginning(log: "Log", beginning: str, most: int) -> list[tuple[str, str]]:
    """Return `(short_id, happened)` of the entries that Tab offers, the text cut to 200 characters.

    Private entries are left out, because others may look at the screen.

    Args:
        log: the log.
        beginning: what was typed; for an empty text the newest entries are returned.
        most: how many to return at most.
    """
    where, order = "short_id >= ? AND short_id < ?", "short_id"
    if not beginning:
        where, order = "? < ?", "id DESC"
    first, end = span_of_beginning(beginning.lower())
    return log.all(
        f"""SELECT short_id, substr(happened, 1, {_TEXT_WIDTH}) FROM entry e
            WHERE {where} AND {SHARED_ENTRY} ORDER BY {order} LIMIT ?""",
        (first, end, most),
    )


def _end_of(uuid: str, length: int) -> str:
    return uuid.replace("-", "")[-length:]
