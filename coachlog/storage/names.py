"""The teams and topics in use: one name for each, whatever the spelling."""

from coachlog.domain.fields import name_key

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coachlog.storage.connection import Log

TABLES = ("team", "topic")


def known_name(log: "Log", table: str, name: str) -> str | None:
    """The spelling in use for `name`, or None where it is new."""
    row = log.one(f"SELECT name FROM {table} WHERE key = ?", (name_key(name),))
    return row[0] if row else None


def all_names(log: "Log", table: str) -> list[str]:
    """Every name in use, sorted."""
    return [row[0] for row in log.all(f"SELECT name FROM {table} ORDER BY key")]


def names_beginning(log: "Log", table: str, start: str, most: int) -> list[str]:
    """At most `most` names in use that begin with `start`, whatever its case, sorted."""
    rows = log.all(f"SELECT name FROM {table} WHERE key >= ? AND key < ? ORDER BY key LIMIT ?", (*_span(name_key(start)), most))
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


def close_name(log: "Log", table: str, name: str) -> str | None:
    """A name in use that `name` may be a slip of, or None."""
    from difflib import get_close_matches

    known = {name_key(other): other for other in all_names(log, table)}
    close = get_close_matches(name_key(name), known, n=1, cutoff=0.75)
    return known[close[0]] if close else None


def name_counts(log: "Log", table: str, *, private: bool) -> "list[tuple[str, int, str | None]]":
    """`(name, entries, day of the newest)` of every name in use, sorted.

    Args:
        log: the log.
        table: `team` or `topic`.
        private: count private entries too, and name what only they have.
    """
    rows, shared = ("entry", "share <> 'private'") if table == "team" else ("entry_topic", "private = 0")
    only = "" if private else f"WHERE {shared}"
    counted = log.all(f"SELECT {table}, count(*), max(occurred_on) FROM {rows} {only} GROUP BY {table}")
    return sorted(counted, key=lambda row: name_key(row[0]))


def entries_named(log: "Log", table: str, name: str, most: int) -> "list[tuple[str, list[str]]]":
    """`(uuid, topics)` of at most `most` entries that have the team or topic spelled `name`."""
    rows = "entry e WHERE e.team" if table == "team" else "entry_topic t JOIN entry e ON e.id = t.entry WHERE t.topic"
    found = log.all(f"SELECT e.uuid, e.topics FROM {rows} = ? LIMIT ?", (name, most))
    return [(uuid, topics.split("; ")) for uuid, topics in found]


def use_known_spellings(log: "Log", records: "Iterable[dict[str, Any]]") -> None:
    """Give each new record's team and topics the spelling in use; of several new spellings the first one counts."""
    settled: dict[tuple[str, str], str] = {}

    def spelled(table: str, name: str) -> str:
        place = table, name_key(name)
        if place not in settled:
            settled[place] = known_name(log, table, name) or name
        return settled[place]

    for record in records:
        record["team"] = spelled("team", record["team"])
        record["topics"] = list(dict.fromkeys(spelled("topic", topic) for topic in record["topics"]))


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
