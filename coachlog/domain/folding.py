"""What the revisions of a record add up to, also where two people wrote without knowing of it.

Mostly each writer had seen what came before, and of each field the newest value counts. A patch
that sets who may read an entry, or one of its lists, says beside it which revisions of that field
its writer had seen. From that follows what happened side by side:

- of shares that do, the most private one counts, and a wider one only if its writer had seen every
  withdrawal (an entry that became private);
- a list keeps what each added, and loses only what somebody saw and took out: an observed-remove
  set.

An entry that is shared after it was private, or that moves to another team, begins anew with a
snapshot of all its fields. Only what was written after the newest snapshot, and in knowledge of it,
counts: that is its epoch.
"""

from coachlog.domain.fields import (
    EPOCH,
    FIELD_NAMES,
    LIST_SEPARATOR,
    MARKS,
    MOVED_FROM,
    SNAPSHOT,
)
from coachlog.domain.knowledge import Knowledge, digits_of
from coachlog.domain.observed_set import observed_values

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from coachlog.domain.fields import Fields
    from coachlog.domain.knowledge import Item

PRIVATE = "private"
_FROM_MOST_PRIVATE = (PRIVATE, "team", "meeting")
# What a snapshot has a value for, in this order; more can only be added at the end. It is an array
# so that queries which look a change up by the name of its field do not find what it repeats.
SNAPSHOT_FIELDS = FIELD_NAMES[1:]
# The fields of each table that are sets of values.
SET_FIELDS = {"entry": ("topics", "factors"), "meeting": ("entries",)}


def fold_merged(table: str, items: "Sequence[Item]") -> "Fields":
    """Return what the revisions of one record add up to, some of which have marks.

    Args:
        table: The record's.
        items: The id and the patch of each revision, in the order of `(hlc, id)`.

    Returns:
        The fields, and `deleted` or `purged` of a record that is; `{}` without revisions.
    """
    if table == "entry":
        return EntryHistory(items).fields()
    fields: Fields = {}
    for _, patch in items:
        fields.update(patch)
    for field in SET_FIELDS.get(table, ()):
        _fold_set(fields, items, field)
    return _without_marks(fields)


class EntryHistory:
    """The revisions of an entry: who may read it, and which of them count.

    Attributes:
        items: The id and the patch of each revision, in the order of `(hlc, id)`; that of a
            snapshot has all of its fields.
        shares: The revisions that say who may read it.
        share: Who may read it now.
        epoch: The id of the snapshot that counts, as hexadecimal digits; None without one.
    """

    def __init__(self, items: "Sequence[Item]") -> None:
        self.items = [(number, expanded(patch)) for number, patch in items]
        self.shares = [item for item in self.items if share_of(item[1])]
        self._knowledge = Knowledge(self.shares, "share")
        self._withdrawals = 0
        for index, (_, patch) in enumerate(self.shares):
            if share_of(patch) == PRIVATE:
                self._withdrawals |= 1 << index
        self.share = self._share()
        self.epoch = self._epoch()

    def _share(self) -> str:
        newest = self._knowledge.newest
        if not any(map(self._knows_withdrawals, newest)):
            return PRIVATE if self.shares else ""
        # One that does not know of a withdrawal cannot share the entry, but it can take it back
        # from the meeting: whoever shared it anew has not seen that either.
        shares = [share_of(self.shares[index][1]) for index in newest]
        return min(shares, key=_FROM_MOST_PRIVATE.index)

    def _knows_withdrawals(self, index: int) -> bool:
        """Return whether the writer of a share knew of every withdrawal, which may be their own."""
        known = self._knowledge.seen[index] | 1 << index
        return not self._withdrawals & ~known

    def _epoch(self) -> str | None:
        newest = None
        snapshots = [index for index, (_, patch) in enumerate(self.shares) if SNAPSHOT in patch]
        for index in reversed(snapshots):
            # One that does not know of a withdrawal would bring the withdrawn text back.
            if self._knows_withdrawals(index):
                return self._knowledge.ids[index]
            newest = newest or self._knowledge.ids[index]
        return newest

    def was_shared(self) -> bool:
        """Return whether anybody but the writer could ever read it."""
        return any(share_of(patch) != PRIVATE for _, patch in self.shares)

    def newest(self, field: str) -> list[str]:
        """Return the ids of the newest revisions of `share` or a list: what a writer has seen."""
        items = self.shares
        if field != "share":
            items = [item for item in self.counting() if field in item[1]]
        knowledge = Knowledge(items, field)
        return [knowledge.ids[index] for index in knowledge.newest]

    def counting(self) -> "list[Item]":
        """Return the revisions whose text counts."""
        return [item for item in self.items if epoch_of(*item) == self.epoch]

    def has_private_period(self) -> bool:
        """Return whether it was private at a time since when its texts count."""
        return any(share_of(patch) == PRIVATE for _, patch in self.counting())

    def is_purged(self) -> bool:
        """Return whether it was erased for good, and not brought back from elsewhere since."""
        purged = [patch["purged"] for _, patch in self.items if "purged" in patch]
        return bool(purged) and bool(purged[-1])

    def fields(self) -> "Fields":
        """Return what the revisions add up to."""
        if self.is_purged():
            return {"deleted": True, "purged": True}
        fields = self._fields_before_leaving()
        for number, patch in self.items:
            if epoch_of(number, patch) == self.epoch:
                fields.update(patch)
            elif "deleted" in patch:
                # Whoever deleted it, knew of a snapshot or not: it stays deleted.
                fields["deleted"] = patch["deleted"]
        if self.share:
            fields["share"] = self.share
        items = self.counting()
        for field in SET_FIELDS["entry"]:
            _fold_set(fields, items, field)
        return _without_marks(fields)

    def _fields_before_leaving(self) -> "Fields":
        """Return the fields before a move to a team that this log has not joined; mostly none.

        Their texts are left in the log in which the entry was written alone.
        """
        moves: dict[str | None, int] = {}
        for index, (number, patch) in enumerate(self.items):
            if patch.get(SNAPSHOT):
                moves.clear()
            elif MOVED_FROM in patch:
                moves[epoch_of(number, patch)] = index
        if self.epoch not in moves:
            return {}
        return EntryHistory(self.items[: min(moves.values())]).fields()


def epoch_of(number: bytes, patch: "Fields") -> str | None:
    """Return the snapshot that a revision belongs to, as the hexadecimal digits of its id."""
    if SNAPSHOT in patch:
        return digits_of(number)
    epoch: str | None = patch.get(EPOCH)
    return epoch


def expanded(patch: "Fields") -> "Fields":
    """Return a patch with the fields that it has as a snapshot, beside those that it changes."""
    values = patch.get(SNAPSHOT)
    if not values:
        return patch
    return {**dict(zip(SNAPSHOT_FIELDS, values, strict=False)), **patch}


def fields_of(patch: "Fields") -> "Fields":
    """Return the fields that a patch sets, those that it repeats as a snapshot too."""
    return _without_marks(dict(expanded(patch)))


def share_of(patch: "Fields") -> str:
    """Return who may read an entry after an expanded patch; an empty text if it does not say."""
    # A new entry is the team's unless it says otherwise. No other patch has these two.
    is_new = "recorded_at" in patch and "happened" in patch
    if "share" not in patch and not is_new:
        return ""
    share = patch.get("share") or "team"
    return share if share in _FROM_MOST_PRIVATE else ""


def _fold_set(fields: "Fields", items: "Sequence[Item]", field: str) -> None:
    """Write a field that is a set as its revisions add up."""
    setting = [item for item in items if field in item[1]]
    if not setting:
        return
    knowledge = Knowledge(setting, field)
    if len(knowledge.newest) == 1:
        fields[field] = setting[knowledge.newest[0]][1][field]
        return
    lists = [_values_of(patch[field]) for _, patch in setting]
    values = observed_values(lists, knowledge.seen)
    is_text = any(isinstance(patch[field], str) for _, patch in setting)
    fields[field] = LIST_SEPARATOR.join(values) if is_text else values


def _values_of(value: "Any") -> list[str]:
    if isinstance(value, str):
        return value.split(LIST_SEPARATOR)
    return list(value or ())


def _without_marks(fields: "Fields") -> "Fields":
    for mark in MARKS:
        fields.pop(mark, None)
    return fields
