"""Up to which revision a record store has what this log has to say, and what has changed since.

A mark is a fact about this file, like what was sent, and is in `meta` beside it. It counts
for nothing if another revision has its number now.
"""

from typing import NamedTuple

from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold_many
from coachlog.storage.record_tables import TEAM_NAME
from coachlog.storage.reported import revision_id
from coachlog.storage.revisions import in_batches

# What statements about many entries depend on.
_ABOUT_MANY = ("meeting", TEAM_NAME)
_TABLES = ("entry", "checkin", *_ABOUT_MANY)


class SentMark(NamedTuple):
    """Up to where everything was sent.

    Attributes:
        number: The number of the last revision that was looked at.
        revision: Its id.
        circumstances: A hash of what else the statements depended on.
    """

    number: int
    revision: str
    circumstances: str


def sent_mark(log: Log, store: str) -> SentMark | None:
    """Return the mark of a store; None before everything was sent once, or if it is of no use."""
    words = (log.value("SELECT value FROM meta WHERE name = ?", (_name(store),)) or "").split(" ")
    if len(words) != len(SentMark._fields) or not words[0].isdecimal():
        return None
    mark = SentMark(int(words[0]), *words[1:])
    # A log that was restored gives its numbers to other revisions.
    if revision_id(log, mark.number) != mark.revision:
        return None
    return mark


def note_mark(log: Log, store: str, mark: SentMark) -> None:
    """Note that a store has everything up to a mark."""
    with log.atomic():
        value = " ".join(map(str, mark))
        log.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_name(store), value))


def entries_changed_after(log: Log, number: int) -> set[str] | None:
    """Return the entries whose statements may be others since a revision; None if all may be."""
    rows = log.all(
        f"SELECT DISTINCT tbl, record FROM revision WHERE number > ? AND tbl IN ({marks(_TABLES)})",
        (number, *_TABLES),
    )
    changed = {record for table, record in rows if table == "entry"}
    # Both are rare, and which entries they concern is more than to look at all.
    if any(table in _ABOUT_MANY for table, _ in rows):
        return None
    for batch in in_batches(record for table, record in rows if table == "checkin"):
        folded = fold_many(log, batch)
        for record in batch:
            entry = folded.get(record, {}).get("entry")
            if not entry:
                return None  # of what was erased nothing tells which entry it was about
            changed.add(entry)
    return changed


def _name(store: str) -> str:
    return f"xapi_mark {store}"
