"""Who an output is for, and what of the entries it may show (the README's section on privacy)."""

from typing import NamedTuple


class Audience(NamedTuple):
    """Which entries, and which of their fields, an output for somebody holds."""

    name: str
    shares: tuple[str, ...]  # the entries' `share` values that may be in it
    hidden: frozenset[str]  # fields that are left out
    note: str  # for the output's first line


TEAM = Audience(
    "team",
    ("team", "meeting"),
    frozenset({"learner"}),
    "for the team: no private entries, no learners",
)
MEETING = Audience(
    "meeting",
    ("meeting",),
    # The uuid holds the time of recording to the millisecond; weeks stand in for days.
    frozenset(
        {
            "uuid",
            "learner",
            "trainer",
            "own",
            "role",
            "share",
            "occurred_at",
            "occurred_on",
            "recorded_at",
            "updated_at",
            "follow_up",
        }
    ),
    "for a meeting: only entries cleared for it, no learners, no trainers, weeks instead of days",
)
# A meeting that asked for a trainer by name may read that name.
MEETING_WITH_TRAINER = MEETING._replace(
    hidden=MEETING.hidden - {"trainer"},
    note="for a meeting: only entries cleared for it, no learners, the one trainer asked for, weeks instead of days",
)
FULL = Audience(
    "full",
    ("private", "team", "meeting"),
    frozenset(),
    "full: every field of every entry, private ones too",
)
AUDIENCES = {audience.name: audience for audience in (TEAM, MEETING, FULL)}

# What can be cleared for a meeting, and what was: never a private entry.
UNCLEARED = TEAM._replace(name="uncleared", shares=("team",))
CLEARED = TEAM._replace(name="cleared", shares=("meeting",))


def audience_named(name: str, trainer: str | None = None) -> Audience:
    """The audience called `name`; one that asks for a `trainer` by name may see that name."""
    return MEETING_WITH_TRAINER if name == "meeting" and trainer else AUDIENCES[name]
