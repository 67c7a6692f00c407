"""What a person names on the command line, found as that person may see it."""

from coachlog.domain.entry import Entry
from coachlog.domain.suggestions import close_names, no_such
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names, close_name
from coachlog.storage.queries.entries import find_entry


def no_such_name(log: Log, table: str, name: str, reader: str) -> str:
    """Return the message about a team or topic (the `table`) that no entry has."""
    close = close_name(log, table, name, reader)
    return no_such(table, name, [close] if close else [], f"coachlog {table}s  lists them.")


def visible_entries(log: Log, reader: str, ids: list[str]) -> list[Entry]:
    """Return the entries with some ids, as `reader` may see them: only its writer sees a learner.

    Raises:
        NotFoundError: one of them does not exist, or is another trainer's private entry.
    """
    entries = []
    for name in ids:
        entry = find_entry(log, name)
        if entry.trainer != reader:
            if entry.share == "private":
                raise NotFoundError(f"{name} is {entry.trainer}'s private entry.")
            entry = entry._replace(learner=None)
        entries.append(entry)
    return entries


def find_topic(log: Log, typed: str, reader: str | None) -> str:
    """Return the topic with a name, or with a part of its name that no other topic has.

    Raises:
        NotFoundError: there is none, or several have that part; the message offers the close ones.
    """
    topics = {name_key(name): name for name in all_names(log, "topic", reader)}
    typed_key = name_key(typed)
    if typed_key in topics:
        return topics[typed_key]
    matches = [name for key, name in topics.items() if typed_key in key]
    if len(matches) == 1:
        return matches[0]
    close = matches or close_names(typed, topics.values(), limit=3)
    raise NotFoundError(no_such("topic", typed, sorted(close), "coachlog topics  lists them."))
