"""The teams and topics in use: one name for each, whatever the spelling.

The tables `team` and `topic` hold each name under its key, which all of its spellings share.
"""

from coachlog.domain.fields import LIST_SEPARATOR, Fields
from coachlog.domain.typed_text import name_key
from coachlog.storage.conditions import (
    SHARED_ENTRY,
    SHARED_TOPIC,
    readable,
    span_of_beginning,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from coachlog.storage.file.connection import Log

# Where each name is in use.
_USES = {"team": "entry e WHERE e.team = name", "topic": "entry_topic t WHERE t.topic = name"}
# The pluses keep SQLite on the index by name: shared entries are far too many to search them.
_READABLE = readable(f"+{SHARED_ENTRY}", "+e.trainer")
_OWN = "EXISTS (SELECT 1 FROM entry e WHERE e.id = t.entry AND +e.trainer = :reader)"
_IN_USE = {
    "team": f"EXISTS (SELECT 1 FROM {_USES['team']} AND {_READABLE})",
    "topic": f"EXISTS (SELECT 1 FROM {_USES['topic']} AND (+{SHARED_TOPIC} OR {_OWN}))",
}

# The day of the newest shared entry with a name.
_LAST = {
    "team": f"SELECT occurred_on FROM entry e WHERE e.team = name AND +{SHARED_ENTRY}",
    "topic": f"SELECT occurred_on FROM entry_topic t WHERE t.topic = name AND +{SHARED_TOPIC}",
}
# The names of one's own private entries.
_OWN_PRIVATE = {
    "team": """SELECT team, count(*), max(occurred_on) FROM entry
        WHERE share = 'private' AND trainer = ? GROUP BY team""",
    "topic": """SELECT t.topic, count(*), max(e.occurred_on)
        FROM entry e CROSS JOIN entry_topic t ON t.entry = e.id
        WHERE e.share = 'private' AND e.trainer = ? GROUP BY t.topic""",
}


def known_name(log: "Log", table: str, name: str) -> str | None:
    """Return the spelling in use of a name; None if it is new.

    Args:
        log: the log.
        table: `team` or `topic`.
        name: in any spelling. One that only other people's private entries have is new to the
            reader; see `ledger.respell_hidden`.
    """
    return log.value(
        f"SELECT name FROM {table} WHERE key = :key AND {_IN_USE[table]}",
        {"key": name_key(name), "reader": log.reader},
    )


def hidden_spelling(log: "Log", table: str, name: str) -> str | None:
    """Return another spelling of `name` if only entries that are hidden from the reader have it."""
    spelling: str | None = log.value(
        f"SELECT name FROM {table} WHERE key = ? AND name <> ?",
        (name_key(name), name),
    )
    if spelling is None or known_name(log, table, name) is not None:
        return None
    return spelling


def spelling_in_use(log: "Log", table: str, name: str) -> str:
    """Return the spelling in use of a name, and a new name as it is; as for `known_name`."""
    return known_name(log, table, name) or name


def all_names(log: "Log", table: str) -> list[str]:
    """Return every name in use by entries that the reader may see, sorted without regard to case.

    Args:
        log: the log.
        table: `team` or `topic`.
    """
    sql = f"SELECT name FROM {table} WHERE {_IN_USE[table]} ORDER BY key"
    return log.column(sql, {"reader": log.reader})


def names_beginning(log: "Log", table: str, beginning: str, most: int) -> list[str]:
    """Return those names of `all_names` that begin with a text.

    Args:
        log: the log.
        table: `team` or `topic`.
        beginning: in any case; an empty text for all names.
        most: how many to return at most.
    """
    first, end = span_of_beginning(name_key(beginning))
    return log.column(
        f"""SELECT name FROM {table} WHERE key >= :first AND key < :end AND {_IN_USE[table]}
            ORDER BY key LIMIT :most""",
        {"first": first, "end": end, "most": most, "reader": log.reader},
    )


def longer_name(log: "Log", table: str, name: str, text: str) -> str | None:
    """Return the name in use that goes on behind `name` as the text does; None if none does.

    Args:
        log: the log.
        table: `team` or `topic`.
        name: the beginning.
        text: what follows it.
    """
    beginning = name_key(f"{name} ")
    # Who may see a name is asked of a match alone: nearly every entry is recorded without one.
    matches: list[str] = log.column(
        f"""SELECT name FROM {table} WHERE key BETWEEN :beginning AND :line
            AND instr(:line || ' ', key || ' ') = 1""",
        {"beginning": beginning, "line": name_key(beginning + text)},
    )
    for match in matches:
        if known_name(log, table, match):
            return match
    return None


def close_name(log: "Log", table: str, name: str) -> str | None:
    """Return the name that a new name may be a slip of; None if none is close.

    Args:
        log: the log.
        table: `team` or `topic`.
        name: the new name.
    """
    # Every recording loads this module, and few have a name that is new.
    from coachlog.domain.suggestions import close_names

    close = close_names(name, all_names(log, table), cutoff=0.75)
    return close[0] if close else None


def name_counts(
    log: "Log",
    table: str,
    *,
    include_own: bool = False,
) -> "list[tuple[str, int, str | None]]":
    """Return `(name, entries, day of the newest)` of every name in use, sorted.

    Args:
        log: the log.
        table: `team` or `topic`.
        include_own: count the reader's private entries too, and list the names that only they have.
    """
    shared = f"""SELECT name, entries, ({_LAST[table]} ORDER BY occurred_on DESC LIMIT 1)
                 FROM {table} WHERE entries > 0"""
    counts = {name: (entries, day) for name, entries, day in log.all(shared)}
    if include_own:
        for name, own, own_day in log.all(_OWN_PRIVATE[table], (log.reader,)):
            entries, day = counts.get(name, (0, ""))
            counts[name] = (entries + own, max(day, own_day))
    rows = [(name, entries, day) for name, (entries, day) in counts.items()]
    return sorted(rows, key=lambda row: name_key(row[0]))


def entries_named(
    log: "Log",
    table: str,
    name: str,
    most: int,
) -> "list[tuple[str, list[str], bool]]":
    """Return entries that have a team or topic, for a rename; everybody's.

    Args:
        log: the log.
        table: `team` or `topic`.
        name: in the spelling in use.
        most: how many to return at most.

    Returns:
        `(uuid, topics, whether the reader may see it)` of each entry.
    """
    source = "entry e WHERE e.team = :name"
    if table == "topic":
        source = "entry_topic t JOIN entry e ON e.id = t.entry WHERE t.topic = :name"
    rows = log.all(
        f"SELECT e.uuid, e.topics, {readable(SHARED_ENTRY)} FROM {source} LIMIT :most",
        {"name": name, "most": most, "reader": log.reader},
    )
    return [(uuid, topics.split(LIST_SEPARATOR), bool(seen)) for uuid, topics, seen in rows]


def use_known_spellings(log: "Log", records: "Iterable[Fields]") -> list[tuple[str, str]]:
    """Give each new record's team and topics the spelling in use.

    Args:
        log: the log, in the transaction that will insert them.
        records: each with its `team` and `topics`, which are replaced in it. Of several new
            spellings of one name the first counts.

    Returns:
        The names that are new, each as `(table, name)`, teams before topics in each record.
    """
    spellings: dict[tuple[str, str], str] = {}
    as_typed: dict[tuple[str, str], str] = {}
    new_names = []

    def spelling(table: str, name: str) -> str:
        if (table, name) in as_typed:
            return as_typed[table, name]
        key = table, name_key(name)
        if key not in spellings:
            known = known_name(log, table, name)
            spellings[key] = known or name
            if known is None:
                new_names.append((table, name))
        as_typed[table, name] = spellings[key]
        return spellings[key]

    for record in records:
        record["team"] = spelling("team", record["team"])
        topics = [spelling("topic", topic) for topic in record["topics"]]
        record["topics"] = list(dict.fromkeys(topics))
    return new_names


def add_names(log: "Log", table: str, counts: "dict[str, int]") -> None:
    """Note names in use, in a transaction.

    Args:
        log: the log.
        table: `team` or `topic`.
        counts: how many more entries that are not private have each name. A later spelling
            replaces an earlier one, as after a rename.
    """
    log.run_many(
        f"""INSERT INTO {table} (key, name, entries) VALUES (?, ?, ?) ON CONFLICT (key)
            DO UPDATE SET name = excluded.name, entries = entries + excluded.entries""",
        [(name_key(name), name, count) for name, count in counts.items()],
    )


def discount_names(log: "Log", table: str, counts: "dict[Any, int]") -> None:
    """Subtract counts as `add_names` adds them; the arguments are the same."""
    # A damaged name may not be text; it has no row, and `doctor` is about to mend its entry.
    rows = [(count, name_key(name)) for name, count in counts.items() if isinstance(name, str)]
    log.run_many(f"UPDATE {table} SET entries = entries - ? WHERE key = ?", rows)


def drop_unused_names(log: "Log", table: str) -> None:
    """Delete the names that no entry has."""
    log.run(f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM {_USES[table]})")


def names_of_entries(log: "Log", table: str) -> "dict[str, int]":
    """Return how many entries that are not private have each name, counted in the entries."""
    source, shared = "entry", "share <> 'private'"
    if table == "topic":
        source, shared = "entry_topic", "private = 0"
    return dict(log.all(f"SELECT {table}, sum({shared}) FROM {source} GROUP BY {table}"))


def rewrite_names(log: "Log") -> None:
    """Rewrite the tables of names as they are in the entries."""
    for table in ("team", "topic"):
        log.run(f"DELETE FROM {table}")
        add_names(log, table, names_of_entries(log, table))
