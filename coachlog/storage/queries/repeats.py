"""Mistakes that came back: the stored links, and mistakes that have none.

Both sides of a link are shared entries, for whomever reads.
"""

from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.storage.conditions import SHARED_ENTRY, SHARED_OTHER
from coachlog.storage.file.connection import Log
from coachlog.storage.hlc_days import day_of
from coachlog.storage.queries.entry_rows import ENTRY_COLUMNS, to_entry
from coachlog.storage.queries.query import Query
from coachlog.storage.queries.source import FEW_ENTRIES
from coachlog.storage.queries.status_days import adoptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MISTAKE = "e.kind = 'mistake'"
_STANDS = f"r.state <> 'dismissed' AND {SHARED_OTHER}"
# Of `entry e`, which is shared: that it looks like an earlier lesson, and nobody has said no.
REPEAT = f"""{_MISTAKE} AND EXISTS (
    SELECT 1 FROM repeat r JOIN entry o ON o.uuid = r.earlier
    WHERE r.entry = e.uuid AND {_STANDS})"""
# Not the index that SQLite would take for a team, which has entries of all other kinds as well.
MISTAKES = FEW_ENTRIES._replace(tables="entry e INDEXED BY entry_mistakes")
_LINKED = MISTAKES._replace(
    tables="""entry e INDEXED BY entry_mistakes CROSS JOIN repeat r ON r.entry = e.uuid
              CROSS JOIN entry o ON o.uuid = r.earlier"""
)
_BY_LINK = FEW_ENTRIES._replace(
    tables="""repeat r CROSS JOIN entry e ON e.uuid = r.entry
              CROSS JOIN entry o ON o.uuid = r.earlier"""
)
# The repeats of an entry, with the mistake `m` that each is.
_REPEATS_OF = """repeat r JOIN entry m ON m.uuid = r.entry
    WHERE r.earlier = {} AND r.state <> 'dismissed'
    AND m.kind = 'mistake' AND m.share <> 'private'"""
# Of a whole log. So many are read and sorted sooner than a hundred times as many mistakes are
# walked, as in a log that was imported, where hardly any has a link.
FEW_LINKS = 2_000
MOST_REPEATS = 200  # of an entry, and in a list of them
_NEWEST_FIRST = "ORDER BY e.occurred_on DESC, e.id DESC LIMIT {most}"


def linked_mistakes(log: Log, entry_filter: Filter, most: int) -> "list[tuple[Entry, Any]]":
    """Return mistakes that look like an earlier lesson, the newest first.

    Args:
        log: the log.
        entry_filter: which mistakes.
        most: how many at most.

    Returns:
        Each with the uuid of its link, its state, its likeness, and the uuid of the earlier entry.
    """
    source = _BY_LINK
    if log.value("SELECT 1 FROM repeat LIMIT 1 OFFSET ?", (FEW_LINKS,)):
        source = _LINKED
    query = Query(log, entry_filter, source, shared_only=True).where(_MISTAKE).where(_STANDS)
    columns = f"{ENTRY_COLUMNS}, r.uuid, r.state, r.likeness, r.earlier"
    rows = query.rows(columns, _NEWEST_FIRST.format(most=most))
    return [(to_entry(row, log), row[-4:]) for row in rows]


def unlinked_mistakes(log: Log, entry_filter: Filter, most: int) -> list[tuple[Entry, int]]:
    """Return mistakes without a link and their row numbers, the newest first."""
    query = Query(log, entry_filter, MISTAKES, shared_only=True).where(_MISTAKE)
    query.where("NOT EXISTS (SELECT 1 FROM repeat r WHERE r.entry = e.uuid)")
    rows = query.rows(f"{ENTRY_COLUMNS}, e.id", _NEWEST_FIRST.format(most=most))
    return [(to_entry(row, log), row[-1]) for row in rows]


def link_of(log: Log, mistake: str) -> "Any":
    """Return the link of a mistake, by its uuid, as `linked_mistakes` does; a dismissed one too."""
    return log.one(
        f"""SELECT r.uuid, r.state, r.likeness, r.earlier
            FROM repeat r JOIN entry o ON o.uuid = r.earlier
            WHERE r.entry = ? AND {SHARED_OTHER} ORDER BY r.uuid LIMIT 1""",
        (mistake,),
    )


def number_of(log: Log, uuid: str) -> int:
    """Return the row number of an entry."""
    return log.number("SELECT id FROM entry WHERE uuid = ?", (uuid,))


def days_of_repeats(log: Log, earlier: str, most: int) -> list[str]:
    """Return the days of the newest repeats of an entry, by its uuid."""
    return log.column(
        f"""SELECT m.occurred_on FROM {_REPEATS_OF.format("?")}
            ORDER BY r.uuid DESC LIMIT ?""",
        (earlier, most),
    )


def newest_changes(log: Log, entry_filter: Filter, most: int) -> list[tuple[str, str, bool]]:
    """Return the changes that were adopted in a filter's period and still stand, the newest first.

    Args:
        log: the log.
        entry_filter: which entries; private ones are left out, whoever reads.
        most: how many at most.

    Returns:
        `(uuid, day of adoption, whether it has repeats)` of each.
    """
    query = adoptions(log, entry_filter).where(SHARED_ENTRY)
    rows = query.rows(
        f"e.uuid, s.hlc, EXISTS (SELECT 1 FROM {_REPEATS_OF.format('e.uuid')})",
        f"ORDER BY s.hlc DESC, e.id DESC LIMIT {most}",
    )
    return [(uuid, day_of(log, hlc), bool(has_repeats)) for uuid, hlc, has_repeats in rows]
