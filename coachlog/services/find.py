"""What a person names on the command line, found as that person may see it."""

from collections.abc import Sequence

from coachlog.domain.entry import Entry
from coachlog.domain.suggestions import close_names, no_such
from coachlog.domain.typed_text import bare_name, name_key
from coachlog.errors import NotFoundError
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names, close_name, known_name
from coachlog.storage.queries.entries import find_entry


def no_such_name(log: Log, table: str, name: str) -> str:
    """Return the message about a team or topic that no entry has.

    Args:
        log: Where the names in use are read, to offer a close one.
        table: `team` or `topic`.
        name: What was typed.
    """
    close = close_name(log, table, name)
    return no_such(table, name, [close] if close else [], f"coachlog {table}s  lists them.")


def visible_entries(log: Log, ids: Sequence[str]) -> list[Entry]:
    """Return the entries with some ids, in their order, each as `find_entry` returns it.

    Args:
        log: Where the entries are read.
        ids: Short ids, longer ends of uuids, or `last`; one that is repeated is returned again.

    Raises:
        UsageError: One of them cannot be an id.
        NotFoundError: One of them is not an entry that the reader may see.
    """
    return [find_entry(log, name) for name in ids]


def find_topic(log: Log, typed: str) -> str:
    """Return the topic with a name, or with a part of its name that no other topic has.

    Args:
        log: Where the topics in use are read.
        typed: The name or the part, in any case.

    Raises:
        NotFoundError: There is none, or several have that part; the message offers the close ones.
    """
    typed = bare_name(typed)
    topic = known_name(log, "topic", typed)
    if topic is not None:
        return topic
    topics = all_names(log, "topic")
    typed_key = name_key(typed)
    matches = [name for name in topics if typed_key in name_key(name)]
    if len(matches) == 1:
        return matches[0]
    close = matches or close_names(typed, topics, limit=3)
    raise NotFoundError(no_such("topic", typed, sorted(close), "coachlog topics  lists them."))
