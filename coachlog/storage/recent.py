"""Recent entries, as a recording looks at them: the latest ones, and those that are similar.

The next entry takes its team and topics from the latest. Similar means that two entries share at
least two longer words. Longer words stand in for rarer ones: ranking by real frequencies would read
the whole full-text index.

All of it runs with every recording, so it is apart from the queries of reports, and each look is
one into an index.
"""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.typed_text import name_key
from coachlog.storage.conditions import SHARED_ENTRY, readable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log

# How far back to look: recording must be as quick with a million entries as with a hundred. Only
# entries that the reader may see are counted, or a hint that goes missing would tell how much
# somebody else has recorded for themselves.
MOST_RECENT = 2_000  # entries
LAST_ENTRIES = 50  # how far back to look for the same text
MOST_CANDIDATES = 50
MOST_WORDS = 8
LEAST_SHARED = 2
SHORTEST_WORD = 4
READ_CHARACTERS = 2_000  # of a text
# The plus keeps SQLite on the index by trainer, or on the order of recording.
_LATEST_SHARED = f"+{SHARED_ENTRY}"
_LATEST_READABLE = readable(_LATEST_SHARED, "+e.trainer")


def similar_entries(log: "Log", text: str, not_uuid: str, most: int = 2) -> list[tuple[str, str]]:
    """Return `(short_id, happened)` of at most `most` similar entries, the most similar first.

    Args:
        log: the log.
        text: the text to compare with.
        not_uuid: the uuid of an entry to leave out: the one with this text.
        most: how many to return at most.
    """
    rows = _similar_rows(log, text, not_uuid)
    return [(short_id, happened) for short_id, happened, _, _ in rows[:most]]


def similar_team_and_topics(
    log: "Log",
    text: str,
    team: str | None = None,
) -> tuple[str, list[str]] | None:
    """Return the team and topics of the most similar entry; None where none is similar.

    Args:
        log: the log.
        text: the text to compare with.
        team: only entries of this team, in whatever spelling; None for any.
    """
    for _, _, entry_team, topics in _similar_rows(log, text):
        if team is None or name_key(team) == name_key(entry_team):
            return entry_team, topics.split(LIST_SEPARATOR)
    return None


def distinctive_words(text: str) -> list[str]:
    """Return the longest words of a text in lower case, at most eight."""
    characters = [
        character if character.isalnum() else " " for character in text[:READ_CHARACTERS].lower()
    ]
    words = {word for word in "".join(characters).split() if len(word) >= SHORTEST_WORD}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]


def _similar_rows(log: "Log", text: str, not_uuid: str = "") -> list[tuple[str, str, str, str]]:
    """Return `(short_id, happened, team, topics)` of similar entries, the most similar first."""
    words = distinctive_words(text)
    if len(words) < LEAST_SHARED:
        return []
    any_word = " OR ".join(f'"{word}"' for word in words)
    rows = log.all(
        f"""SELECT e.id, e.short_id, substr(e.happened, 1, ?), e.team, e.topics
           FROM entry_fts f JOIN entry e ON e.id = f.rowid
           WHERE entry_fts MATCH ? AND e.uuid <> ? AND {SHARED_ENTRY}
           ORDER BY f.rowid DESC LIMIT ?""",
        (READ_CHARACTERS, f"{{happened recovery}} : ({any_word})", not_uuid, MOST_CANDIDATES),
    )
    similar = []
    for number, *columns in rows:
        happened = columns[1].lower()
        shared = sum(word in happened for word in words)
        if shared >= LEAST_SHARED:
            similar.append((shared, number, tuple(columns)))
    if similar:
        _, oldest, _ = similar[-1]
        first = _first_recent(log, oldest)
        similar = [match for match in similar if match[1] >= first]
    # Sorting is stable, so of equally similar entries the newest comes first.
    similar.sort(key=lambda match: -match[0])
    return [columns for _, _, columns in similar]


def _first_recent(log: "Log", oldest: int) -> int:
    """Return the first of the row numbers that count as recent.

    Args:
        log: the log.
        oldest: a row number; where it is certainly recent itself, it is returned.
    """
    if log.number("SELECT max(id) FROM entry") - oldest < MOST_RECENT:
        # Not so many numbers have been given since. To count the entries would read 400 pages,
        # which took a twentieth of a recording.
        return oldest
    first: int | None = log.value(
        f"""SELECT id FROM entry e WHERE {_LATEST_SHARED}
            ORDER BY id DESC LIMIT 1 OFFSET ?""",
        (MOST_RECENT - 1,),
    )
    return first or 0


def recent_twin(log: "Log", happened: str, recorded_at: str, seconds: int) -> str | None:
    """Return the short id of an entry with the same text that was recorded a moment before.

    Somebody else's private entry does not count.

    Args:
        log: the log.
        happened: the text.
        recorded_at: an instant in UTC.
        seconds: the other entry was recorded fewer than this many seconds before it.
    """
    return log.value(
        f"""SELECT short_id FROM (
                SELECT short_id, happened, recorded_at FROM entry e
                WHERE {_LATEST_READABLE} ORDER BY id DESC LIMIT :most)
            WHERE happened = :happened
            AND abs(julianday(:now) - julianday(recorded_at)) * 86400 < :seconds LIMIT 1""",
        {
            "most": LAST_ENTRIES,
            "happened": happened,
            "now": recorded_at,
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
