"""Exercises made of real entries."""

from typing import NamedTuple

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.people.masking import Mask
from coachlog.domain.tabletop import TabletopSheet, is_playable, most_telling, sheet_of
from coachlog.domain.typed_text import name_key
from coachlog.errors import CoachlogError, DecisionNeededError, NotFoundError, UsageError
from coachlog.services.find import find_topic, visible_entries
from coachlog.services.masking import mask_entries
from coachlog.storage.file.connection import Log
from coachlog.storage.names import known_name
from coachlog.storage.queries.entries import select_entries

SCENARIOS = 3
CONSIDERED = 500
KINDS = ("mistake", "correction")


class Exercise(NamedTuple):
    """A sheet, of how many entries it could have been made, and what to check (`MaskedEntries`)."""

    sheet: TabletopSheet
    considered: int
    mask: Mask
    possible_names: list[tuple[str, str]]


def tabletop(log: Log, entry_filter: Filter, text: str | None) -> Exercise:
    """The exercise on a topic, or on the entries that are named.

    Args:
        log: where from.
        entry_filter: says who asks; for a topic also which entries, and how many at most, 3 unless given.
        text: a topic, a part of its name, or ids; None where the filter names the topic.

    Raises:
        UsageError: nothing is named, or an entry says too little.
        DecisionNeededError: an entry is private.
        NotFoundError: there is no such topic or entry, or nothing on the topic says enough.
    """
    if entry_filter.limit == 0:
        raise UsageError("an exercise has one scenario at least: --limit 1 or more.")
    if text is None and not entry_filter.topics:
        raise UsageError(
            "on what? A topic or an id, for example: coachlog tabletop fees.  coachlog topics  lists the topics."
        )
    if text is None or known_name(log, "topic", text):
        return _on_topics(log, entry_filter, (text,) if text else entry_filter.topics)
    if entries := _named(log, entry_filter.reader or "", text.split()):
        for entry in entries:
            _check(entry)
        topics = dict.fromkeys(topic for entry in entries for topic in entry.topics)
        return _exercise(log, ", ".join(topics), entries, len(entries))
    return _on_topics(log, entry_filter, (find_topic(log, text, entry_filter.reader),))


def _on_topics(log: Log, entry_filter: Filter, topics: tuple[str, ...]) -> Exercise:
    topics = tuple(find_topic(log, topic, entry_filter.reader) for topic in topics)
    found = entry_filter._replace(
        audience=TEAM,
        include_own=False,
        topics=topics,
        kinds=entry_filter.kinds or KINDS,
        limit=CONSIDERED,
        oldest_first=False,
    )
    most = SCENARIOS if entry_filter.limit is None else entry_filter.limit
    chosen, total = most_telling(select_entries(log, found), most)
    if not total and not entry_filter.kinds:
        chosen, total = most_telling(select_entries(log, found._replace(kinds=("question",))), most)
    name = ", ".join(topics)
    if not total:
        raise NotFoundError(
            f"nothing on {name} says yet how it was put right, what is the right way or what to do next time."
            "  coachlog finish  asks for it."
        )
    return _exercise(log, name, chosen, total)


def _named(log: Log, reader: str, names: list[str]) -> list[Entry] | None:
    """The entries called so; None where they are not ids but a part of a topic's name, or no topic either."""
    try:
        return visible_entries(log, reader, names)
    except CoachlogError as error:
        key = name_key(" ".join(names))
        looks_like_id = all(
            name == "last" or (len(name) >= 4 and set(name.lower()) <= set("0123456789abcdef-"))
            for name in names
        )
        if looks_like_id and not any(key in name_key(topic) for topic in _topics(log, reader)):
            raise error from None
        return None


def _topics(log: Log, reader: str) -> list[str]:
    from coachlog.storage.names import all_names

    return all_names(log, "topic", reader)


def _check(entry: Entry) -> None:
    if entry.share == "private":
        raise DecisionNeededError(
            f"{entry.short_id} is private. To play it through with others:  coachlog edit {entry.short_id} --share team"
        )
    if entry.kind == "strength":
        raise UsageError(
            f"{entry.short_id} is a strength: it says how it is done well, so there is nothing to decide. Name a mistake, a "
            "correction or a question."
        )
    if not is_playable(entry):
        how = "--recovery or --lesson" if entry.kind == "mistake" else "--expected or --lesson"
        raise UsageError(
            f"{entry.short_id} says only what happened. Add what one should do then:  coachlog edit {entry.short_id} {how}"
        )


def _exercise(log: Log, name: str, entries: list[Entry], total: int) -> Exercise:
    masked, mask, possible_names = mask_entries(log, entries)
    sheet = sheet_of(mask.text(name), masked)
    return Exercise(sheet, total, mask, possible_names)
