"""What a change to an entry says beside its fields, so that it can be merged with others.

The services write whole values: a list as it is afterwards, the new share. What the writer had seen
is added here, in the one place that all changes pass.
"""

from coachlog.domain.fields import (
    DEFAULTS,
    EPOCH,
    KNOWN,
    MOVED_FROM,
    RETENTION,
    SNAPSHOT,
    Fields,
)
from coachlog.domain.folding import PRIVATE, SET_FIELDS, SNAPSHOT_FIELDS, EntryHistory
from coachlog.domain.knowledge import Knowledge
from coachlog.domain.typed_text import name_key
from coachlog.storage.checked import read_patch
from coachlog.storage.conditions import marks
from coachlog.storage.file.connection import Log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from coachlog.domain.knowledge import Item
    from coachlog.storage.revisions import Change


# What is right whatever its writer knew: an undone import of very many entries reads no history.
_COUNTS_ALWAYS = frozenset({"deleted", "purged", "updated_at"})


def with_causes(log: "Log", batch: "Sequence[Change]") -> "list[Change]":
    """Return changes with what their writer has seen, and with a snapshot where one is due.

    Args:
        log: the log, in the transaction that writes the changes.
        batch: at most `revisions.BATCH` changes.
    """
    concerned = [
        record
        for table, record, patch in batch
        if table in SET_FIELDS and not patch.keys() <= _COUNTS_ALWAYS
    ]
    histories = read_items(log, concerned)
    changes: list[Change] = []
    for table, record, patch in batch:
        items = histories.get(record, [])
        merging = patch
        if table == "entry" and items:
            merging = _entry_patch(items, patch)
        elif table == "meeting" and "entries" in patch:
            merging = {**patch, KNOWN: {"entries": _newest(items, "entries")}}
        changes.append((table, record, merging))
    return changes


def read_items(log: "Log", records: "Sequence[str]") -> "dict[str, list[Item]]":
    """Return the id and the patch of each revision of some records, in their order.

    Args:
        log: the log.
        records: at most `revisions.BATCH` uuids; those without revisions are left out.
    """
    items: dict[str, list[Item]] = {}
    rows = log.all(
        f"""SELECT record, id, patch FROM revision WHERE record IN ({marks(records)})
            ORDER BY record, hlc, id""",
        records,
    )
    for record, number, patch in rows:
        items.setdefault(record, []).append((number, read_patch(log, record, patch)))
    return items


def _entry_patch(items: "Sequence[Item]", patch: Fields) -> Fields:
    history = EntryHistory(items)
    if RETENTION in patch:
        return with_snapshot(history, patch)
    patch = dict(patch)
    if "share" in patch:
        patch["share"] = patch["share"] or DEFAULTS["share"]
    old_team = history.fields().get("team") or ""
    if old_team and name_key(patch.get("team") or old_team) != name_key(old_team):
        return with_snapshot(history, {**patch, MOVED_FROM: old_team})
    if history.share == PRIVATE and patch.get("share", PRIVATE) != PRIVATE:
        return with_snapshot(history, patch)
    return {**patch, **_marks_of(history, patch)}


def _marks_of(history: EntryHistory, patch: Fields) -> Fields:
    result: Fields = {}
    known = {}
    for field in ("share", *SET_FIELDS["entry"]):
        if field in patch:
            known[field] = history.newest(field)
    if known:
        result[KNOWN] = known
    if history.epoch:
        result[EPOCH] = history.epoch
    return result


def with_snapshot(history: EntryHistory, patch: Fields) -> Fields:
    """Return a patch with every field of an entry, so that its history begins anew with it.

    Whoever deletes the entry meanwhile is right, so a snapshot does not say that it is there.

    Args:
        history: the history of the entry.
        patch: what changes, perhaps nothing.
    """
    after = {**history.fields(), **patch}
    values = [after.get(name, DEFAULTS.get(name)) for name in SNAPSHOT_FIELDS]
    return {**patch, SNAPSHOT: values, KNOWN: {"share": history.newest("share")}}


def _newest(items: "Sequence[Item]", field: str) -> list[str]:
    knowledge = Knowledge([item for item in items if field in item[1]], field)
    return [knowledge.ids[index] for index in knowledge.newest]
