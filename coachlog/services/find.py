"""Finding what a reader may see."""

from coachlog.domain.card import Card, best_cards, is_telling
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.suggestions import close_names, no_such
from coachlog.domain.typed_text import name_key
from coachlog.errors import NotFoundError, UsageError
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names, close_name
from coachlog.storage.queries.entries import find_entry, select_entries

CARDS = 5
CONSIDERED = 500


def no_such_name(log: Log, table: str, name: str, reader: str) -> str:
    """Return the message about a team or topic (the `table`) that no entry has."""
    close = close_name(log, table, name, reader)
    return no_such(table, name, [close] if close else [], f"coachlog {table}s  lists them.")


def visible_entries(log: Log, reader: str, names: list[str]) -> list[Entry]:
    """The entries called `names`, as `reader` may see them: a learner is shown to the writer alone.

    Raises:
        NotFoundError: one of them is not there, or is somebody else's private entry.
    """
    entries = [find_entry(log, name) for name in names]
    for name, entry in zip(names, entries, strict=True):
        if entry.share == "private" and entry.trainer != reader:
            raise NotFoundError(f"{name} is {entry.trainer}'s private entry.")
    return [entry if entry.trainer == reader else entry._replace(learner=None) for entry in entries]


def cards_for(log: Log, name: str | None, entry_filter: Filter) -> tuple[str, list[Card], int, int]:
    """A topic's name, its best cards, how many there are in all, and how many entries say too little to be one.

    Args:
        log: where from.
        name: the topic as somebody types it: its name, or a part of it that no other topic has; None where the
            filter names it.
        entry_filter: further filters; its limit is the number of cards, 5 unless given.

    Raises:
        UsageError: no topic is named.
        NotFoundError: there is no such topic.
    """
    if name is None and not entry_filter.topics:
        raise UsageError(
            "which topic? For example: coachlog card fees.  coachlog topics  lists them."
        )
    topic = find_topic(log, name or entry_filter.topics[0], entry_filter.reader)
    most = CARDS if entry_filter.limit is None else entry_filter.limit
    entries = list(select_entries(log, entry_filter._replace(topics=(topic,), limit=CONSIDERED)))
    found = best_cards(entries)
    return topic, found[:most], len(found), sum(not is_telling(entry) for entry in entries)


def find_topic(log: Log, typed: str, reader: str | None) -> str:
    """The topic that somebody means: by its name, or by a part of it that no other topic has.

    Raises:
        NotFoundError: there is none, or several have that part; the message says which come close.
    """
    known = {name_key(name): name for name in all_names(log, "topic", reader)}
    key = name_key(typed)
    if key in known:
        return known[key]
    parts = [name for other, name in known.items() if key in other]
    if len(parts) == 1:
        return parts[0]
    close = parts or close_names(typed, known.values(), limit=3)
    raise NotFoundError(no_such("topic", typed, sorted(close), "coachlog topics  lists them."))
