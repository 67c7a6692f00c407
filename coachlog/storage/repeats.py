"""Links from a mistake to the earlier entry whose lesson it looks like.

Recording a mistake writes its link in the same action, so that the week counts repeats without
comparing any texts. A link is between shared entries alone, and every query leaves it out once one
of the two is private or deleted.
"""

from coachlog.domain.fields import LOOKS_LIKE
from coachlog.storage import ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log
    from coachlog.storage.likeness import LikeEntry
    from coachlog.storage.revisions import Change


def note_repeat(
    log: "Log",
    hlc: str,
    mistake: str,
    earlier: "LikeEntry",
) -> None:
    """Write the link of a mistake to the earlier entry whose lesson it looks like.

    Args:
        log: the log, in the transaction that records the mistake.
        hlc: its action.
        mistake: its uuid.
        earlier: the earlier entry.
    """
    link = new_link(
        log,
        mistake,
        earlier=earlier.uuid,
        likeness=earlier.likeness,
        state=LOOKS_LIKE,
    )
    ledger.change_records(log, hlc, [link])


def new_link(
    log: "Log",
    mistake: str,
    *,
    earlier: str,
    likeness: int,
    state: str,
) -> "Change":
    """Return the change that links a mistake to an earlier entry, both by their uuids."""
    link = {"entry": mistake, "earlier": earlier, "likeness": likeness, "state": state}
    return "repeat", log.clock.uuid7(), link
