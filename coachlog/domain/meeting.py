"""Staff meetings: whose turn it is, and which entry a team reads out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coachlog.domain.entry import Entry

DONE, SKIPPED = "done", "skipped"


class MeetingTeam(NamedTuple):
    """A team that takes part, and the civil day of its first entry that others may see."""

    name: str
    joined: str


class Meeting(NamedTuple):
    """A meeting as it was recorded: the civil day, whose turn it was, and which entries (uuids) were read out.

    `state` is `done` for a turn that was taken, `skipped` for one that was not.
    """

    uuid: str
    held_on: str
    team: str
    state: str
    entries: tuple[str, ...] = ()


class Turn(NamedTuple):
    """A team in the line: the day of its last turn (None: it had none), and the day on which it was skipped since."""

    team: str
    last: str | None
    skipped: str | None


class HighlightTexts(NamedTuple):
    """An entry as a meeting asks about it; None where it does not say."""

    happened: str
    put_right: str | None
    next_time: str | None


QUESTIONS = ("What happened", "How was it put right", "What do we do next time")


def turns(teams: Iterable[MeetingTeam], meetings: Sequence[Meeting], day: str) -> list[Turn]:
    """The teams that can take the turn at the meeting on `day`, the one whose turn it is first.

    A team that was skipped comes first; then who has waited longest: since its last turn, or since it joined.

    Between two turns of a team every other team that was there has had one, because whoever had a turn goes behind all
    the others. So in any span of meetings the teams that took part in it, and were not skipped, differ by at most one
    turn. Who joins waits like everybody else and has nothing to catch up on; who leaves is simply not in the line.

    Args:
        teams: those that take part.
        meetings: what was recorded so far, in the order in which they were held.
        day: a team that was skipped on it does not come again on it.
    """
    last: dict[str, tuple[str, int]] = {}
    skipped: dict[str, str] = {}
    for number, meeting in enumerate(meetings):
        if meeting.state == SKIPPED:
            skipped[meeting.team] = meeting.held_on
        else:
            last[meeting.team] = meeting.held_on, number
            skipped.pop(meeting.team, None)

    def waiting(team: MeetingTeam) -> tuple[bool, str, int, str]:
        return (team.name not in skipped, *last.get(team.name, (team.joined, -1)), team.name)

    line = [team for team in sorted(teams, key=waiting) if skipped.get(team.name) != day]
    return [
        Turn(team.name, last.get(team.name, (None, 0))[0], skipped.get(team.name)) for team in line
    ]


def highlight(entries: Iterable[Entry]) -> Entry | None:
    """The one of a team's cleared entries that is read out; None where there is none.

    A leader's own mistake comes before all others, because whoever leads goes first. Then the entry that answers most of
    the three questions, and of those that answer as many the newest.
    """
    return max(
        entries,
        key=lambda entry: (
            is_leaders_own(entry),
            answered_count(entry),
            entry.occurred_on,
            entry.recorded_at,
        ),
        default=None,
    )


def is_leaders_own(entry: Entry) -> bool:
    """Whether it is a mistake of the writer's own, put right, and the writer leads."""
    return entry.kind == "mistake" and entry.own and entry.role == "leader" and not entry.is_open


def answered_count(entry: Entry) -> int:
    """How many of the three questions an entry answers."""
    return sum(answer is not None for answer in highlight_texts(entry))


def highlight_texts(entry: Entry) -> HighlightTexts:
    """What an entry answers to the three questions; for what nothing had to be put right, the right way stands there."""
    put_right = entry.recovery or (None if entry.kind == "mistake" else entry.expected)
    next_time = entry.lesson or (entry.expected if entry.expected != put_right else None)
    return HighlightTexts(entry.happened, put_right, next_time)
