"""Plan the next staff meeting: whose turn it is, and what is on the sheet.

The teams that recorded something in the last twelve weeks take part. Each reads out one entry
that was cleared for a meeting and not shared in one yet.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.meeting import DONE, Meeting, Turn, highlight, is_leaders_own, turns
from coachlog.domain.meeting_sheet import MeetingSheet
from coachlog.domain.people.masking import Mask
from coachlog.domain.periods import DAY, Period, week_of
from coachlog.domain.review.checkin_results import DUE_CAP
from coachlog.errors import NotFoundError
from coachlog.services.export import HeldBack, held_back
from coachlog.services.find import no_such_name
from coachlog.services.names import make_mask
from coachlog.services.settings import Settings
from coachlog.services.sheet_mask import SheetMask
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name
from coachlog.storage.queries import meetings as stored
from coachlog.storage.queries.counts import small_teams

Value = TypeVar("Value")

WEEKS = 12  # a team takes part if it recorded something in them
FIRST_WEEKS = 4  # the span of the figures on the sheet of the first meeting
MOST_READY = 50  # of a team's cleared entries, the newest
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
) -> MeetingPlan:
    """Plan the meeting on `day`, which is today unless it is given.

    A leader's own mistake comes first, then the teams in the order of their turns. It is not
    marked as a leader's: who leads a team is known.

    Args:
        log: The log to read.
        settings: The user's settings.
        names: Only these teams; none for all.
        day: The civil day of the meeting.

    Raises:
        NotFoundError: One of the names is not that of a team.
    """
    day = day or log.clock.today()
    named = _known_teams(log, names)
    meetings = stored.meetings(log)
    order, skipped = _order_of_turns(log, meetings, named, day)
    order_of_teams = [turn.team for turn in order]
    teams = [*order_of_teams, *skipped]
    ready = {}
    for team in teams:
        ready[team] = stored.to_read_out(log, team, str(day), MOST_READY)
    since = _span_of_figures(meetings, day)
    highlights, catches = _choose_entries(ready, since)
    # The person who makes the sheet may have recorded nothing yet.
    weeks = _last_weeks(WEEKS, day)
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
        highlights=list(map(masked.entry, highlights)),
        nothing_cleared=masked.teams(nothing_cleared),
        catches=list(map(masked.entry, catches)),
        catch_counts=masked.figures(_of_teams(only, stored.catch_counts(log, since))),
        thanks=masked.figures(_of_teams(only, stored.thanks_counts(log, since))),
        due=masked.due_figures(_of_teams(only, due)),
    )
    read_out = [*highlights, *catches]
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


def known_team(log: Log, name: str) -> str:
    """Return a team in the spelling in use.

    Args:
        log: The log to read.
        name: The team in any spelling, without an @.

    Raises:
        NotFoundError: There is no such team.
    """
    known = known_name(log, "team", name)
    if known is None:
        raise NotFoundError(no_such_name(log, "team", name))
    return known


def _known_teams(log: Log, names: Sequence[str]) -> list[str]:
    return [known_team(log, name) for name in dict.fromkeys(names)]


def _last_weeks(weeks: int, day: date, label: str = "") -> Period:
    return Period(day - (7 * weeks - 1) * DAY, day, label)


def _order_of_turns(
    log: Log,
    meetings: Sequence[Meeting],
    named: Sequence[str],
    day: date,
) -> tuple[list[Turn], list[str]]:
    """Return whose turn it is.

    Args:
        log: The log to read.
        meetings: The meetings so far, in the order of their days.
        named: The only teams that count; none for all.
        day: The civil day of the meeting.

    Returns:
        The teams in the order of their turns, and those that were skipped on that day.
    """
    teams = stored.taking_part(log, _last_weeks(WEEKS, day))
    if named:
        teams = [team for team in teams if team.name in named]
    order = turns(teams, meetings, str(day))
    ready_teams = [turn.team for turn in order]
    return order, [team.name for team in teams if team.name not in ready_teams]


def last_held(meetings: Sequence[Meeting], day: date) -> Meeting | None:
    """Return the last of the meetings that was held on a day; None if there is none.

    Args:
        meetings: All meetings, in the order of their days.
        day: The civil day. A team that was skipped on it makes no meeting.
    """
    for meeting in reversed(meetings):
        if meeting.held_on == str(day) and meeting.state == DONE:
            return meeting
    return None


def _span_of_figures(meetings: Sequence[Meeting], day: date) -> Period:
    """Return the days since the meeting before, or the last four weeks, up to `day`."""
    for meeting in reversed(meetings):
        if meeting.state == DONE and meeting.held_on < str(day):
            first = date.fromisoformat(meeting.held_on) + DAY
            return Period(first, day, "since the last meeting")
    return _last_weeks(FIRST_WEEKS, day, f"in the last {FIRST_WEEKS} weeks")


def _choose_entries(
    ready: Mapping[str, Sequence[Entry]],
    since: Period,
) -> tuple[list[Entry], list[Entry]]:
    """Return what is read out: a highlight of each team, and good catches.

    Args:
        ready: By team its cleared entries, the newest first. A team may have none.
        since: A good catch is read out if it is from these days; a highlight may be older.

    Returns:
        The highlights, a leader's own mistake first, then in the order of the teams; and at most
        `MOST_CATCHES` good catches that are not highlights.
    """
    highlights = []
    for entries in ready.values():
        entry = highlight(entries)
        if entry:
            highlights.append(entry)
    # Leaders go first. The sort is stable, so all others stay in the order of turns.
    highlights.sort(key=is_leaders_own, reverse=True)
    catches = []
    for entries in ready.values():
        for entry in entries:
            is_recent = entry.occurred_on >= str(since.first)
            if entry.caught == "before-effect" and is_recent and entry not in highlights:
                catches.append(entry)
    return highlights, catches[:MOST_CATCHES]


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
