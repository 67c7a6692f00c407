"""A throw-away log with twelve weeks of what teams write down, to look at before using one's own.

It is recorded through the services, at the times at which people would have done it, so that every
page of the demonstration is what real use would show.
"""

import tomllib
from datetime import datetime
from heapq import heappop, heappush
from importlib.resources import files
from typing import Any

from coachlog.clock import FixedClock
from coachlog.domain.checkins import checkin_days_of, next_due
from coachlog.domain.periods import DAY
from coachlog.services.demo_entries import USUAL, entry_fields, moments, situations_of
from coachlog.services.demo_random import SeededRandom
from coachlog.services.demo_reactions import Entry, Reactions, act_as
from coachlog.services.record import record
from coachlog.storage.file.connection import Log

SEED = 2026
RECORDED_NEXT_DAY = 8  # of a hundred entries


def fill(log: Log, seed: int = SEED) -> int:
    """Record the demonstration's entries and what comes of them; return how many entries there are.

    Args:
        log: A new log, in which nothing is recorded yet. Its time is the end of the twelve weeks.
        seed: The same seed gives the same entries for the same moment.
    """
    texts = tomllib.loads(files("coachlog.services").joinpath("demo.toml").read_text("utf-8"))
    now = log.clock.now()
    random = SeededRandom(seed)
    reactions = Reactions(log, texts, now, seed)
    at = FixedClock(now, seed)
    situations = {team: situations_of(team, texts["situation"], random) for team in USUAL}
    # Thousands of transactions, in a file that nobody will miss.
    log.disable_fsync()
    # What is still to come, as a heap: an entry of a team, or a check-in on an entry. The number
    # decides between two at the same moment.
    coming: list[tuple[datetime, int, Any]] = []
    for number, (moment, team) in enumerate(moments(now, random)):
        coming.append((moment, number, team))
    count = len(coming)
    while coming:
        at.at, number, team_or_entry = heappop(coming)
        if isinstance(team_or_entry, str):
            if team_or_entry == texts["guide"]["team"]:
                reactions.walk_guide(at)
            fields = entry_fields(next(situations[team_or_entry]), texts, random, now - at.at)
            if random.chance(RECORDED_NEXT_DAY):
                fields["occurred_on"] = (at.at.date() - DAY).isoformat()
            entry = record(log, act_as(log, fields["trainer"], at), fields).fields
            reactions.react(entry, at.at)
            due_on = _first_due(entry)
        else:
            entry = team_or_entry
            due_on = reactions.check_in(entry, at)
        if due_on:
            # What is due after today is left open, so that `due` has something to list.
            checked_at = reactions.checkin_moment(due_on)
            if checked_at and checked_at < now:
                heappush(coming, (checked_at, number, entry))
    return count


def _first_due(entry: Entry) -> str | None:
    """Return the day of an entry's first check-in, if it has one."""
    return next_due(entry["occurred_on"], checkin_days_of(entry))
