"""A card: what a topic's entries say about the wrong way, the right way, why, and the rule."""

from collections.abc import Iterable
from typing import NamedTuple

from coachlog.domain.entry import Entry


class Card(NamedTuple):
    """One lesson on a card; what an entry does not say is None."""

    short_id: str
    wrong: str | None
    right: str | None
    why: str | None
    rule: str | None


def cards(entries: Iterable[Entry], most: int) -> list[Card]:
    """The `most` entries that teach best, as cards.

    An adopted lesson comes before one that says both ways, that before the others, and the newer before the older.
    Entries that say the same right way are one card.
    """
    ranked = sorted(filter(is_telling, entries), key=lambda entry: entry.occurred_on, reverse=True)
    ranked.sort(key=_rank)
    found: list[Card] = []
    seen: set[str] = set()
    for entry in ranked:
        card = _card(entry)
        said = " ".join((card.right or card.wrong or "").casefold().split())
        if said and said not in seen:
            seen.add(said)
            found.append(card)
        if len(found) == most:
            break
    return found


def is_telling(entry: Entry) -> bool:
    """Whether an entry says more than what happened: how it is done right, why, or by which rule."""
    return entry.kind == "strength" or any((entry.expected, entry.lesson, entry.recovery, entry.why, entry.rule_ref))


def _card(entry: Entry) -> Card:
    right = entry.expected or entry.lesson or entry.recovery
    if entry.kind == "strength":
        return Card(entry.short_id, None, entry.happened, entry.why or entry.lesson, entry.rule_ref)
    if entry.kind == "question":
        return Card(entry.short_id, None, right or entry.happened, entry.why, entry.rule_ref)
    return Card(entry.short_id, entry.happened, right, entry.why, entry.rule_ref)


def _rank(entry: Entry) -> int:
    card = _card(entry)
    if entry.status == "adopted":
        return 0
    return 3 - (card.wrong is not None) - (card.right is not None) - (card.rule is not None or card.why is not None)
