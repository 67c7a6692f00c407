"""Guides and the walks through them, as they stand."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from coachlog.storage.file.connection import Log


def all_guides(log: "Log") -> list[tuple[str, str, str]]:
    """`(uuid, name, text)` of every guide, the oldest first."""
    return [
        (uuid, name, text)
        for uuid, name, text in log.all("SELECT uuid, name, text FROM guide ORDER BY uuid")
    ]


def walk_counts(log: "Log") -> dict[str, tuple[int, str]]:
    """By the uuid of a guide how often it was walked, and the day of the last time."""
    rows = log.all("SELECT guide, count(*), max(walked_on) FROM walk GROUP BY guide")
    return {guide: (walks, last) for guide, walks, last in rows}


def ways(log: "Log", guide: str, first: str, last: str) -> list[tuple[str, str | None, int, int]]:
    """`(path, ending, walks, of which recorded as an entry)` of every way that was gone through a guide, both days included."""
    rows = log.all(
        """SELECT path, ending, count(*), count(entry) FROM walk WHERE guide = ? AND walked_on BETWEEN ? AND ?
           GROUP BY path, ending ORDER BY path, ending""",
        (guide, first, last),
    )
    return [(path, ending, walks, recorded) for path, ending, walks, recorded in rows]
