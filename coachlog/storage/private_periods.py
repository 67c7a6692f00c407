"""Entries that an older version shared after they were private: their histories begin anew.

This version does so whenever it shares an entry, so that nothing of the time before leaves. The
others get their snapshot before anything of them leaves; until then only skeletons would.
"""

from coachlog.domain.fields import Fields
from coachlog.domain.folding import PRIVATE, EntryHistory
from coachlog.storage import ledger
from coachlog.storage.actions import begin_step
from coachlog.storage.causes import read_items, with_snapshot
from coachlog.storage.file.connection import Log
from coachlog.storage.revisions import Change, device_of, in_batches


def close_private_periods(log: Log, after: int = 0) -> None:
    """Begin the histories anew of entries that are shared and were private, outside a transaction.

    Args:
        log: the log.
        after: the number of a revision; only entries with later ones are looked at.
    """
    if not _changes(log, after):
        return
    with log.atomic():
        hlc = begin_step(log, "snapshot")
        # Signed by the owner: for anybody else it would be a change of what is the owner's alone.
        for owner, changes in _changes(log, after).items():
            ledger.change_records(log, hlc, changes, author=owner, are_checked=True)


def _changes(log: Log, after: int) -> dict[str | None, list[Change]]:
    """Return the changes that are due, by the owner of the entry."""
    changes: dict[str | None, list[Change]] = {}
    for batch in in_batches(_candidates(log, after)):
        for uuid, items in read_items(log, batch).items():
            history = EntryHistory(items)
            if history.share != PRIVATE and history.has_private_period():
                fields: Fields = history.fields()
                change = ("entry", uuid, with_snapshot(history, {}))
                changes.setdefault(fields.get("trainer"), []).append(change)
    return changes


def _candidates(log: Log, after: int) -> list[str]:
    # What has come from other logs had its snapshot there.
    return log.column(
        """SELECT DISTINCT r.record FROM revision r CROSS JOIN entry e ON e.uuid = r.record
           WHERE r.number > ? AND r.tbl = 'entry' AND r.device = ?
           AND e.share <> 'private' AND EXISTS (
               SELECT 1 FROM revision p WHERE p.record = r.record AND instr(p.patch, '"private"'))
           ORDER BY +r.record""",
        (after, device_of(log)),
    )
