"""Which revisions of an entry have arrived before something that their writer had seen.

Without that, a text could be taken out that was shared anew, because the sharing seems not to know
of the withdrawal before it. A text that is taken out does not come back, so it has to wait.
"""

from collections.abc import Collection, Sequence

from coachlog.domain.fields import EPOCH, KNOWN
from coachlog.domain.folding import PRIVATE, epoch_of, expanded, share_of
from coachlog.domain.merging import is_skeleton, skeleton
from coachlog.domain.revision import Revision


def too_early(revisions: Sequence[Revision]) -> set[bytes]:
    """Return the ids of those with a text that have to wait for others.

    A withdrawal never waits.

    Args:
        revisions: All that are known of one entry, in the order of `(hlc, id)`.
    """
    whole: set[str] = set()
    waiting = set()
    for revision in revisions:
        if whole.issuperset(_causes(revision)):
            whole.add(revision.id.hex())
        elif not is_skeleton(revision.patch) and not _is_withdrawal(revision):
            waiting.add(revision.id)
    return waiting


def withdrawn_early(revisions: Sequence[Revision], waiting: Collection[bytes]) -> list[Revision]:
    """Return what need not wait, because a withdrawal has seen the share that it waits for.

    Args:
        revisions: All that are known of one entry, but for what somebody wrote who may not.
        waiting: The ids of those with a text that have to wait.

    Returns:
        Those without their text, which is withdrawn whatever they wait for.
    """
    seen = _seen_by_withdrawals(revisions)
    withdrawn = []
    for revision in revisions:
        if revision.id in waiting and epoch_of(revision.id, revision.patch) in seen:
            withdrawn.append(revision._replace(patch=skeleton(revision.patch)))
    return withdrawn


def _seen_by_withdrawals(revisions: Sequence[Revision]) -> set[str]:
    """Return the ids of what withdrawals have seen, as far as the revisions tell."""
    causes_of = {}
    pending: list[str] = []
    for revision in revisions:
        causes = causes_of[revision.id.hex()] = _causes(revision)
        if _is_withdrawal(revision):
            pending += causes
    seen = set()
    while pending:
        number = pending.pop()
        if number not in seen:
            seen.add(number)
            pending += causes_of.get(number, ())
    return seen


def _causes(revision: Revision) -> list[str]:
    """Return the ids of the shares that the writer of a revision had seen last."""
    causes = list(revision.patch.get(KNOWN, {}).get("share", ()))
    if EPOCH in revision.patch:
        causes.append(revision.patch[EPOCH])
    return causes


def _is_withdrawal(revision: Revision) -> bool:
    return share_of(expanded(revision.patch)) == PRIVATE
