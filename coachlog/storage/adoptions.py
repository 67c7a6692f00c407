"""When entries were adopted or closed, which the history alone tells."""

from collections.abc import Sequence
from datetime import UTC, datetime

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
    newest: dict[str, tuple[str, str]] = {}
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
                newest[record] = fields["status"], checked_hlc(log, hlc)
    months = {}
    for record, (status, hlc) in newest.items():
        if status in SETTLED_STATUSES:
            months[record] = _month(hlc)
    return months


def _month(hlc: str) -> str:
    return datetime.fromtimestamp(epoch_seconds(hlc), UTC).strftime("%Y-%m")
