"""Guides, and the walks through them."""

from coachlog.storage.file.connection import Log


def all_guides(log: Log) -> list[tuple[str, str, str]]:
    """Return `(uuid, name, text)` of every guide, the oldest first."""
    return log.all("SELECT uuid, name, text FROM guide ORDER BY uuid")


def walk_counts(log: Log) -> dict[str, tuple[int, str]]:
    """Return how often each guide was walked and on which day last, by the guide's uuid."""
    rows = log.all("SELECT guide, count(*), max(walked_on) FROM walk GROUP BY guide")
    return {guide: (walks, last) for guide, walks, last in rows}


def path_counts(
    log: Log,
    guide: str,
    first: str,
    last: str,
) -> list[tuple[str, str | None, int, int]]:
    """Count the walks along each path through a guide.

    Args:
        log: the log.
        guide: its uuid.
        first: the first civil day, `2026-11-26`.
        last: the last one, included.

    Returns:
        `(path, ending, walks, how many of them were recorded as an entry)` of each path.
    """
    return log.all(
        """SELECT path, ending, count(*), count(entry) FROM walk
           WHERE guide = ? AND walked_on BETWEEN ? AND ?
           GROUP BY path, ending ORDER BY path, ending""",
        (guide, first, last),
    )
