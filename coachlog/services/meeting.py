"""Noting that a staff meeting was held, or that a team was skipped; and what was noted so far."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coachlog.clock import Clock, utc_text
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.meeting import DONE, SKIPPED, Meeting
from coachlog.errors import DecisionNeededError, NotFoundError
from coachlog.services.find import visible_entries
from coachlog.services.meeting_plan import WEEKS, MeetingPlan, known_team, plan_meeting
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.queries import meetings as stored
from coachlog.storage.queries.entries import entries_by_uuid


class RecordedMeeting(NamedTuple):
    """A meeting that was noted, which of its entries are shared now, and which had been so before.

    With `known` it had been noted before, and nothing was written.
    """

    meeting: Meeting
    shared: list[Entry]
    before: list[Entry]
    known: bool = False


class PastMeeting(NamedTuple):
    """A meeting as it is listed: its day, whose turn it was, done or skipped, and the short ids of what was read out."""

    held_on: str
    team: str
    state: str
    entries: tuple[str, ...]


def record_meeting(
    log: Log,
    clock: Clock,
    settings: Settings,
    day: date,
    team: str | None = None,
    ids: Sequence[str] = (),
    *,
    names: Sequence[str] = (),
    another: bool = False,
) -> RecordedMeeting:
    """Note that a meeting was held, and that what was read out in it is shared now, as one action.

    Args:
        log: the log.
        clock: gives the time and the ids.
        settings: say who notes it.
        day: when it was held.
        team: whose turn it was; None for the one that `plan` names.
        ids: what was read out; without any, what `plan` has on the sheet.
        names: what `plan` is narrowed to.
        another: one that was held on the same day was another one.

    Raises:
        NotFoundError: there is no such team or entry, or no team takes part.
        DecisionNeededError: there was one on the same day, or an entry was not cleared for a meeting.
        StorageError: nothing was written.
    """
    chosen = visible_entries(log, settings.user, list(dict.fromkeys(ids)))
    if uncleared := [entry.short_id for entry in chosen if entry.share != "meeting"]:
        which = ", ".join(uncleared)
        first = f"coachlog clear {' '.join(uncleared)}"
        raise DecisionNeededError(
            f"not cleared for a meeting: {which}. Nothing was noted; first:  {first}"
        )
    named = known_team(log, settings.user, team) if team else None
    on_day = [meeting for meeting in stored.meetings(log) if meeting.held_on == day.isoformat()]
    if not another and (done := [meeting for meeting in on_day if meeting.state == DONE]):
        if chosen or named not in (None, done[-1].team):
            raise DecisionNeededError(
                f"a meeting on {day} is noted already ({done[-1].team} had the turn). If this was another one add --again; "
                "if that one is wrong take it back:  coachlog undo"
            )
        return RecordedMeeting(done[-1], [], _in_order(log, done[-1].entries), known=True)
    planned = plan_meeting(log, clock, settings, names, day)
    turn = _whose(planned, named)
    with log.atomic():
        found = _in_order(log, [entry.uuid for entry in chosen or planned.read_out])
        # Somebody may have taken one back since it was looked at.
        read_out = [entry for entry in found if entry.share == "meeting"]
        shared = [entry for entry in read_out if entry.status == "logged"]
        meeting = Meeting(
            clock.uuid7(), day.isoformat(), turn, DONE, tuple(entry.uuid for entry in read_out)
        )
        _write(log, clock, settings, "meeting done", meeting, shared)
    return RecordedMeeting(meeting, shared, [entry for entry in read_out if entry not in shared])


def record_skip(
    log: Log,
    clock: Clock,
    settings: Settings,
    day: date,
    team: str | None = None,
    *,
    names: Sequence[str] = (),
) -> RecordedMeeting:
    """Note that a team did not take its turn, so that it comes first next time; arguments as for `hold`.

    Raises:
        NotFoundError: there is no such team, or none takes part.
        DecisionNeededError: the team had its turn on that day.
        StorageError: nothing was written.
    """
    named = known_team(log, settings.user, team) if team else None
    for meeting in stored.meetings(log):
        if (meeting.held_on, meeting.team) == (day.isoformat(), named):
            if meeting.state == DONE:
                raise DecisionNeededError(
                    f"{named} had its turn on {day}. If that is wrong take it back:  coachlog undo"
                )
            return RecordedMeeting(meeting, [], [], known=True)
    turn = _whose(plan_meeting(log, clock, settings, names, day), named)
    with log.atomic():
        meeting = Meeting(clock.uuid7(), day.isoformat(), turn, SKIPPED)
        _write(log, clock, settings, "meeting skip", meeting, [])
    return RecordedMeeting(meeting, [], [])


def past_meetings(log: Log, most: int | None = None) -> list[PastMeeting]:
    """The meetings, the newest first. Entries that are gone by now, or private, are not named."""
    found = stored.meetings(log)[::-1][:most]
    listed = []
    for meeting in found:
        seen = tuple(
            entry.short_id for entry in _in_order(log, meeting.entries) if entry.share != "private"
        )
        listed.append(PastMeeting(meeting.held_on, meeting.team, meeting.state, seen))
    return listed


def _in_order(log: Log, uuids: Sequence[str]) -> list[Entry]:
    """Those of a meeting's entries that are there."""
    found = entries_by_uuid(log, uuids)
    return [found[uuid] for uuid in uuids if uuid in found]


def _whose(planned: MeetingPlan, named: str | None) -> str:
    if named is not None:
        return named
    if not planned.line:
        raise NotFoundError(
            f"no team can take the turn: none has an entry of the last {WEEKS} weeks, or all were skipped."
        )
    return planned.line[0]


def _write(
    log: Log, clock: Clock, settings: Settings, verb: str, meeting: Meeting, shared: Sequence[Entry]
) -> None:
    """One action, inside the caller's transaction."""
    hlc = revisions.begin_action(log, clock, verb)
    fields = {"held_on": meeting.held_on, "team": meeting.team, "state": meeting.state}
    if meeting.entries:
        fields["entries"] = LIST_SEPARATOR.join(meeting.entries)
    patch = {"status": "shared", "updated_at": utc_text(clock.now())}
    changes: list[revisions.Change] = [("meeting", meeting.uuid, dict(fields))]
    changes += [("entry", entry.uuid, patch) for entry in shared]
    ledger.change_records(log, clock, hlc, settings.user, changes)
