"""Delete entries, and bring one's own back. Their history stays."""

from collections.abc import Sequence

from coachlog.domain.entry import Entry
from coachlog.services.find import visible_entries
from coachlog.services.spellings import use_spellings
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import find_deleted, find_entry, own_last
from coachlog.storage.revisions import Change


def delete(log: Log, names: Sequence[str]) -> list[Entry]:
    """Delete entries, all of them or none. Their history stays, so undo brings them back.

    Args:
        log: The log to change.
        names: Short ids, longer ends of uuids, or `last`, the user's own newest entry; one that is
            named twice counts once.

    Returns:
        The entries as they were.

    Raises:
        UsageError: One of the names cannot be an id.
        NotFoundError: One of them is not an entry that the user may see.
        StorageError: Nothing was deleted.
    """
    with log.atomic():
        ids = [own_last(log, name) for name in names]
        entries = list(dict.fromkeys(visible_entries(log, ids)))
        changes = [("entry", entry.uuid, {"deleted": True}) for entry in entries]
        ledger.write_action(log, "delete", changes)
    return entries


def bring_back(log: Log, names: Sequence[str]) -> list[Entry]:
    """Bring back deleted entries of the user's, whoever deleted them, as one action.

    Args:
        log: The log to change.
        names: Short ids, or longer ends of uuids; an entry that is named twice counts once.

    Returns:
        The entries as they are now.

    Raises:
        UsageError: One of the names cannot be an id.
        NotFoundError: One of them is not a deleted entry of the user's.
        StorageError: Nothing was changed.
    """
    with log.atomic():
        deleted = dict(find_deleted(log, name) for name in names)
        changes = [_return_of(uuid) for uuid in deleted]
        use_spellings(log, changes, deleted)
        ledger.write_action(log, "delete --back", changes)
        return [find_entry(log, uuid) for uuid in deleted]


def _return_of(uuid: str) -> Change:
    return "entry", uuid, {"deleted": None}
