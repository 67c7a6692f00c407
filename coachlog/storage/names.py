"""The teams and topics in use: one name for each, whatever the spelling."""

from coachlog.domain.fields import LIST_SEPARATOR
from coachlog.domain.suggestions import close_names
from coachlog.domain.typed_text import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coachlog.storage.file.connection import Log

TABLES = ("team", "topic")
# Whether an entry that `:me` may see has a name: a shared one, or a private one of their own.
_SEEN = {
    "team": """EXISTS (SELECT 1 FROM entry e WHERE e.team = name AND (+e.share <> 'private' OR +e.trainer = :me))""",
    "topic": """EXISTS (SELECT 1 FROM entry_topic t WHERE t.topic = name AND (+t.private = 0
                OR EXISTS (SELECT 1 FROM entry e WHERE e.id = t.entry AND +e.trainer = :me)))""",
}


def known_name(log: "Log", table: str, name: str) -> str | None:
    """The spelling in use for `name`, or None where it is new."""
    row = log.one(f"SELECT name FROM {table} WHERE key = ?", (name_key(name),))
    return row[0] if row else None


def spelling_in_use(log: "Log", table: str, name: str) -> str:
    """Return `name` of a team or topic as it is spelled in the log; a new name as it is."""
    return known_name(log, table, name) or name


def all_names(log: "Log", table: str, reader: str | None) -> list[str]:
    """Every name in use by entries that `reader` may see, sorted."""
    return [
        row[0]
        for row in log.all(
            f"SELECT name FROM {table} WHERE {_SEEN[table]} ORDER BY key", {"me": reader}
        )
    ]


def names_beginning(log: "Log", table: str, start: str, most: int, reader: str) -> list[str]:
    """At most `most` names that begin with `start`, whatever its case, in use by entries that `reader` may see; sorted."""
    first, end = _span(name_key(start))
    rows = log.all(
        f"SELECT name FROM {table} WHERE key >= :first AND key < :end AND {_SEEN[table]} ORDER BY key LIMIT :most",
        {"first": first, "end": end, "most": most, "me": reader},
    )
    return [row[0] for row in rows]


def ids_beginning(log: "Log", start: str, most: int) -> list[tuple[str, str]]:
    """`(short_id, happened)` of at most `most` entries whose id begins with `start`; without one, of the newest.

    Private entries are left out: what is offered stands on the screen, whoever looks over one's shoulder.
    """
    where, order = ("short_id >= ? AND short_id < ?", "short_id") if start else ("? < ?", "id DESC")
    rows = log.all(
        f"SELECT short_id, substr(happened, 1, 200) FROM entry WHERE {where} AND share <> 'private' ORDER BY {order} LIMIT ?",
        (*_span(start.lower()), most),
    )
    return [(short_id, happened) for short_id, happened in rows]


def _span(start: str) -> tuple[str, str]:
    """The first text that begins with `start`, and the first after all that do."""
    return start, start + "\U0010ffff"


def close_name(log: "Log", table: str, name: str, reader: str) -> str | None:
    """A name in use by entries that `reader` may see, that `name` may be a slip of, or None."""
    close = close_names(name, all_names(log, table, reader), cutoff=0.75)
    return close[0] if close else None


def name_counts(
    log: "Log", table: str, reader: str | None = None
) -> "list[tuple[str, int, str | None]]":
    """`(name, entries, day of the newest)` of every name in use, sorted.

    Args:
        log: the log.
        table: `team` or `topic`.
        reader: count this trainer's private entries too, and name what only they have.
    """
    if table == "team":
        rows, counts, own = "entry", "share <> 'private'", "trainer = :me"
    else:
        rows, counts, own = (
            "entry_topic",
            "private = 0",
            "entry IN (SELECT id FROM entry WHERE trainer = :me)",
        )
    if reader is not None:
        counts += f" OR {own}"
    counted = log.all(
        f"SELECT {table}, count(*), max(occurred_on) FROM {rows} WHERE {counts} GROUP BY {table}",
        {"me": reader},
    )
    return sorted(counted, key=lambda row: name_key(row[0]))


def entries_named(
    log: "Log", table: str, name: str, most: int, reader: str
) -> "list[tuple[str, list[str], bool]]":
    """`(uuid, topics, whether me may see it)` of at most `most` entries that have the team or topic spelled `name`."""
    rows = (
        "entry e WHERE e.team"
        if table == "team"
        else "entry_topic t JOIN entry e ON e.id = t.entry WHERE t.topic"
    )
    seen = "e.share <> 'private' OR e.trainer IS ?"
    found = log.all(
        f"SELECT e.uuid, e.topics, {seen} FROM {rows} = ? LIMIT ?", (reader, name, most)
    )
    return [(uuid, topics.split(LIST_SEPARATOR), bool(shown)) for uuid, topics, shown in found]


def use_known_spellings(log: "Log", records: "Iterable[dict[str, Any]]") -> list[tuple[str, str]]:
    """Give each new record's team and topics the spelling in use.

    Of several new spellings of one name the first counts.

    Returns:
        The names that are new, each as `(table, name)`, teams before topics in each record.
    """
    spellings: dict[tuple[str, str], str] = {}
    new_names = []

    def spelling(table: str, name: str) -> str:
        key = table, name_key(name)
        if key not in spellings:
            known = known_name(log, table, name)
            spellings[key] = known or name
            if known is None:
                new_names.append((table, name))
        return spellings[key]

    for record in records:
        record["team"] = spelling("team", record["team"])
        topics = [spelling("topic", topic) for topic in record["topics"]]
        record["topics"] = list(dict.fromkeys(topics))
    return new_names


def add_names(log: "Log", table: str, names: "set[str]") -> None:
    """Note names in use. A spelling that comes later replaces the earlier one (a rename that changes case)."""
    log.run_many(
        f"INSERT INTO {table} (key, name) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name",
        [(name_key(name), name) for name in names],
    )


def drop_unused(log: "Log", table: str) -> None:
    """Forget names that no entry has."""
    used = "entry e WHERE e.team" if table == "team" else "entry_topic t WHERE t.topic"
    log.run(f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM {used} = {table}.name)")


def known_people(log: "Log") -> list[str]:
    """Everybody whom the log names: trainers, learners, and those who said something about an entry; sorted."""
    rows = log.all(
        """SELECT trainer FROM entry WHERE trainer IS NOT NULL UNION SELECT learner FROM entry WHERE learner IS NOT NULL
           UNION SELECT author FROM checkin WHERE author IS NOT NULL UNION SELECT author FROM reply WHERE author IS NOT NULL"""
    )
    return sorted(name for (name,) in rows)
