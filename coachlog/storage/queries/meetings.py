"""What a meeting's sheet is made of: earlier meetings, the teams, their entries, and the figures.

Private entries are in none of it.
"""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.filters import Filter
from coachlog.domain.meeting import Meeting, MeetingTeam
from coachlog.domain.reply import THANKS
from coachlog.storage.queries.query import DUE, ENTRY, Columns, Query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.entry import Entry
    from coachlog.domain.periods import Period
    from coachlog.storage.file.connection import Log

# The words of the index `entry_to_read_out`: cleared for a meeting, and not shared in one yet.
_READY = "e.share = 'meeting' AND e.status = 'logged' AND e.occurred_on <= :until"


def meetings(log: "Log") -> list[Meeting]:
    """Return every meeting, in the order of their days; of one day, the skipped teams first."""
    rows = log.all(
        "SELECT uuid, held_on, team, state, entries FROM meeting ORDER BY held_on, state DESC, uuid"
    )
    found = []
    for uuid, day, team, state, stored in rows:
        entries = tuple(stored.split(LIST_SEPARATOR)) if stored else ()
        found.append(Meeting(uuid, day, team, state, entries))
    return found


def taking_part(log: "Log", period: "Period") -> list[MeetingTeam]:
    """Return the teams with a shared entry in `period`, sorted by name, with the day of their first."""
    teams = []
    for (name,) in _shared(log, Filter(period=period)).rows("DISTINCT e.team", "ORDER BY e.team"):
        # Not through a filter, because the name is as it is stored.
        of_team = _shared(log, Filter()).where("e.team = :name", name=name)
        ((first,),) = of_team.rows("e.occurred_on", "ORDER BY e.occurred_on LIMIT 1")
        teams.append(MeetingTeam(name, first))
    return teams


def to_read_out(log: "Log", team: str, until: str, most: int) -> "list[Entry]":
    """Return a team's newest entries that were cleared for a meeting and not shared in one yet."""
    query = _shared(log, Filter()).where(_READY, until=until)
    query.where("e.team = :team", team=team)
    return query.entries(f"ORDER BY e.occurred_on DESC, e.id DESC LIMIT {most}")


def ready_counts(log: "Log", until: str) -> dict[str, int]:
    """Count the entries that were cleared for a meeting and not shared in one yet, by team."""
    return _by_team(_shared(log, Filter()).where(_READY, until=until))


def catch_counts(log: "Log", period: "Period") -> dict[str, int]:
    """Count the entries that were caught before they had an effect, by team."""
    return _by_team(_shared(log, Filter(period=period)).where("e.caught = 'before-effect'"))


def thanks_counts(log: "Log", period: "Period") -> dict[str, int]:
    """Count the thanks that were given in `period`, by the team of the entry."""
    query = _shared(
        log,
        Filter(period=period),
        source="reply r CROSS JOIN entry e ON e.uuid = r.entry",
        columns=ENTRY._replace(day="r.said_on"),
    )
    return _by_team(query.where("r.kind = :thanks", thanks=THANKS))


def due_counts(log: "Log", until: str) -> dict[str, tuple[int, list[tuple[str, int]]]]:
    """Count the entries with a check-in due until a day, by team; the busiest team comes first.

    Returns:
        For each team the number of entries, and `(topic, number)` of their topics, most first.
    """
    counts: dict[str, tuple[int, list[tuple[str, int]]]] = {}
    due = _shared(log, Filter(), "due d", DUE).where("d.due_on <= :until", until=until)
    for team, number in due.rows("d.team, count(*)", "GROUP BY d.team ORDER BY 2 DESC, d.team"):
        counts[team] = (number, [])
    source = "due d CROSS JOIN entry_topic t ON t.entry = d.entry"
    topics = _shared(log, Filter(), source, DUE).where("d.due_on <= :until", until=until)
    for team, topic, number in topics.rows(
        "d.team, t.topic, count(*)", "GROUP BY d.team, t.topic ORDER BY 3 DESC, t.topic"
    ):
        counts[team][1].append((topic, number))
    return counts


def meetings_of(log: "Log", team: str) -> list[str]:
    """Return the uuids of the meetings at which it was the turn of the team spelled `team`."""
    return [uuid for (uuid,) in log.all("SELECT uuid FROM meeting WHERE team = ?", (team,))]


def _shared(
    log: "Log", entry_filter: Filter, source: str = "entry e", columns: Columns = ENTRY
) -> Query:
    return Query(log, source, entry_filter, columns, shared_only=True)


def _by_team(query: Query) -> dict[str, int]:
    return dict(query.rows("e.team, count(*)", "GROUP BY e.team"))
