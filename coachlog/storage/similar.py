"""Earlier entries that are like a new one."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.connection import Log

# How far back to look. It bounds the work, so that recording is as quick with a million entries as with a hundred.
RECENT = 5_000
CANDIDATES = 50
SHORTEST_WORD = 4
MOST_WORDS = 8


def similar_entries(log: "Log", text: str, not_uuid: str, most: int = 2) -> list[tuple[str, str]]:
    """`(short_id, happened)` of at most `most` recent entries that share at least two longer words with `text`.

    Longer words stand in for rarer ones: ranking by real frequencies would read the whole index.
    """
    words = distinctive_words(text)
    if len(words) < 2:
        return []
    query = " OR ".join(f'"{word}"' for word in words)
    rows = log.all(
        """SELECT e.short_id, e.happened FROM entry_fts f JOIN entry e ON e.id = f.rowid
           WHERE entry_fts MATCH ? AND f.rowid > (SELECT max(id) FROM entry) - ? AND e.uuid <> ? AND e.share <> 'private'
           ORDER BY f.rowid DESC LIMIT ?""",
        ("{happened recovery} : (" + query + ")", RECENT, not_uuid, CANDIDATES),
    )
    scored = []
    for place, (short_id, happened) in enumerate(rows):
        lowered = happened.lower()
        shared = sum(word in lowered for word in words)
        if shared >= 2:
            scored.append((-shared, place, short_id, happened))
    scored.sort()
    return [(short_id, happened) for _, _, short_id, happened in scored[:most]]


def distinctive_words(text: str) -> list[str]:
    """The longest words of a text, lower case, at most eight."""
    letters = "".join(character if character.isalnum() else " " for character in text[:2_000].lower())
    words = {word for word in letters.split() if len(word) >= SHORTEST_WORD}
    return sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]
