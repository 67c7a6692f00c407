"""Whose turn it is at a staff meeting, and which days its figures are about."""

from collections.abc import Sequence
from datetime import date

from coachlog.domain.meeting import DONE, WEEKS, Meeting, Turn, turns
from coachlog.domain.periods import DAY, Period
from coachlog.errors import NotFoundError
from coachlog.services.find import no_such_name
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name
from coachlog.storage.queries import meetings as stored

FIRST_WEEKS = 4  # the span of the figures on the sheet of the first meeting


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


def known_teams(log: Log, names: Sequence[str]) -> list[str]:
    """Return teams in the spelling in use, each once; see `known_team`."""
    return [known_team(log, name) for name in dict.fromkeys(names)]


def last_weeks(weeks: int, day: date, label: str = "") -> Period:
    """Return the weeks that end with a day."""
    return Period(day - (7 * weeks - 1) * DAY, day, label)


def order_of_turns(
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
    teams = stored.taking_part(log, last_weeks(WEEKS, day))
    if named:
        teams = [team for team in teams if team.name in named]
    order = turns(teams, meetings, str(day))
    ready_teams = {turn.team for turn in order}
    skipped = [team.name for team in teams if team.name not in ready_teams]
    return order, skipped


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


def span_of_figures(meetings: Sequence[Meeting], day: date) -> Period:
    """Return the days since the meeting before, or the last four weeks, up to `day`."""
    for meeting in reversed(meetings):
        if meeting.state == DONE and meeting.held_on < str(day):
            first = date.fromisoformat(meeting.held_on) + DAY
            return Period(first, day, "since the last meeting")
    return last_weeks(FIRST_WEEKS, day, f"in the last {FIRST_WEEKS} weeks")


def no_turn_message(skipped: Sequence[str]) -> str:
    """Return why no team can take the turn, and what to do.

    Args:
        skipped: The teams that were skipped on the day of the meeting.
    """
    if skipped:
        return (
            "no team can take the turn: all were skipped on that day."
            " To give it to one all the same:  coachlog meeting done @TEAM"
        )
    return (
        f"no team can take the turn: none has an entry from the last {WEEKS} weeks."
        " A team takes part as soon as it records something:  coachlog log"
    )
