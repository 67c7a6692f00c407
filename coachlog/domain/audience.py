"""Who an output is for, and what of the entries it may show.

The rules are those of the page on privacy. Every output takes one of these audiences, so that no
command can decide for itself what may be seen.
"""

from coachlog.named_tuple import NamedTuple


class Audience(NamedTuple):
    """Which entries an output holds, and which of their fields.

    Attributes:
        name: as in `export --for`.
        shares: the values of `share` that an entry may have.
        hidden: the fields that are left out.
        note: what the output says of itself, on its first line.
    """

    name: str
    shares: tuple[str, ...]
    hidden: frozenset[str]
    note: str


TEAM = Audience(
    name="team",
    shares=("team", "meeting"),
    hidden=frozenset({"learner"}),
    note="For the team: private entries and learners are left out, texts are as written",
)
MEETING = Audience(
    name="meeting",
    shares=("meeting",),
    hidden=frozenset(
        {
            "uuid",  # it holds the time of recording, to the millisecond
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
    note="For a meeting: only entries cleared for it, weeks instead of days, learners and"
    " trainers left out; known names, addresses and numbers are masked",
)
FULL = Audience(
    name="full",
    shares=("private", "team", "meeting"),
    hidden=frozenset(),
    note="Full: every field of every entry that you may read, your own private ones too",
)
AUDIENCES = {audience.name: audience for audience in (TEAM, MEETING, FULL)}

# What `clear` works on: never a private entry.
UNCLEARED = TEAM._replace(name="uncleared", shares=("team",))
CLEARED = TEAM._replace(name="cleared", shares=("meeting",))
