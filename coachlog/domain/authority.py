"""Which changes of an entry are its trainer's alone, and which of them others have made.

A log refuses such a change at the keyboard. One that comes from elsewhere was made by another
program, perhaps by none of ours. What counts is the whole set of revisions and not the order in
which they came, so that all logs decide alike.
"""

from collections.abc import Sequence

from coachlog.domain.fields import KNOWN, RETENTION, SNAPSHOT, Fields
from coachlog.domain.folding import PRIVATE, expanded, share_of
from coachlog.domain.merging import Revision

# Why a revision is set aside.
NOT_THEIRS = "not theirs"  # its author may not do this with somebody else's entry
WAITING = "waiting"  # something that its writer had seen is not here yet

_RESTRICTED = frozenset({"trainer", "share", "purged", SNAPSHOT})


def not_theirs(revisions: Sequence[Revision], first_claim: bytes | None = None) -> set[bytes]:
    """Return the ids of the revisions that their authors may not make.

    Args:
        revisions: All that are known of one entry, in the order of `(hlc, id)`. Until the one
            that says whose it is arrives, all others are believed: the text comes with it, too.
        first_claim: The id of the one that said first, in this log, whose the entry is. Whoever
            says so later, with an earlier time, cannot take it away.
    """
    if all(_RESTRICTED.isdisjoint(revision.patch) for revision in revisions[1:]):
        return set()
    patches = [expanded(revision.patch) for revision in revisions]
    first = _first(revisions, patches, first_claim)
    if first is None:
        return set()
    trainers = _trainers(revisions, patches, first)
    refused = set()
    for index, revision in enumerate(revisions):
        if index == first or _may(revision.author, trainers):
            continue
        if _is_trainers(patches[index], trainers) or _widens(revisions, patches, index):
            refused.add(revision.id)
    return refused


def _first(
    revisions: Sequence[Revision],
    patches: Sequence[Fields],
    first_claim: bytes | None,
) -> int | None:
    """Return the index of the revision that says whose the entry was first; None without one."""
    snapshot = None
    for index, patch in enumerate(patches):
        if "recorded_at" in patch:
            if is_claim(revisions[index]) and first_claim in (None, revisions[index].id):
                return index
            if snapshot is None:
                snapshot = index
    return snapshot


def is_claim(revision: Revision) -> bool:
    """Return whether a revision says of a new entry whose it is. There is one of an entry."""
    return "recorded_at" in revision.patch and SNAPSHOT not in revision.patch


def _trainers(
    revisions: Sequence[Revision],
    patches: Sequence[Fields],
    first: int,
) -> set[str | None]:
    """Return everybody whose entry it ever was; None among them if it was nobody's."""
    trainers: set[str | None] = {patches[first].get("trainer")}
    size = -1
    while size < len(trainers):
        size = len(trainers)
        for revision, patch in zip(revisions, patches, strict=True):
            if "trainer" in patch and _may(revision.author, trainers):
                trainers.add(patch["trainer"])
    return trainers


def _may(author: str, trainers: set[str | None]) -> bool:
    return author in trainers or None in trainers


def _is_trainers(patch: Fields, trainers: set[str | None]) -> bool:
    """Return whether a patch makes an entry private, erases of it, or hands it over."""
    if "trainer" in patch and patch["trainer"] not in trainers:
        return True
    erases = bool(patch.get("purged") or patch.get(RETENTION))
    return erases or share_of(patch) == PRIVATE


def _widens(revisions: Sequence[Revision], patches: Sequence[Fields], index: int) -> bool:
    """Return whether a revision shares an entry that its writer knew to be private."""
    if share_of(patches[index]) in ("", PRIVATE):
        return False
    shares = {}
    for revision, patch in zip(revisions[:index], patches, strict=False):
        if share_of(patch):
            shares[revision.id.hex()] = share_of(patch)
    known = revisions[index].patch.get(KNOWN, {}).get("share")
    if known is None:
        known = list(shares)[-1:]
    return any(shares.get(number) == PRIVATE for number in known)
