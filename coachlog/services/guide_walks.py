"""The walks through a guide: storing one, recording the case it was about, and counting them.

A walk is stored under nobody's name, because people only try out a guide that does not report
who hesitated where.
"""

from collections.abc import Iterable

from coachlog.clock import Clock
from coachlog.domain.fields import Fields
from coachlog.domain.guides.stats import (
    GuideCount,
    StepCount,
    count_guide,
    count_steps,
    guide_signals,
)
from coachlog.domain.guides.walk import Walk
from coachlog.domain.nameless import new_uuid
from coachlog.domain.periods import Period
from coachlog.named_tuple import NamedTuple
from coachlog.services.guide import StoredGuide
from coachlog.services.record import Recorded, record
from coachlog.services.settings import Settings
from coachlog.storage import ledger
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.guides import path_counts

MAX_WHY = 10_000  # characters: a walk of thousands of questions must not fill the entry


class WalkCounts(NamedTuple):
    """How the walks through some guides ended.

    Attributes:
        steps: How often each step was the last one, guide by guide.
        guides: The same for each guide as a whole.
        signals: A line for each thing that stands out.
    """

    steps: list[StepCount]
    guides: list[GuideCount]
    signals: list[str]


def save_walk(log: Log, stored: StoredGuide, walk: Walk) -> None:
    """Store the path of a walk, and where it ended or stopped, as an action of its own.

    Args:
        log: The log to write to.
        stored: The guide.
        walk: The walk, at an ending or at the question where it stopped.

    Raises:
        StorageError: Nothing was stored.
    """
    with log.atomic():
        change = _walk_change(log.clock, stored, walk)
        ledger.write_action(log, "guide run", [change])


def record_case(
    log: Log,
    settings: Settings,
    stored: StoredGuide,
    walk: Walk,
    typed: Fields,
    *,
    remember_team: bool,
) -> Recorded:
    """Record the case of a walk that has ended as an entry, and the walk with it, as one action.

    What to do becomes `expected`, and the questions with their answers become `why`, so that the
    entry can be read without the guide. It has no check-ins, because nothing was taught.

    Args:
        log: The log to record in.
        settings: Fill in what was not typed.
        stored: The guide.
        walk: The walk, at an ending.
        typed: What the user typed: `happened`, and a team or topics other than the guide's.
        remember_team: Whether the entry's team becomes the user's usual one.

    Raises:
        CoachlogError: As for `record`; neither the entry nor the walk was recorded.
    """

    # Given to `record`, so that both are one action, and undone together.
    def add_walk(hlc: str, entry: str) -> None:
        change = _walk_change(log.clock, stored, walk, entry)
        ledger.change_records(log, hlc, [change])

    return record(
        log,
        settings,
        _case_fields(walk) | typed,
        remember_team=remember_team,
        verb="guide run",
        write_more=add_walk,
    )


def _case_fields(walk: Walk) -> Fields:
    """Return what a walk that has ended says of its case, as the fields of an entry."""
    guide, ending = walk.guide, walk.step.ending
    assert ending is not None
    reasons = walk.reasons
    # The last questions say most about how the case was decided.
    if len(reasons) > MAX_WHY:
        reasons = "… " + reasons[-MAX_WHY:]
    expected = ending.sentence
    if ending.kind != "do":
        expected = f"{ending.kind.capitalize()} {expected}"
    fields: Fields = {
        "kind": "question",
        "expected": expected,
        "why": f"By the guide “{guide.name}”: {reasons}",
        "basis": walk.basis,
        "rule_ref": walk.rule,
        "decision": ending.decision,
        "follow_up": "none",
    }
    # The topics of the user's context count only where the guide has none.
    if guide.topics:
        fields["topics"] = list(guide.topics)
    return fields


def _walk_change(
    clock: Clock,
    stored: StoredGuide,
    walk: Walk,
    entry: str | None = None,
) -> tuple[str, str, Fields]:
    """Return the change that stores a walk, with the uuid of the entry that records its case."""
    fields: Fields = {"guide": stored.uuid, "path": walk.path}
    if walk.step.ending:
        fields["ending"] = walk.step.name
    today = clock.today()
    fields["walked_on"] = today.isoformat()
    if entry:
        fields["entry"] = entry
    return "walk", new_uuid(clock, today), fields


def count_walks(log: Log, guides: Iterable[StoredGuide], span: Period | None) -> WalkCounts:
    """Count the walks through guides; those that cannot be read are left out.

    Args:
        log: Where the walks are read.
        guides: Whose walks to count, in the order of the result.
        span: Only walks on these local days; all of them if None.
    """
    first, last = "", "~"  # before and after every ISO date
    if span:
        first, last = span.first.isoformat(), span.last.isoformat()
    counts = WalkCounts([], [], [])
    for stored in guides:
        if stored.guide:
            paths = path_counts(log, stored.uuid, first, last)
            counts.steps.extend(count_steps(stored.guide, paths))
            counts.guides.append(count_guide(stored.guide, paths))
            counts.signals.extend(guide_signals(stored.guide, paths))
    return counts
