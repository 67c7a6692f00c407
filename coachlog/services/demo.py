"""A throw-away log with twelve weeks of what teams write down, to look at before using one's own.

It is recorded through the services, at the times at which people would have done it, so that every
page of the demonstration is what real use would show.
"""

import tomllib
from datetime import datetime
from heapq import heappop, heappush
from importlib.resources import files
from typing import Any

from coachlog.clock import Clock, FixedClock
from coachlog.domain.checkins import next_due
from coachlog.domain.periods import DAY
from coachlog.services.demo_entries import USUAL, entry_fields, moments, situations_of
from coachlog.services.demo_random import SeededRandom
from coachlog.services.demo_reactions import (
    check_in_on,
    checkin_moment,
    give_feedback,
    reply_to,
    settings_of,
    walk_guide,
)
from coachlog.services.record import record
from coachlog.storage.file.connection import Log

SEED = 2026
RECORDED_NEXT_DAY = 8  # of a hundred entries
CHECKED_IN = 96  # of a hundred check-ins that are due; the others stay overdue


def fill(log: Log, clock: Clock, seed: int = SEED) -> int:
    """Record the demonstration's entries and what comes of them; return how many entries there are.

    Args:
        log: a new log.
        clock: its time is the end of the twelve weeks.
        seed: the same seed gives the same entries for the same day.
    """
    demonstration = _Demonstration(log, clock, seed)
    log.disable_fsync()
    return demonstration.record_everything()


class _Demonstration:
    """The people of the demonstration, at a moment of the twelve weeks.

    Each kind of event has its own source of chance and its own clock, so that a change to one of
    them changes nothing of what the others do.
    """

    def __init__(self, log: Log, clock: Clock, seed: int) -> None:
        texts = files("coachlog.services").joinpath("demo.toml").read_text("utf-8")
        self.texts: dict[str, Any] = tomllib.loads(texts)
        self.log = log
        self.now = clock.now()
        self.entries = SeededRandom(seed)
        self.checkins = SeededRandom(seed + 1)
        self.feedback = SeededRandom(seed + 2)
        self.walks = SeededRandom(seed + 3)
        self.replies = SeededRandom(seed + 4)
        self.clock = FixedClock(self.now, seed)
        self.feedback_clock = FixedClock(self.now, seed + 2)
        self.reply_clock = FixedClock(self.now, seed + 4)
        self.situations = {}
        for team in USUAL:
            self.situations[team] = situations_of(team, self.texts["situation"], self.entries)

    def record_everything(self) -> int:
        """Record what happens, in the order of time; return the number of entries."""
        # An event is an entry of a team, or a check-in on an entry. The index decides between two
        # at the same moment.
        events: list[tuple[datetime, int, Any]] = []
        for index, (moment, team) in enumerate(moments(self.now, self.entries)):
            events.append((moment, index, team))
        number = len(events)
        while events:
            self.clock.at, index, team_or_entry = heappop(events)
            if isinstance(team_or_entry, str):
                entry, due_on = self._record_entry(team_or_entry)
            else:
                entry = team_or_entry
                due_on = check_in_on(
                    self.log, self.clock, entry, self.texts["checkins"], self.checkins
                )
            if due_on and self.checkins.chance(CHECKED_IN):
                moment = checkin_moment(due_on, self.checkins)
                if moment < self.now:
                    heappush(events, (moment, index, entry))
        return number

    def _record_entry(self, team: str) -> tuple[dict[str, Any], str | None]:
        """Record an entry and what colleagues say to it; return it and when it is checked."""
        if team == self.texts["guide"]["team"]:
            walk_guide(self.log, self.clock, self.texts["guide"], self.walks)
        situation = next(self.situations[team])
        fields = entry_fields(situation, self.texts, self.entries, self.now - self.clock.at)
        if self.entries.chance(RECORDED_NEXT_DAY):
            fields["occurred_on"] = (self.clock.at.date() - DAY).isoformat()
        entry = record(self.log, self.clock, settings_of(fields["trainer"]), fields).fields
        self.feedback_clock.at = self.clock.at
        give_feedback(self.log, self.feedback_clock, entry, self.texts["feedback"], self.feedback)
        self.reply_clock.at = self.clock.at
        reply_to(self.log, self.reply_clock, entry, self.texts, self.replies)
        if entry["kind"] == "mistake" and "recovery" not in entry:
            return entry, None
        return entry, next_due(entry["occurred_on"], entry["follow_up"])
