"""How the records of each family are shared between logs.

Code, tests and documentation read `FAMILIES`. A record of a family that is not in it never leaves.
"""

from typing import NamedTuple

# Whose stream of revisions a record belongs to.
OWN_TEAM = "its team"
TEAM_OF_ENTRY = "the team of its entry"
EVERY_TEAM = "every team of the log"
BOTH_TEAMS = "the teams with the old and the new name"
NOWHERE = ""


class Family(NamedTuple):
    """How the records of one family are shared.

    Attributes:
        team: Whose stream they belong to, one of the constants above; `NOWHERE` if they never
            leave.
        writers: Who may write them.
        merging: What counts where two people wrote.
        readers: Who may read them.
    """

    team: str
    writers: str
    merging: str
    readers: str

    @property
    def travels(self) -> bool:
        """Whether such records ever leave their log."""
        return self.team != NOWHERE


_NEVER = Family(NOWHERE, "", "never leaves its log", "")
FAMILIES = {
    "entry": Family(
        OWN_TEAM,
        "its writer; others may change it too, but not its trainer or learner, nor whether the team"
        " reads it, and cannot erase it",
        "the later text counts, the other stays in the history; topics and factors keep what each"
        " person added; the most private share counts; a deletion wins over an edit",
        "the team; a private entry never leaves its log",
    ),
    "checkin": Family(
        TEAM_OF_ENTRY,
        "the person who made it",
        "each is kept; a later one of the same person and day replaces it",
        "the team",
    ),
    "reply": Family(
        TEAM_OF_ENTRY,
        "the person who wrote it",
        "each is kept; its writer can delete it",
        "the team",
    ),
    "repeat": Family(
        TEAM_OF_ENTRY,
        "the log that noticed it; the person who confirms or dismisses it",
        "the later decision counts",
        "the team",
    ),
    "feedback_group": Family(
        OWN_TEAM,
        "nobody: it leaves without author, device and day, as figures without comments",
        "each is kept and never changed; of those that may have an answer in common one is shown",
        "all but the trainers whom it is about; one trainer's own leave only in a bundle that they"
        " make for themselves",
    ),
    "meeting": Family(
        OWN_TEAM,
        "the team",
        "one record for a turn, however many people note it; the list of what was read out keeps"
        " what each added",
        "the team",
    ),
    "guide": Family(
        EVERY_TEAM,
        "the team",
        "the later text counts, the other stays in the history",
        "the team",
    ),
    "walk": Family(
        EVERY_TEAM,
        "nobody: it leaves without author and device, and with its week instead of its day",
        "each is kept",
        "the team, counts only",
    ),
    "team_name": Family(
        BOTH_TEAMS,
        "the team",
        "the later name counts",
        "the team",
    ),
    "feedback": _NEVER,
    "taught_name": _NEVER,
    "hold": _NEVER,
    "setting": _NEVER,
    "drill": _NEVER,
    "news": _NEVER,
    "action": _NEVER,
}
