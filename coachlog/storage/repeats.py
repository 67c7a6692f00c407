"""Links from a mistake to the earlier entry whose lesson it looks like.

Recording a mistake writes its link in the same action, so that the week counts repeats without
comparing any texts. A link is between shared entries alone, and every query leaves it out once one
of the two is private or deleted.
"""

from coachlog.domain.fields import LOOKS_LIKE, TAUGHT_STATUSES
from coachlog.storage import ledger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from coachlog.storage.file.connection import Log
    from coachlog.storage.likeness import LikeEntry
    from coachlog.storage.revisions import Change

# By these a third of the repeats among the pairs of notes in the tests get a link, nine in ten of
# them the right one, and so does one in ten of the notes that repeat nothing.
LEAST_LIKENESS = 80
LEAST_WORDS = 3


def note_repeat(
    log: "Log",
    hlc: str,
    mistake: str,
    entries: "Iterable[LikeEntry]",
) -> None:
    """Write the link of a mistake that looks like an earlier entry with a lesson.

    Args:
        log: the log, in the transaction that records the mistake.
        hlc: its action.
        mistake: its uuid.
        entries: shared entries that may be like it.
    """
    earlier = earlier_lesson(entries)
    if earlier:
        link = new_link(
            log,
            mistake,
            earlier=earlier.uuid,
            likeness=earlier.likeness,
            state=LOOKS_LIKE,
        )
        ledger.change_records(log, hlc, [link])


def earlier_lesson(entries: "Iterable[LikeEntry]") -> "LikeEntry | None":
    """Return the entry whose lesson a mistake looks like; None where that is not sure enough."""
    best = None
    for entry in entries:
        is_taught = entry.lesson and entry.status in TAUGHT_STATUSES
        if not is_taught or entry.words < LEAST_WORDS or entry.likeness < LEAST_LIKENESS:
            continue
        if best is None or entry.likeness > best.likeness:
            best = entry
    return best


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
