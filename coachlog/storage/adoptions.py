"""When entries were shared, adopted or closed, which the history alone tells."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from coachlog.clock import local_day
from coachlog.domain.fields import SETTLED_STATUSES
from coachlog.storage.checked import checked_hlc, read_patch
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import epoch_seconds, in_batches


def adoption_months(log: Log, uuids: Sequence[str]) -> dict[str, str]:
    """Return the month (UTC, `2026-09`) in which each entry was adopted or closed.

    Args:
        log: the log.
        uuids: any number of entries. One that is neither any more is left out of the result, and so
            is one that was it from its first revision on, as an imported one may be: its month is
            not known.
    """
    newest = {record: (status, hlc) for record, status, hlc in _status_changes(log, uuids)}
    months = {}
    for record, (status, hlc) in newest.items():
        if status in SETTLED_STATUSES:
            months[record] = _month(hlc)
    return months


def first_days(log: Log, uuids: Sequence[str], statuses: Sequence[str]) -> dict[str, str]:
    """Return the local day since which each entry has had one of some statuses, or a later one.

    Args:
        log: the log.
        uuids: any number of entries; left out of the result as in `adoption_months`.
        statuses: such as `shared` and `adopted`.
    """
    days: dict[str, str] = {}
    for record, status, hlc in _status_changes(log, uuids):
        if status in statuses:
            days.setdefault(record, local_day(epoch_seconds(hlc)))
        elif status not in SETTLED_STATUSES:
            # It was taken back.
            days.pop(record, None)
    return days


def _status_changes(log: Log, uuids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield `(uuid, status, hlc)` of the changes of some entries, of each in their order."""
    for batch in in_batches(uuids):
        rows = log.all(
            f"""SELECT record, hlc, patch FROM revision WHERE record IN ({marks(batch)})
                AND patch LIKE '%"status"%' ORDER BY record, hlc, id""",
            batch,
        )
        for record, hlc, patch in rows:
            fields = read_patch(log, record, patch)
            # The pattern only saves reading every patch: it also matches a text with that word.
            if "status" in fields and "happened" not in fields:
                yield record, fields["status"] or "logged", checked_hlc(log, hlc)


def _month(hlc: str) -> str:
    return datetime.fromtimestamp(epoch_seconds(hlc), UTC).strftime("%Y-%m")
