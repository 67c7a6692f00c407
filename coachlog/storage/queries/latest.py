"""The latest entries, from which the next one takes its team and topics.

These queries run with every recording, so each is one look into an index.
"""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.storage.conditions import SHARED_ENTRY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log

# The plus keeps SQLite on the index by trainer, or on the order of recording.
_SHARED = f"+{SHARED_ENTRY}"


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
    shared = "" if private else f"AND {_SHARED}"
    row = log.one(
        f"""SELECT team, topics, learner FROM entry e WHERE trainer = ? {shared}
            ORDER BY occurred_on DESC, id DESC LIMIT 1""",
        (log.reader,),
    )
    if row is None:
        return None
    team, topics, learner = row
    return team, topics.split(LIST_SEPARATOR), learner


def last_shared(log: "Log") -> tuple[str, list[str]] | None:
    """Return the team and topics of the newest entry that is not private; None without one."""
    row = log.one(f"SELECT team, topics FROM entry e WHERE {_SHARED} ORDER BY id DESC LIMIT 1")
    if row is None:
        return None
    team, topics = row
    return team, topics.split(LIST_SEPARATOR)
