"""A card: what a topic's entries say about the wrong way, the right way, why, and the rule."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from coachlog.domain.entry import Entry

# A rule as people cite it inside a text: "2 CFR 200.303(a)", "42 U.S.C. 1396a", "§ 15 (2)", "Art. 5".
_CITATION = re.compile(
    r"\d+ (?:CFR|U\.?S\.?C\.?)(?: (?:part|section))? [\d.]*\d(?:\(\w+\))*|§§? ?\d+\w?|Art(?:\.|icle) \d+",
    re.IGNORECASE,
)


class Card(NamedTuple):
    """One lesson on a card; what an entry does not say is None."""

    short_id: str
    wrong: str | None
    right: str | None
    next_time: str | None
    why: str | None
    rule: str | None


def best_cards(entries: Iterable[Entry]) -> list[Card]:
    """The entries that teach, the best first, as cards.

    An adopted lesson comes first, then those that say more of a card's parts, and the newer before the older.
    Entries that say the same right way are one card.
    """
    ranked = sorted(filter(is_telling, entries), key=lambda entry: entry.occurred_on, reverse=True)
    ranked.sort(key=_rank)
    found: list[Card] = []
    seen: set[str] = set()
    for entry in ranked:
        card = card_of(entry)
        said = card_content(card)
        if said and said not in seen:
            seen.add(said)
            found.append(card)
    return found


def is_telling(entry: Entry) -> bool:
    """Whether an entry says more than what happened: how it is done right, why, or by which rule."""
    return entry.kind == "strength" or any(
        (entry.expected, entry.lesson, entry.recovery, entry.why, entry.rule_ref)
    )


def card_content(card: Card) -> str:
    """What two cards that teach the same have in common; empty for one that teaches nothing."""
    return " ".join((card.right or card.next_time or "").casefold().split())


def card_of(entry: Entry) -> Card:
    """One entry as a card."""
    wrong = entry.happened if entry.kind in ("mistake", "correction") else None
    right = entry.happened if entry.kind == "strength" else entry.expected or entry.recovery
    if wrong is None and right is None:
        right = entry.happened
    return Card(
        entry.short_id,
        wrong,
        right,
        entry.lesson,
        entry.why,
        entry.rule_ref or _cited(entry.expected),
    )


def _cited(text: str | None) -> str | None:
    """The first rule that a text cites."""
    found = _CITATION.search(text or "")
    return found[0] if found else None


def _rank(entry: Entry) -> int:
    card = card_of(entry)
    if entry.status == "adopted":
        return 0
    return sum(value is None for value in card)
