"""Earlier entries that are like a new one."""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.typed_text import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log

# How far back to look. It bounds the work, so that recording is as quick with a million entries as with a hundred.
RECENT = 5_000
CANDIDATES = 50
SHORTEST_WORD = 4
MOST_WORDS = 8
LOOKED_AT = 2_000  # characters of a text


def similar_entries(log: "Log", text: str, not_uuid: str, most: int = 2) -> list[tuple[str, str]]:
    """`(short_id, happened)` of at most `most` recent entries that share at least two longer words with `text`."""
    return [(row[0], row[1]) for row in _like(log, text, not_uuid)[:most]]


def similar_place(log: "Log", text: str, team: str | None = None) -> tuple[str, list[str]] | None:
    """Team and topics of the recent entry that is most like `text`, of `team` where one is named."""
    rows = [row for row in _like(log, text) if team is None or name_key(team) == name_key(row[2])]
    return (rows[0][2], rows[0][3].split(LIST_SEPARATOR)) if rows else None


def _like(log: "Log", text: str, not_uuid: str = "") -> list[tuple[str, str, str, str]]:
    """`(short_id, happened, team, topics)` of recent entries that share words with `text`, the most alike first.

    Longer words stand in for rarer ones: ranking by real frequencies would read the whole index.
    """
    words = distinctive_words(text)
    if len(words) < 2:
        return []
    query = " OR ".join(f'"{word}"' for word in words)
    rows = log.all(
        """SELECT e.short_id, substr(e.happened, 1, ?), e.team, e.topics FROM entry_fts f JOIN entry e ON e.id = f.rowid
           WHERE entry_fts MATCH ? AND f.rowid > (SELECT max(id) FROM entry) - ? AND e.uuid <> ? AND e.share <> 'private'
           ORDER BY f.rowid DESC LIMIT ?""",
        (LOOKED_AT, "{happened recovery} : (" + query + ")", RECENT, not_uuid, CANDIDATES),
    )
    scored = []
    for place, row in enumerate(rows):
        lowered = row[1].lower()
        shared = sum(word in lowered for word in words)
        if shared >= 2:
            scored.append((-shared, place, row))
    scored.sort()
    return [row for _, _, row in scored]


def distinctive_words(text: str) -> list[str]:
    """The longest words of a text, lower case, at most eight."""
    letters = "".join(
        character if character.isalnum() else " " for character in text[:LOOKED_AT].lower()
    )
    words = {word for word in letters.split() if len(word) >= SHORTEST_WORD}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
