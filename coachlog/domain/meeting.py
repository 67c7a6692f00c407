"""Staff meetings: whose turn it is, and which entry a team reads out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from coachlog.clock import uuid5
from coachlog.domain.entry import Entry
from coachlog.domain.typed_text import name_key

DONE = "done"
SKIPPED = "skipped"
WEEKS = 12  # a team takes part if it recorded something in them
QUESTIONS = ("What happened", "How was it put right", "What do we do next time")


class MeetingTeam(NamedTuple):
    """A team that takes part, and the civil day of its first entry that others may see."""

    name: str
    joined: str


class Meeting(NamedTuple):
    """A recorded meeting: a turn that a team took (`done`), or did not take (`skipped`)."""

    uuid: str
    held_on: str  # a civil day (ISO 8601)
    team: str
    state: str
    entries: tuple[str, ...] = ()  # uuids of what was read out


class Turn(NamedTuple):
    """A team in the order of turns."""

    team: str
    last: str | None  # the day of its last turn
    skipped: str | None  # the day on which it was skipped since then


class HighlightTexts(NamedTuple):
    """What an entry answers to `QUESTIONS`; None if it does not say."""

    happened: str
    put_right: str | None
    next_time: str | None


def meeting_uuid(held_on: str, team: str, state: str, number: int = 1) -> str:
    """Return the uuid of a meeting, which is the same whoever records it.

    Args:
        held_on: its civil day (ISO 8601).
        team: whose turn it was, in any spelling.
        state: `DONE` or `SKIPPED`.
        number: tells several turns of the team on that day apart.
    """
    return uuid5("\n".join((held_on, state, str(number), name_key(team))))


def turns(teams: Iterable[MeetingTeam], meetings: Sequence[Meeting], day: str) -> list[Turn]:
    """Return the teams that can take the turn at the meeting on `day`, in the order of turns.

    Skipped teams come first, then the team that has waited longest: since its last turn, or since
    it joined. A team that had its turn goes behind all others, so between two turns of one team
    every other team has had one. In any span of meetings, teams that took part and were not
    skipped differ by at most one turn. A new team waits like any other and has nothing to catch
    up on; a team that left is no longer in the order.

    Args:
        teams: the teams that take part.
        meetings: the meetings so far, in the order in which they were held.
        day: the day of the meeting. A team that was skipped on this day does not come again.
    """
    last_turns: dict[str, tuple[str, int]] = {}
    skipped: dict[str, str] = {}
    for number, meeting in enumerate(meetings):
        if meeting.state == SKIPPED:
            skipped[meeting.team] = meeting.held_on
        else:
            last_turns[meeting.team] = meeting.held_on, number
            skipped.pop(meeting.team, None)

    def sort_key(team: MeetingTeam) -> tuple[bool, str, int, str]:
        # Meetings of one day are told apart by their number; a team that just joined has none.
        since, number = last_turns.get(team.name, (team.joined, -1))
        return team.name not in skipped, since, number, team.name

    order = []
    for team in sorted(teams, key=sort_key):
        skipped_on = skipped.get(team.name)
        if skipped_on != day:
            last, _ = last_turns.get(team.name, (None, 0))
            order.append(Turn(team.name, last=last, skipped=skipped_on))
    return order


def highlight(entries: Iterable[Entry]) -> Entry | None:
    """Return the cleared entry that a team reads out; None if there are none.

    A leader's own mistake comes before all others, because leaders go first. Then comes the entry
    that answers most of the three questions, the newest of several.
    """
    return max(entries, key=_highlight_rank, default=None)


def _highlight_rank(entry: Entry) -> tuple[bool, int, str, str]:
    return is_leaders_own(entry), answered_count(entry), entry.occurred_on, entry.recorded_at


def is_leaders_own(entry: Entry) -> bool:
    """Return whether it is a mistake of the writer's own, put right, and the writer leads."""
    is_own_mistake = entry.kind == "mistake" and entry.own
    return is_own_mistake and entry.role == "leader" and not entry.is_open


def answered_count(entry: Entry) -> int:
    """Return how many of the three questions an entry answers."""
    texts = highlight_texts(entry)
    return len(texts) - texts.count(None)


def highlight_texts(entry: Entry) -> HighlightTexts:
    """Return what an entry answers to the three questions.

    If nothing had to be put right, the right way stands in its place.
    """
    put_right = entry.recovery
    if put_right is None and entry.kind != "mistake":
        put_right = entry.expected
    next_time = entry.lesson
    if next_time is None and entry.expected != put_right:
        next_time = entry.expected
    return HighlightTexts(entry.happened, put_right=put_right, next_time=next_time)
