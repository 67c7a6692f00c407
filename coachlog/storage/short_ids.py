"""Short ids: what people call an entry by.

A short id is the end of the entry's uuid. It is chosen once and never changes, so that an id on a
slip of paper always means the same entry. Where a spreadsheet would turn the end into a number, an
`x` stands before it. A longer end would not help: most of a uuid that is derived from a row without
a date is zeros, and 1e50 with digits before it stays a number however long it gets.
"""

from coachlog.domain.fields import SHORTEST_ID
from coachlog.storage.checked import HEXADECIMAL
from coachlog.storage.conditions import SHARED_ENTRY, marks, span_of_beginning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from coachlog.storage.file.connection import Log

_UUID_DIGITS = 32
_SIGN = "x"  # not a digit of a uuid
_LONGEST_ID = 2 * _UUID_DIGITS
_DIGITS = "0123456789"
_LONGEST_NUMBER = 11  # digits that a spreadsheet shows
_MONTHS = ("dec", "feb")  # those whose letters are hexadecimal digits
_TEXT_WIDTH = 200


def new_ids(log: "Log") -> tuple[str, str]:
    """Return the uuid and the short id of an entry that is about to be recorded."""
    uuid = log.clock.uuid7()
    # One in 22 uuids ends like a number. Another is drawn, so that the id keeps four characters.
    while reads_as_number(uuid[-SHORTEST_ID:]):
        uuid = log.clock.uuid7()
    return uuid, free_short_id(log, uuid)


def free_short_id(log: "Log", uuid: str, taken: "Iterable[str]" = ()) -> str:
    """Return the shortest end of a uuid, at least four characters, that no entry is called by.

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
    remaining = list(dict.fromkeys(uuids))
    candidates = {uuid: _candidates(uuid) for uuid in remaining}
    # The loop ends: candidates never run out, and the short ids in use are limited.
    while remaining:
        ends = {uuid: next(candidates[uuid]) for uuid in remaining}
        used |= used_short_ids(log, list(ends.values()))
        for uuid, end in ends.items():
            if end not in used:
                chosen[uuid] = end
                used.add(end)
        remaining = [uuid for uuid in remaining if uuid not in chosen]
    return [chosen[uuid] for uuid in uuids]


def is_id(text: str) -> bool:
    """Return whether a text, in small letters and without dashes, can be an id or a uuid."""
    end = uuid_end(text)
    has_length = len(end) >= SHORTEST_ID and len(text) <= _LONGEST_ID
    return has_length and HEXADECIMAL.issuperset(end)


def uuid_end(short_id: str) -> str:
    """Return the end of the uuid that a short id stands for."""
    return short_id.lstrip(_SIGN)


def belongs_to(short_id: str, uuid: str) -> bool:
    """Return whether a short id is one that an entry with this uuid can have."""
    end = uuid_end(short_id)
    return len(end) >= SHORTEST_ID and _digits_of(uuid).endswith(end)


def reads_as_number(end: str) -> bool:
    """Return whether a spreadsheet would change the id `end`.

    It reads 0012 as 12, 1e50 as a one with fifty zeros, and dec1 as a day; of long numbers it
    shows the first digits alone.
    """
    letters = end.strip(_DIGITS)
    if not letters:
        return end[0] == "0" or len(end) > _LONGEST_NUMBER
    if letters == "e":
        return end[0] != letters and end[-1] != letters
    return letters in _MONTHS


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


def _candidates(uuid: str) -> "Iterator[str]":
    """Yield the short ids that an entry can have, the best first, without an end."""
    digits = _digits_of(uuid)
    signs = ""
    while True:
        for length in range(SHORTEST_ID, _UUID_DIGITS + 1):
            end = signs + digits[-length:]
            yield _SIGN + end if reads_as_number(end) else end
        # All ends are taken: a file from elsewhere may give its entries any of them.
        signs += _SIGN


def uuids_ending_with(log: "Log", ending: str) -> list[str]:
    """Return the uuids of entries, deleted ones too, with this end, whoever may read them.

    Args:
        log: the log.
        ending: at least four hexadecimal digits, which hardly ever stand for more than a few.
    """
    # The words of the indexes `entry_by_ending` and `revision_deleting`.
    last_four = "substr({column}, -4) = substr(:end, -4)"
    ends_so = "substr(replace({column}, '-', ''), -length(:end)) = :end"
    condition = f"{last_four} AND {ends_so}"
    return log.column(
        f"""SELECT uuid FROM entry WHERE {condition.format(column="uuid")}
            UNION SELECT record FROM revision WHERE tbl = 'entry' AND instr(patch, '"deleted"')
            AND {condition.format(column="record")} LIMIT 500""",
        {"end": ending},
    )


def _digits_of(uuid: str) -> str:
    return uuid.replace("-", "")
