"""The sheet for the next staff meeting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from coachlog.clock import Clock
from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.meeting import DONE, Meeting, highlight, is_leaders_own, turns
from coachlog.domain.meeting_sheet import MeetingSheet
from coachlog.domain.people.masking import Mask
from coachlog.domain.periods import DAY, Period, week_of
from coachlog.errors import NotFoundError
from coachlog.services.export import HeldBack, held_back
from coachlog.services.find import no_such_name
from coachlog.services.settings import Settings
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name, known_people
from coachlog.storage.queries import meetings as stored

Value = TypeVar("Value")

WEEKS = 12  # a team takes part that recorded something in them
FIRST_WEEKS = 4  # what is counted for the first meeting
CONSIDERED = 50  # of a team's cleared entries, the newest
MOST_CATCHES = 5


class MeetingPlan(NamedTuple):
    """A meeting's sheet, and what whoever makes it should know besides, in the words as they are stored."""

    sheet: MeetingSheet
    line: list[str]  # the teams that can take the turn, the first one first
    read_out: list[Entry]
    nothing_cleared: list[str]  # teams
    leaders_own: str | None  # the short id of a leader's own mistake that comes first
    held: HeldBack  # of the entries of the last twelve weeks
    later: int  # how many more entries are cleared
    mask: Mask
    quiet: list[str]  # teams that were named, and have no entry in the twelve weeks
    noted: bool  # whether a meeting on that day is noted already


def plan_meeting(
    log: Log, clock: Clock, settings: Settings, names: Sequence[str] = (), day: date | None = None
) -> MeetingPlan:
    """The sheet for the meeting on `day` (today unless given).

    Those teams take part that have an entry of the last twelve weeks that others may see; `names` narrows them. Each has
    one highlight (`domain.meetings.highlight`), out of what was cleared for a meeting and not shared in one yet. A leader's
    own mistake comes first, then the teams in the order of their turns. It is not marked as one: who leads a team is known.

    Raises:
        NotFoundError: there is no team of one of the names.
    """
    day = day or clock.now().date()
    wanted = [known_team(log, settings.user, name) for name in dict.fromkeys(names)]
    weeks = Period(day - (7 * WEEKS - 1) * DAY, day, f"the last {WEEKS} weeks")
    teams = [team for team in stored.taking_part(log, weeks) if not wanted or team.name in wanted]
    meetings = stored.meetings(log)
    line = turns(teams, meetings, day.isoformat())
    order = [turn.team for turn in line]
    order += [team.name for team in teams if team.name not in order]
    only = order if wanted else None
    ready = {team: stored.to_read_out(log, team, day.isoformat(), CONSIDERED) for team in order}
    since = _since(meetings, day)
    highlights, catches = _read_out(ready, since)
    mask = Mask({*known_people(log), settings.user})
    week_start = settings.week_start
    week = week_of(day, week_start)
    sheet = MeetingSheet(
        week,
        week_start,
        since,
        [turn._replace(team=mask.text(turn.team)) for turn in line],
        [mask.text(team) for team in order[len(line) :]],
        [mask.entry(entry) for entry in highlights],
        [mask.text(team) for team in order if not ready[team]],
        [mask.entry(entry) for entry in catches],
        [(mask.text(team), number) for team, number in _of(only, stored.catch_counts(log, since))],
        [(mask.text(team), number) for team, number in _of(only, stored.thanks_counts(log, since))],
        [
            (mask.text(team), due, [(mask.text(topic), number) for topic, number in topics])
            for team, (due, topics) in _of(only, stored.due_counts(log, week.last.isoformat()))
        ],
    )
    return MeetingPlan(
        sheet,
        order[: len(line)],
        [*highlights, *catches],
        [team for team in order if not ready[team]],
        next((entry.short_id for entry in highlights if is_leaders_own(entry)), None),
        _held(log, wanted, weeks),
        sum(number for _, number in _of(only, stored.ready_counts(log, day.isoformat())))
        - len(highlights)
        - len(catches),
        mask,
        [team for team in wanted if team not in order],
        any((meeting.held_on, meeting.state) == (day.isoformat(), DONE) for meeting in meetings),
    )


def known_team(log: Log, reader: str, name: str) -> str:
    """A team as it is spelled.

    Raises:
        NotFoundError: there is no such team.
    """
    if (known := known_name(log, "team", name)) is not None:
        return known
    raise NotFoundError(no_such_name(log, "team", name, reader))


def _since(meetings: Sequence[Meeting], day: date) -> Period:
    """From the day after the meeting before, or four weeks, up to `day`."""
    before = [
        meeting.held_on
        for meeting in meetings
        if meeting.state == DONE and meeting.held_on < day.isoformat()
    ]
    first = date.fromisoformat(before[-1]) + DAY if before else day - (7 * FIRST_WEEKS - 1) * DAY
    return Period(
        first, day, "since the last meeting" if before else f"in the last {FIRST_WEEKS} weeks"
    )


def _read_out(
    ready: Mapping[str, Sequence[Entry]], since: Period
) -> tuple[list[Entry], list[Entry]]:
    """The highlights and the good catches beside them, of each team's entries that can be read out."""
    highlights = [entry for entries in ready.values() if (entry := highlight(entries))]
    highlights.sort(key=lambda entry: not is_leaders_own(entry))
    catches = [
        entry
        for entries in ready.values()
        for entry in entries
        if entry.caught == "before-effect"
        and entry.occurred_on >= since.first.isoformat()
        and entry not in highlights
    ]
    return highlights, catches[:MOST_CATCHES]


def _of(only: Sequence[str] | None, counts: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """The figures of some teams, or of all."""
    return [(team, value) for team, value in counts.items() if only is None or team in only]


def _held(log: Log, wanted: Sequence[str], weeks: Period) -> HeldBack:
    teams: Sequence[str | None] = wanted or [None]
    held = [held_back(log, Filter(audience=MEETING, team=team, period=weeks)) for team in teams]
    return HeldBack(sum(one.private for one in held), sum(one.uncleared for one in held))
