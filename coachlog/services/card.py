"""The cards of a topic: what its entries teach."""

from __future__ import annotations

from collections.abc import Iterable

from coachlog.domain.card import Card, best_cards, is_telling
from coachlog.domain.filters import Filter
from coachlog.errors import UsageError
from coachlog.named_tuple import NamedTuple
from coachlog.services.find import find_topic
from coachlog.storage.file.connection import Log
from coachlog.storage.queries.entries import select_entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from coachlog.domain.people.masking import Mask

DEFAULT_CARDS = 5
_MOST_ENTRIES = 500  # the newest, from which the cards are chosen


class TopicCards(NamedTuple):
    """The best cards of a topic.

    Attributes:
        topic: The topic in the spelling in use.
        cards: As many as were asked for, the best first.
        total: How many cards there are in all.
        too_short: How many entries say only what happened, and make no card.
    """

    topic: str
    cards: list[Card]
    total: int
    too_short: int


def topic_cards(log: Log, name: str | None, entry_filter: Filter) -> TopicCards:
    """Return the best cards of a topic.

    Args:
        log: Where the entries are read.
        name: The topic as it was typed (see `find_topic`); None where the filter names it.
        entry_filter: Which entries; its limit is the number of cards, 5 if None.

    Raises:
        UsageError: No topic is named.
        NotFoundError: There is no such topic.
    """
    if name is None and not entry_filter.topics:
        raise UsageError(
            "which topic? For example:  coachlog card fees  ·  coachlog topics  lists them."
        )
    topic = find_topic(log, name or entry_filter.topics[0])
    on_topic = entry_filter._replace(topics=(topic,), limit=_MOST_ENTRIES)
    entries = list(select_entries(log, on_topic))
    cards = best_cards(entries)
    return TopicCards(
        topic=topic,
        cards=cards[: entry_filter.limit_or(DEFAULT_CARDS)],
        total=len(cards),
        too_short=sum(not is_telling(entry) for entry in entries),
    )


def mask_cards(log: Log, cards: Iterable[Card]) -> tuple[list[Card], Mask]:
    """Return cards with masked texts, and what masked them."""
    # Its patterns take longer to load than the cards of a screen, which are not masked.
    from coachlog.services.names import make_mask

    mask = make_mask(log)
    masked = []
    for card in cards:
        also = [mask.text(text, card.short_id) for text in card.also]
        texts: dict[str, Any] = {"also": tuple(also)}
        for field in ("wrong", "right", "next_time", "why", "rule"):
            text = getattr(card, field)
            texts[field] = mask.text(text, card.short_id) if text else None
        masked.append(card._replace(**texts))
    return masked, mask
