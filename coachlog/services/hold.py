"""`hold`: what a legal department calls a litigation hold, or a preservation order.

Several may stand on one entry, each for a matter of its own: to release one must not release the
others.
"""

from collections.abc import Sequence

from coachlog.domain.fields import Fields
from coachlog.domain.ownership import is_owner
from coachlog.domain.typed_text import clean_text
from coachlog.errors import AsUsageError, NotFoundError, UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.storage import folds, ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.holds import EVERYTHING, Hold, held_entries, standing_holds
from coachlog.storage.queries.entries import find_deleted, find_entry, own_last
from coachlog.storage.record_tables import HOLD
from coachlog.storage.revisions import Change
from coachlog.storage.short_ids import belongs_to

ALL = "all"  # the id of a hold on everything


class ShownHold(NamedTuple):
    """A hold, and what it covers.

    Attributes:
        uuid: Its own.
        entry: The uuid of the entry, or `EVERYTHING`.
        short_id: The id of the entry, or `ALL`.
        held_on: The civil day since when.
        why: What it is for.
        happened: The text of the entry; None for `ALL`.
    """

    uuid: str
    entry: str | None
    short_id: str
    held_on: str
    why: str
    happened: str | None


class HoldChange(NamedTuple):
    """What became of holds.

    Attributes:
        changed: Those that were set or released.
        unchanged: Those that stood before.
        still_held: The ids of what was released and is held for another reason.
    """

    changed: list[ShownHold]
    unchanged: list[ShownHold]
    still_held: list[str]


def list_holds(log: Log) -> list[ShownHold]:
    """Return the standing holds of the user, the oldest first."""
    return _shown(log, standing_holds(log))


def hold(log: Log, names: Sequence[str], why: str) -> HoldChange:
    """Hold entries of the user's, deleted ones too, as one action.

    Args:
        log: The log to change.
        names: Short ids, longer ends of uuids, or `last`; none for everything of the user's.
        why: What they are held for.

    Raises:
        UsageError: One of the names cannot be an id, or is somebody else's entry.
        NotFoundError: One of them is not an entry that the user may see.
        StorageError: Nothing was changed.
    """
    with AsUsageError():
        reason = clean_text(why.strip(), "--why")
    if reason is None:
        raise UsageError('--why is empty. Say what it is for:  --why "claim 2026-12"')
    with log.atomic():
        # Read inside the transaction, so that two that are set at once make one.
        before = {each.entry: each for each in standing_holds(log) if each.why == reason}
        entries = _own_entries(log, names)
        new = [_new_hold(log, entry, reason) for entry in entries if entry not in before]
        if new:
            ledger.write_action(log, "hold", [_change_of(log, each) for each in new])
        unchanged = [before[entry] for entry in entries if entry in before]
        return HoldChange(_shown(log, new), _shown(log, unchanged), [])


def _new_hold(log: Log, entry: str | None, why: str) -> Hold:
    day = log.clock.today().isoformat()
    return Hold(uuid=log.clock.uuid7(), entry=entry, why=why, held_on=day)


def release(log: Log, names: Sequence[str], why: str | None, *, everything: bool) -> HoldChange:
    """Release holds of the user's, as one action.

    Args:
        log: The log to change.
        names: The ids of entries; none for every one that is held for that reason.
        why: The reason of those to release; None for all reasons.
        everything: Release only the holds on everything.

    Raises:
        NotFoundError: None of them is held, or not for that reason.
        StorageError: Nothing was changed.
    """
    with log.atomic():
        released = _matching(log, why, everything=everything)
        if names:
            released = _named(log, released, names)
        if not released:
            raise NotFoundError("no such hold stands.  coachlog hold  lists those that do.")
        changes: list[Change] = [(HOLD, each.uuid, {"deleted": True}) for each in released]
        ledger.write_action(log, "hold --off", changes)
        # Read after the release: another hold may stand on the same entry, or one on everything.
        left = held_entries(log)
        still_held = [each.short_id for each in released if left.cover(each.entry)]
        return HoldChange(released, [], list(dict.fromkeys(still_held)))


def _matching(log: Log, why: str | None, *, everything: bool) -> list[ShownHold]:
    """Return the holds that stand for a reason, or for any; only those on everything if meant."""
    matching = list_holds(log)
    if everything:
        matching = [each for each in matching if each.entry is EVERYTHING]
    if why is not None:
        matching = [each for each in matching if each.why == why.strip()]
    return matching


def _named(log: Log, holds: Sequence[ShownHold], names: Sequence[str]) -> list[ShownHold]:
    """Return the holds of the entries that somebody names.

    Raises:
        NotFoundError: One of them is not held.
    """
    named: list[ShownHold] = []
    for name in names:
        digits = own_last(log, name).lower().replace("-", "")
        matches = [each for each in holds if each.short_id == digits]
        if not matches:
            matches = [each for each in holds if each.entry and belongs_to(digits, each.entry)]
        if not matches:
            raise NotFoundError(f"no such hold on {name} stands.  coachlog hold  lists all.")
        named += matches
    return list(dict.fromkeys(named))


def _own_entries(log: Log, names: Sequence[str]) -> list[str | None]:
    """Return the uuids of the user's own entries with some names; no names are all of them.

    Raises:
        UsageError: One of them cannot be an id, or is not the user's.
        NotFoundError: One of them is not an entry that the user may see.
    """
    if not names:
        return [EVERYTHING]
    return list(dict.fromkeys(_own_entry(log, name) for name in names))


def _own_entry(log: Log, name: str) -> str:
    try:
        entry = find_entry(log, own_last(log, name))
    except NotFoundError as error:
        # `purge` erases deleted ones, so they can be held, too.
        try:
            uuid, _ = find_deleted(log, name)
        except NotFoundError:
            raise error from None
        return uuid
    if entry.trainer is None:
        raise UsageError(
            f"{entry.short_id} has no trainer, and only the person it belongs to can hold it."
            f" To make it yours:  coachlog edit {entry.short_id} --trainer {log.reader}"
        )
    if entry.trainer != log.reader:
        raise UsageError(
            f"{entry.short_id} is {entry.trainer}'s entry, which nobody else can hold or erase."
            f" Ask {entry.trainer} to hold it."
        )
    return entry.uuid


def _change_of(log: Log, each: Hold) -> Change:
    fields: Fields = {"trainer": log.reader, "why": each.why, "held_on": each.held_on}
    if each.entry is not EVERYTHING:
        fields["entry"] = each.entry
    return HOLD, each.uuid, fields


def _shown(log: Log, holds: Sequence[Hold]) -> list[ShownHold]:
    """Return holds with what they cover, but for entries that were handed over since."""
    shown = []
    for each in holds:
        short_id = ALL
        happened = None
        if each.entry is not EVERYTHING:
            fields = folds.fold(log, each.entry)
            # What was handed over is its new owner's, who may have made it private since.
            if not is_owner(fields, log.reader):
                continue
            short_id = fields["short_id"]
            happened = fields["happened"]
        shown.append(
            ShownHold(
                uuid=each.uuid,
                entry=each.entry,
                short_id=short_id,
                held_on=each.held_on,
                why=each.why,
                happened=happened,
            )
        )
    return shown
