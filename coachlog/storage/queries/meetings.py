"""What a meeting's sheet is made of: earlier meetings, the teams, their entries, and the figures.

Private entries are in none of it.
"""

from itertools import count

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.meeting import Meeting, MeetingTeam, meeting_uuid
from coachlog.domain.periods import Period
from coachlog.domain.reply import THANKS
from coachlog.storage.file.connection import Log
from coachlog.storage.folds import fold
from coachlog.storage.names import all_names
from coachlog.storage.queries.entry_rows import split_list
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import DUE, ENTRIES, Source

_THANKS = ENTRIES._replace(tables="reply r CROSS JOIN entry e ON e.uuid = r.entry", day="r.said_on")
# The words of the index `entry_to_read_out`: cleared for a meeting, and not shared in one yet.
_READY = "e.share = 'meeting' AND e.status = 'logged' AND e.occurred_on <= :until"


def meetings(log: Log) -> list[Meeting]:
    """Return every meeting, in the order of their days; of one day, the skipped teams first."""
    # Their uuids tell no time. Of what two people noted, the first note counts, in every log.
    rows = log.all(
        """SELECT uuid, held_on, team, state, entries FROM meeting ORDER BY held_on, state DESC,
           (SELECT min(hlc) FROM revision WHERE record = meeting.uuid), uuid"""
    )
    return [Meeting(*row)._replace(entries=split_list(row[-1])) for row in rows]


def new_uuid(log: Log, held_on: str, team: str, state: str) -> str:
    """Return the uuid of a meeting that is about to be recorded.

    Two people who record one meeting in two logs make one record, because each knows the day and
    whose turn it was. The teams that take part do not count: they depend on how many of
    the others' entries have come to a log. Only the team of the turn is sent the record, too.

    Args:
        log: the log, in the transaction that records it.
        held_on: its civil day.
        team: whose turn it was.
        state: whether the team took it.

    Returns:
        One that no meeting in the log has. A deleted meeting is recorded again under its own.
    """
    for number in count(1):
        uuid = meeting_uuid(held_on, team, state, number)
        fields = fold(log, uuid)
        is_free = not fields or fields.get("deleted")
        if is_free and not fields.get("purged"):
            break
    return uuid


def taking_part(log: Log, period: Period) -> list[MeetingTeam]:
    """Return the teams with a shared entry in a period, by name.

    Each has the day of its first shared entry, which may be before the period.
    """
    teams = []
    # Team by team, which reads two entries of each instead of all from the period.
    for name in sorted(all_names(log, "team")):
        in_period = _shared(log, period).where("e.team = :name", name=name)
        if in_period.count(1):
            of_team = _shared(log).where("e.team = :name", name=name)
            ((first,),) = of_team.rows("e.occurred_on", "ORDER BY e.occurred_on LIMIT 1")
            teams.append(MeetingTeam(name, first))
    return teams


def to_read_out(log: Log, team: str, until: str, most: int) -> list[Entry]:
    """Return a team's entries that were cleared for a meeting and not shared in one yet.

    Args:
        log: the log.
        team: the team, in the spelling in use.
        until: the last day, `2026-11-26`.
        most: how many to return at most; the newest come first.
    """
    ready = _shared(log).where(f"e.team = :team AND {_READY}", team=team, until=until)
    return ready.entries(most)


def ready_counts(log: Log, until: str) -> dict[str, int]:
    """Count the entries that were cleared for a meeting and not shared in one yet, by team."""
    return _count_by_team(_shared(log).where(_READY, until=until))


def catch_counts(log: Log, period: Period) -> dict[str, int]:
    """Count the entries that were caught before they had an effect, by team."""
    return _count_by_team(_shared(log, period).where("e.caught = 'before-effect'"))


def thanks_counts(log: Log, period: Period) -> dict[str, int]:
    """Count the thanks that were given in a period, by the team of the entry."""
    return _count_by_team(_shared(log, period, _THANKS).where(f"r.kind = '{THANKS}'"))


def due_counts(
    log: Log,
    until: str,
    most: int,
) -> dict[str, tuple[int, list[tuple[str, int]]]]:
    """Count the entries with a check-in due until a day, by team; the busiest team comes first.

    Args:
        log: the log.
        until: the last day, `2026-11-26`.
        most: how many of each team are counted at most, those that have been due longest.

    Returns:
        For each team the number of entries, and `(topic, number)` of their topics, most first.
    """
    counts: dict[str, tuple[int, list[tuple[str, int]]]] = {}
    for team in sorted(all_names(log, "team")):
        due = _shared(log, source=DUE)
        due.where("d.team = :team AND d.due_on <= :until", team=team, until=until)
        entries = due.sql("d.entry", f"ORDER BY d.due_on LIMIT {most}")
        topics = log.all(
            f"""SELECT topic, count(*) FROM entry_topic WHERE entry IN ({entries})
                GROUP BY topic ORDER BY 2 DESC, topic""",
            due.values,
        )
        if topics:
            counts[team] = (due.count(most), topics)
    # The sort is stable, so teams with as many stay in the order of their names.
    return dict(sorted(counts.items(), key=lambda item: -item[1][0]))


def was_noted_by_others(log: Log, uuid: str) -> bool:
    """Return whether anybody but the reader has noted a meeting, in whichever log."""
    row = log.one(
        """SELECT 1 FROM revision
           WHERE record = ? AND author <> ? AND instr(patch, '"held_on":') > 0 LIMIT 1""",
        (uuid, log.user),
    )
    return row is not None


def meetings_of(log: Log, team: str) -> list[str]:
    """Return the uuids of the meetings at which it was the turn of the team spelled `team`."""
    return log.column("SELECT uuid FROM meeting WHERE team = ?", (team,))


def _shared(log: Log, period: Period | None = None, source: Source = ENTRIES) -> Query:
    return Query(log, Filter(period=period), source, shared_only=True)


def _count_by_team(query: Query) -> dict[str, int]:
    return dict(query.rows("e.team, count(*)", "GROUP BY e.team"))
