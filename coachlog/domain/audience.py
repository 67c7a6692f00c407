"""Who an output is for, and what of the entries it may show (the README's section on privacy)."""

from typing import NamedTuple


class Audience(NamedTuple):
    """Which entries, and which of their fields, an output for somebody holds."""

    name: str
    shares: tuple[str, ...]  # the entries' `share` values that may be in it
    hidden: frozenset[str]  # fields that are left out
    note: str  # for the output's first line


TEAM = Audience("team", ("team", "meeting"), frozenset({"learner"}), "for the team: no private entries, no learners")
MEETING = Audience(
    "meeting",
    ("meeting",),
    # The uuid holds the time of recording to the millisecond.
    frozenset({"uuid", "learner", "trainer", "own", "role", "share", "status", "occurred_at", "recorded_at", "updated_at"}),
    "for a meeting: only entries cleared for it, no learners, no trainers, weeks instead of days",
)
FULL = Audience("full", ("private", "team", "meeting"), frozenset(), "full: every field of every entry, private ones too")
AUDIENCES = {audience.name: audience for audience in (TEAM, MEETING, FULL)}
