"""Who deleted what: of a record that was deleted again and again, the last deletion counts."""

from collections.abc import Sequence

from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.nameless import is_mark, own_mark


def last_deletions(log: Log, records: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return `(hlc, author)` of the last deletion of each record that was ever deleted.

    Args:
        log: the log.
        records: at most `revisions.BATCH` uuids.
    """
    rows = log.all(
        f"""SELECT record, hlc, author FROM revision
            WHERE record IN ({marks(records)}) AND instr(patch, '"deleted":true')
            ORDER BY hlc, id""",
        records,
    )
    return {record: (hlc, author) for record, hlc, author in rows}


def deleted_by_reader(log: Log, records: Sequence[str]) -> set[str]:
    """Return those of at most `revisions.BATCH` deleted records that the reader deleted last."""
    own = set()
    for record, (hlc, author) in last_deletions(log, records).items():
        reader = own_mark(log, hlc) if is_mark(author) else log.reader
        if author == reader:
            own.add(record)
    return own
