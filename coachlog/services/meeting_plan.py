"""Plan the next staff meeting: whose turn it is, and what is on the sheet.

The teams that recorded something in the last twelve weeks take part. Each has one highlight: an
entry that was cleared for a meeting and not shared in one yet. A meeting has time for a few of
them: these are on the sheet in full, and only they are read out. Each of the others has a line, and
waits for a later meeting.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.meeting import WEEKS, highlight, is_leaders_own
from coachlog.domain.meeting_sheet import MeetingSheet
from coachlog.domain.people.masking import Mask
from coachlog.domain.periods import Period, week_of
from coachlog.domain.review.checkin_results import DUE_CAP
from coachlog.services.export import HeldBack, held_back
from coachlog.services.meeting_turns import (
    known_teams,
    last_held,
    last_weeks,
    order_of_turns,
    span_of_figures,
)
from coachlog.services.names import make_mask
from coachlog.services.settings import Settings
from coachlog.services.sheet_mask import SheetMask
from coachlog.storage.file.connection import Log
from coachlog.storage.queries import meetings as stored
from coachlog.storage.queries.counts import small_teams

Value = TypeVar("Value")

MOST_READY = 50  # of a team's cleared entries, the newest
MOST_HIGHLIGHTS = 5  # that are read out
MOST_CATCHES = 5


class MeetingPlan(NamedTuple):
    """A meeting's sheet, and what its maker should know, in the words as they are stored."""

    sheet: MeetingSheet
    order: list[str]  # the teams that can take the turn, the first one first
    read_out: list[Entry]
    nothing_cleared: list[str]  # teams
    held_back: HeldBack  # of the entries of the last twelve weeks
    later_count: int  # how many more entries are cleared
    mask: Mask
    quiet_teams: list[str]  # teams that were named and recorded nothing in the twelve weeks
    is_recorded: bool  # whether a meeting on that day was recorded

    @property
    def leaders_own(self) -> str | None:
        """The short id of a leader's own mistake, if there is one: it comes first."""
        if self.read_out and is_leaders_own(self.read_out[0]):
            return self.read_out[0].short_id
        return None


def plan_meeting(
    log: Log,
    settings: Settings,
    names: Sequence[str] = (),
    day: date | None = None,
    *,
    limit: int | None = None,
) -> MeetingPlan:
    """Plan the meeting on `day`, which is today unless it is given.

    A leader's own mistake comes first, then the teams in the order of their turns. It is not
    marked as a leader's: who leads a team is known. The team whose turn it is always reads out its
    highlight.

    Args:
        log: The log to read.
        settings: The user's settings.
        names: Only these teams; none for all.
        day: The civil day of the meeting.
        limit: How many highlights are read out; None for `MOST_HIGHLIGHTS`.

    Raises:
        NotFoundError: One of the names is not that of a team.
    """
    day = day or log.clock.today()
    named = known_teams(log, names)
    meetings = stored.meetings(log)
    order, skipped = order_of_turns(log, meetings, named, day)
    order_of_teams = [turn.team for turn in order]
    teams = [*order_of_teams, *skipped]
    ready = {team: stored.to_read_out(log, team, str(day), MOST_READY) for team in teams}
    since = span_of_figures(meetings, day)
    read_out, others, catches = _choose_entries(ready, since, order_of_teams[:1], limit)
    # The person who makes the sheet may have recorded nothing yet.
    weeks = last_weeks(WEEKS, day)
    mask = make_mask(log, settings.user)
    masked = SheetMask(mask, small_teams(log, weeks))
    nothing_cleared = [team for team in teams if not ready[team]]
    only = teams if named else None
    week = week_of(day, settings.week_start)
    due = stored.due_counts(log, str(week.last), DUE_CAP)
    sheet = MeetingSheet(
        week=week,
        week_start=settings.week_start,
        since=since,
        turns=[turn._replace(team=mask.text(turn.team)) for turn in order],
        skipped=list(map(mask.text, skipped)),
        highlights=list(map(masked.entry, read_out)),
        others=list(map(masked.entry, others)),
        nothing_cleared=masked.without_entries(nothing_cleared, [*read_out, *others]),
        catches=list(map(masked.entry, catches)),
        catch_counts=masked.figures(_of_teams(only, stored.catch_counts(log, since))),
        thanks=masked.figures(_of_teams(only, stored.thanks_counts(log, since))),
        due=masked.due_figures(_of_teams(only, due)),
    )
    ready_counts = _of_teams(only, stored.ready_counts(log, str(day)))
    return MeetingPlan(
        sheet=sheet,
        order=order_of_teams,
        read_out=read_out,
        nothing_cleared=nothing_cleared,
        held_back=_held_back(log, named, weeks),
        later_count=sum(ready_counts.values()) - len(read_out),
        mask=mask,
        quiet_teams=[team for team in named if team not in teams],
        is_recorded=last_held(meetings, day) is not None,
    )


def _choose_entries(
    ready: Mapping[str, Sequence[Entry]],
    since: Period,
    turn: Sequence[str],
    limit: int | None,
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """Choose a highlight of each team, and good catches.

    Args:
        ready: By team its cleared entries, the newest first. A team may have none.
        since: A good catch is named if it is from these days; a highlight may be older.
        turn: The team whose turn it is, if any. Its highlight is read out, however many leaders
            go before it.
        limit: How many highlights are read out; None for `MOST_HIGHLIGHTS`.

    Returns:
        The highlights that are read out, a leader's own mistake first, then in the order of the
        teams; the other highlights; and at most `MOST_CATCHES` good catches among neither.
    """
    if limit is None:
        limit = MOST_HIGHLIGHTS
    best = map(highlight, ready.values())
    # Leaders go first. The sorts are stable, so all others stay in the order of turns.
    highlights = sorted(filter(None, best), key=is_leaders_own, reverse=True)
    turn_first = sorted(highlights, key=lambda entry: entry.team not in turn)
    read_out = [entry for entry in highlights if entry in turn_first[:limit]]
    others = [entry for entry in highlights if entry not in read_out]
    return read_out, others, _good_catches(ready, since, highlights)


def _good_catches(
    ready: Mapping[str, Sequence[Entry]],
    since: Period,
    highlights: Sequence[Entry],
) -> list[Entry]:
    catches = []
    for entries in ready.values():
        for entry in entries:
            is_recent = entry.occurred_on >= str(since.first)
            if entry.caught == "before-effect" and is_recent and entry not in highlights:
                catches.append(entry)
    return catches[:MOST_CATCHES]


def _of_teams(only: Sequence[str] | None, counts: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the figures of some teams; of all if `only` is None."""
    if only is None:
        return counts
    return {team: value for team, value in counts.items() if team in only}


def _held_back(log: Log, named: Sequence[str], weeks: Period) -> HeldBack:
    """Count the entries of some weeks that no meeting gets, of all teams if none is named."""
    private = 0
    uncleared = 0
    teams: Sequence[str | None] = named or [None]
    for team in teams:
        held = held_back(log, Filter(audience=MEETING, team=team, period=weeks))
        private += held.private
        uncleared += held.uncleared
    return HeldBack(private=private, uncleared=uncleared)
