"""A throw-away log with twelve weeks of what teams write down, to look at before using one's own.

It is recorded through the services, at the times at which people would have done it, so that every
page of the demonstration is what real use would show.
"""

import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from heapq import heappop, heappush
from importlib.resources import files
from itertools import count
from typing import Any

from coachlog.clock import FixedClock
from coachlog.domain.checkins import checkin_days_of, next_due
from coachlog.domain.fields import Fields
from coachlog.domain.periods import DAY
from coachlog.services.demo_entries import (
    USUAL,
    change_moments,
    entry_fields,
    moments,
    situations_of,
)
from coachlog.services.demo_random import SeededRandom
from coachlog.services.demo_reactions import Entry, Reactions, act_as
from coachlog.services.record import record
from coachlog.services.status import set_status
from coachlog.storage.file.connection import Log

SEED = 2026
RECORDED_NEXT_DAY = 8  # of a hundred entries
STAYS_AWAY = 60  # of a hundred times that what was changed for good would have come back


def fill(log: Log, seed: int = SEED) -> int:
    """Record the demonstration's entries and what comes of them; return how many entries there are.

    Args:
        log: A new log, in which nothing is recorded yet. Its time is the end of the twelve weeks.
        seed: The same seed gives the same entries for the same moment.
    """
    file = files("coachlog.services").joinpath("demo.toml")
    texts = tomllib.loads(file.read_text("utf-8"))
    # Thousands of transactions, in a file that nobody will miss.
    log.disable_fsync()
    return _Office(log, texts, seed).work()


class _Office:
    """Teams that write down what they see, and come back to it later."""

    def __init__(self, log: Log, texts: dict[str, Any], seed: int) -> None:
        self._log = log
        self._texts = texts
        self._now = log.clock.now()
        self._random = SeededRandom(seed)
        self._change_random = SeededRandom(seed + 7)
        self._reactions = Reactions(log, texts, self._now, seed)
        self._clock = FixedClock(self._now, seed)
        self._situations = {}
        for team in USUAL:
            self._situations[team] = situations_of(team, texts["situation"], self._random)
        # Mistakes after which something was changed for good: the texts of their situations.
        self._changed: set[str] = set()
        # What is still to come, as a heap. The number decides between two at the same moment.
        self._coming: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()

    def work(self) -> int:
        """Do everything in its order, and return how many entries were recorded."""
        recorded = moments(self._now, self._random)
        for moment, team in recorded:
            self._plan(moment, partial(self._record, team))
        while self._coming:
            self._clock.at, _, act = heappop(self._coming)
            act()
        return len(recorded)

    def _plan(self, moment: datetime | None, act: Callable[[], None]) -> None:
        """Do something at a moment, unless that is after the twelve weeks.

        Args:
            moment: When; None for never.
            act: What to do. The clock is at that moment then.
        """
        # What is due after today is left open, so that `due` has something to list.
        if moment and moment < self._now:
            heappush(self._coming, (moment, next(self._numbers), act))

    def _record(self, team: str) -> None:
        """Let somebody of a team write down an entry, and plan what comes of it."""
        if team == self._texts["guide"]["team"]:
            self._reactions.walk_guide(self._clock)
        moment = self._clock.at
        situation = self._next_situation(team)
        fields = entry_fields(
            situation=situation,
            texts=self._texts,
            random=self._random,
            age=self._now - moment,
        )
        # What was changed comes about later.
        changed_what = fields.pop("changed_what", None)
        if self._random.chance(RECORDED_NEXT_DAY):
            day_before = moment.date() - DAY
            fields["occurred_on"] = day_before.isoformat()
        settings = act_as(self._log, fields["trainer"], self._clock)
        entry = record(self._log, settings, fields).fields
        self._reactions.react(entry, moment)
        due_on = next_due(entry["occurred_on"], checkin_days_of(entry))
        self._plan_checkin(entry, due_on)
        if changed_what and entry["share"] != "private":
            shared_at, adopted_at = change_moments(moment, self._change_random)
            self._plan(shared_at, partial(self._set_status, entry, "shared"))
            adopt = partial(
                self._adopt,
                entry,
                situation,
                changed_what,
            )
            self._plan(adopted_at, adopt)

    def _next_situation(self, team: str) -> Fields:
        """Return what a team writes about next; seldom what was changed for good."""
        situations = self._situations[team]
        situation = next(situations)
        while situation["happened"] in self._changed and self._change_random.chance(STAYS_AWAY):
            situation = next(situations)
        return situation

    def _plan_checkin(self, entry: Entry, due_on: str | None) -> None:
        """Plan the next check-in of an entry.

        Args:
            entry: The fields of the entry, as they were recorded.
            due_on: The day on which it is due; None if there is none.
        """
        if due_on:
            moment = self._reactions.checkin_moment(due_on)
            self._plan(moment, partial(self._check_in, entry))

    def _check_in(self, entry: Entry) -> None:
        """Check whether it sticks, and plan the next check-in."""
        due_on = self._reactions.check_in(entry, self._clock)
        self._plan_checkin(entry, due_on)

    def _adopt(self, entry: Entry, situation: Fields, changed_what: str) -> None:
        """Change something because of an entry; mistakes like it become rare.

        Args:
            entry: The fields of the entry, as they were recorded.
            situation: What it is about.
            changed_what: What is changed.
        """
        self._set_status(entry, "adopted", changed_what)
        if entry["kind"] == "mistake":
            self._changed.add(situation["happened"])

    def _set_status(self, entry: Entry, status: str, changed_what: str | None = None) -> None:
        """Set the status as the leader of the team, so that its writer hears of it."""
        leader = self._texts["leaders"][entry["team"]]
        settings = act_as(self._log, leader, self._clock)
        set_status(
            log=self._log,
            settings=settings,
            name=entry["uuid"],
            status=status,
            changed_what=changed_what,
        )
