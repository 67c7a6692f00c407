"""Exercises made of real entries, so that a team decides what to do before it happens to them."""

from typing import NamedTuple

from coachlog.domain.audience import TEAM
from coachlog.domain.entry import Entry
from coachlog.domain.filters import Filter
from coachlog.domain.people.masking import Mask
from coachlog.domain.periods import Period
from coachlog.domain.tabletop import TabletopSheet, fullest_entries, is_playable, tabletop_sheet
from coachlog.domain.typed_text import name_key
from coachlog.errors import CoachlogError, DecisionNeededError, NotFoundError, UsageError
from coachlog.services.find import find_topic, visible_entries
from coachlog.services.masking import EntryMask
from coachlog.storage.file.connection import Log
from coachlog.storage.names import all_names, known_name
from coachlog.storage.queries.entries import select_entries
from coachlog.storage.short_ids import is_id

DEFAULT_SCENARIOS = 3
MAX_CONSIDERED = 500  # the newest: what happened long ago makes a poor exercise
DEFAULT_KINDS = ("mistake", "correction")


class Exercise(NamedTuple):
    """A sheet, its entries, how many they were chosen from, and what masked it."""

    sheet: TabletopSheet
    short_ids: list[str]  # in the order of the scenarios, those of small teams too
    considered: int
    mask: Mask


def make_exercise(log: Log, entry_filter: Filter, text: str | None) -> Exercise:
    """Make an exercise on a topic, or on the entries that are named.

    Args:
        log: where the entries are.
        entry_filter: holds the reader; for a topic also which entries, and how many (3 if None).
        text: a topic, a part of its name, or ids; None if the filter names the topic.

    Raises:
        UsageError: nothing is named, or an entry says too little.
        DecisionNeededError: an entry is private.
        NotFoundError: there is no such topic or entry, or nothing on the topic says enough.
    """
    if entry_filter.limit == 0:
        raise UsageError("an exercise needs at least one scenario. Give --limit 1 or more.")
    topics = entry_filter.topics
    if text is None and not topics:
        raise UsageError(
            "which topic or entry?  coachlog topics  lists the topics."
            " For example:  coachlog tabletop fees"
        )
    if text is not None:
        if not known_name(log, "topic", text):
            entries = _entries_named(log, text.split())
            if entries:
                return _exercise_on_entries(log, entries)
        topics = (text,)
    return _exercise_on_topics(log, entry_filter, topics)


def _exercise_on_entries(log: Log, entries: list[Entry]) -> Exercise:
    topics: dict[str, None] = {}
    for entry in entries:
        _check_playable(entry)
        topics |= dict.fromkeys(entry.topics)
    return _exercise(log, ", ".join(topics), entries, len(entries), None)


def _exercise_on_topics(log: Log, entry_filter: Filter, typed: tuple[str, ...]) -> Exercise:
    """Make an exercise on the entries of some topics that say the most.

    Args:
        log: where the entries are.
        entry_filter: which entries, and how many of them become scenarios.
        typed: names of topics, or parts of names.

    Raises:
        NotFoundError: there is no such topic, or none of its entries says enough.
    """
    topics = tuple(find_topic(log, topic) for topic in typed)
    limit = entry_filter.limit_or(DEFAULT_SCENARIOS)
    # Others play it through as well, so the reader's own private entries are left out.
    team_filter = entry_filter._replace(
        audience=TEAM,
        include_own=False,
        topics=topics,
        kinds=entry_filter.kinds or DEFAULT_KINDS,
        limit=MAX_CONSIDERED,
        oldest_first=False,
    )
    entries, total = fullest_entries(select_entries(log, team_filter), limit)
    if not total and not entry_filter.kinds:
        # Where nothing has gone wrong yet, the team can still practise its answers.
        team_filter = team_filter._replace(kinds=("question",))
        entries, total = fullest_entries(select_entries(log, team_filter), limit)
    name = ", ".join(topics)
    if not total:
        raise NotFoundError(
            f"no entry on {name} says how it was put right, what the right way is or what to do"
            " next time. Add that with  coachlog edit ID"
        )
    return _exercise(log, name, entries, total, entry_filter.period)


def _exercise(
    log: Log,
    name: str,
    entries: list[Entry],
    total: int,
    period: Period | None,
) -> Exercise:
    """Return the exercise on some entries, without the people in them.

    Args:
        log: knows the names to mask.
        name: what the exercise is about: the topics.
        entries: its scenarios, in their order.
        total: how many entries they were chosen from.
        period: the span that they are from; None for all time.
    """
    mask = EntryMask(log, period)
    masked = list(map(mask.entry, entries))
    # A topic may be named after a person too.
    sheet = tabletop_sheet(mask.mask.text(name), masked)
    short_ids = [entry.short_id for entry in entries]
    return Exercise(
        sheet=sheet,
        short_ids=short_ids,
        considered=total,
        mask=mask.mask,
    )


def _entries_named(log: Log, names: list[str]) -> list[Entry] | None:
    """Return the entries with these ids; None if the words must mean a topic instead.

    Args:
        log: where they are looked up.
        names: the words that were typed.

    Raises:
        CoachlogError: as for `visible_entries`, if the words look like ids and are in no topic.
    """
    try:
        return visible_entries(log, names)
    except CoachlogError:
        if not all(map(_may_be_id, names)):
            return None
        # "decade" could be an id: all its letters are hexadecimal digits.
        key = name_key(" ".join(names))
        for topic in all_names(log, "topic"):
            if key in name_key(topic):
                return None
        raise


def _check_playable(entry: Entry) -> None:
    """Check that a team can play an entry through.

    Raises:
        DecisionNeededError: it is private, and only its writer can share it.
        UsageError: there is nothing to decide, or nothing to compare a decision with.
    """
    short_id = entry.short_id
    if entry.share == "private":
        raise DecisionNeededError(
            f"{short_id} is private. To play it through with others:"
            f"  coachlog edit {short_id} --share team"
        )
    if entry.kind == "strength":
        raise UsageError(
            f"{short_id} is a strength, so there is nothing to decide."
            " Name a mistake, a correction or a question."
        )
    if not is_playable(entry):
        right_way = "--recovery" if entry.kind == "mistake" else "--expected"
        raise UsageError(
            f"{short_id} only says what happened. Add how to handle it:"
            f"  coachlog edit {short_id} {right_way} or --lesson"
        )


def _may_be_id(name: str) -> bool:
    digits = name.lower().replace("-", "")
    return name == "last" or is_id(digits)
