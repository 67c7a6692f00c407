"""Record that a staff meeting was held or that a team was skipped, and list past meetings."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coachlog.clock import utc_text
from coachlog.domain.entry import Entry
from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.meeting import DONE, SKIPPED, Meeting
from coachlog.errors import DecisionNeededError, NotFoundError
from coachlog.services.find import visible_entries
from coachlog.services.meeting_plan import MeetingPlan, plan_meeting
from coachlog.services.meeting_turns import known_team, last_held, no_turn_message
from coachlog.services.settings import Settings
from coachlog.storage import ledger, revisions
from coachlog.storage.file.connection import Log
from coachlog.storage.queries import meetings as stored
from coachlog.storage.queries.entries import entries_by_uuid

VERBS = {DONE: "meeting done", SKIPPED: "meeting skip"}  # as undo and history name the action


class RecordedMeeting(NamedTuple):
    """A recorded meeting and its entries: those shared by it, and those shared before."""

    meeting: Meeting
    shared: Sequence[Entry] = ()
    shared_before: Sequence[Entry] = ()
    was_known: bool = False  # recorded before; nothing was written


class PastMeeting(NamedTuple):
    """A meeting as it is listed, with the short ids of what was read out."""

    held_on: str
    team: str
    state: str
    entries: tuple[str, ...]


def record_meeting(
    log: Log,
    settings: Settings,
    day: date,
    team: str | None = None,
    ids: Sequence[str] = (),
    *,
    names: Sequence[str] = (),
    limit: int | None = None,
    another: bool = False,
) -> RecordedMeeting:
    """Record that a meeting was held, and that what was read out is now shared, as one action.

    What was read out is what the user names, or else what the sheet has in full: as it would be
    made now, because nothing is kept of a sheet that was made before.

    Args:
        log: The log to write to.
        settings: Say on which weekday a week begins.
        day: The civil day of the meeting.
        team: Whose turn it was; None for the team that the plan names.
        ids: What was read out; none for what the plan has on the sheet.
        names: The only teams of the plan.
        limit: How many highlights the sheet has in full, as in `plan_meeting`.
        another: Whether this was another meeting on a day that has one.

    Raises:
        NotFoundError: There is no such team or entry, or no team takes part.
        DecisionNeededError: The day has a meeting, or an entry is not cleared for a meeting.
        StorageError: Nothing was written.
    """
    # All of it under the lock: two people may record the same meeting at the same time.
    with log.atomic():
        chosen = visible_entries(log, list(dict.fromkeys(ids)))
        _check_cleared(chosen)
        named = _named_team(log, team)
        earlier = last_held(stored.meetings(log), day)
        if earlier and not another:
            return _known_meeting(log, earlier, named, chosen)
        plan = plan_meeting(log, settings, names, day, limit=limit)
        turn = _team_of_turn(plan, named)
        # An entry may have been named twice, once by its short id and once by its uuid.
        read_out = {entry.uuid: entry for entry in chosen or plan.read_out}
        return _write(log, day, turn, DONE, list(read_out.values()))


def record_skip(
    log: Log,
    settings: Settings,
    day: date,
    team: str | None = None,
    *,
    names: Sequence[str] = (),
) -> RecordedMeeting:
    """Record that a team did not take its turn, so that it comes first next time.

    The arguments are those of `record_meeting`.

    Raises:
        NotFoundError: There is no such team, or none takes part.
        DecisionNeededError: The team had its turn on that day.
        StorageError: Nothing was written.
    """
    with log.atomic():
        named = _named_team(log, team)
        for meeting in stored.meetings(log):
            if meeting.held_on != str(day) or meeting.team != named:
                continue
            if meeting.state == DONE:
                raise DecisionNeededError(
                    f"{named} had its turn on {day}. To take that back:  coachlog undo"
                )
            return RecordedMeeting(meeting, was_known=True)
        turn = _team_of_turn(plan_meeting(log, settings, names, day), named)
        return _write(log, day, turn, SKIPPED, [])


def past_meetings(log: Log, limit: int | None = None) -> list[PastMeeting]:
    """Return the meetings, newest first.

    Args:
        log: The log to read.
        limit: How many, at most; None for all.

    Returns:
        The meetings, without the entries that are private or deleted by now.
    """
    meetings = []
    for meeting in stored.meetings(log)[::-1][:limit]:
        entries = _existing_entries(log, meeting.entries)
        ids = tuple(entry.short_id for entry in entries if entry.share != "private")
        meetings.append(
            PastMeeting(
                held_on=meeting.held_on,
                team=meeting.team,
                state=meeting.state,
                entries=ids,
            )
        )
    return meetings


def _check_cleared(entries: Sequence[Entry]) -> None:
    """Check that entries which the user names may be read out.

    Raises:
        DecisionNeededError: One of them is not cleared for a meeting.
    """
    uncleared = [entry.short_id for entry in entries if entry.share != "meeting"]
    if uncleared:
        raise DecisionNeededError(
            f"not cleared for a meeting: {', '.join(uncleared)}. Nothing was recorded."
            f" Clear them first:  coachlog clear {' '.join(uncleared)}"
        )


def _known_meeting(
    log: Log,
    meeting: Meeting,
    named: str | None,
    chosen: Sequence[Entry],
) -> RecordedMeeting:
    """Return a meeting that was recorded before, so that `done` can be typed twice.

    Args:
        log: The log to read.
        meeting: The meeting.
        named: The team that the user names.
        chosen: The entries that the user names.

    Raises:
        DecisionNeededError: The user means another meeting: of another team, or with more entries.
    """
    more = {entry.uuid for entry in chosen}.difference(meeting.entries)
    if more or named not in (None, meeting.team):
        raise DecisionNeededError(
            f"the meeting on {meeting.held_on} is already recorded ({meeting.team} had the turn)."
            " If this was another one, add --again. To take it back:  coachlog undo"
        )
    entries = _existing_entries(log, meeting.entries)
    return RecordedMeeting(meeting, shared_before=entries, was_known=True)


def _existing_entries(log: Log, uuids: Sequence[str]) -> list[Entry]:
    """Return the entries that are still there, in the order of the uuids."""
    entries = entries_by_uuid(log, uuids)
    return [entries[uuid] for uuid in uuids if uuid in entries]


def _named_team(log: Log, team: str | None) -> str | None:
    """Return a team in the spelling in use; None if none is named."""
    if not team:
        return None
    return known_team(log, team)


def _team_of_turn(plan: MeetingPlan, named: str | None) -> str:
    """Return the team that the user names, or else the first in the order of turns.

    Raises:
        NotFoundError: No team can take the turn.
    """
    if named is not None:
        return named
    if not plan.order:
        raise NotFoundError(no_turn_message(plan.sheet.skipped))
    return plan.order[0]


def _write(
    log: Log,
    day: date,
    team: str,
    state: str,
    read_out: Sequence[Entry],
) -> RecordedMeeting:
    """Write a meeting and the new status of its entries, inside the caller's transaction.

    Args:
        log: The log to write to.
        day: The civil day of the meeting.
        team: Whose turn it was.
        state: `DONE` or `SKIPPED`.
        read_out: Its entries. Those that are only logged become shared; the others stay as they
            are.
    """
    shared = [entry for entry in read_out if entry.status == "logged"]
    meeting = Meeting(
        uuid=stored.new_uuid(log, str(day), team, state),
        held_on=str(day),
        team=team,
        state=state,
        entries=tuple(entry.uuid for entry in read_out),
    )
    # All of them, because a meeting that was taken back is recorded again under the same uuid.
    fields = {
        "held_on": meeting.held_on,
        "team": team,
        "state": state,
        "entries": LIST_SEPARATOR.join(meeting.entries) or None,
        "deleted": None,
    }
    changes: list[revisions.Change] = [("meeting", meeting.uuid, fields)]
    for entry in shared:
        patch = {"status": "shared", "updated_at": utc_text(log.clock.now())}
        changes.append(("entry", entry.uuid, patch))
    ledger.write_action(log, VERBS[state], changes)
    shared_before = [entry for entry in read_out if entry.status != "logged"]
    return RecordedMeeting(meeting, shared=shared, shared_before=shared_before)
