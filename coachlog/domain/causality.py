"""Which revisions of an entry have arrived before something that their writer had seen.

Without that, a text could be taken out that was shared anew, because the sharing seems not to know
of the withdrawal before it. A text that is taken out does not come back, so it has to wait.
"""

from collections.abc import Sequence

from coachlog.domain.fields import EPOCH, KNOWN
from coachlog.domain.folding import PRIVATE, expanded, share_of
from coachlog.domain.merging import is_skeleton
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
        patch = revision.patch
        causes = list(patch.get(KNOWN, {}).get("share", ()))
        if EPOCH in patch:
            causes.append(patch[EPOCH])
        if whole.issuperset(causes):
            whole.add(revision.id.hex())
        elif not is_skeleton(patch) and share_of(expanded(patch)) != PRIVATE:
            waiting.add(revision.id)
    return waiting
