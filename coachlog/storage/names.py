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
    """Return another spelling of `name` that only entries have which the reader may not see."""
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
    source, counted, own = "entry e", SHARED_ENTRY, readable(SHARED_ENTRY)
    if table == "topic":
        source, counted = "entry_topic t", SHARED_TOPIC
        own = f"{SHARED_TOPIC} OR {_OWN}"
    if include_own:
        counted = own
    rows = log.all(
        f"""SELECT {table}, count(*), max(occurred_on) FROM {source}
            WHERE {counted} GROUP BY {table}""",
        {"reader": log.reader},
    )
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


def add_names(log: "Log", table: str, names: "Iterable[str]") -> None:
    """Note names in use, in a transaction.

    Args:
        log: the log.
        table: `team` or `topic`.
        names: a later spelling replaces an earlier one, as after a rename.
    """
    log.run_many(
        f"""INSERT INTO {table} (key, name) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET name = excluded.name""",
        [(name_key(name), name) for name in names],
    )


def drop_unused_names(log: "Log", table: str) -> None:
    """Delete the names that no entry has."""
    log.run(f"DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM {_USES[table]})")


def rewrite_names(log: "Log") -> None:
    """Write the tables of names anew, as they are in the entries."""
    for table, source in (("team", "entry"), ("topic", "entry_topic")):
        log.run(f"DELETE FROM {table}")
        add_names(log, table, log.column(f"SELECT DISTINCT {table} FROM {source}"))
