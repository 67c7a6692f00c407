"""What a meeting's sheet is made of: the meetings so far, the teams, what they can read out, and figures about the rest."""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.meeting import Meeting, MeetingTeam
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.entry import Entry
    from coachlog.domain.periods import Period
    from coachlog.storage.file.connection import Log


def meetings(log: "Log") -> list[Meeting]:
    """Every meeting, in the order in which they were held; of one day, who was skipped before who had a turn."""
    rows = log.all(
        "SELECT uuid, held_on, team, state, entries FROM meeting ORDER BY held_on, state DESC, uuid"
    )
    return [
        Meeting(uuid, day, team, state, tuple(read.split(LIST_SEPARATOR)) if read else ())
        for uuid, day, team, state, read in rows
    ]


def taking_part(log: "Log", period: "Period") -> list[MeetingTeam]:
    """The teams with an entry in `period` that others may see, sorted by name, each with the day of its first one."""
    rows = log.all(
        """SELECT DISTINCT team FROM entry WHERE occurred_on BETWEEN ? AND ? AND share <> 'private' ORDER BY team""",
        (period.first.isoformat(), period.last.isoformat()),
    )
    first = "SELECT occurred_on FROM entry WHERE team = ? AND share <> 'private' ORDER BY occurred_on LIMIT 1"
    return [MeetingTeam(name, log.one(first, (name,))[0]) for (name,) in rows]


def to_read_out(log: "Log", team: str, until: str, most: int) -> "list[Entry]":
    """The newest `most` of a team's entries that were cleared for a meeting and not shared in one yet."""
    rows = log.all(
        f"""SELECT {ENTRY_COLUMNS} FROM entry e WHERE e.team = ? AND e.occurred_on <= ?
            AND e.share = 'meeting' AND e.status = 'logged'
            ORDER BY e.occurred_on DESC, e.id DESC LIMIT ?""",
        (team, until, most),
    )
    return [to_entry(row) for row in rows]


def ready_counts(log: "Log", until: str) -> dict[str, int]:
    """By team, how many entries were cleared for a meeting and not shared in one yet."""
    return dict(
        log.all(
            """SELECT team, count(*) FROM entry WHERE share = 'meeting' AND status = 'logged' AND occurred_on <= ?
               GROUP BY team""",
            (until,),
        )
    )


def catch_counts(log: "Log", period: "Period") -> dict[str, int]:
    """By team, how many entries that others may see were caught before they had an effect."""
    return dict(
        log.all(
            """SELECT team, count(*) FROM entry WHERE occurred_on BETWEEN ? AND ? AND caught = 'before-effect'
               AND share <> 'private' GROUP BY team""",
            (period.first.isoformat(), period.last.isoformat()),
        )
    )


def thanks_counts(log: "Log", period: "Period") -> dict[str, int]:
    """By team, how many thanks were said for its entries that others may see."""
    return dict(
        log.all(
            """SELECT e.team, count(*) FROM reply r CROSS JOIN entry e ON e.uuid = r.entry
               WHERE r.said_on BETWEEN ? AND ? AND r.kind = 'thanks' AND e.share <> 'private' GROUP BY e.team""",
            (period.first.isoformat(), period.last.isoformat()),
        )
    )


def due_counts(log: "Log", until: str) -> dict[str, tuple[int, list[tuple[str, int]]]]:
    """By team, how many entries that others may see have a check-in due, and how many of them each topic has, most first."""
    found: dict[str, tuple[int, list[tuple[str, int]]]] = {
        team: (due, [])
        for team, due in log.all(
            "SELECT team, count(*) FROM due WHERE due_on <= ? AND private = 0 GROUP BY team ORDER BY count(*) DESC, team",
            (until,),
        )
    }
    for team, topic, due in log.all(
        """SELECT d.team, t.topic, count(*) FROM due d CROSS JOIN entry_topic t ON t.entry = d.entry
           WHERE d.due_on <= ? AND d.private = 0 GROUP BY d.team, t.topic ORDER BY count(*) DESC, t.topic""",
        (until,),
    ):
        found[team][1].append((topic, due))
    return found


def meetings_of(log: "Log", team: str) -> list[str]:
    """The uuids of the meetings at which it was the turn of the team that is spelled `team`."""
    return [uuid for (uuid,) in log.all("SELECT uuid FROM meeting WHERE team = ?", (team,))]
