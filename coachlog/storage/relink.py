"""The link of a mistake to an earlier lesson, looked up again when its text has changed.

It is changed in the action that changes the text, so that one undo takes back both. What somebody
has confirmed or dismissed stands, whatever the text says now.
"""

from coachlog.domain.fields import LOOKS_LIKE, TAUGHT_STATUSES
from coachlog.errors import StorageError
from coachlog.storage import ledger
from coachlog.storage.adoptions import first_days
from coachlog.storage.likeness import distinctive_words, earlier_lesson, like_entries
from coachlog.storage.repeats import new_link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.domain.entry import Entry
    from coachlog.storage.file.connection import Log
    from coachlog.storage.likeness import LikeEntry
    from coachlog.storage.revisions import Change


def look_up_again(
    log: "Log",
    hlc: str,
    before: "Entry",
    after: "Entry",
) -> None:
    """Change the link of a mistake if what is compared of it has changed.

    Args:
        log: the log, in the transaction of the change.
        hlc: its action.
        before: the mistake before it.
        after: the mistake after it; it may be private, or of another kind.
    """
    if _compared(before) == _compared(after):
        return
    # Also one to an entry that is private now: it would show again together with that.
    link = log.one(
        "SELECT uuid, state, earlier, likeness FROM repeat WHERE entry = ? ORDER BY uuid LIMIT 1",
        (after.uuid,),
    )
    if link and link[1] != LOOKS_LIKE:
        return
    try:
        earlier = _earlier_lesson(log, after)
    except StorageError:
        # A damaged search index keeps no text from being changed.
        return
    change = _change(log, after.uuid, link, earlier)
    if change:
        ledger.change_records(log, hlc, [change])


def _compared(entry: "Entry") -> "tuple[Any, ...]":
    """Return what a mistake is compared by: a misspelled short word changes nothing."""
    words = distinctive_words(entry.happened)
    return words, entry.team, entry.topics, entry.rule_ref, entry.kind


def _earlier_lesson(log: "Log", mistake: "Entry") -> "LikeEntry | None":
    """Return the lesson that was taught before a mistake and that it looks like."""
    if mistake.kind != "mistake" or mistake.share == "private":
        return None
    number = log.number("SELECT id FROM entry WHERE uuid = ?", (mistake.uuid,))
    earlier = earlier_lesson(like_entries(log, mistake._asdict(), before=number))
    if earlier is None:
        return None
    taught_on = first_days(log, [earlier.uuid], TAUGHT_STATUSES).get(earlier.uuid, "")
    if taught_on > mistake.occurred_on:
        return None
    return earlier


def _change(
    log: "Log",
    mistake: str,
    link: "Any",
    earlier: "LikeEntry | None",
) -> "Change | None":
    """Return the change that makes a link lead to an entry; None if there is nothing to change."""
    if earlier is None:
        if link is None:
            return None
        return "repeat", link[0], {"deleted": True}
    if link is None:
        return new_link(
            log,
            mistake,
            earlier=earlier.uuid,
            likeness=earlier.likeness,
            state=LOOKS_LIKE,
        )
    if link[2:] == (earlier.uuid, earlier.likeness):
        return None
    return "repeat", link[0], {"earlier": earlier.uuid, "likeness": earlier.likeness}
