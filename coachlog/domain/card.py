"""A card: what a topic's entries say about the wrong way, the right way, why, and the rule."""

from collections.abc import Callable, Iterable

from coachlog.domain.entry import Entry
from coachlog.named_tuple import NamedTuple

# A rule as people cite it in a text: "2 CFR 200.303(a)", "42 U.S.C. 1396a", "§ 15 (2)", "Art. 5".
_CITATION = (
    r"\d+ (?:CFR|U\.?S\.?C\.?)(?: (?:part|section))? [\d.]*\d(?:\(\w+\))*"
    r"|§§? ?\d+\w?"
    r"|Art(?:\.|icle) \d+"
)
# Around a word they change nothing; within one they do: 200.303 is not 200,303.
_EDGES = ".,;:!?\"'()[]…–—„“”‘’«»"
# A text that cites one has one of these, if points and capitals do not count.
_CITATION_SIGNS = ("cfr", "usc", "§", "art")


class Card(NamedTuple):
    """One lesson. What its entry does not say is None.

    `also` has the wrong ways of further entries with the same lesson.
    """

    short_id: str
    wrong: str | None
    right: str | None
    next_time: str | None
    why: str | None
    rule: str | None
    also: tuple[str, ...] = ()


def best_cards(entries: Iterable[Entry]) -> list[Card]:
    """Return a card for each thing that the entries teach, the best first.

    An adopted lesson comes first, then the fullest card, then the newest. Entries that teach the
    same make one card, which has the wrong ways of them all.
    """
    telling = [(entry, card_of(entry)) for entry in entries if is_telling(entry)]
    # Two sorts, because the second one keeps the order of the first among equals.
    telling.sort(key=lambda pair: pair[0].occurred_on, reverse=True)
    telling.sort(key=lambda pair: _gap_count(*pair))
    cards: dict[str, Card] = {}
    for entry, card in telling:
        key = lesson_key(entry)
        best = cards.setdefault(key, card)
        if card.wrong and card.wrong not in (best.wrong, *best.also):
            cards[key] = best._replace(also=(*best.also, card.wrong))
    return list(cards.values())


def is_telling(entry: Entry) -> bool:
    """Return whether an entry says more than what happened: the right way, why, or the rule."""
    more = entry.expected or entry.lesson or entry.recovery or entry.why or entry.rule_ref
    return entry.kind == "strength" or bool(more)


def lesson_key(entry: Entry, clean: Callable[[str], str] = str) -> str:
    """Return what entries that teach the same share: the right way, or else the lesson.

    Never the recovery: `Corrected it the same day` puts right what has nothing in common. Texts
    are the same if nothing differs but capitals, blanks, punctuation and `the`. More is not safe:
    `within 30 days` and `within 60 days` have all but one word in common.

    Args:
        entry: the entry.
        clean: what to apply to that text, such as a mask.
    """
    text = entry.expected or entry.lesson
    if not text and entry.kind not in ("mistake", "correction"):
        # What went well is the right way itself.
        text = entry.happened
    words = clean(text or "").casefold().split()
    plain_words = [word.strip(_EDGES) for word in words]
    key = " ".join(word for word in plain_words if word not in ("", "the"))
    return key or entry.uuid


def card_of(entry: Entry) -> Card:
    """Return an entry as a card."""
    wrong = None
    right = entry.expected or entry.recovery
    if entry.kind in ("mistake", "correction"):
        wrong = entry.happened
    elif entry.kind == "strength" or right is None:
        # What went well is the right way; so is the only thing that is known.
        right = entry.happened
    return Card(
        short_id=entry.short_id,
        wrong=wrong,
        right=right,
        next_time=entry.lesson,
        why=entry.why,
        rule=entry.rule_ref or _citation(entry.expected),
    )


def rule_order(rule: str) -> tuple[list[tuple[str, int]], str]:
    """Return how rules are sorted: 2 CFR 200.9 comes before 2 CFR 200.10."""
    import re

    parts = re.findall(r"(\D*)(\d{0,9})", rule.casefold())
    numbered_parts = [(text, int(digits or 0)) for text, digits in parts]
    return numbered_parts, rule


def _citation(text: str | None) -> str | None:
    """Return the first rule that a text cites."""
    # `re` takes a quarter of the time of a card to load, and few texts cite a rule.
    if not text or not any(map(str.isdigit, text)):
        return None
    letters = text.casefold().replace(".", "")
    if not any(sign in letters for sign in _CITATION_SIGNS):
        return None
    import re

    match = re.search(_CITATION, text, re.IGNORECASE)
    return match[0] if match else None


def _gap_count(entry: Entry, card: Card) -> int:
    """Return how many parts of its card are missing; an adopted lesson counts as complete."""
    if entry.status == "adopted":
        return 0
    return card.count(None)
