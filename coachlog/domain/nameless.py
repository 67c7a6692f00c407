"""How records that nobody signs leave their log: without author, device, day and time.

Those are the walks through guides and the closed groups of feedback. A group leaves as the figures
of a team, see `feedback_overlaps`: that of a single trainer stays at home, and so do the uuids of
the answers. When a group was closed tells who was there to give the last answer.

People only try out a guide that does not report who hesitated where, and when. So what leaves of a
walk are its path and its week. Who was at their desk at a certain minute is known, and the entry
that records the case leads to its writer: neither leaves.

The uuid of such a record is made without the time of day, and is the same at home and elsewhere.
So a log that gets its own walk back, by whatever road, has one record with two revisions, of which
its own are the later ones, and counts it once. Records of older versions have the time in their
uuid. They stay at home.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

from coachlog.clock import UUID8_BEGINNING, Clock, uuid8, uuid8_beginning
from coachlog.domain.fields import Fields
from coachlog.domain.periods import DAY, week_of
from coachlog.domain.revision import Revision

NAMELESS_FAMILIES = ("walk", "feedback_group")
NOBODY = ""  # the author and the device of what has left
# For `walk.entry`: whether a case was recorded counts, and which entry records it is not told.
SOME_ENTRY = ""
_EPOCH = date(1970, 1, 1)
_VERSION = 14  # where the version of a uuid stands in its text
_TIMELESS = "8"
_DAYS = {"walked_on", "first_on", "last_on"}


def new_uuid(clock: Clock, day: date) -> str:
    """Return the uuid of a new record that nobody signs, which tells the week of a day."""
    return uuid8(uuid8_beginning(str(week_of(day).first)), clock.random(10))


def travelling_nameless(revisions: Sequence[Revision]) -> list[Revision]:
    """Return the form in which a record of one of `NAMELESS_FAMILIES` leaves.

    Args:
        revisions: All of one record, in the order of `(hlc, id)`: own ones, ones that came from
            elsewhere, or both.

    Returns:
        The same each time, so that what is sent again is known again. Nothing of a record whose
        uuid tells its time, or which is for one trainer alone.
    """
    # Whoever only walks through a guide need not load this.
    from coachlog.domain.feedback_groups import OWN

    if any(revision.patch.get("view") == OWN for revision in revisions):
        return []
    leaving = {}
    for revision in revisions:
        if revision.device == NOBODY:
            leaving[revision.id] = revision
    own = [revision for revision in revisions if revision.device != NOBODY]
    for number, revision in enumerate(own):
        if tells_no_time(revision.record):
            nameless = without_time(revision, number)
            leaving[nameless.id] = nameless
    return list(leaving.values())


def tells_no_time(uuid: str) -> bool:
    """Return whether a uuid is one of `new_uuid`, and not of an older version."""
    return uuid[_VERSION] == _TIMELESS


def without_time(revision: Revision, number: int = 0) -> Revision:
    """Return a revision without what tells who wrote it, where, on which day and when.

    Args:
        revision: one of a log's own.
        number: its place among the log's own revisions of the record, whose order it keeps.
    """
    # The mark that stands for the author is secret. Without it the id could be guessed from that of
    # an entry which was written together with the walk: one follows on the other.
    digest = sha256(revision.id + revision.author.encode()).digest()
    uuid = uuid8(revision.record[:UUID8_BEGINNING], digest[:10])
    monday = _week_told_by(revision.record)
    # Monday begins up to 14 hours earlier elsewhere, and no own revision may come before this.
    milliseconds = (monday - DAY - _EPOCH) // timedelta(milliseconds=1)
    return revision._replace(
        id=bytes.fromhex(uuid.replace("-", "")),
        hlc=f"{milliseconds:013d}-{number:04x}",
        device=NOBODY,
        author=NOBODY,
        patch=_public(revision.patch),
    )


def _public(patch: Fields) -> Fields:
    """Return the fields that others may have, with the Mondays of their weeks for days."""
    public = {name: value for name, value in patch.items() if name != "answers"}
    for name in _DAYS & public.keys():
        public[name] = str(week_of(date.fromisoformat(public[name])).first)
    if public.get("entry"):
        public["entry"] = SOME_ENTRY
    return public


def _week_told_by(uuid: str) -> date:
    """Return the Monday that a uuid of `new_uuid` tells."""
    milliseconds = int(uuid[:UUID8_BEGINNING].replace("-", ""), 16)
    return _EPOCH + timedelta(milliseconds=milliseconds)
