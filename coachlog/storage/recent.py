"""The latest entries, from which the next one takes its team and topics.

All of it runs with every recording, so it is apart from the queries of reports, and each look is
one into an index.
"""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.storage.conditions import SHARED_ENTRY, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.domain.fields import Fields
    from coachlog.storage.file.connection import Log

LAST_ENTRIES = 50  # how far back to look for the same text
# The plus keeps SQLite on the index by trainer, or on the order of recording.
_LATEST_SHARED = f"+{SHARED_ENTRY}"
_LATEST_READABLE = readable(_LATEST_SHARED, "+e.trainer")


def recent_twin(log: "Log", fields: "Fields", seconds: int) -> str | None:
    """Return the short id of an entry with the same text that was recorded a moment before.

    Somebody else's private entry does not count, nor does one of another team or day: the same can
    happen twice.

    Args:
        log: the log.
        fields: the fields of an entry, as they are stored.
        seconds: the other entry was recorded fewer than this many seconds before it.
    """
    return log.value(
        f"""SELECT short_id FROM (
                SELECT short_id, happened, recorded_at, team, occurred_on FROM entry e
                WHERE {_LATEST_READABLE} ORDER BY id DESC LIMIT :most)
            WHERE happened = :happened AND team = :team AND occurred_on = :day
            AND abs(julianday(:now) - julianday(recorded_at)) * 86400 < :seconds LIMIT 1""",
        {
            "most": LAST_ENTRIES,
            "happened": fields["happened"],
            "team": fields["team"],
            "day": fields["occurred_on"],
            "now": fields["recorded_at"],
            "seconds": seconds,
            "reader": log.reader,
        },
    )


def last_of_reader(
    log: "Log",
    *,
    private: bool,
) -> tuple[str, list[str], str | None] | None:
    """Return the team, topics and learner of the reader's last entry; None where there is none.

    The last one is that of the latest day, because of the index: with a million entries of others
    on top, a search in the order of recording would take long.

    Args:
        log: the log.
        private: whether a private entry counts.
    """
    shared = "" if private else f"AND {_LATEST_SHARED}"
    row = log.one(
        f"""SELECT team, topics, learner FROM entry e WHERE trainer = ? {shared}
            ORDER BY occurred_on DESC, id DESC LIMIT 1""",
        (log.reader,),
    )
    if row is None:
        return None
    team, topics, learner = row
    return team, topics.split(LIST_SEPARATOR), learner


def texts_of_reader(log: "Log", most: int) -> list[str]:
    """Return the texts of the reader's own latest entries, the oldest of them first."""
    texts = log.column(
        """SELECT happened FROM entry WHERE trainer = ?
           ORDER BY occurred_on DESC, id DESC LIMIT ?""",
        (log.reader, most),
    )
    return texts[::-1]


def last_shared(log: "Log") -> tuple[str, list[str]] | None:
    """Return the team and topics of the newest entry that is not private; None without one."""
    row = log.one(
        f"SELECT team, topics FROM entry e WHERE {_LATEST_SHARED} ORDER BY id DESC LIMIT 1"
    )
    if row is None:
        return None
    team, topics = row
    return team, topics.split(LIST_SEPARATOR)


def has_unread_news(log: "Log") -> bool:
    """Return whether there is news that the reader has not read: one look into an index."""
    sql = "SELECT 1 FROM news INDEXED BY news_untold WHERE trainer = ? AND told = 0 LIMIT 1"
    return log.one(sql, (log.reader,)) is not None
