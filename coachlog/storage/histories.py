"""The revisions of records as they travel, each with the number that it has in this log."""

from collections.abc import Collection

from coachlog.domain.revision import Revision
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import COLUMNS

Numbered = tuple[int, Revision]


def read_histories(log: Log, records: Collection[str]) -> dict[str, list[Numbered]]:
    """Return the numbered revisions of each of some records, in the order of `(hlc, id)`.

    Args:
        log: the log.
        records: at most `revisions.BATCH` uuids; those without revisions are left out.
    """
    rows = log.all(
        f"""SELECT number, {COLUMNS} FROM revision
            WHERE record IN ({marks(records)}) ORDER BY record, hlc, id""",
        list(records),
    )
    histories: dict[str, list[Numbered]] = {}
    for number, *fields in rows:
        stored = Revision(*fields)
        revision = stored._replace(patch=read_patch(log, stored.record, stored.patch))
        histories.setdefault(stored.record, []).append((number, revision))
    return histories
