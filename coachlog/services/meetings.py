"""Staff meetings: the sheet for the next one, and noting that it was held or that a team was skipped."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from coachlog.clock import Clock, utc_text
from coachlog.domain.audience import MEETING
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.meetings import DONE, SKIPPED, Meeting, highlight, is_leaders_own, turns
from coachlog.domain.periods import DAY, Period, week_of
from coachlog.domain.personal import Mask
from coachlog.domain.sheet import Sheet
from coachlog.errors import DecisionNeededError, NotFoundError
from coachlog.services.find import shown
from coachlog.services.settings import Settings
from coachlog.services.sharing import Held, held_back
from coachlog.storage import history, ledger
from coachlog.storage import meetings as stored
from coachlog.storage.connection import Log
from coachlog.storage.names import close_name, known_name, people
from coachlog.storage.selecting import with_uuids

Value = TypeVar("Value")

WEEKS = 12  # a team takes part that recorded something in them
FIRST_WEEKS = 4  # what is counted for the first meeting
CONSIDERED = 50  # of a team's cleared entries, the newest
MOST_CATCHES = 5


class Plan(NamedTuple):
    """A meeting's sheet, and what whoever makes it should know besides, in the words as they are stored."""

    sheet: Sheet
    line: list[str]  # the teams that can take the turn, the first one first
    read_out: list[Entry]
    nothing_cleared: list[str]  # teams
    leaders_own: str | None  # the short id of a leader's own mistake that comes first
    held: Held  # of the entries of the last twelve weeks
    later: int  # how many more entries are cleared
    mask: Mask
    quiet: list[str]  # teams that were named, and have no entry in the twelve weeks


class Noted(NamedTuple):
    """A meeting that was noted, which of its entries are shared now, and which had been so before.

    With `known` it had been noted before, and nothing was written.
    """

    meeting: Meeting
    shared: list[Entry]
    before: list[Entry]
    known: bool = False


class Past(NamedTuple):
    """A meeting as it is listed: its day, whose turn it was, done or skipped, and the short ids of what was read out."""

    held_on: str
    team: str
    state: str
    entries: tuple[str, ...]


def plan(log: Log, clock: Clock, settings: Settings, names: Sequence[str] = (), day: date | None = None) -> Plan:
    """The sheet for the meeting on `day` (today unless given).

    Those teams take part that have an entry of the last twelve weeks that others may see; `names` narrows them. Each has
    one highlight (`domain.meetings.highlight`), out of what was cleared for a meeting and not shared in one yet. A leader's
    own mistake comes first, then the teams in the order of their turns. It is not marked as one: who leads a team is known.

    Raises:
        NotFoundError: there is no team of one of the names.
    """
    day = day or clock.now().date()
    wanted = [known_team(log, settings.me, name) for name in dict.fromkeys(names)]
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
    mask = Mask({*people(log), settings.me})
    week_start = settings["week-start"] or "monday"
    week = week_of(day, week_start)
    sheet = Sheet(
        week,
        week_start,
        since,
        [turn._replace(team=mask.text(turn.team)) for turn in line],
        [mask.text(team) for team in order[len(line) :]],
        [mask.entry(entry) for entry in highlights],
        [mask.text(team) for team in order if not ready[team]],
        [mask.entry(entry) for entry in catches],
        {mask.text(team): number for team, number in _of(only, stored.catch_counts(log, since))},
        {mask.text(team): number for team, number in _of(only, stored.thanks_counts(log, since))},
        {
            mask.text(team): (due, [(mask.text(topic), number) for topic, number in topics])
            for team, (due, topics) in _of(only, stored.due_counts(log, week.last.isoformat()))
        },
    )
    return Plan(
        sheet,
        order[: len(line)],
        [*highlights, *catches],
        [team for team in order if not ready[team]],
        next((entry.short_id for entry in highlights if is_leaders_own(entry)), None),
        _held(log, wanted, weeks),
        sum(number for _, number in _of(only, stored.ready_counts(log, day.isoformat()))) - len(highlights) - len(catches),
        mask,
        [team for team in wanted if team not in order],
    )


def hold(
    log: Log,
    clock: Clock,
    settings: Settings,
    day: date,
    team: str | None = None,
    ids: Sequence[str] = (),
    *,
    names: Sequence[str] = (),
    another: bool = False,
) -> Noted:
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
    chosen = shown(log, settings.me, list(dict.fromkeys(ids)))
    if uncleared := [entry.short_id for entry in chosen if entry.share != "meeting"]:
        which = ", ".join(uncleared)
        raise DecisionNeededError(f"not cleared for a meeting: {which}. Nothing was noted; first:  coachlog clear {which}")
    named = known_team(log, settings.me, team) if team else None
    on_day = [meeting for meeting in stored.meetings(log) if meeting.held_on == day.isoformat()]
    if not another and (done := [meeting for meeting in on_day if meeting.state == DONE]):
        if chosen or named not in (None, done[-1].team):
            raise DecisionNeededError(
                f"a meeting on {day} is noted already ({done[-1].team} had the turn). If this was another one add --again; "
                "if that one is wrong take it back:  coachlog undo"
            )
        return Noted(done[-1], [], _in_order(log, done[-1].entries), known=True)
    planned = plan(log, clock, settings, names, day)
    turn = _whose(planned, named)
    with log.atomic():
        found = _in_order(log, [entry.uuid for entry in chosen or planned.read_out])
        # Somebody may have taken one back since it was looked at.
        read_out = [entry for entry in found if entry.share == "meeting"]
        shared = [entry for entry in read_out if entry.status == "logged"]
        meeting = Meeting(clock.uuid7(), day.isoformat(), turn, DONE, tuple(entry.uuid for entry in read_out))
        _write(log, clock, settings, "meeting done", meeting, shared)
    return Noted(meeting, shared, [entry for entry in read_out if entry not in shared])


def skip(log: Log, clock: Clock, settings: Settings, day: date, team: str | None = None, *, names: Sequence[str] = ()) -> Noted:
    """Note that a team did not take its turn, so that it comes first next time; arguments as for `hold`.

    Raises:
        NotFoundError: there is no such team, or none takes part.
        DecisionNeededError: the team had its turn on that day.
        StorageError: nothing was written.
    """
    named = known_team(log, settings.me, team) if team else None
    for meeting in stored.meetings(log):
        if (meeting.held_on, meeting.team) == (day.isoformat(), named):
            if meeting.state == DONE:
                raise DecisionNeededError(f"{named} had its turn on {day}. If that is wrong take it back:  coachlog undo")
            return Noted(meeting, [], [], known=True)
    turn = _whose(plan(log, clock, settings, names, day), named)
    with log.atomic():
        meeting = Meeting(clock.uuid7(), day.isoformat(), turn, SKIPPED)
        _write(log, clock, settings, "meeting skip", meeting, [])
    return Noted(meeting, [], [])


def past(log: Log, most: int | None = None) -> list[Past]:
    """The meetings, the newest first. Entries that are gone by now, or private, are not named."""
    found = stored.meetings(log)[::-1][:most]
    listed = []
    for meeting in found:
        seen = tuple(entry.short_id for entry in _in_order(log, meeting.entries) if entry.share != "private")
        listed.append(Past(meeting.held_on, meeting.team, meeting.state, seen))
    return listed


def known_team(log: Log, me: str, name: str) -> str:
    """A team as it is spelled.

    Raises:
        NotFoundError: there is no such team.
    """
    if (known := known_name(log, "team", name)) is not None:
        return known
    close = close_name(log, "team", name, me)
    hint = f"Did you mean {close!r}?" if close else "coachlog teams  lists them."
    raise NotFoundError(f"there is no team {name!r}. {hint}")


def _in_order(log: Log, uuids: Sequence[str]) -> list[Entry]:
    """Those of a meeting's entries that are there."""
    found = with_uuids(log, uuids)
    return [found[uuid] for uuid in uuids if uuid in found]


def _since(meetings: Sequence[Meeting], day: date) -> Period:
    """From the day after the meeting before, or four weeks, up to `day`."""
    before = [meeting.held_on for meeting in meetings if meeting.state == DONE and meeting.held_on < day.isoformat()]
    first = date.fromisoformat(before[-1]) + DAY if before else day - (7 * FIRST_WEEKS - 1) * DAY
    return Period(first, day, "since the last meeting" if before else f"in the last {FIRST_WEEKS} weeks")


def _read_out(ready: Mapping[str, Sequence[Entry]], since: Period) -> tuple[list[Entry], list[Entry]]:
    """The highlights and the good catches beside them, of each team's entries that can be read out."""
    highlights = [entry for entries in ready.values() if (entry := highlight(entries))]
    highlights.sort(key=lambda entry: not is_leaders_own(entry))
    catches = [
        entry
        for entries in ready.values()
        for entry in entries
        if entry.caught == "before-effect" and entry.occurred_on >= since.first.isoformat() and entry not in highlights
    ]
    return highlights, catches[:MOST_CATCHES]


def _of(only: Sequence[str] | None, counts: Mapping[str, Value]) -> list[tuple[str, Value]]:
    """The figures of some teams, or of all."""
    return [(team, value) for team, value in counts.items() if only is None or team in only]


def _held(log: Log, wanted: Sequence[str], weeks: Period) -> Held:
    teams: Sequence[str | None] = wanted or [None]
    held = [held_back(log, Filter(audience=MEETING, team=team, period=weeks)) for team in teams]
    return Held(sum(one.private for one in held), sum(one.uncleared for one in held))


def _whose(planned: Plan, named: str | None) -> str:
    if named is not None:
        return named
    if not planned.line:
        raise NotFoundError(f"no team can take the turn: none has an entry of the last {WEEKS} weeks, or all were skipped.")
    return planned.line[0]


def _write(log: Log, clock: Clock, settings: Settings, verb: str, meeting: Meeting, shared: Sequence[Entry]) -> None:
    """One action, inside the caller's transaction."""
    hlc = history.begin_action(log, clock, verb)
    fields = {"held_on": meeting.held_on, "team": meeting.team, "state": meeting.state}
    if meeting.entries:
        fields["entries"] = "; ".join(meeting.entries)
    patch = {"status": "shared", "updated_at": utc_text(clock.now())}
    changes: list[history.Change] = [("meeting", meeting.uuid, dict(fields))]
    changes += [("entry", entry.uuid, patch) for entry in shared]
    ledger.change_records(log, clock, hlc, settings.me, changes)
